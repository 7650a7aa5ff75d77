//! Names of authors, from the way in which documents and libraries print them.
//!
//! Styles turn names round and shorten them, which a name taken apart wrongly
//! would not survive. So a name is taken apart only where its shape leaves no
//! doubt; any other stands as it was printed.

mod words;

use words::{FAMILY_FIRST, INSTITUTIONS, SUFFIXES};

use crate::works::name::is_particle;

/// A name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Of a person.
    Person {
        /// Family name, without its particle.
        family: String,
        /// Particle, such as `van der`; empty where there is none.
        particle: String,
        /// Given names; empty where none are known.
        given: String,
        /// `Jr.`, `III`; empty where there is none.
        suffix: String,
    },
    /// Of an institution, or one that cannot be taken apart.
    Literal(String),
    /// Further persons who are not named: `et al.`; only at the end of a list.
    Others,
}

/// What stands for persons who are not named, in lower case, the longest first.
const OTHERS: [&str; 6] = ["and others", "et alii", "et al.", "and al.", "et al", "u. a."];

/// The names in `text`, parted by `; `, or by commas and `and` where it is
/// plain which. `corporate` holds those that are known to be institutions,
/// parted by `; `.
///
/// `Doe, Jane; Roe, R.` and `Jane Doe, Richard Roe and Ann Lee` are lists,
/// `Doe, Jane` is one name, and so is `World Health Organization`.
pub fn names(text: Option<&str>, corporate: Option<&str>, language: Option<&str>) -> Vec<Name> {
    let Some(text) = text else { return Vec::new() };
    let text = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(text).trim();
    let (text, others) = without_others(text);
    let known: Vec<&str> = corporate.map(|all| all.split("; ").collect()).unwrap_or_default();
    let family_first = language.is_some_and(|code| matches!(code, "hu" | "ja" | "ko" | "vi" | "zh"));
    let one = |name: String| {
        let literal = known.contains(&name.as_str()) || family_first && !name.contains(',');
        if literal { Name::Literal(name) } else { person(&name) }
    };
    let all = parted(text).into_iter().map(|name| unquoted(name.trim()).to_owned()).filter(|name| !name.is_empty());
    let mut all: Vec<Name> = all.map(one).collect();
    if others && !all.is_empty() {
        all.push(Name::Others);
    }
    all
}

/// A name without the quotation marks around it. Counter-example: `Doe, William “Bill”`.
fn unquoted(name: &str) -> &str {
    let pairs = [('“', '”'), ('"', '"')];
    let inner = |(open, close): &(char, char)| name.strip_prefix(*open)?.strip_suffix(*close);
    pairs.iter().find_map(inner).map_or(name, str::trim)
}

/// `Jane Doe et al.` is `Jane Doe`, and others.
fn without_others(text: &str) -> (&str, bool) {
    let before = |sign: &&str| {
        let at = text.len().checked_sub(sign.len())?;
        let same = text.get(at..)?.eq_ignore_ascii_case(sign);
        let rest = text.get(..at).filter(|rest| same && rest.ends_with([' ', ';', ',']))?;
        Some(rest.trim_end_matches([' ', ';', ',', '&']))
    };
    OTHERS.iter().find_map(before).map_or((text, false), |rest| (rest, true))
}

/// A list of names, parted; the whole text where it cannot be told how.
fn parted(text: &str) -> Vec<String> {
    if text.contains(';') {
        return text.split(';').map(str::to_owned).collect();
    }
    let whole = || vec![text.to_owned()];
    if is_institution(text) {
        return whole();
    }
    let text_and = text.replace(", and ", " and ").replace(" & ", " and ");
    let ends: Vec<&str> = text_and.split(" and ").map(str::trim).collect();
    let commas = ends.iter().map(|part| part.matches(',').count()).max().unwrap_or(0);
    let pieces: Vec<&str> = ends.iter().flat_map(|part| part.split(',')).map(str::trim).collect();
    let full = |piece: &&str| piece.split_whitespace().count() >= 2 && !is_suffix(piece);
    match commas {
        // not `Barnes and Noble`
        0 if ends.iter().any(|name| !name.contains(' ')) => whole(),
        0 => ends.iter().map(|name| (*name).to_owned()).collect(),
        // `Jane Doe, Richard Roe and Ann Lee`, not `Doe, Jane` nor `Doe, J. A.`
        _ if pieces.iter().all(full) && !pieces.iter().any(|piece| is_initials(piece)) => {
            pieces.iter().map(|name| (*name).to_owned()).collect()
        }
        // `Doe, Jane and Roe, Richard`
        1 if ends.iter().all(|name| name.contains(',')) => ends.iter().map(|name| (*name).to_owned()).collect(),
        _ if text.contains(", and ") || text.contains(", & ") => turned_first(&pieces).unwrap_or_else(whole),
        _ => whole(),
    }
}

