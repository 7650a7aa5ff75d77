//! What is fit for a list of the most cited: rather left out than wrong.
//!
//! A list puts a misread citation before everyone's eyes as soon as it is met twice. Here a
//! name or work is kept only where it has the shape of one. Measured on thirteen books, an
//! opinion of the Supreme Court and reports of a think tank, where prose ("In April, 1919"),
//! tables ("1892 Schmoller $2,500,000,000"), parts of books ("Part X.") and the lives of
//! kings ("Louis XII, born 1462") had come up among authors, works and publishers.

use crate::cite::same::is_suffix;
use crate::model::citation::{Kind, Work};
use crate::works::date;
use crate::works::name::is_particle;

/// Words that begin no name of an author or publisher, in lower case, besides the months.
const NO_NAME: &[&str] = &[
    "part",
    "book",
    "act",
    "scene",
    "lecture",
    "letter",
    "chapter",
    "section",
    "article",
    "volume",
    "vol",
    "page",
    "pages",
    "appendix",
    "table",
    "figure",
    "note",
    "above",
    "below",
    "born",
    "died",
    "by",
    "in",
    "on",
    "of",
    "see",
    "from",
    "my",
    "his",
    "her",
    "our",
    "their",
    "and",
    "to",
    "for",
    "with",
    "at",
    "as",
    "also",
    "compare",
    "quoted",
    "cited",
    "translated",
    "edited",
    "published",
    "reprinted",
    "collection",
    "this",
    "that",
    "these",
    "those",
    "there",
    "here",
    "it",
    "he",
    "she",
    "we",
    "they",
    "part.",
    "act.",
    "however",
    "thus",
    "later",
];
/// Owners inside the name of an institution: "Children’s Fund".
const OWNERS: &[&str] = &[
    "children",
    "women",
    "people",
    "peoples",
    "workers",
    "worker",
    "men",
    "king",
    "queen",
    "lloyd",
    "doctors",
    "lawyers",
    "teachers",
    "writers",
    "students",
    "consumers",
    "state",
    "nation",
    "world",
    "moody",
    "christie",
    "sotheby",
    "putnam",
    "scribner",
    "harper",
    "farmers",
];
/// Signs of a firm of several names: a comma alone parts an author from a title.
const FIRM: &[&str] = &["&", "and", "et", "und", "y", "co", "inc", "ltd", "sons", "llc", "gmbh", "press", "verlag"];
/// Words that a sentence has and a title hardly.
const VERBS: &[&str] = &[
    "is", "was", "are", "were", "has", "had", "have", "been", "he", "she", "they", "died", "born", "said", "says",
    "which", "who", "did", "does", "would", "could", "refers", "may", "there", "these", "that", "it", "its",
];
/// So many of them in a title of so many words are prose.
const MOST_VERBS: usize = 2;
const LONG: usize = 8;
/// Words of figures in a title, of which one in three makes it a table.
const FIGURES: usize = 3;

/// True for a work that may be listed: named by a report, an address, or a title that is
/// none of prose and tables, by an author who may be one.
pub fn work(work: &Work) -> bool {
    if matches!(work.kind, Kind::Case | Kind::Law | Kind::Standard) || work.doi.is_some() {
        return true;
    }
    if !work.author.is_empty() && !work.author.iter().any(|name| author(name).is_some()) {
        return false;
    }
    let placed = work.container.is_some() && (work.volume.is_some() || work.date.is_some());
    match &work.title {
        Some(title) => is_title(title),
        None => work.url.is_some() || placed,
    }
}

/// The name of an author as it is listed; `None` where it is hardly one.
pub fn author(name: &str) -> Option<String> {
    // "Xenophon, _Memorabilia_": what is set off by emphasis is the title
    let set_off =
        name.char_indices().find(|(at, c)| *at > 0 && *c == '_' && name.starts_with(|c: char| c.is_alphabetic()));
    let name = set_off.map_or(name, |(at, _)| &name[..at]).trim();
    let name = bare(name.strip_suffix(" the").unwrap_or(name));
    let words: Vec<&str> = name.split_whitespace().collect();
    let shaped = is_name(&words) && !name.contains(':') && !words.iter().any(|word| word.contains(is_digit));
    let first = words.first()?;
    let begins =
        first.starts_with(|c: char| !c.is_lowercase()) || is_particle(first) || first.contains(['-', '’', '\'']);
    // a king is no author, a third of his name may be
    let king = words.last().is_some_and(|last| is_roman(last))
        && !(words.len() > 2 && words.last().is_some_and(|last| is_suffix(last)));
    let initials = words.iter().all(|word| is_initials(word));
    (shaped && begins && !king && !initials).then_some(name)
}

/// The name of a publisher, newspaper, journal or site as it is listed; `None` where it is
/// hardly one.
pub fn publisher(name: &str) -> Option<String> {
    let name = bare(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = *words.first()?;
    // "eLife", "arXiv"
    let begins = !first.starts_with(char::is_lowercase) || first.contains(char::is_uppercase);
    let firm = words.iter().any(|word| FIRM.contains(&word.trim_matches(['.', ',']).to_lowercase().as_str()));
    let parted = name.contains(',') && !firm;
    // "France 24", "Channel 4"; not a table
    let figures = words.iter().any(|word| word.chars().filter(|c| is_digit(*c)).count() > 2);
    let initials = words.len() > 1 && words.iter().all(|word| is_initials(word));
    let roman = words.len() > 1 && words.last().is_some_and(|last| is_roman(last));
    (is_name(&words) && begins && !parted && !figures && !initials && !roman && !name.contains(['“', '”', '$', ':']))
        .then_some(name)
}

/// A name without signs of emphasis and those that part fields.
fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '*')).collect();
    let name = name.trim().trim_end_matches([',', ':', ';', ' ']).trim_start_matches([',', ';', ' ']);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for words of which one is a name, none owns what follows, and the first begins one.
