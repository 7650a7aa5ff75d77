//! Types of works, and what each format calls them.

/// A type of works.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Names under which metadata may give it, in lower case, letters only:
    /// those of BibTeX, the Citation Style Language, RIS and plain words.
    names: &'static [&'static str],
    /// Type in the Citation Style Language.
    pub csl: &'static str,
    /// Type in BibTeX.
    pub bibtex: &'static str,
    /// Type in RIS.
    pub ris: &'static str,
}

const fn kind(names: &'static [&'static str], csl: &'static str, bibtex: &'static str, ris: &'static str) -> Kind {
    Kind { names, csl, bibtex, ris }
}

/// An article in a journal.
pub static ARTICLE: Kind =
    kind(&["article", "articlejournal", "journalarticle", "jour", "paper"], "article-journal", "article", "JOUR");
/// A book.
pub static BOOK: Kind = kind(&["book", "mvbook", "monograph", "booklet", "ebook"], "book", "book", "BOOK");
/// A page of the web.
pub static WEB: Kind = kind(
    &["webpage", "web", "online", "electronic", "www", "website", "elec", "blog", "postweblog", "post"],
    "webpage",
    "misc",
    "ELEC",
);
/// A document of no type that is known.
pub static OTHER: Kind = kind(&["document", "misc", "other", "gen"], "document", "misc", "GEN");

/// All others; the three above are also guessed.
static KINDS: &[Kind] = &[
    kind(&["articlenewspaper", "newspaperarticle", "newspaper", "news"], "article-newspaper", "article", "NEWS"),
    kind(&["articlemagazine", "magazinearticle", "magazine", "mgzn"], "article-magazine", "article", "MGZN"),
    kind(&["proceedings", "mvproceedings"], "book", "proceedings", "CONF"),
    kind(&["collection", "mvcollection", "editedbook"], "book", "book", "EDBOOK"),
    kind(
        &["chapter", "incollection", "inbook", "booksection", "suppcollection", "chap"],
        "chapter",
        "incollection",
        "CHAP",
    ),
    kind(
        &["inproceedings", "conference", "paperconference", "conferencepaper", "cpaper"],
        "paper-conference",
        "inproceedings",
        "CPAPER",
    ),
    kind(&["phdthesis", "dissertation", "doctoralthesis"], "thesis", "phdthesis", "THES"),
    kind(&["mastersthesis", "masterthesis"], "thesis", "mastersthesis", "THES"),
    kind(&["thesis", "thes"], "thesis", "thesis", "THES"),
    kind(&["report", "techreport", "workingpaper", "rprt"], "report", "techreport", "RPRT"),
    kind(&["manuscript", "unpublished", "archive", "unpb", "letter"], "manuscript", "unpublished", "UNPB"),
    kind(
        &["entryencyclopedia", "inreference", "encyclopediaarticle", "entry"],
        "entry-encyclopedia",
        "incollection",
        "ENCYC",
    ),
    kind(&["interview"], "interview", "misc", "GEN"),
    kind(&["speech", "presentation"], "speech", "misc", "GEN"),
    kind(&["legalcase", "case", "jurisdiction"], "legal_case", "misc", "CASE"),
    kind(&["legislation", "statute", "law", "bill", "stat"], "legislation", "misc", "STAT"),
    kind(&["standard", "stand"], "standard", "misc", "STAND"),
    kind(&["dataset", "data"], "dataset", "misc", "DATA"),
    kind(&["patent", "pat"], "patent", "misc", "PAT"),
    kind(&["map"], "map", "misc", "MAP"),
    kind(&["personalcommunication", "email"], "personal_communication", "misc", "PCOMM"),
];

/// The type that metadata names; `None` for a word that is none.
pub fn named(word: &str) -> Option<&'static Kind> {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let common = [&ARTICLE, &BOOK, &WEB, &OTHER];
    common.into_iter().chain(KINDS).find(|kind| kind.names.contains(&letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_go_by_many_names() {
        assert_eq!(named("article-journal").unwrap().ris, "JOUR");
        assert_eq!(named("InCollection").unwrap().csl, "chapter");
        assert_eq!(named("Journal Article").unwrap().bibtex, "article");
        assert_eq!(named("phdthesis").unwrap().bibtex, "phdthesis");
        assert!(named("application/pdf").is_none() && named("").is_none());
    }
}
