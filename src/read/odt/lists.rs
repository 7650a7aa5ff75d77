//! Automatic numbers of lists and headings: `Article 1`, `§ 2.01`, `(a)` (ODF 1.3, 16.30 to
//! 16.37). Bullets are none.

use std::collections::HashMap;

use crate::read::office::figures::figure;
use crate::read::xml::Tag;

/// Levels of a list.
const LEVELS: usize = 10;

/// The style of headings, which has no name of its own.
pub const OUTLINE: &str = "\0outline";

/// How a level of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// Numbers shown, this one and those of the levels above it.
    shown: usize,
    /// The label with `%2%` for the number of the second level, where the file says it so.
    pattern: Option<String>,
}

/// The styles of lists, by name.
#[derive(Debug, Default)]
pub struct Styles {
    lists: HashMap<String, HashMap<usize, Level>>,
    open: Option<String>,
}

impl Styles {
    /// Takes a start tag of the styles in.
    pub fn see(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "list-style" => self.open = tag.attribute("name").map(|name| name.into_owned()),
            "outline-style" => self.open = Some(OUTLINE.to_owned()),
            "list-level-style-number" | "outline-level-style" => {
                let said = |name: &str| tag.attribute(name).map(|value| value.into_owned());
                let number = |name: &str| tag.attribute(name).and_then(|value| value.parse::<u32>().ok());
                let (Some(open), Some(at)) = (&self.open, number("level")) else { return };
                let level = Level {
                    format: said("num-format").unwrap_or_default(),
                    prefix: said("num-prefix").unwrap_or_default(),
                    suffix: said("num-suffix").unwrap_or_default(),
                    start: number("start-value").unwrap_or(1),
                    shown: number("display-levels").unwrap_or(1) as usize,
                    pattern: said("num-list-format"),
                };
                self.lists.entry(open.clone()).or_default().insert(at as usize, level);
            }
            _ => {}
        }
    }
}

/// Where the counts of lists stand.
#[derive(Debug, Default)]
pub struct Counts {
    counts: HashMap<String, [Option<u32>; LEVELS + 1]>,
}

impl Counts {
    /// A list of this style begins anew.
    pub fn anew(&mut self, style: &str) {
        self.counts.remove(style);
    }

    /// Counts an item on level `at`, from 1, of a list in this style; its label, where it has
    /// one. `start` is the number that it says itself.
    pub fn label(&mut self, styles: &Styles, style: &str, (at, start): (usize, Option<u32>)) -> Option<String> {
        let levels = styles.lists.get(style)?;
        let at = at.clamp(1, LEVELS);
        let first = |level: usize| levels.get(&level).map_or(1, |level| level.start);
        let counts = self.counts.entry(style.to_owned()).or_default();
        let next = counts[at].map_or(first(at), |count| count.saturating_add(1));
        counts[at] = Some(start.unwrap_or(next));
        for (level, count) in counts.iter_mut().enumerate().skip(1) {
            match level {
                _ if level < at => drop(count.get_or_insert(first(level))),
                _ if level > at => *count = None,
                _ => {}
            }
        }
        let own = levels.get(&at).filter(|level| !level.format.is_empty())?;
        let number = |level: usize| {
            let format = levels.get(&level).map_or("1", |level| level.format.as_str());
            counts.get(level).copied().flatten().map_or_else(String::new, |count| figure(count, named(format)))
        };
        let label = match &own.pattern {
            Some(pattern) => filled(pattern, number),
            None => {
                let from = (at + 1).saturating_sub(own.shown.max(1)).max(1);
                let numbers: Vec<String> = (from..=at).map(number).filter(|number| !number.is_empty()).collect();
                format!("{}{}{}", own.prefix, numbers.join("."), own.suffix)
            }
        };
        let label = label.trim().to_owned();
        label.contains(char::is_alphanumeric).then_some(label)
    }
}

/// A format of OpenDocument by the name that Word has for it.
fn named(format: &str) -> &str {
    match format {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "" => "none",
        _ => "decimal",
    }
}

/// `%1%.%2%` with its numbers.
fn filled(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let parts = pattern.split('%').enumerate();
    let part = |(at, part): (usize, &str)| match part.parse::<usize>() {
        Ok(level) if at % 2 == 1 => number(level),
        _ => part.to_owned(),
    };
    parts.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::xml::{Event, Events};

    #[test]
    fn labels_are_counted_level_by_level() {
        let source = "<list-style name='L'><list-level-style-number level='1' num-format='I' num-prefix='Article '/>\
                      <list-level-style-number level='2' num-format='1' num-prefix='§ ' display-levels='2'/>\
                      <list-level-style-number level='3' num-format='a' num-list-format='(%3%)'/>\
                      <list-level-style-bullet level='4'/></list-style>";
        let mut styles = Styles::default();
        Events::new(source, 0).for_each(|event| {
            if let Event::Open(tag) = event {
                styles.see(&tag)
            }
        });
        let mut counts = Counts::default();
        let mut label = |at| counts.label(&styles, "L", (at, None)).unwrap_or_default();
        assert_eq!(
            [1, 2, 3, 3, 2, 3, 1, 4].map(&mut label),
            ["Article I", "§ I.1", "(a)", "(b)", "§ I.2", "(a)", "Article II", ""]
        );
        assert_eq!(counts.label(&styles, "L", (1, Some(7))).as_deref(), Some("Article VII"));
        counts.anew("L");
        assert_eq!(counts.label(&styles, "L", (1, None)).as_deref(), Some("Article I"));
    }
}
