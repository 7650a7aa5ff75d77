//! Commands: reading their arguments, doing what they mean.

use super::groups::Kind;
use super::scan;
use super::table::{Action, Front, action};
use super::walk::Reader;
use crate::model::BlockKind;
use crate::read::raised::{self, Shown};

impl<'a> Reader<'a> {
    /// The command whose backslash stands at byte `at`.
    pub(super) fn command(&mut self, at: usize) {
        let (_, end) = self.here();
        if at + 1 >= end {
            return self.advance(end);
        }
        let after = scan::name_end(self.src, at).min(end);
        let name = &self.src[at + 1..after];
        self.advance(after);
        let known = action(name);
        if !known.is_some_and(is_structure) && self.call(name, at) {
            return;
        }
        match known {
            Some(known) => self.act(known, name, at),
            None => self.unknown(name, at),
        }
    }

    fn act(&mut self, action: Action, name: &'a str, at: usize) {
        let after = self.here().0;
        match action {
            Action::Nothing => self.swallow(name),
            Action::Skip(count) => self.skip(count),
            Action::Symbol(text) => {
                self.swallow(name);
                self.put(text, at, after);
            }
            Action::Blank => self.blank(at, after),
            Action::Glue => self.glue(at),
            Action::Line => self.line(at),
            Action::Par => self.paragraph(at),
            Action::Accent(_) if self.state.math => {}
            Action::Accent(mark) => self.accent(mark, at),
            Action::Heading(rank) => self.heading(rank, at),
            Action::Front(front) => self.front(front, at),
            Action::Caption => self.block_of(BlockKind::Caption, at),
            Action::Note(series) => self.note(series, at),
            Action::Mark(series) => self.mark(series, at),
            Action::NoteText(series) => self.note_text(series, at),
            Action::NoteRef => self.note_ref(at),
            Action::TableMark => self.table_mark(at),
            Action::Label => self.label(),
            Action::Cite => self.cite(at),
            Action::FootCite => self.foot_cite(at),
            Action::AutoCite if self.plan.cites_in_notes => self.foot_cite(at),
            Action::AutoCite => self.cite(at),
            Action::Verb => self.verb(),
            Action::Url => self.url(at),
            Action::Item => self.item(at),
            Action::BibItem => self.bib_item(at),
            Action::Begin => self.enter(at),
            Action::End => self.end(at),
            Action::Fraction => self.fraction(),
            Action::Raised => self.raised(),
            Action::TwoReadings => self.two_readings(),
            Action::Text => self.math_group(false),
            Action::Math => self.math_group(true),
            Action::OpenMath(display) => self.open_math(display, at, after),
            Action::CloseMath => self.close_math(at, after),
            Action::Fence => self.fence(),
            other => self.define(other, at),
        }
    }

    /// Definitions and other commands that show nothing.
    fn define(&mut self, action: Action, at: usize) {
        match action {
            Action::NewCommand => self.new_command(),
            Action::NewDocumentCommand => self.new_document_command(),
            Action::Def => self.def(),
            Action::Let => self.let_(),
            Action::NewEnvironment => self.new_environment(),
            Action::Counter(add) => self.counter(add),
            Action::Step => self.step_counter(),
            Action::Reset(_) | Action::Setup => self.skip(2),
            Action::Input => self.input(),
            Action::IfFalse => self.if_false(),
            Action::And => self.end_block(at),
            Action::Xspace => self.xspace(at),
            _ => {}
        }
    }

