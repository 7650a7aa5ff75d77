//! Fields without the signs around them.

/// Signs that part fields.
pub const PARTING: &[char] = &[',', ';', ':', ' ', '(', '[', '<', '>', '/'];

/// A field without the signs around it.
pub fn plain(text: &str) -> Option<String> {
    let mut text = text.trim_matches(PARTING);
    loop {
        let before = text.len();
        text = text.trim_end_matches(PARTING);
        if text.ends_with([')', ']']) && !text.contains(['(', '[']) {
            text = &text[..text.len() - 1];
        }
        // A full stop ends the field, unless it ends a short word: "Lett.", "Co."
        if let Some(rest) = text.strip_suffix('.') {
            let last = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            if last.chars().count() > 5
                || rest.ends_with(['.', ')'])
                || !last.starts_with(char::is_uppercase) && last.len() > 3
            {
                text = rest;
            }
        }
        if text.len() == before {
            break;
        }
    }
    text.chars().any(char::is_alphanumeric).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}
