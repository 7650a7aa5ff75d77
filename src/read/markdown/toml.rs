//! The little of TOML that front matter uses: `name = value` before the first
//! table, with strings, numbers, dates and lists of strings.

use crate::model::Meta;
use crate::read::fields;

/// Reads the fields.
pub fn read(text: &str, meta: &mut Meta) {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with('[') {
            return;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let mut value = value.trim().to_owned();
        for (open, close) in [("\"\"\"", "\"\"\""), ("'''", "'''"), ("[", "]")] {
            let rest = value.strip_prefix(open);
            if rest.is_some_and(|rest| !rest.trim_end().ends_with(close)) {
                for line in lines.by_ref() {
                    value.push(' ');
                    value.push_str(line.trim());
                    if line.trim_end().ends_with(close) {
                        break;
                    }
                }
            }
        }
        fields::set(meta, name.trim().trim_matches('"'), &plain(&value));
    }
}

/// A value without its quotes; the items of a list are parted by `; `.
fn plain(value: &str) -> String {
    match value.strip_prefix('[').and_then(|list| list.trim_end().strip_suffix(']')) {
        Some(list) => super::yaml::items(list).join("; "),
        None => super::yaml::scalar(value.trim_matches(|c| c == '"' || c == '\'')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lists_and_tables() {
        let mut meta = Meta::default();
        read("title = \"On x\"\nauthors = [\n \"A. B\",\n 'C'\n]\ndraft = true\n[extra]\ntitle = 'no'\n", &mut meta);
        assert_eq!(meta.title.as_deref(), Some("On x"));
        assert_eq!(meta.author.as_deref(), Some("A. B; C"));
        assert_eq!(meta.fields.get("draft").map(String::as_str), Some("true"));
        assert_eq!(meta.fields.len(), 1);
    }
}
