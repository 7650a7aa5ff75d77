//! Citations in running text: author and year in brackets, law reports,
//! statutes, addresses, short forms.
//!
//! Running text is mostly prose, and prose names years, people and places
//! without citing anything. So a citation here asks for more than in a note:
//! - author and year stand in brackets, or the year does: `(see Smith 2020: 12)`,
//!   `Smith (2020)`. See [`harvard`] for what makes one sure; one that is not is
//!   kept only where the document bears it out;
//! - a law report, a section sign, an address, an RFC speak for themselves;
//! - `Id.` and `ibid.` stand where a citation would: at the beginning of a
//!   sentence, in brackets, after "see";
//! - a work cited in full stands in brackets, or is a sentence of its own that
//!   begins as references do.
//!
//! Counter-examples: `In May 1997 (see above)`, `the 1998 law`, `(Paris 1919)`,
//! `Chapter 3`, `(Figure 2)`, `(John 3:16)`, `the Id.`
//!
//! Only the sentences in which [`windows`] sees a tell-tale sign are read.

mod harvard;
mod windows;

use super::token::tokens;
use super::walk::Walk;
use crate::model::Citation;
use crate::model::citation::Kind;
use crate::span::Span;

/// A citation in running text.
#[derive(Clone, Debug)]
pub struct Found {
    /// The citation; `start` and `end` are bytes of the text.
    pub cite: Citation,
    /// False for what may be no citation: `(Paris 1919)`.
    pub sure: bool,
}

/// The citations in a text, in order, apart; nothing is resolved yet. No further than the
/// window in which `most` are reached.
pub fn find(text: &str, most: usize) -> Vec<Found> {
    let mut out = Vec::new();
    for window in windows::of(text) {
        read(text, window, &mut out);
        if out.len() >= most {
            break;
        }
    }
    out
}

/// The citations in an entry of a list of works: as in a note, but that an entry
/// in which none is found is one work, where it has the fields of one.
pub fn entry(text: &str) -> Vec<Citation> {
    let found = super::find(text);
    if !found.is_empty() {
        return found;
    }
    let tokens = tokens(text);
    let anchors = super::anchors(text, &tokens);
    let mut walk = Walk::new(text, &tokens, &anchors);
    walk.entry();
    walk.out
}

fn read(text: &str, window: Span, out: &mut Vec<Found>) {
    let part = &text[window.start..window.end];
    let tokens = tokens(part);
    let anchors = super::anchors(part, &tokens);
    let mut walk = Walk::new(part, &tokens, &anchors);
    let doubtful = walk.running();
    for mut cite in walk.out {
        let sure = doubtful.binary_search(&cite.start).is_err() && !cross_reference(&cite);
        cite.start += window.start;
        cite.end += window.start;
        out.push(Found { cite, sure });
    }
}

/// A bare section sign may be a section of the text itself: "see §1.3".
fn cross_reference(cite: &Citation) -> bool {
    let named = cite.raw.split_whitespace().any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1);
    cite.kind == Kind::Law && cite.title.is_none() && !named
}

pub(super) use harvard::{Named, group, narrative};

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(text: &str) -> Vec<String> {
        find(text, usize::MAX).into_iter().filter(|found| found.sure).map(|found| found.cite.raw).collect()
    }

    #[test]
    fn citations_in_running_text() {
        for (text, want) in [
            ("It silts (Smith 2020: 12).", vec!["Smith 2020: 12"]),
            (
                "It silts (see Smith, 2020; Jones and Brown 2019, pp. 3-5).",
                vec!["Smith, 2020", "Jones and Brown 2019, pp. 3-5"],
            ),
            ("As Cole et al. (2011) say, it silts.", vec!["Cole et al. (2011)"]),
            (
                "As was held in Roe v. Wade, 410 U.S. 113 (1973), it is. Id. at 120.",
                vec!["Roe v. Wade, 410 U.S. 113 (1973)", "Id. at 120"],
            ),
            ("Claims under 42 U.S.C. § 1983 fail.", vec!["42 U.S.C. § 1983"]),
            ("It is given in RFC 2119 and at https://example.org/silt.", vec!["RFC 2119", "https://example.org/silt"]),
            ("This was so (quoted in Doe 2001a, p. 4).", vec!["Doe 2001a, p. 4"]),
            ("See doi:10.1000/182 for more.", vec!["doi:10.1000/182"]),
        ] {
            assert_eq!(sure(text), want, "{text}");
        }
    }

    #[test]
    fn prose_gives_none() {
        for text in [
            "In May 1997 (see above) it silted.",
            "The 1998 law (Act 3) was new.",
            "The conference (Paris 1919) met.",
            "The house (London, 1850) stood.",
            "See Chapter 3 (Figure 2) below.",
            "As it is written (John 3:16).",
            "The ego and the Id. The rest is silence.",
            "He was born in Rouen (1821) and died (May 1880).",
            "It ran at 12 St. James Street (1999).",
            "World War II (1939–1945) began.",
            "Hamlet (1603) is a play.",
        ] {
            assert_eq!(sure(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_found_stands_where_it_says() {
        let text = "é. So it is (Müller 2020, S. 12). Nothing here. Then Öz et al. (2001) came.";
        for found in find(text, usize::MAX) {
            assert_eq!(&text[found.cite.start..found.cite.end], found.cite.raw);
        }
        assert_eq!(find(text, usize::MAX).len(), 2);
    }
}
