//! Tables as rows: the cells of a row are one block, parted by bars.
//!
//! A table of one column is a box around text, not a table, and its paragraphs
//! are what they would be outside. Counter-example: a table of two columns in
//! which one cell is always empty, as its rows cannot be told from others.

use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::span::Span;

/// A row with more text than this goes on in a further block at the next
/// paragraph: tables that only lay out a page hold whole chapters in a cell.
const LONG: usize = 1000;

/// The tables that are open, innermost last.
#[derive(Debug, Default)]
pub struct Cells {
    open: Vec<Frame>,
}

#[derive(Debug, Default)]
struct Frame {
    /// Columns, as far as they are known; 1 for what is no table.
    columns: usize,
    /// Bytes of text in the block of the row; `None` where it has none yet.
    row: Option<usize>,
    /// True where a cell has begun and has no text yet.
    fresh: bool,
}

impl Cells {
    /// A table begins.
    pub fn table(&mut self) {
        self.open.push(Frame::default());
    }

    /// What begins here stands in a table's cell, but is not of its row: a
    /// note, a text box. Ends with [`Cells::end`].
    pub fn apart(&mut self) {
        self.open.push(Frame { columns: 1, ..Frame::default() });
    }

    /// What stood apart ends.
    pub fn end(&mut self) {
        self.open.pop();
    }

    /// The innermost table ends; a row around it goes on in a further block.
    pub fn end_table(&mut self) {
        self.open.pop();
        if let Some(frame) = self.open.last_mut() {
            frame.row = None;
        }
    }

    /// The table has `count` more columns.
    pub fn columns(&mut self, count: usize) {
        if let Some(frame) = self.open.last_mut() {
            frame.columns = frame.columns.saturating_add(count);
        }
    }

    /// A row begins.
    pub fn row(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            (frame.row, frame.fresh) = (None, false);
        }
    }

    /// A cell begins.
    pub fn cell(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            frame.fresh = true;
        }
    }

    /// True where text is a row's.
    pub fn in_row(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.columns != 1)
    }

    /// A paragraph with text begins at byte `at` of a row: in its block, or in
    /// a new one.
    pub fn begin(&mut self, b: &mut Builder, at: usize) {
        let Some(frame) = self.open.last_mut() else { return };
        match frame.row {
            Some(bytes) if bytes <= LONG && b.kind().is_some() => {
                let sign = if frame.fresh && b.has_text() { " | " } else { " " };
                b.replaced(sign, Span::new(at, at));
            }
            _ => {
                b.block(BlockKind::TableRow, at);
                frame.row = Some(0);
            }
        }
        frame.fresh = false;
    }

    /// Text of so many bytes has been written.
    pub fn wrote(&mut self, bytes: usize) {
        if let Some(row) = self.open.last_mut().and_then(|frame| frame.row.as_mut()) {
            *row += bytes;
        }
    }
}
