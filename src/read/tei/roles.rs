//! What each element of TEI is to a reader.

use crate::model::BlockKind;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Part of the text around it.
    Inline,
    /// Not read.
    Skip,
    /// Parts words.
    Break,
    /// The end of a line, a column or a page.
    Line,
    /// A page begins.
    Page,
    /// A division, numbered or not.
    Section,
    /// `front`, `body`, `back`: all divisions before it have ended.
    Part,
    /// A list, a group of verses: its head is one level down.
    Group,
    /// A heading, or the line over a figure or table.
    Head,
    /// A paragraph, of the kind that stands around it.
    Paragraph,
    /// A block; paragraphs in it are of this kind.
    Block(BlockKind),
    /// A quotation: a block where it stands outside one.
    Quote,
    /// A line of verse.
    Verse,
    /// The word before an item of a list.
    Term,
    /// A figure.
    Float,
    /// A running head.
    RunningHead,
    /// The header: metadata.
    Header,
    /// A note.
    Note,
    /// An entry of a bibliography.
    Entry,
    /// A reference, a pointer.
    Reference,
    /// Several readings.
    Readings,
    /// Text that cannot be read or was left out.
    Gap,
    /// A sign by its name.
    Glyph,
}

/// What the element of this name (in lower case) is.
pub fn role(name: &str) -> Role {
    use BlockKind::{ListItem, Paragraph, TableRow};
    match name {
        "p" | "ab" | "figdesc" => Role::Paragraph,
        "ref" | "ptr" => Role::Reference,
        "note" => Role::Note,
        "lb" | "cb" | "gb" | "line" => Role::Line,
        "pb" | "surface" => Role::Page,
        "l" => Role::Verse,
        "g" => Role::Glyph,
        "fw" => Role::RunningHead,
        "head" => Role::Head,
        "div" | "div0" | "div1" | "div2" | "div3" | "div4" | "div5" | "div6" | "div7" => Role::Section,
        "front" | "body" | "back" | "group" | "standoff" | "sourcedoc" => Role::Part,
        "lg" | "list" | "castlist" | "listbibl" | "table" | "listperson" | "listplace" => Role::Group,
        "item" | "castitem" => Role::Block(ListItem),
        "row" => Role::Block(TableRow),
        "cell" | "space" | "s" => Role::Break,
        "speaker" | "titlepart" | "byline" | "docauthor" | "docimprint" | "docedition" | "docdate" | "imprimatur"
        | "opener" | "closer" | "salute" | "signed" | "dateline" | "trailer" | "argument" | "postscript" | "stage"
        | "epigraph" | "address" | "set" | "zone" | "entry" | "entryfree" | "person" | "place" | "eg" => {
            Role::Block(Paragraph)
        }
        "q" | "quote" | "cit" | "said" | "floatingtext" => Role::Quote,
        "label" => Role::Term,
        "figure" => Role::Float,
        "teiheader" | "temphead" | "idg" | "header" => Role::Header,
        "bibl" | "biblstruct" | "biblfull" => Role::Entry,
        "choice" | "app" => Role::Readings,
        "gap" => Role::Gap,
        "del" | "am" | "index" | "interpgrp" | "interp" | "spangrp" | "linkgrp" | "link" | "facsimile" | "fs"
        | "fsdecl" | "graphic" | "timeline" | "joingrp" | "altgrp" | "xenodata" | "certainty" | "listannotation"
        | "zonegrp" => Role::Skip,
        _ => Role::Inline,
    }
}
