//! What stands around a text and is none of it: site chrome and captions.

use super::glyph::{ends_sentence, plain};
use crate::model::{Block, BlockKind};

/// Whole blocks that are chrome, as [`plain`] gives them.
const CHROME: &[&str] = &[
    "",
    "about us",
    "advertisement",
    "back to top",
    "breadcrumb",
    "breadcrumbs",
    "close",
    "contact us",
    "cookie policy",
    "copy link",
    "download",
    "download pdf",
    "follow us",
    "follow us on social",
    "home",
    "keep reading",
    "keep readingshow less",
    "latest",
    "latest news",
    "listen",
    "loading",
    "log in",
    "login",
    "menu",
    "more",
    "most popular",
    "most read",
    "newsletter",
    "newsletters",
    "play",
    "print",
    "print this page",
    "privacy policy",
    "read more",
    "recommended",
    "related",
    "related articles",
    "related content",
    "related posts",
    "save",
    "search",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "show less",
    "show more",
    "sign in",
    "sign up",
    "skip to content",
    "skip to main content",
    "subscribe",
    "subscribe now",
    "terms of use",
    "toggle navigation",
    "trending",
    "tweet",
];

/// Beginnings of chrome, in lower case, for blocks up to [`LONGEST`].
const BEGINS: &[&str] = &[
    "follow us on ",
    "subscribe to ",
    "subscribe now ",
    "sign up for ",
    "sign up to ",
    "share this ",
    "get the latest ",
    "click here to ",
    "we use cookies",
    "this site uses cookies",
    "join our newsletter",
    "enter your email",
    "download pdf",
];

/// Longest block of chrome, in bytes.
const LONGEST: usize = 320;

/// Beginnings of captions, in lower case.
const CAPTIONS: &[&str] = &[
    "top image credit",
    "top photo credit",
    "image credit",
    "photo credit",
    "picture credit",
    "photo by ",
    "photo:",
    "image:",
    "[illustration",
];

/// Words before the number of a picture or table.
const NUMBERED: &[&str] = &["figure ", "fig. ", "table ", "plate ", "map ", "chart "];

/// Marks chrome and captions among paragraphs.
pub fn mark(blocks: &mut [Block]) {
    for i in 0..blocks.len() {
        if blocks[i].kind != BlockKind::Paragraph || blocks[i].text.len() > LONGEST * 2 {
            continue;
        }
        if is_chrome(&blocks[i].text.text) {
            blocks[i].kind = BlockKind::Chrome;
        } else if is_caption(&blocks[i].text.text) {
            blocks[i].kind = BlockKind::Caption;
            caption_before(blocks, i);
        }
    }
}

/// A page often gives a picture's legend twice, with and without its credit.
fn caption_before(blocks: &mut [Block], i: usize) {
    let Some(before) = i.checked_sub(1) else { return };
    let same = blocks[i].text.text.starts_with(&blocks[before].text.text);
    if blocks[before].kind == BlockKind::Paragraph && same && blocks[before].text.len() > 20 {
        blocks[before].kind = BlockKind::Caption;
    }
}

/// True for a line that is chrome or a caption.
pub fn is_furniture(text: &str) -> bool {
    is_chrome(text) || is_caption(text)
}

fn is_chrome(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let first = text.as_bytes()[0];
    if text.len() <= 40 && !ends_sentence(text) && !first.is_ascii_digit() {
        let bare = text.trim_start_matches(['•', '-', '*', '>', ' ']);
        let plain = plain(bare);
        let kept = plain.is_empty() && text.chars().any(|c| c.is_alphabetic() || matches!(c, '*' | '†' | '‡'));
        if CHROME.binary_search(&plain.as_str()).is_ok() {
            return !kept;
        }
    }
    let text = text.trim_start_matches(['•', ' ']);
    starts_with_any(text, BEGINS) || text.len() < 120 && text.contains("your inbox")
}

fn starts_with_any(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|b| text.get(..b.len()).is_some_and(|head| head.eq_ignore_ascii_case(b)))
}

fn is_caption(text: &str) -> bool {
    if starts_with_any(text, CAPTIONS) {
        return true;
    }
    let numbered = NUMBERED.iter().find(|w| text.get(..w.len()).is_some_and(|head| head.eq_ignore_ascii_case(w)));
    if let Some(word) = numbered {
        let rest = text[word.len()..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() && !c.is_lowercase());
        let counted = rest.len() < text.len() - word.len();
        return counted && rest.starts_with(['.', ':']) && text.len() < LONGEST;
    }
    text.len() <= LONGEST && ends_in_credit(text)
}

/// `… in February 2022. CRISIS GROUP / Gregory Waters`: an agency in capitals,
/// a slash, a name, and nothing after.
fn ends_in_credit(text: &str) -> bool {
    let Some((before, name)) = text.rsplit_once('/') else { return false };
    let agency = before.split_whitespace().next_back().unwrap_or("");
    let named = |word: &str| word.starts_with(char::is_uppercase);
    let words = name.split_whitespace().count();
    let letters = agency.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && agency.chars().all(|c| c.is_uppercase())
        && (1..=4).contains(&words)
        && name.split_whitespace().all(named)
        && !name.trim_end().ends_with('.')
        && before.contains(". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Mapped;

    fn kinds(texts: &[&str]) -> Vec<BlockKind> {
        let block = |text: &&str| Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let mut blocks: Vec<Block> = texts.iter().map(block).collect();
        mark(&mut blocks);
        blocks.into_iter().map(|b| b.kind).collect()
    }

    #[test]
    fn the_list_of_chrome_is_sorted() {
        assert!(CHROME.is_sorted());
    }

    #[test]
    fn chrome_is_known_and_sentences_are_not() {
        for text in ["Follow us on social", "• Share", "LATEST", "/", "Subscribe to Crisis Group’s Email Updates"] {
            assert_eq!(kinds(&[text]), [BlockKind::Chrome], "{text}");
        }
        for text in ["Share!", "Search the house.", "Home is where he went", "*", "1"] {
            assert_eq!(kinds(&[text]), [BlockKind::Paragraph], "{text}");
        }
    }

    #[test]
    fn captions_are_known() {
        let with = "The rooftop after a raid in February. CRISIS GROUP / Gregory Waters";
        assert_eq!(kinds(&["The rooftop after a raid in February.", with]), [BlockKind::Caption; 2]);
        for text in ["Top Image Credit: A rebel", "Figure 3. The map", "Table II: Coal", "[Illustration: a house]"] {
            assert_eq!(kinds(&[text]), [BlockKind::Caption], "{text}");
        }
        for text in ["Figures show that. It is", "Table manners matter", "It was either. AND/or Both were."] {
            assert_eq!(kinds(&[text]), [BlockKind::Paragraph], "{text}");
        }
    }
}
