//! What kind of work a reference names, by its fields and tell-tale words.
//! What nothing tells stays unknown.

use super::crf::{Label, Run};
use super::token::Token;
use crate::model::Citation;
use crate::model::citation::Kind;

/// Words in the names of newspapers, agencies and broadcasters.
const NEWS: &[&str] = &[
    "times",
    "post",
    "guardian",
    "reuters",
    "bbc",
    "cnn",
    "npr",
    "afp",
    "tass",
    "telegraph",
    "news",
    "daily",
    "tribune",
    "herald",
    "gazette",
    "chronicle",
    "observer",
    "independent",
    "spiegel",
    "zeitung",
    "monde",
    "figaro",
    "libération",
    "país",
    "mundo",
    "repubblica",
    "corriere",
    "economist",
    "newsweek",
    "jazeera",
    "xinhua",
    "interfax",
    "bloomberg",
    "dpa",
    "france",
    "press",
    "globe",
    "mail",
    "express",
    "mirror",
    "sun",
    "pravda",
    "izvestia",
    "haaretz",
    "dawn",
    "hindu",
    "age",
    "standard",
    "journal",
    "awsat",
    "sana",
    "anadolu",
    "pbs",
    "abc",
    "nbc",
    "cbs",
    "sabah",
    "hürriyet",
    "voice",
    "radio",
    "star",
    "examiner",
    "courier",
    "argus",
    "mercury",
    "kommersant",
    "vedomosti",
    "ria",
    "unian",
    "ap",
    "newspaper",
];

/// Words that say that a work is a report or thesis.
const REPORTS: &[&str] = &[
    "report",
    "reports",
    "thesis",
    "dissertation",
    "diss",
    "memorandum",
    "memo",
    "rapport",
    "bericht",
    "preprint",
    "briefing",
    "habilitation",
    "release",
    "communiqué",
];

/// Words and signs of archives.
const ARCHIVES: &[&str] = &[
    "archives",
    "archive",
    "archiv",
    "archivio",
    "mss",
    "ms",
    "fol",
    "folio",
    "fonds",
    "box",
    "folder",
    "papers",
    "manuscript",
    "bundesarchiv",
    "tna",
    "nara",
];

/// The kind of a reference whose fields have been read.
pub fn of(text: &str, tokens: &[Token], runs: &[Run], cite: &Citation) -> Kind {
    let has = |label: Label| runs.iter().any(|run| run.label == label);
    let lower = |token: &Token| token.word.to_lowercase();
    let outside: Vec<String> = tokens.iter().filter(|token| !token.quoted).map(lower).collect();
    let any = |words: &[&str]| outside.iter().any(|word| words.contains(&word.as_str()));
    let day = cite.date.as_ref().is_some_and(|date| date.len() == 10);
    let quoted = tokens.iter().any(|token| token.quoted);
    if cite.designation.is_some() {
        return Kind::Standard;
    }
    if has(Label::Genre) || (any(REPORTS) && cite.volume.is_none()) {
        return Kind::Report;
    }
    if any(&["blog", "tweet", "website", "homepage", "facebook", "youtube"]) {
        return Kind::Web;
    }
    if any(&["dataset", "database", "github"]) && cite.container.is_none() {
        return Kind::Dataset;
    }
    if any(ARCHIVES)
        && outside.iter().any(|word| {
            matches!(
                word.as_str(),
                "box" | "folder" | "fol" | "mss" | "fonds" | "ms" | "tna" | "nara" | "rg" | "folio" | "bundesarchiv"
            )
        })
        && cite.volume.is_none()
    {
        return Kind::Archive;
    }
    if day && cite.volume.is_none() {
        let container = cite.container.as_deref().or(cite.publisher.as_deref()).unwrap_or("");
        return if is_news(container) {
            Kind::News
        } else if quoted || cite.url.is_some() {
            Kind::Web
        } else {
            Kind::Unknown
        };
    }
    serial(text, cite, has(Label::Book), quoted, &outside)
}

fn serial(_text: &str, cite: &Citation, book: bool, quoted: bool, outside: &[String]) -> Kind {
    let proceedings = cite
        .container
        .as_deref()
        .is_some_and(|c| ["Proc", "Conference", "Symposium", "Workshop"].iter().any(|word| c.contains(word)));
    if cite.container.is_some() {
        let journal = !book && (cite.volume.is_some() || cite.pages.is_some() || cite.issue.is_some());
        return if proceedings || journal || (cite.arxiv.is_some() && !book) {
            Kind::Article
        } else if book || !cite.editor.is_empty() {
            Kind::Chapter
        } else if cite.container.as_deref().is_some_and(is_news) {
            Kind::News
        } else if cite.url.is_some() && cite.doi.is_none() {
            Kind::Web
        } else {
            Kind::Article
        };
    }
    let bound = cite.publisher.is_some() || cite.edition.is_some() || cite.isbn.is_some() || cite.place.is_some();
    if bound && !quoted && cite.title.is_some() {
        return Kind::Book;
    }
    if cite.url.is_some() {
        return Kind::Web;
    }
    if cite.arxiv.is_some() {
        return Kind::Article;
    }
    let eds = outside.iter().any(|word| word == "eds" || word == "ed");
    if cite.title.is_some() && cite.date.is_some() && !quoted && (!cite.author.is_empty() || eds) {
        Kind::Book
    } else {
        Kind::Unknown
    }
}

/// True for the name of a newspaper, an agency or a broadcaster. `Journal` and
/// `Press` alone are none.
pub fn is_news(name: &str) -> bool {
    let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let strong = words.iter().any(|word| {
        NEWS.contains(&word.as_str())
            && !matches!(word.as_str(), "press" | "journal" | "france" | "radio" | "standard" | "star" | "voice")
    });
    let pair = |a: &str, b: &str| words.windows(2).any(|pair| pair[0] == a && pair[1] == b);
    strong
        || pair("associated", "press")
        || pair("street", "journal")
        || pair("france", "24")
        || pair("voice", "of")
        || pair("france", "presse")
        || pair("evening", "standard")
        || pair("foreign", "policy")
}
