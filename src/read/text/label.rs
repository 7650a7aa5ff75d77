//! Labels at the start of a line: of list items, or of notes (which of the two
//! is for `link` to say).

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `[12]`, `[a]`
    Square,
    /// `(12)`, `(a)`
    Round,
    /// `12.`
    Dot,
    /// `12)`
    Paren,
    /// `12 Text`
    Bare,
    /// `/12/`
    Slash,
    /// `* text`, `†† text`
    Symbol,
    /// `¹² text`
    Superscript,
    /// `[Footnote 3: text]`
    Footnote,
    /// `• text`, `- text`
    Bullet,
}

/// A label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// How it is written.
    pub style: Style,
    /// Its number; letters count from 1; 0 where it has none.
    pub value: u32,
}

/// The label that a line begins with, if any.
pub fn label(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    let of = |style, value| Some(Label { style, value });
    match first {
        '[' if starts_with_footnote(text) => of(Style::Footnote, 0),
        '[' => of(Style::Square, enclosed(&text[1..], ']')?),
        '(' => of(Style::Round, enclosed(&text[1..], ')')?),
        '/' => of(Style::Slash, enclosed(&text[1..], '/')?),
        '•' | '◦' | '▪' | '●' | '‣' | '∙' => of(Style::Bullet, 0),
        '-' | '–' if text[first.len_utf8()..].starts_with([' ', '\t']) => of(Style::Bullet, 0),
        '*' | '†' | '‡' | '§' | '‖' | '¶' | '|' => symbol(text, first),
        '0'..='9' => digits(text),
        c if super::glyph::is_superscript(c) => of(Style::Superscript, superscript(text)),
        _ => None,
    }
}

fn starts_with_footnote(text: &str) -> bool {
    text.get(1..9).is_some_and(|word| word.eq_ignore_ascii_case("footnote"))
}

/// The number or letter before `close`.
fn enclosed(rest: &str, close: char) -> Option<u32> {
    let inner = &rest[..rest.find(close)?];
    match inner.as_bytes() {
        [letter] if letter.is_ascii_lowercase() => Some(u32::from(letter - b'a') + 1),
        digits if digits.len() <= 4 && digits.iter().all(u8::is_ascii_digit) => inner.parse().ok(),
        _ => None,
    }
}

fn digits(text: &str) -> Option<Label> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = text.len() - rest.len();
    if count > 3 {
        return None;
    }
    let value = text[..count].parse().ok()?;
    let style = match rest.as_bytes() {
        [b'.', b' ' | b'\t', ..] => Style::Dot,
        [b')', ..] => Style::Paren,
        [b' ' | b'\t', ..] if rest.trim_start().starts_with(|c: char| c.is_uppercase() || "“‘\"'".contains(c)) => {
            Style::Bare
        }
        _ => return None,
    };
    Some(Label { style, value })
}

/// `*`, `**`, `||` before a blank or a letter; `***` is a rule and `_*_` none.
fn symbol(text: &str, first: char) -> Option<Label> {
    let rest = text.trim_start_matches(first);
    let count = text[..text.len() - rest.len()].chars().count();
    let next = rest.chars().next()?;
    let blank = next.is_whitespace();
    if count > 3 || !(blank || next.is_uppercase() && first != '|') || first == '|' && rest.contains('|') {
        return None;
    }
    if first == '*' && !blank && text[first.len_utf8()..].contains('*') {
        return None;
    }
    Some(Label { style: Style::Symbol, value: 0 })
}

fn superscript(text: &str) -> u32 {
    let digit = |c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c);
    text.chars().map_while(digit).take(4).fold(0, |n, d| n * 10 + d as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known() {
        let cases = [
            ("[1]French", Style::Square, 1),
            ("[a] text", Style::Square, 1),
            ("(12) text", Style::Round, 12),
            ("12. text", Style::Dot, 12),
            ("3) text", Style::Paren, 3),
            ("12 Ibid.", Style::Bare, 12),
            ("/4/ See", Style::Slash, 4),
            ("* text", Style::Symbol, 0),
            ("††Text", Style::Symbol, 0),
            ("|| Text", Style::Symbol, 0),
            ("¹² Text", Style::Superscript, 12),
            ("[Footnote A: text]", Style::Footnote, 0),
            ("• Share", Style::Bullet, 0),
            ("- item", Style::Bullet, 0),
        ];
        for (text, style, value) in cases {
            assert_eq!(label(text), Some(Label { style, value }), "{text}");
        }
    }

    #[test]
    fn other_beginnings_are_no_labels() {
        for text in
            ["1914 was", "[the world]", "23 per cent", "(see above)", "**BOLD** x", "*Emphasis* x", "-ing", "3.5 x"]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
