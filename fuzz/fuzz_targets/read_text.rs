//! Any bytes, read as text: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("text");
