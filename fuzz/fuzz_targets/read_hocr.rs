//! Any bytes, read as hocr: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("hocr");
