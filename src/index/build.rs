//! Building a segment of the index by ourselves.
//!
//! The engine's own writer looks every occurrence up in a table of all terms
//! and appends to the term's list there, twice where exact forms and stems are
//! wanted. Here occurrences are taken down as numbers in the order of the text,
//! the stem's number known from the word's, and sorted once at the end; the
//! files are written by the engine's own serializers.

mod postings;
mod tally;
mod terms;
mod vocabulary;

use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::StoreWriter;

use super::analyze::words::{self, Met};
use super::analyze::{GAP, Kind, abbreviation_at, has_others, others, others_of_parts};
use super::entry::{Entry, Part, Stored, Values};
use super::schema::Fields;
use crate::error::Result;
use crate::span::Span;
use postings::{Keep, Postings};
use tally::Tally;
use terms::Terms;
use vocabulary::{Vocabulary, Word};

/// Bytes of occurrences at which a segment is full.
const FULL: usize = 128 << 20;

/// A segment in the making.
pub struct Builder {
    segment: Segment,
    /// By number of the field; fields that are not searched have none.
    postings: Vec<Option<Postings>>,
    /// Text field to the field of its stems.
    stemmed: [(Field, Field); 2],
    /// Field of the stems of passages, and that of the stems of whole documents.
    of_documents: (Field, Field),
    /// Field of the text of passages, and that of the positions that the text before takes.
    before: (Field, Field),
    /// How often each stem stands in the document under way.
    document: Tally,
    /// Terms of text and their stems.
    vocabulary: Vocabulary,
    /// Terms of all other fields.
    keys: Terms,
    /// Room to find words in.
    words: Vec<Span>,
    /// Pairs of frequent words of the text that is taken down, with their positions.
    pairs: Vec<(u32, u32)>,
    norms: FieldNormsWriter,
    fast: FastFieldsWriter,
    store: StoreWriter,
    /// The stored field.
    record: Field,
    /// Room to put an entry together for the store.
    stored: Vec<u8>,
    entries: u32,
    /// The field with the number of the run, and that number.
    run: (Field, u64),
}

