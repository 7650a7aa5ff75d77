//! Pages that are pictures of text: drawn, recognised, and put among the glyphs, so
//! that columns, running heads and notes are found in them as in any page.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_syntax::page::Page;

use super::content::{Drawn, Glyph};
use super::rightleft;
use crate::read::ocr::{self, Area, Char, Line, Ocr, Picture, Word};

/// Dots an inch at which the program reads best; letters of 10 points are then some
/// 30 dots high.
const PER_INCH: f32 = 300.0;

/// Dots that a picture may have: a page of a newspaper is drawn coarser.
const DOTS: f32 = 30_000_000.0;

/// A word that was recognised, in points from the lower left corner of the page.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// The line it stands on.
    pub y: f32,
    /// How sure the program is, of 100.
    pub confidence: u8,
}

/// What a page was found to say.
#[derive(Debug)]
pub struct PageWords {
    /// The page, from 0.
    pub page: usize,
    /// Its words.
    pub words: Vec<Seen>,
}

/// What became of pages that were to be recognised.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Pages on which words were found.
    pub pages: Vec<PageWords>,
    /// Pages, from 0, on which none could be looked for, and why the first of them.
    pub failed: Vec<usize>,
    /// See `failed`.
    pub reason: Option<String>,
}

/// A page as it was recognised, and how many dots a point has.
struct Read {
    page: usize,
    lines: Vec<Line>,
    scale: f32,
    height: f32,
}

