//! Renderers: results to an `io::Write`. No I/O of their own, no environment.

pub mod notes;
