//! Any bytes, read as xml: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("xml");
