//! Labels of notes: numbers, letters and signs, with the order they come in.

/// The kind of a label. Labels of different kinds never mean the same note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelKind {
    /// `1`, `12`, `¹²`.
    Number,
    /// `a`, `b`, … usually without `j` and `v`.
    Lower,
    /// `A`, `B`, …
    Upper,
    /// `*`, `†`, `‡`, `§`, `‖`, `¶`, then doubled.
    Sign,
    /// `RFC2119`, `Knuth84`: the place of its entry in the list.
    Word,
}

/// A label, as a kind and its place in the order of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    /// Its kind.
    pub kind: LabelKind,
    /// Its place, from 1: the number itself, the letter of the alphabet, or
    /// the rank of the sign.
    pub value: u32,
}

/// The signs in printers' order; `|` and `||` stand in for `‖`.
const SIGNS: [char; 7] = ['*', '†', '‡', '§', '‖', '¶', '#'];

impl Label {
    /// A label of a kind.
    pub fn new(kind: LabelKind, value: u32) -> Self {
        Label { kind, value }
    }

    /// The number written in plain digits, one to four of them, not from zero.
    pub fn number(digits: &str) -> Option<Self> {
        let plain = (1..=4).contains(&digits.len()) && !digits.starts_with('0');
        let value = digits.parse().ok().filter(|_| plain)?;
        Some(Label::new(LabelKind::Number, value))
    }

    /// The number written in superscript digits.
    pub fn superscript(text: &str) -> Option<Self> {
        let digits: Option<String> = text.chars().map(super_digit).collect();
        Label::number(&digits?)
    }

    /// A single letter.
    pub fn letter(c: char) -> Option<Self> {
        match c {
            'a'..='z' => Some(Label::new(LabelKind::Lower, c as u32 - 'a' as u32 + 1)),
            'A'..='Z' => Some(Label::new(LabelKind::Upper, c as u32 - 'A' as u32 + 1)),
            _ => None,
        }
    }

    /// A sign, or the same sign up to four times.
    pub fn sign(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        let count = text.chars().count() as u32;
        let (rank, times) = match (text, first) {
            ("|" | "||", _) => (4, 1),
            (_, '∗' | '⁎') => (0, count),
            _ => (SIGNS.iter().position(|sign| *sign == first)?, count),
        };
        let alike = text.chars().all(|c| c == first);
        (alike && times <= 4).then(|| Label::new(LabelKind::Sign, rank as u32 + 1 + SIGNS.len() as u32 * (times - 1)))
    }

    /// Any label, as it stands between brackets.
    pub fn any(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let first = chars.next()?;
        if first.is_ascii_digit() {
            return text.bytes().all(|b| b.is_ascii_digit()).then(|| Label::number(text)).flatten();
        }
        if chars.next().is_none() && first.is_ascii_alphabetic() {
            return Label::letter(first);
        }
        Label::sign(text).or_else(|| Label::superscript(text))
    }

    /// How many labels would be missing between this and a later one of its
    /// kind; 0 where `next` comes right after. Alphabets skip `j`, `v` or `w`,
    /// and printers skip signs.
    pub fn gap(self, next: Label) -> u32 {
        let gap = next.value.saturating_sub(self.value + 1);
        let skipped = |letter: char| {
            let value = letter as u32 - 'a' as u32 + 1;
            (self.value < value && value < next.value) as u32
        };
        match self.kind {
            LabelKind::Lower | LabelKind::Upper => gap - ['j', 'v', 'w'].map(skipped).iter().sum::<u32>().min(gap),
            LabelKind::Sign => gap.min(1),
            LabelKind::Number | LabelKind::Word => gap,
        }
    }
}

/// The digit that a superscript stands for.
pub fn super_digit(c: char) -> Option<char> {
    match c {
        '⁰' => Some('0'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁴'..='⁹' => char::from_digit(c as u32 - '⁰' as u32, 10),
        _ => None,
    }
}

/// A label as it is reported: superscript digits as plain ones.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| super_digit(c).unwrap_or(c)).collect()
}

/// True for a character that can be a sign.
pub fn is_sign(c: char) -> bool {
    SIGNS[..6].contains(&c) || matches!(c, '∗' | '⁎' | '|')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_in_order_and_double() {
        let value = |text| Label::sign(text).map(|l| l.value);
        assert!(value("*") < value("†") && value("¶") < value("**"));
        assert_eq!(value("||"), value("‖"));
        assert_eq!(value("*†"), None);
    }

    #[test]
    fn labels_between_brackets() {
        assert_eq!(Label::any("12"), Label::number("12"));
        assert_eq!(Label::any("¹²"), Label::number("12"));
        assert_eq!(Label::any("b").map(|l| l.value), Some(2));
        assert_eq!(Label::any("sic"), None);
        assert_eq!(Label::any("012"), None);
        assert_eq!(Label::any("12a"), None);
    }

    #[test]
    fn alphabets_skip_letters() {
        let letter = |c| Label::letter(c).unwrap();
        assert_eq!(letter('i').gap(letter('k')), 0);
        assert_eq!(letter('u').gap(letter('x')), 0);
        assert_eq!(letter('a').gap(letter('d')), 2);
    }
}
