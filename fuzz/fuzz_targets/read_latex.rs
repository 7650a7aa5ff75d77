//! Any bytes, read as latex: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("latex");
