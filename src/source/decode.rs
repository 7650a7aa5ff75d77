//! Bytes to text: detection of the encoding, and the way back to the bytes.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_13, ISO_8859_16, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1257,
};

use super::codepage::{self, Charset, CodePage};
use super::utf7;
use crate::error::{ErrorKind, Result};
use crate::model::document::GUESSED;
use crate::span::{Mapped, Span};

/// Bytes looked at to tell UTF-16 and binary files.
const SAMPLE: usize = 8192;

/// Bytes below which what is not UTF-8 and has a zero byte is not taken for text.
const SHORT: usize = 64;

/// Decoded text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, and how it maps to the bytes.
    pub text: Text<'a>,
    /// Why the text may not be right, where the encoding was guessed or bytes
    /// could not be decoded.
    pub degraded: Option<String>,
}

/// Text that came out of bytes.
#[derive(Debug)]
pub enum Text<'a> {
    /// The bytes are the text: offsets are the same.
    Same(&'a str),
    /// The text was decoded, with the way back.
    Mapped(Mapped),
}

impl Text<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Text::Same(text) => text,
            Text::Mapped(mapped) => &mapped.text,
        }
    }
}

/// Decodes a file's bytes. In order: a byte order mark, UTF-8, UTF-16 told by
/// its zero bytes, UTF-8 with a few wrong bytes, else the likeliest legacy
/// encoding, a code page of DOS or the Macintosh where its letters say so.
///
/// # Errors
///
/// `Unreadable` for binary data and for files of 4 GB or more.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>> {
    decode_declared(bytes, None)
}

/// As [`decode`]; `declared` is the encoding that the file itself names
/// (`<?xml encoding=…?>`, `<meta charset=…>`), which is taken where there is no
/// byte order mark and the bytes are not UTF-8.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_declared<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(ErrorKind::Unreadable("larger than 4 GB").into());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && (encoding == UTF_16LE || encoding == UTF_16BE)
    {
        return Ok(legacy(bytes, mark, encoding, false));
    }
    if let Some(encoding) = zero_pattern(bytes) {
        return Ok(legacy(bytes, 0, encoding, false));
    }
    let zeros = zero_runs(bytes);
    if is_binary(bytes, zeros) {
        return Err(ErrorKind::Unreadable("binary").into());
    }
    let mut decoded = match std::str::from_utf8(bytes) {
        Ok(_) if is_escaped_japanese(bytes, declared) => {
            legacy(bytes, 0, encoding_rs::ISO_2022_JP, !names_japanese(declared))
        }
        Ok(_) if let Some(text) = declared.is_none().then(|| utf7::decode(bytes)).flatten() => {
            Decoded { text: Text::Mapped(text), degraded: Some("encoding guessed: utf-7".to_owned()) }
        }
        Ok(text) => Decoded { text: Text::Same(text), degraded: None },
        Err(_) if let Some(encoding) = declared.and_then(declared_encoding) => legacy(bytes, 0, encoding, false),
        Err(_) if let Some(page) = declared.and_then(CodePage::of_label) => in_page(bytes, page, false),
        Err(_) if mostly_utf8(bytes) => lossy(bytes),
        Err(_) => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
            let encoding = if LATIN.contains(&guess) && raised_digits(bytes) { WINDOWS_1252 } else { guess };
            match codepage::detect(bytes, encoding) {
                Some(Charset::Page(page)) => in_page(bytes, page, true),
                Some(Charset::Web(encoding)) => legacy(bytes, 0, encoding, true),
                None => legacy(bytes, 0, encoding, true),
            }
        }
    };
    if zeros > 0 {
        // readers drop these characters: there may have been text in their place
        let places = if zeros == 1 { "1 place".to_owned() } else { format!("{zeros} places") };
        let damage = format!("zero bytes in {places}");
        decoded.degraded = Some(decoded.degraded.map_or(damage.clone(), |other| format!("{other}; {damage}")));
    }
    Ok(decoded)
}

/// The encoding of a label such as `iso-8859-1`. One that says UTF-8 or UTF-16
/// is wrong where the bytes are neither.
fn declared_encoding(label: &str) -> Option<&'static Encoding> {
    let found = Encoding::for_label(label.trim().as_bytes());
    found.filter(|encoding| encoding.is_ascii_compatible() && *encoding != encoding_rs::UTF_8)
}