    /// A command that neither the table nor the file explains. Two habits are
    /// heeded: what begins with `index` (`\indexdef{…}`, `\indexsee{…}{…}`)
    /// writes to the index, what ends in `ref` or `label` (`\figref{…}`) names a
    /// place; neither is text. Counter-example: `\textlabeled{…}` is text.
    /// Otherwise options go and arguments are text: `\term[x]{word}`. In a
    /// formula the command stays as it is.
    fn unknown(&mut self, name: &str, at: usize) {
        let after = self.here().0;
        if name.starts_with("index") || name.ends_with("ref") || name.ends_with("label") {
            self.skip(1);
            while self.src[self.here().0..self.here().1].starts_with('{') && self.argument().is_some() {}
            return;
        }
        if self.state.math && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.put(&self.src[at..after], at, after);
            return self.blank(after, after);
        }
        self.option();
        let (here, end) = self.here();
        if self.src[here..end].starts_with('{') {
            self.advance(here + 1);
            self.push(Kind::Argument);
        }
    }

    /// `\textsuperscript{…}`: figures in raised characters, all else as text.
    fn raised(&mut self) {
        let Some(open) = self.brace() else { return };
        let Some(close) = self.braces.close(open).filter(|close| *close < self.here().1) else { return };
        let text = &self.src[open + 1..close];
        match raised::shown(text, self.b.tail(), self.state.table) {
            Shown::Plain => {}
            Shown::Figures if !self.state.mute => {
                self.advance(close + 1);
                self.high(open + 1, close);
            }
            Shown::Figures => {}
            Shown::Apart => self.blank(open, open),
        }
    }

    /// Figures of the bytes `from..to`, raised.
    pub(super) fn high(&mut self, from: usize, to: usize) {
        for (piece, span) in raised::pieces(&self.src[from..to], from) {
            self.put(piece, span.start, span.end);
        }
    }

    /// `\texorpdfstring{printed}{in bookmarks}`: what is printed is the text.
    fn two_readings(&mut self) {
        if let Some(open) = self.brace() {
            self.advance(open + 1);
            self.push(Kind::Printed);
        }
    }

    /// White space after a name in letters is not shown.
    fn swallow(&mut self, name: &str) {
        if !self.state.math && name.ends_with(|c: char| c.is_ascii_alphabetic()) {
            self.swallow_space();
        }
    }

    /// Passes over white space within the paragraph.
    pub(super) fn swallow_space(&mut self) {
        let (at, end) = self.here();
        let bytes = self.src.as_bytes();
        let mut next = scan::blanks(bytes, at, end);
        if next < end && bytes[next] == b'\n' && scan::run(bytes, next, end, true) > next {
            next = scan::blanks(bytes, next + 1, end);
        }
        self.advance(next);
    }

    /// Stretches that are read to their end give way to what called them, so
    /// that `\newcommand{\fn}{\footnote}` finds its argument.
    fn settle(&mut self) {
        while self.frames.len() > 1 {
            let (at, end) = self.here();
            if scan::space(self.src.as_bytes(), at, end) < end {
                return;
            }
            self.leave_frame();
        }
    }

    /// The byte of the `{` that comes next, if one does; white space before it
    /// is passed over only then.
    pub(super) fn brace(&mut self) -> Option<usize> {
        self.settle();
        let (at, end) = self.here();
        let open = scan::space(self.src.as_bytes(), at, end);
        (open < end && self.src.as_bytes()[open] == b'{').then_some(open)
    }

    /// The bytes inside the next argument in braces, passed over.
    pub(super) fn argument(&mut self) -> Option<(usize, usize)> {
        let open = self.brace()?;
        let close = self.braces.close(open).filter(|close| *close < self.here().1)?;
        self.advance(close + 1);
        Some((open + 1, close))
    }

    /// The bytes inside the next argument in brackets, passed over. At most a
    /// thousand bytes, not over an empty line.
    pub(super) fn option(&mut self) -> Option<(usize, usize)> {
        self.settle();
        let (at, end) = self.here();
        let open = scan::space(self.src.as_bytes(), at, end);
        let bytes = self.src.as_bytes();
        if open >= end || bytes[open] != b'[' {
            return None;
        }
        let (mut i, last) = (open + 1, end.min(open + 1000));
        while i < last {
            match bytes[i] {
                b']' => {
                    self.advance(i + 1);
                    return Some((open + 1, i));
                }
                b'{' => i = self.braces.close(i)?,
                b'\\' => i += 1,
                b'\n' if scan::run(bytes, i, end, true) == i => return None,
                _ => {}
            }
            i += 1;
        }
        None
    }

    /// Passes over a star, options and `count` arguments (groups or commands).
    pub(super) fn skip(&mut self, count: u8) {
        self.star();
        while self.option().is_some() {}
        for _ in 0..count {
            if self.argument().is_some() {
                while self.option().is_some() {}
                continue;
            }
            let (at, end) = self.here();
            if self.src[at..end].starts_with('\\') && at + 1 < end {
                self.advance(scan::name_end(self.src, at));
            }
        }
    }

    /// Passes over a star; false where there is none.
    pub(super) fn star(&mut self) -> bool {
        let (at, end) = self.here();
        let star = self.src[at..end].starts_with('*');
        if star {
            self.advance(at + 1);
        }
        star
    }

    /// A heading of `rank`; the highest of the document is level 1. An
    /// optional short form is not the heading.
    fn heading(&mut self, rank: u8, at: usize) {
        let starred = self.star();
        self.option();
        if self.state.mute {
            return;
        }
        while self.depth.0 > 0 && rank < 5 {
            self.doubt("a note has no end");
            self.pop(at, 0);
        }
        self.restart(rank, starred);
        if let Some(open) = self.brace() {
            let start = self.place(at, open).start;
            self.b.heading(rank.saturating_sub(self.plan.top) + 1, start);
            self.advance(open + 1);
            self.push(Kind::Block);
            (self.state.table, self.state.math) = (false, false);
        }
    }

    /// A block of its own of `kind`, from the next argument.
    fn block_of(&mut self, kind: BlockKind, at: usize) {
        self.star();
        self.option();
        if let Some(open) = self.brace() {
            let start = self.place(at, open).start;
            self.b.block(kind, start);
            self.advance(open + 1);
            self.push(Kind::Block);
            (self.state.base, self.state.table, self.state.math) = (Some(kind), false, false);
        }
    }

    /// Title, author and the like: blocks of their own, and what is known of
    /// the work. They are text in the preamble too.
    fn front(&mut self, front: Front, at: usize) {
        self.star();
        self.option();
        let Some(open) = self.brace() else { return };
        let close = self.braces.close(open).unwrap_or(open);
        self.know(front, open + 1, close.max(open + 1));
        self.state.mute = false;
        let start = self.place(at, open).start;
        match front {
            Front::Title => self.b.heading(1, start),
            _ => self.b.block(BlockKind::Paragraph, start),
        }
        self.advance(open + 1);
        let before = self.plan.has_preamble && !self.open.contains_key("document");
        self.state.mute = before;
        self.push(Kind::Block);
        self.state.mute = false;
        (self.state.base, self.state.table, self.state.math) = (None, false, false);
    }

    /// `\text{…}` in a formula, `\ensuremath{…}` outside of one.
    fn math_group(&mut self, math: bool) {
        if let Some(open) = self.brace() {
            self.advance(open + 1);
            self.push(Kind::Brace);
            self.state.math = math;
        }
    }

    /// A length after a command: `\kern-3pt`, `\parindent = 0pt plus 1pt`.
    fn glue(&mut self, at: usize) {
        let (from, end) = self.here();
        let rest = &self.src[from..end];
        let number = rest.trim_start_matches([' ', '=']).trim_start_matches(['-', '+', '.', ',']);
        let digits = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if digits.len() < number.len() {
            let unit = digits.trim_start_matches(' ');
            let units = ["pt", "em", "ex", "cm", "mm", "in", "pc", "bp", "mu", "sp"];
            let left = units.iter().find_map(|name| unit.strip_prefix(name)).unwrap_or(digits);
            self.advance(end - left.len());
        }
        let to = self.here().0;
        self.blank(at, to);
    }

    /// A blank where a word follows.
    fn xspace(&mut self, at: usize) {
        self.settle();
        let (here, end) = self.here();
        if self.src[here..end].starts_with(|c: char| c.is_alphanumeric() || c == '(') {
            self.blank(at, here);
        }
    }
}

/// Commands that a file may define again without their meaning another thing to us.
fn is_structure(action: Action) -> bool {
    !matches!(action, Action::Nothing | Action::Skip(_) | Action::Symbol(_) | Action::Text | Action::Input)
        && !matches!(action, Action::Front(Front::Other) | Action::Note(super::notes::Series::Bare) | Action::Cite)
}
