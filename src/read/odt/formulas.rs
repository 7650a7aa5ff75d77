//! Formulas that stand in parts of their own, as text on one line.

use std::collections::HashMap;

use crate::model::Layout;
use crate::read::builder::Builder;
use crate::read::formula::{Formula, is_root};
use crate::read::xml::{self, Event, Events};
use crate::read::zipped::Archive;

/// The formulas of a package by the names of their folders, as the text leads to them. A part
/// that is damaged or none is left out.
pub fn read(archive: &mut Archive<'_>, content: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    if !content.contains("<draw:object ") {
        return out;
    }
    for event in Events::new(content, 0) {
        let Event::Open(tag) = event else { continue };
        let Some(folder) = tag.attribute("href").filter(|_| tag.name == "object") else { continue };
        if out.contains_key(folder.as_ref()) {
            continue;
        }
        let part = format!("{}/content.xml", folder.trim_start_matches("./").trim_end_matches('/'));
        let formula = archive.text(&part).ok().flatten().and_then(|part| line(&part.text));
        out.extend(formula.map(|formula| (folder.into_owned(), formula)));
    }
    out
}

/// A formula in MathML on one line; `None` for what is no formula, or an empty one.
fn line(source: &str) -> Option<String> {
    if xml::root(source.as_bytes()).as_deref() != Some("math") {
        return None;
    }
    let (mut b, mut formula) = (Builder::new(Layout::default()), Formula::default());
    // the same in the language of the program that made it
    let mut annotation = 0;
    for event in Events::new(source, 0) {
        match event {
            Event::Open(tag) if annotation > 0 || tag.name == "annotation" => annotation += 1,
            Event::Close(..) if annotation > 0 => annotation -= 1,
            Event::Open(tag) if formula.is_open() || is_root(tag.prefix, tag.name) => formula.start(tag.name),
            Event::Close(..) => formula.end(),
            Event::Text(text, at) if annotation == 0 => formula.text(&mut b, text, at),
            Event::Entity(text, span) if annotation == 0 => formula.replaced(&mut b, &text, span),
            _ => {}
        }
    }
    let blocks = b.finish(source.len()).blocks;
    let text: Vec<String> = blocks.into_iter().map(|block| block.text.text).collect();
    (!text.is_empty()).then(|| text.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_on_one_line() {
        let source = "<?xml version='1.0'?><math><semantics><mrow><mi>A</mi><mo>=</mo><mi>π</mi><msup><mi>r</mi><mn>2</mn></msup>\
                      </mrow><annotation encoding='application/x-tex'>A = \\pi r^2</annotation></semantics></math>";
        assert_eq!(line(source).as_deref(), Some("A=πr²"));
        assert_eq!(line("<office:document-content/>"), None);
        assert_eq!(line("<math/>"), None);
    }
}
