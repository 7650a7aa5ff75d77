//! The bytes at every locator are the passage, on random documents.

use ibid::model::{Document, Passage, Places};
use ibid::span::Span;
use proptest::prelude::*;

/// Fragments that random documents are put together from: prose, markers,
/// labels, page furniture, things that break.
fn fragment() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "harbour",
        "the",
        "of",
        "Commission",
        "naïve",
        "Türkiye’s",
        "coöperate",
        "U.S.",
        "1904",
        "well-known",
        "a",
        "“quoted”",
        "(and",
        "so)",
        "3.5",
        "œuvre",
        "end.",
        "Then",
        "was;",
        "there?",
    ]);
    let prose = prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "));
    let glue = prop::sample::select(vec![
        "[1]",
        "[2] ",
        "\n[1] ",
        "\n\n[2]",
        "*",
        "\n\n* ",
        "†",
        "¹",
        "inter-\nnational",
        "soft\u{ad}ly",
        "\n",
        "\n\n",
        "\n\n\n",
        "\u{c}",
        "\n\n   12\n\u{c}HEAD\n\n",
        "\r\n",
        "\r\n\r\n",
        "    ",
        "\n    ",
        "I. Heading\n\n",
        "Notes\n\n",
        "[Footnote 1: ",
        "]",
        "/1/",
        "(1)",
        "1 ",
        "\n\n1. ",
        "===",
        "\n----\n",
        "a | b\n",
        "[116]",
        "{327}",
        "--\n",
        "\t",
    ])
    .prop_map(str::to_owned);
    prop_oneof![3 => prose, 2 => glue]
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..40).prop_map(|fragments| fragments.join(" "))
}

fn read(bytes: &[u8]) -> Option<Document> {
    let mut document = ibid::read::text::read(bytes).ok()?;
    ibid::link::link(&mut document);
    Some(document)
}

/// Letters and digits alone: what cleaning leaves as it is.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The text of `spans`, without the bytes of any marker.
fn cleaned(bytes: &[u8], spans: &[Span], markers: &[Span], decode: &dyn Fn(&[u8]) -> String) -> String {
    let mut out = String::new();
    for span in spans {
        let mut at = span.start;
        for marker in markers.iter().filter(|m| span.start <= m.start && m.end <= span.end) {
            out += &decode(&bytes[at..marker.start.max(at)]);
            at = marker.end.max(at);
        }
        out += &decode(&bytes[at..span.end]);
    }
    bare(&out)
}

fn check(bytes: &[u8], decode: &dyn Fn(&[u8]) -> String) -> Result<(), TestCaseError> {
    let Some(document) = read(bytes) else { return Ok(()) };
    let mut markers: Vec<Span> = document.markers.iter().filter_map(|m| m.span).collect();
    markers.sort_unstable();
    let passages = ibid::segment::passages(&document);
    for passage in &passages {
        let places = &passage.places;
        if passage.is_note {
            // a note's spans hold its label too
            let all = cleaned(bytes, &places.spans, &markers, decode);
            prop_assert!(all.ends_with(&bare(places.text())), "{all:?} is not {:?}", places.text());
        } else {
            prop_assert_eq!(cleaned(bytes, &places.spans, &markers, decode), bare(places.text()));
        }
        words_are_where_they_say(bytes, places, decode)?;
        lines_are_right(bytes, passage)?;
    }
    Ok(())
}

/// Every word of the text, by the map, is at its bytes in the file.
fn words_are_where_they_say(
    bytes: &[u8],
    places: &Places,
    decode: &dyn Fn(&[u8]) -> String,
) -> Result<(), TestCaseError> {
    let text = places.text();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap();
        at = start + word.len();
        let source = places.mapped.source(Span::new(start, at)).unwrap();
        let found = bare(&decode(&bytes[source.start..source.end]));
        // a marker may stand inside the word's bytes, never other words
        prop_assert!(found.len() >= bare(word).len() && found.len() <= bare(word).len() + 4, "{found:?} for {word:?}");
    }
    Ok(())
}

fn lines_are_right(bytes: &[u8], passage: &Passage) -> Result<(), TestCaseError> {
    let places = &passage.places;
    let line = |byte: usize| 1 + bytes[..byte].iter().filter(|b| **b == b'\n').count() as u32;
    let (Some(first), Some(last)) = (places.spans.first(), places.spans.last()) else { return Ok(()) };
    prop_assert_eq!(places.line_range(), Some((line(first.start), line(last.end - 1))));
    for (clean, _) in places.text().char_indices().filter(|(_, c)| c.is_alphanumeric()).step_by(7) {
        let source = places.mapped.source_at(clean).unwrap();
        prop_assert_eq!(places.line(clean), Some(line(source)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_at_every_place_are_the_text(text in document()) {
        check(text.as_bytes(), &|bytes| String::from_utf8(bytes.to_vec()).unwrap())?;
    }

    #[test]
    fn bytes_are_those_of_the_file_in_any_encoding(text in document()) {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decode = |bytes: &[u8]| {
            let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            String::from_utf16(&units).unwrap()
        };
        check_utf16(&utf16, &decode)?;
    }
}

/// As `check`, less the lines: in UTF-16 a line end is not one byte.
fn check_utf16(bytes: &[u8], decode: &dyn Fn(&[u8]) -> String) -> Result<(), TestCaseError> {
    let Some(document) = read(bytes) else { return Ok(()) };
    for passage in ibid::segment::passages(&document) {
        words_are_where_they_say(bytes, &passage.places, decode)?;
    }
    Ok(())
}
