//! Inline markup: notes, links, emphasis, targets.

use std::collections::{HashMap, HashSet};

use super::Walker;
use super::emphasis::{Emphasis, SIGNS};
use crate::span::Span;

/// What is being read.
struct Scan<'a> {
    /// The next byte, and the first that is not written yet.
    at: usize,
    run: usize,
    end: usize,
    emphasis: Emphasis<'a>,
    /// Signs that close emphasis.
    closing: HashSet<usize>,
    /// For each opening bracket its closing one.
    pairs: HashMap<usize, usize>,
    /// Where inline notes that are open close, innermost last.
    notes: Vec<usize>,
}

impl Walker<'_> {
    /// Writes the bytes `from..to` into the open block, without their markup.
    pub fn inline(&mut self, from: usize, to: usize) {
        let text = self.text;
        let notes = text[from..to].contains("[fn:");
        let pairs = if notes { pairs(text, from, to) } else { HashMap::new() };
        let emphasis = Emphasis::new(text, to);
        let mut scan =
            Scan { at: from, run: from, end: to, emphasis, closing: HashSet::new(), pairs, notes: Vec::new() };
        while let Some(found) = text.as_bytes()[scan.at.min(to)..to].iter().position(|b| SPECIAL[usize::from(*b)]) {
            scan.at += found;
            let next = match text.as_bytes()[scan.at] {
                b'[' => self.bracket(&mut scan),
                b']' if scan.notes.last() == Some(&scan.at) => {
                    self.flush(&scan, scan.at);
                    scan.notes.pop();
                    self.builder.close_note(scan.at + 1);
                    Some(scan.at + 1)
                }
                b']' => None,
                b'<' => self.target(&scan),
                b'@' => self.snippet(&scan),
                b'\\' => self.line_end(&scan),
                _ => self.sign(&mut scan),
            };
            match next {
                Some(next) => (scan.at, scan.run) = (next, next),
                None => scan.at += 1,
            }
        }
        self.flush(&scan, to);
        scan.notes.iter().for_each(|_| self.builder.close_note(to));
    }

    /// Writes what stands before byte `to` and is not written yet.
    fn flush(&mut self, scan: &Scan, to: usize) {
        if scan.run < to {
            self.builder.text(&self.text[scan.run..to], scan.run);
        }
    }

    fn bracket(&mut self, scan: &mut Scan) -> Option<usize> {
        let rest = &self.text[scan.at..scan.end];
        if rest.starts_with("[[") {
            return self.link(scan);
        }
        if rest.starts_with("[fn:") {
            return self.note(scan);
        }
        None
    }

    /// `[fn:1]`, `[fn:name:text]`, `[fn::text]`.
    fn note(&mut self, scan: &mut Scan) -> Option<usize> {
        let close = *scan.pairs.get(&scan.at)?;
        let inner = &self.text[scan.at + 4..close];
        let length = inner.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).map(char::len_utf8).sum();
        let (label, rest) = inner.split_at(length);
        let body = rest.strip_prefix(':').filter(|body| !body.trim().is_empty());
        if !rest.is_empty() && body.is_none() || label.is_empty() && body.is_none() {
            return None;
        }
        self.flush(scan, scan.at);
        let id = if label.is_empty() { self.builder.fresh_id() } else { label.to_lowercase() };
        self.called.insert(id.clone());
        let label = if label.is_empty() { self.called.len().to_string() } else { label.to_owned() };
        if body.is_none() {
            self.builder.marker(&label, Span::new(scan.at, close + 1), &id);
            return Some(close + 1);
        }
        let from = scan.at + 4 + length + 1;
        self.builder.marker(&label, Span::new(scan.at, from), &id);
        self.builder.open_note(&id, &label, from);
        scan.notes.push(close);
        Some(from)
    }

    /// `[[address][words]]`: its words; `[[address]]`: the address, unless it
    /// is a picture's.
    fn link(&mut self, scan: &mut Scan) -> Option<usize> {
        let inner = scan.at + 2;
        let window = &self.text[inner..self.text.floor_char_boundary((inner + 4000).min(scan.end))];
        let close = window.find(']')?;
        self.flush(scan, scan.at);
        if window[close..].starts_with("][") {
            let from = inner + close + 2;
            let words = &self.text[from..self.text.floor_char_boundary((from + 4000).min(scan.end))];
            let Some(end) = words.find("]]") else {
                self.builder.text("[[", scan.at);
                return Some(inner);
            };
            self.builder.text(&self.text[from..from + end], from);
            return Some(from + end + 2);
        }
        if !window[close..].starts_with("]]") {
            self.builder.text("[[", scan.at);
            return Some(inner);
        }
        let address = &window[..close];
        const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];
        let picture = PICTURES.iter().any(|end| address.to_ascii_lowercase().ends_with(end));
        if !picture {
            let sign = usize::from(address.starts_with(['*', '#']));
            self.builder.text(&address[sign..], inner + sign);
        }
        Some(inner + close + 2)
    }

    /// `<<target>>` is no text, `<<<words>>>` is.
    fn target(&mut self, scan: &Scan) -> Option<usize> {
        let rest = &self.text[scan.at..scan.end];
        let inner = rest.strip_prefix("<<")?;
        let window = &inner[..inner.floor_char_boundary(200.min(inner.len()))];
        if let Some(words) = window.strip_prefix('<') {
            let end = words.find(">>>")?;
            self.flush(scan, scan.at);
            self.builder.text(&words[..end], scan.at + 3);
            return Some(scan.at + 3 + end + 3);
        }
        let end = window.find(">>").filter(|end| *end > 0 && !window[..*end].contains(['<', '>', '\n']))?;
        self.flush(scan, scan.at);
        Some(scan.at + 2 + end + 2)
    }

    /// `@@html:…@@`, for one kind of output.
    fn snippet(&mut self, scan: &Scan) -> Option<usize> {
        let inner = self.text[scan.at..scan.end].strip_prefix("@@")?;
        let window = &inner[..inner.floor_char_boundary(2000.min(inner.len()))];
        let name = window.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let end = window.find("@@").filter(|_| name > 0 && window[name..].starts_with(':'))?;
        self.flush(scan, scan.at);
        Some(scan.at + 2 + end + 2)
    }

    /// Two backslashes at the end of a line break it.
    fn line_end(&mut self, scan: &Scan) -> Option<usize> {
        let rest = self.text[scan.at..scan.end].strip_prefix("\\\\")?;
        let ends = rest.trim_start_matches([' ', '\t', '\r']);
        (ends.is_empty() || ends.starts_with('\n')).then_some(())?;
        self.flush(scan, scan.at);
        self.builder.blank(Span::new(scan.at, scan.at + 2));
        Some(scan.at + 2)
    }

    /// A sign that opens or closes emphasis.
    fn sign(&mut self, scan: &mut Scan) -> Option<usize> {
        if scan.closing.remove(&scan.at) {
            self.flush(scan, scan.at);
            return Some(scan.at + 1);
        }
        let close = scan.emphasis.close(scan.at)?;
        self.flush(scan, scan.at);
        if matches!(self.text.as_bytes()[scan.at], b'=' | b'~') {
            self.builder.literal(Span::new(scan.at, close));
            self.builder.text(&self.text[scan.at + 1..close], scan.at + 1);
            return Some(close + 1);
        }
        scan.closing.insert(close);
        Some(scan.at + 1)
    }
}

/// For each opening bracket of a stretch its closing one.
fn pairs(text: &str, from: usize, to: usize) -> HashMap<usize, usize> {
    let (mut out, mut open) = (HashMap::new(), Vec::new());
    for (at, byte) in text.as_bytes()[from..to].iter().enumerate() {
        match byte {
            b'[' => open.push(from + at),
            b']' => {
                if let Some(opening) = open.pop() {
                    out.insert(opening, from + at);
                }
            }
            _ => {}
        }
    }
    out
}

/// Bytes at which markup may begin or end.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < SIGNS.len() {
        table[SIGNS[at] as usize] = true;
        at += 1;
    }
    table[b'[' as usize] = true;
    table[b']' as usize] = true;
    table[b'<' as usize] = true;
    table[b'@' as usize] = true;
    table[b'\\' as usize] = true;
    table
};
