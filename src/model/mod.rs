//! Plain data that the stages hand on: no I/O, no search engine.

pub mod citation;
pub mod cited;
pub mod document;
pub mod hit;
pub mod note;
pub mod passage;
pub mod quotation;
pub mod unread;

pub use citation::{Attribution, Citation, NoteCites};
pub use document::{Block, BlockKind, Document, Layout, Meta, Page, PageLine, Part, Recognised};
pub use hit::{Hit, Locator};
pub use note::{Marker, Note, Place, Status};
pub use passage::{Passage, PassageNote, Places};
pub use quotation::{Grade, Quotation};
