//! The command line: arguments, terminal, one thin file per command.

pub mod args;
pub mod notes;

use std::process::ExitCode;

use clap::Parser;

/// Parses the arguments, runs the command, gives the exit status.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    let done = match &args.command {
        args::Command::Notes(args) => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            notes::run(args, &mut out, &mut std::io::stderr().lock())
        }
        _ => Ok(ExitCode::from(2)),
    };
    done.unwrap_or(ExitCode::from(2))
}
