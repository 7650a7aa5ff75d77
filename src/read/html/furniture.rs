//! Names and words of furniture: what classes, ids and headings give a menu, a share bar
//! or a list of teasers away by. Data; the rules are in `chrome`.

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

/// What the name of a class or an id says.
pub fn said(name: &str) -> Said {
    let words = words(name);
    let joined = words.join("-");
    let first = words.first().map_or("", String::as_str);
    let lower = name.to_ascii_lowercase();
    if NAMES.contains(&lower.as_str()) || NAMES.contains(&joined.as_str()) || ENDS.contains(&first) {
        return Said::Surely;
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
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(PARTS) {
        Said::Perhaps
    } else if has(LINES) {
        Said::Line
    } else if has(HEADS) {
        Said::Linked
    } else {
        Said::Nothing
    }
}

/// True for the name of a line about an article: who wrote it, when, under what heads.
pub fn is_line(name: &str) -> bool {
    let words = words(name);
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

/// Names of furniture.
const NAMES: &[&str] = &[
    "catlinks",
    "printfooter",
    "sitesub",
    "contentsub",
    "jump-to-nav",
    "mw-navigation",
    "mw-panel",
    "navbox",
    "vertical-navbox",
    "toc",
    "mw-toc",
    "table-of-contents",
    "toccontainer",
    "siteheader",
    "sitefooter",
    "skip-link",
    "site-header",
    "site-footer",
    "back-to-top",
    "entry-footer",
    "post-footer",
    "post-navigation",
    "nav-links",
    "related-posts",
    "relatedposts",
    "post-tags",
    "respond",
    "disqus_thread",
    "comments",
    "comment-list",
    "commentlist",
    "comments-area",
    "jp-relatedposts",
    "sharedaddy",
    "masthead",
    "sistersitebox",
    "sister-project",
    "navbar",
    "navigation",
    "mw-indicators",
    "authority-control",
    "navigation-not-searchable",
    "ambox",
    "sphinxsidebar",
    "cookie-banner",
    "cookie-notice",
    "cookie-consent",
    "newsletter-signup",
    "share-bar",
    "share-buttons",
    "social-links",
    "social-share",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "site-nav",
    "main-navigation",
    "author-box",
    "author-card",
    "author-bio",
    "about-author",
    "comment-form",
    "comments-section",
    "side-bar",
    "most-read",
    "more-stories",
    "read-next",
    "ad-slot",
    "page-footer",
    "main-footer",
    "global-footer",
    "comment-section",
    "post-comments",
    "ad-unit",
    "ad-container",
];

/// First words of names of furniture: `footer-inner`, `sidebar_left`.
const ENDS: &[&str] = &["footer", "sidebar"];

/// What names a part of a page that readers write, however long.
pub const COMMENTS: &[&str] = &[
    "comments",
    "comments-area",
    "comments-section",
    "comment-list",
    "comment-section",
    "commentlist",
    "disqus_thread",
    "respond",
];

/// Words in the names of furniture.
const PARTS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "navbox",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "share",
    "sharing",
    "social",
    "related",
    "recommended",
    "recommendations",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "promo",
    "advert",
    "advertisement",
    "ads",
    "sponsor",
    "sponsored",
    "pagination",
    "pager",
    "paywall",
    "popup",
    "modal",
    "disqus",
    "noprint",
    "skiplink",
    "trending",
    "masthead",
    "topbar",
    "sitemap",
    "login",
    "toolbar",
    "addthis",
    "sharethis",
    "taboola",
    "outbrain",
    "footer",
    "widget",
    "widgets",
    "copyright",
    "commentform",
    "upsell",
    "yarpp",
    "shariff",
    "feedback",
];

/// Words in the names of lines about an article.
const LINES: &[&str] = &["byline", "dateline", "postmeta", "timestamp", "tags", "taglist"];

/// Words in the names of heads.
const HEADS: &[&str] = &["header", "head", "brand", "branding", "logo"];

/// Words that after `post-` or `entry-` name such a line.
const ABOUT: &[&str] =
    &["meta", "info", "date", "byline", "tags", "categories", "taxonomy", "time", "dateline", "author", "authors"];

/// What stands over lists of other pages. Not `See also`, `External links`: these belong to
/// an article.
const TEASERS: &[&str] = &[
    "related",
    "related articles",
    "related posts",
    "related stories",
    "related content",
    "related topics",
    "related news",
    "more stories",
    "more articles",
    "more news",
    "more from us",
    "more on this story",
    "more like this",
    "most read",
    "most popular",
    "most viewed",
    "popular posts",
    "popular articles",
    "recent posts",
    "recent articles",
    "recent comments",
    "latest news",
    "latest posts",
    "latest stories",
    "latest articles",
    "recommended",
    "recommended for you",
    "recommended reading",
    "you may also like",
    "you might also like",
    "read more",
    "read next",
    "up next",
    "trending",
    "trending now",
    "editor's picks",
    "editors' picks",
    "don't miss",
    "mehr zum thema",
    "meistgelesen",
    "das könnte sie auch interessieren",
    "auch interessant",
    "lesen sie auch",
    "weitere artikel",
    "ähnliche beiträge",
    "verwandte artikel",
    "à lire aussi",
    "lire aussi",
    "les plus lus",
    "articles similaires",
    "sur le même sujet",
    "dans la même rubrique",
    "lo más leído",
    "noticias relacionadas",
    "artículos relacionados",
    "te puede interesar",
    "articoli correlati",
    "leggi anche",
    "i più letti",
    "leia também",
    "mais lidas",
    "lees ook",
    "meest gelezen",
    "läs också",
    "les også",
    "læs også",
    "czytaj także",
    "zobacz także",
    "читайте также",
    "関連記事",
    "相关文章",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["site-footer", "comments", "related-posts", "relatedPosts", "SideBar", "footer-inner"] {
            assert_eq!(said(name), Said::Surely, "{name}");
        }
        for name in ["theme-doc-footer", "widget_search", "pageFeedback", "sharing", "region-sidebar-first"] {
            assert_eq!(said(name), Said::Perhaps, "{name}");
        }
        assert_eq!(said("page-header"), Said::Linked);
        for name in ["byline", "entry-meta", "post-date", "tags"] {
            assert_eq!(said(name), Said::Line, "{name}");
        }
        for name in ["article-body", "footnotes", "post", "content-related", "shared", "adverb", "12"] {
            assert_eq!(said(name), Said::Nothing, "{name}");
        }
    }

    #[test]
    fn headings_over_teasers() {
        assert!(is_over_teasers("Most read:") && is_over_teasers("À lire aussi"));
        assert!(!is_over_teasers("See also") && !is_over_teasers("Related work"));
    }
}
