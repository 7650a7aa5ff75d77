//! What the file says of the work: its information dictionary, its XMP packet
//! and its catalogue.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use quick_xml::events::Event;

use crate::model::Meta;

use super::content::decoded;
use super::links::leaves;
use super::strings;
use crate::works::{date, language, numeral};

/// An XMP packet of more bytes holds pictures, not words.
const PACKET: usize = 4_000_000;

/// What is known about the work.
pub fn meta(pdf: &Pdf) -> Meta {
    let info = pdf.metadata();
    let string = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::text).and_then(tidy);
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let packet = root.as_ref().and_then(|root| decoded(root, b"Metadata", PACKET)).map(|bytes| packet(&bytes));
    let packet = packet.unwrap_or_default();
    let mut meta = Meta { title: packet.title.or_else(|| string(&info.title)), ..Meta::default() };
    meta.title = meta.title.filter(|title| is_title(title));
    meta.author = packet.author.or_else(|| string(&info.author)).filter(|author| is_author(author));
    meta.publisher = packet.publisher;
    // The day on which the file was made is no date of the work: a scan of 2011
    // may be of a book of 1850.
    let created = info.creation_date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    let created = created.filter(|date| plausible(date));
    meta.date = packet.date.filter(|date| plausible(date));
    let language = root.as_ref().and_then(|root| root.get::<PdfString<'_>>(b"Lang"));
    meta.language = language.and_then(|tag| language::code(&strings::text(&tag))).or(packet.language);
    let fields = [
        ("subject", string(&info.subject)),
        ("keywords", string(&info.keywords)),
        ("doi", packet.doi),
        ("created", created),
    ];
    meta.fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    meta
}

fn tidy(text: String) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text != "unspecified" && text != "(unspecified)").then_some(text)
}

/// False for what programs write where nobody gave a title: the name of the
/// file (`thesis_final.docx`, `Microsoft Word - x.doc`), `untitled`, a number.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let named = ["microsoft word", "microsoft powerpoint", "untitled", "unknown", "document", "no title", "titel"];
    let files =
        [".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".qxp", ".rtf", ".odt", ".ps", ".pages", ".wpd"];
    let bare = named.iter().any(|name| {
        let rest = lower.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" -") || rest.trim().parse::<u32>().is_ok())
    });
    title.chars().any(char::is_alphabetic)
        && !bare
        && !files.iter().any(|file| lower.ends_with(file))
        && (title.contains(' ') || !title.contains(['/', '\\', '_']))
}

fn is_author(author: &str) -> bool {
    let lower = author.to_lowercase();
    !["user", "admin", "administrator", "unknown", "owner", "default", "root", "author", "anonymous"]
        .contains(&lower.as_str())
        && author.chars().any(char::is_alphabetic)
}

fn plausible(date: &str) -> bool {
    date.get(..4).and_then(|year| year.parse::<u32>().ok()).is_some_and(|year| (1400..2200).contains(&year))
}

/// What an XMP packet says.
#[derive(Debug, Default)]
struct Packet {
    title: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    date: Option<String>,
    language: Option<String>,
    doi: Option<String>,
}

