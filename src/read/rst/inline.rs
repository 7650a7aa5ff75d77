//! Inline markup: emphasis, literals, roles, links, substitutions, notes.

use super::Walker;
use super::mark::{ends, opens};
use crate::read::raised;
use crate::span::Span;

/// What is being read: a stretch of the source that is one block, or a part.
struct Scan<'a> {
    text: &'a str,
    /// The next byte, the first that is not written yet, the end.
    at: usize,
    run: usize,
    end: usize,
    /// For each delimiter a byte from which on none closes.
    none: [usize; 5],
}

/// Delimiters that open and close.
const DELIMITERS: [&str; 5] = ["*", "**", "``", "`", "|"];

impl Walker<'_> {
    /// Writes the bytes `from..to` into the open block, without their markup.
    pub fn inline(&mut self, from: usize, to: usize) {
        let text = self.text;
        let mut scan = Scan { text, at: from, run: from, end: to, none: [to + 1; 5] };
        while let Some(found) = text.as_bytes()[scan.at.min(to)..to].iter().position(|b| SPECIAL[usize::from(*b)]) {
            scan.at += found;
            let next = match text.as_bytes()[scan.at] {
                b'\\' => self.escape(&mut scan),
                b'*' => self.emphasis(&mut scan),
                b'`' if text[scan.at..to].starts_with("``") => self.inner_literal(&mut scan),
                b'`' => self.interpreted(&mut scan),
                b'|' => self.substitution(&mut scan),
                b'[' => self.reference(&mut scan),
                _ => self.underscore(&mut scan),
            };
            match next {
                Some(next) => (scan.at, scan.run) = (next, next),
                None => scan.at += 1,
            }
        }
        self.flush(&scan, to);
    }

    /// Writes what stands before byte `to` and is not written yet.
    fn flush(&mut self, scan: &Scan, to: usize) {
        if scan.run < to {
            self.builder.text(&scan.text[scan.run..to], scan.run);
        }
    }

    /// A backslash: the sign after it stands for itself; white space goes.
    fn escape(&mut self, scan: &mut Scan) -> Option<usize> {
        self.flush(scan, scan.at);
        let Some(next) = scan.text[scan.at + 1..scan.end].chars().next() else { return Some(scan.end) };
        let after = scan.at + 1 + next.len_utf8();
        if !next.is_whitespace() {
            self.builder.text(&scan.text[scan.at + 1..after], scan.at + 1);
        }
        Some(after)
    }

    /// `*emphasis*` and `**strong**`.
    fn emphasis(&mut self, scan: &mut Scan) -> Option<usize> {
        let delimiter = if scan.text[scan.at..scan.end].starts_with("**") { 1 } else { 0 };
        let length = DELIMITERS[delimiter].len();
        if !opens(scan.text, scan.at, scan.at + length, scan.end) {
            return (length == 2).then(|| self.pass(scan, 2));
        }
        let close = scan.close(delimiter, scan.at + length)?;
        self.flush(scan, scan.at);
        self.plain(scan.at + length, close);
        Some(close + length)
    }

    /// Writes the next bytes as they stand.
    fn pass(&mut self, scan: &Scan, length: usize) -> usize {
        self.flush(scan, scan.at + length);
        scan.at + length
    }

    /// Text in which only escapes mean something.
    fn plain(&mut self, from: usize, to: usize) {
        let mut run = from;
        for (at, _) in self.text[from..to].match_indices('\\') {
            let at = from + at;
            if at < run {
                continue;
            }
            self.builder.text(&self.text[run..at], run);
            let blank = self.text[at + 1..to].chars().next().filter(|c| c.is_whitespace());
            run = at + 1 + blank.map_or(0, char::len_utf8);
            // an escaped backslash is text
            if self.text[run..to].starts_with('\\') {
                self.builder.text("\\", run);
                run += 1;
            }
        }
        self.builder.text(&self.text[run..to], run);
    }

    fn inner_literal(&mut self, scan: &mut Scan) -> Option<usize> {
        if !opens(scan.text, scan.at, scan.at + 2, scan.end) {
            return Some(self.pass(scan, 2));
        }
        let Some(close) = scan.close(2, scan.at + 2) else { return Some(self.pass(scan, 2)) };
        self.flush(scan, scan.at);
        self.builder.literal(Span::new(scan.at, close));
        self.builder.text(&scan.text[scan.at + 2..close], scan.at + 2);
        Some(close + 2)
    }

    /// `` `text` `` with its role before or after it, or as a link.
    fn interpreted(&mut self, scan: &mut Scan) -> Option<usize> {
        let role = role_before(&scan.text[scan.run..scan.at]);
        let start = scan.at - role.map_or(0, |role| role.len() + 2);
        let target = start > scan.run && scan.text[..start].ends_with('_');
        let start = start - usize::from(target);
        if !opens(scan.text, start, scan.at + 1, scan.end) {
            return None;
        }
        let close = scan.close(3, scan.at + 1)?;
        self.flush(scan, start);
        let after = &scan.text[close + 1..scan.end];
        let (after_role, tail) = match role_after(after) {
            Some(name) => (Some(name), name.len() + 2),
            None => (None, after.bytes().take(2).take_while(|b| *b == b'_').count()),
        };
        let role = role.or(after_role).unwrap_or_default();
        let body = Span::new(scan.at + 1, close);
        self.role(role, start, body);
        Some(close + 1 + tail)
    }

    /// Writes the text of a role: without the target that stands in it, with
    /// what the role puts before it.
    fn role(&mut self, role: &str, start: usize, body: Span) {
        let words = &self.text[body.start..body.end];
        let series = match role.rsplit(':').next() {
            Some("pep" | "PEP") if is_number(words) => "PEP ",
            Some("rfc" | "RFC") if is_number(words) => "RFC ",
            Some("sup" | "superscript") => return raised::write(&mut self.builder, words, body.start),
            Some("math" | "code") => {
                self.builder.literal(body);
                return self.builder.text(words, body.start);
            }
            _ => "",
        };
        self.builder.replaced(series, Span::new(start, body.start));
        let shown = match words.rfind('<').filter(|_| words.ends_with('>')) {
            Some(open) if !words[..open].trim().is_empty() => words[..open].trim_end(),
            Some(open) => {
                let inner = body.start + open + 1;
                return self.plain(inner, body.end - 1);
            }
            None => words,
        };
        // `~a.b` and `!a` are shown without their sign
        let sign = usize::from(!role.is_empty() && shown.starts_with(['~', '!']));
        self.plain(body.start + sign, body.start + shown.len());
    }

    /// `|name|`, and `|name|_`.
    fn substitution(&mut self, scan: &mut Scan) -> Option<usize> {
        if !opens(scan.text, scan.at, scan.at + 1, scan.end) {
            return None;
        }
        let close = scan.close(4, scan.at + 1)?;
        let name = &scan.text[scan.at + 1..close];
        let tail = scan.text[close + 1..scan.end].bytes().take(2).take_while(|b| *b == b'_').count();
        self.flush(scan, scan.at);
        match self.substitutions.get(&super::substitution::key(name)) {
            Some(value) => self.builder.replaced(value, Span::new(scan.at, close + 1)),
            None => self.builder.text(name, scan.at + 1),
        }
        Some(close + 1 + tail)
    }

    /// `[1]_`, `[#]_`, `[#name]_`, `[*]_`, `[CIT2002]_`: a marker.
    fn reference(&mut self, scan: &mut Scan) -> Option<usize> {
        let rest = &scan.text[scan.at + 1..scan.end];
        let length = rest.bytes().take(120).position(|b| matches!(b, b']' | b' ' | b'[' | b'\n'))?;
        let label = &rest[..length];
        let after = scan.at + length + 3;
        if !rest[length..].starts_with("]_") || !super::explicit::is_label(label) || !ends(scan.text, after, scan.end) {
            return None;
        }
        self.flush(scan, scan.at);
        let id = self.notes.refer(label);
        self.builder.marker(label, Span::new(scan.at, after), &id);
        Some(after)
    }

    /// `word_` and `word__`: a link, its underscores are no text.
    fn underscore(&mut self, scan: &mut Scan) -> Option<usize> {
        let text = scan.text;
        let length = text[scan.at..scan.end].bytes().take_while(|b| *b == b'_').count();
        let before = text[scan.run..scan.at].chars().next_back().is_some_and(char::is_alphanumeric);
        if before && length <= 2 && ends(text, scan.at + length, scan.end) && named(text, scan.at) {
            self.flush(scan, scan.at);
            return Some(scan.at + length);
        }
        if length > 1 {
            return Some(self.pass(scan, length));
        }
        None
    }
}

