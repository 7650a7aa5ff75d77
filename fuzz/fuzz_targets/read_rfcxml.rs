//! Any bytes, read as rfc-xml: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("rfc-xml");