/// Reads the Dublin Core of a packet, whatever prefixes surround it. A packet
/// that is no XML says nothing.
fn packet(bytes: &[u8]) -> Packet {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let (mut out, mut field, mut text) = (Packet::default(), String::new(), String::new());
    let mut values: Vec<String> = Vec::new();
    let mut buffer = Vec::new();
    for _ in 0..200_000 {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                let name = tag.name().as_ref().to_owned();
                if FIELDS.contains(&name.as_str()) {
                    (field, values) = (name, Vec::new());
                }
                text.clear();
            }
            Ok(Event::Text(part)) => text.push_str(&part.xml10_content()),
            Ok(Event::GeneralRef(entity)) => text.push(match entity.as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => ' ',
            }),
            Ok(Event::End(tag)) => {
                values.extend(tidy(std::mem::take(&mut text)));
                if tag.name().as_ref() == field {
                    out.set(&field, std::mem::take(&mut values));
                    field.clear();
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

const FIELDS: [&str; 7] =
    ["dc:title", "dc:creator", "dc:publisher", "dc:date", "dc:language", "prism:doi", "prism:publicationDate"];

impl Packet {
    fn set(&mut self, field: &str, values: Vec<String>) {
        let Some(first) = values.first().cloned() else { return };
        match field {
            "dc:title" => self.title = Some(first),
            "dc:creator" => self.author = Some(values.join("; ")),
            "dc:publisher" => self.publisher = Some(first),
            "dc:date" | "prism:publicationDate" => self.date = date::iso(&first).or(self.date.take()),
            "dc:language" => self.language = language::code(&first),
            _ => self.doi = Some(first),
        }
    }
}

/// The number that the file gives to each page, where it says so otherwise than
/// by counting from 1.
pub fn labels(pdf: &Pdf, pages: usize) -> Option<Vec<Option<String>>> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let tree = root.get::<Dict<'_>>(b"PageLabels")?;
    let mut ranges: Vec<(usize, Option<char>, String, u32)> = Vec::new();
    leaves(tree, b"Nums", |array: Array<'_>| {
        let mut items = array.iter::<Object<'_>>();
        while let (Some(at), Some(dict)) = (items.next(), items.next()) {
            let (Object::Number(at), Object::Dict(dict)) = (at, dict) else { continue };
            let style = dict.get::<Name<'_>>(b"S").and_then(|name| name.as_str().chars().next());
            let prefix = dict.get::<PdfString<'_>>(b"P").map(|text| strings::text(&text)).unwrap_or_default();
            let first = dict.get::<u32>(b"St").unwrap_or(1);
            ranges.push((at.as_f64().max(0.0) as usize, style, prefix, first));
        }
    });
    ranges.sort_by_key(|range| range.0);
    if ranges.is_empty() || ranges.len() > 100_000 {
        return None;
    }
    let label = |page: usize| {
        let (start, style, prefix, first) = &ranges[ranges.partition_point(|range| range.0 <= page).checked_sub(1)?];
        let number = first.saturating_add((page - start) as u32);
        let shown = match style {
            Some('D') => number.to_string(),
            Some('R') => roman(number),
            Some('r') => roman(number).to_lowercase(),
            Some('A') => letters(number),
            Some('a') => letters(number).to_lowercase(),
            _ => String::new(),
        };
        Some(format!("{prefix}{shown}")).filter(|label| !label.is_empty())
    };
    Some((0..pages).map(label).collect())
}

fn roman(number: u32) -> String {
    numeral::roman(number).unwrap_or_else(|| number.to_string())
}

/// A to Z, then AA to ZZ.
fn letters(number: u32) -> String {
    let number = number.clamp(1, 2600) - 1;
    let letter = char::from(b'A' + (number % 26) as u8);
    std::iter::repeat_n(letter, number as usize / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_title() {
        for title in ["Microsoft Word - final.doc", "untitled", "thesis_v3.tex", "1234", "Document1", "a_b_c"] {
            assert!(!is_title(title), "{title}");
        }
        for title in ["Documents of the Council", "Bees", "Either/Or in practice"] {
            assert!(is_title(title), "{title}");
        }
    }

    #[test]
    fn dublin_core() {
        let packet = packet(
            b"<x><rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Salt &amp; Sea</rdf:li></rdf:Alt>\
              </dc:title><dc:creator><rdf:Seq><rdf:li>A. Berg</rdf:li><rdf:li>C. Dahl</rdf:li></rdf:Seq></dc:creator>\
              <dc:date>2019-05-02T10:00:00Z</dc:date></rdf:Description></x>",
        );
        assert_eq!(packet.title.as_deref(), Some("Salt & Sea"));
        assert_eq!(packet.author.as_deref(), Some("A. Berg; C. Dahl"));
        assert_eq!(packet.date.as_deref(), Some("2019-05-02"));
    }

    /// A file of no pages whose information dictionary is this.
    fn file(info: &str) -> Vec<u8> {
        let mut out = String::from("%PDF-1.4\n");
        let mut at = Vec::new();
        let objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", info];
        for (i, object) in objects.iter().enumerate() {
            at.push(out.len());
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
        }
        let table = out.len();
        out.push_str("xref\n0 4\n0000000000 65535 f \n");
        at.iter().for_each(|at| out.push_str(&format!("{at:010} 00000 n \n")));
        out.push_str(&format!("trailer\n<</Size 4/Root 1 0 R/Info 3 0 R>>\nstartxref\n{table}\n%%EOF\n"));
        out.into_bytes()
    }

    #[test]
    fn the_day_on_which_a_file_was_made_is_no_date_of_the_work() {
        let pdf = Pdf::new(file("<</Title(Salt and Sea)/CreationDate(D:20110304101112Z)>>")).unwrap();
        let meta = meta(&pdf);
        assert_eq!((meta.title.as_deref(), meta.date), (Some("Salt and Sea"), None));
        assert_eq!(meta.fields["created"], "2011-03-04");
    }

    #[test]
    fn numbers_of_pages() {
        assert_eq!((roman(14), letters(28)), ("XIV".to_owned(), "BB".to_owned()));
    }
}