/// True where the name that ends at byte `at` begins as the name of a target
/// does: not inside a word with other underscores.
fn named(text: &str, at: usize) -> bool {
    let name = |c: &char| c.is_alphanumeric() || "-._+:".contains(*c);
    let length: usize = text[..at].chars().rev().take(100).take_while(name).map(char::len_utf8).sum();
    !text[..at - length].ends_with('_')
}

impl Scan<'_> {
    /// The byte at which a delimiter closes what it opened before byte `from`.
    fn close(&mut self, delimiter: usize, from: usize) -> Option<usize> {
        let sign = DELIMITERS[delimiter];
        if from >= self.none[delimiter] {
            return None;
        }
        let mut at = from;
        while let Some(found) = self.text[at.min(self.end)..self.end].find(sign).map(|found| at + found) {
            let after = found + sign.len();
            // `**` closes strong text only; of more signs the last ones close
            let more = self.text[after..self.end].starts_with(&sign[..1]);
            let single = delimiter == 0 && more;
            if single || more && delimiter != 3 && delimiter != 4 {
                at = found + if single { 2 } else { 1 };
                continue;
            }
            let blank = found == from || self.text[..found].ends_with(char::is_whitespace);
            let escaped = delimiter != 2 && super::mark::is_escaped(self.text, found);
            let tail = if delimiter >= 3 { self.tail(after) } else { after };
            if !blank && !escaped && ends(self.text, tail, self.end) {
                return Some(found);
            }
            at = after;
        }
        self.none[delimiter] = self.none[delimiter].min(from);
        None
    }

    /// The byte after the underscores or the role that follow.
    fn tail(&self, after: usize) -> usize {
        let rest = &self.text[after..self.end];
        match role_after(rest) {
            Some(name) => after + name.len() + 2,
            None => after + rest.bytes().take(2).take_while(|b| *b == b'_').count(),
        }
    }
}

/// True for the number in a series, `8` or `2616#section-3`, without words of its own.
fn is_number(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit()) && !words.ends_with('>')
}

/// The role whose name ends a text: `:pep:`.
fn role_before(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(':')?;
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"-_.+:".contains(b);
    let length = inner.bytes().rev().take(80).take_while(fits).count();
    // `(pre-:pep:` and `:c:func:`: the first colon that no letter stands before
    let run = &inner[inner.len() - length..];
    let begins = |at: &usize| !run[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let name = &run[run.match_indices(':').map(|(at, _)| at).find(begins)? + 1..];
    name.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(name)
}

/// The role whose name begins a text.
fn role_after(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(':')?;
    let length = inner.bytes().take(80).take_while(|b| b.is_ascii_alphanumeric() || b"-_.+".contains(b)).count();
    (length > 0 && inner[length..].starts_with(':')).then(|| &inner[..length])
}

/// Bytes at which markup may begin or end.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = matches!(at as u8, b'\\' | b'*' | b'`' | b'|' | b'[' | b'_');
        at += 1;
    }
    table
};
