//! User syntax to our own tree.
//!
//! From loosest to tightest: clauses side by side, `OR`, `AND`, `NOT`, `w/5`.
//! What an operator joins is one thing: `a/b AND c` asks for the phrase `a b`.

use super::field::elsewhere;
use super::lex::{Lexeme, Nearness, Placed, bad, lex};
use super::limits;
use super::quotes::is_quote;
use super::tree::{Clause, Leaf, Near, Node, Occur, Part, Phrase, Query};
use super::words::{Reading, Word, words};
use crate::error::Result;

/// Brackets within brackets, at most.
const MAX_DEPTH: usize = 50;

/// Reads a query. Fails with [`crate::ErrorKind::Query`], which names the byte
/// and the nearest reading.
pub fn parse(query: &str) -> Result<Query> {
    let mut read = once(query)?;
    // signs that are not shown can make for another reading, as marks of some
    // scripts hang on them: settle on the reading that shows as itself
    for _ in 0..4 {
        match once(&read.to_string()) {
            Ok(again) if again != read => read = again,
            _ => break,
        }
    }
    Ok(read)
}

fn once(query: &str) -> Result<Query> {
    limits::check_length(query)?;
    let lexemes = lex(query)?;
    limits::check(query, &lexemes)?;
    if lexemes.is_empty() {
        return Err(bad("there is no word to look for", 0, None));
    }
    let mut parser = Parser { query, lexemes, at: 0, depth: 0 };
    let root = parser.list()?;
    Ok(Query { root })
}

