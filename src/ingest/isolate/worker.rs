//! A child process, as its parent sees it.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::frame::{read_frame, write_frame};
use super::limits::Limits;
use super::{BROKEN, COMMAND, DEEP, LARGE};
use crate::source::bounds;

/// The first frame of a child: another version of the program may have taken
/// this one's place on the disk.
pub(super) const GREETING: &[u8] = concat!("ibid ", env!("CARGO_PKG_VERSION")).as_bytes();

/// A child that has read this many bytes is not used again: what a large file
/// leaves behind in its memory would count against the limit of the next.
const WORN: u64 = 16 << 20;

/// How long a child may take to begin, which is a few milliseconds.
const BEGINNING: Duration = Duration::from_secs(60);

/// A running child.
pub(super) struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<Vec<u8>>,
    /// Bytes that it has read.
    read: u64,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// It used up its time.
    Slow,
    /// It ended, for this reason.
    Ended(&'static str),
}

impl Worker {
    /// Starts a child; `None` where there is none to be had, or it is of another
    /// version of the program.
    pub fn start(program: &Path) -> Option<Worker> {
        let mut child = Command::new(program)
            .arg(COMMAND)
            .args(bounds::current().args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env("RUST_BACKTRACE", "0")
            .spawn()
            .ok()?;
        let (input, output) = (child.stdin.take()?, child.stdout.take()?);
        // a frame ahead and no more: of an archive comes as much as can be taken
        let (send, answers) = sync_channel(1);
        std::thread::Builder::new().name("ibid-answers".to_owned()).spawn(move || listen(output, &send)).ok()?;
        let worker = Worker { child, input, answers, read: 0 };
        let greeting = worker.answers.recv_timeout(BEGINNING).ok()?;
        (greeting == GREETING).then_some(worker)
    }

    /// Gives the child a file.
    pub fn send(&mut self, request: &[u8], bytes: &[u8]) {
        // a child that has ended closes the pipe; how it ended is looked at when its
        // answer is waited for
        let _ = write_frame(&mut self.input, request).and_then(|()| write_frame(&mut self.input, bytes));
        self.read += bytes.len() as u64;
    }

    /// Waits for the next frame of an answer. A child that is still at work after four
    /// times the processor time it may use is stopped: a busy machine changes no outcome.
    ///
    /// # Errors
    ///
    /// The way in which the child ended. It is of no use any more.
    pub fn next(&mut self, limits: Limits) -> Result<Vec<u8>, Broken> {
        match self.answers.recv_timeout(Duration::from_secs(limits.seconds * 4 + limits.waiting)) {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(Broken::Slow),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    /// Gives the child a file and waits for its answer.
    ///
    /// # Errors
    ///
    /// As for [`Worker::next`].
    pub fn ask(&mut self, request: &[u8], bytes: &[u8], limits: Limits) -> Result<Vec<u8>, Broken> {
        self.send(request, bytes);
        self.next(limits)
    }

    /// True where the child should not be used again.
    pub fn is_worn(&self) -> bool {
        self.read >= WORN
    }

    /// Why the child has ended.
    fn ended(&mut self) -> Broken {
        let mut said = Vec::new();
        // it has closed its output, and so it is at its end
        let status = self.child.wait();
        if let Some(stderr) = self.child.stderr.take() {
            let _ = stderr.take(4096).read_to_end(&mut said);
        }
        let said = String::from_utf8_lossy(&said);
        match () {
            () if status.is_ok_and(out_of_time) => Broken::Slow,
            () if said.contains("memory allocation") => Broken::Ended(LARGE),
            () if said.contains("overflowed its stack") => Broken::Ended(DEEP),
            () => Broken::Ended(BROKEN),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands on the frames that a child writes, until it closes its output.
fn listen(mut output: ChildStdout, to: &SyncSender<Vec<u8>>) {
    let mut next = || -> io::Result<Option<Vec<u8>>> { read_frame(&mut output) };
    while let Ok(Some(frame)) = next() {
        if to.send(frame).is_err() {
            return;
        }
    }
}

#[cfg(unix)]
fn out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn out_of_time(_: ExitStatus) -> bool {
    false
}
