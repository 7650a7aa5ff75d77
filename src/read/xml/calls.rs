//! Text with calls of notes in it: `[<xref>3</xref>]–[<xref>7</xref>]`.
//!
//! A call whose words are a sign (`3`, `*`, `b`) is cut from the text, and with
//! it the brackets and commas around it, which mean nothing without it. A call
//! whose words are words (`Smith 2020`) stays in the text, and so does all that
//! stands around it. To know which, calls that follow one another wait until
//! other text comes.

use std::collections::HashMap;

use crate::read::builder::Builder;
use crate::span::Span;

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
enum Item<'a> {
    Words(Words<'a>),
    Call(Call<'a>),
}

/// Notes in the order of their list, for ranges, with their labels.
#[derive(Debug, Default)]
pub struct Order {
    ids: Vec<String>,
    places: HashMap<String, usize>,
    /// Labels as printed, by id.
    pub labels: HashMap<String, String>,
}

/// Longest range that is taken for one.
const LONGEST_RANGE: usize = 200;

impl Order {
    /// The next note of the list. An id that comes again keeps its first place.
    pub fn push(&mut self, id: &str) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.ids.len());
            self.ids.push(id.to_owned());
        }
    }

    /// Ids strictly between two, which a range `[3]–[7]` means without naming
    /// them. The labels of its ends must be numbers as far apart as the two are
    /// in the list: in a list by the alphabet, `[3]–[7]` means nothing certain.
    fn between(&self, from: (&str, &str), to: (&str, &str)) -> &[String] {
        let number = |label: &str| label.parse::<usize>().ok();
        let place = |id: &str| self.places.get(id).copied();
        let (Some(low), Some(high)) = (number(from.1), number(to.1)) else { return &[] };
        let (Some(first), Some(last)) = (place(from.0), place(to.0)) else { return &[] };
        let apart = high.saturating_sub(low);
        if apart == 0 || apart > LONGEST_RANGE || last.checked_sub(first) != Some(apart) {
            return &[];
        }
        &self.ids[first + 1..last]
    }

    /// The id of the note `apart` places after another.
    fn after(&self, id: &str, apart: usize) -> Option<&str> {
        self.ids.get(self.places.get(id)? + apart).map(String::as_str)
    }
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

const OPENING: &str = "[(";