/// True for Japanese in seven bits, as it was mailed: each of its bytes is ASCII, so that only
/// what is declared and the escapes (ESC `$` or `(`) tell it. Where nothing is declared the escapes
/// must open and close, and all between must be Japanese.
fn is_escaped_japanese(bytes: &[u8], declared: Option<&str>) -> bool {
    // a sixth of the time of a web page went into looking for two bytes where one tells
    if !bytes.contains(&0x1b) {
        return false;
    }
    let opens = |escape: &[u8]| bytes.windows(escape.len()).any(|window| window == escape);
    if names_japanese(declared) {
        return opens(b"\x1b$");
    }
    let escaped = (opens(b"\x1b$B") || opens(b"\x1b$@")) && (opens(b"\x1b(B") || opens(b"\x1b(J"));
    escaped && declared.is_none() && !encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes).1
}

/// True where a file says that it is Japanese in seven bits.
fn names_japanese(declared: Option<&str>) -> bool {
    declared.is_some_and(|label| label.trim().eq_ignore_ascii_case("iso-2022-jp"))
}

/// Latin encodings that have letters where Windows-1252 has `²`, `³` and `¹`.
const LATIN: [&Encoding; 6] = [WINDOWS_1250, ISO_8859_2, ISO_8859_4, ISO_8859_13, ISO_8859_16, WINDOWS_1257];

/// True where the bytes that are raised digits in Windows-1252 mostly stand
/// with no letter on either side, as marks of notes do and letters do not.
fn raised_digits(bytes: &[u8]) -> bool {
    let letter =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0xc0);
    let (mut all, mut alone) = (0, 0);
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| matches!(b, 0xb2 | 0xb3 | 0xb9)) {
        all += 1;
        alone += usize::from(!letter(at.checked_sub(1)) && !letter(Some(at + 1)));
    }
    alone >= 2 && alone * 2 > all
}

/// UTF-16 without a byte order mark: zero bytes at one parity and hardly any
/// at the other, as Latin text gives.
fn zero_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), sample.len() / 2);
    if units < 2 {
        return None;
    }
    let mostly = |this: usize, other: usize| this * 10 >= units * 3 && other * 50 <= units;
    let encoding = match (mostly(odd, even), mostly(even, odd)) {
        (true, false) => UTF_16LE,
        (false, true) => UTF_16BE,
        _ => return None,
    };
    let (text, wrong) = encoding.decode_without_bom_handling(sample);
    let strange = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    (!wrong && strange * 20 <= units).then_some(encoding)
}

/// How many runs of zero bytes there are.
fn zero_runs(bytes: &[u8]) -> usize {
    if !bytes.contains(&0) {
        return 0;
    }
    bytes.chunk_by(|a, b| (*a == 0) == (*b == 0)).filter(|run| run[0] == 0).count()
}

/// Many control characters, or the mark of a container. A text that was damaged, by a
/// disk or by a program that broke off, has a few runs of zero bytes, short or long;
/// in data they stand everywhere.
fn is_binary(bytes: &[u8], zeros: usize) -> bool {
    let is_control = |b: &&u8| **b != 0 && **b < 0x20 && !matches!(**b, b'\t'..=b'\r' | 0x08 | 0x1b | 0x1a);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if bytes.starts_with(b"%PDF-") || sample.iter().filter(is_control).count() * 20 > sample.len() {
        return true;
    }
    if zeros == 0 {
        return false;
    }
    let damage = zeros + bytes.iter().filter(is_control).count();
    let text = bytes.iter().filter(|b| **b != 0).count();
    let is_strange = std::str::from_utf8(bytes).is_err() && (text < SHORT || text * 2 < bytes.len());
    text == 0 || is_strange || damage > 1 && damage * 20 > text
}

/// True where valid sequences of more than one byte far outnumber wrong bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * wrong
}

fn lossy(bytes: &[u8]) -> Decoded<'_> {
    let (mut mapped, mut at, mut wrong) = (Mapped::new(), 0, 0);
    for chunk in bytes.utf8_chunks() {
        mapped.push(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            mapped.push_replaced("\u{fffd}", Span::new(at, at + chunk.invalid().len()));
            at += chunk.invalid().len();
            wrong += 1;
        }
    }
    let places = if wrong == 1 { "1 place".to_owned() } else { format!("{wrong} places") };
    Decoded { text: Text::Mapped(mapped), degraded: Some(format!("invalid utf-8 in {places}")) }
}

