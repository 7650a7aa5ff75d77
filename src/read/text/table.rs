//! Tables: lines whose cells are parted by bars or by wide gaps.

use super::lines::Line;

/// Longest row of a table, in bytes.
const LONGEST: usize = 400;

/// For each line of a run whether it is a row of a table.
pub fn rows(run: &[Line]) -> Vec<bool> {
    if !run.iter().any(|line| may_have_cells(line.text)) {
        return vec![false; run.len()];
    }
    let gaps: Vec<usize> = run.iter().map(|line| gaps(line.text)).collect();
    let columns: usize = gaps.iter().filter(|n| **n > 0).count();
    let aligned = run.len() >= 2 && columns * 3 >= run.len() * 2;
    let barred = run.iter().filter(|line| bars(line.text) > 0).count();
    run.iter()
        .zip(&gaps)
        .map(|(line, gaps)| {
            let bars = bars(line.text);
            bars >= 2 || bars == 1 && barred >= 2 || *gaps >= 2 || aligned && *gaps >= 1
        })
        .collect()
}

/// True where bars, gaps or leaders are to be looked for. Nearly all lines have
/// none, and one look at all pairs of bytes, which the compiler turns into
/// vectors, spares them six searches.
fn may_have_cells(text: &str) -> bool {
    let bytes = text.as_bytes();
    let near = bytes.iter().zip(bytes.iter().skip(1)).map(|(a, b)| (*a, *b));
    let far = bytes.iter().zip(bytes.iter().skip(2)).map(|(a, b)| (*a, *b));
    let box_drawing = (0xe2, 0x94);
    bytes.iter().fold(false, |found, byte| found | (*byte == b'|') | (*byte == b'\t'))
        || near.fold(false, |found, pair| found | (pair == (b' ', b' ')) | (pair == box_drawing))
        || far.fold(false, |found, pair| found | (pair == (b'.', b'.')))
}

/// Cells parted by ` | `, box drawing included.
fn bars(text: &str) -> usize {
    if text.len() > LONGEST || !(text.contains('|') || text.contains('│') || text.contains('┃')) {
        return 0;
    }
    let outer = usize::from(text.starts_with(['|', '│', '┃']) && text.ends_with(['|', '│', '┃']) && text.len() > 4);
    text.matches(" | ").count() + text.matches(" │ ").count() + 2 * outer
}

/// Gaps of three blanks or more, and leaders of dots, inside a line.
fn gaps(text: &str) -> usize {
    if text.len() > LONGEST
        || !text.contains("   ") && !text.contains('\t') && !text.contains("....") && !text.contains(". . . .")
    {
        return 0;
    }
    let leaders = usize::from(
        (text.contains("....") || text.contains(". . . .")) && text.ends_with(|c: char| c.is_ascii_digit()),
    );
    let (mut gaps, mut blanks) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b' ' => blanks += 1,
            b'\t' => blanks += 3,
            _ => {
                gaps += usize::from(blanks >= 3);
                blanks = 0;
            }
        }
    }
    gaps + leaders
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn table(text: &str) -> Vec<bool> {
        rows(&scan(text).lines)
    }

    #[test]
    fn bars_and_columns_make_rows() {
        assert_eq!(table("Year | Tons | Price\n"), [true]);
        assert_eq!(table("Coal | 60\nIron | 20\n"), [true, true]);
        assert_eq!(table("Coal      60\nIron      20\n"), [true, true]);
        assert_eq!(table("Germany   60   70\n"), [true]);
        assert_eq!(table("I. Introductory ........ 1\nII. Europe ........ 3\n"), [true, true]);
    }

    #[test]
    fn what_is_passed_over_has_no_cells() {
        for text in ["a|", "a\tb", "a │ b", "a ┃ b", "a   b", "a .... 1", "a . . . . 1"] {
            assert!(may_have_cells(text), "{text}");
        }
        assert!(!may_have_cells("It ends. It begins again."));
    }

    #[test]
    fn prose_makes_none() {
        assert_eq!(table("It ends.  It begins again with two blanks\nand goes on.  So.\n"), [false, false]);
        assert_eq!(table("Reporting | A desk\n"), [false]);
        assert_eq!(table("He said a lot.... and then 3 more\n"), [false]);
        assert_eq!(table("A label.   And a gap\n"), [false]);
    }
}
