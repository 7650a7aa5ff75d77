//! Where the content of an element ends that holds no markup: `<script>`, `<iframe>`.

use super::tag::Tag;

/// The first byte of the end tag of a raw element whose content begins at `at`; `None`
/// where there is none. In a script that opens another within a comment the first end
/// tag is that of the inner one, as the standard has it for pages of old.
pub fn end(text: &str, at: usize, tag: Tag) -> Option<usize> {
    let mut tags = Tags { text, at, tag };
    let first = tags.find(End)?;
    if tag != Tag::Script || !text[at..first].contains("<!--") {
        return Some(first);
    }
    // never closed again, the comment would take the rest of the page
    Some(end_of_script(text, at).unwrap_or(first))
}

/// True where an element written `<iframe …/>` is meant to have no content: none of its
/// own end tags follows, or another of its kind begins before it. Browsers let it take
/// all that follows; who wrote the page did not see that, as it was served as XML.
pub fn is_closed_at_once(text: &str, at: usize, tag: Tag) -> bool {
    let end = Tags { text, at, tag }.find(End);
    end.is_none_or(|end| Tags { text: &text[..end], at, tag }.find(Start).is_some())
}

/// Which tags are looked for.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
}
use Side::{End, Start};

/// Tags of one name, from a byte on.
struct Tags<'a> {
    text: &'a str,
    at: usize,
    tag: Tag,
}

impl Tags<'_> {
    fn find(&mut self, side: Side) -> Option<usize> {
        while let Some(found) = self.text[self.at..].find('<') {
            let start = self.at + found;
            self.at = start + 1;
            if tag_at(self.text, start, self.tag) == Some(side) {
                return Some(start);
            }
        }
        None
    }
}

/// Which tag of the name begins at the `<` at `at`, if one does.
fn tag_at(text: &str, at: usize, tag: Tag) -> Option<Side> {
    let rest = text.get(at + 1..)?;
    let (side, rest) = rest.strip_prefix('/').map_or((Start, rest), |rest| (End, rest));
    let len = rest.bytes().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'));
    let name = &rest[..len.unwrap_or(rest.len())];
    (Tag::of(name) == tag).then_some(side)
}

/// The end tag of a script, heeding scripts in comments in it.
fn end_of_script(text: &str, mut at: usize) -> Option<usize> {
    let (mut comment, mut inner) = (false, false);
    while let Some(found) = text[at..].find(['<', '-']) {
        let start = at + found;
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("-->") {
            (comment, inner) = (false, false);
        } else if rest.starts_with("<!--") {
            comment = true;
            // `<!-->` is a whole comment
            at = start + 2;
        } else {
            match tag_at(text, start, Tag::Script) {
                Some(End) if !inner => return Some(start),
                Some(side) => inner = comment && side == Start,
                None => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_within_scripts() {
        let at = |text: &str| end(text, 0, Tag::Script).map(|end| text[..end].to_owned());
        assert_eq!(at("a < b</SCRIPT >c").as_deref(), Some("a < b"));
        assert_eq!(at("<!-- <script>x</script> --></script>y").as_deref(), Some("<!-- <script>x</script> -->"));
        assert_eq!(at("<!-- <script>x</script> y").as_deref(), Some("<!-- <script>x"));
        assert_eq!(at("<!--></script>y").as_deref(), Some("<!-->"));
        assert_eq!(at("never").as_deref(), None);
    }

    #[test]
    fn elements_that_are_closed_at_once() {
        let is = |text, tag| is_closed_at_once(text, 0, tag);
        assert!(is("<p>a</p>", Tag::Iframe) && is("<p>a<script>b</script>", Tag::Script));
        assert!(!is("fallback</iframe>", Tag::Iframe) && !is("a()</script><script>b</script>", Tag::Script));
    }
}
