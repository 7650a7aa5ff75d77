//! What an entry takes from the one that its `crossref` names.

use std::collections::HashMap;

use super::bibtex::Raw;

/// Fields that are of an entry alone: what it is and where, not what it stands in.
const OWN: &[&str] = &[
    "title",
    "subtitle",
    "titleaddon",
    "shorttitle",
    "author",
    "bookauthor",
    "translator",
    "pages",
    "doi",
    "url",
    "urldate",
    "file",
    "pdf",
    "localfile",
    "local-url",
    "abstract",
    "keywords",
    "note",
    "crossref",
    "xref",
    "ids",
    "date",
    "year",
    "month",
    "day",
    "journaltitle",
    "journal",
    "booktitle",
    "maintitle",
];

/// The longest value, in bytes, that is taken: a long one in a parent of many
/// entries would be copied for each.
const LONG: usize = 2000;

/// Gives each entry that has a `crossref` what it lacks and the entry of that key
/// has, as BibLaTeX does: the title of a book is the `booktitle` of its chapters,
/// that of a journal the `journaltitle` of its articles; its author is not
/// theirs. An article takes from a journal or, as in BibTeX, from another article,
/// and nothing from a book. What the other takes from a third is not followed. Gives the keys of
/// entries whose `crossref` names none or several.
pub fn follow(entries: &mut [Raw]) -> Vec<String> {
    if entries.iter().all(|entry| !entry.fields.contains_key("crossref")) {
        return Vec::new();
    }
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.to_lowercase()).or_default().push(at);
    }
    let mut lost = Vec::new();
    for at in 0..entries.len() {
        let Some(key) = entries[at].fields.get("crossref") else { continue };
        match by_key.get(&key.trim().to_lowercase()).map(Vec::as_slice) {
            Some(&[parent]) if parent != at => {
                let taken = taken(&entries[at], &entries[parent]);
                entries[at].fields.extend(taken);
            }
            _ => lost.push(format!("entry `{}`: no one entry has its crossref `{}`", entries[at].key, key.trim())),
        }
    }
    lost
}

fn taken(entry: &Raw, parent: &Raw) -> Vec<(String, String)> {
    if is_article(&entry.kind) && !is_article(&parent.kind) && parent.kind != "periodical" {
        return Vec::new();
    }
    let lacks = |names: &[&str]| names.iter().all(|name| !entry.fields.contains_key(*name));
    let mut taken: Vec<(&str, &String)> = Vec::new();
    if lacks(&["date", "year"]) {
        taken.extend(
            ["date", "year", "month", "day"].into_iter().filter_map(|name| Some((name, parent.fields.get(name)?))),
        );
    }
    taken.extend(container(entry, parent).filter(|(name, _)| lacks(&[*name])));
    let rest = parent.fields.iter().map(|(name, value)| (name.as_str(), value));
    taken.extend(rest.filter(|(name, _)| !OWN.contains(name) && lacks(&[*name])));
    let short = taken.into_iter().filter(|(_, value)| value.len() <= LONG);
    short.map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

/// The field in which an entry names what it stands in, and its value.
fn container<'p>(entry: &Raw, parent: &'p Raw) -> Option<(&'static str, &'p String)> {
    let first = |names: &[&str]| names.iter().find_map(|name| parent.fields.get(*name));
    match entry.kind.as_str() {
        kind if is_article(kind) && entry.fields.contains_key("journal") => None,
        kind if is_article(kind) && parent.kind == "periodical" => Some(("journaltitle", first(&["title"])?)),
        kind if is_article(kind) => Some(("journaltitle", first(&["journaltitle", "journal"])?)),
        kind if is_part(kind) => Some(("booktitle", first(&["booktitle", "title"])?)),
        "book" | "collection" | "proceedings" => Some(("maintitle", first(&["title"])?)),
        _ => None,
    }
}

fn is_article(kind: &str) -> bool {
    matches!(kind, "article" | "suppperiodical")
}

/// True for the types of what stands in a book.
fn is_part(kind: &str) -> bool {
    kind.starts_with("in") || matches!(kind, "conference" | "suppbook" | "suppcollection" | "bookinbook")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(kind: &str, key: &str, fields: &[(&str, &str)]) -> Raw {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Raw { kind: kind.to_owned(), key: key.to_owned(), fields }
    }

    #[test]
    fn an_article_takes_from_what_it_can_stand_in() {
        let mut all = [
            raw("article", "a", &[("title", "Mills"), ("crossref", "j")]),
            raw("article", "b", &[("title", "Weirs"), ("crossref", "p")]),
            raw("periodical", "j", &[("title", "J. of Mills"), ("volume", "3"), ("year", "1998")]),
            raw("book", "p", &[("title", "Rivers"), ("editor", "Lee, Ann")]),
        ];
        assert!(follow(&mut all).is_empty());
        let get = |name: &str| all[0].fields.get(name).map(String::as_str);
        assert_eq!((get("journaltitle"), get("volume"), get("year")), (Some("J. of Mills"), Some("3"), Some("1998")));
        assert_eq!(all[1].fields.len(), 2);
    }

    #[test]
    fn a_chapter_takes_what_its_book_says() {
        let book = [("title", "Rivers"), ("editor", "Lee, Ann"), ("year", "1977"), ("author", "X"), ("file", "b.pdf")];
        let mut all = [
            raw("incollection", "c", &[("title", "Mills"), ("crossref", "P")]),
            raw("incollection", "d", &[("title", "Weirs"), ("crossref", "p"), ("date", "1980"), ("editor", "Roe, R.")]),
            raw("book", "p", &book),
            raw("misc", "e", &[("crossref", "e")]),
        ];
        assert_eq!(follow(&mut all), ["entry `e`: no one entry has its crossref `e`"]);
        let get = |at: usize, name: &str| all[at].fields.get(name).map(String::as_str);
        assert_eq!(
            (get(0, "booktitle"), get(0, "editor"), get(0, "year")),
            (Some("Rivers"), Some("Lee, Ann"), Some("1977"))
        );
        assert_eq!((get(0, "title"), get(0, "author"), get(0, "file")), (Some("Mills"), None, None));
        assert_eq!((get(1, "editor"), get(1, "year"), get(1, "date")), (Some("Roe, R."), None, Some("1980")));
    }
}
