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
//! Tables of metadata, libraries of references and archives are read so too; of an
//! archive what lies in it comes out entry after entry, to be read in its turn.
//!
//! Where no program is known (the library used by another one, unit tests) the
//! work is done here.

mod child;
mod frame;
mod limits;
mod worker;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::library;
use super::read::{Digest, Unread, digest_here, document_here};
use super::tables::{self, Sheet};
use crate::error::{Error, ErrorKind, Result as LibraryResult};
use crate::index::schema::FileStatus;
use crate::model::Document;
use crate::read::Format;
use crate::read::ocr::Ocr;
use crate::source::archive::{self, INSIDE, Kind, Met, Summary, What};
use crate::source::walk::text_of;
pub use child::serve;
use limits::Limits;
use worker::{Broken, Worker};

/// The hidden command.
pub const COMMAND: &str = "read-documents";

const SLOW: &str = "takes too long to read";
const LARGE: &str = "needs too much memory";
const DEEP: &str = "is nested too deeply";
const BROKEN: &str = "the reader broke down";

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

thread_local! {
    /// Each thread has its own child, which ends with it.
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// And one for small archives, whose entries the other one reads meanwhile.
    static UNPACKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Archives up to this size share a child: of 181 pages, each packed by itself, half the time went
/// into starting one for each. A larger one has its own, as its entries are met before it may break
/// down, and what it comes to must not depend on those before it; what small ones leave behind in
/// memory is nothing beside the limit.
const SMALL_ARCHIVE: usize = 1 << 20;

/// What is to be made of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Task {
    /// The linked document.
    Document(Reading),
    /// What the index takes of it.
    Digest(Reading),
    /// The rows of a table of metadata.
    Table,
    /// The entries of a library of references.
    Library {
        /// The folder from which it names files.
        folder: String,
    },
    /// What lies in an archive.
    Archive {
        /// Its name.
        name: String,
        /// True where hidden entries are wanted too.
        hidden: bool,
    },
}

/// How a document is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reading {
    format: String,
    recognition: Option<Recognition>,
}

/// Pages of a file that are to be recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// How.
    pub ocr: Ocr,
    /// How many pages.
    pub pages: u64,
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer<T> {
    Made(T),
    Unread { skipped: bool, reason: String },
}

/// What a child tells of an archive, one after the other.
#[derive(Debug, Serialize, Deserialize)]
enum Told {
    /// A file, at a path; its bytes follow in a frame of their own.
    File(String),
    /// An archive, after what lies in it.
    Archive(String, Kind, Summary),
    Skipped(String, String),
    Failed(String, String),
    /// That was all.
    Done(Summary),
}

/// Why a table or library cannot be used.
#[derive(Debug, Serialize, Deserialize)]
struct Fault {
    line: Option<usize>,
    message: String,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error.kind() {
            ErrorKind::Line { line, message } => Fault { line: Some(*line), message: message.clone() },
            kind => Fault { line: None, message: kind.to_string() },
        }
    }
}

impl From<Fault> for Error {
    fn from(Fault { line, message }: Fault) -> Error {
        match line {
            Some(line) => ErrorKind::Line { line, message }.into(),
            None => ErrorKind::Refused(message).into(),
        }
    }
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
    let task = Task::Document(reading(format, recognition));
    let made = made(&task, bytes, || document_here(format, bytes, recognition.map(|recognition| &recognition.ocr)));
    made.map(|document: Document| Document { format: format.name, ..document })
}

/// What the index takes of a file, in the same way.
///
/// # Errors
///
/// The reason why the file is not read.
pub fn digest(format: &'static Format, bytes: &[u8], recognition: Option<&Recognition>) -> Result<Digest, Unread> {
    let task = Task::Digest(reading(format, recognition));
    made(&task, bytes, || digest_here(format, bytes, recognition.map(|recognition| &recognition.ocr)))
}

fn reading(format: &Format, recognition: Option<&Recognition>) -> Reading {
    Reading { format: format.name.to_owned(), recognition: recognition.cloned() }
}

/// A table of metadata.
///
/// # Errors
///
/// As for [`tables::read`].
pub fn table(bytes: &[u8]) -> LibraryResult<Sheet> {
    usable(made(&Task::Table, bytes, || Ok(tables::parse(bytes).map_err(Fault::from))))
}

