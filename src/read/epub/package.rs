//! What an EPUB says about itself: where the package is, its metadata, the
//! order of its chapters, what is encrypted.

use std::collections::{BTreeMap, HashMap};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::model::Meta;
use crate::read::html::{decode, site};
use crate::works::{date, language};

/// A chapter, or another page of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in the archive.
    pub name: String,
    /// True for a table of contents or a cover.
    pub chrome: bool,
}

/// A package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// What is known of the book.
    pub meta: Meta,
    /// Its pages in reading order, then those that the order leaves out.
    pub items: Vec<Item>,
}

/// An element of the metadata, with its text.
#[derive(Clone, Debug, Default)]
struct Entry {
    name: String,
    id: String,
    text: String,
    /// `opf:role`, `opf:event`
    role: String,
    /// Of `<meta>`: `property` or `name`, `refines`, `content`.
    property: String,
    refines: String,
}

/// A file of the manifest.
struct Listed {
    href: String,
    page: bool,
    nav: bool,
}

/// The elements of a document, each with its attributes: what `take` is told is
/// the local name, the attributes, and the text up to the next tag.
fn elements(xml: &str, mut take: impl FnMut(&str, &HashMap<String, String>, &str)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut open: Option<(String, HashMap<String, String>, String)> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                flush(&mut open, &mut take);
                open = Some((start.local_name().as_ref().to_owned(), attributes(&start), String::new()));
            }
            Ok(Event::Empty(start)) => {
                flush(&mut open, &mut take);
                take(start.local_name().as_ref(), &attributes(&start), "");
            }
            Ok(Event::End(_)) => flush(&mut open, &mut take),
            Ok(Event::Text(text)) => add(&mut open, &text),
            Ok(Event::CData(text)) => add(&mut open, &text),
            Ok(Event::GeneralRef(name)) => add(&mut open, &decode(&format!("&{};", &*name))),
            // a damaged package still says what stands before the damage
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    flush(&mut open, &mut take);
}

fn flush(
    open: &mut Option<(String, HashMap<String, String>, String)>,
    take: &mut impl FnMut(&str, &HashMap<String, String>, &str),
) {
    if let Some((name, attributes, text)) = open.take() {
        take(&name, &attributes, text.trim());
    }
}

fn add(open: &mut Option<(String, HashMap<String, String>, String)>, text: &str) {
    if let Some((_, _, own)) = open {
        own.push_str(text);
    }
}

fn attributes(start: &BytesStart) -> HashMap<String, String> {
    let mut all = start.attributes();
    let all = all.with_checks(false).filter_map(Result::ok);
    all.map(|attribute| (attribute.key.local_name().as_ref().to_owned(), decode(&attribute.value).into_owned()))
        .collect()
}

/// The name of the package that `META-INF/container.xml` gives.
pub fn rootfile(container: &str) -> Option<String> {
    let mut found = None;
    elements(container, |name, attributes, _| {
        if name == "rootfile" && found.is_none() {
            found = attributes.get("full-path").cloned();
        }
    });
    found
}

/// The files that `META-INF/encryption.xml` says are encrypted; fonts are left
/// out, which are only scrambled.
pub fn encrypted(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut scrambled = false;
    elements(xml, |name, attributes, _| match name {
        "EncryptionMethod" => {
            let method = attributes.get("Algorithm").map_or("", String::as_str);
            scrambled = method.contains("idpf.org") || method.contains("ns.adobe.com/pdf/enc");
        }
        "CipherReference" if !scrambled => out.extend(attributes.get("URI").map(|uri| site::unescape(uri))),
        _ => {}
    });
    out
}

/// Reads a package; `path` is its own name in the archive.
pub fn package(xml: &str, path: &str) -> Package {
    let mut entries: Vec<Entry> = Vec::new();
    let mut manifest: HashMap<String, Listed> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    let (mut spine, mut guide): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    elements(xml, |name, attributes, text| {
        let get = |key: &str| attributes.get(key).cloned().unwrap_or_default();
        match name {
            "item" => {
                let listed = Listed {
                    href: site::resolve(path, &get("href")),
                    page: is_page(&get("media-type"), &get("href")),
                    nav: get("properties").split_whitespace().any(|word| word == "nav"),
                };
                order.push(get("id"));
                manifest.insert(get("id"), listed);
            }
            "itemref" => spine.push(get("idref")),
            "reference" if matches!(get("type").as_str(), "toc" | "cover") => {
                guide.push(site::resolve(path, &get("href")))
            }
            "package" | "manifest" | "spine" | "metadata" | "guide" => {}
            _ => entries.push(Entry {
                name: name.to_owned(),
                id: get("id"),
                text: if text.is_empty() { get("content") } else { text.to_owned() },
                role: get("role") + &get("event"),
                property: get("property") + &get("name"),
                refines: get("refines").trim_start_matches('#').to_owned(),
            }),
        }
    });
    Package { meta: meta(&entries), items: items(&manifest, &order, &spine, &guide) }
}

