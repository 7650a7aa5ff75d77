//! The readers of XML on damaged documents: no panic, every place inside the
//! file and on the borders of characters, and text that is where it is said to be.

use ibid::model::Document;
use ibid::read;
use ibid::span::Span;
use proptest::prelude::*;

/// Pieces that a document is put together from, right or wrong.
const PIECES: &[&str] = &[
    "<article article-type='x'>",
    "<front>",
    "<article-meta>",
    "<contrib-group>",
    "<contrib>",
    "<name>",
    "<surname>Ré",
    "</surname>",
    "<xref ref-type='fn' rid='n1'>1",
    "<xref ref-type='bibr' rid='r1 r2'>[1,2]",
    "</xref>",
    "–",
    "[",
    "]",
    "<xref ref-type='bibr' rid='r2'/>",
    "<body>",
    "<sec>",
    "<label>1",
    "</label>",
    "<title>Über",
    "</title>",
    "<p>",
    "</p>",
    "<fn id='n1'>",
    "<fn>",
    "</fn>",
    "<table-wrap>",
    "<table-wrap-foot>",
    "<tr>",
    "<td>",
    "<ref id='r1'>",
    "<ref id='r2'>",
    "</ref>",
    "<element-citation>",
    "<mixed-citation>",
    "<year>2001",
    "<alternatives>",
    "<tex-math>",
    "$$",
    "</body>",
    "<back>",
    "<TEI>",
    "<teiHeader>",
    "<sourceDesc>",
    "<text>",
    "<div>",
    "<head>",
    "<note n='1'>",
    "<note xml:id='n1'>",
    "<note target='#a1'>",
    "<note prev='#n1'>",
    "</note>",
    "<anchor xml:id='a1'/>",
    "<ref target='#n1'>1",
    "</ref>",
    "<ptr target='#b1'/>",
    "<pb n='3'/>",
    "<lb break='no'/>",
    "<lb/>",
    "<fw>",
    "</fw>",
    "<choice>",
    "<sic>",
    "<corr>",
    "<app>",
    "<lem>",
    "<rdg>",
    "<lg>",
    "<l>",
    "</l>",
    "</lg>",
    "<quote>",
    "</quote>",
    "<listBibl>",
    "<biblStruct xml:id='b1'>",
    "<biblScope unit='page' from='1' to='2'/>",
    "<gap/>",
    "<figure>",
    "</figure>",
    "wei-",
    "∣",
    "ter &eacute; &#x2013;",
    " word ",
    "é",
    "&",
    "<",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "<alto>",
    "<Page PHYSICAL_IMG_NR='2'>",
    "<TextBlock>",
    "<TextLine>",
    "<String CONTENT='wö-' SUBS_TYPE='HypPart1' SUBS_CONTENT='wörter'/>",
    "<String CONTENT='a&amp;b'/>",
    "<HYP CONTENT='-'/>",
    "<rfc>",
    "<middle>",
    "<section title='A'>",
    "<t>",
    "<xref target='X'/>",
    "<reference anchor='X'>",
    "</reference>",
    "<footnote>",
    "</footnote>",
    "<para>",
    "</x>",
    "\n",
];

fn check(name: &str, document: &Document, source: &str) -> Result<(), TestCaseError> {
    let inside = |span: &Span| {
        span.start <= span.end
            && span.end <= source.len()
            && source.is_char_boundary(span.start)
            && source.is_char_boundary(span.end)
    };
    let texts = document.blocks.iter().map(|block| (&block.text, &block.spans));
    for (text, spans) in texts.chain(document.notes.iter().map(|note| (&note.text, &note.spans))) {
        prop_assert!(spans.iter().all(inside), "{name}: {spans:?}");
        for piece in &text.pieces {
            let span = Span::new(piece.source as usize, (piece.source + piece.source_len) as usize);
            prop_assert!(inside(&span), "{name}: {piece:?}");
            let clean = &text.text[piece.clean as usize..(piece.clean + piece.len) as usize];
            if piece.len == piece.source_len && clean.chars().all(|c| c.is_alphabetic()) {
                prop_assert_eq!(clean, &source[span.start..span.end]);
            }
        }
        prop_assert!(text.joins.iter().all(|join| text.text.is_char_boundary(*join as usize)));
    }
    prop_assert!(document.markers.iter().filter_map(|marker| marker.span.as_ref()).all(inside), "{name}");
    Ok(())
}

proptest! {
    #[test]
    fn damaged_documents_keep_their_places(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let source = pieces.concat();
        for name in ["jats", "tei", "alto", "rfc-xml", "xml"] {
            let format = read::FORMATS.iter().find(|format| format.name == name).unwrap();
            if let Ok(mut document) = (format.read)(source.as_bytes()) {
                check(name, &document, &source)?;
                ibid::link::link(&mut document);
                ibid::segment::passages(&document);
            }
        }
    }
}

#[test]
fn deep_nesting_is_read() {
    for (open, close) in [("<p>", "</p>"), ("<note>", "</note>"), ("<fn>", "</fn>"), ("<sec>", "</sec>"), ("<rdg>", "")]
    {
        let source = format!("<article>{}word{}</article>", open.repeat(50_000), close.repeat(50_000));
        for format in
            read::FORMATS.iter().filter(|format| ["jats", "tei", "alto", "rfc-xml", "xml"].contains(&format.name))
        {
            let document = (format.read)(source.as_bytes());
            assert!(document.is_ok(), "{}", format.name);
        }
    }
}
