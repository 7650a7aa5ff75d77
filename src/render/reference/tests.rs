//! References of hits that are made by hand.

use super::super::sample;
use super::*;
use crate::model::hit::DocumentInfo;

const FORMS: [Form; 7] = [Form::Bibtex, Form::CslJson, Form::Ris, Form::Footnote, Form::Chicago, Form::Apa, Form::Mla];

fn rendered(all: &[Hit], form: Form) -> String {
    let mut out = Vec::new();
    hits(all, form, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A hit in a document of which this is known: `author | title | date`, then
/// further fields as `name=value`.
fn hit(path: &str, known: &str, fields: &[(&str, &str)]) -> Hit {
    let said: Vec<Option<String>> =
        known.split('|').map(|part| Some(part.trim().to_owned()).filter(|part| !part.is_empty())).collect();
    let mut document = DocumentInfo {
        path: path.to_owned(),
        author: said[0].clone(),
        title: said[1].clone(),
        date: said[2].clone(),
        ..DocumentInfo::default()
    };
    for (name, value) in fields {
        match *name {
            "publisher" => document.publisher = Some((*value).to_owned()),
            "language" => document.language = Some((*value).to_owned()),
            name => drop(document.meta.insert(name.to_owned(), (*value).to_owned())),
        }
    }
    Hit { document, ..sample::body() }
}

fn library() -> Vec<Hit> {
    let article = [
        ("type", "article"),
        ("container", "Journal of Mills & Water"),
        ("volume", "12"),
        ("issue", "3"),
        ("pages", "454–477"),
        ("doi", "10.1000/jmw_12.3"),
        ("language", "en"),
    ];
    let book = [("publisher", "North Press"), ("place", "Leeds"), ("isbn", "978-3-16-148410-0"), ("edition", "2")];
    let chapter = [
        ("type", "incollection"),
        ("container", "Rivers of the North"),
        ("editor", "Jan van der Berg; Ann Lee"),
        ("publisher", "North Press"),
        ("pages", "12–30"),
        ("key", "gogh:mill"),
    ];
    let web = [("url", "https://example.org/a_b?c=1&d=%20{x}"), ("publisher", "The Courier")];
    let report = [
        ("type", "report"),
        ("publisher", "World Health Organization"),
        ("number", "7"),
        ("corporate", "World Health Organization"),
    ];
    vec![
        hit("s/a.pdf", "Doe, Jane; Roe, Richard | Grain prices: 50% & more | 1998-05", &article),
        hit("s/b.txt", "Gabriel García Márquez | The mill | 1998", &book),
        hit("s/c.txt", "Vincent van Gogh | Mühlen_{1} | 1890", &chapter),
        hit("s/d.html", "Stavroula Pabst | How the war spread | 2024-12-11", &web),
        hit("s/e.pdf", "World Health Organization | Water, 2020 | 2020", &report),
        hit("s/f.txt", " | | ", &[]),
    ]
}

#[test]
fn every_form() {
    let all = library();
    let shown = FORMS.map(|form| format!("==== {form:?}\n{}", rendered(&all, form).replace('\r', "")));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn hits_in_notes_and_on_pages() {
    let shown =
        FORMS.map(|form| format!("==== {form:?}\n{}", rendered(&sample::answer().hits, form).replace('\r', "")));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn one_entry_a_document_with_all_its_places() {
    let (mut first, mut second) = (sample::body(), sample::body());
    first.matches[0].page_label = Some("12".into());
    second.matches[0].page = Some(14);
    second.document.format = "pdf".into();
    let all = [first.clone(), second, first];
    let text = rendered(&all, Form::Bibtex);
    assert_eq!(text.matches('@').count(), 1);
    assert!(text.contains("note = {p. 12; p. 14 of the PDF}"), "{text}");
    assert_eq!(rendered(&all, Form::Apa).lines().count(), 3);
}

#[test]
fn a_note_that_was_asked_for_is_the_place() {
    let mut out = Vec::new();
    let hit = sample::body();
    let id = hit.notes[0].id.clone();
    hits(&[hit], Form::Footnote, Some(&id), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.trim_end().ends_with("n. 1 (l. 261)."), "{text}");
}

#[test]
fn csl_json_reads_back() {
    let items: Vec<serde_json::Value> = serde_json::from_str(&rendered(&library(), Form::CslJson)).unwrap();
    assert_eq!(items.len(), 6);
    assert_eq!(items[2]["author"][0]["non-dropping-particle"], "van");
    assert_eq!(items[4]["author"][0]["literal"], "World Health Organization");
    assert_eq!(items[0]["issued"]["date-parts"][0], serde_json::json!([1998, 5]));
}

#[test]
fn records_of_ris_begin_and_end() {
    let text = rendered(&library(), Form::Ris);
    for record in text.split("\r\n\r\n").filter(|record| !record.is_empty()) {
        assert!(record.starts_with("TY  - ") && record.ends_with("ER  - "), "{record}");
        assert!(record.split("\r\n").all(|line| line.as_bytes()[2..].starts_with(b"  - ") && !line.contains('\n')));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Whatever metadata say, every form is written: braces of BibTeX are even,
    /// and no control character gets out.
    #[test]
    fn any_metadata(author in "\\PC{0,30}", title in "[a-z{}\\\\\\$%&#_<>/\"'\u{1b}\n ]{0,30}", date in "[0-9-]{0,10}", field in "\\PC{0,20}") {
        let fields = ["container", "volume", "pages", "edition", "url", "issue", "type"].map(|name| (name, field.as_str()));
        let one = hit("s/a", " | | ", &fields);
        let mut one = Hit { ..one };
        one.document.author = Some(author);
        one.document.title = Some(title);
        one.document.date = Some(date);
        for form in FORMS {
            let text = rendered(std::slice::from_ref(&one), form);
            let escape = text.contains('\u{1b}');
            proptest::prop_assert!(!escape);
            if form == Form::Bibtex {
                proptest::prop_assert_eq!(text.matches('{').count(), text.matches('}').count());
            }
        }
    }
}