/// Decodes the bytes in a code page.
fn in_page<'a>(bytes: &[u8], page: &CodePage, guessed: bool) -> Decoded<'a> {
    let mut mapped = Mapped::new();
    for run in bytes.chunk_by(|a, b| a.is_ascii() && b.is_ascii()) {
        let at = run.as_ptr() as usize - bytes.as_ptr() as usize;
        match run {
            [byte] if !byte.is_ascii() => {
                mapped.push_replaced(page.char(*byte).encode_utf8(&mut [0; 4]), Span::new(at, at + 1));
            }
            ascii => mapped.push(&String::from_utf8_lossy(ascii), at),
        }
    }
    let degraded = guessed.then(|| format!("{GUESSED}: {}", page.name));
    Decoded { text: Text::Mapped(mapped), degraded }
}

/// Decodes the bytes from `start` (after a byte order mark) on, in any encoding
/// of `encoding_rs`, a byte at a time outside runs of
/// ASCII: these files are rare, and so each character keeps its own bytes.
fn legacy<'a>(bytes: &[u8], start: usize, encoding: &'static Encoding, guessed: bool) -> Decoded<'a> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut mapped = Mapped::new();
    let (mut from, mut at, mut wrong) = (start, start, 0);
    let mut out = String::with_capacity(16);
    while at < bytes.len() {
        let ascii = if from == at && encoding.is_ascii_compatible() { ascii_run(&bytes[at..]) } else { 0 };
        if ascii > 0 {
            mapped.push(&String::from_utf8_lossy(&bytes[at..at + ascii]), at);
            at += ascii;
            from = at;
            continue;
        }
        let last = at + 1 == bytes.len();
        let (_, _, had_errors) = decoder.decode_to_string(&bytes[at..=at], &mut out, last);
        wrong += usize::from(had_errors);
        at += 1;
        if !out.is_empty() {
            mapped.push_replaced(&out, Span::new(from, at));
            out.clear();
            from = at;
        }
    }
    let mut reasons = Vec::new();
    if guessed {
        reasons.push(format!("{GUESSED}: {}", encoding.name().to_lowercase()));
    }
    if wrong > 0 {
        reasons.push(format!("{wrong} undecodable bytes"));
    }
    let degraded = (!reasons.is_empty()).then(|| reasons.join("; "));
    Decoded { text: Text::Mapped(mapped), degraded }
}

