//! Any bytes, read as pdf: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("pdf");
