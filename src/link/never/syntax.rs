//! Signs of programming, grammars and drawings around a candidate:
//! `${1}`, `[A-Z]{2}`, `names<1>`, `results[*].name`, `/a/./b/`, `1*DIGIT`,
//! `|(C)|`, `[A]---[B]`, `(1 octet)`, `\x08`.
//!
//! A call stands to a word, to its stop, or between blanks. Where its
//! neighbour is a sign that prose does not set there, it is part of something.

use super::super::label::LabelKind;
use super::super::markers::Mark;
use super::super::style::Dress;
use super::place::last_word;

/// Signs of drawings and formulas that stand to a bracket.
const DRAWN: &str = "|=<>+^~&";

/// Shortest run of letters and figures that is a key and no word: `a540af`.
const KEY: usize = 6;

/// True where the signs around a candidate make it part of code, of a grammar
/// or of a drawing.
pub fn speaks_against(text: &str, mark: &Mark) -> bool {
    let (before, after) = (&text[..mark.span.start], &text[mark.span.end..]);
    let letter = matches!(mark.style.kind, LabelKind::Lower | LabelKind::Upper);
    match (mark.style.dress, mark.style.kind) {
        (Dress::Bare, LabelKind::Number) => is_part_of_name(before, after),
        (Dress::Bare, LabelKind::Sign) => is_repeat(before, after) || is_quoted(before, after),
        (Dress::Brace, _) => is_expanded(before, after, letter),
        (Dress::Angle, _) => is_bounded(before, after),
        (Dress::Slash, _) => is_path(before, after, letter),
        (Dress::Bracket, LabelKind::Sign) => is_any_index(before, after),
        (Dress::Bracket, _) if letter => is_drawn(before, after) || is_lettered_index(before),
        (Dress::Paren, _) if letter => {
            is_drawn(before, after) || is_argument(before, mark.style.kind) || is_role(before)
        }
        (Dress::Paren, LabelKind::Number) => is_drawn(before, after),
        _ => false,
    }
}

/// Digits after an opening bracket or quotation mark (`(1 octet`), inside a
/// key or an escape, in the number of a section (`C.2.1`), or before what goes on.
fn is_part_of_name(before: &str, after: &str) -> bool {
    let last = before.chars().next_back().unwrap_or(' ');
    let above = before.strip_suffix(last).and_then(|rest| rest.chars().next_back());
    let opens = "([{<“‘«„\\|!@~".contains(last)
        || "\"'".contains(last) && above.is_none_or(|c| c.is_whitespace() || "([{=".contains(c));
    let joined = last == '_' && before.matches('_').count() % 2 == 1;
    let goes_on = after.starts_with(['(', '_', '|', '=', '!', '@', '\\']);
    let escaped = before.rsplit(char::is_whitespace).next().is_some_and(|token| token.contains('\\'));
    opens
        || joined
        || goes_on
        || escaped
        || is_key(last_word(before))
        || is_section(before, after)
        || is_title(before, after)
}

/// `R1`, `s2`, and `ASN.1 is`: a letter with its number, or a name in capitals
/// of which a stop and a number are part, as what follows begins no sentence.
fn is_title(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let single = word.chars().count() == 1 && !matches!(word, "a" | "A" | "I");
    if single
        && before[..before.len() - word.len()].chars().next_back().is_none_or(|c| c.is_whitespace() || "([".contains(c))
    {
        return true;
    }
    let Some(stem) = before.strip_suffix('.') else { return false };
    let name = last_word(stem);
    let capitals = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let apart = !stem[..stem.len() - name.len()].ends_with('.');
    let next = after.trim_start().chars().next().unwrap_or(' ');
    capitals && apart && (after.starts_with([',', ')', ']', ';']) || next.is_lowercase())
}

/// `a540af5c8`: figures and letters mixed.
fn is_key(word: &str) -> bool {
    let figures = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() >= KEY && figures >= 2 && figures < word.len()
}

