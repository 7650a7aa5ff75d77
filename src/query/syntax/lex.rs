//! Query text to lexemes, each with its bytes.
//!
//! What is not clearly an operator is text: a sentence pasted from anywhere
//! must be a query. Brackets and quotes without their partner are text too,
//! but for a quote that opens the query or follows an operator.

use super::stop::is_stop;
use super::tree::{Field, Like, Phrase, Reach};
use super::words;
use super::{field, like, phrase, quotes};
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
    /// `AND`, `&&`
    And,
    /// `OR`, `||`
    Or,
    /// `NOT`
    Not,
    /// `w/5`, `/5`, `NEAR/5`, `pre/5`, `w/s`, `w/p`
    Near(Nearness),
    /// Text up to a blank, with a word in it or more.
    Text(String),
    /// A pattern over one word.
    Like(Like),
    /// A quoted phrase.
    Phrase(Phrase),
    /// A field and its value.
    Field(Field),
    /// `case:` and its value.
    Case(Phrase),
}

/// How near two things must be, and whether in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearness {
    /// How near.
    pub reach: Reach,
    /// True where the left one must stand first.
    pub in_order: bool,
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

/// The lexemes of `query`, brackets in pairs. Fails with [`ErrorKind::Query`].
pub fn lex(query: &str) -> Result<Vec<Placed>> {
    let mut lexer = Lexer { query, is_shouted: is_shouted(query), at: 0, out: Vec::new() };
    lexer.run()?;
    if let Some(at) = unclosed_bracket(&lexer.out) {
        return Err(bad("this bracket is not closed", at, Some(format!("{})", query.trim_end()))));
    }
    Ok(paired(lexer.out))
}

/// True for a sentence in capitals, in which `NOT` is a word as any other: one of the
/// words besides is so common that nobody looks for it in capitals.
fn is_shouted(query: &str) -> bool {
    let is_operator = |word: &str| matches!(word, "AND" | "OR" | "NOT");
    let is_common = |word: &str| !is_operator(word) && is_stop(&word.to_lowercase());
    !query.contains(char::is_lowercase) && query.split_whitespace().any(is_common)
}

/// Where a bracket opens that nothing closes, in a query with operators: there it says
/// what they join. In plain text it is text.
fn unclosed_bracket(lexemes: &[Placed]) -> Option<usize> {
    let has_operator = lexemes.iter().any(|placed| matches!(placed.lexeme, Lexeme::And | Lexeme::Or | Lexeme::Near(_)));
    let mut open = Vec::new();
    for placed in lexemes {
        match placed.lexeme {
            Lexeme::Open => open.push(placed.span.start),
            Lexeme::Close => _ = open.pop(),
            _ => {}
        }
    }
    open.last().copied().filter(|_| has_operator)
}

/// An error at byte `at`.
pub fn bad(message: impl Into<String>, at: usize, nearest: Option<String>) -> crate::Error {
    ErrorKind::Query { message: message.into(), at, nearest }.into()
}

