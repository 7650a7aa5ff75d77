//! Accents: `\"u`, `\'{e}`, `\c c`.

use unicode_normalization::UnicodeNormalization;

use super::scan;
use super::table::{self, Action};
use super::walk::Reader;

/// Commands and the combining character they put on the next letter.
pub(super) const ACCENTS: &[(&str, char)] = &[
    ("\"", '\u{308}'),
    ("'", '\u{301}'),
    ("`", '\u{300}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    (".", '\u{307}'),
    ("u", '\u{306}'),
    ("v", '\u{30c}'),
    ("H", '\u{30b}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("r", '\u{30a}'),
    ("d", '\u{323}'),
    ("b", '\u{331}'),
    ("t", '\u{361}'),
];

/// The accents on an empty group that stand for themselves: `\^{}`.
const BARE: &[(char, &str)] =
    &[('\u{302}', "^"), ('\u{303}', "~"), ('\u{308}', "¨"), ('\u{301}', "´"), ('\u{300}', "`")];

impl Reader<'_> {
    /// The accent `mark`, whose command began at byte `start`, on what follows.
    pub(super) fn accent(&mut self, mark: char, start: usize) {
        let (at, end) = self.here();
        let at = scan::blanks(self.src.as_bytes(), at, end);
        let Some((base, to)) = self.accented(at, end) else { return };
        self.advance(to);
        let text: String = match base.chars().next() {
            None => BARE.iter().find(|(of, _)| *of == mark).map_or(String::new(), |(_, text)| (*text).to_owned()),
            Some(first) => {
                // Without its dot, `i` takes accents that composed letters have.
                let first = match first {
                    'ı' => 'i',
                    'ȷ' => 'j',
                    other => other,
                };
                let rest = base.chars().skip(1);
                [first, mark].into_iter().nfc().chain(rest).collect()
            }
        };
        self.put(&text, start, to);
    }

    /// The letters under an accent and the byte after them: a character, a
    /// short group, or a command such as `\i`.
    fn accented(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let rest = &self.src[at..end];
        let first = rest.chars().next()?;
        if first == '{' {
            let close = self.braces.close(at).filter(|close| *close < end && close - at < 24)?;
            let inner = self.src[at + 1..close].trim();
            return Some((letter(inner)?, close + 1));
        }
        if first == '\\' && rest.len() > 1 {
            let to = scan::name_end(self.src, at);
            return Some((letter(&self.src[at..to])?, scan::blanks(self.src.as_bytes(), to, end)));
        }
        first.is_alphabetic().then(|| (first.to_string(), at + first.len_utf8()))
    }
}

/// Plain letters, or the letter that a command stands for.
fn letter(inner: &str) -> Option<String> {
    match inner.strip_prefix('\\') {
        Some(name) => match table::action(name) {
            Some(Action::Symbol(text)) => Some(text.to_owned()),
            _ => None,
        },
        None => inner.chars().all(|c| c.is_alphanumeric() || c == ' ').then(|| inner.to_owned()),
    }
}
