//! Where a word or figure ends: what may be cut off it, and what may not.

use super::signs::is_dash;
use crate::span::Span;

/// True for signs that stand before a figure and make another one of it.
fn is_prefix(c: char) -> bool {
    matches!(c, '$' | '§' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}')
}

/// The same behind a figure. Counter-example: `5°` is one, `5*` is a marker.
fn is_suffix(c: char) -> bool {
    is_prefix(c) && c != '§' || matches!(c, '%' | '‰' | '‱' | '°' | '′' | '″')
}

/// True for a raised or small figure, or a fraction: `10²` is not `102`.
pub fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209c}' | '\u{2150}'..='\u{215f}')
}

/// True for what may be a minus before a figure; a long dash is none.
fn is_minus(c: char) -> bool {
    is_dash(c) && !matches!(c, '—' | '―')
}

/// True for what joins the parts of a compound word; a dash parts two words.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn is_figure(c: Option<char>) -> bool {
    c.is_some_and(char::is_numeric)
}

/// The last two characters before a byte, the nearest first.
fn back(text: &str, at: usize) -> (Option<char>, Option<char>) {
    let mut chars = text[..at].chars();
    (chars.next_back(), chars.next_back())
}

fn ahead(text: &str, at: usize) -> (Option<char>, Option<char>) {
    let mut chars = text[at..].chars();
    (chars.next(), chars.next())
}

/// True where a minus is glued to the figure, or its currency, at byte `at`.
/// Counter-example: the hyphen of `10-12` and of `CO-2`.
pub fn is_signed(text: &str, at: usize) -> bool {
    let (sign, before) = back(text, at);
    let next = text[at..].chars().find(|c| !is_prefix(*c));
    is_figure(next) && sign.is_some_and(is_minus) && !is_letter(before) && !before.is_some_and(is_dash)
}

/// A word with the signs that are glued to its figures.
pub fn with_signs(text: &str, span: Span) -> Span {
    let Span { mut start, mut end } = span;
    if is_figure(text[start..].chars().next()) {
        let prefix = text[..start].chars().next_back().filter(|c| is_prefix(*c));
        start -= prefix.map_or(0, char::len_utf8);
        if is_signed(text, start) {
            start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
        }
    }
    if is_figure(text[..end].chars().next_back()) {
        end += text[end..].chars().next().filter(|c| is_suffix(*c)).map_or(0, char::len_utf8);
    }
    Span::new(start, end)
}

/// True where a quotation may begin or end: not inside a word, a compound or a
/// figure, nor between a figure and its sign. Conventions: `can|'t`, `3|.5`,
/// `non-|combatants`, `5|%`, `5| %`, `£|5`, `10–|12`. Counter-examples: `l'|homme`
/// begins a word, `saw—|at` follows a dash, `so.|5` a stop.
pub fn is_border(text: &str, at: usize) -> bool {
    let ((last, last_but_one), (next, second)) = (back(text, at), ahead(text, at));
    if is_letter(last) && is_letter(next) {
        return false;
    }
    let figure_stop = |c: Option<char>| matches!(c, Some('.' | ','));
    let hyphen = |c: Option<char>| c.is_some_and(is_hyphen);
    let joins = |a: Option<char>, sign: Option<char>, b: Option<char>| {
        let figures = is_figure(a) && is_figure(b);
        figures && (figure_stop(sign) || sign.is_some_and(is_dash)) || is_letter(a) && is_letter(b) && hyphen(sign)
    };
    let clipped = is_letter(last) && is_letter(second) && matches!(next, Some('\'' | '’' | 'ʼ'));
    if clipped || joins(last, next, second) || joins(last_but_one, last, next) {
        return false;
    }
    let before = |c: Option<char>, text: &str| c.or_else(|| text.chars().next_back());
    let sign_before =
        before(last.filter(|c| !c.is_whitespace()), text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']));
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let sign_after = rest.chars().next().filter(|c| is_suffix(*c) && (*c == '%' || next == Some(*c)));
    let cut_from_sign =
        is_figure(next) && sign_before.is_some_and(is_prefix) || is_figure(last) && sign_after.is_some();
    !cut_from_sign && !is_signed(text, at)
}

/// A span with the rest of the words that it cuts.
pub fn whole(text: &str, span: Span) -> Span {
    let Span { mut start, mut end } = span;
    while start > 0 && !is_border(text, start) {
        start = text.floor_char_boundary(start - 1);
    }
    let clips = |end: usize| text[..end].ends_with(['\'', '’', 'ʼ']) && is_letter(text[end..].chars().next());
    while end < text.len() && (!is_border(text, end) || end > span.end && clips(end)) {
        end = text.ceil_char_boundary(end + 1);
    }
    Span::new(start, end)
}

/// How two signs of a text, with what stands between them, hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing is between them that counts.
    None,
    /// A blank or dash parts them.
    Parted,
    /// A dash between two figures.
    Range,
    /// A minus before a figure.
    Minus,
}

/// What stands between two characters: `gap` is what has no weight by itself.
pub fn gap(left: char, gap: &str, right: char) -> Gap {
    let figures = left.is_numeric() && right.is_numeric();
    let dash = gap.contains(is_dash);
    if figures && dash {
        return Gap::Range;
    }
    let minus = right.is_numeric() || is_prefix(right);
    let glued = gap.chars().count() > 1 || !left.is_alphanumeric();
    if minus && glued && gap.ends_with(is_minus) && gap.chars().filter(|c| is_dash(*c)).count() == 1 {
        return Gap::Minus;
    }
    let parts = left.is_alphanumeric() && right.is_alphanumeric() && !(is_ideograph(left) && is_ideograph(right));
    if parts && (dash || gap.contains(char::is_whitespace)) { Gap::Parted } else { Gap::None }
}

/// True for scripts that put no blanks between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_in_two() {
        for text in
            ["can|'t", "can|’t", "3|.5", "3.|5", "non|-men", "non-|men", "5|%", "5| %", "£|5", "10|–12", "−|5", "w|o"]
        {
            let at = text.find('|').unwrap();
            assert!(!is_border(&text.replace('|', ""), at), "{text}");
        }
        for text in ["l'|homme", "saw—|at", "saw|—at", "so.| 5", "so|.", "5|.", "in 5|, so", "he –| 5", "5| £", "'|so"]
        {
            let at = text.find('|').unwrap();
            assert!(is_border(&text.replace('|', ""), at), "{text}");
        }
    }

    #[test]
    fn cut_words_are_made_whole() {
        for (text, cut, want) in [
            ("the non-combatants’ men", "combatants", "non-combatants"),
            ("by 3.5 percent", "3", "3.5"),
            ("of £5 million", "5", "£5"),
            ("at −5 degrees", "5", "−5"),
            ("so it can’t be", "can", "can’t"),
        ] {
            let at = text.find(cut).unwrap();
            let span = whole(text, Span::new(at, at + cut.len()));
            assert!(text[span.start..span.end].starts_with(want), "{text}");
        }
    }
}
