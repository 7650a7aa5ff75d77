//! What is handed to the engine: one entry of the index, from plain data.

use std::collections::HashMap;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

use super::analyze::{Kind, tokens};
use super::record::Keep;
use super::schema::{Fields, FileRecord, SourceRecord, apart, date_term, hash_key, kind, meta_term, work_key};
use super::{cites, record};
use crate::error::Result;
use crate::model::Passage;
use crate::span::Mapped;

/// A value of a field.
#[derive(Debug)]
pub enum Stored {
    /// One term as it is.
    Text(String),
    /// A number.
    Number(u64),
    /// A record.
    Bytes(Vec<u8>),
}

/// A part of the text of a field.
#[derive(Debug)]
pub enum Part<'a> {
    /// Text to be parted into words, with its joins (see [`super::analyze::tokens`]).
    Text(&'a str, &'a [u32]),
    /// A term as it is; what is no word itself stands over the words that follow.
    Term(String, Kind),
    /// [`super::analyze::GAP`] positions are left, so that no phrase runs across.
    Gap,
    /// From here on the stems count too.
    Own,
}

/// The values of an entry as the engine sees them.
#[derive(Debug, Default)]
pub struct Values(Vec<(Field, Stored)>);

/// One entry of the index.
#[derive(Debug, Default)]
pub struct Entry<'a> {
    values: Values,
    /// Text, field by field; the engine does not see it.
    texts: Vec<(Field, Part<'a>)>,
    /// True for the entry that stands for all passages before it.
    is_document: bool,
}

/// A value as the engine reads it.
#[derive(Clone, Copy, Debug)]
pub struct Borrowed<'a>(&'a Stored);

impl<'a> Value<'a> for Borrowed<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            Stored::Text(text) => ReferenceValueLeaf::Str(text),
            Stored::Number(number) => ReferenceValueLeaf::U64(*number),
            Stored::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

impl Document for Values {
    type Value<'a> = Borrowed<'a>;
    type FieldsValuesIter<'a> = Iter<'a>;

    fn iter_fields_and_values(&self) -> Iter<'_> {
        Iter(self.0.iter())
    }
}

/// Fields with their values.
pub struct Iter<'a>(std::slice::Iter<'a, (Field, Stored)>);

impl<'a> Iterator for Iter<'a> {
    type Item = (Field, Borrowed<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, Borrowed(value)))
    }
}

impl Values {
    /// Fields and values.
    pub fn iter(&self) -> impl Iterator<Item = &(Field, Stored)> {
        self.0.iter()
    }
}

impl<'a> Entry<'a> {
    /// What the engine stores, and terms as they are.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// True for the entry of a whole document, which follows on its passages.
    pub fn is_document(&self) -> bool {
        self.is_document
    }

