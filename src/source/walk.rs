//! Walking a source: every file, with the reason where one is passed over.
