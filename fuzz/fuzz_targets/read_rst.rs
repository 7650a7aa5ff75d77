//! Any bytes, read as rst: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("rst");
