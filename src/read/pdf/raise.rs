//! Signs that stand raised or lowered beside a line: which line they belong to.

use super::chunk::Chunk;
use super::marks;

/// How many chunks above and below are looked at for the line of a sign.
const REACH: usize = 60;

/// Puts raised and lowered small chunks on the line that they stand beside:
/// their `y` becomes that line's, and the cells of raised ones say so.
///
/// Raised by .15 to .8 of the line's type and smaller than it, as word
/// processors (a third, at 58 to 66 per cent) and TeX do; what is lowered is an
/// index, and no marker.
pub fn settle(chunks: &mut [Chunk]) {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    order.sort_by(|&a, &b| chunks[b].y.total_cmp(&chunks[a].y).then(a.cmp(&b)));
    let mut moves = Vec::new();
    for (at, &small) in order.iter().enumerate() {
        let near = &order[at.saturating_sub(REACH)..(at + REACH).min(order.len())];
        let hosts = near.iter().filter_map(|&host| Some((distance(&chunks[small], &chunks[host])?, host)));
        let is_word = || near.iter().any(|&other| other != small && in_one_line(&chunks[small], &chunks[other]));
        let touches = |host: usize| gap(&chunks[small], &chunks[host]) < TOUCHES * chunks[host].size;
        let host = hosts.filter(|(_, host)| touches(*host) || !is_word());
        if let Some((_, host)) = host.min_by(|a, b| a.0.total_cmp(&b.0)) {
            moves.push((small, chunks[host].y));
        }
    }
    for (small, y) in moves {
        let raised = chunks[small].y > y;
        chunks[small].cells.iter_mut().for_each(|cell| cell.raised = raised);
        chunks[small].y = y;
    }
}

/// A sign stands so close to its line, against the size of its type.
const TOUCHES: f32 = 0.3;

/// True where two chunks are words of one line: a remark in the margin stands no further
/// from the text than a sign may.
fn in_one_line(a: &Chunk, b: &Chunk) -> bool {
    let letters = |chunk: &Chunk| chunk.cells.iter().filter(|cell| cell.c.is_alphabetic()).count();
    let level = (a.y - b.y).abs() < 0.05 * a.size && (a.size - b.size).abs() < 0.1;
    level && (0.0..5.0 * a.size).contains(&gap(a, b)) && letters(a) + letters(b) >= 4
}

/// The space between two chunks; less than nothing where they stand over each other.
fn gap(a: &Chunk, b: &Chunk) -> f32 {
    (a.x - b.end).max(b.x - a.end)
}

/// How far a small chunk stands from a line beside it; `None` where it is not
/// raised or lowered beside this one.
fn distance(small: &Chunk, host: &Chunk) -> Option<f32> {
    let up = (small.y - host.y) / host.size;
    if lowered(small, host, up) {
        return Some(0.0);
    }
    if small.size > 0.86 * host.size || small.cells.len() > 24 {
        return None;
    }
    if !(0.12..0.85).contains(&up) && !(-0.5..-0.06).contains(&up) {
        return None;
    }
    let (after, before) = (small.x - host.end, host.x - small.end);
    let gap = gap(small, host).max(-0.4 * host.size);
    let inside = small.x > host.x && small.end < host.end;
    // between two words of one chunk it stands over neither
    let free = !inside || host.cells.windows(2).any(|pair| pair[0].end < small.middle() && small.middle() < pair[1].x);
    let reach = if is_sign(small) { FAR_SIGN } else { 1.0 };
    (gap < reach * host.size && (after > -0.4 * host.size || before > -0.4 * host.size || inside) && free)
        .then_some(gap.abs() + (small.y - host.y).abs() * 0.5)
}

/// A dagger or star may stand further from its line than a figure, which may be a label of
/// something else: against the size of the line's type.
const FAR_SIGN: f32 = 2.0;

/// True where a chunk is signs such as `††` and nothing else.
fn is_sign(chunk: &Chunk) -> bool {
    chunk.cells.iter().all(|cell| marks::RAISED_SIGNS.contains(cell.c))
}

/// A letter or two in the type of the line, let down a little and close by: the
/// E of the TeX logo.
fn lowered(small: &Chunk, host: &Chunk, up: f32) -> bool {
    let close = |gap: f32| gap.abs() < 0.25 * host.size;
    small.cells.len() <= 2
        && host.cells.len() > small.cells.len()
        && (0.8..1.05).contains(&(small.size / host.size))
        && (-0.4..-0.06).contains(&up)
        && (close(small.x - host.end) || close(host.x - small.end))
}

#[cfg(test)]
mod tests {
    use super::super::chunk::Cell;
    use super::*;

    fn chunk(text: &str, x: f32, y: f32, size: f32) -> Chunk {
        let wide = size / 2.0;
        let cell = |(i, c): (usize, char)| {
            let x = x + wide * i as f32;
            Cell { c, x, end: x + wide, raised: false }
        };
        let cells: Vec<Cell> = text.chars().enumerate().map(cell).collect();
        let end = cells.last().map_or(x, |cell| cell.end);
        Chunk { cells, x, end, y, size, bold: false, blank_after: false, artifact: false }
    }

    #[test]
    fn a_raised_sign_belongs_to_the_line_beside_it() {
        let mut chunks =
            [chunk("word", 0.0, 100.0, 10.0), chunk("1", 20.5, 103.5, 6.0), chunk("next", 0.0, 112.0, 10.0)];
        settle(&mut chunks);
        assert_eq!(chunks[1].y, 100.0);
        assert!(chunks[1].cells[0].raised);
    }

    #[test]
    fn an_index_is_not_raised_and_small_print_is_no_sign() {
        let mut chunks = [chunk("H", 0.0, 100.0, 10.0), chunk("2", 5.2, 98.0, 7.0), chunk("note", 0.0, 85.0, 8.0)];
        settle(&mut chunks);
        assert_eq!((chunks[1].y, chunks[1].cells[0].raised), (100.0, false));
        assert_eq!(chunks[2].y, 85.0);
    }

    #[test]
    fn words_of_a_remark_are_no_signs() {
        let mut chunks = [
            chunk("of the text", 0.0, 100.0, 12.0),
            chunk("as", 75.0, 104.0, 8.0),
            chunk("before", 92.0, 104.0, 8.0),
            chunk("12", 75.0, 84.0, 8.0),
            chunk("of the text", 0.0, 80.0, 12.0),
        ];
        settle(&mut chunks);
        assert_eq!((chunks[1].y, chunks[1].cells[0].raised), (104.0, false));
        assert_eq!((chunks[3].y, chunks[3].cells[0].raised), (80.0, true));
    }

    #[test]
    fn a_dagger_may_stand_off_its_line() {
        let mut chunks = [chunk("text.", 0.0, 100.0, 10.0), chunk("††", 42.0, 104.0, 8.0)];
        settle(&mut chunks);
        assert_eq!(chunks[1].y, 100.0);
        let mut figure = [chunk("text.", 0.0, 100.0, 10.0), chunk("12", 42.0, 104.0, 8.0)];
        settle(&mut figure);
        assert_eq!(figure[1].y, 104.0);
    }
}
