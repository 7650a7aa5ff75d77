//! What each element of JATS is to a reader.

use crate::model::BlockKind;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Part of the text around it.
    Inline,
    /// Not read: pictures, what is said twice, data for machines.
    Skip,
    /// Parts words: a line break, a cell.
    Break,
    /// A part that may have a title.
    Section,
    /// A title: a heading, or a line of a caption.
    Title,
    /// The number before a title, item or note.
    Label,
    /// A paragraph, of the kind that stands around it.
    Paragraph,
    /// A block; paragraphs in it are of this kind.
    Block(BlockKind),
    /// A figure, table or box: it may stand inside a paragraph.
    Float(BlockKind),
    /// The front matter: metadata.
    Front,
    /// A footnote.
    Note,
    /// An entry of the list of references.
    Reference,
    /// The words of a reference.
    Citation,
    /// A cross-reference.
    Call,
    /// Several forms of one thing: the first with text is read.
    Alternatives,
    /// A formula in TeX.
    Tex,
}

/// What the element of this name is.
pub fn role(name: &str) -> Role {
    use BlockKind::{Caption, ListItem, Paragraph, Quotation, TableRow};
    match name {
        "p" | "speech" | "attrib" => Role::Paragraph,
        "xref" => Role::Call,
        "sec"
        | "abstract"
        | "trans-abstract"
        | "ack"
        | "app"
        | "ref-list"
        | "fn-group"
        | "glossary"
        | "notes"
        | "bio"
        | "sub-article"
        | "response"
        | "book-part"
        | "front-matter-part"
        | "foreword"
        | "preface"
        | "dedication"
        | "statement"
        | "question"
        | "answer"
        | "index"
        | "toc"
        | "index-div"
        | "named-book-part-body"
        | "app-group"
        | "ref-group" => Role::Section,
        "title" | "subtitle" => Role::Title,
        "label" => Role::Label,
        "td" | "th" | "break" | "term" | "def" | "verse-line" => Role::Break,
        "tr" => Role::Block(TableRow),
        "list-item" | "def-item" => Role::Block(ListItem),
        "caption" | "permissions" | "table-wrap-foot" => Role::Block(Caption),
        "disp-quote" | "verse-group" | "epigraph" => Role::Block(Quotation),
        "product" | "body" | "back" | "floats-group" | "book-body" | "book-back" | "front-matter" | "address"
        | "sig-block" | "list" | "def-list" | "toc-entry" | "index-entry" | "author-notes" => Role::Block(Paragraph),
        "fig"
        | "table-wrap"
        | "fig-group"
        | "table-wrap-group"
        | "supplementary-material"
        | "media"
        | "chem-struct-wrap" => Role::Float(Caption),
        "boxed-text" | "preformat" => Role::Float(Paragraph),
        "front" | "front-stub" | "article-meta" | "journal-meta" | "book-meta" | "collection-meta"
        | "book-part-meta" | "processing-meta" | "sec-meta" | "ref-meta" => Role::Front,
        "fn" | "corresp" => Role::Note,
        "ref" => Role::Reference,
        "mixed-citation" | "element-citation" | "citation" | "nlm-citation" => Role::Citation,
        "alternatives" | "citation-alternatives" | "name-alternatives" | "collab-alternatives" | "aff-alternatives" => {
            Role::Alternatives
        }
        "tex-math" => Role::Tex,
        "graphic" | "inline-graphic" | "object-id" | "alt-text" | "long-desc" | "annotation" | "annotation-xml"
        | "related-article" | "related-object" | "custom-meta-group" | "counts" | "alt-title" | "x-index"
        | "index-term" => Role::Skip,
        _ => Role::Inline,
    }
}