struct Lexer<'q> {
    query: &'q str,
    /// True for a sentence in capitals.
    is_shouted: bool,
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
                '+' if self.is_sign() && !self.is_of_another_program() => self.push(Lexeme::Plus, 1),
                '-' | '!' if self.is_sign() && !self.is_dash() => self.push(Lexeme::Minus, 1),
                c if quotes::opens(c) => self.quote(c)?,
                '/' if self.regex()? => {}
                _ => self.chunk()?,
            }
        }
        Ok(())
    }

    /// True where `+`, `-` or `!` stands right before something that can be found.
    fn is_sign(&self) -> bool {
        let next = self.rest().chars().nth(1).unwrap_or(' ');
        next.is_alphanumeric() || quotes::opens(next) || matches!(next, '(' | '/')
    }

    /// True for a `-` of plain text: before a small number (`-5 degrees`), and one that is
    /// a dash with another after the words that it sets off (`-as ever-`).
    fn is_dash(&self) -> bool {
        let rest = &self.rest()[1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_small_number = (1..=2).contains(&digits) && !rest[digits..].starts_with(char::is_alphanumeric);
        let chunks = rest.split_whitespace().map(|chunk| chunk.trim_end_matches([',', '.', ';']));
        let is_set_off =
            |chunk: &str| chunk.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphanumeric));
        self.rest().starts_with('-') && (is_small_number || chunks.into_iter().any(is_set_off))
    }

    /// A phrase, or a quote without its partner.
    fn quote(&mut self, open: char) -> Result<()> {
        let rest = self.rest();
        let Some((inner, len)) = quotes::quoted(rest, open) else {
            return self.unclosed(open);
        };
        let (slop, tail) = self.slop(len)?;
        let parts = phrase::parts(inner);
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
        if text || !quotes::must_close(open) {
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
        let Some(len) = like::regex_len(self.rest()) else {
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
            return Err(bad(format!("not a valid regular expression: {reason}"), at, Some(quoted)));
        }
        Ok(Like::Regex(pattern.to_owned()))
    }

    /// Everything that begins with a letter or a stray sign.
    fn chunk(&mut self) -> Result<()> {
        if let Some((lexeme, len)) = self.operator()? {
            self.push(lexeme, len);
            return Ok(());
        }
        if let Some((name, len)) = field::name(self.rest()) {
            return self.field(name, len);
        }
        if let Some((typed, meant)) = field::meant(self.rest()) {
            let nearest = format!("{}{meant}{}", &self.query[..self.at], &self.rest()[typed.len()..]);
            return Err(bad(format!("there is no field `{typed}`"), self.at, Some(nearest)));
        }
        let chunk = &self.rest()[..initials_len(self.rest()).unwrap_or(chunk_len(self.rest()))];
        self.text(chunk)
    }

    /// Pushes what a chunk of text holds.
    fn text(&mut self, chunk: &str) -> Result<()> {
        if let Some(word) = like::too_far(chunk) {
            let (at, end) = (self.at + word.len() + 1, self.at + chunk.len());
            let nearest = format!("{}2{}", &self.query[..at], &self.query[end..]);
            return Err(bad("a word can be at most 2 letters off", at, Some(nearest)));
        }
        if let Some(like) = like::like(chunk) {
            self.push(Lexeme::Like(like), chunk.len());
        } else if let Some(parts) = phrase::joined_pattern(chunk) {
            self.push(Lexeme::Phrase(Phrase { parts, slop: None }), chunk.len());
        } else if words::has_words(chunk) {
            self.push(Lexeme::Text(chunk.to_owned()), chunk.len());
        } else {
            self.at += chunk.len();
        }
        Ok(())
    }

    /// The operator that stands by itself here, and its bytes.
    fn operator(&self) -> Result<Option<(Lexeme, usize)>> {
        let word = self.rest().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next().unwrap_or("");
        let lexeme = match word {
            "AND" | "OR" | "NOT" if self.is_shouted => return Ok(None),
            "AND" => Lexeme::And,
            "OR" => Lexeme::Or,
            "NOT" => Lexeme::Not,
            "&&" if self.is_between(word) => Lexeme::And,
            "||" | "|" if self.is_between(word) => Lexeme::Or,
            _ => match self.nearness(word)? {
                Some(nearness) => Lexeme::Near(nearness),
                None => return Ok(None),
            },
        };
        Ok(Some((lexeme, word.len())))
    }

    /// True for `+s` of law databases, which is no word that must be there.
    fn is_of_another_program(&self) -> bool {
        let word = self.rest().split(char::is_whitespace).next().unwrap_or("");
        field::elsewhere(word).is_some() && self.is_between(word)
    }

    /// True where something that can be found stands on both sides of `word`.
    fn is_between(&self, word: &str) -> bool {
        let operand = |placed: &Placed| {
            matches!(
                placed.lexeme,
                Lexeme::Text(_) | Lexeme::Like(_) | Lexeme::Phrase(_) | Lexeme::Case(_) | Lexeme::Close
            )
        };
        self.out.last().is_some_and(operand) && words::has_words(&self.rest()[word.len()..])
    }

    /// Nearness as people know it: from ibid, from law databases, from libraries.
    fn nearness(&self, word: &str) -> Result<Option<Nearness>> {
        // a number may stand in brackets
        let chunk = self.rest().split(char::is_whitespace).next().unwrap_or("");
        let word = if chunk.starts_with("AROUND(") { chunk } else { word };
        if let Some(ours) = field::elsewhere(word).filter(|_| self.is_between(word)) {
            let nearest = format!("{}{ours}{}", &self.query[..self.at], &self.rest()[word.len()..]);
            return Err(bad(format!("`{word}` is not an operator here"), self.at, Some(nearest)));
        }
        let Some((sign, unit)) = word.split_once('/') else { return Ok(None) };
        let in_order = match sign.to_ascii_lowercase().as_str() {
            "w" | "near" => false,
            "pre" => true,
            // a fraction and a path begin so too
            "" if self.is_between(word) => false,
            _ => return Ok(None),
        };
        let reach = match unit {
            "s" | "S" => Reach::Sentence,
            "p" | "P" => Reach::Paragraph,
            digits if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Reach::Words(self.distance(digits, self.at + sign.len() + 1)?.max(1))
            }
            _ => return Ok(None),
        };
        Ok(Some(Nearness { reach, in_order }))
    }

    /// What `case:` of `len` bytes asks for in just its case.
    fn case(&mut self, len: usize) -> Result<()> {
        let rest = &self.rest()[len..];
        let open = rest.chars().next().unwrap_or(' ');
        let quoted = quotes::quoted(rest, open).filter(|_| quotes::opens(open));
        let (inner, value) = quoted.unwrap_or_else(|| {
            let chunk = &rest[..like::regex_len(rest).unwrap_or(chunk_len(rest))];
            (chunk, chunk.len())
        });
        let parts = phrase::parts(inner);
        if parts.is_empty() {
            let message = "`case:` wants a word or a phrase, as in `case:Polish` or `case:\"Polish border\"`";
            return Err(bad(message, self.at + len, None));
        }
        self.push(Lexeme::Case(Phrase { parts, slop: None }), len + value);
        Ok(())
    }

    /// A field whose name takes `len` bytes, the colon included.
    fn field(&mut self, name: &str, len: usize) -> Result<()> {
        let rest = &self.rest()[len..];
        let first = rest.chars().next().unwrap_or(' ');
        if name == "case" {
            return self.case(len);
        }
        if let Some(inner) = bracketed(rest) {
            let at = self.at + len;
            let after = rest.split_once(inner).map_or("", |(_, after)| after.trim_start().trim_start_matches(')'));
            let plain = inner.replace(quotes::is_quote, "");
            let nearest = format!("{}\"{plain}\"{after}", &self.query[..at]);
            return Err(bad(format!("`{name}:` wants a word or a phrase, no brackets"), at, Some(nearest)));
        }
        if quotes::opens(first) {
            let (start, before) = (self.at, self.out.len());
            self.at += len;
            self.quote(first)?;
            return self.field_of_phrase(name, start, before);
        }
        let (value, value_len) = match like::regex_len(rest) {
            Some(regex) if name != "path" => (field::Value::Like(self.checked_regex(self.at + len, regex)?), regex),
            _ => {
                let chunk = &rest[..chunk_len(rest)];
                let like = like::like(chunk).map(field::Value::Like);
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
            c if at > 0 && is_phrase_after(previous, c, &rest[at..]) => return at,
            _ => {}
        }
        previous = c;
    }
    rest.len()
}

/// True where a phrase begins inside what has no blank.
fn is_phrase_after(previous: char, open: char, rest: &str) -> bool {
    quotes::opens(open) && !previous.is_alphanumeric() && quotes::quoted(rest, open).is_some()
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
