//! A place within a file in few signs, as `ibid get` takes it back: `path:12`,
//! and where there are no lines the page, `path:p12`, or `path:p.xiv` as printed.

use super::{line, shown};
use crate::model::Locator;
use crate::model::hit::{Hit, Match};

/// A line, or a page, or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot<'a> {
    line: Option<u32>,
    page: Option<u32>,
    label: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// The beginning of what a locator names, on a line of its own choice.
    fn new(line: Option<u32>, locator: &'a Locator) -> Spot<'a> {
        let page = locator.pages.map(|(first, _)| first);
        let label = locator.page_labels.as_ref().map(|(first, _)| first.as_str());
        Spot { line, page, label }
    }

    /// What stands behind the path: `:12`, `:p12`, `:p.xiv`, or nothing.
    pub fn suffix(&self) -> String {
        match self.sign() {
            Some(sign) => format!(":{sign}"),
            None => String::new(),
        }
    }

    /// True where `pages` (`p. 12`) says no more than the spot.
    pub fn says(&self, pages: &str) -> bool {
        let page = match self {
            Spot { line: Some(_), .. } => return false,
            Spot { page: Some(page), .. } => page.to_string(),
            Spot { label: Some(label), .. } => (*label).to_owned(),
            _ => return false,
        };
        pages.strip_prefix("p. ") == Some(page.as_str())
    }

    /// The same without the colon.
    pub fn sign(&self) -> Option<String> {
        match self {
            Spot { line: Some(line), .. } => Some(line.to_string()),
            Spot { page: Some(page), .. } => Some(format!("p{page}")),
            Spot { label: Some(label), .. } => Some(format!("p.{label}")),
            _ => None,
        }
    }
}

/// The beginning of what a locator names.
pub fn of_place(locator: &Locator) -> Spot<'_> {
    Spot::new(locator.lines.map(|(first, _)| first), locator)
}

/// Where a hit is opened.
pub fn of_hit(hit: &Hit) -> Spot<'_> {
    match hit.matches.first() {
        Some(first) if line(hit).is_none() => of_match(first, hit),
        _ => Spot::new(line(hit), &hit.locator),
    }
}

/// Where a match stands; what is not known of it is that of its note, or its hit.
pub fn of_match<'a>(found: &'a Match, hit: &'a Hit) -> Spot<'a> {
    if found.line.is_some() || found.page.is_some() || found.page_label.is_some() {
        return Spot { line: found.line, page: found.page, label: found.page_label.as_deref() };
    }
    let note = hit.notes.iter().find(|note| shown::is_note_of(found, note));
    match note.and_then(|note| note.locator.as_ref()).filter(|locator| locator.pages.is_some()) {
        Some(locator) => Spot::new(None, locator),
        None => Spot::new(line(hit), &hit.locator),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_page_stands_in_for_a_line() {
        let mut hit = sample::body();
        assert_eq!(of_hit(&hit).suffix(), ":253");
        hit.matches[0].line = None;
        hit.locator.lines = None;
        assert_eq!(of_hit(&hit).suffix(), "");
        hit.locator.pages = Some((12, 13));
        assert_eq!(of_hit(&hit).suffix(), ":p12");
        assert!(of_hit(&hit).says("p. 12") && !of_hit(&hit).says("pp. 12–13") && !of_hit(&hit).says("p. 12 (x)"));
        hit.matches[0].page_label = Some("xiv".into());
        assert_eq!(of_hit(&hit).suffix(), ":p.xiv");
        hit.matches[0].page = Some(13);
        assert_eq!(of_match(&hit.matches[0], &hit).suffix(), ":p13");
    }
}
