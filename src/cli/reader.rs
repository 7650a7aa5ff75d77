//! The hidden command by which the program reads files in processes of their own.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use crate::ingest::isolate;
use crate::source::bounds::{self, Bounds};

/// Does the reading that a parent process asks for; `None` where the arguments
/// are those of a user. It stands outside of the commands, as it is none to type.
pub fn child(args: &[OsString]) -> Option<ExitCode> {
    let [_, command, told @ ..] = args else { return None };
    if command != isolate::COMMAND {
        return None;
    }
    if let [file, expanded, seconds] = told {
        let told = [file, expanded, seconds].map(|bound| bound.to_str().unwrap_or_default());
        Bounds::of_args(told).into_iter().for_each(bounds::set);
    }
    let served = isolate::serve(&mut io::stdin(), &mut io::BufWriter::new(io::stdout()));
    Some(if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Lets files be read in processes of this program.
pub fn enable() {
    if let Ok(program) = std::env::current_exe() {
        isolate::enable(program);
    }
}