/// Recognises pages and adds what they say to what is drawn on them.
pub fn recognise(pages: &[Page<'_>], which: &[usize], drawn: &mut [Drawn], ocr: &Ocr) -> Outcome {
    let cache = RenderCache::new();
    let mut outcome = Outcome::default();
    let mut read = Vec::new();
    for &at in which {
        let page = &pages[at];
        let found = match picture(page, &cache) {
            Some((picture, scale)) => ocr::recognise(&picture, ocr).map(|lines| (lines, scale)),
            None => Err("the page cannot be drawn".to_owned()),
        };
        match found {
            Ok((lines, scale)) => read.push(Read { page: at, lines, scale, height: page.render_dimensions().1 }),
            Err(reason) => {
                outcome.failed.push(at);
                outcome.reason.get_or_insert(reason);
            }
        }
    }
    let sizes = Sizes::of(&read);
    for Read { page, lines, scale, height } in read {
        let place = Place { scale, height };
        let glyphs = std::mem::take(&mut drawn[page].glyphs);
        let (mut added, mut words) = (Vec::new(), Vec::new());
        for line in &lines {
            let size = sizes.settled(line.size / scale);
            let y = place.y(line.baseline);
            let taken = |word: &&Word| !is_speck(word) && !place.is_over(&glyphs, word.area);
            for word in line.words.iter().filter(taken) {
                let (x, end) = (word.area.x / scale, word.area.end / scale);
                words.push(Seen { x, end, y, confidence: word.confidence });
                added.extend(place.glyphs(line, (&word.chars, word.area), size));
            }
        }
        drawn[page].glyphs = glyphs;
        if !words.is_empty() {
            drawn[page].glyphs.append(&mut added);
            outcome.pages.push(PageWords { page, words });
        }
    }
    outcome
}

/// The picture of a page, and how many dots a point has.
fn picture<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>) -> Option<(Picture, f32)> {
    let (width, height) = page.render_dimensions();
    let area = width * height;
    if !(area.is_finite() && width >= 1.0 && height >= 1.0) {
        return None;
    }
    let largest = f32::from(u16::MAX) / width.max(height);
    let scale = (PER_INCH / 72.0).min((DOTS / area).sqrt()).min(largest);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = hayro::render(page, cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    // the weights of ITU-R BT.601
    let gray = |dot: &[u8]| {
        let sum = dot.iter().zip([299u32, 587, 114]).map(|(part, weight)| u32::from(*part) * weight).sum::<u32>();
        (sum / 1000) as u8
    };
    let dots: Vec<u8> = pixmap.data_as_u8_slice().chunks_exact(4).map(gray).collect();
    let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    Some((Picture { width, height, dots, per_inch: scale * 72.0 }, scale))
}

/// From dots of a picture to points of its page.
struct Place {
    scale: f32,
    height: f32,
}

impl Place {
    fn y(&self, dots: f32) -> f32 {
        self.height - dots / self.scale
    }

    /// True where text stands already: a stamp is a text of the file, drawn over the scan.
    fn is_over(&self, glyphs: &[Glyph], area: Area) -> bool {
        let (x, end) = (area.x / self.scale, area.end / self.scale);
        let middle = self.y((area.top + area.bottom) / 2.0);
        let under = |glyph: &Glyph| {
            let level = glyph.turn == 0 && (glyph.y - 0.2 * glyph.size..glyph.y + glyph.size).contains(&middle);
            level && glyph.x < end && glyph.end > x
        };
        glyphs.iter().any(under)
    }

    /// The characters of a word, side by side, and a blank behind it. Where they stand
    /// within the word is not known well: they share its width.
    fn glyphs(&self, line: &Line, (chars, area): (&[Char], Area), size: f32) -> Vec<Glyph> {
        let (x, end) = (area.x / self.scale, area.end / self.scale);
        let wide = (end - x) / chars.len() as f32;
        let back = chars.iter().any(|char| rightleft::is_right_to_left(char.c));
        let glyph = |(at, char): (usize, &Char)| {
            let up = (line.baseline - char.area.bottom) / line.size;
            let raised = is_raised(line, char);
            let from = x + wide * if back { chars.len() - 1 - at } else { at } as f32;
            Glyph {
                c: char.c,
                x: from,
                end: from + wide,
                y: self.y(line.baseline) + if raised { up * size } else { 0.0 },
                size: if raised { 0.6 * size } else { size },
                ..Glyph::default()
            }
        };
        let mut out: Vec<Glyph> = chars.iter().enumerate().map(glyph).collect();
        let blank = out.last().map(|last| Glyph { c: ' ', x: end, end: end + 0.2 * size, ..*last });
        out.extend(blank);
        out
    }
}

/// A sign of which the program is less sure, of 100, is dirt on the paper.
const SPECK: u8 = 50;

/// True for what is dirt more likely than a sign.
fn is_speck(word: &Word) -> bool {
    word.confidence < SPECK && !word.chars.iter().any(|char| char.c.is_alphanumeric())
}

/// True for a figure that stands as high over the line as those that call a note.
fn is_raised(line: &Line, char: &Char) -> bool {
    let height = char.area.bottom - char.area.top;
    char.c.is_ascii_digit() && line.baseline - char.area.bottom > 0.2 * line.size && height < 0.6 * line.size
}

/// Sizes of type that lines share. What is measured on a picture differs from line to
/// line of one paragraph by a dot or two, and by more where no letter goes below it.
struct Sizes(Vec<(f32, f32)>);

impl Sizes {
    /// Sizes that differ less than so are one.
    const KIN: f32 = 0.12;

    fn of(read: &[Read]) -> Sizes {
        let all = read.iter().flat_map(|read| read.lines.iter().map(|line| (line, read.scale)));
        let weight = |line: &Line| line.words.iter().map(|word| word.chars.len()).sum::<usize>() as f32;
        let mut sizes: Vec<(f32, f32)> = all.map(|(line, scale)| (line.size / scale, weight(line))).collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        Sizes(sizes)
    }

    /// The size of most of the type that is about as large.
    fn settled(&self, size: f32) -> f32 {
        let near = |&&(other, _): &&(f32, f32)| (other - size).abs() < Self::KIN * size;
        let kin: Vec<&(f32, f32)> = self.0.iter().filter(near).collect();
        let half = kin.iter().map(|(_, weight)| weight).sum::<f32>() / 2.0;
        let mut sum = 0.0;
        let median = kin.iter().find(|(_, weight)| {
            sum += weight;
            sum >= half
        });
        median.map_or(size, |(median, _)| (median * 2.0).round() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_paragraph_have_one_size() {
        let sizes = Sizes(vec![(8.1, 40.0), (10.8, 50.0), (11.0, 300.0), (11.3, 50.0), (20.0, 12.0)]);
        assert_eq!((sizes.settled(10.8), sizes.settled(11.3), sizes.settled(8.1)), (11.0, 11.0, 8.0));
        assert_eq!(sizes.settled(20.0), 20.0);
    }

    #[test]
    fn a_raised_figure() {
        let area = |top, bottom| Area { x: 0.0, end: 9.0, top, bottom };
        let line = Line { words: Vec::new(), baseline: 100.0, size: 30.0 };
        assert!(is_raised(&line, &Char { c: '3', area: area(76.0, 90.0) }));
        assert!(!is_raised(&line, &Char { c: '3', area: area(78.0, 100.0) }));
        assert!(!is_raised(&line, &Char { c: '\'', area: area(76.0, 84.0) }));
    }
}
