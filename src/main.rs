//! The `ibid` program: parses, runs, maps the outcome to an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ibid::cli::main()
}
