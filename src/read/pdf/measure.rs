//! What the rows of a page's text are usually like: their distance, size and
//! measure. A row at the edge of a page that is as they are is no furniture.

use super::chunk::Chunk;
use super::line::Line;

/// The usual row of a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usual {
    /// Distance of rows, in points; 0 where it is not known.
    step: f32,
    /// Size of the type.
    size: f32,
    /// Left and right end of most rows.
    left: f32,
    right: f32,
}

/// Pages of fewer rows are taken to be as the document is.
const ROWS: usize = 6;
/// Characters of a line of a book; a line of the text has more than half.
const LINE: usize = 30;

/// Chunks side by side, from top to bottom: indices of the page's.
pub fn rows(chunks: &[Chunk]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    order.sort_by(|&a, &b| chunks[b].y.total_cmp(&chunks[a].y).then(chunks[a].x.total_cmp(&chunks[b].x)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let same = |row: &Vec<usize>| (chunks[row[0]].y - chunks[at].y).abs() < 0.35 * chunks[at].size;
        match rows.last_mut().filter(|row| same(row)) {
            Some(row) => row.push(at),
            None => rows.push(vec![at]),
        }
    }
    rows
}

/// The usual row of each page.
pub fn usual(pages: &[Vec<Chunk>]) -> Vec<Usual> {
    let own: Vec<Option<Usual>> = pages.iter().map(|chunks| of_page(chunks)).collect();
    let mut steps: Vec<f32> = own.iter().flatten().map(|usual| usual.step).collect();
    steps.sort_by(f32::total_cmp);
    let step = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    let all = |size: f32| Usual { step, size, left: 0.0, right: f32::MAX };
    own.into_iter().map(|usual| usual.unwrap_or_else(|| all(0.0))).collect()
}

fn of_page(chunks: &[Chunk]) -> Option<Usual> {
    let rows = rows(chunks);
    if rows.len() < ROWS {
        return None;
    }
    let middle = |mut values: Vec<f32>, of: usize| {
        values.sort_by(f32::total_cmp);
        values.get(values.len() * of / 10).or(values.last()).copied().unwrap_or(0.0)
    };
    let y = |row: &Vec<usize>| chunks[row[0]].y;
    let end = |row: &Vec<usize>| row.iter().map(|&at| chunks[at].end).fold(f32::MIN, f32::max);
    let step = middle(rows.windows(2).map(|pair| y(&pair[0]) - y(&pair[1])).collect(), 5);
    let size = middle(rows.iter().map(|row| chunks[row[0]].size).collect(), 5);
    let left = middle(rows.iter().map(|row| chunks[row[0]].x).collect(), 1);
    let right = middle(rows.iter().map(end).collect(), 8);
    Some(Usual { step, size, left, right })
}

impl Usual {
    /// A distance against the size of the type. In double-spaced text a row is not
    /// apart because it is two lines away.
    pub fn apart(&self, distance: f32, size: f32) -> f32 {
        let wide = (self.step / (1.3 * size)).max(1.0);
        distance / size / wide
    }

    /// True for a line in the type of the text, without gaps, that fills the measure
    /// or begins with a small letter.
    pub fn is_running(&self, line: &Line) -> bool {
        let words = line.cells.iter().filter(|cell| cell.c == ' ').count() + 1;
        let small = line.cells.iter().map(|cell| cell.c).find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
        let measure = self.right - self.left;
        let fills = line.x < self.left + 3.0 * line.size && line.end > self.right - 0.1 * measure;
        let of_text = line.size > 0.95 * self.size && line.gaps == 0 && line.len() >= LINE;
        of_text && words >= 4 && (fills || small)
    }
}
