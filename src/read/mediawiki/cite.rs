//! Works that a template cites: `{{cite book|last=Smith|title=Work|year=2020}}`.
//!
//! Arguments stand in any order, so the text is put together in the order in
//! which the page shows them, and stands for the template as a whole:
//! `Smith, John (2020). Work. Oxford: OUP. p. 3. https://…`.

use super::templates::Arguments;
use super::walk::Reader;

const DATE: &[&str] = &["date", "year", "datum", "jahr", "année", "fecha", "año", "data", "anno"];
const TITLE: &[&str] = &["title", "titel", "titre", "título", "titolo", "script-title", "titre ouvrage"];
const CHAPTER: &[&str] = &["chapter", "contribution", "entry", "article", "titre chapitre", "capítulo", "section"];
const WORK: &[&str] = &[
    "journal",
    "newspaper",
    "magazine",
    "work",
    "website",
    "encyclopedia",
    "encyclopaedia",
    "periodical",
    "series",
    "sammelwerk",
    "werk",
    "périodique",
    "site",
    "obra",
    "publicación",
    "rivista",
    "sito",
    "conference",
    "book-title",
    "booktitle",
];
const PUBLISHER: &[&str] = &["publisher", "institution", "verlag", "éditeur", "editorial", "editore", "hrsg", "agency"];
const PLACE: &[&str] = &["location", "place", "ort", "lieu", "ubicación", "città", "publication-place"];

impl<'a> Reader<'a> {
    /// Shows the work that `arguments` describe for the bytes `at..end`.
    pub(super) fn cite(&mut self, arguments: &Arguments<'a>, (at, end): (usize, usize)) {
        let text = self.cited(arguments);
        self.put(&text, at, end);
    }

    fn cited(&self, arguments: &Arguments<'a>) -> String {
        let get =
            |names: &[&str]| arguments.range(names).map(|range| self.words(range)).filter(|text| !text.is_empty());
        let mut parts = Vec::new();
        let authors = self.authors(arguments);
        let date = get(DATE);
        match (authors.is_empty(), &date) {
            (false, Some(date)) => parts.push(format!("{authors} ({date})")),
            (false, None) => parts.push(authors.clone()),
            _ => {}
        }
        let (chapter, title, work) = (get(CHAPTER), get(TITLE), get(WORK));
        let quoted = |text: String| format!("“{text}”");
        match (chapter, title, work) {
            (Some(chapter), Some(title), work) => {
                parts.extend([Some(quoted(chapter)), Some(title), work].into_iter().flatten())
            }
            (None, Some(title), Some(work)) => parts.extend([quoted(title), work]),
            (chapter, title, work) => parts.extend([chapter, title, work].into_iter().flatten()),
        }
        parts.extend(get(&["edition", "auflage"]).map(|edition| format!("{edition} ed.")));
        let volume = match (get(&["volume", "band", "vol"]), get(&["issue", "number", "nummer", "numéro"])) {
            (Some(volume), Some(issue)) => Some(format!("{volume} ({issue})")),
            (volume, issue) => volume.or(issue),
        };
        parts.extend(volume);
        parts.extend(match (get(PLACE), get(PUBLISHER)) {
            (Some(place), Some(publisher)) => Some(format!("{place}: {publisher}")),
            (place, publisher) => publisher.or(place),
        });
        parts.extend(date.filter(|_| authors.is_empty()));
        parts.extend(get(&["pages", "pp", "seiten", "p.", "pagine", "páginas"]).map(|pages| format!("pp. {pages}")));
        parts.extend(get(&["page", "p", "passage", "seite", "página", "at"]).map(|page| format!("p. {page}")));
        parts.extend(get(&["doi"]).map(|doi| format!("doi:{doi}")));
        parts.extend(get(&["isbn"]).map(|isbn| format!("ISBN {isbn}")));
        parts.extend(get(&["url", "chapter-url", "lire en ligne", "online"]));
        parts.extend(get(&["quote", "zitat"]).map(quoted));
        if parts.is_empty() {
            parts = arguments.all_positional().map(|range| self.words(range)).filter(|text| !text.is_empty()).collect();
        }
        sentences(&parts)
    }

    /// `Smith, John; Doe, J.`, of the numbered arguments; else as given.
    fn authors(&self, arguments: &Arguments<'a>) -> String {
        let get = |names: &[&str]| arguments.range(names).map(|range| self.words(range));
        let mut all = Vec::new();
        for number in 1..=30 {
            let or = |name: &str| if number == 1 { name.to_owned() } else { format!("\0{name}") };
            let lasts = [
                or("last"),
                format!("last{number}"),
                format!("author{number}-last"),
                or("surname"),
                or("nom"),
                format!("nom{number}"),
                or("apellidos"),
                or("cognome"),
            ];
            let firsts = [
                or("first"),
                format!("first{number}"),
                format!("author{number}-first"),
                or("given"),
                or("prénom"),
                format!("prénom{number}"),
                or("nombre"),
                or("nome"),
            ];
            let last = get(&lasts.each_ref().map(String::as_str));
            let first = get(&firsts.each_ref().map(String::as_str));
            let whole =
                || get(&[&or("author"), &format!("author{number}"), &or("autor"), &or("auteur"), &or("autore")]);
            match (last, first) {
                (Some(last), Some(first)) => all.push(format!("{last}, {first}")),
                (Some(last), None) => all.push(last),
                _ => match whole() {
                    Some(author) => all.push(author),
                    None => break,
                },
            }
        }
        if all.is_empty() {
            all.extend(get(&[
                "authors",
                "vauthors",
                "people",
                "editor",
                "editors",
                "editor-last",
                "editor1-last",
                "hrsg",
            ]));
        }
        all.join("; ")
    }
}

/// Parts with a full stop after each that has none.
fn sentences(parts: &[String]) -> String {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '?', '!']) { " " } else { ". " });
        }
        out.push_str(part);
    }
    if !out.is_empty() && !out.ends_with(['.', '?', '!', '”']) && !parts.last().is_some_and(|part| part.contains("://"))
    {
        out.push('.');
    }
    out
}
