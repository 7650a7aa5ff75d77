//! Makes text from documents safe to print.
//!
//! Control characters can move the cursor, set titles, answer for the user or
//! turn the reading order round. They are not dropped but shown, so that what
//! is printed is never less than what is there.

use std::borrow::Cow;
use std::fmt::Write;
use std::io;

/// `text` on one line, with every control character made visible: the C0 set as
/// its picture (`␛`), the C1 set and the bidi embeddings and overrides as
/// `<U+202E>`; tabs and line ends of any kind become blanks.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// The same, but `\n` stays.
pub fn block(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

/// True for a character that is not sent to a terminal as it is.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of JSON in which such characters are written as escapes, so that none of
/// them is lost. Outside of its strings JSON is ASCII without controls but for line
/// ends: all that is found stands in a string.
pub fn json(text: &str) -> Cow<'_, str> {
    let stays = |c: char| !is_unsafe(c) || c == '\n';
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if stays(c) => out.push(c),
            _ => _ = write!(out, "\\u{:04x}", c as u32),
        }
    }
    Cow::Owned(out)
}

/// A cell of a table that a spreadsheet takes for text and not for a formula: one that
/// would begin a formula stands behind an apostrophe, as one types it there. A number
/// is no formula.
pub fn cell(text: &str) -> Cow<'_, str> {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let text = line(text);
    if !text.trim_start().starts_with(begins) || text.parse::<f64>().is_ok_and(f64::is_finite) {
        return text;
    }
    Cow::Owned(format!("'{text}"))
}

/// A writer of messages for people: whatever a message holds, nothing that steers a
/// terminal goes through. It keeps line ends and knows no colours.
pub struct Guarded<W>(pub W);

impl<W: io::Write> io::Write for Guarded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(block(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn clean(text: &str, lines: bool) -> Cow<'_, str> {
    let stays = |c: char| !is_unsafe(c) || (lines && c == '\n');
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut previous = ' ';
    for c in text.chars() {
        let blank = matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
        match c {
            c if stays(c) => out.push(c),
            // A run of line ends (`\n\n` between paragraphs) is one blank.
            _ if blank && previous.is_whitespace() => {}
            _ if blank => out.push(' '),
            '\u{7f}' => out.push('\u{2421}'),
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + c as u32)),
            // Writing to a string does not fail.
            _ => _ = write!(out, "<U+{:04X}>", c as u32),
        }
        previous = c;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_never_sent() {
        assert_eq!(line("a\x1b]0;x\x07b"), "a␛]0;x␇b");
        assert_eq!(line("\u{9b}31m \u{202e}gnp.exe\u{7f}"), "<U+009B>31m <U+202E>gnp.exe␡");
        assert_eq!(line("one\r\n\r\ntwo\tthree\u{2028}four"), "one two three four");
        assert_eq!(block("one\n\ntwo\rthree"), "one\n\ntwo three");
    }

    #[test]
    fn json_loses_nothing() {
        let text = "a\u{9b}b\u{202e}c\u{7f}d\u{2028}e";
        let json = json(&serde_json::to_string_pretty(&[text]).unwrap()).into_owned();
        assert_eq!(json, "[\n  \"a\\u009bb\\u202ec\\u007fd\\u2028e\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }

    #[test]
    fn a_cell_is_no_formula() {
        for formula in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "＝1+1", "-x"] {
            assert!(cell(formula).starts_with('\''), "{formula}");
        }
        for text in ["-5", "+0.5", "1-2", "a=b", "'=1", "", "–5"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn messages_are_guarded() {
        let mut out = Vec::new();
        io::Write::write_all(&mut Guarded(&mut out), b"a\x1b[2J\xff\nb\n").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a␛[2J\u{fffd}\nb\n");
    }

    #[test]
    fn plain_text_is_not_touched() {
        let text = "Türkiye’s «été», \u{200d}日本 a\u{301}";
        assert!(matches!(line(text), Cow::Borrowed(_)));
        assert!(matches!(block("a\n\nb"), Cow::Borrowed(_)));
    }
}
