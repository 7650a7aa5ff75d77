//! Walks what a page draws and keeps its glyphs and its thin lines.
//!
//! Only what text needs is looked at: text operators, transformations, forms,
//! straight paths, marked content. Pictures, colours and clipping are passed
//! over, so invisible text (of a scan that was read by a machine) is text too.

use std::ops::Deref;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};

use super::annotations;
use super::damage::{self, Sums};
use super::doubled;
use super::fonts::Fonts;
use super::matrix::Matrix;
use super::numbers::numbers;
use super::rightleft;
use super::text::{Shown, TextState};

/// A character on a page. Lengths are points, from the lower left corner of
/// the page as it is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Glyph {
    /// The character.
    pub c: char,
    /// Left end.
    pub x: f32,
    /// Right end: where the next one may begin.
    pub end: f32,
    /// The line it stands on.
    pub y: f32,
    /// Size of the type.
    pub size: f32,
    /// True where the font says bold.
    pub bold: bool,
    /// Quarter turns of the text against the page, anticlockwise.
    pub turn: u8,
    /// True in what the file marks as furniture of the page.
    pub artifact: bool,
    /// True where the font draws it raised and small.
    pub superior: bool,
    /// True where it is not to be seen.
    pub hidden: bool,
}

/// A thin line, in points.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// Height on the page.
    pub y: f32,
}

/// How a glyph looks.
struct Looks {
    bold: bool,
    /// Of the type at size 1.
    height: f64,
    artifact: bool,
    superior: bool,
    hidden: bool,
}

/// What a page shows.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Characters in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Characters of stamps and the like that lie on the page.
    pub stamps: Vec<Glyph>,
    /// Level thin lines.
    pub rules: Vec<Rule>,
    /// Width of the page as it is shown.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its width where it was turned over, as its text runs from right to left.
    pub mirrored: Option<f32>,
    /// Characters that the font does not name.
    pub unnamed: usize,
    /// True where a picture is drawn.
    pub pictures: bool,
    /// True where so much is drawn that the rest was left out.
    pub cut: bool,
    /// True where text of it is not there or cannot be decoded.
    pub failed: bool,
    /// The checksums of its text.
    pub sums: Sums,
}

/// A form may show forms, this deep.
const DEPTH: usize = 12;
/// So many operators of one page are read: a page of a map may have a million.
const OPERATORS: usize = 2_000_000;
/// So many characters of one page.
const GLYPHS: usize = 500_000;
/// Saved states, one in another.
const SAVED: usize = 512;

/// The walk over one page.
pub struct Walk<'f, 'a> {
    fonts: &'f mut Fonts<'a>,
    /// What has been found.
    pub drawn: Drawn,
    state: State,
    saved: Vec<State>,
    marked: Vec<Marked>,
    path: Vec<(f64, f64)>,
    /// Straight pieces of the path.
    pieces: Vec<[(f64, f64); 2]>,
    operators: usize,
}

#[derive(Clone)]
struct State {
    page: Matrix,
    text: TextState,
}

/// A stretch of marked content.
#[derive(Default)]
struct Marked {
    /// Furniture of the page.
    artifact: bool,
    /// What the whole stretch says, until its first character is met; then
    /// empty.
    says: Option<String>,
}

/// What a page shows.
pub fn drawn<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>) -> Drawn {
    let coefficients = page.initial_transform(false).as_coeffs();
    let state = State { page: Matrix(coefficients), text: TextState::default() };
    let (saved, marked) = (Vec::new(), Vec::new());
    let (path, pieces) = (Vec::new(), Vec::new());
    let (width, height) = page.render_dimensions();
    let drawn = Drawn { width, height, ..Drawn::default() };
    let mut walk = Walk { fonts, drawn, state, saved, marked, path, pieces, operators: 0 };
    let contents = damage::contents(page);
    walk.stream(&contents.bytes, page.resources(), 0);
    walk.state = State { page: Matrix(coefficients), text: TextState::default() };
    annotations::draw(page, &mut walk);
    doubled::once(&mut walk.drawn.glyphs);
    Drawn { failed: contents.failed, sums: contents.sums, ..walk.drawn }
}

