//! The index: schema, analysis of words, writing, opening, ledger.
//!
//! With `query`, the only place that names tantivy.

pub mod analyze;
mod build;
pub mod check;
mod cites;
mod entry;
mod folder;
pub mod older;
pub mod open;
pub mod record;
pub mod schema;
pub mod write;

use tantivy::directory::error::LockError;

use crate::error::{Error, ErrorKind};

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(LockError::IoError(error), _) => {
                folder::not_writable(std::io::Error::from(error.kind()))
            }
            tantivy::TantivyError::LockFailure(..) => Error::new(ErrorKind::Busy),
            other => Error::new(ErrorKind::Engine(Box::new(other))),
        }
    }
}
