//! Fonts of a document: what a code in a text string says, how wide it is,
//! and what the font's name tells.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::{BfString, load_embedded};
use hayro_font::kurbo::{BezPath, Shape};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name};

use super::numbers::numbers;

/// A font, with the codes met so far.
pub struct Face<'a> {
    font: Font<'a>,
    /// True where the name says bold.
    pub bold: bool,
    /// The height of its type at size 1.
    pub height: f64,
    codes: HashMap<u32, Code>,
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub struct Code {
    /// Its characters; none where the font does not say.
    pub text: Rc<str>,
    /// How far to go after it, in thousandths of the type's size.
    pub advance: f64,
    /// True where the font draws a figure, sign or letter raised and small.
    pub superior: bool,
}

/// The fonts of a document, by number.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    /// The fonts met so far.
    pub faces: Vec<Face<'a>>,
    /// By the place of the dictionary in the file.
    ids: HashMap<(usize, usize), Option<usize>>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
}

impl<'a> Fonts<'a> {
    /// No fonts yet.
    pub fn new() -> Self {
        let standard = |query: &FontQuery| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        };
        Fonts {
            cache: FontCache::new(),
            faces: Vec::new(),
            ids: HashMap::new(),
            fonts: Arc::new(standard),
            cmaps: Arc::new(load_embedded),
        }
    }

    /// The number of the font that `dict` describes; `None` where it cannot be read.
    pub fn face(&mut self, dict: &Dict<'a>) -> Option<usize> {
        let id = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(known) = self.ids.get(&id) {
            return *known;
        }
        let face = self.cache.font(dict, &self.fonts, &self.cmaps).map(|font| {
            self.faces.push(Face { font, bold: is_bold(dict), height: height(dict), codes: HashMap::new() });
            self.faces.len() - 1
        });
        self.ids.insert(id, face);
        face
    }
}

impl Face<'_> {
    /// The code at byte `at` of a string, and its length in bytes.
    pub fn next(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, len) = self.font.read_code(bytes, at);
        (code, len.max(1))
    }

    /// True where lines run from left to right.
    pub fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    /// What a code stands for.
    pub fn code(&mut self, code: u32) -> Code {
        let Face { font, codes, .. } = self;
        let look = || {
            let mut superior = false;
            let unicode = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => {
                    let unicode = glyph.as_unicode();
                    if let Some(BfString::Char(c)) = unicode {
                        superior = c.is_ascii_alphanumeric() && is_superior(c, &glyph.outline());
                    }
                    unicode
                }
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            let text = match unicode {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            let step = font.code_advance(code);
            let advance = if font.is_horizontal() { step.x } else { step.y };
            Code { text: plain(&text).into(), advance, superior }
        };
        codes.entry(code).or_insert_with(look).clone()
    }
}

/// True where a figure or letter stands clear of the line and is low: a font's
/// own superior figures, which the text layer calls plain figures (Typst's
/// markers). Figures of any other kind stand on the line or below it.
fn is_superior(c: char, outline: &BezPath) -> bool {
    let shape = outline.bounding_box();
    let lifted = if c.is_ascii_digit() { 180.0 } else { 250.0 };
    shape.y0 > lifted && shape.height() > 100.0 && shape.height() < 560.0
}

/// Presentation forms (`ﬁ`, `ﬀ`, long ſt) as the letters that they stand for.
/// Other compatibility characters, such as `²` or `½`, say more than their
/// plain forms and stay.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The height of a font's type at size 1, which is 1 but where pictures of letters are the
/// font: programs for TeX give these the size 1 and draw the letters in dots of the
/// printer. A letter is half as wide as its type is high; the font's box is often made up.
fn height(dict: &Dict<'_>) -> f64 {
    if dict.get::<Name<'_>>(b"Subtype").is_none_or(|kind| kind.as_ref() != b"Type3") {
        return 1.0;
    }
    let numbers_of = |key: &[u8]| dict.get::<Array<'_>>(key).map(|array| numbers(&array)).unwrap_or_default();
    let widths: Vec<f64> = numbers_of(b"Widths").into_iter().filter(|width| *width > 0.0).collect();
    let across = numbers_of(b"FontMatrix").first().map_or(0.001, |across| across.abs());
    let height = 2.0 * across * widths.iter().sum::<f64>() / widths.len().max(1) as f64;
    Some(height).filter(|height| (2.0..10_000.0).contains(height)).unwrap_or(1.0)
}

/// True where a font's name says bold: `ABCDEF+Times-Bold`, `CMBX10`,
/// `SFBX1200`, `Lato-Black`. `Garamond-Book` is none.
fn is_bold(dict: &Dict<'_>) -> bool {
    let name = dict.get::<Name<'_>>(b"BaseFont").map(|name| name.as_str().to_ascii_lowercase()).unwrap_or_default();
    let name = name.rsplit('+').next().unwrap_or_default();
    ["bold", "black", "heavy", "-bd", "cmbx", "sfbx", "cmssbx", "ecbx", "lmbx"].iter().any(|sign| name.contains(sign))
        || name.ends_with("-b")
        || name.contains("-medi") && name.starts_with("nimbus")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(plain("of\u{fb01}ce \u{fb03}"), "office ffi");
        assert_eq!(plain("m² ½"), "m² ½");
    }
}
