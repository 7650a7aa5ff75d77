//! `[[page|words]]`, `[[File:picture.png|thumb|caption]]`, `[http://… words]`.

use super::names::{Target, target};
use super::walk::{Reader, Then};
use crate::model::BlockKind;

/// What an outward link may begin with.
const SCHEMES: &[&str] = &["http://", "https://", "ftp://", "mailto:", "//", "irc://", "gopher://", "news:"];

impl<'a> Reader<'a> {
    /// `[` at byte `at`; true where it begins a link.
    pub(super) fn link(&mut self, at: usize, end: usize) -> bool {
        if !self.src[at..end].starts_with("[[") {
            return self.outward(at, end);
        }
        let Some(close) = self.pairs.close(at).filter(|close| close + 2 <= end) else { return false };
        let inner = &self.src[at + 2..close];
        let bar = inner.find('|');
        let name = &inner[..bar.unwrap_or(inner.len())];
        self.advance(close + 2);
        match target(name) {
            Target::Category(category) => self.category(category),
            Target::Elsewhere if bar.is_none() => {}
            Target::File => self.picture(at + 2, close),
            _ => {
                let words = bar.map(|bar| at + 2 + bar + 1).filter(|from| *from < close);
                let from = words.unwrap_or(at + 2 + usize::from(name.starts_with(':')));
                let to = if words.is_some() { close } else { at + 2 + name.len() };
                self.push(from, to, Then::Nothing);
            }
        }
        true
    }

    fn category(&mut self, name: &str) {
        if !self.inner {
            let all = self.b.meta.fields.entry("categories".to_owned()).or_default();
            if all.len() < 10_000 {
                let more = if all.is_empty() { "" } else { "; " };
                *all += &format!("{more}{name}");
            }
        }
    }

    /// The caption is the last part that is no size or place.
    fn picture(&mut self, from: usize, close: usize) {
        let parts = self.parts(from, close);
        let caption = parts.iter().skip(1).rev().find(|(from, to)| !is_setting(&self.src[*from..*to]));
        let Some(&(from, to)) = caption else { return };
        if self.notes.is_empty() && self.base.is_none() && self.tables == 0 && self.frames.len() == 1 {
            self.b.block(BlockKind::Caption, from);
            self.push(from, to, Then::Block(None));
        } else {
            self.push(from, to, Then::Blank);
        }
    }

    /// The parts of `from..to` between bars that no bracket encloses.
    pub(super) fn parts(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let bytes = self.src.as_bytes();
        let (mut parts, mut start, mut i) = (Vec::new(), from, from);
        while i < to {
            match bytes[i] {
                b'|' => {
                    parts.push((start, i));
                    start = i + 1;
                }
                byte @ (b'{' | b'[') if i + 1 < to && bytes[i + 1] == byte => {
                    i = self.pairs.close(i).filter(|close| *close < to).map_or(i + 1, |close| close + 1);
                }
                // a comment, `<nowiki>`, a reference
                b'<' => i = self.pairs.close(i).filter(|close| *close < to).unwrap_or(i),
                _ => {}
            }
            i += 1;
        }
        parts.push((start, to));
        parts
    }

    /// `[http://example.org words]`; without words the address is text.
    fn outward(&mut self, at: usize, end: usize) -> bool {
        let rest = &self.src[at + 1..end];
        if !SCHEMES.iter().any(|scheme| rest.starts_with(scheme)) {
            return false;
        }
        let address = rest.bytes().take(2000).take_while(|byte| !b" \t\n]<[{|\"".contains(byte)).count();
        let words = at + 1 + address;
        let Some(close) = self.close_of_outward(words, end.min(words + 2000)) else { return false };
        self.advance(close + 1);
        let (from, to) = if self.src[words..close].trim().is_empty() { (at + 1, words) } else { (words, close) };
        self.push(from, to, Then::Nothing);
        true
    }

    fn close_of_outward(&self, mut at: usize, end: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        while at < end {
            match bytes[at] {
                b']' => return Some(at),
                b'\n' => return None,
                b'{' | b'[' => at = self.pairs.close(at).map_or(at + 1, |close| close + 2),
                _ => at += 1,
            }
        }
        None
    }
}

/// `thumb`, `300px`, `alt=…` and the like.
fn is_setting(part: &str) -> bool {
    const WORDS: &[&str] = &[
        "thumb",
        "thumbnail",
        "frame",
        "framed",
        "frameless",
        "border",
        "right",
        "left",
        "center",
        "centre",
        "none",
        "upright",
        "baseline",
        "middle",
        "top",
        "bottom",
        "mini",
        "miniatur",
        "hochkant",
        "rechts",
        "links",
        "zentriert",
        "vignette",
        "droite",
        "gauche",
        "derecha",
        "izquierda",
        "miniatura",
        "thumbtime",
    ];
    let part = part.trim();
    let word = part.split(['=', ' ']).next().unwrap_or_default().to_lowercase();
    let named = ["alt", "link", "upright", "class", "lang", "page", "thumb", "start", "end"].contains(&word.as_str());
    WORDS.contains(&part.to_lowercase().as_str())
        || part.ends_with("px") && part.trim_end_matches("px").bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
        || part.contains('=') && named
}
