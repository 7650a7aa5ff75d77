//! Any bytes, read as mediawiki: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("mediawiki");
