//! PDF: glyphs on pages to text in reading order, with the notes at their foot.
//!
//! A page says where each glyph stands and nothing more. `content` collects
//! glyphs and thin lines, `annotations` those of forms and stamps, `doubled` takes out
//! what is drawn twice, `rightleft` turns pages over that run from right to left, `chunk`, `margin`, `raise`, `columns` and `line` make lines
//! in reading order of them, `furniture` takes running heads and page numbers out,
//! `zones`, `marks` and `notes` find the notes and what calls them, `blocks` and
//! `levels` make paragraphs and headings, `build` tells the builder.

mod annotations;
mod blocks;
mod build;
mod chapters;
mod chunk;
mod columns;
mod content;
mod cover;
mod damage;
mod doubled;
mod endnotes;
mod fonts;
mod furniture;
mod labelled;
mod leading;
mod levels;
mod line;
mod linked;
mod links;
mod margin;
mod marks;
mod matrix;
mod measure;
mod meta;
mod model;
mod notes;
mod numbers;
mod printed;
mod raise;
mod recognise;
mod rightleft;
mod scans;
mod sides;
mod stretch;
mod strings;
mod text;
mod times;
mod zones;

use std::collections::HashSet;

use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;

use crate::error::{ErrorKind, Result};
use crate::model::Document;
use crate::read::ocr::Ocr;

use chunk::Chunk;
use content::{Drawn, Rule};
use endnotes::Endnotes;
use fonts::Fonts;
use furniture::Furniture;
use line::Line;
use links::Places;
use model::{Page, Pages};
use notes::Notes;
use scans::Seen;

/// True where the bytes are a PDF's: its signature stands in the first 1024. What stands
/// before it may be a page of a server's; text that names the signature is no PDF, so there
/// the bytes that mark a binary file must follow, as the standard recommends them.
pub fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let Some(at) = head.windows(5).position(|window| window == b"%PDF-") else { return false };
    let markup = head[..at].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let line = bytes[at..].iter().position(|byte| matches!(byte, b'\r' | b'\n')).map_or(bytes.len(), |end| at + end);
    let marked = bytes[line..].iter().take(8).any(|byte| *byte >= 0x80);
    !markup || marked
}

/// Reads a PDF.
///
/// # Errors
///
/// `Unreadable` where the file is encrypted or too damaged.
pub fn read(bytes: &[u8]) -> Result<Document> {
    read_with(bytes, None)
}

/// Reads a PDF and recognises the pages that are pictures of text.
///
/// # Errors
///
/// As [`read`]; a page that cannot be recognised is told in the document.
pub fn read_recognised(bytes: &[u8], ocr: &Ocr) -> Result<Document> {
    read_with(bytes, Some(ocr))
}

fn read_with(bytes: &[u8], ocr: Option<&Ocr>) -> Result<Document> {
    let unreadable = |reason| ErrorKind::Unreadable(reason).into();
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| {
        unreadable(match error {
            LoadPdfError::Decryption(_) => "encrypted",
            LoadPdfError::Invalid => "damaged PDF",
        })
    })?;
    let mut fonts = Fonts::new();
    let mut drawn: Vec<Drawn> = pdf.pages().iter().map(|page| content::drawn(page, &mut fonts)).collect();
    if drawn.is_empty() {
        return Err(unreadable("no pages"));
    }
    let recognised = ocr.map(|ocr| {
        let silent = scans::silent(&seen(&lay_out(&drawn), &drawn));
        recognise::recognise(pdf.pages(), &silent, &mut drawn, ocr)
    });
    drawn.iter_mut().for_each(rightleft::mirror);
    let damage = damage(bytes, &pdf, &drawn);
    let unread = unread(&drawn);
    let places = Places::new(&pdf);
    let mut pages = lay_out(&drawn);
    let seen = seen(&pages, &drawn);
    for ((page, of), drawn) in pages.pages.iter_mut().zip(pdf.pages().iter()).zip(&drawn) {
        page.links = places.links(of);
        if let Some(width) = drawn.mirrored {
            page.links.iter_mut().for_each(|link| rightleft::mirror_link(link, width));
        }
    }
    for of in recognised.iter().flat_map(|outcome| &outcome.pages) {
        let turned = |seen: &recognise::Seen| match drawn[of.page].mirrored {
            Some(width) => recognise::Seen { x: width - seen.end, end: width - seen.x, ..*seen },
            None => *seen,
        };
        pages.pages[of.page].recognised = of.words.iter().map(turned).collect();
    }
    if let Some(labels) = meta::labels(&pdf, pages.pages.len()) {
        printed::labels(&mut pages, labels);
    }
    linked::raise(&mut pages);
    let foot = notes::find(&pages, Notes::default());
    let endnotes = endnotes::find(&pages, &notes::all_marks(&pages), &foot);
    let by_rules = matches!(endnotes, Endnotes::Several) && notes::has_endnotes(&pages);
    let notes = if let Endnotes::List(list) = endnotes { notes::find(&pages, list) } else { foot };
    let mut document = build::document(&pages, &notes, &places.bookmarks(&pdf));
    document.by_markup |= !by_rules;
    name_scopes(&mut document);
    document.meta = meta::meta(&pdf);
    printed::settle(&mut document.meta, &pages);
    let silent = scans::silent(&seen);
    if !silent.is_empty() {
        document.meta.fields.insert("pages_without_text".to_owned(), scans::ranges(&silent));
    }
    document.pictured = silent.iter().map(|page| *page as u32 + 1).collect();
    document.degraded = unread.or_else(|| scans::reason(&seen)).or(damage);
    if let (Some(outcome), Some(ocr)) = (recognised, ocr) {
        scans::tell(&mut document, &outcome, ocr);
    }
    Ok(document)
}

