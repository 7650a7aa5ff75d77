//! The front matter on its way: what of it is text, and the line of authors.

use super::roles::Role;
use super::walk::{End, Frame, Mode, Walk};
use crate::model::BlockKind;
use crate::read::xml::Tag;
use crate::span::Span;

impl<'a> Walk<'a> {
    pub fn open_front(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        match tag.name {
            "abstract" | "trans-abstract" | "author-notes" | "corresp" | "product" | "notes" | "fn-group" => {
                frame.mode = Mode::Body;
                self.open_body(tag, frame);
            }
            "article-title" | "title" if frame.stub => {
                frame.mode = Mode::Body;
                self.title(tag, frame);
            }
            "article-title" if self.ids.title_calls => {
                frame.mode = Mode::Both;
                self.front.open(tag);
                self.title(tag, frame);
            }
            "xref" => {
                frame.mode = Mode::Skip;
                if self.in_byline {
                    self.call(tag, frame);
                }
            }
            "front-stub" | "book-part-meta" => frame.stub = true,
            "contrib-group" if self.ids.is_byline(tag.span.start) => {
                self.front.open(tag);
                self.calls.builder().block(BlockKind::Paragraph, tag.span.end);
                (self.name_end, self.in_byline) = (None, true);
                frame.end = End::Byline;
            }
            _ if frame.role == Role::Skip => frame.mode = Mode::Skip,
            _ => self.front.open(tag),
        }
    }

    pub fn close_front(&mut self, name: &str, frame: &Frame, span: Span) {
        let Some(full) = self.front.close(name, self.stack.name(0)) else { return };
        if !self.in_byline {
            return;
        }
        let builder = self.calls.builder();
        if let Some(end) = self.name_end {
            builder.replaced(", ", Span::new(end, frame.at.max(end)));
        }
        builder.replaced(&full, Span::new(frame.at, span.end));
        self.name_end = Some(span.end);
    }
}
