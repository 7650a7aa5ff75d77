//! Any bytes under any name: the format is chosen as for a file, then what must hold of
//! every document.

#![no_main]

use ibid::read::{FORMATS, choose};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (nth, bytes) = input;
    let format = &FORMATS[usize::from(nth) % FORMATS.len()];
    let name = format!("a.{}", format.extensions.first().unwrap_or(&"xml"));
    if let Ok(format) = choose(&name, bytes) {
        ibid_fuzz::hold_of(format, bytes);
    }
});
