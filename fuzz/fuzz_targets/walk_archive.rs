//! Any bytes as an archive of each kind: it is walked to an end.

#![no_main]

use ibid::source::archive::{kind, walk};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.zip", "a.tar", "a.tgz", "a.tar.zst", "a.txt.gz", "a.txt.zst", "a.mbox"] {
        if let Some(kind) = kind(name) {
            walk((kind, name), bytes, &|_| Ok(()), &mut |_| {});
        }
    }
});
