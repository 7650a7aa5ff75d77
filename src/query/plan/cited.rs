//! Which citations of a passage are those that `cites:` asked for.

use super::leaf::{Place, Ready};
use super::text::Words;
use crate::index::schema::cited;
use crate::model::Citation;
use crate::query::request::Scope;
use crate::query::syntax::tree::{Leaf, Part, Phrase};
use crate::span::{Mapped, Span};

/// What is asked of a citation.
#[derive(Debug)]
pub struct Cited {
    /// Name of the field.
    name: String,
    /// As it is looked for in the text of one; a store looks its patterns up.
    pub ready: Ready,
}

impl Cited {
    /// A leaf asked of the field `name`; a word in its exact form, as it is indexed.
    pub fn new(name: &str, leaf: &Leaf) -> Cited {
        let leaf = match leaf {
            Leaf::Word(word) => Leaf::Phrase(Phrase { parts: vec![Part::Text(word.clone())], slop: None }),
            other => other.clone(),
        };
        Cited { name: name.to_owned(), ready: Ready::new(&leaf, Place::Text(Scope::All)) }
    }

    /// Bytes of the citations that hold it, in the text that they stand in.
    pub fn spans(&self, cites: &[Citation]) -> Vec<Span> {
        let held = cites.iter().filter(|cite| self.texts(cite).into_iter().any(|text| self.is_in(text)));
        held.map(|cite| Span::new(cite.start, cite.end)).collect()
    }

    fn is_in(&self, text: &str) -> bool {
        !Words::new(&Mapped::new(), &Mapped::identity(text, 0)).spans(&self.ready).is_empty()
    }

    /// What is indexed of a citation under the name.
    fn texts<'c>(&self, cite: &'c Citation) -> Vec<&'c str> {
        let work = cite.work.as_deref();
        let field = |own: &'c Option<String>, of: Option<&'c Option<String>>| of.unwrap_or(own).as_deref();
        match self.name.as_str() {
            cited::AUTHOR => work.map_or(&cite.author, |work| &work.author).iter().map(String::as_str).collect(),
            cited::TITLE => field(&cite.title, work.map(|work| &work.title)).into_iter().collect(),
            cited::PUBLISHER => {
                let container = field(&cite.container, work.map(|work| &work.container));
                container.into_iter().chain(field(&cite.publisher, work.map(|work| &work.publisher))).collect()
            }
            _ => std::iter::once(cite.raw.as_str()).chain(work.map(|work| work.raw.as_str())).collect(),
        }
    }
}