    /// Its text: the parts of each field.
    pub fn texts(&self) -> impl Iterator<Item = (Field, &[(Field, Part<'a>)])> {
        self.texts.chunk_by(|a, b| a.0 == b.0).map(|parts| (parts[0].0, parts))
    }

    fn text(&mut self, field: Field, text: impl Into<String>) {
        self.values.0.push((field, Stored::Text(text.into())));
    }

    fn part(&mut self, field: Field, part: Part<'a>) {
        self.texts.push((field, part));
    }

    /// Clean text, to be parted into words.
    fn mapped(&mut self, field: Field, mapped: &'a Mapped) {
        self.part(field, Part::Text(&mapped.text, &mapped.joins));
    }

    /// Adds a number.
    pub fn number(&mut self, field: Field, number: u64) {
        self.values.0.push((field, Stored::Number(number)));
    }

    /// Stores a record of `about` so many bytes.
    fn record(&mut self, fields: &Fields, record: &impl Keep, about: usize) -> Result<()> {
        let bytes = record::encode(record, about)?;
        self.values.0.push((fields.record, Stored::Bytes(bytes)));
        Ok(())
    }

    /// An entry without text. The column `own` is counted where the text is parted
    /// into words.
    fn of_kind(fields: &Fields, kind: &str) -> Entry<'a> {
        let values = Values(Vec::with_capacity(16));
        let mut entry = Entry { values, texts: Vec::with_capacity(8), is_document: kind == kind::DOCUMENT };
        entry.text(fields.kind, kind);
        entry
    }

    /// The numbers of an entry that is no passage: these columns are without holes,
    /// which is smallest and fastest.
    fn no_passage(&mut self, fields: &Fields) {
        for field in [fields.section_no, fields.id] {
            self.number(field, 0);
        }
    }

    /// The entry of a passage or orphan note; `section` is the ordinal of its section.
    pub fn passage(fields: &Fields, path: &str, section: u64, passage: &'a Passage) -> Result<Entry<'a>> {
        let mut entry = Entry::of_kind(fields, kind_of(passage));
        entry.text(fields.path, path);
        entry.number(fields.section_no, section);
        if let Some(apart) = apart_of(passage) {
            entry.number(fields.apart, apart);
        }
        entry.number(fields.id, hash_key(&passage.hash).unwrap_or(0));
        entry.body(fields, passage);
        entry.notes(fields, passage);
        for (i, heading) in passage.section.iter().enumerate() {
            if i > 0 {
                entry.part(fields.section, Part::Gap);
            }
            entry.part(fields.section, Part::Text(heading, &[]));
        }
        let notes = || passage.notes.iter().filter(|note| !note.elsewhere);
        if passage.is_note || notes().any(|note| note.body.is_some()) {
            entry.text(fields.kind, kind::WITH_NOTES);
        }
        entry.texts.extend(cites::text(passage).into_iter().map(|part| (fields.cites, part)));
        cites::works(passage).into_iter().for_each(|key| entry.number(fields.works, key));
        for key in
            std::iter::once(&passage.hash).chain(notes().map(|note| &note.hash)).filter_map(|hash| hash_key(hash))
        {
            entry.number(fields.hash, key);
        }
        let mapped = &passage.places.mapped;
        entry.record(fields, passage, mapped.len() + mapped.len() / 8 + 512)?;
        Ok(entry)
    }

    /// The text of a passage.
    fn body(&mut self, fields: &Fields, passage: &'a Passage) {
        if passage.is_note {
            return;
        }
        self.mapped(fields.body, &passage.before);
        self.part(fields.body, Part::Own);
        self.mapped(fields.body, &passage.places.mapped);
    }

    /// The notes of a passage, or the text of an orphan note.
    fn notes(&mut self, fields: &Fields, passage: &'a Passage) {
        self.part(fields.note, Part::Own);
        for (i, text) in passage.note_texts().enumerate() {
            if i > 0 {
                self.part(fields.note, Part::Gap);
            }
            self.mapped(fields.note, text);
        }
    }

    /// The entry of a whole document, right after those of its passages.
    pub fn document(fields: &Fields, path: &str, passages: usize) -> Entry<'a> {
        let mut entry = Entry::of_kind(fields, kind::DOCUMENT);
        entry.text(fields.path, path);
        entry.text(fields.name, path);
        entry.number(fields.passages, passages as u64);
        entry.no_passage(fields);
        entry
    }

    /// The entry of a file of the ledger.
    pub fn file(fields: &Fields, record: &FileRecord) -> Result<Entry<'a>> {
        let mut entry = Entry::of_kind(fields, kind::FILE);
        entry.text(fields.ledger, record.path.as_str());
        entry.text(fields.name, record.path.as_str());
        entry.no_passage(fields);
        if let Some(title) = &record.meta.title {
            entry.number(fields.title, work_key(title));
        }
        entry.texts.extend(meta_text(record).into_iter().map(|part| (fields.meta, part)));
        entry.record(fields, record, 512)?;
        Ok(entry)
    }

