//! Properties of the reader on random sources.

use proptest::prelude::*;

use super::read;
use crate::model::Document;
use crate::span::Mapped;

/// Every place of a document lies in its source and on borders of characters,
/// text goes forward, and what stands for itself is what stands there.
pub(in crate::read) fn check(source: &str, document: &Document) {
    let texts = document.blocks.iter().map(|block| (&block.text, &block.spans));
    for (text, spans) in texts.chain(document.notes.iter().map(|note| (&note.text, &note.spans))) {
        goes_forward(source, text);
        let mut end = 0;
        for span in spans {
            assert!(end <= span.start && span.start <= span.end && span.end <= source.len(), "{spans:?}");
            assert!(source.is_char_boundary(span.start) && source.is_char_boundary(span.end));
            end = span.end;
        }
    }
    for span in document.markers.iter().filter_map(|marker| marker.span) {
        assert!(source.get(span.start..span.end).is_some(), "{span:?}");
    }
}

fn goes_forward(source: &str, text: &Mapped) {
    let mut end = 0;
    for piece in &text.pieces {
        let (from, to) = (piece.source as usize, (piece.source + piece.source_len) as usize);
        assert!(from >= end, "{piece:?} after {end} in {:?}", text.text);
        assert!(source.get(from..to).is_some(), "{piece:?}");
        end = to;
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "$",
        "$$",
        "%",
        "\n",
        "\n\n",
        "\\\\",
        "&",
        "#1",
        "~",
        "``",
        "''",
        "---",
        "\\footnote{",
        "\\footnote[3]{",
        "\\footnotemark",
        "\\footnotemark[2]",
        "\\footnotetext{",
        "\\section{",
        "\\chapter{",
        "\\emph{",
        "\\newcommand{\\x}[1]{\\footnote{#1}}",
        "\\newcommand{\\y}[2][d]{#2\\footnote{z #1}#2}",
        "\\def\\z#1{\\z{#1#1}}",
        "\\x{",
        "\\y[a]{b}",
        "\\y",
        "\\z{q}",
        "\\begin{itemize}",
        "\\item",
        "\\item[a]",
        "\\end{itemize}",
        "\\begin{tabular}{l}",
        "\\end{tabular}",
        "\\begin{tablenotes}",
        "\\end{tablenotes}",
        "\\begin{verbatim}",
        "\\end{verbatim}",
        "\\verb|",
        "|",
        "\\\"",
        "\\'{e}",
        "\\c ",
        "é",
        "\\é",
        "\\begin{document}",
        "\\end{document}",
        "\\title{",
        "\\author{",
        "\\and",
        "\\cite[a]{b}",
        "\\footcite",
        "\\label{k}",
        "\\footref{k}",
        "\\begin{align}",
        "\\end{align}",
        "\\frac",
        "\\text{",
        "\\iffalse",
        "\\fi",
        "\\caption{",
        "\\thanks{",
        "\\newenvironment{e}{\\begin{quote}}{\\end{quote}}",
        "\\begin{e}",
        "\\end{e}",
        "\\let\\w=\\x",
        "\\w",
        "\\unknown",
        "\\kern",
        "-1pt",
        "\\input{f}",
        "\\begin{minipage}{2cm}",
        "\\end{minipage}",
        "\\",
        "\\par",
        "(",
        "\\url{",
        "<",
    ]);
    prop_oneof![3 => fixed.prop_map(str::to_owned), 2 => "[a-zé ]{1,6}", 1 => Just(" ".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_fragments_are_read_with_their_places(parts in prop::collection::vec(fragment(), 0..40)) {
        let source = parts.concat();
        check(&source, &read(source.as_bytes()).unwrap());
    }

    #[test]
    fn a_note_is_found_between_any_words(before in "[a-z]{1,9}( [a-z]{1,9}){0,9}", note in "[a-z]{1,9}( [a-z]{1,9}){0,9}") {
        let source = format!("{before}\\footnote{{{note}}} end.");
        let document = read(source.as_bytes()).unwrap();
        let own = &document.notes[0];
        prop_assert_eq!(&own.text.text, &note);
        let hull = own.text.hull().unwrap();
        prop_assert_eq!(&source[hull.start..hull.end], &note);
    }
}

/// Sources that would take long, or much room, if something were done twice.
#[test]
fn hostile_sources_are_read_to_their_end() {
    let many = 20_000;
    let sources = [
        "{".repeat(many),
        "\\footnote{".repeat(many),
        "\\section{".repeat(many),
        "\\begin{itemize}".repeat(many),
        "\\begin{verbatim}".repeat(many),
        "\\iffalse ".repeat(many),
        "\\cite[".repeat(many),
        "\\footnotemark[".repeat(many),
        "\\title{".repeat(many),
        format!("\\def\\a#1{{#1#1}}{}", "\\a{".repeat(many)),
        format!("\\def\\a{{\\b\\b}}\\def\\b{{\\a\\a}}{}", "\\a".repeat(100)),
        format!("\\newcommand{{\\f}}[1]{{\\footnote{{#1}}}}{}x{}", "\\f{".repeat(many), "}".repeat(many)),
        "$".repeat(many),
    ];
    for source in sources {
        let document = read(source.as_bytes()).unwrap();
        check(&source, &document);
    }
}