/// `B.1.  Changes`, `see C.2.1`, `[Preparation, C.5]`, `2B.3`: a letter, or a
/// figure with one, and the number of a section below it.
fn is_section(before: &str, after: &str) -> bool {
    let Some(stem) = before.strip_suffix('.') else { return false };
    let word = last_word(stem);
    let starts =
        stem[..stem.len() - word.len()].chars().next_back().is_none_or(|c| c.is_whitespace() || "([".contains(c));
    let mut letters = word.chars();
    let letter = letters.next_back().is_some_and(|c| c.is_ascii_uppercase());
    let figures = letters.as_str();
    let numbered = !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit());
    if !starts || !letter || !(figures.is_empty() || numbered) {
        return false;
    }
    let opens = stem.len() == word.len();
    // `World War I.3 The`: a numeral or a letter that ends its sentence
    let next = after.trim_start().chars().next().unwrap_or(' ');
    let goes_on = after.starts_with(['.', ')', ']', ',', ';', ':', '-']) || next.is_lowercase();
    opens || numbered || goes_on && !matches!(word, "I" | "V" | "X")
}

/// `1*DIGIT`, `0*[SP`, `*( line`, `*.*`: what a grammar or a pattern repeats.
fn is_repeat(before: &str, after: &str) -> bool {
    let (last, next) = (before.chars().next_back().unwrap_or(' '), after.chars().next().unwrap_or(' '));
    let counted = last.is_ascii_digit() && ("([\"".contains(next) || next.is_ascii_uppercase());
    let free = (last.is_whitespace() || last == '(') && matches!(next, '(' | '[');
    let inside = last.is_lowercase() && next.is_uppercase();
    counted || free || inside || last == '.' && next == '.'
}

/// `"*"`, `"signed-*"`: a sign that is spoken of.
fn is_quoted(before: &str, after: &str) -> bool {
    let quoted = |c: char| "\"'“”‘’`".contains(c);
    let opened = before.strip_suffix(quoted).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '(', '[']));
    let joined = before.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    after.starts_with(quoted) && (opened || joined)
}

/// `${1}`, `[A-Z]{2}`, `(\d){4}`, `{U}{C}`, `/{a}/`, `{0}, {1}`.
fn is_expanded(before: &str, after: &str, letter: bool) -> bool {
    let class = before.strip_suffix(']').and_then(|rest| rest.rfind('[').map(|open| &rest[open + 1..]));
    let of_signs =
        class.is_some_and(|inside| inside.contains(['-', '^', '\\', ',']) || inside.contains(char::is_numeric));
    let group = before.ends_with(')') && after.starts_with(['"', '\'', '|', ')', '\\', '$', '[', '(']);
    let template = before.ends_with(['$', '%', '\\', '#', '=', '/', '}', '|', '[', '{', ':']);
    let goes_on = after.starts_with(['{', '|', '/', '\\', '[', '(', '_']);
    // a letter in braces calls from its word only; between blanks it is a set
    let set = letter && before.ends_with(char::is_whitespace);
    of_signs || group || template || goes_on || set
}

/// `<<1>>`, `name_of_it<1>`, `<a><3>`.
fn is_bounded(before: &str, after: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or("");
    before.ends_with(['<', '>', '\\']) || after.starts_with(['>', '<']) || token.trim_start_matches('_').contains('_')
}

/// `/a/./b/`, `example/2/page`.
fn is_path(before: &str, after: &str, letter: bool) -> bool {
    let joined = |c: char| c.is_alphanumeric() || "/.%~".contains(c);
    let (left, right) = (before.ends_with(joined), after.starts_with(|c| joined(c) && c != '.'));
    let name = letter && after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| joined(c)));
    right && (left || letter) || name || letter && before.ends_with(['/', '.'])
}

/// `results[*].name`, `V[*]W`, `String[*]"`: all members of a list.
fn is_any_index(before: &str, after: &str) -> bool {
    let glued = before.ends_with(|c: char| c.is_alphanumeric() || c == '.');
    let mut next = after.chars();
    match (next.next(), next.next()) {
        (Some('['), _) => true,
        (Some('.'), Some(second)) => second.is_ascii_lowercase() || second == '[',
        (Some(first), _) => {
            glued && before.ends_with(char::is_alphanumeric) && (first.is_alphanumeric() || first == '"')
        }
        _ => false,
    }
}

