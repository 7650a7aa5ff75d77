//! Any bytes, read as mhtml: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("mhtml");
