//! Signs that open and close a phrase, as they are printed in many languages.

/// True for a sign that may open a phrase.
pub fn opens(c: char) -> bool {
    closing(c).is_some()
}

/// True for all signs that open or close one, but for the curly apostrophe.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』')
}

/// True for a sign that only opens a phrase: where nothing closes it, something is
/// missing. The others stand in plain text too.
pub fn must_close(open: char) -> bool {
    matches!(open, '"' | '“' | '„')
}

/// What may close a phrase that `open` opens.
fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"', '”'],
        // German „…“ closes with the sign that opens in English
        '„' => &['“', '”', '"'],
        '“' | '‟' => &['”', '"'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '‘' => &['’'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

/// What a quote that opens `text` holds, and the bytes with both quotes.
pub fn quoted(text: &str, open: char) -> Option<(&str, usize)> {
    let inner = text.strip_prefix(open)?;
    let closes = |sign: char| {
        inner.match_indices(sign).map(|(at, _)| at).find(|at| {
            // an apostrophe stands between letters
            sign != '’' || !inner[at + sign.len_utf8()..].starts_with(char::is_alphanumeric)
        })
    };
    let (at, sign) = closing(open)?.iter().find_map(|&sign| closes(sign).map(|at| (at, sign)))?;
    Some((&inner[..at], open.len_utf8() + at + sign.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Option<&str> {
        quoted(text, text.chars().next()?).map(|(inner, _)| inner)
    }

    #[test]
    fn quotes_of_many_languages() {
        for text in
            ["\"a b\" c", "“a b” c", "„a b“ c", "„a b” c", "«a b» c", "»a b« c", "‹a b› c", "‘a b’ c", "「a b」"]
        {
            assert_eq!(inner(text), Some("a b"), "{text}");
        }
        assert_eq!(inner("‘the pilot’s lamp’ x"), Some("the pilot’s lamp"));
        assert_eq!((inner("‘tis a lamp"), inner("plain"), inner("«open")), (None, None, None));
    }
}
