//! Glyphs to chunks: runs that stand side by side on one line.
//!
//! Most files draw a line, or a stretch of one, in order. A chunk ends where
//! the next glyph is elsewhere, on another height (a raised sign) or behind a
//! gap that may be the border between two columns. Blanks are seldom drawn as
//! such in LaTeX's output: a gap wider than [`WORD_GAP`] is one.

use super::content::Glyph;

/// A character in its place.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// True where it stands raised and small, as markers do.
    pub raised: bool,
}

/// A run of characters side by side.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// The characters, with the blanks between words.
    pub cells: Vec<Cell>,
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// The line it stands on; of a raised sign, the line that it belongs to.
    pub y: f32,
    /// Size of the type.
    pub size: f32,
    /// True where all of it is bold.
    pub bold: bool,
    /// True where a blank was drawn after it.
    pub blank_after: bool,
    /// True in what the file marks as furniture of the page.
    pub artifact: bool,
}

/// A gap between words, against the size of the type. TeX lets a blank shrink
/// to .22; kerning and the play between letters stay below .1.
pub const WORD_GAP: f32 = 0.15;
/// A gap at which a chunk ends. The gutter of LaTeX's two columns is 1.0 in
/// 10-point type; a blank in a narrow column seldom grows beyond .8.
const CHUNK_GAP: f32 = 0.8;

/// The chunks of the glyphs, in the order in which they are drawn.
pub fn chunks<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    let mut blank = false;
    for glyph in glyphs {
        if glyph.c.is_whitespace() || glyph.c == '\u{200b}' {
            if out.last().is_some_and(|last| last.holds(glyph)) {
                continue;
            }
            blank = true;
            if let Some(last) = out.last_mut() {
                last.blank_after = true;
            }
            continue;
        }
        let open = out.last_mut().filter(|last| last.takes(glyph));
        match open {
            Some(last) => last.push(glyph, blank),
            None => {
                drop_double(&mut out);
                out.push(Chunk::of(glyph));
            }
        }
        blank = false;
    }
    drop_double(&mut out);
    out
}

/// Bold type is sometimes made by drawing a line twice, a hair apart.
fn drop_double(chunks: &mut Vec<Chunk>) {
    let Some((last, before)) = chunks.split_last() else { return };
    let same = |other: &Chunk| {
        (other.x - last.x).abs() < 1.0
            && (other.y - last.y).abs() < 1.0
            && other.cells.len() == last.cells.len()
            && other.cells.iter().zip(&last.cells).all(|(a, b)| a.c == b.c)
    };
    if before.iter().rev().take(4).any(same) {
        chunks.pop();
    }
}

impl Chunk {
    fn of(glyph: &Glyph) -> Chunk {
        let Glyph { c, x, end, y, size, bold, artifact, superior, .. } = *glyph;
        let cells = vec![Cell { c, x, end, raised: superior }];
        Chunk { cells, x, end, y, size, bold, artifact, blank_after: false }
    }

    /// True where the glyph goes on with this run.
    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let gap = glyph.x - self.end;
        // an accent of its own is drawn over or under its letter
        let accent = self.cells.last().is_some_and(|last| combined(last.c, glyph.c).is_some());
        let level = (glyph.y - self.y).abs() < if accent { 0.5 } else { 0.06 } * size;
        let kin = (0.6..1.67).contains(&(glyph.size / self.size));
        level
            && kin
            && gap < CHUNK_GAP * size
            && gap > -0.6 * size
            && self.artifact == glyph.artifact
            && glyph.x > self.x - 0.5 * size
    }

    fn push(&mut self, glyph: &Glyph, blank: bool) {
        let size = self.size.max(glyph.size);
        self.bold &= glyph.bold;
        self.blank_after = false;
        if let Some(last) = self.cells.last_mut() {
            let over = last.end.min(glyph.end) - last.x.max(glyph.x);
            let narrow = (last.end - last.x).min(glyph.end - glyph.x);
            if last.c == glyph.c && (last.x - glyph.x).abs() < 0.08 * size {
                return;
            }
            if over > 0.4 * narrow
                && let Some(c) = combined(last.c, glyph.c)
            {
                last.c = c;
                (last.x, last.end) = (last.x.min(glyph.x), last.end.max(glyph.end));
                self.end = self.end.max(glyph.end);
                return;
            }
        }
        let gap = glyph.x - self.end;
        if gap > WORD_GAP * size || blank && gap > -0.2 * size {
            self.cells.push(Cell { c: ' ', x: self.end, end: glyph.x, raised: false });
        }
        self.cells.push(Cell { c: glyph.c, x: glyph.x, end: glyph.end, raised: glyph.superior });
        (self.x, self.end) = (self.x.min(glyph.x), self.end.max(glyph.end));
    }

    /// True where a blank is drawn in the last character: some programs do so in
    /// ligatures.
    fn holds(&self, blank: &Glyph) -> bool {
        let Some(last) = self.cells.last() else { return false };
        let over = blank.end.min(last.end) - blank.x.max(last.x);
        (blank.y - self.y).abs() < 0.06 * self.size && over > 0.6 * (blank.end - blank.x).max(0.1 * self.size)
    }

    /// The middle between its ends.
    pub fn middle(&self) -> f32 {
        (self.x + self.end) / 2.0
    }
}

