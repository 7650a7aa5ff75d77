//! Where documents come from: walking, format detection, decoding, fingerprint.

pub mod archive;
pub mod bounds;
pub mod child;
mod codepage;
pub mod decode;
pub mod detect;
pub mod file;
mod utf7;
pub mod walk;
