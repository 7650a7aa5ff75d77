//! What is asked for, and whether a citation is of it.

use crate::cite::same::{Fit, Person};
use crate::index::analyze::tokens;
use crate::index::schema::cited;
use crate::model::citation::{Attribution, Citation};
use crate::model::cited::By;

/// An author, a work or a publisher, as typed.
pub struct Who {
    text: String,
    name: Person,
    words: Vec<String>,
}

impl Who {
    /// Reads what was typed.
    pub fn new(text: &str) -> Who {
        Who { text: text.to_owned(), name: Person::new(text), words: words(text) }
    }

    /// True where there is no word to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Names of the field `cites` and words under them that every passage has
    /// one of that can cite what is meant.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let fields = [cited::ANY, cited::TITLE, cited::PUBLISHER, cited::AUTHOR, cited::NAMED];
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|field| (*field, self.text.as_str())).collect();
        pairs.push((cited::AUTHOR, &self.name.family));
        pairs
    }

    /// What of a citation, or of the work that it stands for, is meant.
    pub fn cited(&self, cite: &Citation) -> Option<By> {
        let work = cite.work.as_deref();
        let (author, title) = work.map_or((&cite.author, &cite.title), |work| (&work.author, &work.title));
        let (container, publisher) =
            work.map_or((&cite.container, &cite.publisher), |work| (&work.container, &work.publisher));
        let has = |field: &Option<String>| field.as_deref().is_some_and(|field| self.is_in(field));
        if author.iter().chain(&cite.editor).any(|name| self.is(name)) {
            return Some(By::Author);
        }
        let rules = [(title, By::Title), (publisher, By::Publisher), (container, By::Container)];
        if let Some((_, by)) = rules.iter().find(|(field, _)| has(field)) {
            return Some(*by);
        }
        // a name that is only a part of another's is not looked for in the words
        let names_another = author.iter().any(|name| self.shares_family(name));
        let raws = std::iter::once(cite.raw.as_str()).chain(work.map(|work| work.raw.as_str()));
        (!names_another && raws.into_iter().any(|raw| self.is_in(raw))).then_some(By::Text)
    }

    /// True where a source that the text names is meant.
    pub fn named(&self, named: &Attribution) -> bool {
        self.is_in(&named.source)
    }

    /// True for the name of the person or institution that is meant. A family
    /// name alone means all that bear it; with a given name or initial, only
    /// those whose own agree, and not those of whom none is known.
    fn is(&self, name: &str) -> bool {
        let other = Person::new(name);
        let fit = self.name.fit(&other);
        match self.name.given.is_empty() {
            true => fit >= Fit::Family,
            false => fit >= Fit::Initials,
        }
    }

    fn shares_family(&self, name: &str) -> bool {
        self.name.fit(&Person::new(name)) == Fit::Apart && Person::new(name).family == self.name.family
    }

    /// True where the words stand side by side in `text`.
    fn is_in(&self, text: &str) -> bool {
        let words = words(text);
        !self.words.is_empty() && words.windows(self.words.len()).any(|window| window == self.words)
    }
}

/// Folded words, compounds apart.
fn words(text: &str) -> Vec<String> {
    tokens(text, &[]).0.into_iter().filter(|token| token.length == 1).map(|token| token.term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cite(author: &str, title: &str, container: &str) -> Citation {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Citation {
            raw: format!("{author}, {title}, {container}"),
            author: some(author).into_iter().collect(),
            title: some(title),
            container: some(container),
            ..Citation::default()
        }
    }

    #[test]
    fn a_citation_is_of_its_author_title_or_paper() {
        let by =
            |who: &str| Who::new(who).cited(&cite("Cole Bunzel", "Diluting Jihad: a history", "The New York Times"));
        assert_eq!(by("bunzel"), Some(By::Author));
        assert_eq!(by("Bunzel, C."), Some(By::Author));
        assert_eq!(by("diluting jihad"), Some(By::Title));
        assert_eq!(by("New York Times"), Some(By::Container));
        assert_eq!(by("J. Bunzel"), None);
        assert_eq!(by("York Jihad"), None);
    }
}
