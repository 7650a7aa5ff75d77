//! Whether what was read as a reference may be one: prose that was taken for a
//! title betrays itself.
//!
//! Convention: a title is a phrase. Counter-examples, each read as a work by the
//! sequence model: "Mr. Burd suggests that this word …" (author "Mr."), "M. Klotz
//! has estimated the claims at $15" (a title that begins with a small verb), a
//! quotation of several sentences.

use super::super::{author_date, prose};
use super::Walk;
use crate::model::Citation;

/// Titles before a name, which are no name by themselves, and pronouns.
const NO_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sir", "m", "mm", "mme", "herr", "frau", "lord", "lady", "st", "whom", "them",
    "him", "her",
];
/// Longest title outside quotation marks that may have words of prose.
const PROSE: usize = 14;
/// Longest title in quotation marks.
const QUOTED: usize = 32;
/// Longest title in quotation marks that stands without author and date.
const SAYING: usize = 7;
/// Longest title with the end of a sentence in it.
const SENTENCES: usize = 16;

impl Walk<'_> {
    /// False for prose: see the module.
    pub(super) fn plausible(&self, cite: &Citation, first: usize, last: usize) -> bool {
        let sure = cite.doi.is_some() || cite.url.is_some() || cite.volume.is_some() && cite.pages.is_some();
        if sure {
            return true;
        }
        let bare = |name: &str| name.trim_end_matches(['.', ',']).to_lowercase();
        let no_name = |name: &String| NO_NAMES.contains(&bare(name).as_str());
        if !cite.author.is_empty() && cite.author.iter().all(no_name) {
            return false;
        }
        let Some(title) = cite.title.as_deref() else { return true };
        let words: Vec<&str> = title.split_whitespace().collect();
        let quoted =
            self.tokens[first..last].iter().any(|t| t.quoted && words.first().is_some_and(|w| t.text.contains(w)));
        let prose = words.iter().filter(|word| prose::is_prose(word)).count();
        let sentences = words
            .windows(2)
            .any(|pair| pair[0].len() > 4 && pair[0].ends_with('.') && pair[1].starts_with(char::is_uppercase));
        // “A saying of some length.” —Its author
        let nameless = cite.author.is_empty() && cite.editor.is_empty();
        let saying = quoted && nameless && cite.date.is_none() && cite.pages.is_none() && words.len() > SAYING;
        let small = !quoted && title.starts_with(char::is_lowercase);
        // "Holm, A. (2002): Wege zum Salz. Eine Reise in …": names and a year lead to a title
        let headed = self.headed(first, last);
        let placed = headed && (cite.container.is_some() || cite.publisher.is_some());
        !(small && (prose > 0 || cite.date.is_none())
            || !quoted && words.len() > PROSE && prose >= 2 && !placed
            || words.len() > QUOTED
            || saying
            || words.len() > SENTENCES && sentences && !headed)
    }

    /// True where names and a year stand before all else, as lists of works have it.
    pub(super) fn headed(&self, first: usize, last: usize) -> bool {
        let year = self.tokens[first..last].iter().position(|t| t.year().is_some());
        year.is_some_and(|year| author_date::is_head(&self.tokens[first..=first + year]))
    }
}