/// Each page as it counts.
fn seen(pages: &Pages, drawn: &[Drawn]) -> Vec<Seen> {
    pages.pages.iter().zip(drawn).map(|(page, drawn)| scans::seen(page, drawn.pictures)).collect()
}

/// Where a label stands before more than one note, labels are unique on a page.
fn name_scopes(document: &mut Document) {
    let mut seen = HashSet::new();
    if document.notes.iter().all(|note| seen.insert(note.label.as_str())) {
        return;
    }
    let layout = &document.layout;
    let name = |byte: usize| {
        let page = layout.page(byte)?;
        Some(format!("page {}", page.label.clone().or(page.number.map(|number| number.to_string()))?))
    };
    for note in &mut document.notes {
        note.scope = note.spans.first().and_then(|span| name(span.start));
    }
    for marker in &mut document.markers {
        let own = marker.span.and_then(|span| name(span.start));
        marker.scope = marker.note.and_then(|note| document.notes[note].scope.clone()).or(own);
    }
}

/// Why the text is not all that the pages draw, if so.
fn unread(drawn: &[Drawn]) -> Option<String> {
    let glyphs: usize = drawn.iter().map(|page| page.glyphs.len()).sum();
    let unnamed: usize = drawn.iter().map(|page| page.unnamed).sum();
    if drawn.iter().any(|page| page.cut) {
        Some("too much is drawn on a page".to_owned())
    } else if unnamed > 20 && unnamed * 50 > glyphs {
        Some("fonts do not say what their characters are".to_owned())
    } else {
        None
    }
}

/// What is broken, in words.
fn damage(bytes: &[u8], pdf: &Pdf, drawn: &[Drawn]) -> Option<String> {
    let failed: Vec<usize> = (0..drawn.len()).filter(|page| drawn[*page].failed).collect();
    let mut sums = damage::Sums::default();
    for page in drawn {
        sums.right += page.sums.right;
        sums.wrong += page.sums.wrong;
    }
    damage::of(bytes, pdf, &failed, sums)
}

/// Glyphs to lines in reading order, with furniture apart.
fn lay_out(drawn: &[Drawn]) -> Pages {
    let mut chunks: Vec<Vec<Chunk>> = drawn.iter().map(level_chunks).collect();
    let times = times::take(&mut chunks);
    // small numbers that stand beside the lines, not on them, must not be taken for raised signs
    let numbers = margin::take(&mut chunks);
    chunks.iter_mut().for_each(|chunks| raise::settle(chunks));
    let Furniture { chunks: furniture, labels } = furniture::find(&chunks);
    let texts: Vec<Vec<&Chunk>> = chunks.iter().zip(&furniture).map(|(all, out)| without(all, out)).collect();
    let gutters: Vec<_> = texts.iter().filter(|text| !text.is_empty()).map(|text| columns::gutter(text)).collect();
    let usual = columns::usual(&gutters);
    let mut pages = Pages::default();
    for (at, drawn) in drawn.iter().enumerate() {
        let mut page = Page { rules: drawn.rules.clone(), label: labels[at].clone(), ..Page::default() };
        for (number, strip) in columns::strips(&texts[at], usual, &drawn.rules).into_iter().enumerate() {
            page.strips.push((strip.x, strip.end));
            let printed = |line: &Line| margin::beside(&numbers[at], line);
            let own = strip.lines.into_iter();
            page.lines.extend(own.map(|line| Line { strip: number, printed: printed(&line), ..line }));
        }
        page.lines.iter_mut().for_each(|line| rightleft::settle(line, drawn.mirrored.is_some()));
        let dashed = typed_rules(&mut page);
        page.furniture = line::lines(furniture[at].iter().map(|&i| &chunks[at][i]).collect());
        page.furniture.iter_mut().for_each(|line| rightleft::settle(line, drawn.mirrored.is_some()));
        page.furniture.extend(dashed);
        page.furniture.extend(line::lines(times[at].iter().collect()));
        page.stamps = line::lines(chunk::chunks(drawn.stamps.iter().filter(|glyph| glyph.turn == 0)).iter().collect());
        for turn in 1..4 {
            let turned = chunk::chunks(drawn.glyphs.iter().filter(|glyph| glyph.turn == turn));
            page.turned.extend(line::lines(turned.iter().collect()));
        }
        pages.pages.push(page);
    }
    pages.size = model::usual_size(pages.pages.iter().flat_map(|page| &page.lines));
    pages
}