impl<'a> Walk<'_, 'a> {
    fn stream(&mut self, content: &[u8], resources: &Resources<'a>, depth: usize) {
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.operators += 1;
            if self.operators > OPERATORS || self.drawn.glyphs.len() > GLYPHS {
                self.drawn.cut = true;
                return;
            }
            let operands: Operands = Operands(instruction.operands().collect());
            let operator: &[u8] = instruction.operator.deref();
            if operator == b"Do" {
                self.form(&operands, resources, depth);
            } else {
                self.operator(operator, &operands, resources);
            }
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &Operands<'_, '_>, resources: &Resources<'a>) {
        match operator {
            b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.page = operands.matrix().then(self.state.page),
            b"Tf" => {
                let dict = operands.name(0).and_then(|name| resources.get_font(name));
                self.state.text.face = dict.and_then(|dict| self.fonts.face(&dict));
                self.state.text.size = operands.number(1);
            }
            b"Tj" => self.show(operands.0.first().copied()),
            b"'" => {
                self.state.text.next_line();
                self.show(operands.0.first().copied());
            }
            b"\"" => {
                (self.state.text.words, self.state.text.chars) = (operands.number(0), operands.number(1));
                self.state.text.next_line();
                self.show(operands.0.get(2).copied());
            }
            b"TJ" => self.show_array(operands),
            b"BMC" | b"BDC" => self.begin_marked(operands, resources),
            b"EMC" => {
                self.marked.pop();
            }
            b"BI" | b"EI" | b"ID" | b"sh" => self.drawn.pictures = true,
            _ if self.state.text.operator(operator, &operands.numbers()) => {}
            _ => self.path_operator(operator, operands),
        }
    }

    fn show_array(&mut self, operands: &Operands<'_, '_>) {
        let Some(Object::Array(array)) = operands.0.first() else { return };
        for item in array.iter::<Object<'_>>() {
            match &item {
                Object::String(_) => self.show(Some(&item)),
                Object::Number(number) => {
                    let level = self.face_is_level();
                    self.state.text.adjust(number.as_f64(), level);
                }
                _ => {}
            }
        }
    }

    fn face_is_level(&self) -> bool {
        self.state.text.face.is_none_or(|face| self.fonts.faces[face].is_horizontal())
    }

    fn show(&mut self, operand: Option<&Object<'_>>) {
        let Some(Object::String(text)) = operand else { return };
        let Some(face) = self.state.text.face else { return };
        let bytes = text.as_bytes();
        let artifact = self.marked.iter().any(|marked| marked.artifact);
        let face = &mut self.fonts.faces[face];
        let mut at = 0;
        while at < bytes.len() {
            let (code, len) = face.next(bytes, at);
            at += len;
            let what = face.code(code);
            let blank = code == 32 && len == 1;
            let shown = self.state.text.show(what.advance, blank, face.is_horizontal());
            let says = self.marked.iter_mut().rev().find_map(|marked| marked.says.as_mut()).map(std::mem::take);
            let text = says.as_deref().unwrap_or(&what.text);
            self.drawn.unnamed += usize::from(text.is_empty() && says.is_none());
            let hidden = self.state.text.hidden;
            let looks = Looks { bold: face.bold, height: face.height, artifact, superior: what.superior, hidden };
            self.drawn.put(text, shown, self.state.page, looks);
        }
    }

    /// Furniture, and stretches for which the file says what they mean: a glyph
    /// of a decorated initial, or a hyphen at a line end.
    fn begin_marked(&mut self, operands: &Operands<'_, '_>, resources: &Resources<'a>) {
        let mut marked = Marked::default();
        let own = operands.0.get(1).and_then(|object| if let Object::Dict(dict) = object { Some(dict) } else { None });
        let named = operands.name(1).and_then(|name| resources.properties.get::<Dict<'_>>(name.as_ref()));
        let said = |dict: &Dict<'_>| {
            let text = super::strings::text(&dict.get::<PdfString<'_>>(b"ActualText")?);
            // what a whole line says has no places for its words
            (text.len() <= 12 && !text.trim().contains(' ')).then_some(text)
        };
        marked.says = own.and_then(&said).or_else(|| named.as_ref().and_then(&said));
        if operands.name(0).is_some_and(|name| name.as_ref() == b"Artifact") {
            let pages =
                |dict: &Dict<'_>| dict.get::<Name<'_>>(b"Type").is_some_and(|kind| kind.as_ref() == b"Pagination");
            marked.artifact = own.is_some_and(pages) || named.as_ref().is_some_and(pages);
        }
        if self.marked.len() < SAVED {
            self.marked.push(marked);
        }
    }

    fn form(&mut self, operands: &Operands<'_, '_>, resources: &Resources<'a>, depth: usize) {
        let Some(stream) = operands.name(0).and_then(|name| resources.get_x_object(name)) else { return };
        let dict = stream.dict();
        if dict.get::<Name<'_>>(b"Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            self.drawn.pictures = true;
            return;
        }
        let Some(content) = (depth < DEPTH).then(|| stream.decoded_data().ok()).flatten() else { return };
        let own = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let matrix = dict.get::<Array<'_>>(b"Matrix").map(|array| numbers(&array)).unwrap_or_default();
        let (state, saved, marked) = (self.state.clone(), std::mem::take(&mut self.saved), self.marked.len());
        if let Ok(matrix) = matrix.try_into() {
            self.state.page = Matrix(matrix).then(self.state.page);
        }
        self.stream(&content, own.as_ref().unwrap_or(resources), depth + 1);
        self.marked.truncate(marked);
        (self.state, self.saved) = (state, saved);
    }

    /// Draws something over the page, moved by a matrix. Its lines part no notes, and
    /// its pictures are none of text.
    pub fn over(&mut self, matrix: Matrix, content: &[u8], resources: &Resources<'a>) {
        let (state, saved, marked) = (self.state.clone(), std::mem::take(&mut self.saved), self.marked.len());
        let (rules, pictures) = (self.drawn.rules.len(), self.drawn.pictures);
        self.state.page = matrix.then(self.state.page);
        self.stream(content, resources, 1);
        self.marked.truncate(marked);
        self.drawn.rules.truncate(rules);
        self.drawn.pictures = pictures;
        (self.state, self.saved) = (state, saved);
    }

    /// Does what draws something that stands apart from the text.
    pub fn apart(&mut self, draw: impl FnOnce(&mut Self)) {
        let own = std::mem::take(&mut self.drawn.glyphs);
        draw(self);
        let stamps = std::mem::replace(&mut self.drawn.glyphs, own);
        self.drawn.stamps.extend(stamps);
    }

    /// Writes a text that has no font; `matrix` says where, and how large.
    pub fn write(&mut self, text: &str, matrix: Matrix) {
        let looks = || Looks { bold: false, height: 1.0, artifact: false, superior: false, hidden: false };
        for (at, c) in text.chars().enumerate() {
            let matrix = Matrix::shift(0.5 * at as f64, 0.0).then(matrix);
            self.drawn.put(c.encode_utf8(&mut [0; 4]), Shown { matrix, advance: 0.5 }, self.state.page, looks());
        }
    }

    fn path_operator(&mut self, operator: &[u8], operands: &Operands<'_, '_>) {
        let point = |at| self.state.page.apply(operands.number(at), operands.number(at + 1));
        match operator {
            b"m" => self.path = vec![point(0)],
            b"l" => {
                let to = point(0);
                if let Some(from) = self.path.last() {
                    self.pieces.push([*from, to]);
                }
                self.path.push(to);
            }
            b"re" => {
                let (x, y, w, h) = (operands.number(0), operands.number(1), operands.number(2), operands.number(3));
                self.pieces.push([self.state.page.apply(x, y), self.state.page.apply(x + w, y + h)]);
            }
            b"c" | b"v" | b"y" => self.path.clear(),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => self.end_path(true),
            b"n" => self.end_path(false),
            _ => {}
        }
        // a map has more lines than would be looked at
        self.pieces.truncate(1000);
        self.path.truncate(1000);
    }

    /// A line is level and no thicker than a fifteenth of its length.
    fn end_path(&mut self, drawn: bool) {
        for [(x0, y0), (x1, y1)] in self.pieces.drain(..) {
            let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
            if drawn && width > 15.0 && height < 2.5 && height * 15.0 < width && self.drawn.rules.len() < 2000 {
                let (x, end) = (x0.min(x1) as f32, x0.max(x1) as f32);
                self.drawn.rules.push(Rule { x, end, y: ((y0 + y1) / 2.0) as f32 });
            }
        }
        self.path.clear();
    }
}

