//! What a candidate's own neighbours rule out: leaders, powers, units, section
//! signs, masked figures, signs in code and inside a word.

use super::super::bodies::Body;
use super::super::label::LabelKind;
use super::super::markers::Mark;
use super::super::style::Dress;

/// Dots that lead to a page number; four can be an omission and a full stop.
const LEADER: usize = 5;

/// Units that a raised 2, 3 or 4 makes squares and cubes of. The first ones
/// are no words, the others only after a figure.
const UNITS: &[&str] = &["km", "cm", "mm", "dm", "nm", "µm", "μm"];
const UNITS_AFTER_FIGURES: &[&str] = &["m", "ft", "in", "yd", "mi", "s", "l", "ha"];

/// German endings that a star parts from their word: `Lotse*innen`.
const AFTER_STAR: &[&str] = &["innen", "in", "n", "r", "e", "nen", "s"];

/// Signs beside which a star or a bar stands in code, not in prose.
const OF_CODE: &str = "/\\{}<>=+|&%@~^";

/// True where a candidate cannot be a call for where it stands.
pub fn speaks_against(text: &str, mark: &Mark) -> bool {
    let (far, after) = (&text[..mark.span.start], &text[mark.span.end..]);
    let before = tail(far, WORDS);
    match (mark.style.dress, mark.style.kind) {
        (Dress::Bare, LabelKind::Number) => {
            ends_in_leader(before)
                || before.ends_with(['[', '{'])
                || is_unit(before, mark.label.value)
                || is_version(before)
                || is_in_path(far)
                || is_in_section(before, after)
                || is_number_of_part(before)
                || parts_an_acronym(before, after)
        }
        (Dress::Bracket, LabelKind::Lower | LabelKind::Upper) => is_part(before) || is_in_formula(before, after),
        // `[0-9]{2}`, `(\\.){3}`: how often a pattern repeats
        (Dress::Brace, LabelKind::Number) => before.ends_with(']') || before.ends_with(".)"),
        (Dress::Super, _) => is_power(before, mark.label.value),
        (Dress::Caret, _) => is_power_after_caret(before),
        (Dress::Bare, LabelKind::Sign) => sign_speaks_against(&text[mark.span.start..mark.span.end], before, after),
        _ => false,
    }
}

/// True where a candidate note begins with what names a section, `§ 13.` or
/// `§A.5.8`, or with an article: `A similar notion`. A note by the sign `§` that
/// begins with a figure, `§ 2 Kings iv.`, stays.
pub fn is_no_note(text: &str, body: &Body) -> bool {
    let (own, after) = (&text[body.inner.start..body.inner.end], &text[body.head.end..]);
    if own.starts_with(['§', '¶']) {
        return is_numbered(after);
    }
    let bare_capital = body.style.dress == Dress::Bare && body.style.kind == LabelKind::Upper;
    bare_capital && after.trim_start().starts_with(char::is_lowercase)
}

/// True for the number of a section after its sign: ` 13.`, `6.3`, `A.5`.
fn is_numbered(after: &str) -> bool {
    let number = after.trim_start();
    let end = number.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(number.len());
    let has_digit = number[..end].bytes().any(|byte| byte.is_ascii_digit());
    let mut rest = number[end..].chars();
    match (rest.next(), rest.next()) {
        _ if end == 0 => false,
        (Some('.' | '-'), Some(next)) if next.is_ascii_alphanumeric() => true,
        (Some('.' | ',' | ';' | ')' | ':'), _) => has_digit,
        _ => false,
    }
}

/// `Of ropes . . . . . . 4`, `The mole.........5`.
fn ends_in_leader(before: &str) -> bool {
    let tail = before.trim_end_matches(['.', ' ', '…', '·']);
    let dots = before[tail.len()..].chars().map(|c| match c {
        '…' => 3,
        ' ' => 0,
        _ => 1,
    });
    dots.sum::<usize>() >= LEADER
}

/// `12 km2`, `300 m2`, `l/m2`.
fn is_unit(before: &str, value: u32) -> bool {
    let word = last_word(before);
    let above = before[..before.len() - word.len()].trim_end();
    let counted = above.ends_with(|c: char| c.is_ascii_digit() || "/½¼¾".contains(c)) || above.ends_with(" per");
    matches!(value, 2..=4) && (UNITS.contains(&word) || counted && UNITS_AFTER_FIGURES.contains(&word))
}

