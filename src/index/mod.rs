//! The index: schema, analysis of words, writing, opening, ledger.
//!
//! With `query`, the only place that names tantivy.

pub mod analyze;
mod build;
pub mod check;
mod cites;
mod entry;
#[cfg(test)]
pub mod faulty;
mod folder;
pub mod older;
pub mod open;
pub mod record;
pub mod schema;
pub mod write;

use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

use crate::error::{Error, ErrorKind};

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(LockError::IoError(error), _) => {
                folder::not_writable(std::io::Error::from(error.kind()))
            }
            tantivy::TantivyError::LockFailure(..) => Error::new(ErrorKind::Busy),
            tantivy::TantivyError::DataCorruption(_) => Error::new(ErrorKind::Damaged),
            // what the system says, and not how the engine would print it
            tantivy::TantivyError::IoError(error)
            | tantivy::TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
            | tantivy::TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. }) => of_system(&error),
            other => Error::new(ErrorKind::Engine(Box::new(other))),
        }
    }
}

/// An error of the system that the engine passes on. Where it is the engine's own word for
/// bytes that make no sense, as a block that does not unpack, it is damage.
fn of_system(error: &std::io::Error) -> Error {
    use std::io::ErrorKind::{InvalidData, Other, UnexpectedEof};
    match (error.raw_os_error(), error.kind()) {
        (Some(code), _) => Error::from(std::io::Error::from_raw_os_error(code)),
        (None, InvalidData | Other | UnexpectedEof) => Error::new(ErrorKind::Damaged),
        (None, kind) => Error::from(std::io::Error::new(kind, error.to_string())),
    }
}
