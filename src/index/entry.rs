//! What is handed to the engine: one entry of the index, from plain data.

use std::collections::HashMap;

use serde::Serialize;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

use super::analyze::packed::Packed;
use super::analyze::tokens;
use super::schema::{Fields, FileRecord, SourceRecord, date_term, file_key, hash_key, kind, meta_term, source_key};
use crate::error::{ErrorKind, Result};
use crate::model::Passage;

/// A value of a field.
#[derive(Debug)]
pub enum Stored {
    /// Analysed text (`analyze::packed`).
    Packed(String),
    /// One term as it is.
    Text(String),
    /// A number.
    Number(u64),
    /// A record.
    Bytes(Vec<u8>),
}

/// One entry of the index.
#[derive(Debug, Default)]
pub struct Entry {
    values: Vec<(Field, Stored)>,
}

/// A value as the engine reads it.
#[derive(Clone, Copy, Debug)]
pub struct Borrowed<'a>(&'a Stored);

impl<'a> Value<'a> for Borrowed<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            Stored::Packed(text) | Stored::Text(text) => ReferenceValueLeaf::Str(text),
            Stored::Number(number) => ReferenceValueLeaf::U64(*number),
            Stored::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

impl Document for Entry {
    type Value<'a> = Borrowed<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values(self.values.iter())
    }
}

/// The fields of an entry with their values.
pub struct Values<'a>(std::slice::Iter<'a, (Field, Stored)>);

impl<'a> Iterator for Values<'a> {
    type Item = (Field, Borrowed<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, Borrowed(value)))
    }
}

impl Entry {
    /// Its fields and values.
    pub fn values(&self) -> &[(Field, Stored)] {
        &self.values
    }

    fn text(&mut self, field: Field, text: impl Into<String>) {
        self.values.push((field, Stored::Text(text.into())));
    }

    fn packed(&mut self, field: Field, text: Packed) {
        if !text.text.is_empty() {
            self.values.push((field, Stored::Packed(text.text)));
        }
    }

    fn number(&mut self, field: Field, number: u64) {
        self.values.push((field, Stored::Number(number)));
    }

    fn record(&mut self, fields: &Fields, record: &impl Serialize) -> Result<()> {
        let bytes = postcard::to_stdvec(record).map_err(|_| ErrorKind::Damaged)?;
        self.values.push((fields.record, Stored::Bytes(bytes)));
        Ok(())
    }

    /// The entry of a passage or orphan note; `section` is the ordinal of its section.
    pub fn passage(fields: &Fields, file: u64, section: u64, passage: &Passage) -> Result<Entry> {
        let mut entry = Entry { values: Vec::with_capacity(14) };
        entry.text(fields.kind, if passage.is_note { kind::NOTE } else { kind::PASSAGE });
        entry.number(fields.file, file);
        entry.number(fields.seq, passage.seq.into());
        entry.number(fields.section_no, section);
        entry.number(fields.repeats, passage.repeats.map_or(0, |seq| 1 + u64::from(seq)));
        let own = entry.body(fields, passage);
        entry.number(fields.own, own.into());
        entry.notes(fields, passage);
        let mut headings = Packed::default();
        for (i, heading) in passage.section.iter().enumerate() {
            if i > 0 {
                headings.gap();
            }
            headings.text(heading, &[]);
        }
        entry.packed(fields.section, headings);
        let notes = passage.notes.iter().filter(|note| !note.elsewhere).map(|note| &note.hash);
        for key in std::iter::once(&passage.hash).chain(notes).filter_map(|hash| hash_key(hash)) {
            entry.number(fields.hash, key);
        }
        entry.record(fields, passage)?;
        Ok(entry)
    }

    /// The text of a passage; gives the positions that the text before it takes.
    fn body(&mut self, fields: &Fields, passage: &Passage) -> u32 {
        if passage.is_note {
            return 0;
        }
        let mut body = Packed::default();
        body.text(&passage.before.text, &passage.before.joins);
        let own = body.positions;
        let text = &passage.places.mapped;
        body.own();
        body.text(&text.text, &text.joins);
        self.packed(fields.body, body);
        own
    }

    /// The notes of a passage, or the text of an orphan note.
    fn notes(&mut self, fields: &Fields, passage: &Passage) {
        let mut notes = Packed::default();
        notes.own();
        if passage.is_note {
            let text = &passage.places.mapped;
            notes.text(&text.text, &text.joins);
        } else {
            let carried = passage.notes.iter().filter(|note| !note.elsewhere);
            for (i, body) in carried.filter_map(|note| note.body.as_ref()).enumerate() {
                if i > 0 {
                    notes.gap();
                }
                notes.text(&body.mapped.text, &body.mapped.joins);
            }
        }
        self.packed(fields.note, notes);
    }

    /// The entry of a file of the ledger.
    pub fn file(fields: &Fields, record: &FileRecord) -> Result<Entry> {
        let mut entry = Entry::default();
        entry.text(fields.kind, kind::FILE);
        entry.number(fields.file, file_key(&record.path));
        entry.text(fields.path, record.path.as_str());
        entry.packed(fields.meta, meta_text(record));
        entry.record(fields, record)?;
        Ok(entry)
    }

    /// The entry of a source.
    pub fn source(fields: &Fields, record: &SourceRecord) -> Result<Entry> {
        let mut entry = Entry::default();
        entry.text(fields.kind, kind::SOURCE);
        entry.number(fields.file, source_key(&record.name));
        entry.text(fields.path, record.name.as_str());
        entry.record(fields, record)?;
        Ok(entry)
    }
}

/// The analysed text of the field `meta` of a file.
fn meta_text(record: &FileRecord) -> Packed {
    let meta = &record.meta;
    let named = [
        ("title", &meta.title),
        ("author", &meta.author),
        ("publisher", &meta.publisher),
        ("date", &meta.date),
        ("lang", &meta.language),
    ];
    let mut out = Packed::default();
    let mut field = |name: &str, value: &str| {
        for token in tokens(value, &[]).0 {
            out.term(&meta_term(name, &token.term), token.length);
        }
        out.gap();
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
        out.term(&date_term(date), 1);
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
        let text = meta_text(&record).text;
        assert!(text.contains("title\u{1f}law"));
        assert!(text.contains("date\u{1f}20230307\u{1f}3"));
        assert!(text.ends_with("date=\u{1f}2023-03-07"));
    }
}
