//! The hidden command by which the program runs a reader for itself.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use crate::ingest::isolate;

/// Does the reading that a parent process asks for; `None` where the arguments
/// are those of a user. It stands outside of the commands, as it is none to type.
pub fn child(args: &[OsString]) -> Option<ExitCode> {
    let [_, command, what @ ..] = args else { return None };
    if command != isolate::COMMAND {
        return None;
    }
    let what: Vec<String> = what.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let served = isolate::serve(&what, &mut io::stdin().lock(), &mut io::stdout().lock());
    Some(if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Lets readers that are to be isolated run in processes of this program.
pub fn enable() {
    if let Ok(program) = std::env::current_exe() {
        isolate::enable(program);
    }
}
