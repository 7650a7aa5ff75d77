//! Bytes to text: detection of the encoding, and the way back to the bytes.
