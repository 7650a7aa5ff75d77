//! Titles of sections, by the rules above and below them.

use super::Walker;

/// A title: the rule's sign and whether there is one above too, the line of the
/// words, the line after all.
pub struct Title {
    pub style: (u8, bool),
    pub words: usize,
    pub next: usize,
}

/// The sign of a line that is nothing but one punctuation sign, and how often it
/// stands there.
pub fn rule(line: &str) -> Option<(u8, usize)> {
    let first = *line.as_bytes().first().filter(|b| b.is_ascii_punctuation())?;
    line.bytes().all(|b| b == first).then_some((first, line.len()))
}

impl Walker<'_> {
    /// The title that begins in a line, which must stand at the margin. A rule
    /// is as long as the words, or at least four signs.
    pub fn title(&self, at: usize) -> Option<Title> {
        let line = |at: usize| self.lines.get(at).map(|line| &self.text[line.text..line.end]);
        let long = |length: usize, words: &str| length >= 4 || length >= words.chars().count();
        if self.frames.len() > 1 || self.lines[at].indent > 0 {
            return None;
        }
        if let Some((sign, length)) = rule(line(at)?) {
            let words = line(at + 1).filter(|words| !words.is_empty() && rule(words).is_none_or(|(s, _)| s != sign))?;
            let below = rule(line(at + 2)?)?;
            let fits = below.0 == sign && long(length, words) && long(below.1, words);
            return fits.then_some(Title { style: (sign, true), words: at + 1, next: at + 3 });
        }
        let (sign, length) = rule(line(at + 1)?)?;
        let fits = self.lines[at + 1].indent == 0 && long(length, line(at)?) && !line(at)?.starts_with(".. ");
        fits.then_some(Title { style: (sign, false), words: at, next: at + 2 })
    }

    /// Writes a heading; levels go by the first use of a style.
    pub fn heading(&mut self, title: &Title) {
        let known = self.styles.iter().position(|style| *style == title.style);
        let level = known.unwrap_or_else(|| {
            self.styles.push(title.style);
            self.styles.len() - 1
        });
        let words = self.lines[title.words];
        self.builder.heading(level.min(250) as u8 + 1, words.text);
        self.inline(words.text, words.end);
        self.builder.end_block(words.end);
        self.go_to(title.next);
    }
}