/// `Doe, Jane, and Richard Roe`, as reference lists have it: the first name is
/// turned round, all others are not. Counter-example: `Doe, Roe, and Lee`.
fn turned_first(pieces: &[&str]) -> Option<Vec<String>> {
    let [family, given, rest @ ..] = pieces else { return None };
    let full = |piece: &&str| piece.contains(' ') && !is_suffix(piece) && !is_initials(piece);
    let plain = !family.is_empty() && !given.is_empty() && !is_suffix(given) && !is_degree(given);
    (plain && !rest.is_empty() && rest.iter().all(full)).then(|| {
        let first = format!("{family}, {given}");
        std::iter::once(first).chain(rest.iter().map(|name| (*name).to_owned())).collect()
    })
}

fn person(name: &str) -> Name {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let made = match parts[..] {
        _ if is_institution(name)
            || name.contains(" and ")
            || name.contains(" & ")
            || !name.chars().any(char::is_alphabetic) =>
        {
            None
        }
        [whole] => given_first(whole),
        [whole, suffix] if is_suffix(suffix) => given_first(whole).map(|name| with_suffix(name, suffix)),
        // `Jane Doe, PhD` is no family name `Jane Doe`
        [family, given] if !family.is_empty() && !given.is_empty() && !is_degree(given) => Some(turned(family, given)),
        [family, suffix, given] if is_suffix(suffix) => Some(with_suffix(turned(family, given), suffix)),
        _ => None,
    };
    made.unwrap_or_else(|| Name::Literal(name.to_owned()))
}

fn turned(family: &str, given: &str) -> Name {
    let words: Vec<&str> = family.split_whitespace().collect();
    let particles = words.iter().take(words.len() - 1).take_while(|word| is_particle(word)).count();
    Name::Person {
        family: words[particles..].join(" "),
        particle: words[..particles].join(" "),
        given: given.to_owned(),
        suffix: String::new(),
    }
}

/// `Jane Q. van der Doe`: a given name, initials, particles, a family name.
///
/// In doubt, and so not taken apart, are a word alone; what is not written with
/// capitals (`admin user`); a full word in the middle, which may belong to
/// either side (`Martin Luther King`, `Gabriel García Márquez`); and what begins
/// with a family name of China, Korea or Vietnam (`Mao Zedong`).
fn given_first(name: &str) -> Option<Name> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffix = words.pop_if(|word| is_suffix(word)).unwrap_or_default();
    let family = words.pop()?;
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let first = *words.first()?;
    if !capital(first) || !family.chars().any(char::is_uppercase) || FAMILY_FIRST.contains(&first) {
        return None;
    }
    let given = words.iter().take_while(|word| !is_particle(word)).count();
    let (given, particle) = words.split_at(given);
    if !particle.iter().all(|word| is_particle(word)) || !given.iter().skip(1).all(|word| is_initials(word)) {
        return None;
    }
    Some(Name::Person {
        family: family.to_owned(),
        particle: particle.join(" "),
        given: given.join(" "),
        suffix: suffix.to_owned(),
    })
}

