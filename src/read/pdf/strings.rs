//! Text strings outside of pages: titles, labels, bookmarks.

/// A text string: UTF-16 or UTF-8 with a byte order mark, else the encoding
/// that PDF gives to text (ASCII and Latin-1 but for some signs). Language
/// tags and control characters go.
pub fn text(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| pdf_doc(*byte)).collect(),
    };
    let mut out = String::with_capacity(decoded.len());
    let mut tag = false;
    for c in decoded.chars() {
        match c {
            '\u{1b}' => tag = !tag,
            _ if tag => {}
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A byte of PDFDocEncoding (ISO 32000-1, annex D.2).
fn pdf_doc(byte: u8) -> char {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł',
        'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f if byte != 0x1b => LOW[usize::from(byte - 0x18)],
        0x80..=0xa0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(text(b"Caf\xe9 \x84 x"), "Café — x");
        assert_eq!(text(b"\xfe\xff\x00A\x00\x1b\x00e\x00n\x00\x1b\x20\x13"), "A–");
        assert_eq!(text(b"\xef\xbb\xbf\xc3\xa9"), "é");
    }
}
