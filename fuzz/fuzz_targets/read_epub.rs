//! Any bytes, read as epub: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("epub");