impl Builder {
    /// An empty segment, of a run.
    pub fn new(segment: Segment, fields: &Fields, run: u64) -> Result<Builder> {
        let settings = segment.index().settings().clone();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store).map_err(tantivy::TantivyError::from)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            false,
        )?;
        Ok(Builder {
            postings: all_postings(fields),
            stemmed: [(fields.body, fields.body_stem), (fields.note, fields.note_stem)],
            of_documents: (fields.body_stem, fields.document_stem),
            before: (fields.body, fields.own),
            record: fields.record,
            document: Tally::default(),
            vocabulary: Vocabulary::new(),
            keys: Terms::default(),
            words: Vec::new(),
            pairs: Vec::new(),
            norms: FieldNormsWriter::for_schema(&fields.schema),
            fast: FastFieldsWriter::from_schema_and_tokenizer_manager(&fields.schema, Default::default())?,
            store,
            stored: Vec::new(),
            entries: 0,
            run: (fields.written, run),
            segment,
        })
    }

    /// Adds an entry.
    pub fn add(&mut self, mut entry: Entry) -> Result<()> {
        let number = self.entries;
        let before = entry.texts().map(|(field, parts)| self.text(field, parts)).sum();
        entry.number(self.before.1, before);
        for (field, value) in entry.values().iter() {
            match value {
                Stored::Text(text) => self.key(*field, text.as_bytes()),
                Stored::Number(number) => self.number(*field, *number),
                Stored::Bytes(_) => {}
            }
        }
        if entry.is_document() {
            self.close_document();
        }
        self.number(self.run.0, self.run.1);
        for (field, postings) in self.postings.iter_mut().enumerate() {
            let Some(postings) = postings else { continue };
            let count = postings.close(number);
            if count > 0 {
                self.norms.record(number, Field::from_field_id(field as u32), count);
            }
        }
        self.fast.add_document(entry.values())?;
        self.store(entry.values())?;
        self.entries += 1;
        Ok(())
    }

    /// Stores an entry's record in the engine's form: how many fields, then for
    /// each its number, the kind of value (4 for bytes), the length, the bytes.
    /// The engine's own way looks at every value and writes byte by byte.
    fn store(&mut self, values: &Values) -> Result<()> {
        let record =
            values.iter().find_map(|(_, value)| if let Stored::Bytes(bytes) = value { Some(bytes) } else { None });
        self.stored.clear();
        self.stored.push(0x80 | u8::from(record.is_some()));
        if let Some(record) = record {
            self.stored.extend(self.record.field_id().to_le_bytes());
            self.stored.push(4);
            let mut rest = record.len();
            while rest > 0x7f {
                self.stored.push((rest & 0x7f) as u8);
                rest >>= 7;
            }
            self.stored.push(0x80 | rest as u8);
            self.stored.extend_from_slice(record);
        }
        Ok(self.store.store_bytes(&self.stored)?)
    }

    /// Takes down what the passages since the last document hold.
    fn close_document(&mut self) {
        if let Some(postings) = &mut self.postings[self.of_documents.1.field_id() as usize] {
            self.document.drain(|stem, times| postings.push_times(stem, times));
        }
    }

    /// A number's term is its bytes, the highest first.
    fn number(&mut self, field: Field, number: u64) {
        self.key(field, &number.to_be_bytes());
    }

    fn key(&mut self, field: Field, term: &[u8]) {
        if let Some(Some(postings)) = self.postings.get_mut(field.field_id() as usize) {
            postings.push(self.keys.number(term), 0);
        }
    }

    /// Takes text down, for its field and for that of its stems. Gives the
    /// positions that the text before a passage's own takes.
    fn text(&mut self, field: Field, parts: &[(Field, Part)]) -> u64 {
        let Builder { postings, stemmed, vocabulary, words, pairs, document, of_documents, .. } = self;
        let stems = stemmed.iter().find(|(exact, _)| *exact == field).map(|(_, stems)| stems.field_id() as usize);
        let counts = stems == Some(of_documents.0.field_id() as usize);
        let mut stems_out = stems.and_then(|at| postings[at].take());
        let Some(exact) = &mut postings[field.field_id() as usize] else { return 0 };
        let mut position = 0;
        let mut own = None;
        // the word before, where it stands right before
        let mut before: Option<Word> = None;
        let mut push = |word: Option<Word>, position, own| {
            let Some(word) = word else { return };
            exact.push(word.number, position);
            if let (true, Some(stems)) = (own, &mut stems_out) {
                stems.push(word.stem, position);
                if counts {
                    document.add(word.stem);
                }
            }
        };
        for (_, part) in parts {
            match part {
                Part::Gap => {
                    position += GAP;
                    before = None;
                }
                Part::Own => own = Some(position),
                Part::Term(term, kind) => {
                    push(vocabulary.term(term), position, false);
                    position += u32::from(*kind == Kind::Word);
                }
                Part::Text(text, joins) => words::each(text, joins, words, |met| match met {
                    Met::Break => {
                        position += GAP;
                        before = None;
                    }
                    Met::Word(parts) => {
                        if parts.len() > 1 {
                            push(vocabulary.compound(text, parts), position, own.is_some());
                            others_of_parts(text, parts, |term| push(vocabulary.term(term), position, false));
                        }
                        for (at, part) in parts.iter().enumerate() {
                            if let Some(inner) = abbreviation_at(parts, at) {
                                let whole = vocabulary.compound(text, inner);
                                push(whole, position, false);
                                others_of_parts(text, inner, |term| push(vocabulary.term(term), position, false));
                            }
                            let span = part.span;
                            let word = vocabulary.word(text, span);
                            push(word, position, own.is_some());
                            if has_others(&text.as_bytes()[span.start..span.end]) {
                                let other = |term: &str| push(vocabulary.term(term), position, false);
                                others(&text[span.start..span.end], other);
                            }
                            if let (true, Some(first), Some(second)) = (stems.is_some(), before, word)
                                && let Some(pair) = vocabulary.pair(first.number, second.number)
                            {
                                pairs.push((pair, position - 1));
                            }
                            before = word;
                            position += 1;
                        }
                    }
                }),
            }
        }
        if let Some(at) = stems {
            postings[at] = stems_out;
        }
        if let Some(exact) = &mut postings[field.field_id() as usize] {
            pairs.drain(..).for_each(|(pair, position)| exact.push(pair, position));
        }
        own.filter(|_| field == self.before.0).map_or(0, u64::from)
    }

    /// True where the segment should be finished.
    pub fn is_full(&self) -> bool {
        self.postings.iter().flatten().map(Postings::size).sum::<usize>() >= FULL
    }

    /// Writes the segment's files and gives its record; `None` where it is empty.
    pub fn finish(mut self) -> Result<Option<SegmentMeta>> {
        if self.entries == 0 {
            return Ok(None);
        }
        self.store.close()?;
        let open = |component| self.segment.open_write(component).map_err(tantivy::TantivyError::from);
        let mut fast = open(SegmentComponent::FastFields)?;
        self.fast.serialize(&mut fast, None)?;
        tantivy::directory::TerminatingWrite::terminate(fast)?;
        self.norms.fill_up_to_max_doc(self.entries);
        self.norms.serialize(FieldNormsSerializer::from_write(open(SegmentComponent::FieldNorms)?)?, None)?;
        let norms = self.segment.open_read(SegmentComponent::FieldNorms).map_err(tantivy::TantivyError::from)?;
        let norms = FieldNormReaders::open(norms)?;
        let mut out = InvertedIndexSerializer::open(&self.segment)?;
        let [words, stems, keys] =
            [&self.vocabulary.words, &self.vocabulary.stems, &self.keys].map(|terms| (terms, terms.sorted()));
        for (at, postings) in self.postings.into_iter().enumerate() {
            let Some(postings) = postings else { continue };
            let field = Field::from_field_id(at as u32);
            let (terms, order) = match postings.keep() {
                Keep::Positions => &words,
                Keep::Count | Keep::Times => &stems,
                Keep::Entry => &keys,
            };
            postings.write(terms, order, norms.get_field(field)?, &mut out)?;
        }
        out.close()?;
        Ok(Some(self.segment.index().new_segment_meta(self.segment.id(), self.entries)))
    }
}

