//! Properties of the reader on random documents.

use proptest::prelude::*;

use super::lines::is_blank;
use super::read;
use crate::model::Document;

/// What a line may hold: words, signs, labels, and all that cleaning touches.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,9}",
        2 => "[A-Z][a-z]{1,7}[.,;:]?",
        1 => "[A-Z]{2,8}",
        1 => "[a-zé’]{2,5}\\.\\[[0-9]{1,2}\\]",
        1 => Just("naïve".to_owned()),
        1 => Just("co\u{ad}operate".to_owned()),
        1 => Just("zero\u{200b}width".to_owned()),
        1 => Just("inter-".to_owned()),
        1 => Just("--".to_owned()),
        1 => Just("a\u{a0}b".to_owned()),
    ];
    let blank = prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just("\t"), 1 => Just("   ")];
    let start = prop_oneof![
        12 => Just(""), 1 => Just("    "), 1 => Just("* "), 1 => Just("[1] "), 1 => Just("2. "), 1 => Just("## "),
        1 => Just("II. "), 1 => Just("CHAPTER IV. "), 1 => Just("• "), 1 => Just("                    "),
    ];
    let rest = prop::collection::vec((word, blank), 0..16);
    (start, rest)
        .prop_map(|(start, words)| words.iter().fold(start.to_owned(), |line, (word, blank)| line + word + blank))
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("-----".to_owned()),
        Just("======".to_owned()),
        Just("* * *".to_owned()),
        Just("12".to_owned())
    ];
    let line = prop_oneof![12 => line(), 1 => odd, 4 => Just(String::new())];
    let end = prop_oneof![10 => Just("\n"), 3 => Just("\r\n"), 4 => Just("\n\n"), 1 => Just("\n\x0c")];
    prop::collection::vec((line, end), 0..40)
        .prop_map(|lines| lines.iter().fold(String::new(), |text, (line, end)| text + line + end))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The bytes of every block, through `decode`, are its text; blocks follow
/// each other in the file.
fn blocks_are_their_bytes(bytes: &[u8], document: &Document, decode: impl Fn(&[u8]) -> String) {
    let mut end = 0;
    for block in &document.blocks {
        let source: String = block.spans.iter().map(|span| decode(&bytes[span.start..span.end])).collect();
        assert_eq!(letters(&source), letters(&block.text.text));
        assert!(block.spans[0].start >= end, "blocks overlap");
        end = block.spans[block.spans.len() - 1].end;
        for piece in &block.text.pieces {
            let (from, to) = (piece.clean as usize, (piece.clean + piece.len) as usize);
            let source = &bytes[piece.source as usize..(piece.source + piece.source_len) as usize];
            let (text, source) = (&block.text.text[from..to], decode(source));
            let plain: String = source.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            assert!(*text == plain || text == " " && source.chars().all(is_blank), "{text:?} from {source:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_byte_is_lost_and_bytes_are_the_text(text in text()) {
        let document = read(text.as_bytes()).unwrap();
        blocks_are_their_bytes(text.as_bytes(), &document, |b| String::from_utf8_lossy(b).into_owned());
        let spans: Vec<_> = document.blocks.iter().flat_map(|b| &b.spans).collect();
        for (at, c) in text.char_indices().filter(|(_, c)| !is_blank(*c) && *c != '\u{ad}') {
            prop_assert!(spans.iter().any(|span| span.contains(at)), "{c:?} at {at} is in no block");
        }
    }

    #[test]
    fn other_encodings_lead_back_to_their_bytes(text in text()) {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let document = read(&bytes).unwrap();
        blocks_are_their_bytes(&bytes, &document, |b| encoding_rs::UTF_16LE.decode_without_bom_handling(b).0.into_owned());
        let plain = read(text.as_bytes()).unwrap();
        let texts = |d: &Document| d.blocks.iter().map(|b| b.text.text.clone()).collect::<Vec<_>>();
        prop_assert_eq!(texts(&plain), texts(&document));
        prop_assert_eq!(plain.layout.lines.len(), document.layout.lines.len());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(document) = read(&bytes) {
            for span in document.blocks.iter().flat_map(|b| &b.spans) {
                prop_assert!(span.start < span.end && span.end <= bytes.len());
            }
        }
    }
}