/// Lines of nothing but dashes are rules that were typed: the separator above the
/// notes of courts and of typewritten reports. They are taken out of the lines.
fn typed_rules(page: &mut Page) -> Vec<Line> {
    let dashed = |line: &Line| {
        line.len() >= 5 && line.cells.iter().all(|cell| matches!(cell.c, '-' | '–' | '—' | '―' | '_' | ' '))
    };
    let (rules, lines) = std::mem::take(&mut page.lines).into_iter().partition(dashed);
    page.lines = lines;
    let rule = |line: &Line| Rule { x: line.x, end: line.end, y: line.y + 0.25 * line.size };
    page.rules.extend(rules.iter().map(rule));
    rules
}

/// The chunks of a page's level text. A page set sideways is read as if it were
/// turned upright.
fn level_chunks(drawn: &Drawn) -> Vec<Chunk> {
    chunk::chunks(drawn.glyphs.iter().filter(|glyph| glyph.turn == 0))
}

fn without<'c>(all: &'c [Chunk], out: &[usize]) -> Vec<&'c Chunk> {
    all.iter().enumerate().filter(|(at, _)| out.binary_search(at).is_err()).map(|(_, chunk)| chunk).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CASES: [&[u8]; 2] = [
        include_bytes!("../../tests/cases/formats/pdf/office.pdf"),
        include_bytes!("../../tests/cases/formats/pdf/report.pdf"),
    ];

    /// Places lie on character borders and in order.
    fn check(document: &Document) {
        for block in &document.blocks {
            assert!(block.spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            assert!(block.text.pieces.windows(2).all(|pair| pair[0].source <= pair[1].source));
        }
        for marker in &document.markers {
            let (text, at) = match marker.place {
                crate::model::Place::Block { block, at } => (&document.blocks[block].text, at),
                crate::model::Place::Note { note, at } => (&document.notes[note].text, at),
            };
            assert!(text.text.is_char_boundary(at));
        }
    }

    #[test]
    fn a_signature_is_enough() {
        assert!(sniff(b"junk\n%PDF-1.4"));
        assert!(!sniff(b"words about %PDF"));
        assert!(sniff(b"<html></html>%PDF-1.5\r%\xe2\xe3\xcf\xd3\r1 0 obj"));
        assert!(!sniff(b"<html><pre>%PDF-1.5\n1 0 obj</pre></html>"));
        assert!(read(b"%PDF-1.4 and no more").is_err());
    }

    #[test]
    fn notes_of_a_page_that_go_on_on_the_next() {
        let document = read(CASES[0]).unwrap();
        check(&document);
        let note = |label: &str| document.notes.iter().find(|note| note.label == label).unwrap();
        let third = &note("3").text.text;
        assert!(third.ends_with("up from the strand, who was never paid at all."), "{third}");
        assert!(document.layout.page(note("3").spans[1].start).unwrap().number == Some(2));
        let missing: Vec<&str> = document
            .markers
            .iter()
            .filter(|marker| marker.note.is_none())
            .map(|marker| marker.label.as_str())
            .collect();
        assert_eq!(missing, ["6"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn damage_does_no_harm(
            case in 0..2usize,
            cut in 0.0..1.0f64,
            changes in prop::collection::vec((0.0..1.0f64, any::<u8>()), 0..40),
        ) {
            let mut bytes = CASES[case].to_vec();
            for (at, byte) in changes {
                let at = (at * bytes.len() as f64) as usize;
                bytes[at] = byte;
            }
            if cut > 0.5 {
                bytes.truncate((cut * bytes.len() as f64) as usize);
            }
            if let Ok(document) = read(&bytes) {
                check(&document);
            }
        }
    }
}