/// `IPv6`, `TLSv1`, and `B7` on a map, but `Charles I5`.
fn is_version(before: &str) -> bool {
    let word = last_word(before);
    let version = word.strip_suffix('v').is_some_and(|name| name.ends_with(|c: char| c.is_ascii_uppercase()));
    let square = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase() && !matches!(b, b'I' | b'V' | b'X'));
    version || square
}

/// The bytes that are looked at for what stands before a marker without a space between:
/// no address is longer, and of a million signs in a row each would look at all before it.
const TOKEN: usize = 4096;

/// The bytes that are looked at for all else: some words, or a formula.
const WORDS: usize = 256;

/// The last of these bytes, so many.
fn tail(before: &str, most: usize) -> &str {
    &before[before.ceil_char_boundary(before.len().saturating_sub(most))..]
}

/// What stands before without a space between.
fn last_token(before: &str) -> &str {
    tail(before, TOKEN).rsplit(char::is_whitespace).next().unwrap_or("")
}

/// `/bin/cmd1`, `https://harbour.example/log1`, `§C.4`, `0xc1`.
fn is_in_path(before: &str) -> bool {
    let token = last_token(before);
    let absolute = token.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let hexadecimal = token.contains("0x");
    let section = token.trim_start_matches(['(', '[']).starts_with('§');
    section || hexadecimal || (absolute || token.contains("://")) && token.ends_with(char::is_alphanumeric)
}

/// `§ D.5` and `66.02(14)(b)1., which`: part of the number of a section. Counter-examples:
/// `66.02(14)(b)1 and`, `66.02(14)(b).1 It`, which are calls.
fn is_in_section(before: &str, after: &str) -> bool {
    let token = last_token(before);
    let above = before[..before.len() - token.len()].trim_end();
    let part =
        token.strip_suffix('.').is_some_and(|part| part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase()));
    let goes_on = after
        .strip_prefix('.')
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c == ',' || c.is_lowercase()));
    let clause = token.starts_with(|c: char| c.is_ascii_digit()) && token.strip_suffix(')').is_some_and(ends_in_letter);
    part && above.ends_with('§') || clause && goes_on
}

/// `IV.1.  Domains`, `2B.3  Types`: the number of a part, which opens its block.
fn is_number_of_part(before: &str) -> bool {
    let Some(part) = before.strip_suffix('.').filter(|part| part.is_ascii()) else { return false };
    let roman = !part.is_empty() && part.bytes().all(|b| b"IVXLC".contains(&b));
    let (digits, letter) = part.split_at(part.len().saturating_sub(1));
    let lettered = letter.bytes().all(|b| b.is_ascii_uppercase()) && digits.bytes().all(|b| b.is_ascii_digit());
    roman || part.len() <= 4 && !digits.is_empty() && lettered
}

/// `ASN.1 types`, `GFR.2, and`: a stop within a name, as the sentence goes on. After the
/// end of a sentence, `of the UNO.3 The`, it does not.
pub fn parts_an_acronym(before: &str, after: &str) -> bool {
    let goes_on = after.starts_with([',', ';', '\''])
        || after
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase() || "-([".contains(c)));
    goes_on && acronym(before).is_some()
}

/// The capitals before a stop: `ASN` of `ASN.`, but nothing of `U.S.`
pub fn acronym(before: &str) -> Option<&str> {
    let word = last_word(before.strip_suffix('.')?);
    let apart = !before[..before.len() - 1 - word.len()].ends_with('.');
    (apart && word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase())).then_some(word)
}

/// True for `66.02(14)(b`.
fn ends_in_letter(text: &str) -> bool {
    let mut last = text.chars().rev();
    last.next().is_some_and(|c| c.is_ascii_lowercase()) && last.next() == Some('(')
}

/// Words before the number of a part, which a letter in brackets divides.
const PARTS: &[&str] = &["part", "section", "sec", "article", "art", "chapter", "ch", "clause", "rule", "§", "§§"];

/// `part III[C]`, `§ 9-1[b]`, but `Edward III[C]`.
fn is_part(before: &str) -> bool {
    let token = last_token(before);
    let above = before[..before.len() - token.len()].trim_end();
    let word = above.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("").trim_end_matches('.');
    !token.is_empty() && PARTS.contains(&word.to_lowercase().as_str())
}

