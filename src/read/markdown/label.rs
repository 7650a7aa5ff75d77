//! Labels of footnotes: `[^label]`.

use std::collections::HashSet;

/// Longest label, in bytes.
const LONGEST: usize = 120;

/// What labels are compared by: small letters, runs of white space as one blank.
pub fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The keys of all labels that a line begins to define, `[^label]:`, in lists
/// and quotations too. More may be found than there are, as in code.
pub fn defined(text: &str) -> HashSet<String> {
    let mut out = HashSet::new();
    for (at, _) in text.match_indices("]:") {
        let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
        let Some(open) = text[from..at].rfind("[^").map(|open| from + open) else { continue };
        let before = text.floor_char_boundary(open.saturating_sub(LONGEST));
        let line = text[before..open].rfind('\n').map_or(before, |end| before + end + 1);
        let label = &text[open + 2..at];
        if !label.contains(['\n', '['])
            && text[line..open].chars().all(|c| " \t>*+-.)".contains(c) || c.is_ascii_digit())
        {
            out.insert(key(label));
        }
    }
    out
}

/// The label at the start of a text `[^label]…`.
pub fn at(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[^")?;
    let window = &rest[..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let label = &window[..window.find(']')?];
    (!label.trim().is_empty() && !label.contains(['[', '\n', '^', '`', '\\'])).then_some(label)
}

/// True where `[^label]`, which nothing defines, is a mark all the same and not
/// a set of characters: `[^3]`, `[^smith-2001]`; not `[^a-z]`, `[^/]`, `[^)]+`.
pub fn is_plausible(label: &str, after: &str) -> bool {
    let fits = label.chars().all(|c| c.is_alphanumeric() || "-_.:*†‡§@".contains(c));
    fits && !is_class(label) && !after.starts_with(['+', '{'])
}

/// True for what stands between the brackets of a set of characters: ranges
/// such as `a-z`, escapes such as `\d`, and single signs.
/// Counter-examples: `smith`, `1`.
pub fn is_class(body: &str) -> bool {
    let chars: Vec<char> = body.chars().take(LONGEST).collect();
    let (mut at, mut sets) = (0, 0);
    while let Some(c) = chars.get(at) {
        let range = chars.get(at + 1) == Some(&'-')
            && c.is_ascii_alphanumeric()
            && chars.get(at + 2).is_some_and(|to| to.is_ascii_alphanumeric() && to > c);
        match c {
            _ if range => (at, sets) = (at + 3, sets + 1),
            '\\' => (at, sets) = (at + 2, sets + 1),
            _ if !c.is_alphanumeric() && !c.is_whitespace() => at += 1,
            _ => return false,
        }
    }
    sets > 0 || !chars.iter().any(|c| c.is_alphanumeric() || "*†‡§".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_where_a_line_defines_them() {
        let text = "[^1]: a\n> [^B c]: b\n- [^d]: c\nno [^e]: f\n    [^g]: h\n";
        let mut found: Vec<String> = defined(text).into_iter().collect();
        found.sort();
        assert_eq!(found, ["1", "b c", "d", "g"]);
    }

    #[test]
    fn sets_of_characters_are_no_labels() {
        for label in ["1", "smith", "smith-2001", "note_a", "*"] {
            assert!(is_plausible(label, "."), "{label}");
        }
        for label in ["a-z", "0-9", "a-zA-Z0-9_", "/", ")", "\\s", ".", "a b"] {
            assert!(!is_plausible(label, "."), "{label}");
        }
        assert!(!is_plausible("abc", "+"));
    }
}
