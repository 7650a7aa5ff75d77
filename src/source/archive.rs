//! Archives as folders: what lies in them, one entry after another.
//!
//! An archive is walked in memory and nothing is ever written to disk. A file
//! inside is named by its path there, archives inside archives by theirs:
//! `in.tar.gz!/c.txt`. A mailbox is an archive of messages. What is passed over
//! or cannot be read is met too, with the reason.

mod mailbox;
mod stream;
mod tape;
#[cfg(test)]
mod tests;
mod zipped;

use std::collections::HashSet;
use std::io::Read;

use serde::{Deserialize, Serialize};

use super::bounds::{self, Bounds};
use stream::Zstd;

/// Between the path of an archive and a path inside it.
pub const INSIDE: &str = "!/";

/// Kinds of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// `.zip`
    Zip,
    /// `.tar`
    Tar,
    /// `.tar.gz`, `.tgz`
    TarGz,
    /// `.tar.zst`, `.tzst`
    TarZst,
    /// `.gz` of one file
    Gz,
    /// `.zst` of one file
    Zst,
    /// `.mbox`: a file of messages
    Mailbox,
}

/// Kinds by the end of a name; the first that fits.
const ENDS: [(&str, Kind); 9] = [
    (".zip", Kind::Zip),
    (".tar.gz", Kind::TarGz),
    (".tgz", Kind::TarGz),
    (".tar.zst", Kind::TarZst),
    (".tzst", Kind::TarZst),
    (".tar", Kind::Tar),
    (".gz", Kind::Gz),
    (".zst", Kind::Zst),
    (".mbox", Kind::Mailbox),
];

/// The kind of archive that a name says; `None` for any other file. Documents
/// that are zips by their inside (`.docx`, `.epub`) are no archives.
pub fn kind(name: &str) -> Option<Kind> {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let found = ENDS.iter().find(|(end, _)| name.len() > end.len() && name.ends_with(end));
    found.map(|(_, kind)| *kind)
}

impl Kind {
    /// Its name, as the format of a document.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Zip => "zip",
            Kind::Tar => "tar",
            Kind::TarGz => "tar.gz",
            Kind::TarZst => "tar.zst",
            Kind::Gz => "gzip",
            Kind::Zst => "zstd",
            Kind::Mailbox => "mbox",
        }
    }
}

/// What is met inside an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct Met {
    /// Path inside the outermost archive, as the archive has it: `b.html`,
    /// `in.zip!/b.html`, `../b.html`. No two are the same.
    pub path: String,
    /// What it is.
    pub what: What,
}

/// What an entry is.
#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// A file, its bytes.
    File(Vec<u8>),
    /// An archive, after all that lies in it.
    Archive(Kind, Summary),
    /// Passed over, with the reason.
    Skipped(String),
    /// Cannot be read, with the reason.
    Failed(String),
}

/// How a walk went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Entries met, those inside archives inside not counted.
    pub entries: u32,
    /// Why not all of it could be read, if so.
    pub reason: Option<String>,
}

/// Bounds, so that no archive takes all memory or time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Archives in one another, the outermost included.
    pub depth: u32,
    /// Entries in all.
    pub entries: u32,
    /// Bytes of one entry.
    pub entry: u64,
    /// Bytes of all entries.
    pub total: u64,
    /// Bytes that come out of one that goes in, where more than [`Limits::free`] come out.
    pub ratio: u64,
    /// Bytes that may come out of any entry.
    pub free: u64,
}

/// The bounds where nobody raises them. Text of a kind that is met packs 3 to 30 times.
const LIMITS: Limits =
    Limits { depth: 3, entries: 100_000, entry: 256 << 20, total: bounds::USUAL.expanded, ratio: 200, free: 16 << 20 };

/// The bounds in use.
fn limits(bounds: Bounds) -> Limits {
    let share = |usual| bounds.share(usual);
    Limits { entry: share(LIMITS.entry), total: bounds.expanded, free: share(LIMITS.free), ..LIMITS }
}

/// The reason for an entry past the bound of all bytes; the rest is met no more.
const TOO_MUCH: &str = "the archive expands too far";

/// Walks an archive named `name`. `wanted` says of a name why its file, or the
/// archive that it is, need not be unpacked, if so; `met` is told of every entry, in the order of the
/// archive.
pub fn walk(
    (kind, name): (Kind, &str),
    bytes: &[u8],
    wanted: &dyn Fn(&str) -> Result<(), String>,
    met: &mut dyn FnMut(Met),
) -> Summary {
    walk_within(limits(bounds::current()), (kind, name), bytes, (wanted, met))
}

