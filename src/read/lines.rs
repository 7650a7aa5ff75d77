//! Lines, and how far they are indented.

/// A line: the byte of its first sign that is no white space, the byte after
/// the last, and the columns before.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// First byte that is no white space; `end` where there is none.
    pub text: usize,
    /// The byte after the last that is no white space.
    pub end: usize,
    /// Columns before the text; a tab goes to the next eighth.
    pub indent: usize,
}

impl Line {
    /// True where there is only white space.
    pub fn is_blank(&self) -> bool {
        self.text == self.end
    }
}

/// The lines of a text from byte `from` on.
pub fn scan(text: &str, from: usize) -> Vec<Line> {
    let mut out = Vec::with_capacity((text.len() - from) / 40);
    let mut start = from;
    for raw in text[from..].split_inclusive('\n') {
        let words = raw.trim_start_matches('\u{feff}').trim_start();
        let (text, mut indent) = (start + raw.len() - words.len(), 0);
        for byte in raw[..raw.len() - words.len()].bytes() {
            indent = if byte == b'\t' { (indent / 8 + 1) * 8 } else { indent + usize::from(byte == b' ') };
        }
        out.push(Line { text, end: text + words.trim_end().len(), indent });
        start += raw.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_are_columns() {
        let lines = scan("a \r\n\tb\n   \n  c", 0);
        let seen: Vec<_> = lines.iter().map(|l| (l.text, l.end, l.indent)).collect();
        assert_eq!((seen[0], seen[1], seen[3]), ((0, 1, 0), (5, 6, 8), (13, 14, 2)));
        assert!(lines[2].is_blank());
    }
}
