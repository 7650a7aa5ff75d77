//! Any bytes, read as org: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("org");
