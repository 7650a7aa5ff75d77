//! Directives: `.. name:: arguments`, options, and a body below.

use std::ops::Range;

use super::field::{self, blanks};
use super::{Frame, Walker};
use crate::model::BlockKind;
use crate::read::fields;

/// What a directive's parts are.
enum Shape {
    /// Nothing of it is text.
    Hidden,
    /// The arguments and what is below are text.
    Body(BlockKind),
    /// The arguments are a title of their own, what is below is text.
    Titled(BlockKind),
    /// What is below is text, the arguments are not.
    Below(BlockKind),
    /// What is below stands as it is.
    Literal,
    /// So do the arguments.
    Formula,
    /// A heading that is in no list of contents.
    Rubric,
    /// The title of the document.
    Title,
}

fn shape(name: &str) -> Shape {
    match name {
        "image"
        | "include"
        | "contents"
        | "toctree"
        | "index"
        | "meta"
        | "role"
        | "default-role"
        | "sectnum"
        | "section-numbering"
        | "target-notes"
        | "highlight"
        | "literalinclude"
        | "module"
        | "currentmodule"
        | "py:module"
        | "py:currentmodule"
        | "tabularcolumns"
        | "automodule"
        | "autoclass"
        | "autofunction"
        | "autosummary"
        | "bibliography"
        | "footbibliography"
        | "graphviz"
        | "restructuredtext-test-directive" => Shape::Hidden,
        "note" | "warning" | "tip" | "important" | "caution" | "attention" | "danger" | "error" | "hint"
        | "seealso" | "versionadded" | "versionchanged" | "deprecated" | "todo" | "compound" | "header" | "footer"
        | "centered" => Shape::Body(BlockKind::Paragraph),
        "epigraph" | "highlights" | "pull-quote" => Shape::Body(BlockKind::Quotation),
        "figure" => Shape::Below(BlockKind::Caption),
        "container" | "class" | "rst-class" | "only" | "ifconfig" | "cssclass" => Shape::Below(BlockKind::Paragraph),
        "table" | "list-table" | "csv-table" => Shape::Titled(BlockKind::Caption),
        "code" | "code-block" | "sourcecode" | "parsed-literal" | "raw" | "productionlist" | "doctest" | "testcode"
        | "testoutput" | "console" | "prompt" | "ipython" | "mermaid" => Shape::Literal,
        "math" => Shape::Formula,
        "rubric" => Shape::Rubric,
        "title" => Shape::Title,
        _ => Shape::Titled(BlockKind::Paragraph),
    }
}

impl Walker<'_> {
    /// Reads a directive of the lines `at..end`; its arguments begin at byte `from`.
    pub fn directive(&mut self, name: &str, from: usize, (at, end): (usize, usize)) {
        let line_end = self.lines[at].end;
        let from = (from + blanks(&self.text[from..line_end])).min(line_end);
        let shape = shape(name);
        let options = if let Shape::Body(_) = shape { at + 1..at + 1 } else { self.options(at + 1, end) };
        // the words in place of a picture are for those that cannot see it
        let hidden = matches!(name, "toctree" | "figure");
        let caption = if hidden { None } else { self.legend(options.clone()) };
        let arguments = (from, if options.start > at + 1 { self.last_text(options.start) } else { line_end });
        match shape {
            Shape::Body(kind) => return self.below(kind, Some((at, from)), (at, end)),
            Shape::Title => fields::set(&mut self.builder.meta, "title", &self.text[from..line_end]),
            Shape::Rubric => {
                self.builder.heading(6, from);
                self.inline(from, line_end);
                self.builder.end_block(line_end);
            }
            Shape::Titled(kind) if from < arguments.1 => self.paragraph(kind, arguments.0, arguments.1),
            Shape::Formula if from < arguments.1 => {
                self.open_block(BlockKind::Paragraph, from);
                self.builder.literal((from..arguments.1).into());
                self.builder.text(&self.text[from..arguments.1], from);
                self.builder.end_block(arguments.1);
            }
            _ => {}
        }
        if let Some((from, to)) = caption {
            let kind = if name == "csv-table" { BlockKind::TableRow } else { BlockKind::Caption };
            self.paragraph(kind, from, to);
        }
        match shape {
            Shape::Below(kind) => self.below(kind, None, (options.end, end)),
            Shape::Titled(_) if name == "csv-table" => self.rows(options.end, end),
            Shape::Titled(_) => self.below(BlockKind::Paragraph, None, (options.end, end)),
            Shape::Literal | Shape::Formula => {
                self.literal(options.end, end);
                self.go_to(end);
            }
            _ => self.go_to(end),
        }
    }

    /// The lines of the options, which may follow more lines of arguments.
    fn options(&self, from: usize, end: usize) -> Range<usize> {
        let words = |line: usize| &self.text[self.lines[line].text..self.lines[line].end];
        let mut start = from;
        while start < end && !self.lines[start].is_blank() && field::name(words(start)).is_none() {
            start += 1;
        }
        // lines with no option after them are the body
        let option = |line: usize| line < end && !self.lines[line].is_blank() && field::name(words(line)).is_some();
        if !option(start) {
            let blank = start < end && start > from && self.lines[start].is_blank();
            return if blank { start..start } else { from..from };
        }
        let stop = (start..end).find(|line| self.lines[*line].is_blank()).unwrap_or(end);
        start..stop
    }

    /// The bytes of a legend among options: of a listing, in place of a picture,
    /// over the columns of a table. It may go on in further lines.
    fn legend(&self, options: Range<usize>) -> Option<(usize, usize)> {
        let words = |line: usize| &self.text[self.lines[line].text..self.lines[line].end];
        let is_legend = |line: &usize| matches!(field::name(words(*line)), Some(("alt" | "caption" | "header", _)));
        let first = options.clone().find(is_legend)?;
        let length = field::name(words(first)).map_or(0, |(_, length)| length);
        let next = (first + 1..options.end).find(|line| field::name(words(*line)).is_some());
        let end = self.lines[next.unwrap_or(options.end) - 1].end;
        let from = (self.lines[first].text + length).min(end);
        let from = (from + blanks(&self.text[from..end])).min(end);
        (from < end).then_some((from, end))
    }

    /// A body of the lines `at..end`; it may begin in the line of the name.
    fn below(&mut self, kind: BlockKind, first: Option<(usize, usize)>, (at, end): (usize, usize)) {
        let first = first.filter(|(line, byte)| *byte < self.lines[*line].end);
        let from = if first.is_none() && at < end && self.lines[at].text < self.lines[at].end && self.is_own(at) {
            at + 1
        } else {
            at
        };
        let below = if first.is_some() { at + 1 } else { from };
        let Some(indent) = self.indent_of(below.min(end), end).or(first.map(|_| self.frame().indent + 3)) else {
            return self.go_to(end.max(at));
        };
        let kind = if self.frame().kind == BlockKind::ListItem && kind == BlockKind::Paragraph {
            BlockKind::ListItem
        } else {
            kind
        };
        if self.is_deepest() {
            return self.go_to(from + 1);
        }
        self.push(Frame { at: from, end, indent, kind, first, note: false });
    }

    /// True for the line of the directive itself.
    fn is_own(&self, at: usize) -> bool {
        at == self.frame().at
    }

    /// Lines that are rows.
    fn rows(&mut self, from: usize, end: usize) {
        for line in from..end {
            let (start, to) = (self.lines[line].text, self.lines[line].end);
            if start < to {
                self.paragraph(BlockKind::TableRow, start, to);
            }
        }
        self.go_to(end);
    }
}
