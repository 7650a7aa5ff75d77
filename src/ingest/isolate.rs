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
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::index::schema::FileStatus;
use crate::model::Document;
use crate::read::{FORMATS, Format};

use super::read::{Unread, plain};

/// The hidden command; the name of a format follows it.
pub const COMMAND: &str = "read-document";

/// What an answer begins with: another version of the program may have taken
/// this one's place on the disk.
const GREETING: &[u8] = concat!("ibid ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Memory that a child may use, in bytes, besides twelve times the file.
const MEMORY: u64 = 1 << 30;

/// Seconds of processor time that a child may use, besides one for each
/// million bytes of the file beyond the first two.
const SECONDS: u64 = 8;

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
    let Some(program) = PROGRAM.get() else { return plain(format, bytes) };
    let child = Command::new(program)
        .args([COMMAND, format.name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0")
        .spawn();
    let Ok(child) = child else { return plain(format, bytes) };
    let seconds = seconds(bytes.len());
    match converse(child, bytes, Duration::from_secs(seconds * 4)) {
        Some((status, out, err)) => understood(format, bytes, (status, &out, &err)),
        None => Err(failed(SLOW)),
    }
}

fn seconds(size: usize) -> u64 {
    SECONDS + (size as u64 / 1_000_000).saturating_sub(2)
}

fn failed(reason: &str) -> Unread {
    Unread { status: FileStatus::Failed, reason: reason.to_owned() }
}

/// Gives the child its input and takes what it writes. `None` where it was still
/// at work after `limit`, which is longer than the processor time it may use: a
/// busy machine changes no outcome. The child has ended in any case.
fn converse(mut child: Child, bytes: &[u8], limit: Duration) -> Option<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // a child that ends early closes the pipe; that is its answer
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let (send, receive) = channel();
        scope.spawn(move || {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let _ = stdout.map(|mut stdout| stdout.read_to_end(&mut out));
            let _ = stderr.map(|stderr| stderr.take(4096).read_to_end(&mut err));
            let _ = send.send((out, err));
        });
        let answer = receive.recv_timeout(limit);
        if matches!(answer, Err(RecvTimeoutError::Timeout)) {
            let _ = child.kill();
        }
        let status = child.wait().ok()?;
        answer.ok().map(|(out, err)| (status, out, err))
    })
}

/// What an answer means, or the way in which the child ended.
fn understood(
    format: &'static Format,
    bytes: &[u8],
    (status, out, err): (ExitStatus, &[u8], &[u8]),
) -> Result<Document, Unread> {
    if status.success() {
        let Some(rest) = out.strip_prefix(GREETING) else { return plain(format, bytes) };
        return match postcard::from_bytes(rest) {
            Ok(Answer::Read(document)) => Ok(Document { format: format.name, ..*document }),
            Ok(Answer::Unread { skipped, reason }) => {
                let status = if skipped { FileStatus::Skipped } else { FileStatus::Failed };
                Err(Unread { status, reason })
            }
            Err(_) => Err(failed(BROKEN)),
        };
    }
    let said = String::from_utf8_lossy(err);
    Err(failed(match () {
        () if out_of_time(status) => SLOW,
        () if said.contains("memory allocation") => LARGE,
        () => BROKEN,
    }))
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

/// The child's part: reads a file of the format from `input` and writes the
/// answer to `out`. A panic is an answer too.
///
/// # Errors
///
/// Those of reading and writing, and a format that is not known.
pub fn serve(format: &str, input: &mut dyn Read, out: &mut dyn Write) -> std::io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    let format = FORMATS.iter().find(|other| other.name == format).ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    limit(bytes.len());
    let answer = match plain(format, &bytes) {
        Ok(document) => Answer::Read(Box::new(document)),
        Err(Unread { status, reason }) => Answer::Unread { skipped: status == FileStatus::Skipped, reason },
    };
    let encoded = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(GREETING)?;
    out.write_all(&encoded)?;
    out.flush()
}

/// Sets the limits of this process. Where the system does not heed them, the
/// parent's patience is the limit.
#[cfg(unix)]
fn limit(size: usize) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let to = |most: u64| Rlimit { current: Some(most), maximum: Some(most + 1) };
    let _ = setrlimit(Resource::As, to(MEMORY + 12 * size as u64));
    let _ = setrlimit(Resource::Cpu, to(seconds(size)));
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // a parent that was killed leaves no child at work
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(unix))]
fn limit(_: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_has_more_time() {
        assert_eq!((seconds(100), seconds(30_000_000)), (8, 36));
    }
}
