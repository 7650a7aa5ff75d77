//! PDF: glyphs on pages to text in reading order, with the notes at their foot.
//!
//! A page says where each glyph stands and nothing more. `content` collects
//! glyphs and thin lines, `chunk`, `raise`, `columns` and `line` make lines in
//! reading order of them, `furniture` takes running heads and page numbers out,
//! `zones`, `marks` and `notes` find the notes and what calls them, `blocks` and
//! `levels` make paragraphs and headings, `build` tells the builder.

mod blocks;
mod build;
mod chunk;
mod columns;
mod content;
mod fonts;
mod furniture;
mod levels;
mod line;
mod links;
mod marks;
mod matrix;
mod meta;
mod model;
mod notes;
mod raise;
mod strings;
mod text;
mod zones;

use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;

use crate::error::{ErrorKind, Result};
use crate::model::Document;

use chunk::Chunk;
use content::Drawn;
use fonts::Fonts;
use furniture::Furniture;
use links::Places;
use model::{Page, Pages};

/// True where the bytes are a PDF's: its signature stands in the first 1024.
pub fn sniff(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF.
///
/// # Errors
///
/// `Unreadable` where the file is encrypted or too damaged.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let unreadable = |reason| ErrorKind::Unreadable(reason).into();
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| {
        unreadable(match error {
            LoadPdfError::Decryption(_) => "encrypted",
            LoadPdfError::Invalid => "damaged PDF",
        })
    })?;
    let mut fonts = Fonts::new();
    let drawn: Vec<Drawn> = pdf.pages().iter().map(|page| content::drawn(page, &mut fonts)).collect();
    if drawn.is_empty() {
        return Err(unreadable("no pages"));
    }
    let degraded = degraded(&drawn);
    let places = Places::new(&pdf);
    let mut pages = lay_out(drawn);
    for (page, of) in pages.pages.iter_mut().zip(pdf.pages().iter()) {
        page.links = places.links(of);
    }
    if let Some(labels) = meta::labels(&pdf, pages.pages.len()) {
        pages.pages.iter_mut().zip(labels).for_each(|(page, label)| page.label = label.or(page.label.take()));
    }
    let notes = notes::find(&pages);
    let mut document = build::document(&pages, &notes, &places.bookmarks(&pdf));
    document.meta = meta::meta(&pdf);
    document.degraded = degraded;
    Ok(document)
}

/// Why the text is not all that the pages show, if so.
fn degraded(drawn: &[Drawn]) -> Option<String> {
    let glyphs: usize = drawn.iter().map(|page| page.glyphs.len()).sum();
    let unnamed: usize = drawn.iter().map(|page| page.unnamed).sum();
    let silent = drawn.iter().filter(|page| page.glyphs.len() < 3 && page.pictures).count();
    if drawn.iter().any(|page| page.cut) {
        Some("too much is drawn on a page".to_owned())
    } else if glyphs + unnamed < 3 * drawn.len().min(10) && silent > 0 {
        Some("no text layer".to_owned())
    } else if unnamed > 20 && unnamed * 50 > glyphs {
        Some("fonts do not say what their characters are".to_owned())
    } else if silent * 4 > drawn.len() {
        Some(format!("{silent} of {} pages have no text layer", drawn.len()))
    } else {
        None
    }
}

/// Glyphs to lines in reading order, with furniture apart.
fn lay_out(drawn: Vec<Drawn>) -> Pages {
    let chunks: Vec<Vec<Chunk>> = drawn.iter().map(level_chunks).collect();
    let Furniture { chunks: furniture, labels } = furniture::find(&chunks);
    let texts: Vec<Vec<&Chunk>> = chunks.iter().zip(&furniture).map(|(all, out)| without(all, out)).collect();
    let gutters: Vec<_> = texts.iter().filter(|text| !text.is_empty()).map(|text| columns::gutter(text)).collect();
    let usual = columns::usual(&gutters);
    let mut pages = Pages::default();
    for (at, drawn) in drawn.into_iter().enumerate() {
        let mut page = Page { rules: drawn.rules, label: labels[at].clone(), ..Page::default() };
        for (number, strip) in columns::strips(&texts[at], usual).into_iter().enumerate() {
            page.strips.push((strip.x, strip.end));
            page.lines.extend(strip.lines.into_iter().map(|line| line::Line { strip: number, ..line }));
        }
        page.furniture = line::lines(furniture[at].iter().map(|&i| &chunks[at][i]).collect());
        for turn in 1..4 {
            let turned = chunk::chunks(drawn.glyphs.iter().filter(|glyph| glyph.turn == turn));
            page.turned.extend(line::lines(turned.iter().collect()));
        }
        pages.pages.push(page);
    }
    pages.size = model::usual_size(pages.pages.iter().flat_map(|page| &page.lines));
    pages
}

/// The chunks of a page's level text. A page set sideways is read as if it were
/// turned upright.
fn level_chunks(drawn: &Drawn) -> Vec<Chunk> {
    let mut chunks = chunk::chunks(drawn.glyphs.iter().filter(|glyph| glyph.turn == 0));
    raise::settle(&mut chunks);
    chunks
}

fn without<'c>(all: &'c [Chunk], out: &[usize]) -> Vec<&'c Chunk> {
    all.iter().enumerate().filter(|(at, _)| out.binary_search(at).is_err()).map(|(_, chunk)| chunk).collect()
}