struct Parser<'q> {
    query: &'q str,
    lexemes: Vec<Placed>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.at).map(|placed| &placed.lexeme)
    }

    /// True where the lexeme `ahead` of the present one joins two things.
    fn joins(&self, ahead: usize) -> bool {
        let next = self.lexemes.get(self.at + ahead).map(|placed| &placed.lexeme);
        matches!(next, Some(Lexeme::And | Lexeme::Or | Lexeme::Near(_)))
    }

    /// Clauses side by side, up to a closing bracket or the end.
    fn list(&mut self) -> Result<Node> {
        let mut clauses: Vec<Clause> = Vec::new();
        while let Some(lexeme) = self.peek() {
            match lexeme {
                Lexeme::Close => break,
                Lexeme::Text(text) if !self.joins(1) => {
                    clauses.extend(bare_leaves(text).into_iter().map(|leaf| wanted(Node::Leaf(leaf))));
                    self.at += 1;
                }
                _ => self.clause(&mut clauses)?,
            }
        }
        match &mut clauses[..] {
            [Clause { occur: Occur::Wanted, .. }] => Ok(clauses.remove(0).node),
            [Clause { occur: Occur::Must, node: Node::Field(_) }] => Ok(clauses.remove(0).node),
            [Clause { occur: Occur::Not, .. }] => Ok(Node::Not(Box::new(clauses.remove(0).node))),
            _ => Ok(Node::List(clauses)),
        }
    }

    /// One clause with its sign. Brackets around what is only wanted are
    /// opened: `a (b c)` is `a b c`.
    fn clause(&mut self, clauses: &mut Vec<Clause>) -> Result<()> {
        let occur = match self.peek() {
            Some(Lexeme::Plus) => Some(Occur::Must),
            Some(Lexeme::Minus) => Some(Occur::Not),
            _ => None,
        };
        if occur.is_some() {
            self.at += 1;
            let node = self.operand()?;
            clauses.push(signed(occur.unwrap_or(Occur::Wanted), node));
            return self.no_operator_after_sign();
        }
        let node = self.or()?;
        match node {
            Node::List(inner) if inner.iter().all(|c| c.occur == Occur::Wanted) => clauses.extend(inner),
            Node::Field(_) => clauses.push(Clause { occur: Occur::Must, node }),
            Node::Not(node) => clauses.push(Clause { occur: Occur::Not, node: *node }),
            node => clauses.push(wanted(node)),
        }
        Ok(())
    }

    /// `+a OR b` says two things at once.
    fn no_operator_after_sign(&self) -> Result<()> {
        if !self.joins(0) {
            return Ok(());
        }
        let message = "`+` and `-` stand before one thing, and this operator joins two; use ( )";
        Err(bad(message, self.place(), Some(self.without(self.at))))
    }

    fn or(&mut self) -> Result<Node> {
        let mut nodes = vec![self.and()?];
        while self.peek() == Some(&Lexeme::Or) {
            self.at += 1;
            nodes.push(self.and()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) })
    }

    fn and(&mut self) -> Result<Node> {
        let mut nodes = vec![self.near()?];
        while self.peek() == Some(&Lexeme::And) {
            self.at += 1;
            nodes.push(self.near()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::And(nodes) })
    }

    /// `a w/5 b`; `a w/5 b w/5 c` asks for both.
    fn near(&mut self) -> Result<Node> {
        let mut left = self.operand()?;
        let mut nodes = Vec::new();
        while let Some(&Lexeme::Near(Nearness { reach, in_order })) = self.peek() {
            let at = self.at;
            self.at += 1;
            let right = self.operand()?;
            let (Some(a), Some(b)) = (side(&left), side(&right)) else {
                let message = "nearness can join only words, phrases, or words joined by OR in ( )";
                return Err(bad(message, self.lexemes[at].span.start, Some(self.replaced(at, "AND"))));
            };
            nodes.push(Node::Leaf(Leaf::Near(Box::new(Near { left: a, right: b, reach, in_order }))));
            left = right;
        }
        Ok(match nodes.len() {
            0 => left,
            1 => nodes.remove(0),
            _ => Node::And(nodes),
        })
    }

    /// One thing: a word, a phrase, a field, something in brackets, or `NOT` of one.
    fn operand(&mut self) -> Result<Node> {
        let Some(placed) = self.lexemes.get(self.at).cloned() else {
            return Err(self.dangling());
        };
        self.at += 1;
        Ok(match placed.lexeme {
            Lexeme::Text(text) => Node::Leaf(text_leaf(&text)),
            Lexeme::Like(like) => Node::Leaf(Leaf::Like(like)),
            Lexeme::Phrase(phrase) => Node::Leaf(Leaf::Phrase(phrase)),
            Lexeme::Field(field) => Node::Field(field),
            Lexeme::Case(phrase) => Node::Leaf(Leaf::Case(phrase)),
            Lexeme::Not | Lexeme::Minus => Node::Not(Box::new(self.nested(Self::operand)?)),
            Lexeme::Plus => self.nested(Self::operand)?,
            Lexeme::Open => {
                let node = self.nested(Self::list)?;
                self.at += 1;
                node
            }
            Lexeme::Close | Lexeme::And | Lexeme::Or | Lexeme::Near(_) => {
                self.at -= 1;
                return Err(self.dangling());
            }
        })
    }

    /// Goes one deeper.
    fn nested(&mut self, read: fn(&mut Self) -> Result<Node>) -> Result<Node> {
        if self.depth == MAX_DEPTH {
            return Err(bad("too many brackets within brackets", self.place(), None));
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    /// An operator has nothing to join at the present place.
    fn dangling(&self) -> crate::Error {
        let is_operator = |i: &usize| matches!(self.lexemes.get(*i), Some(p) if is_operator(&p.lexeme));
        // the operator here, where it has nothing before it, or the one before
        let culprit = match self.at.checked_sub(1).filter(is_operator) {
            Some(before) => before,
            None => self.at,
        };
        let Some(placed) = self.lexemes.get(culprit) else {
            return bad("something is missing here", self.query.len(), None);
        };
        let sign = &self.query[placed.span.start..placed.span.end];
        let side = if culprit == self.at { "before" } else { "after" };
        let nearest = Some(self.without(culprit)).filter(|nearest| parse(nearest).is_ok());
        bad(format!("`{sign}` has nothing {side} it"), placed.span.start, nearest)
    }

    fn place(&self) -> usize {
        self.lexemes.get(self.at).map_or(self.query.len(), |placed| placed.span.start)
    }

    /// The query without a lexeme.
    fn without(&self, lexeme: usize) -> String {
        self.replaced(lexeme, "")
    }

    /// The query with `new` in place of a lexeme, blanks made single.
    fn replaced(&self, lexeme: usize, new: &str) -> String {
        let span = self.lexemes[lexeme].span;
        let text = format!("{}{new}{}", &self.query[..span.start], &self.query[span.end..]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A clause with a sign: `+NOT a` is `-a`, and `-NOT a` is `+a`.
fn signed(occur: Occur, node: Node) -> Clause {
    let turned = if occur == Occur::Not { Occur::Must } else { Occur::Not };
    match node {
        Node::Not(node) => Clause { occur: turned, node: *node },
        node => Clause { occur, node },
    }
}

fn wanted(node: Node) -> Clause {
    Clause { occur: Occur::Wanted, node }
}

fn is_operator(lexeme: &Lexeme) -> bool {
    matches!(lexeme, Lexeme::And | Lexeme::Or | Lexeme::Not | Lexeme::Near(_) | Lexeme::Plus | Lexeme::Minus)
}

/// Text as one thing: a word, or a phrase of its words.
fn text_leaf(text: &str) -> Leaf {
    let mut words = words(text);
    match words.len() {
        1 => Leaf::Word(plain(words.remove(0).typed)),
        _ => {
            Leaf::Phrase(Phrase { parts: vec![Part::Text(text.replace(is_quote, " ").trim().to_owned())], slop: None })
        }
    }
}

/// The words of bare text, without markers that were copied with it. What stands
/// together without a sign between, as in scripts that have no blanks, is a phrase.
fn bare_leaves(text: &str) -> Vec<Leaf> {
    let mut words = words(text);
    words.retain(|word| word.reading != Reading::Marker);
    let runs = words.chunk_by(|before, word| before.span.end == word.span.start);
    let leaf = |run: &[Word]| match run {
        [first, .., last] => {
            let parts = vec![Part::Text(text[first.span.start..last.span.end].to_owned())];
            Leaf::Phrase(Phrase { parts, slop: None })
        }
        run => Leaf::Word(plain(run.iter().map(|word| word.typed.as_str()).collect())),
    };
    runs.map(leaf).collect()
}

/// A word that does not read as an operator: `AND,` is the word `and`.
fn plain(word: String) -> String {
    let is_operator = matches!(word.as_str(), "AND" | "OR" | "NOT") || elsewhere(&word).is_some();
    if is_operator { word.to_lowercase() } else { word }
}

/// The leaves that one side of `w/N` may be.
fn side(node: &Node) -> Option<Vec<Leaf>> {
    let leaf = |node: &Node| match node {
        Node::Leaf(leaf) if !matches!(leaf, Leaf::Near(_)) => Some(leaf.clone()),
        _ => None,
    };
    match node {
        Node::Or(nodes) => nodes.iter().map(leaf).collect(),
        node => leaf(node).map(|leaf| vec![leaf]),
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
