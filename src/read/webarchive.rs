//! A page that Safari saved as one file (`.webarchive`): a property list that holds the page, its
//! address, and its pictures and styles.

use plist::{Dictionary, Value};

use super::html;
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout, Part};

/// What names the page in the list.
const PAGE: &[u8] = b"WebMainResource";

/// Bytes among which it stands, for a list in XML. In a binary one it may stand anywhere.
const HEAD: usize = 4096;

/// True for a property list that holds a page.
pub fn sniff(bytes: &[u8]) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(PAGE.len()).any(|window| window == PAGE);
    match bytes.starts_with(b"bplist0") {
        true => holds(bytes),
        false => bytes.starts_with(b"<?xml") && holds(&bytes[..bytes.len().min(HEAD)]),
    }
}

/// Reads the page. It is a container: places count the bytes of the page as it was before it
/// was packed, and are not shown.
///
/// # Errors
///
/// `Unreadable` where the bytes are no such list, or it holds no page.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let list = Value::from_reader(std::io::Cursor::new(bytes)).map_err(|_| ErrorKind::Unreadable("damaged archive"))?;
    let page = list.as_dictionary().and_then(|list| list.get("WebMainResource")).and_then(Value::as_dictionary);
    let page = page.ok_or(ErrorKind::Unreadable("no page in the saved page"))?;
    let data = page
        .get("WebResourceData")
        .and_then(Value::as_data)
        .ok_or(ErrorKind::Unreadable("no page in the saved page"))?;
    let encoding = text(page, "WebResourceTextEncodingName");
    let mut document = html::read_in(data, encoding)?;
    document.layout = Layout { parts: vec![Part { start: 0, name: "html".to_owned() }], ..Layout::default() };
    if let Some(address) = text(page, "WebResourceURL").filter(|address| address.starts_with("http")) {
        document.meta.fields.entry("url".to_owned()).or_insert_with(|| address.to_owned());
    }
    Ok(document)
}

fn text<'d>(page: &'d Dictionary, name: &str) -> Option<&'d str> {
    page.get(name).and_then(Value::as_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(html: &[u8], encoding: &str) -> Value {
        let mut page = Dictionary::new();
        page.insert("WebResourceData".to_owned(), Value::Data(html.to_vec()));
        page.insert("WebResourceTextEncodingName".to_owned(), Value::String(encoding.to_owned()));
        page.insert("WebResourceURL".to_owned(), Value::String("https://mill.example.org/wheel".to_owned()));
        let mut list = Dictionary::new();
        list.insert("WebMainResource".to_owned(), Value::Dictionary(page));
        Value::Dictionary(list)
    }

    #[test]
    fn the_page_is_read_in_its_encoding() {
        let list = archive(b"<title>Caf\xe9</title><p>It turned in the caf\xe9.", "ISO-8859-1");
        for binary in [true, false] {
            let mut bytes = Vec::new();
            if binary { list.to_writer_binary(&mut bytes) } else { list.to_writer_xml(&mut bytes) }.unwrap();
            assert!(sniff(&bytes));
            let document = read(&bytes).unwrap();
            let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
            assert_eq!(texts, ["It turned in the café."]);
            assert_eq!(document.meta.fields["url"], "https://mill.example.org/wheel");
        }
        assert!(!sniff(b"<?xml version='1.0'?><plist><dict/></plist>"));
    }

    #[test]
    fn damage_is_said() {
        assert!(read(b"bplist00WebMainResource").is_err());
    }
}
