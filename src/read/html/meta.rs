//! What a page says about itself: `<title>`, `<meta>`, JSON-LD.

use std::collections::BTreeMap;

use serde_json::Value;

use super::entity;
use super::site::Site;
use super::tag::Tag;
use super::token::Attr;
use super::tree::Id;
use crate::model::Meta;
use crate::works::{date, language};

/// Names of `<meta>` elements, the best first.
const TITLE: &[&str] = &["citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title", "parsely-title"];
const AUTHOR: &[&str] = &[
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
];
const PUBLISHER: &[&str] =
    &["citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name", "publisher", "application-name"];
const DATE: &[&str] = &[
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
];
const FURTHER: &[(&str, &[&str])] = &[
    ("journal", &["citation_journal_title", "prism.publicationname"]),
    ("volume", &["citation_volume", "prism.volume"]),
    ("issue", &["citation_issue", "prism.number"]),
    ("first_page", &["citation_firstpage", "prism.startingpage"]),
    ("last_page", &["citation_lastpage", "prism.endingpage"]),
    ("doi", &["citation_doi", "prism.doi", "dc.identifier.doi"]),
    ("isbn", &["citation_isbn"]),
    ("identifier", &["dc.identifier", "dcterms.identifier"]),
    ("keywords", &["keywords", "citation_keywords", "news_keywords", "dc.subject"]),
    ("description", &["description", "og:description", "dc.description"]),
    ("rights", &["dc.rights", "dcterms.rights", "copyright"]),
    ("url", &["og:url", "dc.identifier.uri"]),
];

/// What was found in a page's head.
#[derive(Debug, Default)]
struct Found {
    /// `<meta>` values by name in lower case, in order.
    named: BTreeMap<String, Vec<String>>,
    title: Option<String>,
    heading: Option<String>,
    site: Option<String>,
    canonical: Option<String>,
    data: Option<Article>,
    /// `<a rel=author>`, `itemprop=author`.
    authors: Vec<String>,
    /// `<time itemprop=datePublished>`, `<time pubdate>`
    date: Option<String>,
}

/// What JSON-LD says of the article on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Article {
    title: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    date: Option<String>,
}

/// What a page says about itself.
pub fn meta(site: &Site) -> Meta {
    let found = gather(site);
    let first = |names: &[&str]| names.iter().find_map(|name| found.named.get(*name)?.first().cloned());
    let all = |names: &[&str]| {
        let values = names.iter().find_map(|name| found.named.get(*name))?;
        // a link to the author's page is no name
        let names: Vec<&str> =
            values.iter().map(|value| without_by(value)).filter(|value| !value.starts_with("http")).collect();
        (!names.is_empty()).then(|| names.join("; "))
    };
    // some sites name themselves where the author should stand
    let houses: Vec<String> = PUBLISHER.iter().filter_map(|name| found.named.get(*name)).flatten().cloned().collect();
    let said = found.data.as_ref().and_then(|data| data.publisher.clone());
    let is_house = |name: &str| houses.iter().chain(&said).any(|house| is_of_house(name, house));
    let person = |name: &String| !is_house(name) && !ACCOUNTS.iter().any(|account| name.eq_ignore_ascii_case(account));
    let data = found.data.clone().unwrap_or_default();
    let publisher = first(PUBLISHER).or(data.publisher).or(found.site.clone());
    // a headline may be another than the page's title, or a description
    let printed = |title: &String| {
        let all = [&found.title, &found.heading];
        all.iter().all(|text| text.is_none()) || all.into_iter().flatten().any(|text| text.contains(title.as_str()))
    };
    let named = first(TITLE).or(data.title.filter(printed));
    let own = found.title.as_deref().map(|title| without_site(title, publisher.as_deref(), found.heading.as_deref()));
    let authors = (!found.authors.is_empty()).then(|| found.authors.join("; "));
    let of_data = data.author.map(|author| without_by(&author).to_owned());
    let mut written: Vec<String> =
        AUTHOR.iter().filter_map(|name| all(&[name])).chain(of_data).chain(authors).collect();
    written.retain(person);
    // who has the rights may have written it too, but not where somebody else is named
    let rights: Vec<&String> = ["copyright", "dc.rights", "dcterms.rights"]
        .iter()
        .filter_map(|name| found.named.get(*name))
        .flatten()
        .collect();
    let owner = |name: &String| rights.iter().any(|line| line.contains(name.as_str()));
    let author = written.iter().find(|name| !owner(name)).or(written.first()).cloned();
    let mut meta = Meta {
        title: named
            .map(|title| without_site(&title, publisher.as_deref(), found.heading.as_deref()))
            .or(own)
            .or(found.heading.clone()),
        author,
        publisher,
        date: DATE.iter().find_map(|name| day(found.named.get(*name)?.first()?)).or(data.date).or(found.date),
        language: language(site, &found.named),
        ..Meta::default()
    };
    of_gutenberg(&mut meta);
    for (name, names) in FURTHER {
        if let Some(value) = first(names) {
            meta.fields.insert((*name).to_owned(), value);
        }
    }
    if let Some(url) = found.canonical {
        meta.fields.insert("url".to_owned(), url);
    }
    meta
}

