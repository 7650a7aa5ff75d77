//! Shows how a file is read: `cargo run --example dump FILE`. One line a block:
//! kind, level, lines, pages, section, first words.

use std::io::Write;

use ibid::model::{Block, Document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = &mut std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let document = (ibid::read::choose(&path, &bytes)?.read)(&bytes)?;
        let pages = document.layout.pages.len();
        writeln!(out, "{path}\n{:?} degraded {:?}, {pages} pages", document.meta, document.degraded)?;
        for (i, block) in document.blocks.iter().enumerate() {
            writeln!(out, "{}", show(&document, i, block))?;
        }
    }
    Ok(())
}

fn show(document: &Document, i: usize, block: &Block) -> String {
    let hull = block.spans.iter().copied().reduce(ibid::span::Span::hull).unwrap_or_default();
    let lines = document.layout.lines_of(hull).unwrap_or_default();
    let page = document.layout.page(hull.start).map(|page| (page.number, page.label.as_deref()));
    let words: String = block.text.text.chars().take(90).collect();
    let cut = if words.len() < block.text.len() { "…" } else { "" };
    let kind = format!("{:?}", block.kind);
    let repeats = block.repeats.map_or(String::new(), |to| format!(" of {to}"));
    format!(
        "{i:5} {kind:<11}{:>2} {:>5}-{:<5} b{} i{:<2} {page:?} {:?}{repeats} | {words}{cut}",
        block.level, lines.0, lines.1, block.blanks_before, block.indent, block.section
    )
}
