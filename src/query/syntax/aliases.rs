//! Names in many spellings: groups of words that a search takes for one another.
//!
//! One group a line, its forms parted by `=`, quotes round a form or none, `#` before
//! a remark:
//!
//! ```text
//! HTS = "Hayat Tahrir al-Sham" = "Hay'at Tahrir al-Sham"
//! ```
//!
//! A bare word or a row of bare words that is one of the forms, and a phrase that is
//! one as a whole, is searched together with the others of its group.

use std::collections::HashMap;

use super::quotes::is_quote;
use super::small::is_small;
use super::tree::{Clause, Leaf, Near, Node, Occur, Part, Phrase, Query};
use super::words::{Reading, Word, has_words, words};

/// Groups of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// The forms of each group, as they are written.
    groups: Vec<Vec<String>>,
    /// The groups that have a form, by its folded words. An acronym may be in several;
    /// what it stands for in one is not what it stands for in the other.
    known: HashMap<Vec<String>, Vec<usize>>,
}

/// A line that is no group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong.
    pub message: &'static str,
}

/// What was searched beside something of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// What was typed.
    pub typed: String,
    /// The other forms.
    pub forms: Vec<String>,
}

impl Aliases {
    /// Reads groups; the lines that are none come back with the reason.
    pub fn parse(text: &str) -> (Aliases, Vec<BadLine>) {
        let mut aliases = Aliases::default();
        let mut bad = Vec::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.split_once(" #").map_or(line, |(line, _)| line).trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let forms: Vec<String> = line.split('=').map(|form| form.replace(is_quote, "").trim().to_owned()).collect();
            match &forms[..] {
                forms if forms.iter().any(|form| form.contains(['*', '?', '~', '/'])) => {
                    bad.push(BadLine { number, message: "a name has no patterns in it" });
                }
                [_] => bad.push(BadLine { number, message: "a group is two names or more with `=` between them" }),
                forms if !forms.iter().all(|form| has_words(form)) => {
                    bad.push(BadLine { number, message: "one side of a `=` is empty" });
                }
                _ => aliases.add(forms),
            }
        }
        (aliases, bad)
    }

    fn add(&mut self, forms: Vec<String>) {
        for form in &forms {
            let groups = self.known.entry(folded(form)).or_default();
            groups.push(self.groups.len());
            groups.dedup();
        }
        self.groups.push(forms);
    }

    /// True where there is no group.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// True where both are known as forms of one name.
    pub fn joins(&self, one: &str, other: &str) -> bool {
        let of = |form: &str| self.known.get(&folded(form)).map_or(&[][..], Vec::as_slice);
        of(one).iter().any(|group| of(other).contains(group))
    }

    /// The other forms of what is a form as a whole. A form in capitals that is a small
    /// word else is meant in capitals alone: `US` is a name, `us` is none.
    fn others(&self, typed: &str) -> Vec<String> {
        let words = folded(typed);
        let Some(groups) = self.known.get(&words) else { return Vec::new() };
        let is_small_word = |word: &String| is_small(word) && !typed.contains(char::is_uppercase);
        if words.iter().all(is_small_word) {
            return Vec::new();
        }
        let mut out: Vec<String> = Vec::new();
        for form in groups.iter().filter_map(|group| self.groups.get(*group)).flatten() {
            let is_known = |form: &String| out.iter().any(|known| folded(known) == folded(form));
            if folded(form) != words && !is_known(form) {
                out.push(form.clone());
            }
        }
        out
    }

    /// The query with what it names in all its forms, and what was added.
    pub fn widen(&self, query: &Query) -> (Query, Vec<Also>) {
        let mut also = Vec::new();
        let root = if self.is_empty() { query.root.clone() } else { self.node(&query.root, &mut also) };
        (Query { root }, also)
    }

    fn node(&self, node: &Node, also: &mut Vec<Also>) -> Node {
        match node {
            Node::Leaf(Leaf::Near(near)) => {
                let mut near: Near = (**near).clone();
                for side in [&mut near.left, &mut near.right] {
                    let more: Vec<Leaf> = side.iter().flat_map(|leaf| self.leaf(leaf, also)).collect();
                    side.extend(more);
                }
                Node::Leaf(Leaf::Near(Box::new(near)))
            }
            Node::Leaf(leaf) => match self.leaf(leaf, also) {
                more if more.is_empty() => node.clone(),
                more => any(node.clone(), more),
            },
            Node::Field(_) => node.clone(),
            Node::Not(node) => Node::Not(Box::new(self.node(node, also))),
            Node::And(nodes) => Node::And(nodes.iter().map(|node| self.node(node, also)).collect()),
            Node::Or(nodes) => Node::Or(nodes.iter().map(|node| self.node(node, also)).collect()),
            Node::List(clauses) => Node::List(self.list(clauses, also)),
        }
    }

    /// The other forms of a leaf.
    fn leaf(&self, leaf: &Leaf, also: &mut Vec<Also>) -> Vec<Leaf> {
        let typed = match leaf {
            Leaf::Word(word) => word.clone(),
            Leaf::Phrase(Phrase { parts, slop: None }) => match &parts[..] {
                [Part::Text(text)] => text.clone(),
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        self.added(typed, also)
    }

    fn added(&self, typed: String, also: &mut Vec<Also>) -> Vec<Leaf> {
        let forms = self.others(&typed);
        let leaves = forms.iter().map(|form| phrase(form)).collect();
        if !forms.is_empty() {
            also.push(Also { typed, forms });
        }
        leaves
    }

    /// Clauses side by side, in which a row of bare words may be a name.
    fn list(&self, clauses: &[Clause], also: &mut Vec<Also>) -> Vec<Clause> {
        let longest = self.known.keys().map(Vec::len).max().unwrap_or(0);
        let mut out = Vec::new();
        let mut at = 0;
        while at < clauses.len() {
            let row = clauses[at..].iter().map_while(bare_word).take(longest);
            let row: Vec<&str> = row.collect();
            let name = (2..=row.len()).rev().find(|&len| self.known.contains_key(&folded(&row[..len].join(" "))));
            match name {
                Some(len) => {
                    let words = Node::List(clauses[at..at + len].to_vec());
                    let node = any(words, self.added(row[..len].join(" "), also));
                    out.push(Clause { occur: Occur::Wanted, node });
                    at += len;
                }
                None => {
                    let Clause { occur, node } = &clauses[at];
                    out.push(Clause { occur: *occur, node: self.node(node, also) });
                    at += 1;
                }
            }
        }
        out
    }
}

/// The word of a clause that is a bare word.
fn bare_word(clause: &Clause) -> Option<&str> {
    match &clause.node {
        Node::Leaf(Leaf::Word(word)) if clause.occur == Occur::Wanted => Some(word),
        _ => None,
    }
}

fn any(node: Node, more: Vec<Leaf>) -> Node {
    Node::Or(std::iter::once(node).chain(more.into_iter().map(Node::Leaf)).collect())
}

fn phrase(text: &str) -> Leaf {
    Leaf::Phrase(Phrase { parts: vec![Part::Text(text.to_owned())], slop: None })
}

/// The folded words of a form, hyphens and the like as borders; `U.S.` is `us`.
fn folded(form: &str) -> Vec<String> {
    let parts = |word: Word| match word.reading {
        Reading::Acronym => vec![word.parts.concat()],
        _ => word.parts,
    };
    words(form).into_iter().flat_map(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    const FILE: &str = "# groups\n\nDFG = \"Dunmore Ferry Guild\" = “Dunmore Ferry-Guild”\nQuai = Quay\n";

    fn widened(query: &str) -> String {
        Aliases::parse(FILE).0.widen(&parse(query).unwrap()).0.to_string()
    }

    #[test]
    fn names_are_searched_in_all_their_forms() {
        let cases = [
            ("dfg", "dfg OR \"Dunmore Ferry Guild\""),
            ("\"dunmore ferry guild\"", "\"dunmore ferry guild\" OR \"DFG\""),
            ("lamp dunmore ferry guild", "lamp ((dunmore ferry guild) OR \"DFG\")"),
            ("dunmore ferry lamp", "dunmore ferry lamp"),
            ("\"the quay\" -quay", "\"the quay\" -(quay OR \"Quai\")"),
            ("quay w/5 lamp", "(quay OR \"Quai\") w/5 lamp"),
            ("case:DFG author:Quay", "case:DFG author:Quay"),
        ];
        for (query, want) in cases {
            assert_eq!(widened(query), want, "{query}");
        }
    }

    #[test]
    fn a_form_may_be_in_two_groups() {
        let file = "EU = \"European Union\"\nEU = \"Eastern Uplands\" # a hill\nalone\n= x\nUS = \"United States\"\nNus* = x\n";
        let (aliases, bad) = Aliases::parse(file);
        assert!(aliases.joins("eu", "european union") && aliases.joins("EU", "Eastern Uplands"));
        assert!(!aliases.joins("European Union", "Eastern Uplands"));
        assert_eq!(bad.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4, 6]);
        let widened = |query: &str| aliases.widen(&parse(query).unwrap()).0.to_string();
        assert_eq!(widened("EU"), "EU OR \"European Union\" OR \"Eastern Uplands\"");
        assert_eq!((widened("us"), widened("U.S.")), ("us".to_owned(), "U.S. OR \"United States\"".to_owned()));
    }

    #[test]
    fn what_was_added_is_told() {
        let (_, also) = Aliases::parse(FILE).0.widen(&parse("the DFG").unwrap());
        assert_eq!(also, [Also { typed: "DFG".to_owned(), forms: vec!["Dunmore Ferry Guild".to_owned()] }]);
    }
}
