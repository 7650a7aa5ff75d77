//! Reading in processes of their own.
//!
//! A damaged or hostile file may send a reader, the linker or the search for
//! citations into a loop, make it eat memory or overflow the stack, and none of
//! these can be stopped from inside. All of it is therefore done by the program
//! itself, started once more with a hidden command: files go in by standard
//! input, what is made of them comes out by standard output. For each file the
//! child may use so much time and memory and no more; whatever becomes of it, the
//! parent has a reason for the ledger. A child reads one file after another, so
//! that a folder of small files does not pay for a process each.
//!
//! Where no program is known (the library used by another one, unit tests) the
//! work is done here.

mod worker;

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::index::schema::FileStatus;
use crate::model::Document;
use crate::read::ocr::{self, Ocr};
use crate::read::{FORMATS, Format};

use super::read::{Digest, Unread, digest_here, document_here};
use worker::{Broken, Worker};

/// The hidden command.
pub const COMMAND: &str = "read-documents";

/// The first frame of a child: another version of the program may have taken
/// this one's place on the disk.
const GREETING: &[u8] = concat!("ibid ", env!("CARGO_PKG_VERSION")).as_bytes();

/// Memory that a child may use for a file, in bytes, besides twelve times its weight.
const MEMORY: u64 = 1 << 30;

/// Largest answer of a child, in bytes, besides four times the weight of the
/// file: the parent holds as many as it has threads.
const ANSWER: u64 = 256 << 20;

/// Seconds of processor time for a file, besides one for each million bytes of
/// its weight beyond the first two.
const SECONDS: u64 = 10;

/// How many times slower a build without optimisation may be.
const SLOWER: u64 = if cfg!(debug_assertions) { 6 } else { 1 };

/// Bytes to which a zip of documents expands for each of its own, in an honest
/// file; those met expand 3 to 12 times.
const EXPANSION: u64 = 10;

/// Seconds of processor time besides for each page that is drawn to be recognised.
const DRAWING: u64 = 20;

/// Memory besides for such a page: a scan at 600 dots an inch, in colour, as it is
/// stored and as it is drawn.
const CANVAS: u64 = 1 << 30;

/// Stack of the thread that reads, in bytes: the same on every system.
const STACK: usize = 16 << 20;

const SLOW: &str = "takes too long to read";
const LARGE: &str = "needs too much memory";
const DEEP: &str = "is nested too deeply";
const BROKEN: &str = "the reader broke down";

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

thread_local! {
    /// Each thread has its own child, which ends with it.
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// What is to be made of a file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Task {
    /// The linked document.
    Document,
    /// What the index takes of it.
    Digest,
}

/// Pages of a file that are to be recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// How.
    pub ocr: Ocr,
    /// How many pages.
    pub pages: u64,
}

/// What a child is asked; the bytes of the file follow.
#[derive(Debug, Serialize, Deserialize)]
struct Request<'a> {
    task: Task,
    format: &'a str,
    recognition: Option<Recognition>,
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer<T> {
    Made(T),
    Unread { skipped: bool, reason: String },
}

