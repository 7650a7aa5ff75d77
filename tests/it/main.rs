//! One binary for all integration tests, a file per feature.

mod harness;
mod oracle;
