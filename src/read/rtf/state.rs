//! What holds within a group.

use encoding_rs::Encoding;

use crate::model::BlockKind;

/// The state of a group; a group inherits that of the group around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Where text goes.
    pub to: To,
    /// How many characters stand in for a `\u`.
    pub fallback: u32,
    /// Code page of the font.
    pub encoding: &'static Encoding,
    /// Raised text.
    pub raised: bool,
    /// Hidden or deleted text.
    pub hidden: bool,
    /// The paragraph: its kind, and the level of a heading.
    pub paragraph: Paragraph,
    /// The group is that of a note, a shape or a head: what is done at its end.
    pub ends: Ends,
}

/// What the paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    /// In a table.
    pub table: bool,
    /// An item of a list.
    pub item: bool,
    /// Level of a heading from 1; 0 for none.
    pub level: u8,
    /// A quotation set apart.
    pub quotation: bool,
    /// A head or foot of pages, a comment.
    pub head: bool,
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum To {
    /// Into the document.
    Text,
    /// Nowhere.
    Nothing,
    /// Into the table of fonts.
    Fonts,
    /// Into the table of styles.
    Styles,
    /// Into what is known of the work.
    Info(Info),
    /// Into the number of a paragraph, or what is said of a comment.
    Label,
}

/// A field of the information on the work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Info {
    /// The group that holds the fields.
    All,
    Title,
    Author,
    Subject,
    Keywords,
    /// The time it was made.
    Created,
}

/// What ends with a group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Ends {
    /// Nothing.
    #[default]
    Nothing,
    /// A note.
    Note,
    /// A block.
    Block,
    /// A block aside from the one around it: a comment.
    Aside,
    /// The automatic number of the next paragraph.
    Label,
    /// Who wrote the next comment.
    Author,
    /// When the comment was written.
    Date,
    /// A comment on a note.
    Comment,
}

impl Paragraph {
    /// The kind of its block.
    pub fn kind(self) -> BlockKind {
        match self {
            Paragraph { head: true, .. } => BlockKind::Chrome,
            Paragraph { table: true, .. } => BlockKind::TableRow,
            Paragraph { item: true, .. } => BlockKind::ListItem,
            Paragraph { quotation: true, .. } => BlockKind::Quotation,
            _ => BlockKind::Paragraph,
        }
    }
}
