//! Names of authors and editors, one by one.

use super::fields::trim::plain;
use super::name::is_initials;
use super::same::is_suffix;
use super::vocabulary;
use crate::works::fold;
use crate::works::name::is_particle;

/// The names in a field, as printed: `Doe, J., & Roe, P.` are two.
pub fn list(text: &str) -> Vec<String> {
    let text = cleaned(text);
    let mut out = Vec::new();
    for chunk in chunks(&text) {
        names(chunk, &mut out);
    }
    out.retain(|name: &String| name.chars().any(char::is_alphabetic));
    out
}

/// The persons that a field of authors names: `A. Doe and B. Roe` are two. Counter-examples:
/// "Ministry of Trade and Industry", "Salt and Silver", of which a part is no name of a person.
pub fn persons(text: &str) -> Vec<String> {
    let person = |chunk: &&str| {
        let words: Vec<&str> = chunk.trim().trim_end_matches(',').split_whitespace().collect();
        let named = |word: &&str| {
            let small = word.starts_with(char::is_lowercase);
            let known = vocabulary::class(word.trim_matches(|c: char| !c.is_alphanumeric()));
            if small { is_particle(word) } else { !BODIES.contains(&known) && !word.contains(char::is_numeric) }
        };
        (2..=5).contains(&words.len()) && words.iter().all(named)
    };
    let parts: Vec<&str> = chunks(text);
    match parts.len() > 1 && parts.iter().all(person) {
        true => list(text),
        false => vec![text.to_owned()],
    }
}

/// Classes of words that bodies are called by: journals, proceedings, presses, schools.
const BODIES: &[u8] = &[8, 9, 10, 11];

/// Without "et al.", "eds.", "edited by" and brackets around such.
fn cleaned(text: &str) -> String {
    const NONE: &[&str] = &[
        "ed",
        "eds",
        "editor",
        "editors",
        "hrsg",
        "hg",
        "dir",
        "dirs",
        "éd",
        "éds",
        "coord",
        "edited",
        "by",
        "trans",
        "in",
        "producer",
        "director",
        "herausgegeben",
    ];
    let mut out = String::with_capacity(text.len());
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let al = bare == "et" && words.peek().is_some_and(|next| next.starts_with("al"));
        let others = bare == "and" && words.peek().is_some_and(|next| next.starts_with("others"));
        if al || others {
            words.next();
            out.push(';');
            continue;
        }
        if NONE.contains(&bare.as_str()) && !is_initials(word) {
            out.push_str(if word.ends_with([',', ';']) { "," } else { "" });
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Parted at "and", "&", ";" and, without blanks, "/".
fn chunks(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (sign, length) in separators(text) {
        out.push(&text[from..sign]);
        from = sign + length;
    }
    out.push(&text[from..]);
    out
}

fn separators(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for sign in [" and ", " und ", " et ", " & ", ";", "/", " y ", ",and ", ",& "] {
        out.extend(text.match_indices(sign).map(|(at, sign)| (at, sign.len())));
    }
    out.sort_unstable();
    out.dedup_by(|next, last| next.0 < last.0 + last.1);
    out
}

fn initials(text: &str) -> bool {
    let words = text.split_whitespace();
    let bare = |word: &str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    !text.trim().is_empty() && words.into_iter().all(|word| is_initials(word) || bare(word) || is_suffix(word))
}

fn names(chunk: &str, out: &mut Vec<String>) {
    let pieces: Vec<&str> = chunk.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let mut fresh = true;
    for (at, piece) in pieces.iter().enumerate() {
        let single = |text: &str| text.split_whitespace().count() == 1 && !is_initials(text);
        // "Adams, Nicholson B.": the given name after the first surname
        let given = at == 1
            && single(pieces[0])
            && !initials(piece)
            && (pieces.len() == 2 || piece.contains('.') || out.len() == 1);
        if let Some(last) = out.last_mut().filter(|_| (initials(piece) || given) && !fresh) {
            last.push_str(", ");
            last.push_str(ended(piece));
            continue;
        }
        if plain(piece).is_some() {
            out.push(
                ended(piece).trim_matches([' ', ':', '(', ')', '[', ']', '<', '>']).trim_start_matches('.').to_owned(),
            );
            fresh = false;
        }
    }
}

/// False for what cannot be a name: digits, signs, more than two words in small
/// letters that are no particles.
pub fn is_one(name: &str) -> bool {
    let small = |word: &&str| {
        word.starts_with(char::is_lowercase)
            && !matches!(
                *word,
                "of" | "de"
                    | "la"
                    | "von"
                    | "van"
                    | "der"
                    | "den"
                    | "du"
                    | "le"
                    | "et"
                    | "for"
                    | "the"
                    | "and"
                    | "di"
                    | "da"
                    | "des"
            )
    };
    !name.contains(['@', '”', '“'])
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.split_whitespace().filter(small).count() <= 2
        && !name.starts_with("the ")
}

/// Without a full stop that ends the field and not an initial.
fn ended(name: &str) -> &str {
    let last = name.rsplit([' ', '.']).find(|word| !word.is_empty()).unwrap_or("");
    if last.chars().count() > 2 { name.trim_end_matches('.') } else { name }
}

/// The family name of a name, in Latin letters without diacritics, lower case: `Doe, J.`,
/// `J. Doe`, `Doe J`, `de Vries`, `Müller` are `doe`, `doe`, `doe`, `vries`, `muller`.
pub fn family(name: &str) -> String {
    fold::key(&family_as_printed(name))
}

/// The same with the letters that are printed: `Müller` and `Muller` are two.
pub fn family_as_printed(name: &str) -> String {
    let before = name.split(',').next().unwrap_or(name);
    let last = before.split_whitespace().rfind(|word| !initials(word)).unwrap_or(before);
    last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_one_by_one() {
        for (text, want) in [
            ("Doe, J. K., & Roe, P.", vec!["Doe, J. K.", "Roe, P."]),
            ("A. Cau, R. Kuiper, and W.-P. de Roever.", vec!["A. Cau", "R. Kuiper", "W.-P. de Roever"]),
            ("Adams, Nicholson B.,", vec!["Adams, Nicholson B."]),
            ("Bender, Rolf und Rolf Schumacher,", vec!["Bender, Rolf", "Rolf Schumacher"]),
            ("Feest/Blankenburg,", vec!["Feest", "Blankenburg"]),
            ("In J. Marques & S. Antunes (Eds.),", vec!["J. Marques", "S. Antunes"]),
            ("Doe J, Roe PM, et al.", vec!["Doe, J", "Roe PM"]),
        ] {
            let got = list(text);
            if text.starts_with("Doe J,") {
                assert_eq!(got.len(), 2, "{got:?}");
            } else {
                assert_eq!(got, want, "{text}");
            }
        }
    }

    #[test]
    fn family_names() {
        for (name, want) in [
            ("Doe, J.", "doe"),
            ("J. Doe", "doe"),
            ("Doe JM", "doe"),
            ("K. O’Donovan", "odonovan"),
            ("A. de Vries", "vries"),
            ("Marlow Kemp Jr.", "kemp"),
            ("Jan Müller", "muller"),
        ] {
            assert_eq!(family(name), want);
        }
    }
}