fn with_suffix(name: Name, with: &str) -> Name {
    match name {
        Name::Person { family, particle, given, .. } => {
            Name::Person { family, particle, given, suffix: with.to_owned() }
        }
        literal => literal,
    }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn is_degree(word: &str) -> bool {
    let bare: String = word.chars().filter(|c| *c != '.' && *c != ' ').collect();
    matches!(bare.as_str(), "PhD" | "DPhil" | "MD" | "MA" | "MSc" | "BA" | "JD" | "Esq" | "LLM" | "MBA")
}

fn is_initials(piece: &str) -> bool {
    piece.split_whitespace().all(|word| word.ends_with('.') || word.chars().count() == 1)
}

/// True where a word says that this is no person: `World Health Organization`.
pub fn is_institution(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stop = |word: &str| matches!(word, "the" | "of" | "for" | "on") || INSTITUTIONS.contains(&word);
    words.any(|word| stop(word) || word.chars().any(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as `particle|family|given|suffix`, literals in braces.
    fn read(text: &str) -> String {
        let shown = |name: Name| match name {
            Name::Person { family, particle, given, suffix } => {
                let all = [particle, family, given, suffix];
                all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("|")
            }
            Name::Literal(name) => format!("{{{name}}}"),
            Name::Others => "+".to_owned(),
        };
        names(Some(text), Some("Barnes and Noble"), Some("en")).into_iter().map(shown).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn plain_names_are_taken_apart() {
        assert_eq!(read("Stavroula Pabst"), "Pabst|Stavroula");
        assert_eq!(read("By Jane Q. Doe"), "Doe|Jane Q.");
        assert_eq!(read("“Jane Doe”; Doe, William “Bill”"), "Doe|Jane; Doe|William “Bill”");
        assert_eq!(read("Vincent van Gogh"), "van|Gogh|Vincent");
        assert_eq!(read("van der Berg, Jan"), "van der|Berg|Jan");
        assert_eq!(read("García Márquez, Gabriel"), "García Márquez|Gabriel");
        assert_eq!(read("John Q. Public Jr."), "Public|John Q.|Jr.");
        assert_eq!(read("King, Jr., Martin Luther"), "King|Martin Luther|Jr.");
    }

    #[test]
    fn lists_are_parted_where_it_is_plain_how() {
        assert_eq!(read("Doe, Jane; Roe, Richard"), "Doe|Jane; Roe|Richard");
        assert_eq!(read("Doe, Jane and Roe, Richard"), "Doe|Jane; Roe|Richard");
        assert_eq!(read("Jane Doe and Richard Roe"), "Doe|Jane; Roe|Richard");
        assert_eq!(read("Jane Doe, Richard Roe, and Ann Lee"), "Doe|Jane; Roe|Richard; Lee|Ann");
        assert_eq!(read("Doe, J. A."), "Doe|J. A.");
    }

    #[test]
    fn others_are_no_person() {
        assert_eq!(read("Jane Doe et al."), "Doe|Jane; +");
        assert_eq!(read("Doe, Jane; et al."), "Doe|Jane; +");
        assert_eq!(read("Jane Doe, Richard Roe, et al."), "Doe|Jane; Roe|Richard; +");
        assert_eq!(read("Doe, J. and others"), "Doe|J.; +");
        assert_eq!(read("World Health Organization and others"), "{World Health Organization}; +");
        assert_eq!(read("Hannibal"), "{Hannibal}");
    }

    #[test]
    fn the_first_name_alone_may_be_turned_round() {
        assert_eq!(read("Doe, Jane, and Richard Roe"), "Doe|Jane; Roe|Richard");
        assert_eq!(read("Doe, Jane, Richard Roe, and Ann Lee"), "Doe|Jane; Roe|Richard; Lee|Ann");
        assert_eq!(read("Doe, Roe, and Lee"), "{Doe, Roe, and Lee}");
        assert_eq!(read("Doe, Jane and Richard Roe"), "{Doe, Jane and Richard Roe}");
    }

    #[test]
    fn what_is_in_doubt_stands_as_printed() {
        assert_eq!(read("World Health Organization"), "{World Health Organization}");
        assert_eq!(read("Department of Energy, Office of Science"), "{Department of Energy, Office of Science}");
        assert_eq!(read("Barnes and Noble; Doe, Jane"), "{Barnes and Noble}; Doe|Jane");
        assert_eq!(read("Jane Doe, PhD"), "{Jane Doe, PhD}");
        assert_eq!(read("Aristotle"), "{Aristotle}");
        assert_eq!(read("Martin Luther King"), "{Martin Luther King}");
        assert_eq!(read("Gabriel García Márquez"), "{Gabriel García Márquez}");
        assert_eq!(read("Faber and Faber"), "{Faber and Faber}");
        assert_eq!(read("Mao Zedong"), "{Mao Zedong}");
        assert_eq!(read("Doe, Roe, Lee"), "{Doe, Roe, Lee}");
        assert_eq!(read("admin"), "{admin}");
        assert_eq!(read("司馬遷"), "{司馬遷}");
        assert_eq!(names(Some("Kovács János"), None, Some("hu")), [Name::Literal("Kovács János".into())]);
    }
}
