//! Positions of a pattern's words in a stored text, counted as in the index.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use regex::Regex;

use super::leaf::{Ready, letters};
use super::pattern::{Occ, Pattern, Written};
use crate::index::analyze::{self, Kind, Token};
use crate::query::syntax::tree::Like;
use crate::query::syntax::words;
use crate::sentence::sentences;
use crate::span::{Mapped, Span};

/// The words of a stored text, and of what stands before it.
pub struct Words {
    /// What stands before, a blank, and the text itself.
    text: String,
    /// Where the text itself begins in that.
    base: usize,
    /// Tokens of both, ascending in position; their bytes are those of all the text.
    tokens: Vec<Token>,
    /// First position of the text itself.
    pub own: u32,
    /// Bytes of each single word, by position.
    spans: HashMap<u32, Span>,
    /// The stems of the text itself, once they were asked for: every word of a query
    /// asks for them.
    stems: OnceCell<Vec<Stemmed>>,
}

/// A stem and the bytes of its word in the text itself.
struct Stemmed {
    stem: String,
    span: Span,
}

impl Words {
    /// The words of `text`, with `before` before it.
    pub fn new(before: &Mapped, text: &Mapped) -> Self {
        let (mut tokens, own) = analyze::tokens(&before.text, &before.joins);
        let (rest, _) = analyze::tokens(&text.text, &text.joins);
        let base = before.text.len() + 1;
        tokens.extend(rest.into_iter().map(|token| Token {
            position: token.position + own,
            span: Span::new(token.span.start + base, token.span.end + base),
            ..token
        }));
        let single = tokens.iter().filter(|token| token.kind == Kind::Word);
        let spans = single.map(|token| (token.position, token.span)).collect();
        let text = format!("{} {}", before.text, text.text);
        Words { text, base, tokens, own, spans, stems: OnceCell::new() }
    }

    /// Matches of a pattern that end in the text itself.
    pub fn matches(&self, pattern: &Pattern) -> Vec<Occ> {
        let mut slots: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
        for (i, slot) in pattern.slots.iter().enumerate() {
            for form in &slot.forms {
                slots.entry(&form.term).or_default().push((i, form.length));
            }
        }
        let spellings: Vec<Option<Spelling>> =
            pattern.slots.iter().map(|slot| slot.written.as_ref().map(Spelling::new)).collect();
        let mut at = vec![Vec::new(); pattern.slots.len()];
        for token in &self.tokens {
            for &(slot, length) in slots.get(token.term.as_str()).into_iter().flatten() {
                if spellings[slot].as_ref().is_none_or(|spelling| spelling.is_of(&self.text, token)) {
                    at[slot].push(Occ { start: token.position, end: token.position + length });
                }
            }
        }
        at.iter_mut().for_each(|slot| slot.sort_unstable());
        let mut found = pattern.matches(&at);
        if pattern.is_in_sentence() {
            let sentences = sentences(&self.text);
            found.retain(|occ| self.is_in_one(&sentences, *occ));
        }
        found.into_iter().filter(|occ| occ.end > self.own).collect()
    }

    /// True where the first and the last word of a stretch stand in one sentence.
    fn is_in_one(&self, sentences: &[Span], occ: Occ) -> bool {
        let sentence = |position: u32| {
            let start = self.spans.get(&position)?.start;
            Some(sentences.partition_point(|sentence| sentence.end <= start))
        };
        sentence(occ.start) == sentence(occ.end - 1)
    }

    /// Bytes of the text itself for a stretch of positions that ends in it; from
    /// its start, where the stretch begins before.
    pub fn bytes(&self, occ: Occ) -> Option<Span> {
        let last = self.own_span(occ.end - 1)?;
        match occ.start < self.own {
            true => Some(Span::new(0, last.end)),
            false => Some(Span::new(self.own_span(occ.start)?.start, last.end)),
        }
    }

    /// Bytes of the text itself for the word at a position.
    fn own_span(&self, position: u32) -> Option<Span> {
        let span = self.spans.get(&position).filter(|_| position >= self.own)?;
        Some(Span::new(span.start - self.base, span.end - self.base))
    }

    fn stems(&self) -> &[Stemmed] {
        self.stems.get_or_init(|| {
            let own = self.tokens.iter().filter(|token| token.position >= self.own && token.kind != Kind::Other);
            let span = |token: &Token| Span::new(token.span.start - self.base, token.span.end - self.base);
            own.map(|token| Stemmed { stem: analyze::stem(&token.term), span: span(token) }).collect()
        })
    }

    /// The byte of the text before at which a stretch of positions begins; `None`
    /// for one that begins in the text itself.
    pub fn begins_before(&self, occ: Occ) -> Option<usize> {
        (occ.start < self.own).then(|| self.spans.get(&occ.start).map(|span| span.start))?
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

/// How a word must be written, ready to be compared.
enum Spelling {
    As(String),
    Like(Regex),
    /// In any way.
    Any,
}

impl Spelling {
    fn new(written: &Written) -> Spelling {
        let regex = match written {
            Written::As(letters) => return Spelling::As(letters.clone()),
            Written::Like(Like::Wildcard(pattern)) => words::wildcard_with_case(pattern),
            Written::Like(Like::Regex(pattern)) => words::regex_with_case(pattern),
            Written::Like(Like::Fuzzy(..)) => return Spelling::Any,
        };
        // the parser has tried it already
        regex.map_or(Spelling::Any, Spelling::Like)
    }

    /// True where a token of `text` is written so; another form of a word, such as an
    /// owner without `'s`, where the word begins so.
    fn is_of(&self, text: &str, token: &Token) -> bool {
        let found = letters(&text[token.span.start..token.span.end]);
        match self {
            Spelling::As(wanted) if token.kind == Kind::Other => found.starts_with(wanted.as_str()),
            Spelling::As(wanted) => found == *wanted,
            Spelling::Like(regex) => regex.is_match(&found),
            Spelling::Any => true,
        }
    }
}
