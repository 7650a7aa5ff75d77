//! Names and words of furniture: what classes, ids and headings give a menu, a share bar
//! or a list of teasers away by. Data; the rules are in `chrome`.

mod names;

use std::cell::RefCell;
use std::collections::HashMap;

use names::{
    ABOUT, AROUND, CORE, ENDS, HEADS, LINES, NAMES, OF_TITLES, OF_WRITERS, PARTS, READERS, RIGHTS, TEASERS, TELLING,
    UNSEEN, WRITERS,
};

/// What a name says of its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// It is the head of a site or of an article: furniture where it is mostly links.
    Linked,
    /// It is a line about the article, its author and its date or tags: furniture where it
    /// is no longer than such a line.
    Line,
    /// It may be furniture, or a word of the text: the name must not be the only sign.
    Perhaps,
    /// It is furniture.
    Surely,
}

/// All that the name of a class or an id tells.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// What it says of its element.
    pub said: Said,
    /// It is of a part of a page that readers write, however long.
    pub of_readers: bool,
    /// It is of the text of an article: `entry-content`, `articleBody`.
    pub body: bool,
    /// It is of a text about a picture.
    pub caption: bool,
    /// It is of a panel of which one at a time is shown: a tab, a slide, an answer.
    pub panel: bool,
    /// It is of a line about an article: who wrote it, when, under what heads.
    pub line: bool,
}

thread_local! {
    /// Pages have few names and give them again and again: reading each anew took a third of
    /// the time of a page.
    static KNOWN: RefCell<HashMap<String, Meaning>> = RefCell::new(HashMap::new());
}

/// Most names that are remembered, and the longest, in bytes.
const MOST: usize = 4096;
const LONGEST: usize = 64;

/// What the name of a class or an id tells.
pub fn meaning(name: &str) -> Meaning {
    KNOWN.with_borrow_mut(|known| {
        if let Some(meaning) = known.get(name) {
            return *meaning;
        }
        let words = words(name);
        let meaning = Meaning {
            said: said(name, &words),
            of_readers: is_of_readers(name, &words),
            body: is_body(&words),
            caption: is_caption(&words),
            panel: is_panel(&words),
            line: is_line(&words),
        };
        if known.len() < MOST && name.len() <= LONGEST {
            known.insert(name.to_owned(), meaning);
        }
        meaning
    })
}

fn said(name: &str, words: &[String]) -> Said {
    let joined = words.join("-");
    let first = words.first().map_or("", String::as_str);
    let lower = name.to_ascii_lowercase();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let known = NAMES.contains(&lower.as_str()) || NAMES.contains(&joined.as_str()) || ENDS.contains(&first);
    if known || is_compound(words) || has(WRITERS) && has(OF_WRITERS) {
        return Said::Surely;
    }
    // the pages before and after
    let turns = has(&["prev", "previous"]) && has(&["next"]);
    if UNSEEN.contains(&lower.as_str()) || has(WRITERS) && has(&["content", "block", "text"]) || turns {
        return Said::Perhaps;
    }
    if matches!(first, "content" | "article" | "main" | "entry" | "story" | "text" | "body" | "post") {
        return if words.iter().skip(1).all(|word| ABOUT.contains(&word.as_str())) && words.len() > 1 {
            Said::Line
        } else if words.iter().any(|word| word == "footer") {
            Said::Perhaps
        } else {
            Said::Nothing
        };
    }
    if words.len() > 2 && has(OF_TITLES) {
        Said::Nothing
    } else if has(PARTS) {
        Said::Perhaps
    } else if has(LINES) {
        Said::Line
    } else if has(HEADS) {
        Said::Linked
    } else {
        Said::Nothing
    }
}

/// True for a name that is put together of what is furniture and of words that say nothing:
/// `story-comments-bar`, `newsletterSignupBox`. Counter-example: `share-of-costs`.
fn is_compound(words: &[String]) -> bool {
    let known = |word: &String| CORE.contains(&word.as_str()) || AROUND.contains(&word.as_str());
    let of_text = words.first().is_some_and(|first| matches!(first.as_str(), "content" | "main" | "text" | "body"));
    words.len() > 1 && !of_text && words.iter().all(known) && words.iter().any(|word| CORE.contains(&word.as_str()))
}

fn is_of_readers(name: &str, words: &[String]) -> bool {
    let readers = |word: &String| matches!(word.as_str(), "comments" | "commentlist" | "disqus");
    READERS.iter().any(|known| name.eq_ignore_ascii_case(known)) || words.iter().any(readers) && is_compound(words)
}

fn is_body(words: &[String]) -> bool {
    let [of, what] = words else { return false };
    matches!(of.as_str(), "article" | "entry" | "post" | "story" | "news" | "blog")
        && matches!(what.as_str(), "body" | "content" | "text")
}

fn is_caption(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "caption" | "figcaption" | "bildunterschrift" | "legende"))
}

fn is_panel(words: &[String]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["tabpanel", "tabcontent", "slide", "accordion", "spoiler"])
        || has(&["tab", "tabs", "carousel", "collapse"]) && has(&["pane", "panel", "panels", "content", "item", "body"])
}

