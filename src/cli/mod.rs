//! The command line: arguments, terminal, one thin file per command.

pub mod args;
pub mod index;
pub mod ledger;
pub mod status;

use std::process::ExitCode;

use clap::Parser;

/// Parses the arguments, runs the command, gives the exit status.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    let (out, err) = (&mut std::io::stdout().lock(), &mut std::io::stderr());
    let dir = args.index.clone().unwrap_or_else(|| "index".into());
    let ran = match &args.command {
        args::Command::Index(command) => index::run(command, args.index.as_deref(), out, err),
        args::Command::Status(command) => status::run(command, &dir, out),
        _ => Ok(ExitCode::SUCCESS),
    };
    ran.unwrap_or_else(|error| {
        let _ = std::io::Write::write_fmt(err, format_args!("error: {error:#}\n"));
        ExitCode::from(2)
    })
}
