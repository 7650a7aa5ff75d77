//! Any bytes, read as webarchive: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("webarchive");