fn closing(c: char) -> Option<char> {
    match c {
        '[' => Some(']'),
        '(' => Some(')'),
        _ => None,
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || ",;·".contains(c) || is_dash(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Length of an "and" between calls at the beginning of a text.
fn and(text: &str) -> usize {
    let mut words = ["and", "&", "und", "et", "y", "e", "to"].into_iter();
    let next = |word: &str| text[word.len()..].chars().next();
    words.find(|word| text.starts_with(word) && !next(word).is_some_and(char::is_alphabetic)).map_or(0, str::len)
}

/// A run of calls with what stands around them.
struct Run<'r, 'a> {
    items: &'r [Item<'a>],
    order: &'r Order,
}

impl Run<'_, '_> {
    /// The part that goes: from the bracket before the first call to the one
    /// after the last (a byte of the source each). `None` where brackets do not
    /// match.
    fn cut(&self) -> Option<(usize, usize)> {
        let mut open = Vec::new();
        let mut last = None;
        let mut first = None;
        let mut lead = None;
        for item in self.items {
            match item {
                Item::Call(call) => {
                    first = first.or(lead).or(Some(call.span.start));
                    last = open.is_empty().then_some(call.span.end);
                }
                Item::Words(words) => {
                    for (c, span) in words.chars() {
                        if let Some(closing) = closing(c) {
                            open.push(closing);
                            lead = lead.or(Some(span.start));
                        } else if open.last() == Some(&c) {
                            open.pop();
                            if open.is_empty() && last.is_none() {
                                last = Some(span.end);
                            }
                        }
                    }
                }
            }
        }
        first.zip(last)
    }

    /// All stays in the text, with a marker after each call.
    fn words(&self, builder: &mut Builder) {
        let mut last: Option<(usize, &Call<'_>)> = None;
        for (at, item) in self.items.iter().enumerate() {
            match item {
                Item::Words(words) => words.write(builder),
                Item::Call(call) => {
                    if let Some((from, before)) = last {
                        self.range(builder, (from, before), (at, call));
                    }
                    call.words.write(builder);
                    self.markers(builder, call, call.span);
                    last = Some((at, call));
                }
            }
        }
    }

    /// The calls are cut from byte `first` to byte `last`; what stands after it
    /// stays.
    fn signs(&self, builder: &mut Builder, first: usize, last: usize) {
        let mut before: Option<(usize, &Call<'_>)> = None;
        for (at, item) in self.items.iter().enumerate() {
            match item {
                Item::Words(words) => words.write_outside(builder, Span::new(first, last)),
                Item::Call(call) => {
                    if let Some((from, before)) = before {
                        self.range(builder, (from, before), (at, call));
                    }
                    self.markers(builder, call, self.hull(at, call.span));
                    before = Some((at, call));
                }
            }
        }
    }

    /// A call with the brackets right around it.
    fn hull(&self, at: usize, span: Span) -> Span {
        let beside = |at: Option<usize>| at.and_then(|at| self.items.get(at));
        let mut out = span;
        if let Some(Item::Words(words)) = beside(at.checked_sub(1))
            && let Some((c, open)) = words.chars().filter(|(c, _)| !c.is_whitespace()).last()
            && OPENING.contains(c)
        {
            out.start = open.start;
        }
        if let Some(Item::Words(words)) = beside(Some(at + 1))
            && let Some((c, close)) = words.chars().find(|(c, _)| !c.is_whitespace())
            && "])".contains(c)
        {
            out.end = close.end;
        }
        out
    }

    /// A marker for each note of a call. One sign for several notes that all
    /// bear it (`1`, where each page has its note 1) can mean one of them alone.
    fn markers(&self, builder: &mut Builder, call: &Call<'_>, span: Span) {
        let mut plain = call.words.plain();
        if call.targets.contains(&plain) {
            // some converters write the id for the sign
            plain.clear();
        }
        let known = |id: &String| self.order.labels.get(id).cloned().unwrap_or_default();
        if let [only] = call.targets.as_slice() {
            return self.one(builder, (&plain, only), span);
        }
        if call.targets.iter().all(|target| known(target) == plain) && !plain.is_empty() {
            return builder.ambiguous_marker(&plain, span);
        }
        let parts: Vec<&str> = plain.split([',', ';']).map(str::trim).collect();
        let parted = parts.len() == call.targets.len();
        for (at, target) in call.targets.iter().enumerate() {
            let label = if parted { parts[at].to_owned() } else { known(target) };
            builder.marker(&label, span, target);
        }
    }

    /// The marker of a call that names one note; `3–5` may mean two more.
    fn one(&self, builder: &mut Builder, (label, target): (&str, &str), span: Span) {
        let ends = label.split_once(is_dash).map(|(low, high)| (low.trim(), high.trim()));
        let parsed = ends.and_then(|(low, high)| Some((low.parse::<usize>().ok()?, high.parse::<usize>().ok()?)));
        let last = parsed.and_then(|(low, high)| self.order.after(target, high.checked_sub(low)?));
        let (Some((low, high)), Some(last)) = (ends, last) else {
            return builder.marker(label, span, target);
        };
        builder.marker(low, span, target);
        for id in self.order.between((target, low), (last, high)) {
            builder.marker(self.order.labels.get(id).map_or("", String::as_str), span, id);
        }
        builder.marker(high, span, last);
    }

    /// Markers for what a range between two calls means without naming it.
    fn range(&self, builder: &mut Builder, from: (usize, &Call<'_>), to: (usize, &Call<'_>)) {
        let between: String = self.items[from.0 + 1..to.0].iter().filter_map(plain).collect();
        let sign = between.trim_matches(|c: char| c.is_whitespace() || "[]()".contains(c));
        let (Some(first), Some(last)) = (from.1.targets.last(), to.1.targets.first()) else { return };
        if !sign.chars().all(is_dash) || sign.is_empty() || sign.chars().count() > 2 {
            return;
        }
        let ends = (from.1.words.plain(), to.1.words.plain());
        let span = Span::new(from.1.span.end, to.1.span.start);
        for id in self.order.between((first, &ends.0), (last, &ends.1)) {
            builder.marker(self.order.labels.get(id).map_or("", String::as_str), span, id);
        }
    }
}

fn plain(item: &Item<'_>) -> Option<String> {
    match item {
        Item::Words(words) => Some(words.chars().map(|(c, _)| c).collect()),
        Item::Call(_) => None,
    }
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
