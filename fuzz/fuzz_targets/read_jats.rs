//! Any bytes, read as jats: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("jats");
