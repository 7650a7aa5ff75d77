//! What attributes say about notes: `epub:type`, `role`, `class`, `rel`, ids.

use super::tag::Tag;
use super::token::Attr;
use super::tree::{Id, Tree};

/// Flags of an element.
pub type Marks = u16;

/// It calls a note, and its markup leaves no doubt.
pub const CALL: Marks = 1;
/// It is one note, and its markup leaves no doubt.
pub const NOTE: Marks = 2;
/// It holds notes.
pub const LIST: Marks = 4;
/// It leads back from a note.
pub const BACK: Marks = 8;
/// Its class or id speaks of notes.
pub const NOTISH: Marks = 16;
/// It is a place where a printed page begins.
pub const PAGE: Marks = 32;
/// It is numbered and no note: a figure, table, equation, theorem.
pub const OTHER: Marks = 64;
/// It calls a note, as its class says.
pub const CALLISH: Marks = 128;

/// What is said by an element itself.
pub fn of(tree: &Tree, id: Id) -> Marks {
    if !tree.has_attributes(id) {
        return by_tag(tree.node(id).tag);
    }
    let words = |attr, row: fn(&str) -> Marks| {
        tree.attr(id, attr)
            .map_or(0, |value| value.split_ascii_whitespace().fold(0, |all, word| all | lower(word, row)))
    };
    let style = tree.attr(id, Attr::Style).map_or(0, by_style);
    let data = if tree.attr(id, Attr::DataNote).is_some() { CALLISH } else { 0 };
    let sup =
        tree.node(id).tag == Tag::Sup && tree.attr(id, Attr::Class).is_some_and(|class| class.contains("reference"));
    by_tag(tree.node(id).tag)
        | words(Attr::EpubType, by_type)
        | words(Attr::Role, by_role)
        | words(Attr::Class, by_class)
        | words(Attr::Id, by_id)
        | words(Attr::Rel, by_rel)
        | style
        | data
        | if sup { CALLISH } else { 0 }
}

/// Calls `row` with the word in lower case.
fn lower(word: &str, row: fn(&str) -> Marks) -> Marks {
    let mut buffer = [0; 64];
    let Some(lower) = buffer.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).map_or(0, row)
}

fn by_tag(tag: Tag) -> Marks {
    if matches!(tag, Tag::Figure | Tag::Math | Tag::Figcaption | Tag::Caption) { OTHER } else { 0 }
}

/// The vocabulary of EPUB.
fn by_type(word: &str) -> Marks {
    match word {
        "noteref" | "annoref" | "footnote-ref" | "endnote-ref" | "biblioref" => CALL,
        "footnote" | "endnote" | "rearnote" | "note" | "annotation" => NOTE,
        "footnotes" | "endnotes" | "rearnotes" | "notes" => LIST,
        "backlink" | "referrer" => BACK,
        "pagebreak" => PAGE,
        _ => 0,
    }
}

/// The roles of DPUB-ARIA.
fn by_role(word: &str) -> Marks {
    match word {
        "doc-noteref" | "doc-biblioref" => CALL,
        "doc-footnote" | "doc-endnote" => NOTE,
        "doc-endnotes" | "doc-footnotes" | "doc-bibliography" => LIST,
        "doc-backlink" => BACK,
        "doc-pagebreak" => PAGE,
        _ => 0,
    }
}

fn by_rel(word: &str) -> Marks {
    match word {
        "footnote" => CALLISH,
        "backlink" => BACK,
        _ => 0,
    }
}

/// Word's "save as web page".
fn by_style(style: &str) -> Marks {
    let Some(at) = style.find("mso-element:") else { return 0 };
    let value = style[at + "mso-element:".len()..].trim_start();
    match value.split([';', ' ', '\'', '"']).next() {
        Some("footnote" | "endnote") => NOTE,
        Some("footnote-list" | "endnote-list") => LIST,
        _ => 0,
    }
}

/// Names of classes; `fn` is no note but the name on a visiting card. `footnote` alone says little: some pages give it to the
/// call, some to the note, some to both (kramdown, AsciiDoc).
fn by_class(word: &str) -> Marks {
    let exact = match word {
        "fnanchor"
        | "noteref"
        | "footnotecall"
        | "sdfootnoteanc"
        | "sdendnoteanc"
        | "msofootnotereference"
        | "msoendnotereference"
        | "mw-ref"
        | "footnote-anchor"
        | "footnote-link"
        | "footnotelink"
        | "xref-fn"
        | "footnote-reference"
        | "citation-reference"
        | "fn-ref"
        | "fnref"
        | "footnotereference"
        | "footnote_ref"
        | "footref"
        | "noteref_bracket"
        | "footnotemark"
        | "footnote-mark"
        | "note-link"
        | "notelink"
        | "footnote-ref"
        | "footnoteref"
        | "footnote-marker"
        | "footnote-call"
        | "note-ref"
        | "endnote-ref"
        | "xref-bibr"
        | "footnote-indicator"
        | "fn-link"
        | "footnote_call"
        | "endnote-reference"
        | "endnoteref" => CALLISH,
        "mw-cite-backlink"
        | "reversefootnote"
        | "backlink"
        | "footnote-return"
        | "data-footnote-backref"
        | "footnote-back-link"
        | "footnotebacklink" => BACK,
        "references"
        | "reflist"
        | "footnotes"
        | "endnotes"
        | "notes"
        | "footnote-list"
        | "footnotes-list"
        | "wp-block-footnotes"
        | "ref-list"
        | "bibliography"
        | "citationlist"
        | "footnotes_reference_container"
        | "fnlist"
        | "fn-list"
        | "notelist"
        | "footnote-definitions"
        | "easy-footnotes-wrapper"
        | "footnotes-area" => LIST,
        "pagenum"
        | "pageno"
        | "page-number"
        | "page-label"
        | "star-pagination"
        | "star-page"
        | "starpage"
        | "pagenumber"
        | "pagebreak"
        | "pb"
        | "page-break"
        | "pageanchor"
        | "x-ebookmaker-pageno" => PAGE,
        "figure" | "equation" | "table" | "theorem" | "ltx_equation" | "ltx_figure" | "ltx_table" | "ltx_theorem"
        | "ltx_equationgroup" | "displaymath" | "mathjax" | "wp-caption" => OTHER,
        _ => 0,
    };
    let note = has_stem(word) || matches!(word, "sn" | "fndef");
    let back = note && (word.contains("back") || word.contains("return") || word.contains("reverse"));
    exact | if note { NOTISH } else { 0 } | if back { BACK } else { 0 }
}

