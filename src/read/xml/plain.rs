//! Text of metadata in one form.

/// Text with its white space single; `None` where nothing is left.
pub fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
