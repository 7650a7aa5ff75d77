//! Any text as a query: it is read or it is an error that names a place, and
//! what was read is read the same way again.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    if let Ok(read) = ibid::query::parse::parse(query) {
        let shown = read.to_string();
        let again = ibid::query::parse::parse(&shown).map(|query| query.to_string());
        assert_eq!(again.ok().as_deref(), Some(shown.as_str()));
    }
});
