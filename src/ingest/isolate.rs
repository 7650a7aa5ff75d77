//! Readers in a process of their own.
//!
//! A damaged file may send a reader into a loop or make it eat memory, and no
//! library can be stopped from outside. Readers that stand on foreign code are
//! therefore run by the program itself, started once more with a hidden command:
//! the file goes in by standard input, the document comes out by standard
//! output. The child may use so much time and memory and no more; whatever
//! becomes of it, the parent has a reason for the ledger.
//!
//! Where no program is known (the library used by another one, unit tests) the
//! reader runs here.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::index::schema::FileStatus;
use crate::model::Document;
use crate::read::ocr::{self, Ocr};
use crate::read::{FORMATS, Format};
use crate::source::child::{Ended, converse};

use super::read::{Unread, plain, recognised};

/// The hidden command; the name of a format follows it, and where text is to be
/// recognised, the languages and the number of pages.
pub const COMMAND: &str = "read-document";

/// What an answer begins with: another version of the program may have taken
/// this one's place on the disk.
const GREETING: &[u8] = concat!("ibid ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Memory that a child may use, in bytes, besides twelve times the file.
const MEMORY: u64 = 1 << 30;

/// Seconds of processor time that a child may use, besides one for each
/// million bytes of the file beyond the first two.
const SECONDS: u64 = 8;

/// Seconds of processor time besides for each page that is drawn to be recognised.
const DRAWING: u64 = 20;

/// Memory besides for such a page: a scan at 600 dots an inch, in colour, as it is
/// stored and as it is drawn.
const CANVAS: u64 = 1 << 30;

const SLOW: &str = "takes too long to read";
const LARGE: &str = "needs too much memory";
const BROKEN: &str = "the reader broke down";

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// What a child answers.
#[derive(Serialize, Deserialize)]
enum Answer {
    Read(Box<Document>),
    Unread { skipped: bool, reason: String },
}

/// From now on, readers that are to be isolated are run by `program`, which
/// must be this one.
pub fn enable(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Reads a document in a process of its own, or here where none can be had.
///
/// # Errors
///
/// The reason why the file is not read.
pub fn read(format: &'static Format, bytes: &[u8]) -> Result<Document, Unread> {
    let limit = Duration::from_secs(seconds(bytes.len()) * 4);
    match ask(&[format.name], bytes, limit) {
        Asked::NoProgram => plain(format, bytes),
        Asked::Slow => Err(failed(SLOW)),
        Asked::Ended(ended) => understood(format, &ended).unwrap_or_else(|| plain(format, bytes)),
    }
}

/// Reads a document again in which so many pages are to be recognised.
///
/// # Errors
///
/// The reason why it cannot be done.
pub fn read_recognised(format: &'static Format, bytes: &[u8], (pages, ocr): (usize, &Ocr)) -> Result<Document, Unread> {
    let here = || recognised(format, bytes, ocr);
    let drawn = (DRAWING * 4 + ocr::SECONDS) * pages as u64;
    let limit = Duration::from_secs(seconds(bytes.len()) * 4 + drawn);
    match ask(&[format.name, &ocr.languages, &pages.to_string()], bytes, limit) {
        Asked::NoProgram => here(),
        Asked::Slow => Err(failed(SLOW)),
        Asked::Ended(ended) => understood(format, &ended).unwrap_or_else(here),
    }
}

/// What became of a child.
enum Asked {
    NoProgram,
    /// It was still at work after its time, which is longer than the processor time
    /// that it may use: a busy machine changes no outcome.
    Slow,
    Ended(Ended),
}

/// Starts a child with what follows the hidden command, and hears its answer.
fn ask(what: &[&str], bytes: &[u8], limit: Duration) -> Asked {
    let Some(program) = PROGRAM.get() else { return Asked::NoProgram };
    let child = Command::new(program)
        .arg(COMMAND)
        .args(what)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0")
        .spawn();
    let Ok(child) = child else { return Asked::NoProgram };
    converse(child, bytes, limit).map_or(Asked::Slow, Asked::Ended)
}

fn seconds(size: usize) -> u64 {
    SECONDS + (size as u64 / 1_000_000).saturating_sub(2)
}

fn failed(reason: &str) -> Unread {
    Unread { status: FileStatus::Failed, reason: reason.to_owned() }
}

/// What an answer means, or the way in which the child ended; `None` where it is
/// another version's.
fn understood(format: &'static Format, ended: &Ended) -> Option<Result<Document, Unread>> {
    let Ended { status, out, err } = ended;
    if status.success() {
        let rest = out.strip_prefix(GREETING)?;
        return Some(match postcard::from_bytes(rest) {
            Ok(Answer::Read(document)) => Ok(Document { format: format.name, ..*document }),
            Ok(Answer::Unread { skipped, reason }) => {
                let status = if skipped { FileStatus::Skipped } else { FileStatus::Failed };
                Err(Unread { status, reason })
            }
            Err(_) => Err(failed(BROKEN)),
        });
    }
    let said = String::from_utf8_lossy(err);
    Some(Err(failed(match () {
        () if out_of_time(*status) => SLOW,
        () if said.contains("memory allocation") => LARGE,
        () => BROKEN,
    })))
}

#[cfg(unix)]
fn out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let signal = status.signal();
    signal == Some(rustix::process::Signal::XCPU.as_raw()) || signal == Some(rustix::process::Signal::KILL.as_raw())
}

#[cfg(not(unix))]
fn out_of_time(_: ExitStatus) -> bool {
    false
}

/// The child's part: reads a file from `input` and writes the answer to `out`; `what`
/// is what followed the hidden command. A panic is an answer too.
///
/// # Errors
///
/// Those of reading and writing, and a format that is not known.
pub fn serve(what: &[String], input: &mut dyn Read, out: &mut dyn Write) -> std::io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    let (name, rest) = what.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
    let format = FORMATS.iter().find(|other| other.name == name).ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let read = match rest {
        [languages, pages] => {
            limit(bytes.len(), pages.parse().unwrap_or(1));
            recognised(format, &bytes, &Ocr { languages: languages.clone() })
        }
        _ => {
            limit(bytes.len(), 0);
            plain(format, &bytes)
        }
    };
    let answer = match read {
        Ok(document) => Answer::Read(Box::new(document)),
        Err(Unread { status, reason }) => Answer::Unread { skipped: status == FileStatus::Skipped, reason },
    };
    let encoded = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(GREETING)?;
    out.write_all(&encoded)?;
    out.flush()
}

/// Sets the limits of this process, which draws so many pages. Where the system does not heed them, the
/// parent's patience is the limit.
#[cfg(unix)]
fn limit(size: usize, drawn: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let to = |most: u64| Rlimit { current: Some(most), maximum: Some(most + 1) };
    let canvas = if drawn > 0 { CANVAS } else { 0 };
    let _ = setrlimit(Resource::As, to(MEMORY + 12 * size as u64 + canvas));
    let _ = setrlimit(Resource::Cpu, to(seconds(size) + DRAWING * drawn));
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // a parent that was killed leaves no child at work
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(unix))]
fn limit(_: usize, _: u64) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_has_more_time() {
        assert_eq!((seconds(100), seconds(30_000_000)), (8, 36));
    }
}
