//! What stands beside the work: comments with who wrote them and when, heads and feet of pages,
//! the words of diagrams and charts. Blocks of their own that only a search of all text finds.

use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::read::raised;
use crate::read::xml::{Event, Events, Tag, plain};
use crate::span::Span;
use crate::works::date;

/// What the elements of a format are called.
#[derive(Debug)]
pub struct Names {
    /// Elements of which everything in them stands beside the work.
    pub holders: fn(&Tag<'_>) -> bool,
    /// The element whose characters are text; where there is none, those of paragraphs are.
    pub text: Option<&'static str>,
    /// Elements that are passed over.
    pub skipped: &'static [&'static str],
}

/// Those of WordprocessingML and DrawingML.
pub const DOCX: Names = Names {
    holders: |tag| matches!(tag.name, "comment" | "hdr" | "ftr" | "dataModel" | "chartSpace"),
    text: Some("t"),
    skipped: &["del", "moveFrom", "Fallback", "rt"],
};

/// Those of OpenDocument.
pub const ODT: Names = Names {
    holders: |tag| match tag.name {
        "annotation" => true,
        "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first" => tag.prefix == "style",
        _ => false,
    },
    text: None,
    skipped: &["tracked-changes", "ruby-text", "page-number", "page-count", "sender-initials", "creator-initials"],
};

/// Fields whose result is the number of the page that it happens to stand on.
const PAGES: [&str; 3] = ["PAGE", "NUMPAGES", "SECTIONPAGES"];

/// A walk over a part.
struct Walk<'n> {
    names: &'n Names,
    /// Elements open since the holder began; none outside.
    open: usize,
    /// Elements open inside one that is passed over.
    skip: usize,
    paragraph: bool,
    text: bool,
    raised: bool,
    instruction: bool,
    /// True in the field of a page number.
    page: bool,
    /// Who wrote a comment and when, until its text begins.
    author: String,
    date: String,
    /// The element of metadata that is open.
    fact: Option<&'static str>,
}

/// Writes what stands beside the work in a part that begins at byte `base`.
pub fn write(b: &mut Builder, source: &str, base: usize, names: &Names) {
    let mut walk = Walk {
        names,
        open: 0,
        skip: 0,
        paragraph: false,
        text: false,
        raised: false,
        instruction: false,
        page: false,
        author: String::new(),
        date: String::new(),
        fact: None,
    };
    for event in Events::new(source, base) {
        match event {
            Event::Open(tag) => walk.start(b, &tag),
            Event::Close(name, span) => walk.end(b, name, span),
            Event::Text(text, at) => walk.write(b, text, Span::new(at, at + text.len())),
            Event::Entity(text, span) => walk.write(b, &text, span),
        }
    }
    b.end_block(base + source.len());
}

impl Walk<'_> {
    fn start(&mut self, b: &mut Builder, tag: &Tag<'_>) {
        if self.open == 0 {
            if (self.names.holders)(tag) {
                self.open = 1;
                self.author = tag.attribute("author").unwrap_or_default().into_owned();
                self.date = tag.attribute("date").unwrap_or_default().into_owned();
            }
            return;
        }
        self.open += 1;
        if self.skip > 0 || self.names.skipped.contains(&tag.name) {
            self.skip += 1;
            return;
        }
        match tag.name {
            "p" | "h" => {
                b.end_block(tag.span.start);
                (self.paragraph, self.raised) = (true, false);
            }
            "r" => self.raised = false,
            "vertAlign" => self.raised = tag.attribute("val").as_deref() == Some("superscript"),
            "instrText" => self.instruction = true,
            "fldSimple" if is_page(&tag.attribute("instr").unwrap_or_default()) => self.skip = 1,
            "fldChar" if tag.has("fldCharType", "end") => self.page = false,
            "tab" | "ptab" | "br" | "cr" | "s" | "line-break" if self.paragraph => b.blank(tag.span),
            "creator" => self.fact = Some("creator"),
            "date" if tag.prefix == "dc" => self.fact = Some("date"),
            name => self.text |= self.names.text == Some(name),
        }
    }

    fn end(&mut self, b: &mut Builder, name: &str, span: Span) {
        if self.open == 0 {
            return;
        }
        self.open -= 1;
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match name {
            "p" | "h" => {
                b.end_block(span.start);
                self.paragraph = false;
            }
            "instrText" => self.instruction = false,
            "creator" | "date" => self.fact = None,
            name if self.names.text == Some(name) => self.text = false,
            _ => {}
        }
    }

    fn write(&mut self, b: &mut Builder, text: &str, span: Span) {
        if self.open == 0 || self.skip > 0 {
            return;
        }
        match self.fact {
            Some("creator") => return self.author.push_str(text),
            Some(_) => return self.date.push_str(text),
            None => {}
        }
        if self.instruction {
            self.page |= is_page(text);
            return;
        }
        let shows = self.paragraph && !self.page && (self.text || self.names.text.is_none());
        if !shows || b.kind().is_none() && text.trim().is_empty() {
            return;
        }
        if b.kind().is_none() {
            b.block(BlockKind::Chrome, span.start);
            if let Some(said) = self.said() {
                b.replaced(&format!("{said}: "), Span::new(span.start, span.start));
            }
        }
        match span.len() == text.len() {
            true if self.raised => raised::write(b, text, span.start),
            true => b.text(text, span.start),
            false => b.replaced(text, span),
        }
    }

    /// Who wrote a comment, and the day.
    fn said(&mut self) -> Option<String> {
        let author = plain::line(&std::mem::take(&mut self.author));
        let stamp = std::mem::take(&mut self.date);
        let day = date::iso(&stamp);
        match (author, day) {
            (Some(author), Some(day)) => Some(format!("{author}, {day}")),
            (author, day) => author.or(day),
        }
    }
}

fn is_page(instruction: &str) -> bool {
    instruction.split_whitespace().next().is_some_and(|word| PAGES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;

    fn shown(source: &str, names: &Names) -> Vec<String> {
        let mut b = Builder::new(Layout::default());
        write(&mut b, source, 0, names);
        b.finish(source.len()).blocks.into_iter().map(|block| block.text.text).collect()
    }

    #[test]
    fn comments_have_their_author_and_day() {
        let word = "<comments><comment author='A. Quill' date='2020-05-03T10:00:00Z'><p><r><t>Why &amp; how?</t></r></p>\
                    <p><r><t>So.</t></r></p></comment></comments>";
        assert_eq!(shown(word, &DOCX), ["A. Quill, 2020-05-03: Why & how?", "So."]);
        let open = "<text:p>The lamp<office:annotation><dc:creator>B</dc:creator><dc:date>2020-05-03T10:00</dc:date>\
                    <text:p>Which?</text:p></office:annotation> burned.</text:p>";
        assert_eq!(shown(open, &ODT), ["B, 2020-05-03: Which?"]);
    }

    #[test]
    fn heads_of_pages_without_their_number() {
        let word = "<hdr><p><r><t>Draft, page </t></r><r><fldChar fldCharType='begin'/><instrText> PAGE </instrText>\
                    <fldChar fldCharType='separate'/><t>7</t><fldChar fldCharType='end'/></r><r><t> x</t></r></p></hdr>";
        assert_eq!(shown(word, &DOCX), ["Draft, page x"]);
        let open = "<style:header><text:p>Draft <text:page-number>7</text:page-number></text:p></style:header>\
                    <text:list-header><text:p>no</text:p></text:list-header>";
        assert_eq!(shown(open, &ODT), ["Draft"]);
    }
}
