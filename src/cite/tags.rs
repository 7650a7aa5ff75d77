//! Tags in the text of a note: lists of notes that come from the web often keep
//! them (`<i>Id.,</i> at 12`). They are taken out before anything is looked for.

/// A text without tags, and the way back.
pub struct Untagged {
    /// The text.
    pub text: String,
    /// For each stretch of it: first byte here, first byte in the original.
    stretches: Vec<(usize, usize)>,
}

/// The text without tags; `None` where it has none.
pub fn remove(text: &str) -> Option<Untagged> {
    let mut out = Untagged { text: String::new(), stretches: Vec::new() };
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|i| at + i) {
        let Some(length) = tag(&text[open..]) else {
            at = open + 1;
            continue;
        };
        out.push(text, from, open);
        from = open + length;
        at = from;
        // "<b>12</b><i>U.S.</i>": two words stay two.
        let letters = out.text.ends_with(char::is_alphanumeric) && text[from..].starts_with(char::is_alphanumeric);
        if letters {
            out.text.push(' ');
        }
    }
    if from == 0 {
        return None;
    }
    out.push(text, from, text.len());
    Some(out)
}

/// Length of the tag that a text begins with: a name, then attributes. An
/// address (`<http://…>`) is none.
fn tag(text: &str) -> Option<usize> {
    let name = text[1..].trim_start_matches('/');
    let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let after = name[length..].chars().next()?;
    if length == 0
        || length > 20
        || !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !(after == '>' || after == '/' || after.is_whitespace())
    {
        return None;
    }
    let end = text.bytes().take(300).position(|b| b == b'>')?;
    (!text[1..end].contains('<')
        && (after == '>' || text[..end].contains('=') || text[..end].ends_with('/') || after == ' '))
        .then_some(end + 1)
}

impl Untagged {
    fn push(&mut self, text: &str, from: usize, to: usize) {
        if from < to {
            self.stretches.push((self.text.len(), from));
            self.text.push_str(&text[from..to]);
        }
    }

    /// The byte of the original at which byte `at` stands.
    pub fn back(&self, at: usize) -> usize {
        let i = self.stretches.partition_point(|(here, _)| *here <= at).saturating_sub(1);
        self.stretches.get(i).map_or(at, |(here, there)| there + (at - here))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_addresses_stay() {
        let got = remove("a <i>Id.,</i> at <http://a.b/c> 1 < 2").unwrap();
        assert_eq!(got.text, "a Id., at <http://a.b/c> 1 < 2");
        assert_eq!(got.back(2), 5);
        assert!(remove("1 < 2 > 0").is_none());
    }
}
