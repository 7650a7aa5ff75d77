//! Labels of notes that stand alone on their line right below the note before:
//!
//! ```text
//!    1
//!
//!    See the survey of that year.
//!    2
//!
//!    The harbour board did not answer.
//! ```
//!
//! So browsers print the asides of a page as text. The same lines, read alone, could
//! as well be a label below its own note, as pages of a word processor leave it. What
//! tells the two apart is the first label, which nothing stands right above, and that
//! the text has no pages.

use super::lines::Line;

/// Longest label, in digits.
const LONGEST: usize = 3;

/// Highest number that a row of labels begins with: the first note may be called by a
/// star, or its label may stand elsewhere.
const FIRST: u32 = 3;

/// Numbers that a row may leave out between two labels.
const GAP: u32 = 2;

/// Labels after which another row may begin right below the last note.
const PROVEN: usize = 3;

/// For each line, whether it is such a label. None are in a text with pages.
pub fn labels(lines: &[Line], paged: bool) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    if paged {
        return out;
    }
    let mut last: Option<Last> = None;
    for (at, line) in lines.iter().enumerate() {
        let parted_below = lines.get(at + 1).is_some_and(|next| next.blanks > 0);
        let Some(value) = number(line.text).filter(|_| parted_below) else { continue };
        let opens = at == 0 || line.blanks > 0;
        let goes_on = last.as_ref().is_some_and(|last| last.goes_on(value, line.indent));
        if goes_on || opens && value <= FIRST {
            out[at] = !opens;
            let count = last.as_ref().filter(|_| goes_on).map_or(1, |last| last.count + 1);
            last = Some(Last { value, indent: line.indent, count });
        }
    }
    out
}

/// The label before, in its row.
struct Last {
    value: u32,
    indent: u16,
    /// Labels of the row so far.
    count: usize,
}

impl Last {
    /// True for the next label of the row, or, after several, for the first of another:
    /// the notes of a dissent stand below those of the opinion.
    fn goes_on(&self, value: u32, indent: u16) -> bool {
        let next = value > self.value && value - self.value <= GAP;
        indent == self.indent && (next || value == 1 && self.count >= PROVEN)
    }
}

fn number(text: &str) -> Option<u32> {
    let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let scanned = scan(text);
        let labels = labels(&scanned.lines, !scanned.pages.is_empty());
        scanned.lines.iter().zip(labels).filter(|(_, is)| *is).map(|(line, _)| line.text.to_owned()).collect()
    }

    #[test]
    fn labels_below_the_note_before_go_on_from_one_that_stands_apart() {
        let text = "It was so.1 And so.2 And so.4\n\n1\n\nSee there.\n2\n\nSee here.\n4\n\nNowhere.\n";
        assert_eq!(found(text), ["2", "4"]);
        // the notes of two opinions
        let twice = "1\n\nSee.\n2\n\nHere.\n\n1\n\nA dissent.\n2\n\nIts end.\n";
        assert_eq!(found(twice), ["2", "2"]);
        let below = "1\n\nSee.\n2\n\nHere.\n3\n\nThere.\n1\n\nA dissent.\n2\n\nIts end.\n";
        assert_eq!(found(below), ["2", "3", "1", "2"]);
    }

    #[test]
    fn labels_below_their_own_note_and_other_numbers_are_none() {
        for text in [
            // no label stands apart: these follow their notes
            "It was so.1 And so.2\n\nSee there.\n1\n\nSee here.\n2\n\nThe text goes on.\n",
            // a sentence that ends in a number
            "1\n\nSee there, and chapter\n12\n\nThe text goes on.\n",
            // a number within a paragraph
            "1\n\nSee there, and chapter\n2\nof the same.\n",
            // pages
            "1\n\nSee there.\n2\n\nSee here.\n\x0cThe text goes on.\n",
            // a first one that two labels do not prove
            "1\n\nSee there, and in chapter\n1\n\nThe text goes on.\n",
            // one page, as pages are printed to text
            "1\n\nSee there.\n2\n\nSee here.\n\x0c",
            // a column of another indent
            "1\n\nSee there.\n     2\n\nSee here.\n",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
