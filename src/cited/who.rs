//! What is asked for, and whether a citation is of it.

use crate::cite::same::{Fit, Person};
use crate::index::analyze::{Kind, tokens};
use crate::index::schema::cited;
use crate::model::citation::{Attribution, Citation};
use crate::model::cited::By;
use crate::works::fold::key;

/// An author, a work or a publisher, as typed.
pub struct Who {
    text: String,
    name: Person,
    words: Vec<String>,
    key: String,
}

impl Who {
    /// Reads what was typed.
    pub fn new(text: &str) -> Who {
        let text = text.trim();
        let articles = ["the ", "The ", "der ", "Der ", "die ", "Die ", "le ", "Le ", "la ", "La "];
        let text = articles.iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
        Who { text: text.to_owned(), name: Person::new(text), words: words(text), key: key(text) }
    }

    /// True for what has a number in it, such as `539 U.S. 306` or `RFC 4271`: it
    /// is compared without blanks and signs, as they vary.
    pub fn is_numbered(&self) -> bool {
        self.words.len() > 1 && self.text.contains(|c: char| c.is_ascii_digit())
            || self.text.ends_with(|c: char| c.is_ascii_digit())
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

    /// True where an author has the family name, whatever is known besides.
    pub fn may_be(&self, cite: &Citation) -> bool {
        let author = cite.work.as_deref().map_or(&cite.author, |work| &work.author);
        author.iter().any(|name| self.name.fit(&Person::new(name)) == Fit::Family)
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
            // "García Márquez" are two family names
            false => fit >= Fit::Initials || self.words.len() > 1 && self.is_in(name),
        }
    }

    fn shares_family(&self, name: &str) -> bool {
        self.name.fit(&Person::new(name)) == Fit::Apart && Person::new(name).family == self.name.family
    }

    /// True where the words stand side by side in `text`.
    fn is_in(&self, text: &str) -> bool {
        let found = words(text);
        let side_by_side = !self.words.is_empty() && found.windows(self.words.len()).any(|window| window == self.words);
        side_by_side || self.is_numbered() && self.is_key_in(&key(text))
    }

    /// The number must not go on on either side: `39 U.S. 30` is not in `539 U.S. 306`.
    fn is_key_in(&self, text: &str) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        text.match_indices(&self.key).any(|(at, found)| {
            !digit(text[..at].chars().next_back()) && !digit(text[at + found.len()..].chars().next())
        })
    }
}

/// Folded words, compounds apart; "&" and "and" are left out, as either is printed.
fn words(text: &str) -> Vec<String> {
    let single = tokens(text, &[]).0.into_iter().filter(|token| token.kind == Kind::Word);
    single.map(|token| token.term).filter(|word| word != "and").collect()
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
        assert_eq!(by("the new york times"), Some(By::Container));
        assert_eq!(by("J. Bunzel"), None);
        assert_eq!(by("York Jihad"), None);
    }
}
