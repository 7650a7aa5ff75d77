//! What is open: braces, notes, headings, environments, formulas.

use super::walk::{Reader, State};

/// A group that is open.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub kind: Kind,
    /// The name, of an environment.
    pub name: &'a str,
    /// What held before it.
    before: State,
}

/// What kind of group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Braces without a meaning of their own.
    Brace,
    /// An argument of an unknown command.
    Argument,
    /// A heading, a caption, a title: a block of its own.
    Block,
    /// A note. True where its brace is never closed: it ends with its paragraph.
    Note(bool),
    /// A note that is an item of a list under a table.
    Item,
    /// An environment.
    Environment,
    /// A formula in the line.
    Math,
    /// A formula set apart.
    Display,
    /// The upper part of a fraction.
    Numerator,
    /// What is printed, of two readings; the one for bookmarks follows.
    Printed,
}

impl Kind {
    /// True for what a `}` closes.
    fn is_brace(self) -> bool {
        matches!(self, Kind::Brace | Kind::Argument | Kind::Block | Kind::Note(_) | Kind::Numerator | Kind::Printed)
    }
}

impl<'a> Reader<'a> {
    /// A group begins.
    pub(super) fn push(&mut self, kind: Kind) {
        self.push_named(kind, "");
    }

    /// An environment begins.
    pub(super) fn push_named(&mut self, kind: Kind, name: &'a str) {
        self.depth.1 += u32::from(kind.is_brace());
        self.depth.0 += u32::from(matches!(kind, Kind::Note(_) | Kind::Item));
        self.stack.push(Group { kind, name, before: self.state });
    }

    /// The innermost group ends with the `len` bytes at `at`.
    pub(super) fn pop(&mut self, at: usize, len: usize) {
        let Some(group) = self.stack.pop() else { return };
        self.depth.1 -= u32::from(group.kind.is_brace());
        match group.kind {
            Kind::Note(_) | Kind::Item => {
                self.depth.0 -= 1;
                let end = self.place(at, at + len).end;
                self.b.close_note(end);
            }
            Kind::Block => {
                let end = self.place(at, at + len).end;
                self.b.end_block(end);
            }
            Kind::Numerator => self.put("/", at, at + len),
            Kind::Printed => self.skip(1),
            Kind::Environment => self.leave(group.name, at),
            Kind::Brace | Kind::Argument | Kind::Math | Kind::Display => {}
        }
        self.state = group.before;
    }

    /// `{`.
    pub(super) fn open_brace(&mut self, at: usize) {
        self.advance(at + 1);
        self.push(Kind::Brace);
    }

    /// `}`: closes the innermost brace, and formulas and environments that were
    /// left open in it. A brace too many closes nothing.
    pub(super) fn close_brace(&mut self, at: usize) {
        self.advance(at + 1);
        if self.depth.1 == 0 {
            return;
        }
        while let Some(group) = self.stack.last() {
            let kind = group.kind;
            self.pop(at, usize::from(kind.is_brace()));
            if kind.is_brace() {
                return self.between(kind, at + 1);
            }
        }
    }

    /// Two arguments of an unknown command are two words: `\book{Emile}{1762}`.
    fn between(&mut self, kind: Kind, at: usize) {
        let (here, end) = self.here();
        if kind == Kind::Argument && self.src[here..end].starts_with('{') {
            self.blank(at, at);
            self.advance(here + 1);
            self.push(Kind::Argument);
        }
    }

    /// An empty line, or `\par`: what cannot go on over it ends.
    pub(super) fn paragraph(&mut self, at: usize) {
        while let Some(Kind::Math | Kind::Display | Kind::Block | Kind::Note(true)) =
            self.stack.last().map(|group| group.kind)
        {
            self.pop(at, 0);
        }
        if self.state.math {
            self.blank(at, at);
        } else {
            self.end_block(at);
        }
    }

    /// The open block ends.
    pub(super) fn end_block(&mut self, at: usize) {
        if !self.state.mute {
            let end = self.place(at, at).end;
            self.b.end_block(end);
        }
    }

    /// Closes all down to the environment `name`, if one is open.
    pub(super) fn close_to(&mut self, name: &str, at: usize, len: usize) {
        if self.open.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(group) = self.stack.last() {
            let found = group.kind == Kind::Environment && group.name == name;
            self.pop(at, if found { len } else { 0 });
            if found {
                return;
            }
        }
    }
}
