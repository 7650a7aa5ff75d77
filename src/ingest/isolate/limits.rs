//! What a child may use for a file.

use super::Task;
use crate::read::ocr;
use crate::source::archive;
use crate::source::bounds::{self, Bounds, USUAL};

/// Memory that a child may use for a file, in bytes, besides twelve times its weight.
const MEMORY: u64 = 1 << 30;

/// Largest answer of a child, in bytes, besides four times the weight of the
/// file: the parent holds as many as it has threads.
const ANSWER: u64 = 256 << 20;

/// How many times slower a build without optimisation may be.
const SLOWER: u64 = if cfg!(debug_assertions) { 6 } else { 1 };

/// Bytes to which a zip of documents expands for each of its own, in an honest
/// file; those met expand 3 to 12 times.
const EXPANSION: u64 = 10;

/// Millions of bytes of an archive, as it may expand, that are unpacked in a second: the
/// slowest of those known takes ten milliseconds for each.
const UNPACKED: u64 = 20;

/// Seconds of processor time besides for each page that is drawn to be recognised.
const DRAWING: u64 = 20;

/// Memory besides for such a page: a scan at 600 dots an inch, in colour, as it is
/// stored and as it is drawn.
const CANVAS: u64 = 1 << 30;

/// What a child may use for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Seconds of processor time.
    pub seconds: u64,
    /// Seconds that it may wait for the program that recognises pages.
    pub waiting: u64,
    /// Bytes of memory.
    pub memory: u64,
    /// Bytes of its answer.
    pub answer: u64,
}

/// The limits for a file. They grow with the size to which it may honestly
/// expand, not with that to which it does.
pub fn of(task: &Task, bytes: &[u8]) -> Limits {
    within(bounds::current(), task, bytes)
}

fn within(bounds: Bounds, task: &Task, bytes: &[u8]) -> Limits {
    let size = bytes.len() as u64;
    // a second for each million bytes of the weight beyond the first two
    let seconds = |weight: u64| bounds.seconds + (weight / 1_000_000).saturating_sub(2);
    if let Task::Archive { name, .. } = task {
        let is_packed = archive::kind(name) != Some(archive::Kind::Mailbox);
        let weight = if is_packed { (size * EXPANSION).min(bounds.expanded.max(size)) } else { size };
        return Limits {
            seconds: seconds(weight / UNPACKED) * SLOWER,
            waiting: 0,
            // archives inside are held while what lies in them is unpacked
            memory: MEMORY + 2 * size + 2 * bounds.expanded,
            answer: u64::MAX,
        };
    }
    let pages = task.recognition().map_or(0, |recognition| recognition.pages);
    // who raises the bound of what a zip expands to wants it read, too
    let raised = bounds.expanded.saturating_sub(USUAL.expanded);
    let weight = if bytes.starts_with(b"PK") { size * EXPANSION + raised } else { size };
    Limits {
        seconds: (seconds(weight) + DRAWING * pages) * SLOWER,
        waiting: ocr::SECONDS * pages,
        memory: MEMORY + 12 * weight + if pages > 0 { CANVAS } else { 0 },
        answer: ANSWER + 4 * weight,
    }
}

/// What holds for the child as a whole.
#[cfg(unix)]
pub fn limit_process() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // a parent that was killed leaves no child at work
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

/// Sets the limits of this process for the file to come. Where the system does not
/// heed them, the parent's patience is the limit.
#[cfg(unix)]
pub fn limit_file(limits: Limits) {
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
pub fn limit_process() {}

#[cfg(not(unix))]
pub fn limit_file(_: Limits) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_what_a_file_may_honestly_become() {
        let seconds = |bytes: &[u8]| within(USUAL, &Task::Table, bytes).seconds / SLOWER;
        assert_eq!((seconds(b"words"), seconds(&vec![b' '; 30_000_000])), (10, 38));
        let zip = [b"PK".as_slice(), &vec![0; 1_000_000]].concat();
        assert_eq!(seconds(&zip), 18);
        let memory = |bounds| within(bounds, &Task::Table, &zip).memory;
        assert_eq!(memory(USUAL), MEMORY + 12 * 10 * zip.len() as u64);
        assert_eq!(memory(Bounds { expanded: 2 << 30, ..USUAL }), memory(USUAL) + (12 << 30));
    }

    #[test]
    fn an_archive_has_time_for_what_may_come_out_of_it() {
        let of = |name: &str, bytes: &[u8]| {
            let name = name.to_owned();
            within(USUAL, &Task::Archive { name, hidden: false }, bytes).seconds / SLOWER
        };
        let large = vec![0; 100_000_000];
        assert_eq!((of("a.zip", b""), of("a.zip", &large), of("a.mbox", &large)), (10, 58, 13));
    }
}
