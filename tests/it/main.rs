//! One binary for all integration tests, a file per feature.

#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in test functions, not in their helpers")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod archives;
mod cited;
mod cites;
mod crash;
mod dates;
mod extract;
mod folders;
mod formats;
mod harness;
mod hostile;
mod index;
mod isolate;
mod kept;
mod markup_xml;
#[cfg(feature = "serve")]
mod mcp;
mod model;
mod notes;
mod ocr;
mod oracle;
mod output;
mod outputs;
mod pdf;
mod pdf_beside;
mod pdf_notes;
mod places;
mod readme;
mod real;
mod references;
mod rely;
mod same;
mod search;
mod seeds;
mod soak;
mod together;
mod typed;
mod verify;
