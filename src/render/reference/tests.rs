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

/// A line in each of the printed styles.
fn lines(one: &Hit) -> String {
    let of = |form| rendered(std::slice::from_ref(one), form);
    [Form::Footnote, Form::Chicago, Form::Apa, Form::Mla].map(of).concat()
}

#[test]
fn little_is_known_and_nothing_garbled() {
    let cases = [
        hit("s/a", "Jane Doe | The Fall of Rome and the NATO | 1963", &[]),
        hit("s/b", "Jane Doe | Letters | 2001", &[("type", "article"), ("container", "J"), ("language", "en")]),
        hit("s/c", "Doe, J. | How the USA left | 2001-05", &[("container", "PLoS ONE"), ("language", "en")]),
        hit("s/d", "Jane Doe et al. | Rivers? | c. 1850", &[("publisher", "North Press")]),
        hit("s/e", "Doe, Jane, and Richard Roe; et al. | Mills |", &[("issued", "1998/1999"), ("container", "J")]),
    ];
    insta::assert_snapshot!(cases.iter().map(lines).collect::<Vec<_>>().join("\n"));
}

#[test]
fn dates_in_words_and_others_in_libraries() {
    let one = hit("s/d", "Jane Doe et al. | Rivers | c. 1850", &[]);
    let text = rendered(std::slice::from_ref(&one), Form::Bibtex);
    assert!(text.contains("author = {Doe, Jane and others}") && text.contains("year = {c. 1850}"), "{text}");
    let text = rendered(std::slice::from_ref(&one), Form::Ris);
    assert!(text.contains("AU  - et al.\r\n") && text.contains("PY  - ///c. 1850\r\n"), "{text}");
    let items: serde_json::Value = serde_json::from_str(&rendered(&[one], Form::CslJson)).unwrap();
    assert_eq!(items[0]["issued"]["literal"], "c. 1850");
    assert_eq!(items[0]["author"][1]["literal"], "others");
}

#[test]
fn a_file_of_one_line_has_sections_and_no_lines() {
    let mut one = sample::body();
    (one.locator.lines, one.section) = (Some((2, 2)), vec!["Results".into()]);
    one.matches.iter_mut().for_each(|m| (m.line, m.page, m.page_label) = (Some(2), None, None));
    (one.locator.pages, one.locator.page_labels) = (None, None);
    one.locator.bytes = Some(crate::span::Span::new(90_000, 90_400));
    assert!(rendered(std::slice::from_ref(&one), Form::Apa).ends_with("[sec. “Results”]\n"));
    one.locator.bytes = Some(crate::span::Span::new(40, 400));
    assert!(rendered(&[one], Form::Apa).ends_with("[l. 2]\n"));
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
