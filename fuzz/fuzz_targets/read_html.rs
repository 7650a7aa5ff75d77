//! Any bytes, read as html: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("html");