fn ascii_run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii() && **b != 0x1b && **b != b'~').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = decode(bytes).unwrap();
        (decoded.text.as_str().to_owned(), decoded.degraded)
    }

    fn bytes_of(bytes: &[u8], word: &str) -> Span {
        let Text::Mapped(mapped) = decode(bytes).unwrap().text else { panic!("no map") };
        let at = mapped.text.find(word).unwrap();
        mapped.source(Span::new(at, at + word.len())).unwrap()
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    #[test]
    fn utf8_has_no_map() {
        assert!(matches!(decode("naïve".as_bytes()).unwrap().text, Text::Same("naïve")));
    }

    #[test]
    fn windows_1252_is_guessed_and_mapped() {
        let bytes = b"He said \x93the caf\xe9 is shut\x94, and left for the na\xefve town of K\xf6ln.";
        let (decoded, degraded) = text(bytes);
        assert_eq!(decoded, "He said “the café is shut”, and left for the naïve town of Köln.");
        assert!(degraded.unwrap().contains("windows-1252"));
        assert_eq!(bytes_of(bytes, "café"), Span::new(13, 17));
        assert_eq!(bytes_of(bytes, "shut"), Span::new(21, 25));
    }

    #[test]
    fn raised_digits_are_no_polish_letters() {
        let english =
            b"It is not mine;\xb9 and I enclose them.\xb2 Dear L\xf6wenthal.\n\n\xb9 The Academy.\n\n\xb2 In print.\n";
        let (decoded, degraded) = text(english);
        assert!(decoded.contains("mine;¹ and") && decoded.contains("Löwenthal"), "{decoded}");
        assert!(degraded.unwrap().contains("windows-1252"));
        let (polish, _, _) =
            WINDOWS_1250.encode("Zażółć gęślą jaźń, którą była łąka; są tam małe źródła. Miał łódkę i psa.");
        assert!(text(&polish).0.contains("gęślą jaźń"));
    }

    #[test]
    fn utf16_by_mark_and_by_pattern() {
        for little in [true, false] {
            let plain = utf16("The café is shut.", little);
            assert_eq!(text(&plain), ("The café is shut.".to_owned(), None));
            assert_eq!(bytes_of(&plain, "café"), Span::new(8, 16));
            let marked = utf16("\u{feff}Ελλάδα", little);
            assert_eq!(text(&marked).0, "Ελλάδα");
            assert_eq!(bytes_of(&marked, "Ελ"), Span::new(2, 6));
        }
    }

    #[test]
    fn a_few_wrong_bytes_stay_utf8() {
        let mut bytes = "naïve – déjà vu – ça alors".as_bytes().to_vec();
        bytes.push(0xff);
        let (decoded, degraded) = text(&bytes);
        assert!(decoded.ends_with("alors\u{fffd}"));
        assert_eq!(degraded.unwrap(), "invalid utf-8 in 1 place");
    }

    #[test]
    fn multibyte_encodings_keep_their_bytes() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("これは日本語の文章です。脚注も読めます。 end");
        assert!(text(&bytes).0.contains("日本語"));
        assert_eq!(bytes_of(&bytes, "日本語"), Span::new(6, 12));
    }

    #[test]
    fn a_declared_encoding_is_taken() {
        let bytes = b"<p>\xb3 caf\xe9</p>";
        let decoded = decode_declared(bytes, Some("ISO-8859-2")).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.degraded), ("<p>ł café</p>", None));
        assert!(decode_declared(bytes, Some("utf-8")).unwrap().degraded.is_some());
    }

    #[test]
    fn zero_bytes_in_a_text_are_damage() {
        let (decoded, degraded) = text(b"lamp \0 lit");
        assert_eq!((decoded.as_str(), degraded.as_deref()), ("lamp \0 lit", Some("zero bytes in 1 place")));
        let page = "The keeper wrote it down again and again. ".repeat(30);
        let torn = format!("{page}{}{page}\0{page}", "\0".repeat(900));
        assert_eq!(text(torn.as_bytes()).1.as_deref(), Some("zero bytes in 2 places"));
        assert!(decode(&[b"A line.\n".as_slice(), &[0; 4000]].concat()).is_ok(), "room that was never filled");
        let legacy = [page.as_bytes(), b"The caf\xe9 and the \0 na\xefve town of K\xf6ln."].concat();
        assert_eq!(text(&legacy).1.as_deref(), Some("encoding guessed: windows-1252; zero bytes in 1 place"));
    }

    #[test]
    fn japanese_in_seven_bits() {
        let bytes = b"a \x1b$B?e\x1b(B b";
        assert_eq!(decode_declared(bytes, Some("ISO-2022-JP")).unwrap().text.as_str(), "a \u{6c34} b");
        let guessed = decode(bytes).unwrap();
        assert_eq!(guessed.text.as_str(), "a \u{6c34} b");
        assert_eq!(guessed.degraded.as_deref(), Some("encoding guessed: iso-2022-jp"));
        let colours = b"\x1b[31mred\x1b(B and \x1b$";
        assert!(decode(colours).unwrap().text.as_str().contains("red"));
    }

    #[test]
    fn binary_is_refused_and_empty_is_not() {
        assert!(decode(b"\x7fELF\x02\x01\x00\x00\x00\x10").is_err());
        assert!(decode(b"%PDF-1.7 text").is_err());
        assert!(
            decode(&[0; 40]).is_err()
                && decode(b"\x01\0\x02ab").is_err()
                && decode(b"key\xff\xfe\x80 val\0\x9c\xff\xff").is_err()
        );
        let utf32: Vec<u8> = "The quay".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert!(decode(&utf32).is_err());
        assert_eq!(text(b"").0, "");
        let (words, degraded) = text(b"The caf+AOk- of K+APY-ln.");
        assert_eq!((words.as_str(), degraded.as_deref()), ("The café of Köln.", Some("encoding guessed: utf-7")));
    }
}
