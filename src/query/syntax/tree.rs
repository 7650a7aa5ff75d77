//! The query as we understand it: our own tree, free of any engine, and the
//! canonical way to write it (`read_as`).
//!
//! A displayed query reads back as the same tree.

use std::fmt::{self, Display};

use super::{lex, limits, words};
use crate::error::Result;

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What is asked.
    pub root: Node,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Clauses side by side: `a b +c -d`.
    List(Vec<Clause>),
    /// All of them: `a AND b`.
    And(Vec<Node>),
    /// Any of them: `a OR b`.
    Or(Vec<Node>),
    /// What does not hold it: `NOT a`.
    Not(Box<Node>),
    /// Something to be found in the text.
    Leaf(Leaf),
    /// Something that must hold of the document or passage.
    Field(Field),
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// How much it is wanted.
    pub occur: Occur,
    /// What.
    pub node: Node,
}

/// How much a clause is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// Better with than without.
    Wanted,
    /// `+`, and every field: not without.
    Must,
    /// `-`: not with.
    Not,
}

/// Something to be found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A bare word, found by its stem; a hyphenated one by its exact forms.
    Word(String),
    /// A word with a pattern in it.
    Like(Like),
    /// Words in order, or near each other; exact forms.
    Phrase(Phrase),
    /// `a w/5 b`.
    Near(Box<Near>),
    /// `case:Polish`: the same in just this case.
    Case(Phrase),
}

/// A pattern over one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Like {
    /// `wor*`, `wor?d`: any characters, any one.
    Wildcard(String),
    /// `word~2`: so many letters changed, added, dropped or swapped.
    Fuzzy(String, u8),
    /// `/regex/`, over the folded word, from end to end.
    Regex(String),
}

/// A quoted phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its parts in order.
    pub parts: Vec<Part>,
    /// With `~N`: its words in any order, at most N other words between them.
    pub slop: Option<u32>,
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as typed, blanks made single.
    Text(String),
    /// A pattern in the place of a word.
    Like(Like),
    /// `*`: any one word.
    AnyWord,
    /// `**`: any few words, or none.
    AnyFew,
}

/// Two things near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Any of these ...
    pub left: Vec<Leaf>,
    /// ... and any of these ...
    pub right: Vec<Leaf>,
    /// ... so near.
    pub reach: Reach,
    /// True where the left one must stand first.
    pub in_order: bool,
}

/// How near two things must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At most so many words apart (neighbours are 1 apart).
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// A field and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// `title:`, `author:`, `publisher:`, `meta.NAME:`: words of the metadata.
    /// The name is that under which the words are indexed.
    Meta(String, Leaf),
    /// `lang:`: a language tag.
    Lang(String),
    /// `path:`: a part of the path, or a glob.
    Path(String),
    /// `date:`: first and last day, either open.
    Date(Option<String>, Option<String>),
    /// `section:`: words of the headings above.
    Section(Leaf),
    /// `note:`: words of the notes.
    Note(Leaf),
    /// `cites:`, `cites.author:` ...: the field's name, words of a citation.
    Cites(String, Leaf),
}

impl Query {
    /// The query that is one literal phrase, whatever signs stand in `text`.
    /// Fails where there is no word in it.
    pub fn literal(text: &str) -> Result<Self> {
        if !words::has_words(text) {
            return Err(lex::bad("there is no word to look for", 0, None));
        }
        limits::check_literal(text)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Query { root: Node::Leaf(Leaf::Phrase(Phrase { parts: vec![Part::Text(text)], slop: None })) })
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.write(f, false)
    }
}

