//! Calls that follow one another, and what becomes of the text around them.

use super::calls::{Call, Item, OPENING, closing, is_dash};
use super::order::Order;
use crate::read::builder::Builder;
use crate::span::Span;

/// A run of calls with what stands around them.
pub struct Run<'r, 'a> {
    /// Calls, and text between them.
    pub items: &'r [Item<'a>],
    /// What is known of the notes.
    pub order: &'r Order,
}

impl Run<'_, '_> {
    /// The part that goes: from the bracket before the first call to the one
    /// after the last (a byte of the source each). `None` where brackets do not
    /// match.
    pub fn cut(&self) -> Option<(usize, usize)> {
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
    pub fn words(&self, builder: &mut Builder) {
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
    pub fn signs(&self, builder: &mut Builder, first: usize, last: usize) {
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
