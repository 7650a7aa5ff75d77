//! What `tesseract` answers, with the place of every character.

use super::super::html;
use super::super::html::tag::Tag;
use super::super::html::token::Attr;
use super::super::html::tree::{Id, Tree};
use super::{Area, Char, Line, Word};

/// The lines of an answer, in its order; none without words.
pub fn lines(source: &str) -> Vec<Line> {
    let tree = Tree::of(source, true);
    let mut out: Vec<Line> = Vec::new();
    for at in 1..tree.nodes.len() as Id {
        if tree.node(at).tag == Tag::Text {
            continue;
        }
        let title = tree.attr(at, Attr::Title).unwrap_or_default();
        match tree.attr(at, Attr::Class).unwrap_or_default() {
            "ocr_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat" => out.extend(line(title)),
            "ocrx_word" => {
                if let (Some(line), Some(word)) = (out.last_mut(), word(&tree, at, title)) {
                    line.words.push(word);
                }
            }
            _ => {}
        }
    }
    out.retain(|line| !line.words.is_empty());
    out
}

/// A line without its words.
fn line(title: &str) -> Option<Line> {
    let area = area(title, "bbox")?;
    let baseline = numbers(title, "baseline");
    let (slope, shift) = (baseline.first().copied().unwrap_or(0.0), baseline.get(1).copied().unwrap_or(0.0));
    let size = numbers(title, "x_size").first().copied().unwrap_or(area.bottom - area.top);
    // the shift is that of the lower left corner; a line that leans is read as level
    let baseline = area.bottom + shift + slope * (area.end - area.x) / 2.0;
    (size > 0.0).then(|| Line { words: Vec::new(), baseline, size })
}

fn word(tree: &Tree, at: Id, title: &str) -> Option<Word> {
    let area = area(title, "bbox")?;
    let confidence = numbers(title, "x_wconf").first().map_or(0, |sure| sure.clamp(0.0, 100.0) as u8);
    let mut chars = Vec::new();
    for inner in at + 1..tree.node(at).end {
        if tree.node(inner).tag != Tag::Text {
            continue;
        }
        let own = tree.attr(tree.node(inner).parent, Attr::Title).unwrap_or_default();
        let place = self::area(own, "x_bboxes").unwrap_or(area);
        chars.extend(text(tree.raw(inner)).chars().filter(|c| !c.is_whitespace()).map(|c| Char { c, area: place }));
    }
    (!chars.is_empty()).then_some(Word { chars, area, confidence })
}

/// A text with its references resolved.
fn text(raw: &str) -> String {
    let mut out = String::new();
    for (_, _, piece) in html::pieces(raw) {
        match piece {
            html::Piece::Plain(text) | html::Piece::Named(text) => out.push_str(text),
            html::Piece::Char(c) => out.push(c),
        }
    }
    out
}

fn area(title: &str, name: &str) -> Option<Area> {
    let &[x, top, end, bottom] = numbers(title, name).as_slice() else { return None };
    (end >= x && bottom >= top).then_some(Area { x, end, top, bottom })
}

/// The numbers of a property: `bbox 3 4 20 30; baseline 0 -6`.
fn numbers(title: &str, name: &str) -> Vec<f32> {
    let of = |part: &str| part.trim().strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
    let found = title.split(';').find_map(of).unwrap_or_default();
    found.split_whitespace().map_while(|number| number.parse().ok()).filter(|n: &f32| n.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "<html><body><div class='ocr_page' title='bbox 0 0 900 800; ppageno 0'>
        <span class='ocr_line' title=\"bbox 100 50 300 80; baseline 0.01 -6; x_size 26; x_descenders 6\">
        <span class='ocrx_word' title='bbox 100 50 140 74; x_wconf 93'>
        <span class='ocrx_cinfo' title='x_bboxes 100 50 120 74; x_conf 99'>A</span>
        <span class='ocrx_cinfo' title='x_bboxes 121 50 140 74; x_conf 98.5'>&amp;</span></span>
        <span class='ocrx_word' title='bbox 150 50 190 74; x_wconf 12'> </span></span>
        <span class='ocr_line' title='bbox 0 0 900 2; x_size 2'></span></div></body></html>";

    #[test]
    fn words_with_their_places() {
        let found = lines(ANSWER);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].baseline, found[0].size, found[0].words.len()), (75.0, 26.0, 1));
        let word = &found[0].words[0];
        assert_eq!((word.confidence, word.area.x, word.area.bottom), (93, 100.0, 74.0));
        assert_eq!(word.chars.iter().map(|char| char.c).collect::<String>(), "A&");
        assert_eq!(word.chars[1].area.x, 121.0);
    }

    #[test]
    fn what_is_no_answer_has_no_lines() {
        assert_eq!(lines("<html>title='bbox 1 2'"), []);
        assert_eq!(numbers("bbox 1 x 3", "bbox"), [1.0]);
    }
}