type Told<'a> = (&'a dyn Fn(&str) -> Result<(), String>, &'a mut dyn FnMut(Met));

fn walk_within(limits: Limits, (kind, name): (Kind, &str), bytes: &[u8], (wanted, met): Told) -> Summary {
    let mut walk = Walk { limits, left: limits.total, count: 0, seen: HashSet::new(), wanted, met };
    walk.archive(kind, &Place { name, prefix: "", depth: 1 }, bytes)
}

/// Where in the nesting an archive lies.
struct Place<'a> {
    /// Its name.
    name: &'a str,
    /// What stands before the paths inside it.
    prefix: &'a str,
    depth: u32,
}

struct Walk<'a> {
    limits: Limits,
    /// Bytes that may still come out.
    left: u64,
    /// Entries met so far.
    count: u32,
    seen: HashSet<String>,
    wanted: &'a dyn Fn(&str) -> Result<(), String>,
    met: &'a mut dyn FnMut(Met),
}

impl Walk<'_> {
    /// The depth is bounded, and with it the depth of calls.
    fn archive(&mut self, kind: Kind, place: &Place, bytes: &[u8]) -> Summary {
        let gz = || flate2::read::MultiGzDecoder::new(bytes);
        match kind {
            Kind::Zip => zipped::walk(self, place, bytes),
            Kind::Tar => tape::walk(self, place, bytes),
            Kind::TarGz => tape::walk(self, place, gz()),
            Kind::TarZst => tape::walk(self, place, Zstd::new(bytes)),
            Kind::Gz => self.single(place, bytes.len(), gz()),
            Kind::Zst => self.single(place, bytes.len(), Zstd::new(bytes)),
            Kind::Mailbox => mailbox::walk(self, place, bytes),
        }
    }

    /// The one file of a `.gz`: its name is that of the archive without the end.
    fn single(&mut self, place: &Place, packed: usize, reader: impl Read) -> Summary {
        let name = place.name.rsplit('/').next().unwrap_or(place.name);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let going = self.file(place, name, (packed as u64, reader));
        Summary { entries: 1, reason: going.err() }
    }

    /// A file inside, to be unpacked from `packed` bytes. The error is the
    /// reason why the walk cannot go on.
    fn file(&mut self, place: &Place, name: &str, (packed, reader): (u64, impl Read)) -> Result<(), String> {
        self.next()?;
        let Some(path) = self.path(place, name) else { return Ok(()) };
        let kind = kind(name);
        if let Err(reason) = (self.wanted)(name) {
            self.tell(path, What::Skipped(reason));
        } else if kind.is_some() && place.depth >= self.limits.depth {
            let reason = format!("archives more than {} deep in one another", self.limits.depth);
            self.tell(path, What::Skipped(reason));
        } else {
            match stream::read(reader, packed, &self.limits, &mut self.left) {
                Ok(bytes) => self.unpacked(kind, place, (name, path), bytes),
                Err(reason) => self.tell(path, What::Failed(reason)),
            }
        }
        Ok(())
    }

    fn unpacked(&mut self, kind: Option<Kind>, place: &Place, (name, path): (&str, String), bytes: Vec<u8>) {
        let Some(kind) = kind else { return self.tell(path, What::File(bytes)) };
        let prefix = format!("{path}{INSIDE}");
        let summary = self.archive(kind, &Place { name, prefix: &prefix, depth: place.depth + 1 }, &bytes);
        self.tell(path, What::Archive(kind, summary));
    }

    /// Something inside that is not read, with the reason.
    fn other(&mut self, place: &Place, name: &str, what: What) -> Result<(), String> {
        self.next()?;
        if let Some(path) = self.path(place, name) {
            self.tell(path, what);
        }
        Ok(())
    }

    /// Counts an entry.
    fn next(&mut self) -> Result<(), String> {
        if self.count >= self.limits.entries {
            return Err(format!("more than {} entries", self.limits.entries));
        }
        self.count += 1;
        if self.left == 0 { Err(TOO_MUCH.to_owned()) } else { Ok(()) }
    }

    /// The path of an entry; `None` for one whose path another bears, which is
    /// told under a path of its own.
    fn path(&mut self, place: &Place, name: &str) -> Option<String> {
        let path = format!("{}{name}", place.prefix);
        if self.seen.insert(path.clone()) {
            return Some(path);
        }
        let other = format!("{path} (entry {})", self.count);
        if self.seen.insert(other.clone()) {
            self.tell(other, What::Skipped("another entry bears its name".to_owned()));
        }
        None
    }

    fn tell(&mut self, path: String, what: What) {
        (self.met)(Met { path, what });
    }
}
