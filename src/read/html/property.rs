//! Any markup is read without panic, and every place is one of the source.

use proptest::prelude::*;

use crate::model::Document;

/// Pieces of markup that go together in all ways.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=footnotes>",
    "</div>",
    "<sup>",
    "</sup>",
    "<a href=\"#fn1\" id=fnref1>",
    "</a>",
    "1",
    "[1]",
    "<li id=fn1>",
    "</li>",
    "<ol>",
    "</ol>",
    "<a href='#fnref1'>↩</a>",
    "words é of text. ",
    "&amp;",
    "&#8212;",
    "&bogus",
    "<br>",
    "<table><tr><td>",
    "</table>",
    "<h2>",
    "</h2>",
    "<!-- x -->",
    "<span class=sidenote>",
    "</span>",
    "<pre>\n\na\n\nb",
    "</pre>",
    "<aside epub:type=footnote id=n1>",
    "</aside>",
    "<a epub:type=noteref href='#n1'>*</a>",
    "<nav>",
    "</nav>",
    "<script>",
    "</script>",
    "<a name=x>",
    "<blockquote>",
    "</blockquote>",
    "<p hidden>",
    "<span class=pagenum id=Page_3>[3]</span>",
    "<",
    ">",
    "\"",
    "<![CDATA[x]]>",
    "<label class='margin-toggle sidenote-number'>",
    "<dt id=fn2>",
    "<dd>",
    "<a href='#fn2'>[2]</a>",
    "<q>",
    "</q>",
    "<math alttext=x>",
    "<div class=stanza>",
    "<span>line",
    "(",
    ")",
    ", ",
    "<img alt=T>",
    "<a id=fn1></a>",
    "<body>",
    "<head>",
    "<title>",
    "<li>",
    "<hr>",
];

/// Any markup.
pub fn markup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Every place in a document is one of its source.
pub fn check(document: &Document, text: &str) {
    let border = |at: usize| assert!(text.is_char_boundary(at), "{at} in {text:?}");
    let blocks = document.blocks.iter().map(|block| (&block.text, &block.spans));
    for (mapped, spans) in blocks.chain(document.notes.iter().map(|note| (&note.text, &note.spans))) {
        let mut last = 0;
        for piece in &mapped.pieces {
            let (start, end) = (piece.source as usize, (piece.source + piece.source_len) as usize);
            assert!(last <= start && end <= text.len(), "{text:?}");
            last = end;
            let clean = &mapped.text[piece.clean as usize..(piece.clean + piece.len) as usize];
            // as it stands, but that white space is a blank, and `“` stands for `<q>`
            let alike =
                || clean.bytes().zip(text[start..end].bytes()).all(|(clean, own)| clean == own || clean == b' ');
            let same = piece.len != piece.source_len || text[start..end].contains("<q>") || alike();
            assert!(same, "{clean:?} for {:?} in {text:?}", &text[start..end]);
            border(start);
            border(end);
        }
        spans.iter().for_each(|span| {
            border(span.start);
            border(span.end);
        });
    }
    for marker in &document.markers {
        let span = marker.span.unwrap_or_default();
        assert!(span.start <= span.end && span.end <= text.len(), "{text:?}");
        border(span.start);
        border(span.end);
        assert!(marker.note.is_none_or(|note| note < document.notes.len()));
    }
}

proptest! {
    #[test]
    fn any_markup_is_read(text in markup(), xml in any::<bool>()) {
        let text = if xml { format!("<?xml version='1.0'?>{text}") } else { text };
        check(&super::parse(&text), &text);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = std::str::from_utf8(&bytes) {
            check(&super::parse(text), text);
        }
        let _ = super::read(&bytes);
    }

    #[test]
    fn visible_words_are_kept(words in prop::collection::vec("[a-z]{3,8}", 1..20)) {
        let text = format!("<body><p>{}</p><div>{}</div></body>", words.join(" <b>x</b> "), words.join("</div> z <div>"));
        let document = super::parse(&text);
        let read: String = document.blocks.iter().map(|block| format!("{} ", block.text.text)).collect();
        for word in &words {
            prop_assert!(read.matches(word.as_str()).count() >= 2, "{} in {}", word, read);
        }
    }
}
