//! Works that their imprint gives away, wherever in a sentence they stand.
//!
//! Convention: `Name, Title (Place: Publisher, Year), pages` of the humanities, as
//! in "For an account see Ann Dell, Looms and Their Masters (Leeds: Spindle,
//! 1977), 20, who disagrees". Counter-examples: "the treaty (Paris, 1856)", where no
//! name and title stand before the bracket; "(see Leeds, 1977)".

use super::super::name::{is_initials, is_name};
use super::super::token::Token;
use super::super::{pinpoint, prose};
use super::Walk;

/// Longest imprint, in tokens.
const IMPRINT: usize = 14;
/// Longest title before it.
const TITLE: usize = 40;
/// Most words between a title in quotation marks and its year.
const AFTER: usize = 12;
/// Most words of the names before a title.
const NAMES: usize = 8;
/// Small words inside names.
const JOINTS: &[&str] = &["and", "und", "et", "&", "de", "van", "von", "der", "la", "al", "el", "du", "di"];

impl Walk<'_> {
    /// Works with an imprint that no other reading has found.
    pub(super) fn imprints(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some(close) = imprint(self.tokens, at) {
                self.printed(at, close);
                at = close;
            } else {
                self.named_title(at);
                at += 1;
            }
        }
    }

    /// "These can be found in Ann Dell, “Archive of Looms”, Weavers (blog), 3 March
    /// 2015": names, a title in quotation marks, and a date soon after.
    fn named_title(&mut self, quote: usize) {
        let tokens = self.tokens;
        let opens =
            tokens[quote].quoted && quote > 1 && !tokens[quote - 1].quoted && tokens[quote - 1].text.ends_with(',');
        if !opens || self.is_taken(quote, quote + 1) {
            return;
        }
        let Some(close) = (quote..tokens.len()).find(|at| tokens[*at].closes) else { return };
        let after = &tokens[close + 1..tokens.len().min(close + 1 + AFTER)];
        let Some(year) = after.iter().position(|t| t.year().is_some()) else { return };
        let last = close + 2 + year;
        let floor = quote.saturating_sub(NAMES + 1);
        if prose::count(&tokens[close + 1..last]) > 0 || self.is_taken(quote, last) {
            return;
        }
        let Some(first) = names(tokens, quote - 1, floor) else { return };
        let cite = self.reference(first, last);
        if cite.title.is_some() && self.plausible(&cite, first, last) {
            self.finish(cite, first, last);
        }
    }

    /// True where a citation was found in the tokens.
    fn is_taken(&self, first: usize, last: usize) -> bool {
        let (from, to) = (self.tokens[first].start, self.tokens[last - 1].end());
        self.out.iter().any(|cite| cite.start < to && from < cite.end)
    }

    fn printed(&mut self, bracket: usize, close: usize) {
        if self.is_taken(bracket, close) {
            return;
        }
        let Some(first) = beginning(self.tokens, bracket) else { return };
        let comma = self.tokens[close - 1].text.ends_with(',');
        let ended = self.tokens[close - 1].text.ends_with(['.', ';']);
        let last = if ended { close } else { pinpoint::pages(self.tokens, close, comma, |_| false) };
        let cite = self.reference(first, last);
        if cite.title.is_some() && (!cite.author.is_empty() || !cite.editor.is_empty()) {
            self.finish(cite, first, last);
        }
    }
}

/// One past the imprint in brackets that begins at `at`: a year at its end,
/// before it names alone.
fn imprint(tokens: &[Token], at: usize) -> Option<usize> {
    let token = &tokens[at];
    if !token.text.starts_with('(') || token.quoted || !token.is_capital() {
        return None;
    }
    let close = at + 1 + tokens[at..(at + IMPRINT).min(tokens.len())].iter().position(|t| t.open)?;
    let inside = &tokens[at..close];
    let dated = inside.len() >= 2 && inside[inside.len() - 1].year().is_some();
    let small = inside.iter().filter(|t| t.word.starts_with(char::is_lowercase) && !JOINTS.contains(&t.word)).count();
    let set_off = inside.len() >= 2 && inside[inside.len() - 2].text.ends_with([',', ':']);
    (dated && set_off && small <= 2 && prose::count(inside) == 0).then_some(close)
}

/// The first word of the names before the title that ends at `bracket`.
fn beginning(tokens: &[Token], bracket: usize) -> Option<usize> {
    let floor = bracket.saturating_sub(TITLE + NAMES);
    let mut comma = bracket.checked_sub(2)?;
    while comma > floor {
        if tokens[comma].text.ends_with(';') {
            return None;
        }
        let title = &tokens[comma + 1];
        if tokens[comma].text.ends_with(',')
            && (title.is_capital() || title.quoted)
            && let Some(first) = names(tokens, comma, floor)
        {
            return Some(first);
        }
        comma -= 1;
    }
    None
}

/// The first of the names that end with the comma at `comma`: two words or more,
/// after a small word, a sign that ends a sentence, or nothing.
fn names(tokens: &[Token], comma: usize, floor: usize) -> Option<usize> {
    let mut first = comma + 1;
    while first > floor && comma + 1 - first < NAMES && is_part(&tokens[first - 1]) {
        let before = &tokens[first - 1];
        if first <= comma && before.text.ends_with(['.', ';', ':']) && !is_initials(before.text) {
            break;
        }
        first -= 1;
    }
    // "See Ann Dell": the signal is no name
    while first < comma && (super::super::name::is_signal(&tokens[first]) || JOINTS.contains(&tokens[first].word)) {
        first += 1;
    }
    let words = tokens[first..=comma].iter().filter(|t| is_name(t) || is_initials(t.text)).count();
    (first <= comma && words >= 2).then_some(first)
}

fn is_part(token: &Token) -> bool {
    !token.quoted && (is_name(token) || is_initials(token.text) || JOINTS.contains(&token.text))
}