/// What each field of the schema keeps, by number of the field.
fn all_postings(fields: &Fields) -> Vec<Option<Postings>> {
    let of = |(field, entry): (Field, &tantivy::schema::FieldEntry)| {
        let keep = match entry.field_type().index_record_option() {
            Some(IndexRecordOption::WithFreqsAndPositions) => Keep::Positions,
            Some(IndexRecordOption::WithFreqs) if field == fields.document_stem => Keep::Times,
            Some(IndexRecordOption::WithFreqs) => Keep::Count,
            _ => Keep::Entry,
        };
        entry.is_indexed().then(|| Postings::new(field, keep))
    };
    fields.schema.fields().map(of).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::index::analyze::{self, frequent};
    use crate::index::schema::FileRecord;
    use crate::index::write;
    use crate::model::{Passage, PassageNote, Places};
    use crate::span::Mapped;
    use tantivy::postings::Postings as _;
    use tantivy::{DocSet, TERMINATED, Term};

    /// Term to entries, each with its positions.
    type Lists = BTreeMap<String, Vec<(u32, Vec<u32>)>>;

    fn places(text: &str) -> Places {
        Places { mapped: Mapped::identity(text, 0), ..Places::default() }
    }

    fn passage(seq: u32) -> Passage {
        let words = ["walking", "walked’s", "well-known", "of the US", "1,848", "étude the U.S.-led", "a\n\nb"];
        let text = (0..40).map(|i| words[(i * i + seq as usize * 3) % 7]).collect::<Vec<_>>().join(" ");
        let body = Some(places(&text.chars().take(50).collect::<String>().replace('é', "e")));
        let notes = vec![PassageNote { body, hash: format!("n-{seq:08x}"), ..PassageNote::default() }];
        let before = Mapped::identity("words before it", 0);
        Passage { seq, hash: format!("{seq:08x}"), places: places(&text), before, notes, ..Passage::default() }
    }

    /// What the index should hold of the passages' text, by the plain rule.
    fn expected(passages: &[Passage], stems: bool) -> Lists {
        let mut lists = Lists::new();
        for passage in passages {
            let (before, taken) = analyze::tokens(&passage.before.text, &[]);
            let (own, _) = analyze::tokens(passage.places.text(), &[]);
            let counts = |token: &analyze::Token| !stems || token.kind != Kind::Other;
            let own = own.into_iter().filter(counts).map(|t| (t.term, t.position + taken));
            let before = before.into_iter().map(|t| (t.term, t.position)).filter(|_| !stems);
            for (term, position) in before.chain(own) {
                let term = if stems { analyze::stem(&term) } else { term };
                let list = lists.entry(term).or_default();
                match list.last_mut() {
                    Some((entry, positions)) if *entry == passage.seq => positions.push(position),
                    _ => list.push((passage.seq, vec![position])),
                }
            }
        }
        lists
    }

    fn found(index: &crate::index::open::Index, field: Field, option: IndexRecordOption) -> Lists {
        let searcher = index.searcher().unwrap();
        assert_eq!(searcher.segment_readers().len(), 1);
        let inverted = searcher.segment_reader(0).inverted_index(field).unwrap();
        let mut lists = Lists::new();
        let mut terms = inverted.terms().stream().unwrap();
        while let Some((term, info)) = terms.next() {
            let mut postings = inverted.read_postings_from_terminfo(info, option).unwrap();
            let mut list = Vec::new();
            while postings.doc() != TERMINATED {
                let mut positions = vec![0; postings.term_freq() as usize];
                if option.has_positions() {
                    postings.positions(&mut positions);
                }
                list.push((postings.doc(), positions));
                postings.advance();
            }
            assert_eq!(info.doc_freq as usize, list.len());
            lists.insert(String::from_utf8(term.to_vec()).unwrap(), list);
        }
        lists
    }

    /// Where two frequent words stand side by side.
    fn side_by_side(exact: &Lists) -> Lists {
        let frequent: Vec<&String> = exact.keys().filter(|term| frequent::is_frequent(term)).collect();
        let mut out = Lists::new();
        for (first, second) in frequent.iter().flat_map(|first| frequent.iter().map(move |second| (*first, *second))) {
            for (entry, positions) in &exact[first] {
                let after = exact[second].iter().find(|(other, _)| other == entry).map_or(&[][..], |(_, at)| at);
                let at: Vec<u32> = positions.iter().copied().filter(|at| after.contains(&(at + 1))).collect();
                if !at.is_empty() {
                    out.entry(frequent::pair(first, second)).or_default().push((*entry, at));
                }
            }
        }
        out
    }

    #[test]
    fn every_occurrence_is_where_it_should_be() {
        let passages: Vec<Passage> = (0..300).map(passage).collect();
        let file = FileRecord { path: "s/a".to_owned(), ..FileRecord::default() };
        let index = write::in_memory(&[(file, passages.clone())]).unwrap();
        let fields = &index.fields;
        let mut exact = found(&index, fields.body, IndexRecordOption::WithFreqsAndPositions);
        let pairs = exact.split_off("\u{0}").into_iter();
        let (pairs, exact): (Lists, Lists) = pairs.partition(|(term, _)| term.contains(frequent::PAIR));
        assert_eq!(exact, expected(&passages, false));
        assert_eq!(pairs, side_by_side(&exact), "pairs of frequent words");
        let counts = |lists: Lists| -> BTreeMap<String, Vec<(u32, usize)>> {
            let of = |(term, list): (String, Vec<(u32, Vec<u32>)>)| {
                (term, list.into_iter().map(|(e, p)| (e, p.len())).collect())
            };
            lists.into_iter().map(of).collect()
        };
        let stems = found(&index, fields.body_stem, IndexRecordOption::WithFreqs);
        assert_eq!(counts(stems), counts(expected(&passages, true)));
        assert!(found(&index, fields.note_stem, IndexRecordOption::WithFreqs).contains_key("walk"));
        let searcher = index.searcher().unwrap();
        let norms = searcher.segment_reader(0).get_fieldnorms_reader(fields.body_stem).unwrap();
        let own: u32 = expected(&passages[..1], true).values().flatten().map(|(_, p)| p.len() as u32).sum();
        assert_eq!(norms.fieldnorm_id(0), tantivy::fieldnorm::FieldNormReader::fieldnorm_to_id(own));
        let keys = searcher.segment_reader(0).inverted_index(fields.path).unwrap();
        let key = Term::from_field_text(fields.path, "s/a");
        assert_eq!(keys.get_term_info(&key).unwrap().unwrap().doc_freq, 301, "the passages and the document");
        let whole = found(&index, fields.document_stem, IndexRecordOption::WithFreqs);
        let all: BTreeMap<String, Vec<(u32, usize)>> = counts(expected(&passages, true))
            .into_iter()
            .map(|(term, list)| (term, vec![(300, list.into_iter().map(|(_, count)| count).sum())]))
            .collect();
        assert_eq!(counts(whole), all);
    }
}
