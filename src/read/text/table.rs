//! Tables: lines whose cells are parted by bars or by wide gaps.

use super::lines::Line;

/// Longest row of a table, in bytes.
const LONGEST: usize = 400;

/// For each line of a run whether it is a row of a table.
pub fn rows(run: &[Line]) -> Vec<bool> {
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
    fn prose_makes_none() {
        assert_eq!(table("It ends.  It begins again with two blanks\nand goes on.  So.\n"), [false, false]);
        assert_eq!(table("Reporting | A desk\n"), [false]);
        assert_eq!(table("He said a lot.... and then 3 more\n"), [false]);
        assert_eq!(table("A label.   And a gap\n"), [false]);
    }
}
