//! Items, rows and lines.

use super::walk::{Frame, Reader, Then};
use crate::model::BlockKind;

impl Reader<'_> {
    /// `\\`: a new line, in a table a new row.
    pub(super) fn line(&mut self, at: usize) {
        self.star();
        let (here, end) = self.here();
        if self.src[here..end].starts_with('[') {
            self.length();
        }
        let to = self.here().0;
        if self.state.table && !self.state.math {
            self.end_block(to);
        } else {
            self.blank(at, to);
        }
    }

    /// `[2pt]` after a line; a bracket with words in it is text.
    fn length(&mut self) {
        let (here, _) = self.here();
        if let Some((from, to)) = self.option()
            && self.src[from..to].chars().any(|c| c.is_alphabetic() && c != '\\')
            && !self.src[from..to].starts_with(|c: char| c.is_ascii_digit() || ".-+\\ ".contains(c))
        {
            self.advance(here);
        }
    }

    /// `\item`, with a label that is text.
    pub(super) fn item(&mut self, at: usize) {
        if self.state.mute {
            return;
        }
        let option = self.option();
        if let Some((from, to)) = option
            && self.table_note(from, to, at)
        {
            return;
        }
        let start = self.place(at, at).start;
        self.b.block(BlockKind::ListItem, start);
        if let Some((from, to)) = option {
            self.read_apart(from, to, Then::Blank);
        }
    }

    /// `\bibitem[label]{key}`.
    pub(super) fn bib_item(&mut self, at: usize) {
        self.option();
        self.argument();
        let to = self.here().0;
        let start = self.place(at, to).start;
        if !self.state.mute {
            self.b.block(BlockKind::ListItem, start);
        }
    }

    /// Reads the bytes `from..to`, which the present stretch has passed over,
    /// next; then does what `then` says.
    pub(super) fn read_apart(&mut self, from: usize, to: usize, then: Then) {
        let context = self.frames.last().and_then(|frame| frame.context.clone());
        self.frames.push(Frame { at: from, end: to, context, then });
    }
}
