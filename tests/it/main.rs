//! One binary for all integration tests, a file per feature.

#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in test functions, not in their helpers")]

mod harness;
mod oracle;
mod seeds;
