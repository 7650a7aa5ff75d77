//! Positions of a pattern's words in a stored text, counted as in the index.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::leaf::Ready;
use super::pattern::{Occ, Pattern};
use crate::index::analyze::{self, Kind, Token};
use crate::span::{Mapped, Span};

/// The words of a stored text, and of what stands before it.
pub struct Words {
    /// Tokens of both, ascending in position.
    tokens: Vec<Token>,
    /// First position of the text itself.
    pub own: u32,
    /// Bytes of each single word of the text itself, by position.
    spans: HashMap<u32, Span>,
    /// Where each word of what stands before begins there, by position.
    before: HashMap<u32, usize>,
    /// The stems of the text itself, once they were asked for: every word of a query
    /// asks for them.
    stems: OnceCell<Vec<Stemmed>>,
}

/// A stem and the bytes of its word.
struct Stemmed {
    stem: String,
    span: Span,
}

impl Words {
    /// The words of `text`, with `before` before it.
    pub fn new(before: &Mapped, text: &Mapped) -> Self {
        let (mut tokens, own) = analyze::tokens(&before.text, &before.joins);
        let (rest, _) = analyze::tokens(&text.text, &text.joins);
        let before = tokens.iter().map(|token| (token.position, token.span.start)).collect();
        let mut spans = HashMap::with_capacity(rest.len());
        for mut token in rest {
            token.position += own;
            if token.kind == Kind::Word {
                spans.insert(token.position, token.span);
            }
            tokens.push(token);
        }
        Words { tokens, own, spans, before, stems: OnceCell::new() }
    }

    /// Matches of a pattern that end in the text itself.
    pub fn matches(&self, pattern: &Pattern) -> Vec<Occ> {
        let mut slots: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
        for (i, slot) in pattern.slots.iter().enumerate() {
            for form in &slot.forms {
                slots.entry(&form.term).or_default().push((i, form.length));
            }
        }
        let mut at = vec![Vec::new(); pattern.slots.len()];
        for token in &self.tokens {
            for &(slot, length) in slots.get(token.term.as_str()).into_iter().flatten() {
                at[slot].push(Occ { start: token.position, end: token.position + length });
            }
        }
        at.iter_mut().for_each(|slot| slot.sort_unstable());
        pattern.matches(&at).into_iter().filter(|occ| occ.end > self.own).collect()
    }

    /// Bytes of the text itself for a stretch of positions that ends in it; from
    /// its start, where the stretch begins before.
    pub fn bytes(&self, occ: Occ) -> Option<Span> {
        let last = self.spans.get(&(occ.end - 1))?;
        match occ.start < self.own {
            true => Some(Span::new(0, last.end)),
            false => Some(Span::new(self.spans.get(&occ.start)?.start, last.end)),
        }
    }

    fn stems(&self) -> &[Stemmed] {
        self.stems.get_or_init(|| {
            let own = self.tokens.iter().filter(|token| token.position >= self.own && token.kind != Kind::Other);
            own.map(|token| Stemmed { stem: analyze::stem(&token.term), span: token.span }).collect()
        })
    }

    /// The byte of the text before at which a stretch of positions begins; `None`
    /// for one that begins in the text itself.
    pub fn begins_before(&self, occ: Occ) -> Option<usize> {
        (occ.start < self.own).then(|| self.before.get(&occ.start).copied())?
    }

    /// Bytes of the text itself that a leaf matches.
    pub fn spans(&self, ready: &Ready) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        if let Some(pattern) = &ready.pattern {
            out.extend(self.matches(pattern).into_iter().filter_map(|occ| self.bytes(occ)));
        }
        if !ready.stems.is_empty() {
            let stems: HashSet<&str> = ready.stems.iter().map(String::as_str).collect();
            let found = self.stems().iter().filter(|stemmed| stems.contains(stemmed.stem.as_str()));
            out.extend(found.map(|stemmed| stemmed.span));
        }
        out
    }
}
