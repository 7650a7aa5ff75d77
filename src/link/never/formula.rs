//! Powers after a caret: `10^24`, `O(N^2)`, `(x + 1)^2`, `x*Z^2`, `2^^8`.
//!
//! A call after a caret stands to a word or to its stop. What stands to a
//! figure, a single letter, the name of a variable or a sum in brackets is a
//! power, and so is what another sign of a formula follows.

use std::collections::HashSet;

use super::super::explain::Material;
use super::super::label::LabelKind;
use super::super::style::Dress;
use super::place::{is_unit, last_word};

/// Signs of a formula beside a power, before it and after it.
const BEFORE: &str = "\\^+/*=|_<({[~";
const AFTER: &str = "(*+=^{|_/<>";

/// Signs that make what stands in brackets a sum and no remark.
const OF_SUMS: &str = "+*=|^_\\<>";

/// True where what stands around a caret and its figure makes it a power.
pub fn is_power(before: &str, after: &str) -> bool {
    if before.ends_with(|c| BEFORE.contains(c)) || after.starts_with(|c| AFTER.contains(c)) {
        return true;
    }
    let word = last_word(before);
    let above = &before[..before.len() - word.len()];
    if above.ends_with(['\\', '_']) || word.is_empty() && closes_sum(before) {
        return true;
    }
    let figure = word.bytes().all(|byte| byte.is_ascii_digit());
    let mixed = word.bytes().any(|byte| byte.is_ascii_digit());
    match word.len() {
        0 => false,
        1 => is_variable(above, word),
        2 | 3 => figure || mixed,
        _ => figure && word.trim_end_matches('0') == "1" || is_unit(before, 2),
    }
}

/// True for a single letter or figure that is no word and no numeral of a
/// ruler: `N`, `x`, but not `a`, `I` or the `V` of `Charles V`.
fn is_variable(above: &str, letter: &str) -> bool {
    let named = last_word(above.trim_end()).starts_with(char::is_uppercase) && above.ends_with(' ');
    letter.is_ascii() && !matches!(letter, "a" | "I" | "A") && !(named && matches!(letter, "V" | "X"))
}

/// True where a bracket closes that holds a sum or a single letter.
fn closes_sum(before: &str) -> bool {
    let open = if before.ends_with(')') {
        '('
    } else if before.ends_with(']') {
        '['
    } else {
        return false;
    };
    let Some(at) = before.rfind(open) else { return false };
    let inside = &before[at + 1..before.len() - 1];
    let ratio = inside.len() == 3 && inside[1..].starts_with(':');
    inside.chars().count() == 1 || ratio || inside.contains(|c| OF_SUMS.contains(c)) || inside.contains(" / ")
}

/// Leaves out all carets of a document whose figures are but 2 and 3 and to
/// which no note answers with a caret: squares and cubes of words, `bytes^2`.
pub fn leave_out(material: &mut Material) {
    let caret = |dress| dress == Dress::Caret;
    let values: HashSet<u32> = material
        .marks
        .iter()
        .filter(|mark| caret(mark.style.dress) && mark.style.kind == LabelKind::Number)
        .map(|mark| mark.label.value)
        .collect();
    let noted = material.bodies.iter().any(|body| caret(body.style.dress));
    if !noted && values.iter().all(|value| matches!(value, 2 | 3)) {
        material.marks.retain(|mark| !caret(mark.style.dress));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_calls() {
        for (before, after) in [
            ("costs O(N", ") in all"),
            ("(x*Z", ", y*Z^3)"),
            ("a sum (p / k)", " of it"),
            ("for the (1:1)", " case"),
            ("of 2^", " keys"),
            ("then S", "(A) + f"),
            ("with \\epsilon", " / 4"),
            ("= 3*(window_size", ")"),
            ("with Z1", " and"),
            ("a mean of 10", " of"),
            ("[(s)", " + (p)]"),
        ] {
            assert!(is_power(before, after), "{before}^{after}");
        }
        for (before, after) in [
            ("the mill", " and"),
            ("of the Trade Board (TB)", " in"),
            ("(Hale 1840)", ". The"),
            ("of Charles V", " and"),
            ("in the year 1840", " the"),
            ("so he said.", " The"),
        ] {
            assert!(!is_power(before, after), "{before}^{after}");
        }
    }
}
