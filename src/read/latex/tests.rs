//! Small sources and what is read in them.

use super::read;
use crate::model::{Document, Status};

fn document(source: &str) -> Document {
    read(source.as_bytes()).unwrap()
}

fn text(source: &str) -> String {
    let document = document(source);
    let blocks: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
    blocks.join("|")
}

fn notes(source: &str) -> Vec<(String, String)> {
    let document = document(source);
    let of = |note: &crate::model::Note| (note.label.clone(), note.text.text.clone());
    document.notes.iter().map(of).collect()
}

#[test]
fn signs_and_accents() {
    assert_eq!(text(r#"na\"{\i}ve \'ecole \v{c} \o re \^{} 5\% ``so'' a---b"#), "naïve école č øre ^ 5% “so” a—b");
    assert_eq!(text("one % no\n  two%\n  three"), "one twothree");
    assert_eq!(text("a\n% no\nb\n\n% no\n\nc"), "a b|c");
    assert_eq!(text(r"$x^2 \le \alpha$ and \[ a_1 \to \infty \] so"), "x² ≤ α and a_1 → ∞ so");
    assert_eq!(text(r"10\textsuperscript{6}, $10^{-6}$, $x^k$, 1\textsuperscript{st}"), "10⁶, 10⁻⁶, x^k, 1st");
}

#[test]
fn unknown_commands_keep_their_text() {
    assert_eq!(text(r"\book[12]{Emile}{1762} is \foo out \indexsee{x}{z}\figref{y}here"), "Emile 1762 is out here");
    assert_eq!(
        text(r"{\bf bold} \textcolor{red}{red} \href{http://x.org}{link} \parbox{2cm}{box}"),
        "bold red link box"
    );
    assert_eq!(text(r"A\kern-.1em B \hskip 2pt C \parindent=0pt D"), "A B C D");
}

#[test]
fn marks_and_texts_by_hand() {
    let source = r"A\footnotemark{} b\footnotemark.\addtocounter{footnote}{-1}\footnotetext{For A.}\stepcounter{footnote}\footnotetext{For b.}";
    assert_eq!(notes(source), [("1".into(), "For A.".into()), ("2".into(), "For b.".into())]);
    assert!(document(source).markers.iter().all(|marker| marker.status == Status::Resolved));
    // two marks, one text: LaTeX prints it as the second
    let read = document(r"A\footnotemark{} b\footnotemark.\footnotetext{For b.}");
    assert_eq!(
        read.markers.iter().map(|marker| marker.status).collect::<Vec<_>>(),
        [Status::Missing, Status::Resolved]
    );
}

#[test]
fn a_footnote_again_by_its_number() {
    let read = document(r"A\footnote{One.} b\footnotemark[1] c\footnotemark[5]");
    let notes: Vec<Option<usize>> = read.markers.iter().map(|marker| marker.note).collect();
    assert_eq!(notes, [Some(0), Some(0), None]);
}

#[test]
fn another_name_for_a_footnote() {
    let source = "\\newcommand{\\fn}{\\footnote}\\let\\note=\\footnote A\\fn{One.} b\\note{Two.}";
    assert_eq!(notes(source), [("1".into(), "One.".into()), ("2".into(), "Two.".into())]);
    let read = document(source);
    let hull = read.notes[1].text.hull().unwrap();
    assert_eq!(&source[hull.start..hull.end], "Two.");
}

#[test]
fn citations_that_are_notes_and_that_are_none() {
    assert_eq!(text(r"So \autocite[5]{k} and \citep{a, b}."), "So [k, 5] and [a, b].");
    let source =
        r"\usepackage[backend=biber,style=verbose-ibid]{biblatex}\begin{document}So\autocite[5]{k}.\end{document}";
    assert_eq!(notes(source), [("1".into(), "[k, 5]".into())]);
    assert_eq!(notes(r"So\footcites{a}[2]{b}."), [("1".into(), "[a; b, 2]".into())]);
}

#[test]
fn the_preamble_tells_of_the_work() {
    let source = "\\hypersetup{pdftitle={A title}, pdfauthor=Ann Bee,pdfkeywords={x, y}}\\usepackage[english,main=french]{babel}\n\\begin{document}x\\end{document}";
    let meta = document(source).meta;
    assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("A title"), Some("Ann Bee")));
    assert_eq!((meta.language.as_deref(), meta.fields["keywords"].as_str()), (Some("fr"), "x, y"));
}

#[test]
fn bytes_in_an_older_encoding_lead_back() {
    let source = b"\\usepackage[latin1]{inputenc}\\begin{document}caf\xe9\\footnote{d\xe9j\xe0} so\\end{document}";
    let read = read(source).unwrap();
    assert_eq!(read.blocks[0].text.text, "café so");
    let hull = read.notes[0].text.hull().unwrap();
    assert_eq!(&source[hull.start..hull.end], b"d\xe9j\xe0");
}
