//! Marks and texts of footnotes that stand apart.
//!
//! LaTeX gives `\footnotetext` the number of the last mark. Authors write two
//! marks in a table and then two texts all the same, and mean them in order:
//! where a run of marks is followed by as many texts and the counter is left
//! alone, they belong together in order. Counter-example: two marks and one
//! text, which is the text of the last mark, as LaTeX prints it.

use std::collections::{HashMap, HashSet};

/// What a look ahead tells about marks and texts.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Byte of a text's command to byte of its mark's.
    pairs: HashMap<usize, usize>,
    paired: HashSet<usize>,
    /// Numbers that texts are given explicitly.
    given: HashSet<u32>,
}

/// A run of marks and of the texts after them.
#[derive(Default)]
struct Run {
    marks: Vec<usize>,
    texts: Vec<usize>,
    /// The counter was set by hand.
    by_hand: bool,
}

impl Marks {
    /// Looks through the source for them.
    pub fn of(src: &str) -> Self {
        let (mut marks, mut run) = (Marks::default(), Run::default());
        let body = src.find("\\begin{document}").unwrap_or(0);
        for (at, _) in src[body..].match_indices("footnote").map(|(at, sign)| (body + at, sign)) {
            if at == 0 || in_comment(src, at) {
                continue;
            }
            let (before, after) = (&src[..at], &src[at + "footnote".len()..]);
            if before.ends_with("counter{") {
                run.by_hand |= !run.marks.is_empty();
            } else if !before.ends_with('\\') {
            } else if let Some(rest) = after.strip_prefix("mark").filter(|rest| !rest.starts_with('[')) {
                if !run.texts.is_empty() {
                    marks.take(&mut run);
                }
                if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    run.marks.push(at - 1);
                }
            } else if let Some(rest) = after.strip_prefix("text") {
                match rest.strip_prefix('[') {
                    Some(rest) => marks.given.extend(number(rest)),
                    None => run.texts.push(at - 1),
                }
            }
        }
        marks.take(&mut run);
        marks
    }

    fn take(&mut self, run: &mut Run) {
        let Run { marks, texts, by_hand } = std::mem::take(run);
        if marks.len() == texts.len() && marks.len() > 1 && !by_hand {
            self.paired.extend(&marks);
            self.pairs.extend(texts.into_iter().zip(marks));
        }
    }

    /// True for a mark that is paired with a text by order.
    pub fn is_paired(&self, mark: usize) -> bool {
        self.paired.contains(&mark)
    }

    /// The mark that the text at this byte belongs to by order.
    pub fn mark_of(&self, text: usize) -> Option<usize> {
        self.pairs.get(&text).copied()
    }

    /// True where some text is given this number.
    pub fn has_text(&self, number: u32) -> bool {
        self.given.contains(&number)
    }
}

/// The number before a `]`.
fn number(rest: &str) -> Option<u32> {
    let end = rest.bytes().take(12).position(|byte| byte == b']')?;
    rest[..end].trim().parse().ok()
}

/// True where a comment begins before byte `at` in its line (the last 200 bytes of it).
fn in_comment(src: &str, at: usize) -> bool {
    let from = at.saturating_sub(200);
    let line = src.as_bytes()[from..at].rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    line.iter().enumerate().any(|(i, byte)| *byte == b'%' && (i == 0 || line[i - 1] != b'\\'))
}
