//! Labels of notes: `1`, `[a]`, `*`, `[note 3]`.

/// A label as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Without brackets.
    pub text: String,
    /// True where it stands in brackets or is a sign that nothing else is.
    pub dressed: bool,
    /// True where the brackets are square, or it is a sign.
    pub sure: bool,
}

/// Longest text that may be a label, in bytes.
pub const LONGEST: usize = 32;

/// The label that a text is, if it is one. `[note 3]` is; `note 3` is words of
/// a sentence, and so is `see`.
pub fn label(text: &str) -> Option<Label> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (inner, bracket) = unbracket(text);
    let inner = inner.trim().trim_end_matches(['.', ':', ')', ']']).trim();
    let inner = inner.strip_prefix('^').unwrap_or(inner).trim();
    let square = matches!(bracket, Some('[' | '{'));
    let inner = if square { first_call(inner) } else { inner };
    let sign = inner.chars().next().is_some_and(is_sign) && inner.chars().all(is_sign) && inner.chars().count() <= 4;
    let known = sign || is_number(inner) || is_letters(inner) || square && is_group(inner);
    let digits: String = inner.chars().map(|c| super_digit(c).unwrap_or(c)).collect();
    let raised = inner.chars().any(|c| super_digit(c).is_some());
    known.then(|| Label { text: digits, dressed: bracket.is_some() || sign || raised, sure: square || sign || raised })
}

/// `1:2`, by which markdown-it means the third call of note 1, without what counts the calls.
fn first_call(inner: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    inner.split_once(':').filter(|(number, count)| is_number(number) && is_number(count)).map_or(inner, |both| both.0)
}

/// A text without the brackets around the whole of it.
pub fn without_brackets(text: &str) -> String {
    unbracket(text.trim()).0.trim().to_owned()
}

/// A text without the brackets around the whole of it, and which they were.
fn unbracket(text: &str) -> (&str, Option<char>) {
    for (open, close) in [('[', ']'), ('(', ')'), ('{', '}')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return (inner, Some(open));
        }
    }
    (text, None)
}

/// Signs that call notes.
pub fn is_sign(c: char) -> bool {
    matches!(
        c,
        '*' | '†'
            | '‡'
            | '§'
            | '¶'
            | '‖'
            | '∥'
            | '#'
            | '※'
            | '⁎'
            | '⁑'
            | '✱'
            | '∗'
            | '☨'
            | '◊'
            | '●'
            | '△'
    )
}

/// `12`, `³`, `12a`, `n3`, `3*`, `*3`; no more than four digits, and no year.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let rest: String = text.chars().filter(|c| !c.is_numeric()).collect();
    let first = text.starts_with(char::is_numeric);
    let around = match rest.as_str() {
        "" => true,
        "n" | "N" | "fn" | "FN" | "FN#" | "R" | "B" | "CR" | "*" | "※" | "注" | "註" => !first,
        other => first && other.chars().count() == 1 && other.chars().all(|c| c.is_alphabetic() || c == '*'),
    };
    (1..=4).contains(&digits) && around
}

/// `a`, `bb`, `iv`.
fn is_letters(text: &str) -> bool {
    let count = text.chars().count();
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let roman = count <= 7 && (text.chars().all(|c| "ivxlc".contains(c)) || text.chars().all(|c| "IVXLC".contains(c)));
    first.is_alphabetic() && (count == 1 || count <= 3 && chars.all(|c| c == first) || roman)
}

/// The labels of a group of notes: `note 3`, `nb 2`, `lower-alpha 1`, `Anm. 4`;
/// and the tag of a work in a list, `Smith99`.
fn is_group(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| !c.is_numeric());
    let words = &text[..text.len() - number.len()];
    let tail = number.chars().filter(|c| c.is_alphabetic()).count();
    let tag = words.split_whitespace().count() <= 2 && text.chars().count() <= 20;
    tag && !words.is_empty() && is_short(number) && tail <= 1
}

fn is_short(number: &str) -> bool {
    (1..=5).contains(&number.chars().count()) && number.starts_with(char::is_numeric)
}

/// The digit that a superscript character is.
pub fn super_digit(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from(b'4' + (c as u32 - '⁴' as u32) as u8),
        _ => return None,
    })
}

/// The superscript character of a digit.
pub fn raised_digit(c: char) -> Option<char> {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map(|digit| digits[digit as usize])
}

/// True for the arrows and carets that lead back from a note.
pub fn is_arrow(text: &str) -> bool {
    let arrow = |c: char| {
        matches!(
            c,
            '↩' | '↑'
                | '⏎'
                | '↵'
                | '^'
                | '⤴'
                | '↥'
                | '⇧'
                | '⇑'
                | '▲'
                | '△'
                | '←'
                | '⬆'
                | '⮌'
                | '↪'
                | '«'
                | '⏫'
                | '🔝'
        ) || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '[' | ']' | '(' | ')' | '\u{200d}')
            || c.is_whitespace()
    };
    let visible = |c: char| !c.is_whitespace() && !"[]()".contains(c);
    !text.is_empty() && text.chars().all(arrow) && text.chars().any(visible)
}

/// True for the words that lead back from a note: `back`, `[return to text]`.
pub fn is_return(text: &str) -> bool {
    let words: String = text.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect();
    let words = words.trim().to_lowercase();
    matches!(
        words.as_str(),
        "back"
            | "return"
            | "return to text"
            | "back to text"
            | "back to content"
            | "jump up"
            | "go back"
            | "zurück"
            | "retour"
            | "retour au texte"
            | "volver"
            | "back to article"
            | "back to reference"
            | "return to article"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let of = |text| label(text).map(|label| label.text);
        for (text, want) in [
            ("1", "1"),
            (" [12] ", "12"),
            ("(a)", "a"),
            ("†", "†"),
            ("[note 3]", "note 3"),
            ("³", "3"),
            ("iv", "iv"),
            ("[Smith99]", "Smith99"),
            ("1.", "1"),
            ("12a", "12a"),
            ("[*]", "*"),
            ("*3", "*3"),
            ("[2:1]", "2"),
        ] {
            assert_eq!(of(text).as_deref(), Some(want), "{text}");
        }
        for text in ["see", "note 3", "12345", "", "p. 12", "here [1]", "Smith 2001", "1.2.3", "2:1", "[2:b]", "↩"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn ways_back() {
        assert!(is_arrow("↩︎") && is_arrow("[^]") && is_return("[Back]") && is_return("Return to text"));
        assert!(!is_arrow("[]") && !is_arrow("1") && !is_return("backwards"));
    }
}
