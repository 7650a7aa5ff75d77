//! Templates: their arguments, and what is shown of them.

use super::names::{self, Template};
use super::walk::{Reader, Then};
use crate::model::BlockKind;

/// The arguments of a template: bytes of the source, blanks at the ends cut.
pub(super) struct Arguments<'a> {
    /// Name, if it has one, first byte, byte after the last.
    list: Vec<(Option<&'a str>, usize, usize)>,
    /// The byte after the template's name.
    pub name_end: usize,
}

impl<'a> Arguments<'a> {
    fn of(src: &'a str, parts: &[(usize, usize)]) -> Self {
        let list = parts.iter().skip(1).map(|&(from, to)| argument(src, from, to)).collect();
        Arguments { list, name_end: parts.first().map_or(0, |name| name.1) }
    }

    /// The value of the first of `names` that is given.
    pub fn named(&self, src: &'a str, names: &[&str]) -> Option<&'a str> {
        self.range(names).map(|(from, to)| &src[from..to])
    }

    /// As `named`, the bytes.
    pub fn range(&self, names: &[&str]) -> Option<(usize, usize)> {
        let of = |name: &&str| {
            let given = self.list.iter().rev().find(|(own, from, to)| own.is_some_and(|own| own == *name) && to > from);
            given.map(|&(_, from, to)| (from, to))
        };
        names.iter().find_map(of)
    }

    /// The argument at this place (from 0) among those without a name.
    pub fn positional(&self, at: usize) -> Option<(usize, usize)> {
        let place = (at + 1).to_string();
        let plain = self.all_positional().nth(at);
        plain.or_else(|| self.range(&[&place]))
    }

    /// All without a name, in order.
    pub fn all_positional(&self) -> impl Iterator<Item = (usize, usize)> {
        self.list.iter().filter(|(name, _, _)| name.is_none()).map(|&(_, from, to)| (from, to))
    }

    /// All values.
    fn values(&self) -> impl Iterator<Item = (usize, usize)> {
        self.list.iter().filter(|(_, from, to)| to > from).map(|&(_, from, to)| (from, to))
    }
}

/// Splits `name = value`: a name is short and holds no markup.
fn argument(src: &str, from: usize, to: usize) -> (Option<&str>, usize, usize) {
    let text = &src[from..to];
    let sign = text.bytes().take(60).position(|byte| b"=[{<&".contains(&byte));
    let equals = sign.filter(|at| text.as_bytes()[*at] == b'=');
    let name = equals.map(|at| text[..at].trim());
    let start = equals.map_or(from, |at| from + at + 1);
    let value = &src[start..to];
    let start = start + value.len() - value.trim_start().len();
    (name, start, start.max(to - (value.len() - value.trim_end().len())))
}

impl<'a> Reader<'a> {
    /// `{{` at byte `at`; true where it begins a template.
    pub(super) fn template(&mut self, at: usize, end: usize) -> bool {
        let Some(close) = self.pairs.close(at).filter(|close| close + 2 <= end) else { return false };
        let parts = self.parts(at + 2, close);
        let &(from, to) = parts.first().unwrap_or(&(at + 2, close));
        let arguments = Arguments::of(self.src, &parts);
        let span = (at, close + 2);
        self.advance(span.1);
        if self.src[from..to].starts_with('{') {
            // `{{{parameter|what is shown without it}}}`
            let more = usize::from(self.src[span.1..end].starts_with('}'));
            self.advance(span.1 + more);
            self.show(arguments.all_positional().collect(), Then::Nothing);
            return true;
        }
        let name = name(&self.src[from..to]);
        let colon = self.src[from..to].find(':').filter(|_| !self.inner && name.starts_with("displaytitle:"));
        if let Some(colon) = colon {
            let title = self.plain(from + colon + 1, to);
            self.b.meta.title.get_or_insert(title);
        }
        if let Some(colon) = self.src[from..to].find(':').filter(|colon| names::prints(name[..].get(..*colon))) {
            self.show(vec![(from + colon + 1, to)], Then::Nothing);
            return true;
        }
        self.use_template(names::template(&name), &arguments, span);
        true
    }

    fn use_template(&mut self, template: Template, arguments: &Arguments<'a>, (at, end): (usize, usize)) {
        match template {
            Template::Nothing => {}
            Template::Cite => self.cite(arguments, (at, end)),
            Template::ShortNote => self.short_note(arguments, (at, end)),
            Template::Short => {
                let text = self.short(arguments);
                self.put(&text, at, end);
            }
            Template::Note(group) => self.note_template(arguments, group, (at, end)),
            Template::Calls => self.calls(arguments),
            Template::List(group) => self.list(arguments, group, at),
            Template::Quotation => self.set_apart(arguments, BlockKind::Quotation, at),
            Template::Chrome => self.set_apart(arguments, BlockKind::Chrome, at),
            // `{{sic|wrod}}` shows the word, `{{sic}}` follows one
            Template::Sign("[sic]") if let Some(word) = arguments.positional(0) => {
                self.show(vec![word], Then::Nothing);
            }
            Template::Sign(sign) => {
                let shown = if sign == "c. " { arguments.name_end } else { end };
                self.put(sign, at, shown);
                self.show(arguments.all_positional().take(usize::from(sign == "c. ")).collect(), Then::Nothing);
            }
            Template::Argument(place) => {
                let argument = arguments.positional(place).or_else(|| arguments.all_positional().last());
                self.show(argument.into_iter().collect(), Then::Nothing);
            }
            Template::First(count) => self.show(arguments.all_positional().take(count).collect(), Then::Nothing),
            Template::Text if arguments.all_positional().next().is_none() && arguments.values().nth(2).is_some() => {
                self.set_apart(arguments, BlockKind::Chrome, at);
            }
            Template::Text => self.show(arguments.all_positional().collect(), Then::Nothing),
        }
    }

    /// Reads these bytes next, with blanks between them.
    fn show(&mut self, ranges: Vec<(usize, usize)>, last: Then) {
        for (i, (from, to)) in ranges.into_iter().rev().enumerate() {
            self.push(from, to, if i == 0 { last } else { Then::Blank });
        }
    }

    /// Values that stand in a block of their own; within a note, in the line.
    /// They are read for what they define too: references in an infobox are
    /// called from the text.
    fn set_apart(&mut self, arguments: &Arguments<'a>, kind: BlockKind, at: usize) {
        let values: Vec<_> = arguments.values().collect();
        if !self.notes.is_empty() || self.inner {
            return self.show(values, Then::Nothing);
        }
        if values.is_empty() {
            return;
        }
        self.b.end_block(at);
        let before = self.base.replace(kind);
        self.show(values, Then::Block(before));
    }
}

/// The name of a template: lower case, without comments and namespace, blanks
/// for underscores.
fn name(text: &str) -> String {
    let text = text.split("<!--").next().unwrap_or_default().trim();
    let text = text.get(..200).unwrap_or(text).to_lowercase().replace('_', " ");
    let bare = ["template:", "vorlage:", "modèle:", "subst:"].iter().find_map(|space| text.strip_prefix(space));
    bare.map_or(text.clone(), str::to_owned)
}
