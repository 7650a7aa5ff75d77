//! Where documents come from: walking, format detection, decoding, fingerprint.

pub mod decode;
pub mod walk;