    /// The entry of a source.
    pub fn source(fields: &Fields, record: &SourceRecord) -> Result<Entry<'a>> {
        let mut entry = Entry::of_kind(fields, kind::SOURCE);
        entry.text(fields.source, record.name.as_str());
        entry.text(fields.name, record.name.as_str());
        entry.no_passage(fields);
        entry.record(fields, record, 512)?;
        Ok(entry)
    }
}

/// The text of the field `meta` of a file.
fn meta_text<'a>(record: &FileRecord) -> Vec<Part<'a>> {
    let meta = &record.meta;
    let named = [
        ("title", &meta.title),
        ("author", &meta.author),
        ("publisher", &meta.publisher),
        ("date", &meta.date),
        ("lang", &meta.language),
    ];
    let mut out = Vec::new();
    let mut field = |name: &str, value: &str| {
        for token in tokens(value, &[]).0 {
            out.push(Part::Term(meta_term(name, &token.term), token.kind));
        }
        out.push(Part::Gap);
    };
    for (name, value) in named {
        if let Some(value) = value {
            field(name, value);
        }
    }
    field("path", &record.path);
    for (name, value) in &meta.fields {
        field(&format!("meta.{}", name.to_lowercase()), value);
    }
    if let Some(date) = &meta.date {
        out.push(Part::Term(date_term(date), Kind::Word));
    }
    out
}

/// Ordinals of the sections that passages stand in: a new one wherever the
/// headings change; an orphan note, which comes after the text, takes that of
/// the last section with its headings.
pub fn section_ordinals(passages: &[Passage]) -> Vec<u64> {
    let mut last_with: HashMap<&[String], u64> = HashMap::new();
    let mut next = 0;
    let mut previous: Option<&[String]> = None;
    let mut out = Vec::with_capacity(passages.len());
    for passage in passages {
        let section = passage.section.as_slice();
        let known = last_with.get(section).copied();
        let number = match known {
            Some(number) if passage.is_note || previous == Some(section) => number,
            _ => {
                next += 1;
                next - 1
            }
        };
        last_with.insert(section, number);
        previous = Some(section);
        out.push(number);
    }
    out
}

/// The value of the field `apart`, for what stands apart.
fn apart_of(passage: &Passage) -> Option<u64> {
    match passage.repeats {
        _ if passage.aside && !passage.is_note => Some(apart::ASIDE),
        repeats => repeats.map(|seq| apart::REPEATS_FIRST + u64::from(seq)),
    }
}

/// The value of the field `kind`.
fn kind_of(passage: &Passage) -> &'static str {
    match (passage.is_note, passage.aside) {
        (true, _) => kind::NOTE,
        (false, true) => kind::ASIDE,
        (false, false) => kind::PASSAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(section: &[&str], is_note: bool) -> Passage {
        let section = section.iter().map(|s| (*s).to_owned()).collect();
        Passage { section, is_note, ..Passage::default() }
    }

    #[test]
    fn sections_are_runs_and_orphans_join_theirs() {
        let passages = [
            at(&["a"], false),
            at(&["a"], false),
            at(&["b"], false),
            at(&["a"], false),
            at(&["b"], true),
            at(&["c"], true),
        ];
        assert_eq!(section_ordinals(&passages), [0, 0, 1, 2, 1, 3]);
    }

    #[test]
    fn metadata_becomes_named_terms() {
        let mut record = FileRecord { path: "s/a.txt".to_owned(), ..FileRecord::default() };
        record.meta.title = Some("On Law".to_owned());
        record.meta.date = Some("2023-03-07".to_owned());
        let terms: Vec<(String, Kind)> = meta_text(&record)
            .into_iter()
            .filter_map(|part| if let Part::Term(term, kind) = part { Some((term, kind)) } else { None })
            .collect();
        assert!(terms.contains(&("title\u{1f}law".to_owned(), Kind::Word)));
        assert!(terms.contains(&("date\u{1f}20230307\u{1f}3".to_owned(), Kind::Compound)));
        assert_eq!(terms.last(), Some(&("date=\u{1f}2023-03-07".to_owned(), Kind::Word)));
    }
}