/// From now on files are read by `program`, which must be this one.
pub fn enable(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// The linked document of a file, with pages recognised where that is asked for.
///
/// # Errors
///
/// The reason why the file is not read.
pub fn document(format: &'static Format, bytes: &[u8], recognition: Option<&Recognition>) -> Result<Document, Unread> {
    let made = made(Task::Document, (format, bytes, recognition), document_here);
    made.map(|document: Document| Document { format: format.name, ..document })
}

/// What the index takes of a file, in the same way.
///
/// # Errors
///
/// The reason why the file is not read.
pub fn digest(format: &'static Format, bytes: &[u8], recognition: Option<&Recognition>) -> Result<Digest, Unread> {
    made(Task::Digest, (format, bytes, recognition), digest_here)
}

/// Does a task in this process.
type Here<T> = fn(&'static Format, &[u8], Option<&Ocr>) -> Result<T, Unread>;

/// Has a child do a task, or does it `here` where none can be had.
fn made<T: DeserializeOwned>(
    task: Task,
    (format, bytes, recognition): (&'static Format, &[u8], Option<&Recognition>),
    here: Here<T>,
) -> Result<T, Unread> {
    let here = || here(format, bytes, recognition.map(|recognition| &recognition.ocr));
    let request = Request { task, format: format.name, recognition: recognition.cloned() };
    let Ok(encoded) = postcard::to_stdvec(&request) else { return here() };
    match asked(&encoded, bytes, recognition) {
        None => here(),
        Some(Err(reason)) => Err(failed(reason)),
        Some(Ok(answer)) => match postcard::from_bytes(&answer) {
            Ok(Answer::Made(made)) => Ok(made),
            Ok(Answer::Unread { skipped, reason }) => {
                let status = if skipped { FileStatus::Skipped } else { FileStatus::Failed };
                Err(Unread { status, reason })
            }
            Err(_) => Err(failed(BROKEN)),
        },
    }
}

/// The answer of a child, or the reason why there is none; `None` where no child
/// can be had.
fn asked(request: &[u8], bytes: &[u8], recognition: Option<&Recognition>) -> Option<Result<Vec<u8>, &'static str>> {
    let program = PROGRAM.get()?;
    WORKER.with_borrow_mut(|place| {
        loop {
            let (mut worker, is_fresh) = match place.take() {
                Some(worker) => (worker, false),
                None => (Worker::start(program)?, true),
            };
            match worker.ask(request, bytes, limits(bytes, recognition)) {
                Ok(answer) => {
                    // one that has drawn pages keeps their memory
                    *place = Some(worker).filter(|worker| !worker.is_worn() && recognition.is_none());
                    return Some(Ok(answer));
                }
                // what a file comes to must not depend on those before it
                Err(Broken::Slow) => return Some(Err(SLOW)),
                Err(_) if !is_fresh => {}
                Err(Broken::Ended(reason)) => return Some(Err(reason)),
            }
        }
    })
}

fn failed(reason: &str) -> Unread {
    Unread { status: FileStatus::Failed, reason: reason.to_owned() }
}

/// What a child may use for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limits {
    /// Seconds of processor time.
    seconds: u64,
    /// Seconds that it may wait for the program that recognises pages.
    waiting: u64,
    /// Bytes of memory.
    memory: u64,
    /// Bytes of its answer.
    answer: u64,
}

/// The limits for a file. They grow with the size to which it may honestly
/// expand, not with that to which it does.
fn limits(bytes: &[u8], recognition: Option<&Recognition>) -> Limits {
    let size = bytes.len() as u64;
    let weight = if bytes.starts_with(b"PK") { size * EXPANSION } else { size };
    let pages = recognition.map_or(0, |recognition| recognition.pages);
    let canvas = if pages > 0 { CANVAS } else { 0 };
    let seconds = SECONDS + (weight / 1_000_000).saturating_sub(2) + DRAWING * pages;
    Limits {
        seconds: seconds * SLOWER,
        waiting: ocr::SECONDS * pages,
        memory: MEMORY + 12 * weight + canvas,
        answer: ANSWER + 4 * weight,
    }
}

/// The child's part: reads file after file from `input` and writes an answer for
/// each to `out`, until there are no more. A panic is an answer too.
///
/// # Errors
///
/// Those of reading and writing, and a format that is not known.
pub fn serve(input: &mut (dyn Read + Send), out: &mut (dyn Write + Send)) -> io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    limit_process();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let serving = thread.spawn_scoped(scope, || serve_all(input, out, limit_file))?;
        serving.join().unwrap_or_else(|_| Err(io::Error::other(BROKEN)))
    })
}

