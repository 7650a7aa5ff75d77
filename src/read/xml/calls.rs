//! Text with calls of notes in it: `[<xref>3</xref>]–[<xref>7</xref>]`.
//!
//! A call whose words are a sign (`3`, `*`, `b`) is cut from the text, and with
//! it the brackets and commas around it, which mean nothing without it. A call
//! whose words are words (`Smith 2020`) stays in the text, and so does all that
//! stands around it. To know which, calls that follow one another wait until
//! other text comes.

use crate::read::builder::Builder;
use crate::span::Span;

use super::order::Order;
use super::run::Run;
use super::words::{Words, is_sign};

/// A call: where an element points to one or more notes.
#[derive(Debug)]
pub struct Call<'a> {
    /// Ids of the notes.
    pub targets: Vec<String>,
    /// What stands in the element.
    pub words: Words<'a>,
    /// Bytes of the element.
    pub span: Span,
}

impl Call<'_> {
    /// True where it is cut from the text: a sign, or the id of its note.
    fn is_sign(&self) -> bool {
        let plain = self.words.plain();
        is_sign(&plain) || self.targets.contains(&plain)
    }
}

/// What waits.
#[derive(Debug)]
pub enum Item<'a> {
    /// Text that may go with the calls.
    Words(Words<'a>),
    /// A call.
    Call(Call<'a>),
}

/// A builder that takes calls of notes.
#[derive(Debug)]
pub struct Calls<'a> {
    builder: Builder,
    /// What is known of the notes beforehand.
    pub order: Order,
    items: Vec<Item<'a>>,
    /// Brackets that are open among the items.
    open: Vec<char>,
    /// The last text before the items.
    before: &'a str,
}

impl<'a> Calls<'a> {
    /// Calls go to `builder`.
    pub fn new(builder: Builder, order: Order) -> Self {
        Calls { builder, order, items: Vec::new(), open: Vec::new(), before: "" }
    }

    /// The builder, for all that is neither text nor call; what waits goes
    /// first.
    pub fn builder(&mut self) -> &mut Builder {
        self.flush();
        self.before = "";
        &mut self.builder
    }

    /// The builder, to ask something of it.
    pub fn peek(&self) -> &Builder {
        &self.builder
    }

    /// True where a call waits for what follows.
    pub fn waits(&self) -> bool {
        !self.items.is_empty()
    }

    /// Text as it stands at byte `at`.
    pub fn text(&mut self, text: &'a str, at: usize) {
        let mut done = 0;
        if !self.items.is_empty() {
            done = self.goes_on(text);
            let mut words = Words::default();
            words.push(&text[..done], at);
            self.items.push(Item::Words(words));
            if done == text.len() {
                return;
            }
            self.flush();
        }
        self.fresh(&text[done..], at + done);
    }

    /// Text that stands for the bytes `span`.
    pub fn replaced(&mut self, text: String, span: Span) {
        let mut words = Words::default();
        let holds = if self.items.is_empty() {
            text.chars().all(|c| OPENING.contains(c)) && self.bracket(&text)
        } else {
            self.goes_on(&text) == text.len()
        };
        if holds {
            words.replaced(text, span);
            return self.items.push(Item::Words(words));
        }
        self.flush();
        self.before = "";
        self.builder.replaced(&text, span);
    }

    /// A call of notes.
    pub fn call(&mut self, call: Call<'a>) {
        self.items.push(Item::Call(call));
    }

    /// Text with nothing waiting: an opening bracket at its end waits.
    fn fresh(&mut self, text: &'a str, at: usize) {
        let held = text.trim_end();
        let held = held.strip_suffix(|c| OPENING.contains(c)).map_or(text.len(), str::len);
        if held > 0 {
            self.builder.text(&text[..held], at);
            self.before = &text[..held];
        }
        if held < text.len() && self.bracket(&text[held..held + 1]) {
            let mut words = Words::default();
            words.push(&text[held..], at + held);
            self.items.push(Item::Words(words));
        }
    }

    /// Notes an opening bracket; always true.
    fn bracket(&mut self, text: &str) -> bool {
        self.open.extend(text.chars().filter_map(closing));
        true
    }

    /// How much of a text goes on with the calls before it: separators and
    /// brackets that match; inside brackets also "and".
    fn goes_on(&mut self, text: &str) -> usize {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let mut step = c.len_utf8();
            if let Some(closing) = closing(c) {
                self.open.push(closing);
            } else if self.open.last() == Some(&c) {
                self.open.pop();
            } else if !is_separator(c) {
                step = if self.open.is_empty() { 0 } else { and(&text[at..]) };
            }
            if step == 0 {
                break;
            }
            at += step;
        }
        at
    }

    /// What waits goes to the builder.
    fn flush(&mut self) {
        if self.items.is_empty() {
            return;
        }
        let items = std::mem::take(&mut self.items);
        self.open.clear();
        let calls = items.iter().filter_map(|item| if let Item::Call(call) = item { Some(call) } else { None });
        let signs = calls.clone().all(Call::is_sign);
        let run = Run { items: &items, order: &self.order };
        match run.cut().filter(|_| calls.count() > 0 && signs && !names_the_list(self.before)) {
            Some((first, last)) => run.signs(&mut self.builder, first, last),
            None => run.words(&mut self.builder),
        }
    }
}

