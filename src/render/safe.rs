//! Makes text from documents safe to print.
//!
//! Control characters can move the cursor, set titles, answer for the user or
//! turn the reading order round. They are not dropped but shown, so that what
//! is printed is never less than what is there.

use std::borrow::Cow;
use std::fmt::Write;

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
    fn plain_text_is_not_touched() {
        let text = "Türkiye’s «été», \u{200d}日本 a\u{301}";
        assert!(matches!(line(text), Cow::Borrowed(_)));
        assert!(matches!(block("a\n\nb"), Cow::Borrowed(_)));
    }
}
