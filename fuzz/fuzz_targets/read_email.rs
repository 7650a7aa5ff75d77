//! Any bytes as a message: it is read or it is an error, and every place in it
//! lies in the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut document) = ibid::read::email::read(bytes) {
        ibid::link::link(&mut document);
        if !document.layout.is_container() {
            let hulls = document.blocks.iter().filter_map(|block| block.text.hull());
            hulls.for_each(|hull| assert!(hull.end <= bytes.len()));
        }
    }
});
