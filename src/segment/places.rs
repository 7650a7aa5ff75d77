//! Where the text of a passage or note stands: spans, lines, pages.

use super::{Context, Draft};
use crate::model::{Document, Layout, Note, Places};
use crate::span::{Mapped, Span};

/// The start of every stretch of text in the document, ascending: what stands
/// between two of them belongs to the first or is blank.
pub struct Borders {
    starts: Vec<usize>,
}

impl Borders {
    /// Collects the stretches of all blocks, note bodies and running heads included.
    pub fn new(document: &Document) -> Self {
        let blocks = document.blocks.iter().flat_map(|block| &block.spans);
        let notes = document.notes.iter().flat_map(|note| &note.spans);
        let mut starts: Vec<usize> = blocks.chain(notes).map(|span| span.start).collect();
        starts.sort_unstable();
        starts.dedup();
        Borders { starts }
    }

    /// The spans of a draft; two stretches with nothing between are one.
    pub fn spans(&self, context: &Context, draft: &Draft) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        for span in raw_spans(context, draft) {
            match out.last_mut() {
                Some(last) if self.adjacent(*last, span) => *last = last.hull(span),
                _ => out.push(span),
            }
        }
        out
    }

    /// True where no other stretch begins between the two.
    fn adjacent(&self, above: Span, below: Span) -> bool {
        let next = self.starts.partition_point(|&start| start < above.end);
        self.starts.get(next).is_none_or(|&start| start >= below.start)
    }
}

/// The source bytes of each stretch, markers at its end included.
fn raw_spans(context: &Context, draft: &Draft) -> Vec<Span> {
    let document = context.document;
    let mut out = Vec::new();
    let markers: Vec<Span> = context.markers(draft).iter().filter_map(|&(m, _)| document.markers[m].span).collect();
    for stretch in &draft.stretches {
        let block = &document.blocks[stretch.block];
        if stretch.range == Span::new(0, block.text.len()) {
            out.extend(block.spans.iter().copied());
            continue;
        }
        let Some(hull) = block.text.source(stretch.range) else { continue };
        let hull =
            markers.iter().filter(|m| m.start <= hull.end + 1 && m.end > hull.start).fold(hull, |h, m| h.hull(*m));
        let cut = |span: &Span| Span::new(span.start.max(hull.start), span.end.min(hull.end));
        out.extend(block.spans.iter().map(cut).filter(|span| !span.is_empty()));
    }
    out
}

/// The places of a text with these source spans.
pub fn of(document: &Document, mapped: Mapped, spans: Vec<Span>) -> Places {
    let layout = &document.layout;
    let last = spans.last().map(|span| span.end.saturating_sub(1));
    Places {
        lines: lines(layout, &mapped),
        last_line: last.and_then(|last| layout.line(last)),
        pages: pages(layout, &mapped),
        page_lines: page_lines(layout, &mapped),
        recognised: layout.confidence(&spans),
        part: spans.first().and_then(|span| layout.part(span.start)).map(str::to_owned),
        mapped,
        spans,
    }
}

/// The places of a note.
pub fn of_note(document: &Document, note: &Note) -> Places {
    let mut places = of(document, note.text.clone(), note.spans.clone());
    // the label may stand on a line of its own, and the note be empty
    let label = note.spans.first().and_then(|span| document.layout.line(span.start));
    if let Some(line) = label.filter(|line| places.lines.first().is_none_or(|(_, first)| first != line)) {
        places.lines.insert(0, (0, line));
    }
    places
}

/// `(clean byte, line)` wherever a new line begins in the text.
fn lines(layout: &Layout, mapped: &Mapped) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for piece in &mapped.pieces {
        let Some(line) = layout.line(piece.source as usize) else { return out };
        if out.last().is_none_or(|(_, last)| *last != line) {
            out.push((piece.clean, line));
        }
        let end = piece.source + piece.source_len;
        let within = layout.lines[line as usize..].iter().take_while(|&&start| start < end);
        for (line, &start) in (line + 1..).zip(within) {
            let shift = if piece.len == piece.source_len { start - piece.source } else { piece.len };
            out.push((piece.clean + shift, line));
        }
    }
    out.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        if same {
            earlier.1 = later.1;
        }
        same
    });
    out
}

/// `(clean byte, page, label)` wherever a new page begins in the text.
fn pages(layout: &Layout, mapped: &Mapped) -> Vec<(u32, Option<u32>, Option<String>)> {
    let Some(hull) = mapped.hull().filter(|_| !layout.pages.is_empty()) else { return Vec::new() };
    let first = layout.pages.partition_point(|page| page.start as usize <= hull.start).saturating_sub(1);
    let within = layout.pages[first..].iter().take_while(|page| (page.start as usize) < hull.end);
    let mut out: Vec<(u32, Option<u32>, Option<String>)> = Vec::new();
    for page in within.filter(|page| page.number.is_some() || page.label.is_some()) {
        let clean = clean_at(mapped, page.start);
        out.retain(|(at, ..)| *at != clean);
        out.push((clean, page.number, page.label.clone()));
    }
    if layout.pages[0].start as usize > hull.start && out.first().is_some_and(|(at, ..)| *at > 0) {
        // what stands before the first known page has none
        out.insert(0, (0, None, None));
    }
    out
}

/// `(clean byte, number)` wherever a line begins that bears a number in the margin.
fn page_lines(layout: &Layout, mapped: &Mapped) -> Vec<(u32, u32)> {
    let Some(hull) = mapped.hull().filter(|_| !layout.page_lines.is_empty()) else { return Vec::new() };
    let first = layout.page_lines.partition_point(|line| line.start as usize <= hull.start).saturating_sub(1);
    let within = layout.page_lines[first..].iter().take_while(|line| (line.start as usize) < hull.end);
    let mut out: Vec<(u32, u32)> = Vec::new();
    for line in within {
        let clean = clean_at(mapped, line.start);
        // of lines that are not the passage's (a note's, a running head's) nothing is left
        out.pop_if(|(at, _)| *at == clean);
        out.extend(line.number.map(|number| (clean, number)));
    }
    out
}

/// The first clean byte that stands at or after the source byte `at`.
fn clean_at(mapped: &Mapped, at: u32) -> u32 {
    let i = mapped.pieces.partition_point(|piece| piece.source + piece.source_len <= at);
    match mapped.pieces.get(i) {
        None => mapped.text.len() as u32,
        Some(piece) if at <= piece.source => piece.clean,
        Some(piece) if piece.len == piece.source_len => piece.clean + (at - piece.source),
        Some(piece) => piece.clean + piece.len,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Page;

    #[test]
    fn lines_and_pages_begin_where_they_begin() {
        let source = "one two\nthree\x0cfour five\n";
        let mut mapped = Mapped::identity("one two", 0);
        mapped.push_replaced(" ", Span::new(7, 8));
        mapped.push("three", 8);
        mapped.push_replaced(" ", Span::new(13, 14));
        mapped.push("four five", 14);
        let mut layout = Layout::of(source.as_bytes());
        layout.pages = vec![
            Page { start: 0, number: Some(1), label: None },
            Page { start: 14, number: Some(2), label: Some("ii".into()) },
        ];
        assert_eq!(lines(&layout, &mapped), [(0, 1), (8, 2)]);
        assert_eq!(pages(&layout, &mapped), [(0, Some(1), None), (14, Some(2), Some("ii".into()))]);
    }
}
