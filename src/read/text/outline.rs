//! How deep headings are, and the section of every block.

use std::collections::HashSet;

use super::glyph::plain;
use super::heading::{Candidate, Style, bare};
use crate::model::{Block, BlockKind};

/// Marks the headings, sets levels, and gives every block its section. `title`
/// is the block with the work's title, which is no section.
pub fn mark(blocks: &mut [Block], found: &[Option<Candidate>], title: Option<usize>) {
    let ranks = Ranks::of(found);
    let name = title.map(|i| plain(bare(&blocks[i].text.text)));
    let notes = blocks.iter().filter(|b| is_notes(b)).count();
    let mut stack: Vec<(u8, String)> = Vec::new();
    let mut number_before = false;
    let mut counted = false;
    for i in 0..blocks.len() {
        let Some(candidate) = found[i].as_ref().filter(|_| title != Some(i)) else {
            let heading = title == Some(i);
            place(&mut blocks[i], &stack, if heading { 1 } else { 0 });
            number_before &= blocks[i].kind == BlockKind::RunningHead;
            continue;
        };
        let text = bare(&blocks[i].text.text).replace(['_', '*'], "");
        let unnumbered = candidate.value.is_none();
        if unnumbered && name.as_deref() == Some(plain(&text).as_str()) {
            place(&mut blocks[i], &[], 1);
            continue;
        }
        if unnumbered
            && number_before
            && let Some((rank, number)) = stack.pop()
        {
            place(&mut blocks[i], &stack, stack.len() + 1);
            stack.push((rank, format!("{}: {text}", number.trim_end_matches('.'))));
            number_before = false;
            continue;
        }
        if !counted && candidate.style.is_numbered() {
            // Nothing unnumbered before the first number stands above it.
            stack.retain(|(rank, _)| *rank <= SURE);
            counted = true;
        }
        let rank = if notes > 1 && is_notes(&blocks[i]) {
            u8::MAX
        } else {
            ranks.rank(candidate.style, counted) + candidate.nest
        };
        while stack.last().is_some_and(|(above, _)| *above >= rank) {
            stack.pop();
        }
        place(&mut blocks[i], &stack, stack.len() + 1);
        stack.push((rank, text));
        number_before = candidate.bare;
    }
}

/// The heading over notes.
fn is_notes(block: &Block) -> bool {
    block.text.len() < 30 && matches!(plain(&block.text.text).as_str(), "notes" | "footnotes" | "endnotes")
}

/// Sets section and, for a heading, kind and level.
fn place(block: &mut Block, stack: &[(u8, String)], level: usize) {
    block.section = stack.iter().map(|(_, text)| text.clone()).collect();
    if level > 0 {
        block.kind = BlockKind::Heading;
        block.level = level.min(u8::MAX as usize) as u8;
    }
}

/// Highest rank of the styles that say themselves that they are headings.
const SURE: u8 = 10;

/// How far out each style stands; lower is further out.
struct Ranks {
    /// Styles that count, in the order in which they first appear.
    order: Vec<Style>,
    /// The outermost rank of a style that counts.
    outermost: Option<u8>,
    /// True where numbers begin anew under each heading in capitals.
    caps_above: bool,
}

impl Ranks {
    fn of(found: &[Option<Candidate>]) -> Self {
        let mut ranks = Ranks { order: Vec::new(), outermost: None, caps_above: caps_above(found) };
        let mut seen = HashSet::new();
        for candidate in found.iter().flatten() {
            if candidate.style.is_numbered() && seen.insert(candidate.style) {
                ranks.order.push(candidate.style);
            }
        }
        ranks.outermost = ranks.order.iter().map(|style| ranks.of_numbered(*style)).min();
        if found.iter().flatten().any(|c| matches!(c.style, Style::Atx(_))) {
            ranks.outermost = Some(7);
        }
        ranks
    }

    /// Words are ordered by what they mean, other numbers by first appearance,
    /// a decimal number under its parent.
    fn of_numbered(&self, style: Style) -> u8 {
        let place = |style: Style| self.order.iter().position(|s| *s == style).unwrap_or(0).min(8) as u8;
        match style {
            Style::Word(depth) => 20 + depth,
            Style::Number(depth) if depth > 1 => 40 + 10 * place(Style::Number(1)) + depth,
            other => 40 + 10 * place(other),
        }
    }

