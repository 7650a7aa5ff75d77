//! A page that a browser saved as one file (`.mhtml`, `.mht`): a message of MIME whose first
//! part of HTML is the page, and whose other parts are its pictures, styles and frames.

use mail_parser::{MessageParser, PartType};

use super::html;
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout, Part};

/// Bytes in which the headers name what is saved.
const HEAD: usize = 2048;

/// True for a message that a browser wrote.
pub fn sniff(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let headers = head.split("\n\n").next().unwrap_or_default().split("\r\n\r\n").next().unwrap_or_default();
    let begins = headers.starts_with("From: ") || headers.starts_with("MIME-Version:");
    begins && headers.contains("Snapshot-Content-Location:") && headers.contains("multipart/related")
}

/// Reads the page. It is a container: places count the bytes of the page as it was before it
/// was packed, and are not shown.
///
/// # Errors
///
/// `Unreadable` where the bytes are no message, or it holds no page.
pub fn read(bytes: &[u8]) -> Result<Document> {
    // the name of a saved page is given to plain ones too
    if html::sniff(bytes) {
        return html::read(bytes);
    }
    let message = MessageParser::default().parse(bytes).ok_or(ErrorKind::Unreadable("no saved page"))?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    });
    let page = page.ok_or(ErrorKind::Unreadable("no page in the saved page"))?;
    let mut document = html::read(page.as_bytes())?;
    document.layout = Layout { parts: vec![Part { start: 0, name: "html".to_owned() }], ..Layout::default() };
    if document.meta.title.is_none() {
        document.meta.title = message.subject().map(str::to_owned);
    }
    let address = message.header_raw("Snapshot-Content-Location").map(str::trim).filter(|url| !url.is_empty());
    if let Some(address) = address {
        document.meta.fields.entry("url".to_owned()).or_insert_with(|| address.to_owned());
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "From: <Saved by Blink>\nSnapshot-Content-Location: https://mill.example.org/wheel\n\
        Subject: The wheel\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n\
        --b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n\
        <html><head><title>The wheel</title></head><body><p>It turned in the win=\nter.</p></body></html>\n\
        --b\nContent-Type: text/css\n\n.x { color: blue }\n--b--\n";

    #[test]
    fn the_page_is_read_and_its_style_is_not() {
        assert!(sniff(PAGE.as_bytes()) && !sniff(b"From: a@example.org\nSubject: x\n\nwords"));
        let document = read(PAGE.as_bytes()).unwrap();
        let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
        assert_eq!(texts, ["It turned in the winter."]);
        assert_eq!(document.meta.title.as_deref(), Some("The wheel"));
        assert_eq!(document.meta.fields.get("url").map(String::as_str), Some("https://mill.example.org/wheel"));
    }
}
