//! Which brackets and tags close which, found once.

use std::collections::HashSet;

/// Tags whose text is no markup.
pub(super) const RAW: &[&str] = &[
    "nowiki",
    "pre",
    "math",
    "chem",
    "ce",
    "source",
    "syntaxhighlight",
    "score",
    "timeline",
    "hiero",
    "imagemap",
    "graph",
    "mapframe",
    "maplink",
    "templatedata",
    "gallery",
];

/// Pairs of the source, by the first byte of what opens.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Opening byte, ascending; closing byte, `u32::MAX` where there is none.
    all: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Template,
    Link,
    Ref,
}

#[derive(Default)]
struct Scan {
    all: Vec<(u32, u32)>,
    open: Vec<(Kind, usize)>,
    /// How many templates and references are open.
    counts: [u32; 2],
}

impl Pairs {
    /// Looks through the source.
    pub fn of(src: &str) -> Self {
        let bytes = src.as_bytes();
        let (mut scan, mut gone, mut i) = (Scan::default(), HashSet::new(), 0);
        while let Some(byte) = bytes.get(i) {
            let doubled = bytes.get(i + 1) == Some(byte);
            i = match byte {
                b'{' if doubled => scan.open(Kind::Template, i),
                b'[' if doubled => scan.open(Kind::Link, i),
                b'}' if doubled => scan.close(Kind::Template, i),
                b']' if doubled => scan.close(Kind::Link, i),
                b'<' => scan.tag(src, i, &mut gone),
                _ => i + 1,
            };
        }
        Pairs { all: scan.all }
    }

    /// The byte at which what opens at `open` is closed.
    pub fn close(&self, open: usize) -> Option<usize> {
        let at = self.all.binary_search_by_key(&(open as u32), |pair| pair.0).ok()?;
        Some(self.all[at].1).filter(|close| *close != u32::MAX).map(|close| close as usize)
    }
}

impl Scan {
    fn open(&mut self, kind: Kind, at: usize) -> usize {
        self.open.push((kind, self.all.len()));
        self.all.push((at as u32, u32::MAX));
        self.count(kind, 1);
        at + 2
    }

    /// Text from `at` to `last` in which nothing opens or closes.
    fn whole(&mut self, at: usize, last: usize) -> usize {
        self.all.push((at as u32, last as u32));
        last + 1
    }

    fn count(&mut self, kind: Kind, change: i32) {
        if let Some(count) = self.counts.get_mut(if kind == Kind::Ref { 1 } else { 0 }).filter(|_| kind != Kind::Link) {
            *count = count.saturating_add_signed(change);
        }
    }

    /// A link is closed only where it is the innermost; templates and
    /// references take what was left open in them along.
    fn close(&mut self, kind: Kind, at: usize) -> usize {
        let top = self.open.last().map(|open| open.0);
        let closes = match kind {
            Kind::Link => top == Some(Kind::Link),
            Kind::Template => self.counts[0] > 0,
            Kind::Ref => self.counts[1] > 0,
        };
        while closes && let Some((open, pair)) = self.open.pop() {
            self.count(open, -1);
            if open == kind {
                self.all[pair].1 = at as u32;
                return at + 2;
            }
        }
        at + if closes { 2 } else { 1 }
    }

    fn tag<'a>(&mut self, src: &'a str, at: usize, gone: &mut HashSet<&'a str>) -> usize {
        let rest = &src[at..];
        if rest.starts_with("<!--") {
            return end_of(src, at + 4, "-->", gone).map_or(at + 4, |end| self.whole(at, end + 2));
        }
        if closes(rest, "ref") {
            return self.close(Kind::Ref, at);
        }
        let Some(tag) = super::tags::tag(src, at) else { return at + 1 };
        if tag.name == "ref" && !tag.alone && !tag.closing {
            self.open(Kind::Ref, at);
        } else if RAW.contains(&tag.name.as_str()) && !tag.alone && !tag.closing {
            let end = raw_end(src, tag.end, &src[at + 1..at + 1 + tag.name.len()], gone);
            return end.map_or(tag.end, |end| self.whole(at, end));
        }
        tag.end
    }
}

/// True where `rest` begins with the closing tag of `name`.
pub(super) fn closes(rest: &str, name: &str) -> bool {
    let inner = rest.strip_prefix("</").and_then(|rest| rest.get(..name.len()));
    inner.is_some_and(|found| found.eq_ignore_ascii_case(name))
        && !rest[2 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Byte of the next closing tag of `name` from byte `from`; `gone` holds names
/// that are known not to come any more.
pub(super) fn raw_end<'a>(src: &'a str, from: usize, name: &'a str, gone: &mut HashSet<&'a str>) -> Option<usize> {
    if gone.contains(name) {
        return None;
    }
    let found = src[from..].match_indices("</").map(|(at, _)| from + at).find(|at| closes(&src[*at..], name));
    if found.is_none() {
        gone.insert(name);
    }
    found
}

fn end_of<'a>(src: &'a str, from: usize, sign: &'static str, gone: &mut HashSet<&'a str>) -> Option<usize> {
    if gone.contains(sign) {
        return None;
    }
    let found = src.get(from..)?.find(sign).map(|at| from + at);
    if found.is_none() {
        gone.insert(sign);
    }
    found
}
