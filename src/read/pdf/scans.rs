//! Pages that show a picture of their text and have none of it.
//!
//! What is counted are words of the text: a scan may bear a line that a court or a
//! library stamped on each page, and a running head is no text either.

use super::model::Page;
use super::recognise::Outcome;
use crate::model::Document;
use crate::read::ocr::Ocr;
use crate::span::Span;

/// A page of fewer words says nothing: a stamp of its own, a number, "Exhibit A".
const FEWEST: usize = 5;

/// A page as it counts.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// It has no text to speak of.
    pub bare: bool,
    /// A picture is drawn on it.
    pub pictures: bool,
    /// Something is: a picture, or furniture.
    pub shown: bool,
}

/// What a page shows, its furniture taken out.
pub fn seen(page: &Page, pictures: bool) -> Seen {
    let words = |text: String| {
        let worded = |word: &&str| word.chars().filter(|c| c.is_alphanumeric()).count() > 1;
        text.split_whitespace().filter(worded).count()
    };
    let count: usize = page.lines.iter().map(|line| words(line.text())).sum();
    let letters = || page.lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.c.is_alphabetic()).count();
    let stamped = !page.furniture.is_empty() || !page.turned.is_empty();
    // scripts without blanks have long words
    let bare = count < FEWEST && letters() < 12 * FEWEST;
    Seen { bare, pictures, shown: pictures || stamped || count > 0 }
}

/// Pages, from 0, that show a picture and have no text.
pub fn silent(pages: &[Seen]) -> Vec<usize> {
    (0..pages.len()).filter(|at| pages[*at].bare && pages[*at].pictures).collect()
}

/// Why a document is not read as it should be, if its pages are mostly scans, or
/// bear nothing but stamps.
pub fn reason(pages: &[Seen]) -> Option<String> {
    let shown = pages.iter().filter(|page| page.shown).count();
    let silent = silent(pages);
    let bare: Vec<usize> = (0..pages.len()).filter(|at| pages[*at].bare && pages[*at].shown).collect();
    // without pictures only a document of which nothing is left is told: a page with
    // two words on it is a title's
    if !bare.is_empty() && bare.len() == shown && (shown > 1 || !silent.is_empty()) {
        return Some("no text layer".to_owned());
    }
    let many = silent.len() * 4 > pages.len();
    many.then(|| format!("{} of {} pages have no text layer: {}", silent.len(), pages.len(), ranges(&silent)))
}

/// A document of which the words are less sure in the mean, of 100, is told.
const SURE: u8 = 70;

/// Says what was recognised, what could not be, and how sure it is.
pub fn tell(document: &mut Document, outcome: &Outcome, ocr: &Ocr) {
    let read: Vec<usize> = outcome.pages.iter().map(|of| of.page).collect();
    if !read.is_empty() {
        let said = format!("{} (tesseract, {})", pages(&read), ocr.languages);
        document.meta.fields.insert("recognised".to_owned(), said);
    }
    if !read.is_empty() || outcome.failed.is_empty() {
        document.recognised_in = Some(ocr.languages.clone());
    }
    let sure = document.layout.confidence(&[Span::new(0, usize::MAX)]).filter(|sure| *sure < SURE);
    let failed = outcome.reason.as_ref().map(|reason| format!("{} not recognised: {reason}", pages(&outcome.failed)));
    let unsure = || sure.map(|sure| format!("recognised with little confidence ({sure} %)"));
    document.degraded = failed.or(document.degraded.take()).or_else(unsure);
}

/// Ranges listed, at most.
const LISTED: usize = 20;

/// Pages, from 0, as one would name them: `2-5, 8`.
pub fn ranges(pages: &[usize]) -> String {
    let mut out: Vec<String> = Vec::new();
    let all: Vec<&[usize]> = pages.chunk_by(|a, b| *b == a + 1).collect();
    for run in all.iter().take(LISTED) {
        let (first, last) = (run[0] + 1, run[run.len() - 1] + 1);
        out.push(if first == last { first.to_string() } else { format!("{first}-{last}") });
    }
    if all.len() > LISTED {
        out.push("…".to_owned());
    }
    out.join(", ")
}

/// The same after `page` or `pages`.
pub fn pages(pages: &[usize]) -> String {
    format!("{} {}", if pages.len() == 1 { "page" } else { "pages" }, ranges(pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Seen = Seen { bare: false, pictures: false, shown: true };
    const SCAN: Seen = Seen { bare: true, pictures: true, shown: true };
    const STAMPED: Seen = Seen { bare: true, pictures: false, shown: true };
    const EMPTY: Seen = Seen { bare: true, pictures: false, shown: false };

    #[test]
    fn pages_are_named_in_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 5, 7, 8]), "1-3, 6, 8-9");
        assert_eq!((pages(&[4]), pages(&[])), ("page 5".to_owned(), "pages ".to_owned()));
    }

    #[test]
    fn a_document_that_is_mostly_scans_says_so() {
        assert_eq!(reason(&[STAMPED; 4]).as_deref(), Some("no text layer"));
        assert_eq!(reason(&[SCAN, SCAN, EMPTY]).as_deref(), Some("no text layer"));
        assert_eq!(reason(&[TEXT, SCAN, SCAN]).as_deref(), Some("2 of 3 pages have no text layer: 2-3"));
        // plates in a book, and empty pages
        assert_eq!(reason(&[TEXT, TEXT, TEXT, TEXT, SCAN, EMPTY, STAMPED]), None);
        assert_eq!(reason(&[EMPTY]), None);
    }
}
