//! Names of persons, made comparable.
//!
//! Convention: a name is printed in full, with initials, family name first or
//! last, with or without diacritics, and in more than one transliteration:
//! "Cole Bunzel", "Bunzel, C.", "BUNZEL". Counter-example: "J. Bunzel" is
//! another person than "Cole Bunzel", and "Bunzel" alone may be either.

use crate::works::fold::latin;
use crate::works::name::is_particle;

/// A name, in Latin letters without diacritics, lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person {
    /// Family name without particles; the last word of an institution.
    pub family: String,
    /// Given names or initials, in order; the other words of an institution.
    pub given: Vec<String>,
}

/// How two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not.
    Apart,
    /// The family name, and nothing more is known of one of them.
    Family,
    /// The family name and initials.
    Initials,
    /// Family and given name.
    Full,
}

impl Person {
    /// Reads a name as printed.
    pub fn new(text: &str) -> Person {
        let mut pieces = text.split(',').map(without_suffix).filter(|piece| !piece.is_empty());
        let family = words(&pieces.next().unwrap_or_default());
        let given = words(&pieces.collect::<Vec<_>>().join(" "));
        let is_given = |word: &String| is_initials(word);
        let mut family = family;
        let mut given = given;
        // "Doe JM": initials after the name
        while given.is_empty() && family.len() > 1 && family.last().is_some_and(is_given) {
            if let Some(initials) = family.pop() {
                given.extend(initials.chars().map(String::from));
            }
        }
        let last = family.pop().unwrap_or_default();
        if given.is_empty() {
            given = family.into_iter().flat_map(opened).collect();
        } else {
            given = given.into_iter().flat_map(opened).collect();
        }
        given.retain(|word| !is_particle(word) && word != "the" && !TITLES.contains(&word.as_str()));
        Person { family: last.to_lowercase(), given }
    }

    /// How much is known of the given names: nothing, initials, or a name.
    pub fn known(&self) -> usize {
        self.given.iter().map(|name| name.chars().count().min(2)).max().unwrap_or(0)
    }

    /// How this agrees with another name.
    pub fn fit(&self, other: &Person) -> Fit {
        if self.family.is_empty() || self.family != other.family {
            return Fit::Apart;
        }
        self.given_fit(other)
    }

    /// The same, where the family names need only be transliterations of one.
    pub fn near(&self, other: &Person) -> Fit {
        let (a, b) = (skeleton(&self.family), skeleton(&other.family));
        if a.len() < 3 || a != b {
            return Fit::Apart;
        }
        self.given_fit(other)
    }

    fn given_fit(&self, other: &Person) -> Fit {
        if self.given.is_empty() || other.given.is_empty() {
            return if self.given == other.given { Fit::Full } else { Fit::Family };
        }
        let mut fit = Fit::Full;
        for (a, b) in self.given.iter().zip(&other.given) {
            let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
            match a == b {
                true if a.chars().count() > 1 => {}
                true => fit = Fit::Initials,
                false if initial(a, b) || initial(b, a) => fit = Fit::Initials,
                false => return Fit::Apart,
            }
        }
        fit
    }
}

const TITLES: &[&str] = &["phd", "dr", "prof", "sir"];
const SUFFIXES: &[&str] = &["Jr", "jr", "Sr", "sr", "II", "III", "IV"];

/// True for what stands after a name and is none: `Jr.`, `III`. Counter-examples: `JR`,
/// which may be initials; "Senior", which is a family name too.
pub fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches(['.', ',']))
}

fn without_suffix(text: &str) -> String {
    text.split_whitespace().filter(|word| !is_suffix(word)).collect::<Vec<_>>().join(" ")
}

/// Words in Latin letters: apostrophes and hyphens inside a family name do not
/// part it ("al-Qaeda", "O'Donovan"), those of given names do later.
fn words(text: &str) -> Vec<String> {
    let latin = latin(text);
    let clean = |word: &str| word.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect::<String>();
    let words = latin.split([' ', '.', '\u{a0}', '\n', '\t']).map(clean);
    words.map(|word| word.trim_matches('-').to_owned()).filter(|word| !word.is_empty()).map(cased).collect()
}

