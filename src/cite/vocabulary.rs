//! Words that tell what a part of a reference is. Each list is a class of
//! words for the sequence model; a word outside them has class 0.

/// Class of a month.
pub const MONTH: u8 = 1;
/// Class of words that announce pages.
pub const PAGES: u8 = 2;
/// Class of words that announce editors.
pub const EDITOR: u8 = 4;

/// Classes, each with its words in lower case; the classes' numbers are places
/// here, from 1, and stand in the trained model: append only, then train again.
const CLASSES: &[&[&str]] = &[
    &[
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar",
        "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "janvier", "février", "mars", "avril", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo",
        "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "spring", "summer", "autumn",
        "fall", "winter",
    ],
    &["p", "pp", "page", "pages", "pg", "s", "seite", "seiten", "pág", "págs", "pag", "bls"],
    &["vol", "volume", "vols", "no", "nos", "number", "nr", "n°", "issue", "bd", "band", "heft", "tome", "t", "fasc", "part"],
    &["ed", "eds", "editor", "editors", "edited", "hrsg", "hg", "éd", "éds", "dir", "herausgegeben", "coord", "comp"],
    &["in", "im", "dans", "en"],
    &["trans", "transl", "translated", "translator", "übers", "übersetzt", "trad", "tr", "traduit"],
    &["edn", "edition", "rev", "revised", "aufl", "auflage", "2nd", "3rd", "4th", "5th", "reprint", "repr", "facsimile"],
    &[
        "journal", "review", "quarterly", "annals", "bulletin", "magazine", "transactions", "trans", "letters",
        "archives", "zeitschrift", "revue", "rivista", "revista", "annales", "jahrbuch", "yearbook", "j", "acta",
        "studies", "int", "rev", "law", "res", "sci", "communications", "archiv", "nature", "science", "lancet", "phys",
        "chem", "math", "lett", "am", "annual", "advances",
    ],
    &[
        "proceedings", "proc", "conference", "conf", "symposium", "workshop", "congress", "meeting", "colloquium",
        "lecture", "notes", "handbook", "encyclopedia", "encyclopaedia", "advances", "tagung", "actes",
    ],
    &[
        "press", "publishers", "publishing", "publications", "publisher", "verlag", "éditions", "editions", "editorial",
        "books", "presses", "sons", "co", "inc", "ltd", "springer", "wiley", "elsevier", "routledge", "macmillan",
        "penguin", "mcgraw-hill", "prentice", "prentice-hall", "addison-wesley", "kluwer", "blackwell", "sage", "norton",
        "knopf", "harper", "random", "oup", "cup", "academic", "palgrave", "gallimard", "seuil", "suhrkamp", "birkhäuser",
        "north-holland", "plenum", "erlbaum", "benjamins", "brill", "guilford", "hall",
    ],
    &["university", "universität", "université", "univ", "department", "dept", "institute", "institut", "school", "college", "laboratory", "center", "centre", "faculty"],
    &[
        "london", "york", "oxford", "cambridge", "paris", "berlin", "chicago", "boston", "amsterdam", "princeton",
        "stanford", "philadelphia", "washington", "münchen", "munich", "frankfurt", "tübingen", "wien", "vienna",
        "zürich", "stuttgart", "leipzig", "köln", "hamburg", "madrid", "barcelona", "milano", "roma", "rome", "torino",
        "bruxelles", "genève", "dordrecht", "leiden", "heidelberg", "edinburgh", "harmondsworth", "hillsdale", "berkeley",
        "toronto", "tokyo", "moscow", "ma", "ca", "ny", "nj", "uk", "usa", "d.c", "dc", "mass", "calif", "conn",
    ],
    &["thesis", "dissertation", "diss", "phd", "ph.d", "report", "technical", "tech", "memo", "manuscript", "master's", "rapport", "working", "paper", "preprint", "masters", "habilitation", "unpublished"],
    &["and", "und", "et", "&", "y", "with", "al"],
    &["the", "a", "an", "of", "on", "for", "to", "from", "der", "die", "das", "des", "von", "la", "le", "les", "el", "del", "über", "zur", "sur", "un", "une", "with", "by", "as", "at"],
    &["retrieved", "accessed", "available", "online", "doi", "http", "https", "url", "visited", "last", "zugriff", "consulté", "isbn"],
    &["van", "de", "von", "der", "den", "du", "di", "da", "le", "la", "el", "al", "bin", "ibn", "ter", "jr", "mac"],
    &["submitted", "forthcoming", "press", "appear", "n.d", "undated", "o.j", "s.d"],
];

/// The class of a word in lower case; 0 for none. A word of several classes
/// has the first.
pub fn class(lower: &str) -> u8 {
    lookup().get(lower).copied().unwrap_or(0)
}

/// The number of a month in lower case, in full or short, English, German,
/// French or Spanish; seasons are none.
pub fn month(lower: &str) -> Option<u8> {
    const STARTS: &[(&str, u8)] = &[
        ("jan", 1), ("ene", 1), ("feb", 2), ("fév", 2), ("mar", 3), ("mär", 3), ("apr", 4), ("avr", 4), ("abr", 4),
        ("may", 5), ("mai", 5), ("jun", 6), ("juin", 6), ("jul", 7), ("juil", 7), ("aug", 8), ("aoû", 8), ("ago", 8),
        ("sep", 9), ("oct", 10), ("okt", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("déc", 12), ("dic", 12),
    ];
    if class(lower) != MONTH {
        return None;
    }
    STARTS.iter().find(|(start, _)| lower.starts_with(start)).map(|(_, number)| *number)
}

fn lookup() -> &'static std::collections::HashMap<&'static str, u8> {
    static MAP: std::sync::OnceLock<std::collections::HashMap<&'static str, u8>> = std::sync::OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = std::collections::HashMap::new();
        for (class, words) in (1..).zip(CLASSES) {
            for word in *words {
                map.entry(*word).or_insert(class);
            }
        }
        map
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_four_languages() {
        for (word, want) in [("sept", Some(9)), ("märz", Some(3)), ("juillet", Some(7)), ("enero", Some(1)), ("winter", None), ("marsh", None)] {
            assert_eq!(month(word), want, "{word}");
        }
    }
}
