//! The command line: arguments, terminal, one thin file per command.
//!
//! `args` is what was typed, `config` what it means; `order` tells flags from
//! words of a query. The one place for `anyhow`, the environment and stdout.

pub mod aliases;
pub mod args;
pub mod batch;
pub mod batch_line;
pub mod cited_by;
pub mod cites;
pub mod config;
pub mod elsewhere;
pub mod extract;
pub mod files;
pub mod generate;
pub mod get;
mod help;
pub mod index;
pub mod ledger;
mod limits;
#[cfg(feature = "serve")]
pub mod mcp;
pub mod notes;
mod ocr;
pub mod open;
pub mod order;
pub mod reader;
pub mod report;
pub mod search;
pub mod status;
pub mod term;
pub mod verify;

#[cfg(test)]
mod json_docs;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::render::safe::Guarded;
use args::{Args, Command};
use report::Hinted;

/// Parses the arguments, runs the command, gives the exit status.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if let Some(status) = reader::child(&args) {
        return status;
    }
    reader::enable();
    // what breaks down is told as an error, see `guarded`
    std::panic::set_hook(Box::new(|_| {}));
    // Not locked: `ibid mcp` writes to it from another thread.
    let mut out = BufWriter::new(io::stdout());
    run(args, &mut out, &mut Guarded(io::stderr()))
}

/// The same over given arguments and handles.
pub fn run(args: Vec<OsString>, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let args = match parse(args) {
        Ok(args) => args,
        Err(error) => {
            // Help for a closed pipe is no error either.
            let _ = elsewhere::write(&error, err);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let status = guarded(|| dispatch(&args, out, err));
    let flushed = out.flush();
    match status.and_then(|status| flushed.map(|()| status).map_err(Into::into)) {
        Ok(status) => status,
        Err(error) if report::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where stderr is gone, the status is all that can be told.
            let _ = report::write(&error, err);
            ExitCode::from(2)
        }
    }
}

/// Runs a command; where it breaks down, which a damaged index can bring about, that is
/// an error like any other.
fn guarded(command: impl FnOnce() -> anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
    catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason is known");
        let hint = "`ibid status --check` verifies the index; where it is whole, this is a defect of ibid";
        Err(Hinted::error(format!("ibid broke down: {said}"), hint))
    })
}

fn parse(args: Vec<OsString>) -> Result<Args, clap::Error> {
    let mut command = Args::command();
    let args = order::arrange(&command, args);
    let matches = command.try_get_matches_from_mut(args)?;
    Args::from_arg_matches(&matches)
}

fn dispatch(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    // `IBID_INDEX=` is as good as unset.
    let index = args.index.as_deref().filter(|dir| !dir.as_os_str().is_empty());
    match &args.command {
        Command::Index(args) => index::run(args, index, out, err),
        Command::Search(args) => search::run(args, index, out, err),
        Command::Get(args) => get::run(args, index, out, err),
        Command::Notes(args) => notes::run(args, out, err),
        Command::CitedBy(args) => cited_by::run(args, index, out, err),
        Command::Cites(args) => cites::run(args, out, err),
        Command::Aliases(args) => aliases::run(args, index, out, err),
        Command::Verify(args) => verify::run(args, index, out, err),
        Command::Extract(args) => extract::run(args, out, err),
        Command::Status(args) => status::run(args, &open::place(index)?, out),
        #[cfg(feature = "serve")]
        Command::Mcp(args) => mcp::run(args, index, out),
        Command::Completions { shell } => done(generate::completions(*shell, out)),
        Command::Man => done(generate::man(out)),
    }
}

fn done(result: io::Result<()>) -> anyhow::Result<ExitCode> {
    result.map(|()| ExitCode::SUCCESS).map_err(Into::into)
}
