//! Lines to blocks: paragraphs, headings, rows of tables, captions.

use crate::model::BlockKind;

use super::chunk::Cell;
use super::leading::{Around, Gap, Leading};
use super::line::{Line, TABLE_GAP};
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

/// The step from a line to the next below it, against the size of their type.
pub fn step(a: (At, &Line), b: (At, &Line)) -> Option<f32> {
    let kin = same_strip(a, b) && (a.1.size - b.1.size).abs() < 0.5;
    Some((a.1.y - b.1.y) / a.1.size).filter(|step| kin && (0.7..3.4).contains(step))
}

/// True where no word of the second line would find room on the first.
pub fn is_full(right: f32, above: &Line, below: &Line) -> bool {
    above.end + first_word(below) + 0.3 * above.size > right
}

/// True where the second line goes on with a sentence of the first, which is full.
pub fn goes_on(right: f32, above: &Line, below: &Line) -> bool {
    is_full(right, above, below) && continues(above, below)
}

/// True where a sentence runs from a line to the next.
pub fn continues(above: &Line, below: &Line) -> bool {
    // a raised letter is the label of a note below a table
    let first = below.cells.iter().find(|cell| cell.c.is_alphanumeric());
    first.is_some_and(|cell| cell.c.is_lowercase() && !cell.raised) && !ends_sentence(above)
}

fn same_strip(a: (At, &Line), b: (At, &Line)) -> bool {
    a.0.page == b.0.page && a.1.strip == b.1.strip
}

/// The blocks of the given lines, which are in reading order.
pub fn blocks(pages: &Pages, lines: &[At]) -> Vec<Block> {
    let lines: Vec<(At, &Line)> = lines.iter().map(|at| (*at, pages.line(*at))).collect();
    let (leading, rows) = (Leading::of(&lines), rows(pages, &lines));
    let mut out: Vec<Block> = Vec::new();
    for (i, &(at, line)) in lines.iter().enumerate() {
        let row = rows[i];
        let cell = out.last().filter(|block| block.kind == BlockKind::TableRow && !row);
        let open = if let Some(block) = cell {
            runs_in_cell(pages, block, (at, line)).then_some(())
        } else {
            i.checked_sub(1).filter(|before| !row && !rows[*before]).and_then(|before| {
                let first = out.last().map_or(at, |block| block.lines[0]);
                let count = out.last().map_or(0, |block| block.lines.len());
                let around = Around {
                    before: before
                        .checked_sub(1)
                        .filter(|_| count > 1)
                        .and_then(|first| step(lines[first], lines[before])),
                    after: lines.get(i + 1).and_then(|after| step((at, line), *after)),
                };
                let right = right_near(&lines, before);
                let context = Context { pages, leading: &leading, around, first: pages.line(first), count, right };
                (!context.begins(lines[before], (at, line))).then_some(())
            })
        };
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
/// lines of a table of contents with dots that lead to a number. Where sentences run
/// over the ends of most of them the gaps are no table's: words were blacked out.
fn rows(pages: &Pages, lines: &[(At, &Line)]) -> Vec<bool> {
    let leads = |line: &Line| {
        let text = line.text();
        (text.contains(". . . .") || text.contains(".....")) && text.trim_end().ends_with(|c: char| c.is_alphanumeric())
    };
    let mut out: Vec<bool> = lines.iter().map(|(_, line)| leads(line)).collect();
    let mut from = 0;
    for at in 0..=lines.len() {
        let gaps = lines.get(at).is_some_and(|(_, line)| line.gaps > 0);
        if !gaps {
            if at - from >= 3 && !run_on(pages, &lines[from.saturating_sub(1)..(at + 1).min(lines.len())]) {
                out[from..at].iter_mut().for_each(|row| *row = true);
            }
            from = at + 1;
        }
    }
    out
}

/// True where sentences run over the ends of half of the lines or more.
fn run_on(pages: &Pages, lines: &[(At, &Line)]) -> bool {
    let runs = |pair: &&[(At, &Line)]| {
        let (_, right) = pages.edges(pair[0].0);
        step(pair[0], pair[1]).is_some() && goes_on(right, pair[0].1, pair[1].1)
    };
    lines.windows(2).filter(runs).count() * 2 >= lines.len() - 1
}

/// True where a line goes on with the last cell of a row, below which it stands: the
/// explanation beside a term takes more than one line.
fn runs_in_cell(pages: &Pages, row: &Block, line: (At, &Line)) -> bool {
    let last = row.lines[row.lines.len() - 1];
    let (cell, above) = (last_cell(pages.line(row.lines[0])), pages.line(last));
    cell.is_some_and(|x| (x - line.1.x).abs() < 0.5 * line.1.size)
        && step((last, above), line).is_some_and(|step| step < CELL_STEP)
        && continues(above, line.1)
}

/// The widest step between the lines of a cell.
const CELL_STEP: f32 = 1.8;

/// Where the last cell of a row begins.
fn last_cell(row: &Line) -> Option<f32> {
    let wide = |pair: &&[Cell]| pair[0].c == ' ' && pair[0].end - pair[0].x > TABLE_GAP * row.size;
    row.cells.windows(2).rev().find(wide).map(|pair| pair[1].x)
}

/// Where the furthest of the lines around one ends that are in its strip and type.
fn right_near(lines: &[(At, &Line)], at: usize) -> f32 {
    let own = lines[at];
    let kin = |other: &&(At, &Line)| same_strip(**other, own) && (other.1.size - own.1.size).abs() < 0.5;
    let around = &lines[at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len())];
    around.iter().filter(kin).map(|(_, line)| line.end).fold(f32::MIN, f32::max)
}

/// Lines before and after one that tell its measure.
const AROUND: usize = 4;
/// Characters of a line of text; shorter ones are entries of a list.
const LONG: usize = 30;

/// Lines of one sentence may differ so much in size: a line is as large as most of its
/// characters, and those may be code, or names in small capitals.
const MIXED: f32 = 0.25;

/// What is known where a line ends and another follows.
struct Context<'p> {
    pages: &'p Pages,
    leading: &'p Leading,
    around: Around,
    /// First line of the block that is open.
    first: &'p Line,
    /// Its lines so far.
    count: usize,
    /// Where the lines around end.
    right: f32,
}