fn is_page(kind: &str, href: &str) -> bool {
    let href = href.to_ascii_lowercase();
    let named = [".xhtml", ".html", ".htm"].iter().any(|end| href.ends_with(end));
    matches!(kind, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document") || kind.is_empty() && named
}

/// The pages in the order of the spine, then what it leaves out but for the
/// table of contents, which is made of the rest.
fn items(manifest: &HashMap<String, Listed>, order: &[String], spine: &[String], guide: &[String]) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let listed = spine.iter().map(|id| (id, true)).chain(order.iter().map(|id| (id, false)));
    for (id, in_spine) in listed {
        let Some(file) = manifest.get(id).filter(|file| file.page && (in_spine || !file.nav)) else { continue };
        if known.insert(file.href.as_str()) {
            out.push(Item { name: file.href.clone(), chrome: file.nav || guide.contains(&file.href) });
        }
    }
    out
}

fn meta(entries: &[Entry]) -> Meta {
    let all =
        |name: &str| entries.iter().filter(|entry| entry.name == name && !entry.text.is_empty()).collect::<Vec<_>>();
    let refined = |entry: &Entry, property: &str| {
        let of = entries
            .iter()
            .find(|other| !entry.id.is_empty() && other.refines == entry.id && other.property == property);
        of.map(|other| other.text.clone())
    };
    let titles = all("title");
    let main = titles.iter().find(|title| refined(title, "title-type").as_deref() == Some("main")).or(titles.first());
    let is_author = |entry: &&&Entry| {
        let role = refined(entry, "role").unwrap_or_else(|| entry.role.clone());
        matches!(role.as_str(), "" | "aut" | "author" | "cre")
    };
    let creators = all("creator");
    let mut authors: Vec<&str> = creators.iter().filter(is_author).map(|entry| entry.text.as_str()).collect();
    if authors.is_empty() {
        authors = creators.iter().map(|entry| entry.text.as_str()).collect();
    }
    let dates = all("date");
    let published = |event: &str| dates.iter().find(|entry| entry.role.contains(event));
    let date = published("publication").or_else(|| dates.iter().find(|entry| !entry.role.contains("modif")));
    let first = |name: &str| all(name).first().map(|entry| clean(&entry.text));
    Meta {
        title: main.map(|entry| clean(&entry.text)),
        author: (!authors.is_empty()).then(|| clean(&authors.join("; "))),
        publisher: first("publisher"),
        date: date.and_then(|entry| date::iso(&entry.text)),
        language: first("language").as_deref().and_then(language::code),
        fields: further(entries),
    }
}

/// Fields of the Dublin Core that have no place of their own.
fn further(entries: &[Entry]) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.text.is_empty()) {
        let name = match entry.name.as_str() {
            "identifier" if entry.text.to_ascii_lowercase().contains("isbn") => "isbn",
            name @ ("identifier" | "subject" | "description" | "rights" | "source" | "contributor") => name,
            "meta" if entry.property == "belongs-to-collection" || entry.property == "calibre:series" => "series",
            _ => continue,
        };
        let text = clean(&entry.text);
        match out.get_mut(name) {
            Some(known) if matches!(name, "subject" | "contributor") => *known = format!("{known}; {text}"),
            Some(_) => {}
            None => drop(out.insert(name.to_owned(), text)),
        }
    }
    out
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPF: &str = r##"<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title id="t1">Bees &amp; Wasps</dc:title><dc:title>A Study</dc:title>
    <dc:creator id="c1">Ann Keeper</dc:creator><meta refines="#c1" property="role">aut</meta>
    <dc:creator id="c2">Bo Painter</dc:creator><meta refines="#c2" property="role">ill</meta>
    <dc:date>1901-05-01T00:00:00Z</dc:date><dc:language>en-GB</dc:language><dc:publisher>Hive Press</dc:publisher>
    <dc:identifier>urn:isbn:123</dc:identifier><dc:subject>Bees</dc:subject><dc:subject>Wasps</dc:subject>
  </metadata>
  <manifest>
    <item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/>
    <item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>
    <item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
    <item id="c" href="c.css" media-type="text/css"/>
  </manifest>
  <spine><itemref idref="a"/><itemref idref="lost"/></spine>
</package>"##;

    #[test]
    fn a_package() {
        let found = package(OPF, "OEBPS/book.opf");
        let names: Vec<&str> = found.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["OEBPS/text/a b.xhtml", "OEBPS/notes.xhtml"]);
        let meta = found.meta;
        assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("Bees & Wasps"), Some("Ann Keeper")));
        assert_eq!((meta.date.as_deref(), meta.language.as_deref()), (Some("1901-05-01"), Some("en")));
        assert_eq!((meta.fields["isbn"].as_str(), meta.fields["subject"].as_str()), ("urn:isbn:123", "Bees; Wasps"));
    }

    #[test]
    fn containers_and_encryption() {
        assert_eq!(
            rootfile("<container><rootfiles><rootfile full-path='a/b.opf'/></rootfiles>").as_deref(),
            Some("a/b.opf")
        );
        let xml = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/><CipherData>\
                   <CipherReference URI='f.ttf'/></CipherData></EncryptedData><EncryptedData><EncryptionMethod \
                   Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/><CipherData><CipherReference URI='a.xhtml'/>";
        assert_eq!(encrypted(xml), ["a.xhtml"]);
    }

    #[test]
    fn a_damaged_package_says_what_it_can() {
        assert_eq!(package(&OPF[..OPF.len() / 3], "x.opf").meta.title.as_deref(), Some("Bees & Wasps"));
        assert_eq!(package("no xml", "x.opf"), Package::default());
    }
}