/// Names of accounts that nobody bears.
const ACCOUNTS: &[&str] = &["admin", "administrator", "editor", "webmaster", "guest", "root", "user", "author"];

/// True for the name of the house that publishes a page: its own, that of a part of it
/// (`Gazette` of `Gazette | News of the harbour`), or its own and more (`Harbour Post Weekly`).
/// Counter-example: Ann Lee of `Ann Lee's diary`.
fn is_of_house(name: &str, house: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches("The ").trim_start_matches("the ").to_lowercase();
    let (name, house) = (plain(name), plain(house));
    let more = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let parted = house.split(['|', '–', '—', ':']).next().is_some_and(|first| first.trim() == name);
    name == house || parted || house.contains(' ') && more(&name, &house) || !name.contains(' ') && more(&house, &name)
}

/// The day that a value says. The first day of the first year is what programs write for none.
fn day(value: &str) -> Option<String> {
    date::iso(value).filter(|day| !day.starts_with("0001"))
}

/// `The Project Gutenberg eBook of A Walk, by A. Walker`
fn of_gutenberg(meta: &mut Meta) {
    let title = meta.title.clone().unwrap_or_default();
    let Some(rest) = title.strip_prefix("The Project Gutenberg ").or_else(|| title.strip_prefix("Project Gutenberg "))
    else {
        return;
    };
    let Some((_, work)) = rest.split_once(" of ").filter(|(kind, _)| kind.len() <= 12) else { return };
    let (work, author) = work.rsplit_once(", by ").map_or((work, None), |(work, author)| (work, Some(author)));
    meta.title = Some(work.trim_end_matches('.').to_owned());
    if let Some(author) = author {
        meta.author.get_or_insert_with(|| author.trim_end_matches('.').to_owned());
    }
}

fn gather(site: &Site) -> Found {
    let tree = &site.tree;
    let mut found = Found::default();
    for id in 1..tree.nodes.len() as Id {
        let node = tree.node(id);
        match node.tag {
            Tag::Meta => named(site, id, &mut found.named),
            Tag::Title if found.title.is_none() && !tree.above(id).any(|above| tree.node(above).tag == Tag::Svg) => {
                let raw: String = tree.children(id).map(|child| tree.raw(child)).collect();
                found.title = clean(&raw);
            }
            Tag::H1 if found.heading.is_none() => found.heading = site.text_of(id, 400).and_then(|text| clean(&text)),
            Tag::Link if tree.attr(id, Attr::Rel) == Some("canonical") => {
                found.canonical = tree.attr(id, Attr::Href).and_then(clean);
            }
            Tag::Script
                if found.data.is_none() && tree.attr(id, Attr::Type).is_some_and(|kind| kind.contains("ld+json")) =>
            {
                found.data = tree.children(id).next().and_then(|child| article(tree.raw(child)));
            }
            Tag::Text => {}
            _ if tree.has_attributes(id) => in_text(site, id, &mut found),
            _ => {}
        }
    }
    found
}

fn named(site: &Site, id: Id, out: &mut BTreeMap<String, Vec<String>>) {
    let tree = &site.tree;
    let name = [Attr::Name, Attr::Property, Attr::Itemprop].into_iter().find_map(|attr| tree.attr(id, attr));
    let value = tree.attr(id, Attr::Content).and_then(clean);
    if let (Some(name), Some(value)) = (name, value) {
        let name = name.trim().to_ascii_lowercase().replace("dc:", "dc.").replace("dcterms:", "dcterms.");
        let values = out.entry(name).or_default();
        if !values.contains(&value) && values.len() < 200 {
            values.push(value);
        }
    }
}