fn serve_all(input: &mut dyn Read, out: &mut dyn Write, limit: fn(Limits)) -> io::Result<()> {
    write_frame(out, GREETING)?;
    while let Some(request) = read_frame(input)? {
        let Request { task, format, recognition } = postcard::from_bytes(&request).map_err(io::Error::other)?;
        let format = FORMATS.iter().find(|other| other.name == format).ok_or(io::ErrorKind::InvalidInput)?;
        let bytes = read_frame(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let limits = limits(&bytes, recognition.as_ref());
        limit(limits);
        let ocr = recognition.as_ref().map(|recognition| &recognition.ocr);
        let answer = match task {
            Task::Document => encoded(document_here(format, &bytes, ocr), limits),
            Task::Digest => encoded(digest_here(format, &bytes, ocr), limits),
        }?;
        write_frame(out, &answer)?;
    }
    Ok(())
}

fn encoded<T: Serialize>(made: Result<T, Unread>, limits: Limits) -> io::Result<Vec<u8>> {
    let unread = |Unread { status, reason }| Answer::Unread { skipped: status == FileStatus::Skipped, reason };
    let answer = postcard::to_stdvec(&made.map_or_else(unread, Answer::Made)).map_err(io::Error::other)?;
    if answer.len() as u64 <= limits.answer {
        return Ok(answer);
    }
    postcard::to_stdvec(&unread_of::<T>(LARGE)).map_err(io::Error::other)
}

fn unread_of<T>(reason: &str) -> Answer<T> {
    Answer::Unread { skipped: false, reason: reason.to_owned() }
}

/// Writes a frame: the number of its bytes, eight of them, then the bytes.
fn write_frame(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads a frame; `None` where there is none any more.
fn read_frame(input: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut size = [0; 8];
    match input.read_exact(&mut size) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let size = u64::from_le_bytes(size);
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(1 << 30)).unwrap_or(0));
    let read = input.take(size).read_to_end(&mut bytes)?;
    if read as u64 == size { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// What holds for the child as a whole.
#[cfg(unix)]
fn limit_process() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // a parent that was killed leaves no child at work
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

/// Sets the limits of this process for the file to come. Where the system does not
/// heed them, the parent's patience is the limit.
#[cfg(unix)]
fn limit_file(limits: Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let set = |resource, most: u64| {
        let maximum = getrlimit(resource).maximum;
        let current = Some(maximum.map_or(most, |maximum| maximum.min(most)));
        let _ = setrlimit(resource, Rlimit { current, maximum });
    };
    set(Resource::As, limits.memory);
    set(Resource::Cpu, used + limits.seconds);
}

#[cfg(not(unix))]
fn limit_process() {}

#[cfg(not(unix))]
fn limit_file(_: Limits) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_what_a_file_may_honestly_become() {
        let seconds = |bytes: &[u8]| limits(bytes, None).seconds / SLOWER;
        assert_eq!((seconds(b"words"), seconds(&vec![b' '; 30_000_000])), (10, 38));
        let zip = [b"PK".as_slice(), &vec![0; 1_000_000]].concat();
        assert_eq!(seconds(&zip), 18);
        assert_eq!(limits(&zip, None).memory, MEMORY + 12 * 10 * zip.len() as u64);
    }

    #[test]
    fn a_child_answers_for_file_after_file() {
        let mut input = Vec::new();
        let files: [(Task, &str, &[u8]); 3] = [
            (Task::Digest, "text", b"It is so.[1]\n\n[1] There.\n"),
            (Task::Digest, "docx", b"no zip"),
            (Task::Document, "text", b"One.\n\nTwo.\n"),
        ];
        for (task, format, bytes) in files {
            write_frame(&mut input, &postcard::to_stdvec(&Request { task, format, recognition: None }).unwrap())
                .unwrap();
            write_frame(&mut input, bytes).unwrap();
        }
        let mut out = Vec::new();
        serve_all(&mut input.as_slice(), &mut out, |_| {}).unwrap();
        let mut out = out.as_slice();
        let mut frame = || read_frame(&mut out).unwrap().unwrap();
        assert_eq!(frame(), GREETING);
        let Answer::Made(digest) = postcard::from_bytes::<Answer<Digest>>(&frame()).unwrap() else { panic!() };
        assert_eq!((digest.notes, digest.passages.len()), (1, 1));
        assert!(matches!(postcard::from_bytes::<Answer<Digest>>(&frame()).unwrap(), Answer::Unread { .. }));
        let Answer::Made(document) = postcard::from_bytes::<Answer<Document>>(&frame()).unwrap() else { panic!() };
        assert_eq!(document.blocks.len(), 2);
        assert!(read_frame(&mut out).unwrap().is_none());
    }

    #[test]
    fn an_answer_that_is_too_large_is_none() {
        let limits = Limits { seconds: 1, waiting: 0, memory: 1, answer: 8 };
        let answer = encoded::<String>(Ok("word ".repeat(9)), limits).unwrap();
        let Answer::Unread { reason, .. } = postcard::from_bytes::<Answer<String>>(&answer).unwrap() else { panic!() };
        assert_eq!(reason, LARGE);
    }

    #[test]
    fn half_a_frame_is_an_error() {
        let mut whole = Vec::new();
        write_frame(&mut whole, b"words").unwrap();
        assert!(read_frame(&mut &whole[..whole.len() - 1]).is_err());
        assert_eq!(read_frame(&mut whole.as_slice()).unwrap().as_deref(), Some(&b"words"[..]));
    }
}
