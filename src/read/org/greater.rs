//! Blocks between `#+begin_name` and `#+end_name`.

use super::Walker;
use crate::model::BlockKind;

/// Blocks inside each other; deeper ones change nothing.
const DEEPEST: usize = 100;

impl Walker<'_> {
    /// Reads the line that begins a block, and the block too where it stands as
    /// it is; returns the line after that.
    pub fn begin(&mut self, at: usize) -> usize {
        let rest = &self.words(at)["#+begin_".len()..];
        let name = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "src" | "example" | "export" | "comment" | "html" | "latex" | "ascii" => {
                let Some(end) = self.block_end(at, &name) else { return at + 1 };
                if name != "comment" {
                    self.literal(at + 1, end);
                }
                self.end = self.lines[end].end;
                return end + 1;
            }
            _ if self.blocks.len() >= DEEPEST => {}
            "quote" | "verse" | "epigraph" => self.blocks.push((name, BlockKind::Quotation)),
            _ => self.blocks.push((name, BlockKind::Paragraph)),
        }
        at + 1
    }

    /// The line that ends a block. A heading within it shows that none does.
    fn block_end(&mut self, at: usize, name: &str) -> Option<usize> {
        let wanted = format!("#+end_{name}");
        if self.gone.contains(&wanted) {
            return None;
        }
        let ends = |line: &usize| self.words(*line).eq_ignore_ascii_case(&wanted);
        let found = (at + 1..self.lines.len()).find(ends);
        if found.is_none() {
            self.gone.insert(wanted);
        }
        found
    }
}