/// What elements in the text say by `itemprop` and `rel`.
fn in_text(site: &Site, id: Id, found: &mut Found) {
    let tree = &site.tree;
    let prop = tree.attr(id, Attr::Itemprop).unwrap_or_default();
    let own = || !tree.above(id).any(|above| is_of_others(site, above));
    let author = prop == "author" || tree.attr(id, Attr::Rel) == Some("author");
    let class = tree.attr(id, Attr::Class).unwrap_or_default();
    let byline =
        class.split_ascii_whitespace().any(|word| matches!(word, "byline" | "author" | "post-author" | "entry-author"));
    if (author || byline) && own() {
        let inner = tree.inside(id).take(40).find(|at| tree.attr(*at, Attr::Itemprop) == Some("name"));
        let text = inner.and_then(|at| site.text_of(at, 80)).or_else(|| site.text_of(id, 80)).unwrap_or_default();
        if let Some(name) = person(&text, author)
            && !found.authors.iter().any(|other| other.contains(&name) || name.contains(other.as_str()))
            && found.authors.len() < 40
        {
            found.authors.push(name);
        }
    }
    let published = prop == "datePublished" || tree.node(id).tag == Tag::Time && class.contains("published");
    if published && found.date.is_none() {
        let value = tree.attr(id, Attr::Datetime).or_else(|| tree.attr(id, Attr::Content));
        found.date = value.and_then(day);
    }
}

/// True for what holds bylines of other pages: lists of teasers, comments, side bars.
fn is_of_others(site: &Site, id: Id) -> bool {
    let tree = &site.tree;
    if matches!(tree.node(id).tag, Tag::Aside | Tag::Nav | Tag::Footer) {
        return true;
    }
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    let block = tree.node(id).tag.is_block() && tree.node(id).tag != Tag::Body;
    block && names.flat_map(str::split_ascii_whitespace).any(|name| OTHERS.iter().any(|word| name.contains(word)))
}

/// What the names of such elements hold.
const OTHERS: &[&str] = &["related", "recommend", "teaser", "comment", "sidebar", "side-bar", "most-read", "read-more"];

/// The name in a line that says who wrote a page: two to five words, the most of
/// them with a capital. Where the markup does not say `told` that it is an author,
/// the line must begin with `By`. `View my profile` and `3 min read` are no names.
fn person(text: &str, told: bool) -> Option<String> {
    let by = ["By ", "by ", "BY ", "Par ", "Von ", "Por ", "Di "].iter().find_map(|word| text.strip_prefix(word));
    let name = by.or(told.then_some(text))?.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let plain = name.chars().all(|c| c.is_alphabetic() || " .'’-,()".contains(c));
    let generic = ["view", "profile", "author", "follow", "about", "posts", "staff", "more", "contact"];
    let generic = words.iter().any(|word| generic.contains(&word.to_lowercase().as_str()));
    (plain && !generic && (1..=6).contains(&words.len()) && capitals * 2 > words.len()).then(|| name.to_owned())
}

