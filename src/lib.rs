//! ibid: full-text search that keeps the footnotes.
//!
//! Data flows one way: `source`, `read`, `link`, `cite`, `segment`, `index`, `query`,
//! `verify`, `render`. A module may use those above it in this list and none below;
//! `tests/layers.rs` checks it. Only `source`, `index` and `cli` touch the disk,
//! only `cli` touches the user.

pub mod error;
pub mod span;

pub mod sentence;
pub mod works;

pub mod model;

pub mod source;

pub mod read;

pub mod link;

pub mod aliases;
pub mod cite;

pub mod segment;

pub mod index;

pub mod query;

pub mod cited;

pub mod verify;

pub mod render;

pub mod ingest;

#[cfg(feature = "serve")]
pub mod mcp;

pub mod cli;

pub use error::{Error, ErrorKind, Result};
