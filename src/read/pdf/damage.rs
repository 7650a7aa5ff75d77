//! What is broken in a file: its end is missing, its table of objects was built
//! again, pages or their text could not be read.
//!
//! The parser mends what it can and does not say so. What it made of a damaged
//! file may be all of the text or a page of it, and the reader must be told.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

/// The text of a page as the file has it.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its streams, decoded, one after the other.
    pub bytes: Vec<u8>,
    /// True where one is not there or cannot be decoded.
    pub failed: bool,
    /// Streams whose checksum is right, and wrong or not there.
    pub sums: Sums,
}

/// How many compressed streams have the checksum that they should.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Right.
    pub right: usize,
    /// Wrong, or left out: some programs write none.
    pub wrong: usize,
}

/// The text of a page, decoded.
pub fn contents(page: &Page<'_>) -> Contents {
    let mut out = Contents::default();
    if let Some(stream) = page.raw().get::<Stream<'_>>(b"Contents") {
        out.add(&stream);
    } else if let Some(array) = page.raw().get::<Array<'_>>(b"Contents") {
        let mut count = 0;
        for object in array.iter::<Object<'_>>() {
            if let Object::Stream(stream) = object {
                out.add(&stream);
                count += 1;
            }
        }
        out.failed |= count < array.raw_iter().count();
    } else {
        // a page may have no text, but not one that is named and not there
        out.failed = page.raw().contains_key(b"Contents".as_slice());
    }
    out
}

impl Contents {
    fn add(&mut self, stream: &Stream<'_>) {
        let Ok(data) = stream.decoded_data() else {
            self.failed = true;
            return;
        };
        match checked(stream, &data) {
            Some(true) => self.sums.right += 1,
            Some(false) => self.sums.wrong += 1,
            None => {}
        }
        self.bytes.extend_from_slice(&data);
        // what stands on both sides of a border is two words
        self.bytes.push(b' ');
    }
}

/// Bytes behind a checksum that a stream may have: line ends.
const BEHIND: usize = 12;

/// Whether a compressed stream ends with the checksum of what it holds; `None`
/// where it is compressed in another way, or in more than one.
fn checked(stream: &Stream<'_>, data: &[u8]) -> Option<bool> {
    use hayro_syntax::Filter;
    let filters = stream.filters();
    let plain = stream.dict().get::<Dict<'_>>(b"DecodeParms").is_none();
    if !(plain && filters.len() == 1 && matches!(filters[0], Filter::FlateDecode)) {
        return None;
    }
    let raw = stream.raw_data();
    let sum = adler(data).to_be_bytes();
    Some(raw[raw.len().saturating_sub(BEHIND)..].windows(4).any(|four| four == sum))
}

/// The checksum of zlib (RFC 1950).
fn adler(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    // so many bytes do not run over
    for part in data.chunks(5552) {
        for byte in part {
            a += u32::from(*byte);
            b += a;
        }
        (a, b) = (a % 65521, b % 65521);
    }
    b << 16 | a
}

/// What is broken, in words; `None` where nothing is. `failed` pages have text that
/// could not be decoded.
pub fn of(bytes: &[u8], pdf: &Pdf, failed: &[usize], sums: Sums) -> Option<String> {
    let read = pdf.pages().len();
    let named = named_pages(pdf).filter(|named| *named > read);
    let what = if !has_end(bytes) {
        "the end of the file is missing".to_owned()
    } else if let Some(named) = named {
        format!("{} of {named} pages are missing", named - read)
    } else if !failed.is_empty() {
        format!("the text of {} cannot be read", super::scans::pages(failed))
    } else if sums.wrong > 0 && sums.right > 0 {
        "text is garbled".to_owned()
    } else if !has_table(bytes) {
        "the table of objects is wrong and was built again".to_owned()
    } else {
        return None;
    };
    Some(format!("damaged PDF: {what}"))
}

/// How many pages the file says it has.
fn named_pages(pdf: &Pdf) -> Option<usize> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    root.get::<Dict<'_>>(b"Pages")?.get::<u32>(b"Count").map(|count| count as usize)
}

/// Bytes at the end in which the last table is named; programs that send a file
/// put some of their own behind it.
const END: usize = 4096;

fn has_end(bytes: &[u8]) -> bool {
    last_table(bytes).is_some()
}

/// What stands behind the last `startxref`.
fn last_table(bytes: &[u8]) -> Option<&[u8]> {
    const WORD: &[u8] = b"startxref";
    let end = &bytes[bytes.len().saturating_sub(END)..];
    let at = end.windows(WORD.len()).rposition(|word| word == WORD)?;
    Some(&end[at + WORD.len()..])
}

/// True where the last table stands where the file says.
fn has_table(bytes: &[u8]) -> bool {
    let Some(text) = last_table(bytes) else { return false };
    let digits: Vec<u8> =
        text.iter().copied().skip_while(u8::is_ascii_whitespace).take_while(u8::is_ascii_digit).collect();
    let Some(at) = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok()) else {
        return false;
    };
    // places count from the signature where bytes stand before it
    let start = bytes.windows(5).take(1024).position(|word| word == b"%PDF-").unwrap_or(0);
    is_table(bytes, at) || start > 0 && is_table(bytes, at + start)
}

/// True where a table, or an object that holds one, begins at a byte, or a blank
/// or two from there.
fn is_table(bytes: &[u8], at: usize) -> bool {
    let from = &bytes[at.saturating_sub(2).min(bytes.len())..];
    let text = &from[..from.len().min(40)];
    text.windows(4).take(8).any(|word| word == b"xref") || object(text) || object(&from[from.len().min(2)..])
}

/// True where an object begins: `12 0 obj`.
fn object(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    let number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.len() == 3 && words[..2].iter().all(number) && words[2].starts_with("obj")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("../../../tests/cases/formats/pdf/report.pdf");

    fn reason(bytes: &[u8]) -> Option<String> {
        super::super::read(bytes).ok().and_then(|document| document.degraded)
    }

    #[test]
    fn a_checksum() {
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_whole_file_is_none() {
        assert_eq!(reason(FILE), None);
    }

    #[test]
    fn the_end_is_missing() {
        for part in [3, 6, 9] {
            let cut = &FILE[..FILE.len() * part / 10];
            let said = super::super::read(cut).map(|document| document.degraded);
            assert!(said.is_err() || said.is_ok_and(|said| said.is_some()), "{part}");
        }
    }

    #[test]
    fn the_table_is_elsewhere() {
        let at = FILE.windows(9).rposition(|word| word == b"startxref").unwrap();
        let mut bytes = FILE[..at].to_vec();
        bytes.extend_from_slice(b"startxref\n7\n%%EOF\n");
        assert!(reason(&bytes).is_some_and(|reason| reason.contains("built again")));
    }
}