    fn rank(&self, style: Style, counted: bool) -> u8 {
        match style {
            Style::Atx(depth) => depth,
            Style::Underlined(depth) => 8 + depth,
            Style::Caps if self.caps_above => 30,
            Style::Part => self.outermost.unwrap_or(140),
            // Before the first number, a plain heading stands beside what
            // is numbered, not above it.
            Style::Caps | Style::Title if !counted => self.outermost.unwrap_or(self.plain(style)),
            Style::Caps | Style::Title => self.plain(style),
            numbered => self.of_numbered(numbered),
        }
    }

    fn plain(&self, style: Style) -> u8 {
        if style == Style::Caps { 140 } else { 150 }
    }
}

/// True where the count of a style begins anew, and each time after a heading
/// in capitals.
fn caps_above(found: &[Option<Candidate>]) -> bool {
    let (mut anew, mut after_caps, mut caps) = (0, 0, false);
    for candidate in found.iter().flatten() {
        match candidate.style {
            Style::Caps => caps = true,
            Style::Word(_) => return false,
            style if style.is_numbered() => {
                if candidate.value == Some(1) && matches!(style, Style::Roman | Style::Number(1)) {
                    anew += 1;
                    after_caps += usize::from(caps);
                }
                caps = false;
            }
            _ => {}
        }
    }
    anew >= 2 && after_caps == anew
}

#[cfg(test)]
mod tests {
    use super::super::read;

    const TEXT: &str =
        "There is text under this heading, and it runs on for long enough to be text and no title at all. It ends.";

    /// The sections of the paragraphs of a text in which `#` stands for one.
    fn sections(outline: &str) -> Vec<String> {
        let document = read(outline.replace('#', TEXT).as_bytes()).unwrap();
        let text = document.blocks.iter().filter(|b| b.text.text == TEXT);
        text.map(|b| b.section.join(" / ")).collect()
    }

    #[test]
    fn styles_nest_by_what_counts_within_what() {
        let got =
            sections("A Report\n\n#\n\nSummary\n\n#\n\nI. One\n\n#\n\nA. Alpha\n\n#\n\nB. Beta\n\n#\n\nII. Two\n\n#\n");
        assert_eq!(got, ["", "Summary", "I. One", "I. One / A. Alpha", "I. One / B. Beta", "II. Two"]);
    }

    #[test]
    fn a_number_alone_takes_the_title_below() {
        let got = sections("Book\n\n\nI\n\nOf Men\n\n#\n\nII\n\nOf Arms\n\n#\n");
        assert_eq!(got, ["I: Of Men", "II: Of Arms"]);
    }

    #[test]
    fn underlined_and_capital_headings() {
        let got = sections("Big\n===\n\n#\n\nSmall\n-----\n\n#\n\nBig Two\n=======\n\n#\n");
        assert_eq!(got.last().map(String::as_str), Some("Big Two"));
        assert_eq!(sections("THE TREATY\n\n#\n\nTHE REMEDY\n\n#\n").last().map(String::as_str), Some("THE REMEDY"));
    }

    #[test]
    fn what_only_looks_like_a_heading_is_none() {
        for line in [
            "Istanbul/Brussels, 7 March 2023",
            "He said that it was so.",
            "where stray, ye muses, in what lawn",
            "1. Coal\n\n2. Iron\n\n3. Peat",
            "“Where to,” he said",
        ] {
            let got = sections(&format!("A Report\n\n#\n\n{line}\n\n#\n"));
            assert_eq!(got, ["", ""], "{line}");
        }
    }

    #[test]
    fn the_contents_are_no_headings() {
        let got = sections(
            "Book\n\nContents\n\nI. One\n\nII. Two\n\nIII. Three\n\nI. One\n\n#\n\nII. Two\n\n#\n\nIII. Three\n\n#\n",
        );
        assert_eq!(got, ["I. One", "II. Two", "III. Three"]);
    }
}