/// Arabic articles that are printed or left out: "al-Tamimi", "Tamimi".
const ARTICLES: &[&str] = &["al-", "el-", "ad-", "as-", "ash-", "an-", "at-", "az-", "ar-"];

/// "Juergen" as "Jürgen", of which the sign is gone already.
fn umlauts(word: &str) -> String {
    word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
}

/// Lower case, but for initials, which are still to be told by their capitals.
fn cased(word: String) -> String {
    if is_initials(&word) {
        return word;
    }
    let lower = word.to_lowercase();
    let rest = ARTICLES.iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
    umlauts(&rest.replace('-', ""))
}

/// `J`, `JM`, `J-M`: capitals alone, at most three.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| *c != '-');
    (1..=3).contains(&letters.clone().count()) && letters.clone().all(|c| c.is_ascii_uppercase())
}

/// Initials one by one, in lower case.
fn opened(word: String) -> Vec<String> {
    match is_initials(&word) {
        true => word.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase().to_string()).collect(),
        false => vec![word],
    }
}

/// The consonants of a family name, those that transliterations mix up made
/// one: "Dostoevsky", "Dostoyevskii" and "Dostojewski" are `dstvsk`. Only
/// taken as evidence where title and date are equal too.
fn skeleton(family: &str) -> String {
    let mut out = String::new();
    for c in family.chars() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' | '\'' => continue,
            'q' | 'c' | 'g' => 'k',
            'z' => 's',
            'w' | 'f' | 'b' => 'v',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(a: &str, b: &str) -> Fit {
        Person::new(a).fit(&Person::new(b))
    }

    #[test]
    fn one_person_in_many_forms() {
        for (a, b, want) in [
            ("Cole Bunzel", "Bunzel, Cole", Fit::Full),
            ("Cole Bunzel", "C. Bunzel", Fit::Initials),
            ("BUNZEL, C.", "Cole Bunzel", Fit::Initials),
            ("Doe JM", "Doe, John M.", Fit::Initials),
            ("J.-P. Müller", "Jean-Pierre Muller", Fit::Initials),
            ("Bunzel", "Cole Bunzel", Fit::Family),
            ("J. Bunzel", "Cole Bunzel", Fit::Apart),
            ("Vincent van Gogh", "Gogh, Vincent van", Fit::Full),
            ("K. O’Donovan", "O'Donovan, Katherine", Fit::Initials),
            ("Martin Luther King Jr.", "King, Martin Luther", Fit::Full),
            ("Marlow Kemp, Jr.", "Marlow Kemp", Fit::Full),
            ("Kemp, Jr., Marlow", "Kemp, M.", Fit::Initials),
            ("Kemp III, Marlow", "Kemp", Fit::Family),
            ("Senior, Nassau", "N. Senior", Fit::Initials),
            ("Marlow Kemp Jr.", "Sandy Doyle Jr.", Fit::Apart),
            ("United Nations", "United Nations", Fit::Full),
            ("Bo Ek", "Bo Eks", Fit::Apart),
            ("Aymenn Al-Tamimi", "Tamimi, Aymenn", Fit::Full),
            ("Juergen Moss", "Jürgen Moss", Fit::Full),
        ] {
            assert_eq!(fit(a, b), want, "{a} / {b}");
        }
    }

    #[test]
    fn transliterations_are_near() {
        let near = |a: &str, b: &str| Person::new(a).near(&Person::new(b));
        assert_eq!(near("Fyodor Dostoevsky", "Dostoyevskii, F."), Fit::Initials);
        assert_eq!(near("Достоевский", "Dostojewski"), Fit::Full);
        assert_eq!(near("Tolstoy", "Turgenev"), Fit::Apart);
        assert_eq!(near("Lee", "Li"), Fit::Apart, "too short to tell");
    }
}
