//! Lines `#+KEY: value`: what the document is, legends, blocks.

use super::Walker;
use crate::model::BlockKind;
use crate::read::fields;

impl Walker<'_> {
    /// Reads a line that begins with `#+`; returns the line after it.
    pub fn keyword(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let words = &self.text[line.text + 2..line.end];
        let lower = words[..words.floor_char_boundary(12.min(words.len()))].to_ascii_lowercase();
        if lower.starts_with("begin_") || lower.starts_with("begin:") {
            return self.begin(at);
        }
        if lower.starts_with("end_") || lower.starts_with("end:") {
            let name = words[4..].split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            if let Some(open) = self.blocks.iter().rposition(|(block, _)| *block == name) {
                self.blocks.truncate(open);
            }
            return at + 1;
        }
        let Some((key, value)) = words.split_once(':') else { return at + 1 };
        // `#+CAPTION[short]: long`
        let key = key.split('[').next().unwrap_or_default().to_ascii_lowercase();
        match key.as_str() {
            "caption" => {
                let from = line.end - value.trim_start().len();
                if from < line.end {
                    self.paragraph(BlockKind::Caption, from, line.end);
                }
            }
            "title" => self.title(value),
            "author" | "date" | "language" | "publisher" | "email" | "keywords" | "description" | "subtitle"
            | "filetags" | "bibliography" => fields::set(&mut self.builder.meta, &key, value),
            _ => {}
        }
        at + 1
    }

    /// A title may have several lines.
    fn title(&mut self, value: &str) {
        let meta = &mut self.builder.meta;
        match &mut meta.title {
            Some(title) if !value.trim().is_empty() => *title += &format!(" {}", value.trim()),
            _ => fields::set(meta, "title", value),
        }
    }
}
