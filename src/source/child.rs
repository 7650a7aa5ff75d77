//! Talks to another process: what goes in, what comes out, and no longer than it may take.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Bytes of complaints that are kept.
const COMPLAINTS: u64 = 4096;

/// What a process left.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub out: Vec<u8>,
    /// The beginning of its standard error.
    pub err: Vec<u8>,
}

/// Gives a child its input and takes what it writes. `None` where it was still at
/// work after `limit`. The child has ended in any case.
pub fn converse(mut child: Child, bytes: &[u8], limit: Duration) -> Option<Ended> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // a child that ends early closes the pipe; that is its answer
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let (send, receive) = channel();
        scope.spawn(move || {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let _ = stdout.map(|mut stdout| stdout.read_to_end(&mut out));
            let _ = stderr.map(|stderr| stderr.take(COMPLAINTS).read_to_end(&mut err));
            let _ = send.send((out, err));
        });
        let answer = receive.recv_timeout(limit);
        if matches!(answer, Err(RecvTimeoutError::Timeout)) {
            let _ = child.kill();
        }
        let status = child.wait().ok()?;
        answer.ok().map(|(out, err)| Ended { status, out, err })
    })
}