impl Node {
    /// Writes the node, in brackets where it is `inside` another and needs them.
    fn write(&self, f: &mut fmt::Formatter<'_>, inside: bool) -> fmt::Result {
        let brackets = inside && !matches!(self, Node::Leaf(_) | Node::Field(_));
        if brackets {
            f.write_str("(")?;
        }
        match self {
            Node::List(clauses) => {
                for (i, clause) in clauses.iter().enumerate() {
                    f.write_str(if i > 0 { " " } else { "" })?;
                    f.write_str(clause.sign())?;
                    clause.node.write(f, true)?;
                }
            }
            Node::And(nodes) => joined(f, nodes, " AND ")?,
            Node::Or(nodes) => joined(f, nodes, " OR ")?,
            Node::Not(node) => {
                f.write_str("NOT ")?;
                node.write(f, true)?;
            }
            Node::Leaf(Leaf::Near(near)) if inside => write!(f, "({near})")?,
            Node::Leaf(leaf) => leaf.fmt(f)?,
            Node::Field(field) => field.fmt(f)?,
        }
        if brackets {
            f.write_str(")")?;
        }
        Ok(())
    }
}

fn joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], by: &str) -> fmt::Result {
    for (i, node) in nodes.iter().enumerate() {
        f.write_str(if i > 0 { by } else { "" })?;
        node.write(f, true)?;
    }
    Ok(())
}

impl Clause {
    /// The sign before it; a field is demanded without one.
    fn sign(&self) -> &'static str {
        match self.occur {
            Occur::Must if !matches!(self.node, Node::Field(_)) => "+",
            Occur::Not => "-",
            _ => "",
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Leaf::Word(word) => f.write_str(word),
            Leaf::Like(like) => like.fmt(f),
            Leaf::Phrase(phrase) => phrase.fmt(f),
            Leaf::Near(near) => near.fmt(f),
            Leaf::Case(phrase) => match (&phrase.parts[..], phrase.slop) {
                ([Part::Text(text)], None) if words::one_word(text) => {
                    let typed = words::words(text).into_iter().map(|word| word.typed).collect::<String>();
                    write!(f, "case:{typed}")
                }
                ([Part::Like(like @ Like::Wildcard(_))], None) => write!(f, "case:{like}"),
                _ => write!(f, "case:{phrase}"),
            },
        }
    }
}

impl fmt::Display for Like {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Like::Wildcard(pattern) => f.write_str(pattern),
            Like::Fuzzy(word, 1) => write!(f, "{word}~"),
            Like::Fuzzy(word, distance) => write!(f, "{word}~{distance}"),
            Like::Regex(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

impl Phrase {
    /// What stands between the quotes.
    pub fn inner(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Like(like) => like.to_string(),
            Part::AnyWord => "*".to_owned(),
            Part::AnyFew => "**".to_owned(),
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        match inner.contains('"') {
            true => write!(f, "“{inner}”")?,
            false => write!(f, "\"{inner}\"")?,
        }
        self.slop.map_or(Ok(()), |slop| write!(f, "~{slop}"))
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        side(f, &self.left)?;
        let sign = if self.in_order { "pre" } else { "w" };
        match self.reach {
            Reach::Words(distance) => write!(f, " {sign}/{distance} ")?,
            Reach::Sentence => write!(f, " {sign}/s ")?,
            Reach::Paragraph => write!(f, " {sign}/p ")?,
        }
        side(f, &self.right)
    }
}

fn side(f: &mut fmt::Formatter<'_>, leaves: &[Leaf]) -> fmt::Result {
    if let [leaf] = leaves {
        return leaf.fmt(f);
    }
    let leaves: Vec<String> = leaves.iter().map(Leaf::to_string).collect();
    write!(f, "({})", leaves.join(" OR "))
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Meta(name, leaf) | Field::Cites(name, leaf) => write!(f, "{name}:{leaf}"),
            Field::Lang(tag) => write!(f, "lang:{tag}"),
            Field::Path(path) if !path.chars().all(is_plain) => write!(f, "path:\"{path}\""),
            Field::Path(path) => write!(f, "path:{path}"),
            Field::Date(from, to) if from == to => write!(f, "date:{}", from.as_deref().unwrap_or("")),
            Field::Date(from, to) => {
                write!(f, "date:{}..{}", from.as_deref().unwrap_or(""), to.as_deref().unwrap_or(""))
            }
            Field::Section(leaf) => write!(f, "section:{leaf}"),
            Field::Note(leaf) => write!(f, "note:{leaf}"),
        }
    }
}

/// Signs of a path that need no quotes.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-')
}