/// Words after which the number is part of the sentence: `in ref. 12` says
/// nothing without it, `as shown 12` does.
fn names_the_list(before: &str) -> bool {
    let word = before.trim_end().trim_end_matches(['.', '\u{a0}']);
    let word = word.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    before.ends_with([' ', '\n', '\u{a0}', '.']) && LISTS.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// What references and notes are called.
const LISTS: &[&str] = &[
    "ref",
    "refs",
    "reference",
    "references",
    "note",
    "notes",
    "footnote",
    "footnotes",
    "fn",
    "n",
    "nn",
    "anm",
    "anmerkung",
    "fußnote",
    "nota",
    "noot",
];

/// Brackets that may stand before calls.
pub const OPENING: &str = "[(";

/// The bracket that closes one.
pub fn closing(c: char) -> Option<char> {
    match c {
        '[' => Some(']'),
        '(' => Some(')'),
        _ => None,
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || ",;·".contains(c) || is_dash(c)
}

/// True for a sign that may mean a range.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Length of an "and" between calls at the beginning of a text.
fn and(text: &str) -> usize {
    let mut words = ["and", "&", "und", "et", "y", "e", "to"].into_iter();
    let next = |word: &str| text[word.len()..].chars().next();
    words.find(|word| text.starts_with(word) && !next(word).is_some_and(char::is_alphabetic)).map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Layout};

    /// Reads text in which `{id|words}` is a call.
    fn read(source: &str) -> Document {
        let mut order = Order::default();
        for number in 1..9 {
            order.push(&format!("r{number}"));
            order.labels.insert(format!("r{number}"), number.to_string());
        }
        let mut calls = Calls::new(Builder::new(Layout::default()), order);
        let mut at = 0;
        while at < source.len() {
            let text = &source[at..];
            if let Some(rest) = text.strip_prefix('{') {
                let end = rest.find('}').unwrap();
                let (ids, words) = rest[..end].split_once('|').unwrap();
                let mut call = Call {
                    targets: ids.split(' ').map(str::to_owned).collect(),
                    words: Words::default(),
                    span: Span::new(at, at + end + 2),
                };
                call.words.push(words, at + 2 + ids.len());
                calls.call(call);
                at += end + 2;
            } else {
                let end = text.find('{').unwrap_or(text.len());
                calls.text(&text[..end], at);
                at += end;
            }
        }
        std::mem::take(calls.builder()).finish(source.len())
    }

    fn shown(source: &str) -> (String, String) {
        let document = read(source);
        let labels: Vec<&str> = document.markers.iter().map(|marker| marker.label.as_str()).collect();
        (document.blocks[0].text.text.clone(), labels.join(" "))
    }

    #[test]
    fn signs_go_with_what_stands_around_them() {
        let cases = [
            ("So{r1|1}.", "So.", "1"),
            ("So [{r1|1}, {r2|2}].", "So.", "1 2"),
            ("So {r1|[1]}, {r2|[2]}; yes", "So; yes", "1 2"),
            ("So [{r1|1} and {r2|2}] it is", "So it is", "1 2"),
            ("So ({r1|1}) and ({r2|2}).", "So and.", "1 2"),
            ("(so {r1|[1]}) it is", "(so) it is", "1"),
            ("So {r1 r2|1,2}.", "So.", "1 2"),
            ("l’{r1|1}homme", "l’homme", "1"),
        ];
        for (source, text, labels) in cases {
            assert_eq!(shown(source), (text.to_owned(), labels.to_owned()), "{source}");
        }
    }

    #[test]
    fn words_stay() {
        let cases = [
            ("So ({r1|Marsh 1999}; {r2|Fen 2001}).", "So (Marsh 1999; Fen 2001).", "Marsh 1999 Fen 2001"),
            ("So [{r1|1}, p. 5].", "So [1, p. 5].", "1"),
            ("As in ref. {r5|5} it is", "As in ref. 5 it is", "5"),
            ("A list [see below] it is", "A list [see below] it is", ""),
            ("It ends with (", "It ends with (", ""),
        ];
        for (source, text, labels) in cases {
            assert_eq!(shown(source), (text.to_owned(), labels.to_owned()), "{source}");
        }
    }

    #[test]
    fn ranges_mean_what_lies_between() {
        let cases = [
            ("So {r3|[3]}–{r7|[7]}.", "3 4 5 6 7"),
            ("So [{r3|3}-{r5|5},{r7|7}].", "3 4 5 7"),
            ("So {r3|3–5}.", "3 4 5"),
            // the labels do not fit the list
            ("So {r3|[4]}–{r7|[7]}.", "4 7"),
            ("So {r3|[3]}, {r7|[7]}.", "3 7"),
            ("So {r7|[7]}–{r3|[3]}.", "7 3"),
        ];
        for (source, labels) in cases {
            assert_eq!(shown(source), ("So.".to_owned(), labels.to_owned()), "{source}");
        }
    }

    #[test]
    fn a_marker_has_its_brackets() {
        let document = read("So [{r1|1}] it is {r9|x9x}.");
        let spans: Vec<_> = document.markers.iter().filter_map(|marker| marker.span).collect();
        assert_eq!(spans, [Span::new(3, 11), Span::new(18, 26)]);
    }

    #[test]
    fn one_sign_for_several_notes_is_ambiguous() {
        let mut order = Order::default();
        order.labels.extend(["a", "b"].map(|id| (id.to_owned(), "1".to_owned())));
        let mut calls = Calls::new(Builder::new(Layout::default()), order);
        let mut call =
            Call { targets: vec!["a".to_owned(), "b".to_owned()], words: Words::default(), span: Span::new(0, 3) };
        call.words.push("1", 1);
        calls.call(call);
        let document = std::mem::take(calls.builder()).finish(3);
        assert_eq!(document.markers.len(), 1);
        assert_eq!(document.markers[0].status, crate::model::Status::Ambiguous);
    }
}