/// A letter and an accent that is drawn on its own, in either order, as one
/// character: `´` and `e` are `é` in TeX's old fonts. `None` where the two make none.
fn combined(first: char, second: char) -> Option<char> {
    let mark = |c: char| {
        Some(match c {
            '´' | '\u{301}' => '\u{301}',
            '`' | '\u{300}' => '\u{300}',
            '¨' | '\u{308}' => '\u{308}',
            'ˆ' | '^' | '\u{302}' => '\u{302}',
            '˜' | '~' | '\u{303}' => '\u{303}',
            '¯' | '\u{304}' => '\u{304}',
            '˘' | '\u{306}' => '\u{306}',
            '˙' | '\u{307}' => '\u{307}',
            '˚' | '\u{30a}' => '\u{30a}',
            '˝' | '\u{30b}' => '\u{30b}',
            'ˇ' | '\u{30c}' => '\u{30c}',
            '¸' | '\u{327}' => '\u{327}',
            '˛' | '\u{328}' => '\u{328}',
            _ => return None,
        })
    };
    let dotted = |c: char| match c {
        'ı' => 'i',
        'ȷ' => 'j',
        c => c,
    };
    let compose = unicode_normalization::char::compose;
    match (mark(first), mark(second)) {
        (Some(mark), None) if second.is_alphabetic() => compose(dotted(second), mark),
        (None, Some(mark)) if first.is_alphabetic() => compose(dotted(first), mark),
        _ => None,
    }
}

/// For tests: a text at a place, of ten points, each letter five wide.
#[cfg(test)]
pub fn plain_chunk(text: &str, x: f32, y: f32) -> Chunk {
    let cell = |(i, c)| Cell { c, x: x + 5.0 * i as f32, end: x + 5.0 + 5.0 * i as f32, raised: false };
    let cells: Vec<Cell> = text.chars().enumerate().map(cell).collect();
    let end = x + 5.0 * cells.len() as f32;
    Chunk { cells, x, end, y, size: 10.0, bold: false, blank_after: false, artifact: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(c: char, x: f32, end: f32) -> Glyph {
        Glyph { c, x, end, y: 100.0, size: 10.0, ..Glyph::default() }
    }

    fn text(chunk: &Chunk) -> String {
        chunk.cells.iter().map(|cell| cell.c).collect()
    }

    #[test]
    fn gaps_are_blanks() {
        let glyphs = [glyph('a', 0.0, 5.0), glyph('b', 5.3, 10.0), glyph('c', 12.5, 17.0), glyph('d', 40.0, 45.0)];
        let chunks = chunks(glyphs.iter());
        assert_eq!(chunks.iter().map(text).collect::<Vec<_>>(), ["ab c", "d"]);
    }

    #[test]
    fn a_blank_inside_of_a_ligature_is_none() {
        let word = [glyph('f', 0.0, 2.5), glyph('i', 2.5, 5.0), glyph(' ', 2.6, 5.2), glyph('n', 5.1, 10.0)];
        assert_eq!(text(&chunks(word.iter())[0]), "fin");
        let two = [glyph('f', 0.0, 2.5), glyph('i', 2.5, 5.0), glyph(' ', 4.8, 7.3), glyph('n', 6.0, 11.0)];
        assert_eq!(text(&chunks(two.iter())[0]), "fi n");
    }

    #[test]
    fn accents_drawn_apart_are_put_on_their_letters() {
        let glyphs = [glyph('c', 0.0, 4.0), glyph('´', 4.5, 8.0), glyph('e', 4.2, 8.4), glyph('s', 8.4, 12.0)];
        assert_eq!(text(&chunks(glyphs.iter())[0]), "cés");
        // beside a letter it is a sign of its own
        let glyphs = [glyph('´', 0.0, 3.0), glyph('e', 3.2, 7.0)];
        assert_eq!(text(&chunks(glyphs.iter())[0]), "´e");
    }

    #[test]
    fn bold_by_drawing_twice() {
        let glyphs = [glyph('a', 0.0, 5.0), glyph('b', 5.0, 10.0), glyph('a', 0.3, 5.3), glyph('b', 5.3, 10.3)];
        let chunks = chunks(glyphs.iter());
        assert_eq!(chunks.iter().map(text).collect::<Vec<_>>(), ["ab"]);
    }
}