/// True for a line that says of itself that it tells about the article: `Published: …`,
/// `Tags: …`, `By Ann Lee`, or a day and a time of day.
pub fn tells_about(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_lowercase();
    let labelled = TELLING.iter().any(|label| {
        let rest = lower.strip_prefix(label).map(str::trim_start);
        let listed = |rest: &str| rest.matches(", ").count() > 1 && !rest.ends_with('.');
        rest.is_some_and(|rest| {
            rest.starts_with([':', '|']) || rest.starts_with(|c: char| c.is_ascii_digit()) || listed(rest)
        })
    });
    let several = || TELLING.iter().filter(|label| lower.contains(&format!("{label}: "))).count() > 1;
    let names = |rest: &str| {
        let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase());
        let (all, capitals) = rest
            .split_whitespace()
            .fold((0, 0), |(all, capitals), word| (all + 1, capitals + u32::from(capital(word))));
        (2..=8).contains(&all) && capitals * 3 >= all * 2
    };
    let signed =
        ["By ", "by ", "BY ", "Von ", "Par ", "Por "].iter().any(|by| line.strip_prefix(by).is_some_and(names));
    labelled || signed || has_clock(&lower) || several()
}

/// True for a line of few words, a number of a day or year and a time of day.
fn has_clock(lower: &str) -> bool {
    let clock = |word: &str| {
        let parts = word.trim_end_matches(|c: char| c.is_alphabetic() || c == ',' || c == '.').split_once([':', 'h']);
        let digits = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        parts.is_some_and(|(hour, minute)| digits(hour) && digits(minute))
    };
    let mut words = lower.split_whitespace();
    let numbers = lower.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).count();
    words.clone().count() <= 14 && numbers >= 4 && words.any(clock)
}

/// True for the line that says whose a page is.
pub fn is_of_rights(line: &str) -> bool {
    let lower = line.to_lowercase();
    RIGHTS.iter().any(|words| lower.contains(words))
}

/// The words before the first colon of a line, if these are words over other pages:
/// `Read more: The harbour opens`.
pub fn leads_elsewhere(line: &str) -> bool {
    line.split_once([':', '|', '–', '»']).is_some_and(|(words, _)| is_over_teasers(words))
}

fn is_line(words: &[String]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    words.len() <= 4 && (has(LINES) || has(ABOUT) || has(&["share", "sharing", "social", "print", "kicker", "eyebrow"]))
}

/// The words of a name, in lower case: `RelatedPosts`, `related-posts`, `related_posts`.
pub fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        let begins = !before.is_ascii_alphabetic() || before.is_ascii_lowercase() && c.is_ascii_uppercase();
        if c.is_ascii_alphabetic() {
            if begins || out.is_empty() {
                out.push(String::new());
            }
            if let Some(last) = out.last_mut() {
                last.push(c.to_ascii_lowercase());
            }
        }
        before = c;
    }
    out
}

/// True for the words over a list of other pages.
pub fn is_over_teasers(heading: &str) -> bool {
    let words = heading.trim().trim_end_matches([':', '…', '.', '»', '>']).trim().to_lowercase();
    TEASERS.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(name: &str) -> Said {
        meaning(name).said
    }

    #[test]
    fn names() {
        for name in ["site-footer", "comments", "related-posts", "relatedPosts", "SideBar", "footer-inner"] {
            assert_eq!(say(name), Said::Surely, "{name}");
        }
        for name in ["theme-doc-footer", "widget_search", "pageFeedback", "sharing", "region-sidebar-first"] {
            assert_eq!(say(name), Said::Perhaps, "{name}");
        }
        assert_eq!(say("page-header"), Said::Linked);
        for name in ["byline", "entry-meta", "post-date", "tags"] {
            assert_eq!(say(name), Said::Line, "{name}");
        }
        for name in ["article-body", "footnotes", "post", "content-related", "shared", "adverb", "12"] {
            assert_eq!(say(name), Said::Nothing, "{name}");
        }
    }

    #[test]
    fn names_put_together() {
        for name in
            ["story-comments-bar", "commentsContainer", "newsletterSignupBox", "post-author-bio", "site-footer-links"]
        {
            assert_eq!(say(name), Said::Surely, "{name}");
        }
        for name in ["share-of-costs", "comments-on-the-draft", "related-work", "cookie-history"] {
            assert_ne!(say(name), Said::Surely, "{name}");
        }
        assert_eq!((say("share-of-costs"), say("comments-on-the-draft")), (Said::Nothing, Said::Nothing));
        assert!(meaning("commentsContainer").of_readers && !meaning("comments-on-the-draft").of_readers);
        let caption = |name| meaning(name).caption;
        assert!(caption("wp-caption-text") && caption("newsCaption") && !caption("capital"));
        let panel = |name| meaning(name).panel;
        assert!(panel("tab-pane") && panel("carousel-item") && !panel("table-body") && !panel("collapse"));
    }

    #[test]
    fn lines_about_an_article() {
        for line in [
            "Posted: Fri 6:45 PM, Feb 16, 2018 |",
            "Tags: lamps, oil",
            "By Ann Lee and John Ross",
            "22 de janeiro de 2018 às 0:13",
        ] {
            assert!(tells_about(line), "{line}");
        }
        for line in
            ["By the harbour they stood", "Published works of the author", "The 9:15 train", "London, 4 June 1998"]
        {
            assert!(!tells_about(line), "{line}");
        }
        assert!(leads_elsewhere("Read more: The harbour opens") && !leads_elsewhere("Note: The harbour opens"));
    }

    #[test]
    fn headings_over_teasers() {
        assert!(is_over_teasers("Most read:") && is_over_teasers("À lire aussi"));
        assert!(!is_over_teasers("See also") && !is_over_teasers("Related work"));
    }
}