/// `|(C)|`, `[A]---[B]`, `-->[D]`: lines and arrows beside it. Two hyphens are
/// a dash, as in `the quay[A]--and`.
fn is_drawn(before: &str, after: &str) -> bool {
    let line = |text: &str, rest: &str| {
        rest.len() + 2 < text.len() || rest.len() < text.len() && rest.ends_with(|c| "[]()<>|".contains(c))
    };
    let dashes = |c| c == '-';
    let left = before.trim_end_matches(dashes);
    let right = after.trim_start_matches(dashes);
    let right_sign = right.len() < after.len() && right.starts_with(|c| "[(<>|".contains(c));
    before.ends_with(|c| DRAWN.contains(c))
        || after.starts_with(|c| DRAWN.contains(c) || c == '{' || c == '_')
        || line(before, left)
        || right_sign
        || right.len() + 2 < after.len()
        || apart_from_its_stop(before)
}

/// ` .(e)`: a stop that ends no word.
fn apart_from_its_stop(before: &str) -> bool {
    before
        .strip_suffix('.')
        .is_some_and(|rest| rest.is_empty() || rest.ends_with(|c: char| c.is_whitespace() || c == '*'))
}

/// `S[i]`, `x_n[k]`: a letter that counts.
fn is_lettered_index(before: &str) -> bool {
    let word = last_word(before);
    let above = &before[..before.len() - word.len()];
    word.chars().count() == 1 && !matches!(word, "a" | "I") && !above.ends_with(['’', '\'']) || above.ends_with('_')
}

/// `PAD(B)`, `S(A)`: a capital that is handed to what a capital names.
fn is_argument(before: &str, kind: LabelKind) -> bool {
    let word = last_word(before);
    let named = !word.is_empty() && word.chars().all(|c| c.is_uppercase() || c.is_numeric());
    named && kind == LabelKind::Upper
}

/// True where a list of words in a drawing bears the letter of what it joins.
fn is_role(before: &str) -> bool {
    before.ends_with('*')
}

#[cfg(test)]
mod tests {
    use super::super::super::markers;
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        markers::scan(0, text, &mut out);
        out.retain(|mark| !speaks_against(text, mark));
        out.iter().map(|mark| text[mark.span.start..mark.span.end].to_owned()).collect()
    }

    #[test]
    fn code_grammars_and_drawings() {
        for text in [
            "set \"${1}\" and '[A-Z]{2}' or a {U}{C} query of /{a}/",
            "names_of_it<1>; <<1>>",
            "$.results[*].name and V[*]W, a String[*]\" too",
            "at a/b/c and /x/y.html",
            "1*DIGIT, 0*[SP or *( line ) and 1*(word)",
            "the \"*\" is any, \"signed-*\" some",
            "--[A]---[B]-->[C] and <(C)> in S[i]",
            "PAD(B) of S(A) .(e) so",
            "(1 octet) and \"2 of them, \\x08\\x27 at a540af5c8",
            "a name R1 of ASN.1 and s2",
            "B.1.  Changes to C.2.1 and [Preparation, C.5] of 2B.3 so",
        ] {
            assert_eq!(kept(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn calls_stay() {
        for (text, want) in [
            ("the quay[A]--and it[B], of _Peleus_1 and", vec!["[A]", "[B]", "1"]),
            ("the mill{3} and <b>it<4> was.(a) So", vec!["{3}", "<4>", "(a)"]),
            ("the Great War.1 The end, in “Ropes”2 and", vec!["1", "2"]),
            ("the lawyers. /2/ But a wife,* so", vec!["/2/", "*"]),
            ("the World War I.3 The", vec!["3"]),
        ] {
            assert_eq!(kept(text), want, "{text}");
        }
    }
}