impl Drawn {
    /// Adds the characters of one code, side by side.
    fn put(&mut self, text: &str, shown: Shown, page: Matrix, looks: Looks) {
        let Looks { bold, height, artifact, superior, hidden } = looks;
        let all = shown.matrix.then(page);
        let (x, y) = all.apply(0.0, 0.0);
        let (end_x, end_y) = all.apply(shown.advance, 0.0);
        let [a, b, ..] = all.0;
        let turn = if a.abs() >= b.abs() {
            if a >= 0.0 { 0 } else { 2 }
        } else if b > 0.0 {
            1
        } else {
            3
        };
        let size = all.height() * height;
        if !(x.is_finite() && y.is_finite() && end_x.is_finite() && size.is_finite()) || size < 0.1 {
            return;
        }
        if !self.shows((x + end_x) / 2.0, (y + end_y) / 2.0) {
            return;
        }
        let seen = rightleft::seen(text);
        let count = seen.as_ref().map_or_else(|| text.chars().count(), Vec::len).max(1) as f64;
        let chars: &mut dyn Iterator<Item = char> = match seen {
            Some(seen) => &mut seen.into_iter(),
            None => &mut text.chars(),
        };
        for (i, c) in chars.enumerate() {
            let part = |from: f64, to: f64, i: usize| (from + (to - from) * i as f64 / count) as f32;
            let (from, to) = match turn {
                0 => (part(x, end_x, i), part(x, end_x, i + 1)),
                1 => (part(y, end_y, i), part(y, end_y, i + 1)),
                2 => (-part(x, end_x, i), -part(x, end_x, i + 1)),
                _ => (-part(y, end_y, i), -part(y, end_y, i + 1)),
            };
            let level = match turn {
                0 => y,
                1 => -x,
                2 => -y,
                _ => x,
            };
            let (x, end) = (from, to.max(from));
            let (y, size) = (level as f32, size as f32);
            self.glyphs.push(Glyph { c, x, end, y, size, bold, turn, artifact, superior, hidden });
        }
    }

