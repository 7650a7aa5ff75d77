//! Text that a page draws twice at one place: once to be seen, and once invisibly, by a
//! program that recognised the picture of it. It is read once.

use std::collections::HashMap;
use std::ops::Range;

use super::chunk::WORD_GAP;
use super::content::Glyph;

/// A run of characters without a blank.
struct Word {
    glyphs: Range<usize>,
    x: f32,
    end: f32,
    y: f32,
    size: f32,
    turn: u8,
    hidden: bool,
    /// True where it has a letter or figure.
    worded: bool,
}

/// Height of the rows in which words are looked for, in points.
const ROW: f32 = 4.0;
/// Rows that a word looks through, at most: type is seldom so large.
const ROWS: i32 = 12;

/// Leaves out what stands there already: words that were drawn before in the same
/// place, and invisible ones over those that are seen.
pub fn once(glyphs: &mut Vec<Glyph>) {
    if !may_be_double(glyphs) {
        return;
    }
    let mut words = words(glyphs);
    // what is seen counts as drawn first
    words.sort_by_key(|word| word.hidden);
    let mut rows: HashMap<(u8, i32), Vec<usize>> = HashMap::new();
    let mut dropped: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let row = |y: f32| (y / ROW).floor() as i32;
        let (low, high) = (row(word.y - 0.5 * word.size), row(word.y + 0.5 * word.size));
        let near = (low..=high.min(low + ROWS)).filter_map(|row| rows.get(&(word.turn, row))).flatten();
        let near = near.map(|other| &words[*other]).filter(|other| is_near(other, word));
        if is_there(word, near, glyphs) {
            dropped.push(word.glyphs.clone());
        } else {
            rows.entry((word.turn, row(word.y))).or_default().push(at);
        }
    }
    dropped.sort_by_key(|range| range.start);
    let mut next = 0;
    let mut at = 0;
    glyphs.retain(|_| {
        while dropped.get(next).is_some_and(|range| range.end <= at) {
            next += 1;
        }
        let keep = dropped.get(next).is_none_or(|range| !range.contains(&at));
        at += 1;
        keep
    });
}

/// Width of the fields of a page, of [`ROW`] height, in which characters are counted.
const FIELD: f32 = 8.0;
/// Fields in a row, and rows: larger pages are looked at in part.
const FIELDS: (usize, usize) = (128, 256);
/// Characters between two in one field that were not drawn one after the other.
const LATER: usize = 40;
/// Characters that must stand over others: fewer are accents and the like.
const OVER: usize = 12;

/// True where the page has invisible text beside other, or draws where it has drawn
/// before. Nearly no page does, so that all others must be done with fast.
fn may_be_double(glyphs: &[Glyph]) -> bool {
    let hidden = glyphs.iter().filter(|glyph| glyph.hidden).count();
    if hidden > 0 && hidden < glyphs.len() {
        return true;
    }
    let mut last = vec![0u32; FIELDS.0 * FIELDS.1];
    let mut over = 0;
    for (at, glyph) in glyphs.iter().enumerate().filter(|(_, glyph)| glyph.turn == 0 && glyph.c != ' ') {
        let (x, y) = ((glyph.x / FIELD) as usize, (glyph.y / ROW) as usize);
        if let Some(before) = last.get_mut(y * FIELDS.0 + x).filter(|_| x < FIELDS.0) {
            over += usize::from(*before > 0 && at + 1 > *before as usize + LATER);
            *before = at as u32 + 1;
        }
    }
    over >= OVER
}

fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, glyph) in glyphs.iter().enumerate() {
        if glyph.c.is_whitespace() {
            open = false;
            continue;
        }
        let goes_on = |word: &&mut Word| {
            let gap = glyph.x - word.end;
            let kin = word.turn == glyph.turn && word.hidden == glyph.hidden;
            kin && (glyph.y - word.y).abs() < 0.1 * word.size && gap < WORD_GAP * word.size && gap > -0.5 * word.size
        };
        match out.last_mut().filter(|word| open && goes_on(word)) {
            Some(word) => {
                word.glyphs.end = at + 1;
                word.end = word.end.max(glyph.end);
                word.worded |= glyph.c.is_alphanumeric();
            }
            None => out.push(Word {
                glyphs: at..at + 1,
                x: glyph.x,
                end: glyph.end,
                y: glyph.y,
                size: glyph.size,
                turn: glyph.turn,
                hidden: glyph.hidden,
                worded: glyph.c.is_alphanumeric(),
            }),
        }
        open = true;
    }
    out
}

/// True for words on about one line and in about one size.
fn is_near(a: &Word, b: &Word) -> bool {
    (a.y - b.y).abs() < 0.5 * a.size.min(b.size) && (0.6..1.67).contains(&(a.size / b.size))
}

/// True where what was drawn before says the word, or is seen over it.
fn is_there<'w>(word: &Word, before: impl Iterator<Item = &'w Word>, glyphs: &[Glyph]) -> bool {
    let wide = (word.end - word.x).max(0.1);
    let mut covered = 0.0;
    for other in before {
        let over = word.end.min(other.end) - word.x.max(other.x);
        if over <= 0.0 {
            continue;
        }
        let same = || {
            let text = |of: &Word| glyphs[of.glyphs.clone()].iter().map(|glyph| glyph.c).collect::<Vec<char>>();
            text(word) == text(other)
        };
        if over > 0.6 * wide.max(other.end - other.x) && same() {
            return true;
        }
        covered += if word.hidden && !other.hidden && other.worded { over } else { 0.0 };
    }
    covered > 0.5 * wide
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of type and the blank after it.
    fn line(text: &str, y: f32, shift: f32, hidden: bool) -> Vec<Glyph> {
        let glyph = |(i, c): (usize, char)| {
            let x = 50.0 + shift + 5.0 * i as f32;
            Glyph { c, x, end: x + 5.0, y, size: 10.0, hidden, ..Glyph::default() }
        };
        text.chars().chain([' ']).enumerate().map(glyph).collect()
    }

    fn read(mut glyphs: Vec<Glyph>) -> String {
        once(&mut glyphs);
        let text: String = glyphs.iter().map(|glyph| glyph.c).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_same_words_at_one_place() {
        let mill = "the mill at the end of the lane";
        let twice = [line(mill, 700.0, 0.0, false), line("a pond behind the old barn", 680.0, 0.0, false)].concat();
        let once = "the mill at the end of the lane a pond behind the old barn";
        assert_eq!(read([twice.clone(), line(mill, 700.5, 0.4, false)].concat()), once);
        // the same words elsewhere are said again
        let again = format!("{once} {mill}");
        assert_eq!(read([twice.clone(), line(mill, 720.0, 0.0, false)].concat()), again);
        assert_eq!(read([twice, line(mill, 700.0, 200.0, false)].concat()), again);
    }

    #[test]
    fn what_is_recognised_under_what_is_seen() {
        let seen = line("the mill", 700.0, 0.0, false);
        assert_eq!(read([line("tbe rnill", 701.0, 1.0, true), seen.clone()].concat()), "the mill");
        assert_eq!(read([seen, line("and weir", 680.0, 0.0, true)].concat()), "the mill and weir");
        // a rule of signs covers nothing
        assert_eq!(
            read([line("________", 700.0, 0.0, false), line("the mill", 700.0, 0.0, true)].concat()),
            "________ the mill"
        );
    }
}
