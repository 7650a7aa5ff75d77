//! Lines to blocks: paragraphs, headings, rows of tables, captions.

use crate::model::BlockKind;

use super::line::Line;
use super::model::{At, Pages};

/// A block as it is laid out.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its lines; those of a paragraph may stand on several pages.
    pub lines: Vec<At>,
    /// Size of its type.
    pub size: f32,
    /// True where all of it is bold.
    pub bold: bool,
}

/// The usual distance of lines in a page's strips, against the size of the type.
fn leading(lines: &[(At, &Line)]) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter(|pair| same_strip(pair[0], pair[1]) && (pair[0].1.size - pair[1].1.size).abs() < 0.5)
        .map(|pair| (pair[0].1.y - pair[1].1.y) / pair[0].1.size)
        .filter(|step| (0.7..3.0).contains(step))
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(1.3)
}

fn same_strip(a: (At, &Line), b: (At, &Line)) -> bool {
    a.0.page == b.0.page && a.1.strip == b.1.strip
}

/// The blocks of the given lines, which are in reading order.
pub fn blocks(pages: &Pages, lines: &[At]) -> Vec<Block> {
    let lines: Vec<(At, &Line)> = lines.iter().map(|at| (*at, pages.line(*at))).collect();
    let (leading, rows) = (leading(&lines), rows(&lines));
    let mut out: Vec<Block> = Vec::new();
    for (i, &(at, line)) in lines.iter().enumerate() {
        let row = rows[i];
        let open = i.checked_sub(1).filter(|before| !row && !rows[*before]).and_then(|before| {
            let first = out.last().map_or(at, |block| block.lines[0]);
            let count = out.last().map_or(0, |block| block.lines.len());
            let context = Context { pages, leading, first: pages.line(first), count };
            (!context.begins(lines[before], (at, line))).then_some(())
        });
        match (open, out.last_mut()) {
            (Some(()), Some(block)) => {
                block.lines.push(at);
                block.bold &= line.bold;
            }
            _ => {
                let kind = if row { BlockKind::TableRow } else { BlockKind::Paragraph };
                out.push(Block { kind, lines: vec![at], size: line.size, bold: line.bold });
            }
        }
    }
    out.iter_mut().for_each(|block| block.kind = kind(pages, block));
    out
}

/// Lines that are rows of a table: three or more in a row with wide gaps, or
/// lines of a table of contents with dots that lead to a number.
fn rows(lines: &[(At, &Line)]) -> Vec<bool> {
    let leads = |line: &Line| {
        let text = line.text();
        (text.contains(". . . .") || text.contains(".....")) && text.trim_end().ends_with(|c: char| c.is_alphanumeric())
    };
    let mut out: Vec<bool> = lines.iter().map(|(_, line)| leads(line)).collect();
    let mut from = 0;
    for at in 0..=lines.len() {
        let gaps = lines.get(at).is_some_and(|(_, line)| line.gaps > 0);
        if !gaps {
            if at - from >= 3 {
                out[from..at].iter_mut().for_each(|row| *row = true);
            }
            from = at + 1;
        }
    }
    out
}

/// What is known where a line ends and another follows.
struct Context<'p> {
    pages: &'p Pages,
    leading: f32,
    /// First line of the block that is open.
    first: &'p Line,
    /// Its lines so far.
    count: usize,
}

impl Context<'_> {
    /// True where the second line begins a block.
    fn begins(&self, a: (At, &Line), b: (At, &Line)) -> bool {
        let ((at_a, above), (at_b, below)) = (a, b);
        let size = above.size.max(below.size);
        if (above.size - below.size).abs() > 0.08 * size || above.bold != below.bold || is_item(below) {
            return true;
        }
        let (left_a, right_a) = self.edges(at_a, above);
        let (left_b, _) = self.edges(at_b, below);
        let (indent_a, indent_b) = (above.x - left_a, below.x - left_b);
        let indented = indent_b > 0.7 * size && indent_b > indent_a + 0.5 * size;
        let ended = ends_sentence(above) && right_a - above.end > first_word(below) + 1.2 * size;
        if at_a.page != at_b.page || above.strip != below.strip {
            // a paragraph goes on over the border unless the next line is indented
            let heading = self.pages.size > 0.0 && above.size > 1.12 * self.pages.size || above.bold;
            return indented || ended || heading;
        }
        let step = (above.y - below.y) / size;
        if step > 1.3 * self.leading + 0.1 || step < -0.5 {
            return true;
        }
        // the lines of a hanging paragraph stand further in than its first
        let hangs = self.count > 1 && indent_a > 0.7 * size && self.first.x < above.x - 0.5 * size;
        let out = indent_b < indent_a - 0.7 * size && self.count > 1;
        out || ended || indented && !(hangs || self.count == 1 && is_hanging(right_a, above, below))
    }

    fn edges(&self, at: At, line: &Line) -> (f32, f32) {
        self.pages.pages[at.page].strips[line.strip]
    }
}

/// True where the second line of a block stands further in, as in a list of
/// works: the first is full, so no paragraph ended there.
fn is_hanging(right: f32, above: &Line, below: &Line) -> bool {
    !ends_sentence(above) && above.end + first_word(below) + 0.3 * above.size > right
}

/// True where a line ends as a sentence does.
pub fn ends_sentence(line: &Line) -> bool {
    let mut last = line.cells.iter().rev().filter(|cell| !cell.raised && !"”’\"')]»*†‡ ".contains(cell.c));
    last.next().is_some_and(|cell| ".!?:…".contains(cell.c))
}

fn first_word(line: &Line) -> f32 {
    let end = line.cells.iter().take_while(|cell| cell.c != ' ').last();
    end.map_or(0.0, |cell| cell.end - line.x)
}

fn is_item(line: &Line) -> bool {
    line.cells.first().is_some_and(|cell| "•◦▪‣●○■□".contains(cell.c))
}

/// What a block is by its looks. A heading is short and in larger type, or bold
/// and without a full stop at its end.
fn kind(pages: &Pages, block: &Block) -> BlockKind {
    if block.kind != BlockKind::Paragraph {
        return block.kind;
    }
    let first = pages.line(block.lines[0]);
    let text: String = block.lines.iter().take(8).map(|at| pages.line(*at).text() + " ").collect();
    let words = text.split_whitespace().count();
    if is_item(first) {
        return BlockKind::ListItem;
    }
    if is_caption(&text) && block.lines.len() <= 8 {
        return BlockKind::Caption;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let large = block.size > 1.12 * pages.size && block.lines.len() <= 5 && words <= 60;
    let bold = block.bold && block.size > 0.94 * pages.size && block.lines.len() <= 3 && words <= 30;
    let stops = text.trim_end().ends_with(['.', ',', ';']) && words > 6;
    if letters >= 1 && (large || bold && !stops) { BlockKind::Heading } else { BlockKind::Paragraph }
}

/// `Figure 3. The mill`, `Table 2: Rents`; not `Table 3 shows that`.
fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(name), Some(number)) = (words.next(), words.next()) else { return false };
    let named = matches!(
        name,
        "Figure"
            | "Fig."
            | "FIGURE"
            | "FIG."
            | "Table"
            | "TABLE"
            | "Plate"
            | "Map"
            | "Chart"
            | "Abbildung"
            | "Abb."
            | "Tabelle"
            | "Tab."
            | "Tableau"
            | "Figura"
            | "Tabla"
    );
    named && number.ends_with(['.', ':']) && number.starts_with(|c: char| c.is_alphanumeric())
}