/// The entries of a library of references that lies in a folder, and its faults.
///
/// # Errors
///
/// As for [`library::read`].
pub fn library(bytes: &[u8], folder: &Path) -> LibraryResult<library::Parsed> {
    let task = Task::Library { folder: text_of(folder.as_os_str()) };
    usable(made(&task, bytes, || Ok(library::parse(bytes, folder).map_err(Fault::from))))
}

fn usable<T>(made: Result<Result<T, Fault>, Unread>) -> LibraryResult<T> {
    match made {
        Ok(made) => made.map_err(Error::from),
        Err(unread) => Err(ErrorKind::Refused(unread.reason).into()),
    }
}

/// Walks an archive; `met` is told of every entry that is wanted, in the order of the
/// archive. Where it is broken off, the reason is that of the summary.
pub fn archive((kind, name): (Kind, &str), bytes: &[u8], hidden: bool, met: &mut dyn FnMut(Met)) -> Summary {
    let task = Task::Archive { name: name.to_owned(), hidden };
    let request = postcard::to_stdvec(&task).ok();
    let is_small = bytes.len() <= SMALL_ARCHIVE;
    let kept = UNPACKER.with_borrow_mut(Option::take).filter(|_| is_small);
    let worker = kept.or_else(|| PROGRAM.get().and_then(|program| Worker::start(program)));
    let (Some(request), Some(mut worker)) = (request, worker) else {
        return archive::walk((kind, name), bytes, &|name| super::inside::wanted(name, hidden), met);
    };
    let limits = limits::of(&task, bytes);
    worker.send(&request, bytes);
    let mut entries = 0;
    let reason = loop {
        match worker.next(limits).and_then(|frame| told(&frame, &mut worker, limits)) {
            Ok(Step::Met(next)) => {
                entries += u32::from(!next.path.contains(INSIDE));
                met(next);
            }
            Ok(Step::Done(summary)) => {
                let worker = Some(worker).filter(|worker| is_small && !worker.is_worn());
                UNPACKER.set(worker);
                return summary;
            }
            Err(Broken::Slow) => break SLOW,
            Err(Broken::Ended(reason)) => break reason,
        }
    };
    Summary { entries, reason: Some(reason.to_owned()) }
}

/// What a frame of an archive tells.
enum Step {
    Met(Met),
    Done(Summary),
}

fn told(frame: &[u8], worker: &mut Worker, limits: Limits) -> Result<Step, Broken> {
    let (path, what) = match postcard::from_bytes(frame).map_err(|_| Broken::Ended(BROKEN))? {
        Told::File(path) => (path, What::File(worker.next(limits)?)),
        Told::Archive(path, kind, summary) => (path, What::Archive(kind, summary)),
        Told::Skipped(path, reason) => (path, What::Skipped(reason)),
        Told::Failed(path, reason) => (path, What::Failed(reason)),
        Told::Done(summary) => return Ok(Step::Done(summary)),
    };
    Ok(Step::Met(Met { path, what }))
}

/// Has a child do a task, or does it `here` where none can be had.
fn made<T: DeserializeOwned>(task: &Task, bytes: &[u8], here: impl FnOnce() -> Result<T, Unread>) -> Result<T, Unread> {
    let Ok(encoded) = postcard::to_stdvec(task) else { return here() };
    match asked(task, &encoded, bytes) {
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
fn asked(task: &Task, request: &[u8], bytes: &[u8]) -> Option<Result<Vec<u8>, &'static str>> {
    let program = PROGRAM.get()?;
    WORKER.with_borrow_mut(|place| {
        loop {
            let (mut worker, is_fresh) = match place.take() {
                Some(worker) => (worker, false),
                None => (Worker::start(program)?, true),
            };
            match worker.ask(request, bytes, limits::of(task, bytes)) {
                Ok(answer) => {
                    // one that has drawn pages keeps their memory
                    let is_light = task.recognition().is_none();
                    *place = Some(worker).filter(|worker| !worker.is_worn() && is_light);
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

impl Task {
    /// What is to be recognised, if anything.
    fn recognition(&self) -> Option<&Recognition> {
        match self {
            Task::Document(reading) | Task::Digest(reading) => reading.recognition.as_ref(),
            _ => None,
        }
    }
}
