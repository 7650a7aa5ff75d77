//! Any bytes, read as email: what must hold of every document.

#![no_main]

ibid_fuzz::reads!("email");