impl Context<'_> {
    /// True where the second line begins a block.
    fn begins(&self, a: (At, &Line), b: (At, &Line)) -> bool {
        let ((at_a, above), (at_b, below)) = (a, b);
        let size = above.size.max(below.size);
        let (left_a, right_a) = self.pages.edges(at_a);
        // text may be set narrower than the widest line of its strip
        let right = if above.len() >= LONG { self.right.min(right_a) } else { right_a };
        let goes_on = goes_on(right, above, below);
        let other_size = (above.size - below.size).abs() > if goes_on { MIXED } else { 0.08 } * size;
        if other_size || above.bold != below.bold && !goes_on || is_item(below) {
            return true;
        }
        let (left_b, _) = self.pages.edges(at_b);
        let (indent_a, indent_b) = (above.x - left_a, below.x - left_b);
        let indented = indent_b > 0.7 * size && indent_b > indent_a + 0.5 * size;
        let ended = ends_sentence(above) && right_a - above.end > first_word(below) + 1.2 * size;
        if at_a.page != at_b.page || above.strip != below.strip {
            // a paragraph goes on over the border unless the next line is indented
            let heading = self.pages.size > 0.0 && above.size > 1.12 * self.pages.size || above.bold;
            return indented || ended || heading;
        }
        let step = (above.y - below.y) / size;
        let full = is_full(right_a, above, below);
        if step < -0.5 || self.leading.parts(Gap { step, size, around: self.around, goes_on, full }) {
            return true;
        }
        // the lines of a hanging paragraph stand further in than its first
        let hangs = self.count > 1 && indent_a > 0.7 * size && self.first.x < above.x - 0.5 * size;
        let out = indent_b < indent_a - 0.7 * size && self.count > 1;
        // a sentence that runs on over a full line says more than where the lines begin
        let moved = out || indented && !(hangs || self.count == 1 && is_hanging(right, above, below));
        ended || moved && !goes_on
    }
}

/// True where the second line of a block stands further in, as in a list of
/// works: the first is full, so no paragraph ended there.
fn is_hanging(right: f32, above: &Line, below: &Line) -> bool {
    !ends_sentence(above) && is_full(right, above, below)
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
