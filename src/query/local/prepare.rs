//! What only the index can tell of a plan.

use std::cmp::Reverse;

use tantivy::Term;
use tantivy::schema::Field;

use super::Local;
use super::expand::Lexicon;
use super::filter::meta_name;
use crate::error::Result;
use crate::index::schema::meta_term;
use crate::model::hit::UnknownWord;
use crate::query::formula::idf;
use crate::query::plan::leaf::{Place, Ready};
use crate::query::plan::pattern::{Pattern, Slot};
use crate::query::plan::{Plan, Sought, Weight};
use crate::query::request::Scope;
use crate::query::syntax::tree::Like;

/// Letters of a word, at least, to which others are near.
const SHORTEST: usize = 3;

/// Letters from which on a word may be two letters off.
const LONG: usize = 5;

/// How many of the nearest words are told.
const NEAREST: usize = 3;

impl Local<'_> {
    /// Fills in words, files and weights.
    pub(super) fn fill(&self, plan: &mut Plan) -> Result<()> {
        for filter in &mut plan.filters {
            self.fill_filter(filter)?;
            if let Some(name) = meta_name(filter)
                && !self.knows_field(name)?
            {
                plan.unknown.push(name.to_owned());
            }
        }
        for leaf in plan.leaves.iter_mut().chain(&mut plan.whole) {
            self.fill_patterns(&mut leaf.ready)?;
            if let Some(cited) = &mut leaf.cited {
                self.fill_patterns(&mut cited.ready)?;
            }
            if leaf.positive {
                leaf.weight = self.weight(leaf)?;
            }
        }
        for word in self.strangers(plan)? {
            if plan.strangers.iter().all(|known| known.word != word) {
                let nearest = self.nearest(&word)?;
                plan.strangers.push(UnknownWord { word, nearest });
            }
        }
        Ok(())
    }

    /// Words looked for that neither a text nor a note has.
    fn strangers(&self, plan: &Plan) -> Result<Vec<String>> {
        let fields = &self.index.fields;
        let mut out = Vec::new();
        if self.numbers()?.passages == 0 {
            return Ok(out);
        }
        for leaf in plan.positive() {
            let ready = &leaf.ready;
            if let Some(word) = &ready.word {
                let stems = || ready.stems.iter().map(String::as_str);
                if self.frequency(fields.body_stem, stems())? + self.frequency(fields.note_stem, stems())? == 0 {
                    out.push(word.clone());
                }
                continue;
            }
            let Some(pattern) = &ready.pattern else { continue };
            for set in pattern.requirements() {
                let slots: Vec<&Slot> = set.iter().filter_map(|&slot| pattern.slots.get(slot)).collect();
                let terms = || slots.iter().flat_map(|slot| &slot.forms).map(|form| form.term.as_str());
                let is_pattern = slots.iter().any(|slot| slot.like.is_some());
                if !is_pattern && self.frequency(fields.body, terms())? + self.frequency(fields.note, terms())? == 0 {
                    out.extend(terms().next().map(str::to_owned));
                }
            }
        }
        Ok(out)
    }

    /// The words of texts and notes nearest to one that none has: at most a letter off,
    /// or two where it is long; of these the nearest, then the most frequent.
    pub(super) fn nearest(&self, word: &str) -> Result<Vec<String>> {
        if word.chars().count() < SHORTEST || !word.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let distance = if word.chars().count() < LONG { 1 } else { 2 };
        let fields = vec![self.index.fields.body, self.index.fields.note];
        let lexicon = Lexicon { searcher: &self.searcher, fields, prefix: String::new() };
        let (forms, _) = lexicon.expand(&Like::Fuzzy(word.to_owned(), distance))?;
        let mut found = Vec::new();
        for form in forms {
            let frequency = self.frequency(self.index.fields.body, std::iter::once(form.term.as_str()))?;
            found.push((strsim::osa_distance(word, &form.term), Reverse(frequency), form.term));
        }
        found.sort();
        Ok(found.into_iter().take(NEAREST).map(|(_, _, term)| term).collect())
    }

    /// Looks up the words that patterns mean.
    pub(super) fn fill_patterns(&self, ready: &mut Ready) -> Result<()> {
        let Some(pattern) = &mut ready.pattern else { return Ok(()) };
        let fields = &self.index.fields;
        let looked_in = match &ready.place {
            Place::Text(Scope::All) => vec![fields.body, fields.note],
            Place::Text(Scope::Body) => vec![fields.body],
            Place::Text(Scope::Notes) => vec![fields.note],
            Place::Section => vec![fields.section],
            Place::Cites(_) => vec![fields.cites],
            Place::Meta(_) => vec![fields.meta],
        };
        let lexicon = Lexicon { searcher: &self.searcher, fields: looked_in, prefix: ready.place.prefix() };
        for slot in &mut pattern.slots {
            if let Some(like) = &slot.like {
                let (forms, count) = lexicon.expand(like)?;
                ready.cut |= count > forms.len();
                ready.means = ready.means.max(count);
                slot.forms = forms;
            }
        }
        Ok(())
    }

    fn frequency<'t>(&self, field: Field, terms: impl Iterator<Item = &'t str>) -> Result<u64> {
        let mut all = 0;
        for term in terms {
            all += self.searcher.doc_freq(&Term::from_field_text(field, term))?;
        }
        Ok(all)
    }

    /// How much a leaf says. Of a pattern it is estimated from its words, as if
    /// these came together by chance, but never more than for what only one text
    /// holds: to know in how many texts a phrase stands, all of them must be read.
    fn weight(&self, leaf: &Sought) -> Result<Weight> {
        let (fields, numbers) = (&self.index.fields, self.numbers()?);
        let ready = &leaf.ready;
        let of_stems = |field, count| -> Result<f32> {
            Ok(idf(self.frequency(field, ready.stems.iter().map(String::as_str))?, count))
        };
        let in_field = |exact, stems| match &ready.pattern {
            Some(pattern) if ready.stems.is_empty() => self.weight_of_pattern(exact, pattern, numbers.passages),
            _ => of_stems(stems, numbers.passages),
        };
        let mut weight = Weight {
            text: in_field(fields.body, fields.body_stem)?,
            notes: in_field(fields.note, fields.note_stem)?,
            ..Weight::default()
        };
        if !ready.stems.is_empty() {
            weight.document = of_stems(fields.document_stem, numbers.documents)?;
        }
        if let Some(word) = &ready.word {
            weight.exact = idf(self.frequency(fields.body, std::iter::once(word.as_str()))?, numbers.passages);
            let title = meta_term("title", word);
            weight.title = idf(self.frequency(fields.meta, std::iter::once(title.as_str()))?, numbers.files);
        }
        Ok(weight)
    }

    fn weight_of_pattern(&self, field: Field, pattern: &Pattern, count: u64) -> Result<f32> {
        let mut sum = 0.0;
        for set in pattern.requirements() {
            let forms = set.iter().filter_map(|&slot| pattern.slots.get(slot)).flat_map(|slot| &slot.forms);
            sum += idf(self.frequency(field, forms.map(|form| form.term.as_str()))?, count);
        }
        Ok(sum.min(idf(1, count)))
    }
}