fn by_id(word: &str) -> Marks {
    let list = matches!(word, "footnotes" | "endnotes" | "notes" | "references" | "footnote" | "bibliography" | "refs");
    let page = ["page_", "page-", "pg_", "pageno", "pagenum"].iter().any(|stem| word.starts_with(stem));
    let page = page || word.strip_prefix("page").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric()));
    (if list { LIST } else { 0 }) | if page { PAGE } else { 0 } | if is_note_id(word) { NOTISH } else { 0 }
}

fn has_stem(word: &str) -> bool {
    ["footnote", "endnote", "sidenote", "rearnote", "fnref", "noteref", "footref"]
        .iter()
        .any(|stem| word.contains(stem))
}

/// True for the id that a note bears by some convention: `fn1`, `fn:1`, `_ftn1`,
/// `cite_note-7`, `Footnote_3_3`, `note-12`, `user-content-fn-a`, `en3`, `foot12`.
/// Not `notebook` or `enough`: after a short stem must come a sign or a digit.
pub fn is_note_id(id: &str) -> bool {
    let id = id.strip_prefix("user-content-").unwrap_or(id);
    let id = id.trim_start_matches('_');
    let has = |stem: &str| find(id, stem).is_some();
    if has("footnote") || has("endnote") || has("cite_note") || has("rearnote") || has("sdfootnote") {
        return true;
    }
    let short = ["ftnt", "ftn", "fnt", "fn", "edn", "note", "foot", "en", "sn", "nt", "bib", "cit"];
    short.iter().any(|stem| {
        let rest = if find(id, stem) == Some(0) { &id[stem.len()..] } else { return false };
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ':' | '.' | '*'))
            && rest.contains(|c: char| c.is_ascii_digit())
            || *stem == "fn" && rest.chars().count() == 1
    })
}

/// True for the id of a place that calls a note: `fnref1`, `_ftnref1`,
/// `cite_ref-7`, `FNanchor_3_3`, `sdfootnote1anc`, `bodyftn1`, `fn1-bk`.
/// `fnr.1`. `ref1` alone is as often an entry of a bibliography.
pub fn is_call_id(id: &str) -> bool {
    // the entry of a work that a short note names, `CITEREFPascoe1978`
    if id.starts_with("CITEREF") {
        return false;
    }
    // Org: `fnr.1`, `fnr.1.100` where it is called again
    if id.strip_prefix("fnr.").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    let has = |stem: &str| find(id, stem).is_some();
    let note = has("fn") || has("ftn") || has("note") || has("edn") || has("cite") || has("foot") || has("rfn");
    let word = ["ref", "anc", "back", "call", "-bk", "_bk", "return", "-link", "source", "body"];
    note && word.iter().any(|word| has(word)) && !has("reference") && !has("cite_note")
        || has("docf")
        || find(id, "footnote_plugin_tooltip") == Some(0)
}

/// Where `stem` (lower case) stands in `text`, in any case.
fn find(text: &str, stem: &str) -> Option<usize> {
    text.as_bytes().windows(stem.len()).position(|window| window.eq_ignore_ascii_case(stem.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_notes_and_of_calls() {
        for id in
            ["fn1", "fn:1", "_ftn12", "_edn3", "cite_note-Smith-7", "Footnote_3_3", "note-12", "fn*", "sdfootnote1sym"]
        {
            assert!(is_note_id(id) && !is_call_id(id), "{id}");
        }
        for id in
            ["fnref1", "fnref:1", "_ftnref12", "cite_ref-7", "FNanchor_3_3", "sdfootnote1anc", "noteref-1", "fn1-bk"]
        {
            assert!(is_call_id(id), "{id}");
        }
        assert!(is_call_id("fnr.1") && is_call_id("fnr.1.100") && !is_note_id("fnr.1"));
        for id in ["CITEREFPascoe1978", "notebook", "enough", "chapter1", "section-fn", "ref1", "x", "snow"] {
            assert!(!is_note_id(id) && !is_call_id(id), "{id}");
        }
    }

    #[test]
    fn what_elements_say() {
        let marks = |html: &str| of(&Tree::of(html, false), 1);
        assert_eq!(marks("<a epub:type='noteref'>") & CALL, CALL);
        assert_eq!(marks("<li role=doc-endnote id=fn1>"), NOTE | NOTISH);
        assert_eq!(marks("<div style='mso-element:footnote' id=ftn1>"), NOTE | NOTISH);
        assert_eq!(marks("<span class='mw-cite-backlink'>"), BACK);
        assert_eq!(marks("<ol class='References'>"), LIST);
        assert_eq!(marks("<span class=pagenum id=Page_12>"), PAGE);
        assert_eq!(marks("<p>"), 0);
    }
}