    /// True for a place on the page: what is cut off is no text of it.
    fn shows(&self, x: f64, y: f64) -> bool {
        let within = |at: f64, most: f32| most < 1.0 || (-1.0..f64::from(most) + 1.0).contains(&at);
        within(x, self.width) && within(y, self.height)
    }
}

/// The operands of an operator.
struct Operands<'b, 's>(Vec<&'b Object<'s>>);

impl Operands<'_, '_> {
    fn number(&self, at: usize) -> f64 {
        match self.0.get(at) {
            Some(Object::Number(number)) => number.as_f64(),
            _ => 0.0,
        }
    }

    fn numbers(&self) -> [f64; 6] {
        std::array::from_fn(|at| self.number(at))
    }

    fn matrix(&self) -> Matrix {
        Matrix(self.numbers())
    }

    fn name(&self, at: usize) -> Option<&Name<'_>> {
        match self.0.get(at) {
            Some(Object::Name(name)) => Some(name),
            _ => None,
        }
    }
}

/// The stream behind an entry of a dictionary, decoded; at most `limit` bytes.
pub fn decoded(dict: &Dict<'_>, key: &[u8], limit: usize) -> Option<Vec<u8>> {
    let stream = dict.get::<Stream<'_>>(key)?;
    let data = stream.decoded_data().ok()?;
    (data.len() <= limit).then(|| data.into_owned())
}
