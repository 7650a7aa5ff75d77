//! Source, read, link, segment, index, with an outcome for each file.
