//! Query text to lexemes, each with its bytes.
//!
//! What is not clearly an operator is text: a sentence pasted from anywhere
//! must be a query. Brackets and quotes without their partner are text too,
//! but for a quote that opens the query or follows an operator.

use super::field;
use super::tree::{Field, Like, Part, Phrase};
use super::words;
use crate::error::{ErrorKind, Result};
use crate::span::Span;

/// A lexeme.
#[derive(Clone, Debug, PartialEq)]
pub enum Lexeme {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `+`, right before something.
    Plus,
    /// `-`, right before something.
    Minus,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`
    Not,
    /// `w/5`
    Within(u32),
    /// Text up to a blank, with a word in it or more.
    Text(String),
    /// A pattern over one word.
    Like(Like),
    /// A quoted phrase.
    Phrase(Phrase),
    /// A field and its value.
    Field(Field),
}

/// A lexeme at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What.
    pub lexeme: Lexeme,
    /// Bytes of the query.
    pub span: Span,
}

/// Most words that nearness may allow between: paragraphs lie further apart.
pub const MAX_DISTANCE: u32 = 900;

/// Signs that open or close a phrase.
pub const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// The lexemes of `query`, brackets in pairs. Fails with [`ErrorKind::Query`].
pub fn lex(query: &str) -> Result<Vec<Placed>> {
    let mut lexer = Lexer { query, at: 0, out: Vec::new() };
    lexer.run()?;
    Ok(paired(lexer.out))
}

/// An error at byte `at`.
pub fn bad(message: impl Into<String>, at: usize, nearest: Option<String>) -> crate::Error {
    ErrorKind::Query { message: message.into(), at, nearest }.into()
}

struct Lexer<'q> {
    query: &'q str,
    at: usize,
    out: Vec<Placed>,
}

/// Drops brackets that have no partner, and pairs with nothing inside.
fn paired(lexemes: Vec<Placed>) -> Vec<Placed> {
    let mut open = Vec::new();
    let mut keep = vec![true; lexemes.len()];
    for (i, placed) in lexemes.iter().enumerate() {
        match placed.lexeme {
            Lexeme::Open => open.push(i),
            Lexeme::Close => match open.pop() {
                Some(start) if keep[start + 1..i].contains(&true) => {}
                Some(start) => (keep[start], keep[i]) = (false, false),
                None => keep[i] = false,
            },
            _ => {}
        }
    }
    open.iter().for_each(|&i| keep[i] = false);
    lexemes.into_iter().zip(keep).filter_map(|(placed, keep)| keep.then_some(placed)).collect()
}

impl<'q> Lexer<'q> {
    fn rest(&self) -> &'q str {
        &self.query[self.at..]
    }

    fn push(&mut self, lexeme: Lexeme, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.out.push(Placed { lexeme, span });
        self.at += len;
    }

    fn run(&mut self) -> Result<()> {
        while let Some(c) = self.rest().chars().next() {
            match c {
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '(' => self.push(Lexeme::Open, 1),
                ')' => self.push(Lexeme::Close, 1),
                '+' if self.is_sign() => self.push(Lexeme::Plus, 1),
                '-' if self.is_sign() => self.push(Lexeme::Minus, 1),
                '"' | '“' | '„' => self.quote(c)?,
                '/' if self.regex()? => {}
                _ => self.chunk()?,
            }
        }
        Ok(())
    }

    /// True where `+` or `-` stands right before something that can be found.
    fn is_sign(&self) -> bool {
        let next = self.rest().chars().nth(1).unwrap_or(' ');
        next.is_alphanumeric() || matches!(next, '"' | '“' | '„' | '(' | '/')
    }

    /// A phrase, or a quote without its partner.
    fn quote(&mut self, open: char) -> Result<()> {
        let rest = self.rest();
        let Some((inner, len)) = quoted(rest, open) else {
            return self.unclosed(open);
        };
        let (slop, tail) = self.slop(len)?;
        let parts = phrase_parts(inner);
        if parts.is_empty() {
            self.at += len + tail;
            return Ok(());
        }
        self.push(Lexeme::Phrase(Phrase { parts, slop }), len + tail);
        Ok(())
    }

    /// A quote that nothing closes is text after text, else an error.
    fn unclosed(&mut self, open: char) -> Result<()> {
        let prose = |p: &Placed| matches!(p.lexeme, Lexeme::Text(_) | Lexeme::Phrase(_) | Lexeme::Close);
        let text = self.out.last().is_some_and(prose) || !words::has_words(self.rest());
        if text {
            self.at += open.len_utf8();
            return Ok(());
        }
        let inner = self.rest()[open.len_utf8()..].trim_end();
        let nearest = format!("{}\"{inner}\"", &self.query[..self.at]);
        Err(bad("this quote is not closed", self.at, Some(nearest)))
    }

    /// `~N` right after a phrase of `len` bytes, and the bytes that it takes.
    fn slop(&self, len: usize) -> Result<(Option<u32>, usize)> {
        let Some(tail) = self.rest()[len..].strip_prefix('~') else {
            return Ok((None, 0));
        };
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Ok((None, 0));
        }
        let distance = self.distance(&tail[..digits], self.at + len + 1)?;
        Ok((Some(distance), 1 + digits))
    }

    fn distance(&self, digits: &str, at: usize) -> Result<u32> {
        match digits.parse() {
            Ok(distance) if distance <= MAX_DISTANCE => Ok(distance),
            _ => {
                let nearest = format!("{}{MAX_DISTANCE}{}", &self.query[..at], &self.query[at + digits.len()..]);
                Err(bad(format!("a distance is at most {MAX_DISTANCE} words"), at, Some(nearest)))
            }
        }
    }

    /// `/regex/`; false where it is none (a path, a date).
    fn regex(&mut self) -> Result<bool> {
        let Some(len) = regex_len(self.rest()) else {
            return Ok(false);
        };
        let like = self.checked_regex(self.at, len)?;
        self.push(Lexeme::Like(like), len);
        Ok(true)
    }

    /// The regex of `len` bytes, slashes included, at byte `at`.
    fn checked_regex(&self, at: usize, len: usize) -> Result<Like> {
        let pattern = &self.query[at + 1..at + len - 1];
        if let Err(error) = words::regex(pattern) {
            let quoted = format!("{}\"{pattern}\"{}", &self.query[..at], &self.query[at + len..]);
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
            return Err(bad(format!("this is no regular expression: {reason}"), at, Some(quoted)));
        }
        Ok(Like::Regex(pattern.to_owned()))
    }

    /// Everything that begins with a letter or a stray sign.
    fn chunk(&mut self) -> Result<()> {
        if let Some(len) = self.operator()? {
            return self.push_operator(len);
        }
        if let Some((name, len)) = field::name(self.rest()) {
            return self.field(name, len);
        }
        let chunk = &self.rest()[..initials_len(self.rest()).unwrap_or(chunk_len(self.rest()))];
        self.text(chunk)
    }

    /// Pushes what a chunk of text holds.
    fn text(&mut self, chunk: &str) -> Result<()> {
        if let Some(word) = too_far(chunk) {
            let (at, end) = (self.at + word.len() + 1, self.at + chunk.len());
            let nearest = format!("{}2{}", &self.query[..at], &self.query[end..]);
            return Err(bad("a word can be at most 2 letters off", at, Some(nearest)));
        }
        if let Some(like) = like(chunk) {
            self.push(Lexeme::Like(like), chunk.len());
        } else if let Some(parts) = hyphenated_pattern(chunk) {
            self.push(Lexeme::Phrase(Phrase { parts, slop: None }), chunk.len());
        } else if words::has_words(chunk) {
            self.push(Lexeme::Text(chunk.to_owned()), chunk.len());
        } else {
            self.at += chunk.len();
        }
        Ok(())
    }

    /// Length of an operator that stands by itself.
    fn operator(&self) -> Result<Option<usize>> {
        let word = self.rest().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next().unwrap_or("");
        let within = within_digits(word).is_some();
        Ok((within || matches!(word, "AND" | "OR" | "NOT")).then_some(word.len()))
    }

    fn push_operator(&mut self, len: usize) -> Result<()> {
        let word = &self.rest()[..len];
        let lexeme = match (word, within_digits(word)) {
            ("AND", _) => Lexeme::And,
            ("OR", _) => Lexeme::Or,
            ("NOT", _) => Lexeme::Not,
            (_, Some(digits)) => Lexeme::Within(self.distance(digits, self.at + 2)?.max(1)),
            _ => Lexeme::Text(word.to_owned()),
        };
        self.push(lexeme, len);
        Ok(())
    }

    /// A field whose name takes `len` bytes, the colon included.
    fn field(&mut self, name: &str, len: usize) -> Result<()> {
        let rest = &self.rest()[len..];
        let first = rest.chars().next().unwrap_or(' ');
        if let Some(inner) = bracketed(rest) {
            let at = self.at + len;
            let after = rest.split_once(inner).map_or("", |(_, after)| after.trim_start().trim_start_matches(')'));
            let plain = inner.replace(QUOTES, "");
            let nearest = format!("{}\"{plain}\"{after}", &self.query[..at]);
            return Err(bad(format!("`{name}:` wants a word or a phrase, no brackets"), at, Some(nearest)));
        }
        if let '"' | '“' | '„' = first {
            let (start, before) = (self.at, self.out.len());
            self.at += len;
            self.quote(first)?;
            return self.field_of_phrase(name, start, before);
        }
        let (value, value_len) = match regex_len(rest) {
            Some(regex) if name != "path" => (field::Value::Like(self.checked_regex(self.at + len, regex)?), regex),
            _ => {
                let chunk = &rest[..chunk_len(rest)];
                let like = like(chunk).map(field::Value::Like);
                (like.unwrap_or_else(|| field::Value::Text(chunk.to_owned())), chunk.len())
            }
        };
        let field = field::field(self.query, name, value, &rest[..value_len], self.at + len)?;
        self.push(Lexeme::Field(field), len + value_len);
        Ok(())
    }

    /// Turns the phrase just pushed (if any) into the value of a field.
    fn field_of_phrase(&mut self, name: &str, start: usize, before: usize) -> Result<()> {
        let raw = &self.query[start + name.len() + 1..self.at];
        let value = match self.out.get(before).map(|placed| placed.lexeme.clone()) {
            Some(Lexeme::Phrase(phrase)) => field::Value::Phrase(phrase),
            _ => field::Value::Text(raw.to_owned()),
        };
        self.out.truncate(before);
        let field = field::field(self.query, name, value, raw, start + name.len() + 1)?;
        self.out.push(Placed { lexeme: Lexeme::Field(field), span: Span::new(start, self.at) });
        Ok(())
    }
}

/// The digits of `w/5`.
fn within_digits(word: &str) -> Option<&str> {
    let digits = word.strip_prefix("w/").or_else(|| word.strip_prefix("W/"))?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// What a quote that opens `text` holds, and the bytes with both quotes.
fn quoted(text: &str, open: char) -> Option<(&str, usize)> {
    let start = open.len_utf8();
    let inner = &text[start..];
    let closing: [char; 2] = if open == '"' { ['"', '”'] } else { ['”', '"'] };
    let end = closing.iter().find_map(|&c| inner.find(c).map(|at| (at, c)));
    // German „…“ closes with the sign that opens in English.
    let end = if open == '„' { inner.find('“').map(|at| (at, '“')).or(end) } else { end };
    end.map(|(at, c)| (&inner[..at], start + at + c.len_utf8()))
}

/// Length of `/regex/` at the start of `text`, if it is one.
fn regex_len(text: &str) -> Option<usize> {
    let mut escaped = false;
    if !text.starts_with('/') {
        return None;
    }
    for (at, c) in text.char_indices().skip(1) {
        match c {
            c if c.is_whitespace() => return None,
            '/' if !escaped => {
                let after = text[at + 1..].chars().next().unwrap_or(' ');
                let ends = after.is_whitespace() || after == ')';
                return (ends && at > 1).then_some(at + 1);
            }
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

/// Bytes of the text at the start of `rest`: up to a blank, a bracket that
/// closes what it did not open, or a quote that opens a phrase.
fn chunk_len(rest: &str) -> usize {
    let mut depth = 0;
    let mut previous = ' ';
    for (at, c) in rest.char_indices() {
        match c {
            c if c.is_whitespace() => return at,
            '(' => depth += 1,
            ')' if depth == 0 => return at.max(usize::from(at == 0)),
            ')' => depth -= 1,
            '"' | '“' | '„' if at > 0 && !previous.is_alphanumeric() && quoted(&rest[at..], c).is_some() => {
                return at;
            }
            _ => {}
        }
        previous = c;
    }
    rest.len()
}

/// Bytes of an abbreviation with blanks at the start of `rest`: `U. S.`.
fn initials_len(rest: &str) -> Option<usize> {
    let mut len = 0;
    let mut count = 0;
    for chunk in rest.split(' ') {
        let mut signs = chunk.chars();
        let is_initial = signs.next().is_some_and(char::is_alphabetic) && signs.as_str() == ".";
        if !is_initial {
            break;
        }
        len += chunk.len() + usize::from(count > 0);
        count += 1;
    }
    (count > 1).then_some(len)
}

/// The pattern that a chunk is, if any; signs around it are passed over.
fn like(chunk: &str) -> Option<Like> {
    let lead = |c: char| !c.is_alphanumeric();
    let tail = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '~');
    let word = chunk.trim_start_matches(lead).trim_end_matches(tail);
    if let Some((word, digits)) = word.rsplit_once('~')
        && !word.is_empty()
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'))
        && matches!(digits, "" | "1" | "2")
    {
        return words::one_word(word).then(|| Like::Fuzzy(word.to_owned(), if digits == "2" { 2 } else { 1 }));
    }
    // `*word*` is emphasis.
    let emphasis = chunk.starts_with('*');
    let word = if emphasis { word.trim_end_matches('*') } else { word };
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’');
    let wild = word.contains(['*', '?']) && word.chars().all(inside);
    wild.then(|| Like::Wildcard(word.to_owned()))
}

/// The word of `word~5`: as `~2` is a sign, this is not read as two words.
fn too_far(chunk: &str) -> Option<&str> {
    let (word, digit) = chunk.split_once('~')?;
    let far = digit.len() == 1 && matches!(digit.as_bytes()[0], b'0' | b'3'..=b'9');
    (far && word.chars().count() > 1 && word.chars().all(char::is_alphabetic)).then_some(word)
}

/// What stands in the brackets that open `text`, where that is more than one word.
fn bracketed(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(text[1..at].trim()).filter(|inner| inner.contains(char::is_whitespace)),
            ')' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// A hyphenated word with a pattern in a part of it, as the parts of a phrase.
fn hyphenated_pattern(chunk: &str) -> Option<Vec<Part>> {
    let pieces: Vec<&str> = chunk.split(['-', '\u{2010}', '\u{2011}']).collect();
    let wild = pieces.len() > 1
        && pieces.iter().all(|p| p.starts_with(char::is_alphanumeric))
        && pieces.iter().any(|p| matches!(like(p), Some(Like::Wildcard(_))));
    wild.then(|| phrase_parts(&pieces.join(" ")))
}

/// The parts of a phrase; empty where there is no word in it.
fn phrase_parts(inner: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for chunk in inner.split_whitespace() {
        let regex = regex_len(chunk).filter(|&len| len == chunk.len());
        let regex = regex.map(|len| &chunk[1..len - 1]).filter(|pattern| words::regex(pattern).is_ok());
        let like = regex.map(|pattern| Like::Regex(pattern.to_owned())).or_else(|| like(chunk));
        match (like, parts.last_mut()) {
            (Some(like), _) => parts.push(Part::Like(like)),
            (None, Some(Part::Text(text))) => {
                text.push(' ');
                text.push_str(chunk);
            }
            (None, _) => parts.push(Part::Text(chunk.to_owned())),
        }
    }
    parts.retain(|part| !matches!(part, Part::Text(text) if !words::has_words(text)));
    parts
}
