//! Any bytes, read as rtf: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("rtf");
