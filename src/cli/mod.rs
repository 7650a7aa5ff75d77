//! The command line: arguments, terminal, one thin file per command.

pub mod args;

use std::process::ExitCode;

use clap::Parser;

/// Parses the arguments, runs the command, gives the exit status.
pub fn main() -> ExitCode {
    let _args = args::Args::parse();
    ExitCode::SUCCESS
}
