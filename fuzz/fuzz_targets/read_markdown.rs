//! Any bytes, read as markdown: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("markdown");
