//! Any bytes, read as tei: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("tei");