/// `-->[B]`, `[L]_b`, `delay [i] > 20`, `[h] * K`: points of a drawing, values of a formula.
fn is_in_formula(before: &str, after: &str) -> bool {
    let drawn = ["--", "->", "<-", "=>"].iter().any(|sign| before.trim_end().ends_with(sign));
    let rest = after.trim_start();
    let operated = ["* ", "> ", "< ", "= ", "<= ", ">= ", "+ ", ":= "].iter().any(|sign| rest.starts_with(sign));
    drawn || after.starts_with('_') || operated && after.starts_with(' ')
}

/// `A = πr²`, `40 m²`, `l/m²`, `10²`: a power by its base. A figure of four digits
/// may be a year, and calls after years are met.
fn is_power(before: &str, value: u32) -> bool {
    if is_unit(before, value) {
        return true;
    }
    let token = last_token(before);
    let equation = token.rfind(['=', '+', '×', '−', '·', '≤', '≥', '≈', '√']);
    let base = equation.map_or("", |at| token[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    if (1..=3).contains(&base.chars().count()) {
        return true;
    }
    if token.trim_start_matches('(') == "10" && value > 1 && !is_numbered_thing(&before[..before.len() - token.len()]) {
        return true;
    }
    let sum = before[..before.len() - token.len()].trim_end().ends_with(['=', '+', '×', '√']);
    sum && token.chars().count() <= 2 && token.starts_with(char::is_alphabetic)
}

/// Words after which a ten is the number of a thing, not the base of a power.
const NUMBERED: &[&str] =
    &["chapter", "verse", "section", "rule", "line", "note", "article", "page", "paragraph", "volume"];

/// True where the ten that follows numbers something: `Article 10³`, `on page 10²`, `June 10³`.
fn is_numbered_thing(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or("");
    word.starts_with(char::is_uppercase) || word.ends_with('.') && word.len() <= 5 || NUMBERED.contains(&word)
}

/// `10^24`, `2^8`, `1000^3`, `x^2`, `cm^2`, `1024^3`, `a x 1514^2`. Counter-example: `in 1914^2`.
fn is_power_after_caret(before: &str) -> bool {
    let word = last_word(before);
    let figure = word.bytes().all(|byte| byte.is_ascii_digit());
    match word.len() {
        0 => before.ends_with(')') && before.rfind('(').is_some_and(|open| before[open..].contains(['+', '='])),
        1 => before.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() && c != 'a'),
        2 | 3 => figure || is_unit(before, 2),
        _ if figure => {
            let rest = before[..before.len() - word.len()].trim_end();
            let reckoned = rest.ends_with(['×', '*', '=', '+', '/']) || rest.ends_with(" x");
            let of_two = word.parse::<u64>().is_ok_and(u64::is_power_of_two);
            word.trim_end_matches('0') == "1" || of_two || reckoned
        }
        _ => is_unit(before, 2),
    }
}

/// What rules out a sign: a section that is named, a masked figure, code, a
/// star inside a word, or one that a printed page's number follows.
fn sign_speaks_against(own: &str, before: &str, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    let last = before.chars().next_back().unwrap_or(' ');
    if own.starts_with(['§', '¶']) {
        let opened = last.is_whitespace() || "([{".contains(last);
        let figure = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        return opened && (figure || is_numbered(after));
    }
    if OF_CODE.contains(last) || OF_CODE.contains(next) {
        return true;
    }
    if !own.starts_with('*') {
        return false;
    }
    if is_pattern(before, after) || is_in_grammar(before, after) {
        return true;
    }
    let masked = own.len() >= 3 && last.is_ascii_digit() || last == '$' || last == '£' || last == '€';
    let thousands = last == ',' && own.len() == 3 && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    let page = next.is_ascii_digit() && (last.is_whitespace() || "([—–".contains(last));
    masked || thousands || page || last.is_alphabetic() && parts_an_ending(after)
}

/// `Files: *`, `src/tide*`, `tide*.c`: a star that stands for names of files.
fn is_pattern(before: &str, after: &str) -> bool {
    let token = last_token(before);
    let extension = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let all = token.is_empty() && before.trim_end().strip_suffix(':').is_some_and(|field| !field.contains(' '));
    let path = token.rfind('/').is_some_and(|at| at > 0 && !token[at..].contains(['.', ',', ';']));
    all || extension || path && token.ends_with(|c: char| c.is_ascii_alphanumeric()) || token.ends_with("/.")
}

/// `1*(DIGIT / "-")`, `*[ AVP ]`, `2 * (count + 1)`, `java.types.*`: times, repeats, all of a
/// package. Counter-example: `in 1904*(see there)`.
fn is_in_grammar(before: &str, after: &str) -> bool {
    let token = last_token(before);
    let above = token.trim_start_matches(['(', '=', '[', '/']);
    let few = (1..=2).contains(&above.len()) && above.bytes().all(|b| b.is_ascii_digit());
    let repeated = few && after.starts_with(['(', '[', '<', '"', '%']);
    let product = token.is_empty() && after.starts_with(" (") && {
        let word = last_token(before.trim_end());
        (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let group = (few || token.is_empty()) && after.trim_start().starts_with("[ ");
    let parts = token.strip_suffix('.').unwrap_or("");
    let package = parts.contains('.')
        && parts.split('.').all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase()));
    repeated || product || group || package
}

/// `Lotse*innen`, `Kapitän*in`.
fn parts_an_ending(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    AFTER_STAR.contains(&&after[..end])
}

/// The letters and digits that a text ends in.
pub fn last_word(text: &str) -> &str {
    let tail = text.trim_end_matches(char::is_alphanumeric);
    &text[tail.len()..]
}

#[cfg(test)]
mod tests {
    use super::super::super::{bodies, markers};
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;

    fn kept(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        markers::scan(0, text, &mut out);
        out.retain(|mark| !speaks_against(text, mark));
        out.iter().map(|m| text[m.span.start..m.span.end].to_owned()).collect()
    }

    #[test]
    fn what_is_no_call_by_its_place() {
        for text in [
            "Winches.............41",
            "Cranes . . . . . . . . 7",
            "a field of 40 m2 and one of 3 km2, at 5 l/m2",
            "run /opt/winch3 or see http://quay.example/winch3",
            "the disc A=πr² and c = b² of it",
            "a shed of 10³ casks and (10² of them)",
            "some 10^12 or 2^16, and x^2",
            "the order (§ 12) and §C.4.1 of it",
            "a fee of £*** or 12,*** and of 4***",
            "all Pilot*innen and the Koch*in",
            "a/* b */c and **{}*",
            "Files: * with src/weir* and weir*.c",
            "the sign 0xe4",
            "in part III[C] and § 9-1[b] of it",
            "under § D.5 of it",
            "over IPv6 and TLSv1, from B7 to H2 of it",
            "so said it [58 Va.App. 246]",
        ] {
            assert_eq!(kept(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_stays_a_call() {
        for (text, want) in [
            ("the wife,* so and a man§ 12 years, 9,450§ 8,700", vec!["*", "§", "§"]),
            ("he left....4 The", vec!["4"]),
            ("the mill2 and in metres3", vec!["2", "3"]),
            ("in the year 1840^3 and the mill^2", vec!["^3", "^2"]),
            ("the mill² and so", vec!["²"]),
            ("Article 10³ and on June 10², rule 10⁴, of 110³", vec!["³", "²", "⁴", "³"]),
            ("by Edward III[C] and the Act[b]", vec!["[C]", "[b]"]),
            ("of Charles I5 and the UN4 too", vec!["5", "4"]),
        ] {
            assert_eq!(kept(text), want, "{text}");
        }
    }

    #[test]
    fn parts_of_sections_are_no_calls() {
        let digits = |text: &str| kept(text).into_iter().filter(|own| !own.starts_with('(')).collect::<Vec<_>>();
        assert_eq!(digits("§ 66.02(14)(b)1., which, and § 7.3(c)2. and so"), Vec::<String>::new());
        assert_eq!(digits("§ 66.02(14)(b)2 and § 66.02(15)(c).3 The"), ["2", "3"]);
    }

    #[test]
    fn sections_and_articles_are_no_notes() {
        let is_kept = |text: &str| {
            let block = Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
            let mut out = Vec::new();
            bodies::scan(0, &block, &[0], &mut out);
            out.iter().any(|body| !is_no_note(text, body))
        };
        for text in ["§ 12. The dues of the", "§C.4.1 instead says", "A like opinion was held"] {
            assert!(!is_kept(text), "{text}");
        }
        for text in ["§ 2 Kings iv. 3.", "* § 12. Instit.", "A Un. Hist. vol. iii."] {
            assert!(is_kept(text), "{text}");
        }
    }
}
