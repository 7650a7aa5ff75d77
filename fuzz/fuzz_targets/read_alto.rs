//! Any bytes, read as alto: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("alto");
