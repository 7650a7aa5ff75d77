//! Headings: stars, a state, a priority, words, tags.

use std::collections::HashSet;

use super::Walker;
use crate::read::lines::Line;

/// The words that say how far a heading is done: `TODO`, `DONE` and those that
/// the file names.
pub fn states(text: &str, lines: &[Line]) -> HashSet<String> {
    let mut out: HashSet<String> = ["TODO", "DONE"].map(str::to_owned).into();
    for line in lines {
        let words = &text[line.text..line.end];
        let Some((key, value)) = words.strip_prefix("#+").and_then(|rest| rest.split_once(':')) else { continue };
        if ["todo", "seq_todo", "typ_todo"].contains(&key.to_lowercase().as_str()) {
            let state = |word: &str| word.split('(').next().unwrap_or_default().to_owned();
            out.extend(value.split_whitespace().map(state).filter(|word| word != "|"));
        }
    }
    out
}

impl Walker<'_> {
    /// Reads a heading; the line of its dates is no text.
    pub fn heading(&mut self, at: usize) {
        let line = self.lines[at];
        let words = &self.text[line.text..line.end];
        let level = words.bytes().take_while(|b| *b == b'*').count();
        let mut rest = words[level..].trim_start();
        if let Some(state) = rest.split_whitespace().next().filter(|word| self.states.contains(*word)) {
            rest = rest[state.len()..].trim_start();
        }
        if rest.starts_with("[#") && rest.as_bytes().get(3) == Some(&b']') {
            rest = rest[4..].trim_start();
        }
        let from = line.end - rest.len();
        let to = from + without_tags(rest).len();
        self.blocks.clear();
        self.list = None;
        self.builder.heading(level.min(250) as u8, from);
        self.inline(from, to);
        self.builder.end_block(to);
        self.end = to;
    }
}

/// A heading without the tags at its end, `:one:two:`.
fn without_tags(words: &str) -> &str {
    let Some(last) = words.split_whitespace().next_back() else { return words };
    let tag = |c: char| c.is_alphanumeric() || "_@#%:".contains(c);
    let tags = last.len() > 2 && last.starts_with(':') && last.ends_with(':') && last.chars().all(tag);
    if tags { words[..words.len() - last.len()].trim_end() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut() {
        assert_eq!(without_tags("A title   :a:b_c:"), "A title");
        assert_eq!(without_tags("A title: so"), "A title: so");
        assert_eq!(without_tags(""), "");
    }
}