/// A value of `<meta>` without the `By` before a name.
fn without_by(name: &str) -> &str {
    ["By ", "by ", "BY "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(name)
}

fn clean(raw: &str) -> Option<String> {
    let text = entity::decode(raw);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A title without the name of the site at its end, or where the page's heading
/// is the rest of it: `Bees | The Daily`, `Mozilla - Wikipedia`.
fn without_site(title: &str, site: Option<&str>, heading: Option<&str>) -> String {
    for sign in [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • "] {
        if let Some((rest, last)) = title.rsplit_once(sign)
            && (site.is_some_and(|site| site.eq_ignore_ascii_case(last.trim())) || heading == Some(rest.trim()))
        {
            return rest.trim().to_owned();
        }
        if let Some((first, rest)) = title.split_once(sign)
            && (site.is_some_and(|site| site.eq_ignore_ascii_case(first.trim())) || heading == Some(rest.trim()))
        {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

/// The language of the page, else of its body.
fn language(site: &Site, named: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let tree = &site.tree;
    let element = [Tag::Html, Tag::Body].into_iter().find_map(|tag| tree.attr(tree.first(tag)?, Attr::Lang));
    let told = ["content-language", "dc.language", "dcterms.language", "citation_language", "og:locale"];
    let told = || told.iter().find_map(|name| named.get(*name)?.first()).map(String::as_str);
    element.and_then(language::code).or_else(|| told().and_then(language::code))
}

/// The article that JSON-LD tells of.
fn article(json: &str) -> Option<Article> {
    let json = json.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
    let value: Value = serde_json::from_str(json).ok()?;
    let items = match &value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(object) => match object.get("@graph") {
            Some(Value::Array(items)) => items.iter().collect(),
            _ => vec![&value],
        },
        _ => Vec::new(),
    };
    let item = items.into_iter().find(|item| is_article(item))?;
    let text = |name: &str| item.get(name).and_then(Value::as_str).and_then(clean);
    Some(Article {
        title: text("headline").or_else(|| text("name")),
        author: item.get("author").and_then(names),
        publisher: item.get("publisher").and_then(names),
        date: text("datePublished").and_then(|date| day(&date)),
    })
}

fn is_article(item: &Value) -> bool {
    let named = |value: &Value| {
        let kind = value.as_str().unwrap_or_default();
        kind.ends_with("Article") || matches!(kind, "BlogPosting" | "Report" | "Book" | "Chapter" | "Thesis")
    };
    match item.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

/// The name or names that a value of JSON-LD gives.
fn names(value: &Value) -> Option<String> {
    let one = |value: &Value| {
        let name = value.as_str().or_else(|| value.get("name").and_then(Value::as_str));
        name.and_then(clean).filter(|name| !name.starts_with("http"))
    };
    let all: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    };
    (!all.is_empty()).then(|| all.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::site::{File, Role};
    use crate::read::html::tree::Tree;

    fn of(html: &str) -> Meta {
        let file = File { name: String::new(), start: 0, first: 0, role: Role::Body };
        meta(&Site::new(Tree::of(html, false), vec![file]))
    }

    #[test]
    fn the_head_of_a_page() {
        let meta = of("<html lang=en-GB><title>Bees &amp; Wasps | The Daily Hive</title>\
             <meta property=og:site_name content='The Daily Hive'><meta name=author content='A. Keeper'>\
             <meta property='article:published_time' content='2021-03-04T10:00:00Z'><h1>Bees</h1>");
        assert_eq!(meta.title.as_deref(), Some("Bees & Wasps"));
        assert_eq!(meta.author.as_deref(), Some("A. Keeper"));
        assert_eq!(meta.publisher.as_deref(), Some("The Daily Hive"));
        assert_eq!((meta.date.as_deref(), meta.language.as_deref()), (Some("2021-03-04"), Some("en")));
    }

    #[test]
    fn scholarly_tags_and_json() {
        let meta = of("<meta name=citation_author content='Roe, R.'><meta name=citation_author content='Doe, D.'>\
             <meta name=citation_publication_date content='2012/05'><meta name=citation_doi content='10.1/x'>");
        assert_eq!((meta.author.as_deref(), meta.date.as_deref()), (Some("Roe, R.; Doe, D."), Some("2012-05")));
        assert_eq!(meta.fields["doi"], "10.1/x");
        let meta =
            of("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":\"NewsArticle\",\
             \"headline\":\"Snow\",\"author\":[{\"name\":\"X Y\"}],\"datePublished\":\"2020-01-02\"}]}</script>");
        assert_eq!(
            (meta.title.as_deref(), meta.author.as_deref(), meta.date.as_deref()),
            (Some("Snow"), Some("X Y"), Some("2020-01-02"))
        );
    }

    #[test]
    fn a_house_is_no_author() {
        let of = |author: &str, house: &str, more: &str| {
            let page =
                format!("<meta name=author content='{author}'><meta property=og:site_name content='{house}'>{more}");
            of(&page).author
        };
        for (author, house) in [
            ("Gazette", "Gazette | News"),
            ("Harbour Post Weekly", "The Harbour Post"),
            ("admin", "X"),
            ("Lamp", "The Lamp Blog"),
        ] {
            assert_eq!(of(author, house, ""), None, "{author}");
        }
        assert_eq!(of("Ann Lee", "Ann Lee&#39;s diary", "").as_deref(), Some("Ann Lee"));
        let rights = "<meta name=copyright content='Copyright (c) Large House 2019'>";
        let data = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":\"BY Ann Lee\"}</script>";
        assert_eq!(of("Large House", "Wire", &format!("{rights}{data}")).as_deref(), Some("Ann Lee"));
        assert_eq!(of("Large House", "Wire", rights).as_deref(), Some("Large House"));
    }

    #[test]
    fn the_first_day_of_all_is_none() {
        assert_eq!(of("<meta name=date content='0001-01-01T00:00:00'>").date, None);
    }

    #[test]
    fn the_name_of_a_library_is_no_title() {
        let meta = of("<title>The Project Gutenberg eBook of A Walk, by A. Walker.</title>");
        assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("A Walk"), Some("A. Walker")));
    }

    #[test]
    fn what_is_unknown_is_none() {
        assert_eq!(of("<p>Text.</p>"), Meta::default());
    }
}