fn is_name(words: &[&str]) -> bool {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let Some(first) = words.first() else { return false };
    let letters = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let dash = first.starts_with(['—', '–', '-', '(', '[', '<', '=']);
    let owner = |word: &&&str| {
        let owner = ["’s", "'s", "’S", "'S"].iter().find_map(|sign| word.strip_suffix(sign));
        owner.is_some_and(|owner| !OWNERS.contains(&owner.to_lowercase().as_str()))
    };
    let owned = words.len() > 1 && words.iter().any(|word| owner(&word)) || words.len() == 1 && owner(&first);
    let verbs = words.iter().filter(|word| VERBS.contains(word)).count();
    letters && !dash && !owned && verbs == 0 && !is_no_name(&plain(first))
}

/// False for prose, tables and what begins in the middle of something.
fn is_title(title: &str) -> bool {
    let words: Vec<&str> = title.split_whitespace().collect();
    let small =
        words.first().is_some_and(|first| first.starts_with(char::is_lowercase) && !first.contains(char::is_uppercase));
    let verbs = words.iter().filter(|word| VERBS.contains(word)).count();
    let figures = words.iter().filter(|word| word.contains(is_digit)).count();
    let table = figures >= FIGURES && figures * 3 >= words.len();
    let dates = words.first().is_some_and(|first| is_span_of_years(first));
    // "II 3. 18" is a place in a work
    let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !is_roman(word);
    let worded = words.iter().any(|word| letters(&word) && !word.starts_with("etc"));
    // "born at", "an Autobiography"
    let begins = !small || matches!(words.first(), Some(&("a" | "an" | "the")));
    worded && begins && !table && !dates && !(verbs >= MOST_VERBS && words.len() >= LONG)
}

/// `1766-1826,`: the years of a life.
fn is_span_of_years(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    word.split_once(['-', '–'])
        .is_some_and(|(a, b)| a.len() == 4 && b.len() == 4 && a.chars().chain(b.chars()).all(is_digit))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_roman(word: &str) -> bool {
    let word = word.trim_matches(['.', ',']);
    word.len() > 1 && word.chars().all(|c| "IVXLC".contains(c))
        || matches!(word, "I" | "V" | "X")
        || word.len() > 1 && word.chars().all(|c| "ivxl".contains(c))
}

/// `N.`, `J.-P.`, `B`: initials.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 1
        || word.contains('.') && word.split('.').all(|part| part.chars().filter(|c| c.is_alphabetic()).count() <= 1)
}

fn is_no_name(word: &str) -> bool {
    NO_NAME.contains(&word) || date::month(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_look_like_names() {
        for (name, want) in [
            ("Ada Holm", "Ada Holm"),
            ("A. HOLM, S. J.:", "A. HOLM, S. J."),
            ("van Eck, Bo", "van Eck, Bo"),
            ("al-Tamm, Ada", "al-Tamm, Ada"),
            ("Bo Ek III", "Bo Ek III"),
            ("Harbour Children’s Fund", "Harbour Children’s Fund"),
            ("_Ada Holm_", "Ada Holm"),
            ("Ada Holm, _Silt_", "Ada Holm"),
            ("Ada Holm, the", "Ada Holm"),
        ] {
            assert_eq!(author(name).as_deref(), Some(want), "{name}");
        }
        for name in [
            "April",
            "Part X.",
            "C. V. B. K.",
            "E.",
            "Magnus XII",
            "Holm: Silt",
            "HOLM’S Life of Ek",
            "born at Quay",
            "—Holm",
            "my Silt",
            "Holm 1990",
            "",
        ] {
            assert_eq!(author(name), None, "{name}");
        }
    }

    #[test]
    fn publishers_look_like_names() {
        for name in ["Quay Press", "Holm, Ek & Co.", "eSilt", "France 24", "The Harbour Times", "HQT", "Tide Law Rev."]
        {
            assert_eq!(publisher(name).as_deref(), Some(name));
        }
        assert_eq!(publisher("_Blue Tide_").as_deref(), Some("Blue Tide"));
        for name in [
            "by A. Holm",
            "N. Y.",
            "iii., Treatise",
            "Ek 6,250,000 1919 Holm",
            "and Art. 243.",
            "Born",
            "Holm, Salt Roads",
        ] {
            assert_eq!(publisher(name), None, "{name}");
        }
    }

    #[test]
    fn works_are_neither_prose_nor_tables() {
        let titled = |author: &str, title: &str| {
            let author = Some(author.to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
            work(&Work { author, title: Some(title.to_owned()), ..Work::default() })
        };
        assert!(titled("Ada Holm", "Salt Roads of the North") && titled("ANNA HOLM", "a Memoir"));
        assert!(titled("", "What Silt Is and What It Is Not"));
        assert!(!titled("Holm", "II 3. 18") && !titled("Holm", "8, 9, etc"));
        assert!(!titled("April", "The board sent an expert") && !titled("", "born at the quay"));
        assert!(!titled("", "The keeper was ill. He was the last of them and had no son"));
        assert!(
            !titled("", "1892 Holm 2,500 1893 Ek 3,250 1905 Tamm 4,000") && !titled("", "1766–1826, pilot at Leeds")
        );
        assert!(!work(&Work {
            author: vec!["Quay".to_owned()],
            date: Some("1502-12-31".to_owned()),
            ..Work::default()
        }));
        assert!(work(&Work { kind: Kind::Case, raw: "1 U.S. 2".to_owned(), ..Work::default() }));
    }
}
