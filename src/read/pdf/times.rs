//! Times in the margin: the transcript of a deposition that was filmed prints beside each
//! line, outside of its text, when it was spoken.
//!
//! They are no words of the text, and in the gap before them a line looks like the row of
//! a table. A column of times is a margin's where the same rows have line numbers on the
//! other side: a timetable has none.

use super::chunk::Chunk;

/// Fewer times on a page are no column.
const FEWEST: usize = 5;

/// Takes the times in the margin out of the chunks of each page.
pub fn take(pages: &mut [Vec<Chunk>]) -> Vec<Vec<Chunk>> {
    pages.iter_mut().map(take_of_page).collect()
}

fn take_of_page(chunks: &mut Vec<Chunk>) -> Vec<Chunk> {
    let mut times: Vec<usize> = (0..chunks.len()).filter(|at| is_time(&chunks[*at])).collect();
    let numbers: Vec<&Chunk> = chunks.iter().filter(|chunk| is_number(chunk)).collect();
    let in_margin = |time: &usize| {
        let time = &chunks[*time];
        let outmost = !chunks.iter().any(|other| is_beside(other, time) && other.x > time.end);
        outmost && numbers.iter().any(|number| is_beside(number, time) && number.end < time.x)
    };
    let all = times.len();
    times.retain(in_margin);
    let aligned = |at: &usize| (chunks[*at].end - chunks[times[0]].end).abs() < 2.0;
    if times.len() < FEWEST || times.len() * 10 < all * 9 || !times.iter().all(aligned) {
        return Vec::new();
    }
    let mut out = Vec::with_capacity(times.len());
    let mut at = 0;
    chunks.retain(|chunk| {
        let is_time = times.binary_search(&at).is_ok();
        out.extend(is_time.then(|| chunk.clone()));
        at += 1;
        !is_time
    });
    out
}

fn is_beside(a: &Chunk, b: &Chunk) -> bool {
    (a.y - b.y).abs() < 0.35 * a.size.min(b.size)
}

fn is_number(chunk: &Chunk) -> bool {
    chunk.cells.len() <= 3 && chunk.cells.iter().all(|cell| cell.c.is_ascii_digit())
}

/// `01:18`, `1:18:05`, `10:02 PM`.
fn is_time(chunk: &Chunk) -> bool {
    let text: String = chunk.cells.iter().map(|cell| cell.c).collect();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    let parts: Vec<&str> = bare.split(':').collect();
    let figures = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let suffix = text[bare.len()..].trim();
    (2..=3).contains(&parts.len())
        && parts.iter().all(figures)
        && parts[1..].iter().all(|part| part.len() == 2)
        && ["", "am", "pm"].contains(&suffix.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::chunk::plain_chunk as chunk;
    use super::*;

    fn page(numbered: bool) -> Vec<Chunk> {
        let row = |i: usize| {
            let y = 700.0 - 24.0 * i as f32;
            let first = if numbered { (i + 1).to_string() } else { "Oldtown".to_owned() };
            [chunk(&first, 50.0, y), chunk("and what the miller said", 90.0, y), chunk(&format!("01:{i}8"), 500.0, y)]
        };
        (0..6).flat_map(row).collect()
    }

    #[test]
    fn times_beside_numbered_lines_are_taken_out() {
        let mut pages = [page(true), page(false)];
        let taken = take(&mut pages);
        assert_eq!((taken[0].len(), taken[1].len()), (6, 0));
        assert_eq!((pages[0].len(), pages[1].len()), (12, 18));
    }

    #[test]
    fn times() {
        let is = |text: &str| is_time(&chunk(text, 0.0, 0.0));
        assert!(["01:18", "1:18:05", "10:02 PM", "10:02a"].map(is) == [true, true, true, false]);
        assert!(["1:2", "12", "a:10", "1:180"].map(is) == [false; 4]);
    }
}
