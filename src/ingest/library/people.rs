//! Names of persons in BibTeX.

use crate::cite::same::is_suffix;
use crate::read::latex::plain::plain;
use crate::render::reference::is_institution;

/// Names parted by ` and ` outside braces, joined by `; `. A name in braces is
/// an institution and is noted as `corporate`; `and others` is `et al.`.
pub fn people(value: &str, corporate: &mut Vec<String>) -> Option<String> {
    let mut names = Vec::new();
    for name in parted(value) {
        let whole = name.trim();
        let text = plain(whole);
        if text.is_empty() {
            continue;
        }
        if text == "others" {
            names.push("et al.".to_owned());
            continue;
        }
        if is_braced(whole) && !corporate.contains(&text) {
            corporate.push(text.clone());
        }
        names.push(turned(whole).unwrap_or(text));
    }
    (!names.is_empty()).then(|| names.join("; "))
}

/// `Martin Luther King` as `King, Martin Luther`: in BibTeX the last word is the
/// family name, with the words in small letters before it. Names of two words
/// stand as they are, since nothing is in doubt about them; so does one whose
/// braces were forgotten (`World Health Organization`).
fn turned(name: &str) -> Option<String> {
    let words = words(name);
    if words.len() < 3 || words.iter().any(|word| word.contains(',')) || is_institution(&plain(name)) {
        return None;
    }
    let small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let (mut given, last) = words.split_at(words.len() - 1);
    let mut suffix = None;
    let mut family = last.to_vec();
    if is_suffix(last[0]) {
        suffix = last.first();
        (given, family) = (&given[..given.len() - 1], given[given.len() - 1..].to_vec());
    }
    // `Jean de la Fontaine`: particles begin with the first small word
    if let Some(at) = given.iter().position(small).filter(|at| *at > 0) {
        family = given[at..].iter().copied().chain(family).collect();
        given = &given[..at];
    }
    let parts = [plain(&family.join(" ")), suffix.map(|word| plain(word)).unwrap_or_default(), plain(&given.join(" "))];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
}

/// Words outside braces; what stands in braces is part of one word.
fn words(name: &str) -> Vec<&str> {
    let (mut words, mut depth, mut start) = (Vec::new(), 0i32, 0);
    for (at, c) in name.char_indices().chain([(name.len(), ' ')]) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c.is_whitespace() && (depth <= 0 || at == name.len()) {
            words.extend(Some(&name[start..at]).filter(|word| !word.is_empty()));
            start = at + c.len_utf8();
        }
    }
    words
}

/// True for `{…}` whose first brace is closed by the last.
fn is_braced(name: &str) -> bool {
    let Some(inner) = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else { return false };
    let mut depth = 0i32;
    inner.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    })
}

fn parted(value: &str) -> Vec<String> {
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    let mut depth = 0i32;
    for word in value.split_whitespace() {
        if depth <= 0 && word.eq_ignore_ascii_case("and") {
            names.push(Vec::new());
        } else if let Some(name) = names.last_mut() {
            name.push(word);
        }
        depth += word.bytes().map(|b| i32::from(b == b'{') - i32::from(b == b'}')).sum::<i32>();
    }
    names.into_iter().map(|words| words.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> (String, Vec<String>) {
        let mut corporate = Vec::new();
        (people(value, &mut corporate).unwrap_or_default(), corporate)
    }

    #[test]
    fn people_and_institutions() {
        let (names, corporate) = read("Doe, Jane and {Barnes and Noble} and J{\\\"o}rg M{\\\"u}ller and others");
        assert_eq!(names, "Doe, Jane; Barnes and Noble; Jörg Müller; et al.");
        assert_eq!(corporate, ["Barnes and Noble"]);
        assert!(!is_braced("{A} {B}") && is_braced("{A {B}}"));
    }

    #[test]
    fn the_last_word_is_the_family_name() {
        for (name, want) in [
            ("Martin Luther King", "King, Martin Luther"),
            ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
            ("Gabriel {García Márquez}", "Gabriel García Márquez"),
            ("Jos{\\'e} Mar{\\'i}a {Vargas Llosa}", "Vargas Llosa, José María"),
            ("Jean de la Fontaine", "de la Fontaine, Jean"),
            ("World Health Organization", "World Health Organization"),
            ("King, Martin Luther", "King, Martin Luther"),
            ("Jane Doe", "Jane Doe"),
            ("{ and }", "and"),
            ("a b c } {", "a b c"),
        ] {
            assert_eq!(read(name).0, want, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_names_are_read(value in "[A-Za-z{},.\\\\ é]{0,40}") {
            read(&value);
        }
    }
}
