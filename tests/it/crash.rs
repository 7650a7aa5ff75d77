//! A run that is broken off, at any moment and in any way, loses nothing: the last commit
//! answers, the index is whole, and the next run ends as a clean build with nothing left
//! behind.
//!
//! Each test runs a few rounds; `IBID_ROUNDS=200 cargo test --release --test it crash` runs
//! so many of each. Failing writes of the engine, one by one, are in `src/ingest/faults.rs`.

#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, getuid, kill_process};

use crate::harness::Dir;
use crate::model::{Model, World, check, rounds, write};

/// Starts runs and sends each a signal after a while.
fn broken_off_by(signals: &[Signal], seed: u64) {
    let mut world = World::new(seed, 30);
    let mut before = Model::new();
    for round in 0..rounds(8) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["--index", "index", "index", "s"])
            .current_dir(world.dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(world.random.below(400) as u64));
        let _ = kill_process(Pid::from_child(&child), *world.random.pick(signals));
        child.wait().unwrap();
        world.is_one_or_the_other(&before, &format!("round {round}"));
        world.settles(round);
        before = world.model.clone();
        world.edit();
    }
}

#[test]
fn a_killed_run_loses_nothing() {
    broken_off_by(&[Signal::KILL], 11);
}

#[test]
fn a_run_that_is_asked_to_end_loses_nothing() {
    broken_off_by(&[Signal::TERM, Signal::INT, Signal::HUP], 12);
}

/// A small disk at the folder `disk`, until it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// `None`, with the reason on stderr, where none can be mounted.
    fn mount(dir: &Dir, size: &str) -> Option<Disk> {
        let path = dir.path().join("disk");
        std::fs::create_dir(&path).unwrap();
        let option = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &option, "tmpfs"]).arg(&path).output();
        match mounted {
            Ok(ran) if ran.status.success() => Some(Disk(path)),
            Ok(ran) => {
                eprintln!("skipped: no disk can be mounted: {}", String::from_utf8_lossy(&ran.stderr).trim());
                None
            }
            Err(error) => {
                eprintln!("skipped: no disk can be mounted: {error}");
                None
            }
        }
    }

    fn remount(&self, how: &str) {
        let ran = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&self.0).status().unwrap();
        assert!(ran.success());
    }

    /// Puts the index of a folder on it.
    fn holds_index_of(&self, dir: &Dir) {
        let index = dir.path().join("index");
        std::fs::remove_dir_all(&index).unwrap();
        std::fs::create_dir(self.0.join("index")).unwrap();
        std::fs::write(self.0.join("index/README.md"), "").unwrap();
        std::os::unix::fs::symlink(self.0.join("index"), index).unwrap();
    }

    /// Fills it but for so many bytes.
    fn fill(&self, left: u64) {
        use std::io::Write;
        let path = self.0.join("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        let size = file.metadata().unwrap().len();
        file.set_len(size.saturating_sub(left)).unwrap();
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let mut world = World::new(13, 20);
    let Some(disk) = Disk::mount(&world.dir, "2m") else { return };
    disk.holds_index_of(&world.dir);
    let mut before = Model::new();
    let mut full = 0;
    for round in 0..rounds(12) {
        disk.fill(4096 * world.random.below(14) as u64);
        let ran = world.dir.ibid(&["index", "s"]);
        assert!([0, 2].contains(&ran.status) && !ran.err.contains("panicked"), "{}", ran.err);
        if ran.status == 2 {
            full += 1;
            assert!(ran.err.contains("space") || ran.err.contains("full"), "{}", ran.err);
        }
        world.is_one_or_the_other(&before, &format!("round {round}: {}", ran.err));
        disk.empty();
        world.settles(round);
        before = world.model.clone();
        world.edit();
    }
    eprintln!("{full} of {} disks were full", rounds(12));
    assert!(full > 0);
}

/// Where no file may grow beyond a few blocks, as by a quota.
#[test]
fn a_bound_on_the_size_of_files_loses_nothing() {
    let mut world = World::new(14, 20);
    let mut before = Model::new();
    let mut bound = 0;
    for round in 0..rounds(8) {
        let blocks = 1 + world.random.below(24);
        let limited = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" --index index index s");
        let ran = Command::new("sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_ibid")])
            .current_dir(world.dir.path())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code().is_some_and(|code| code == 0 || code == 2) && !err.contains("panicked"), "{err}");
        bound += usize::from(ran.status.code() == Some(2));
        world.is_one_or_the_other(&before, &format!("round {round}: {err}"));
        world.settles(round);
        before = world.model.clone();
        world.edit();
    }
    assert!(bound > 0);
}

/// Searching needs no right to write; who may not write is told so, and nothing is lost.
#[test]
fn a_folder_that_cannot_be_written_to_answers() {
    let mut world = World::new(15, 10);
    let disk = Disk::mount(&world.dir, "4m");
    match &disk {
        Some(disk) => disk.holds_index_of(&world.dir),
        None if getuid().is_root() => return eprintln!("skipped: root may write everywhere"),
        None => {}
    }
    world.settles(0);
    let before = world.model.clone();
    world.edit();
    let allow = |mode| allow(&world.dir.path().join("index"), mode);
    match &disk {
        Some(disk) => disk.remount("ro"),
        None => allow(0o555),
    }
    assert_eq!(world.indexed(), before);
    check(&world.dir);
    for args in [&["status"][..], &["cited-by", "Lee"], &["get", "s:1"]] {
        let ran = world.dir.ibid(args);
        assert!(!ran.err.contains("panicked") && !ran.err.contains("another `ibid index`"), "{}", ran.err);
    }
    for args in [&["index", "s"][..], &["index", "--rebuild", "s"], &["index", "--drop", "s"]] {
        let ran = world.dir.ibid(args).exits(2);
        assert!(ran.err.contains("written to") || ran.err.contains("write"), "{}", ran.err);
    }
    assert_eq!(world.indexed(), before);
    match &disk {
        Some(disk) => disk.remount("rw"),
        None => allow(0o755),
    }
    world.settles(1);
}

fn allow(dir: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Files that are replaced, cut and taken away while they are read: each is indexed as it
/// was at one moment, and the next run ends with what is there.
#[test]
fn files_that_change_while_they_are_read_are_never_mixed() {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    let world = World::new(16, 10);
    let name = "s/moving.txt";
    let (path, next) = (world.dir.path().join(name), world.dir.path().join("next.txt"));
    let text = |n: usize| format!("The boat n{n}x.\n\n").repeat(20_000);
    let (one, two) = (text(1), text(2));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0.. {
                std::fs::write(&next, if n % 2 == 0 { &one } else { &two }).unwrap();
                std::fs::rename(&next, &path).unwrap();
                if is_over.load(Relaxed) {
                    return;
                }
                match n % 4 {
                    1 => std::fs::File::options().write(true).open(&path).unwrap().set_len(200_000).unwrap(),
                    3 => std::fs::remove_file(&path).unwrap(),
                    _ => {}
                }
            }
        });
        for _ in 0..rounds(4).min(60) {
            let ran = world.dir.ibid(&["index", "s", "--json"]);
            assert_eq!(ran.status, 0, "{}", ran.err);
            let found = |n: usize| world.dir.ibid(&["search", "-c", &format!("n{n}x")]).out;
            let (one, two) = (found(1), found(2));
            assert!(one.trim() == "0" || two.trim() == "0", "both of {one} and {two}");
        }
        is_over.store(true, Relaxed);
    });
    std::fs::remove_file(&path).unwrap();
    write(&world.dir, "moving.txt", "still");
    world.dir.ibid(&["index", "s"]).exits(0);
    let mut model = world.model.clone();
    model.insert("moving.txt".to_owned(), "still".to_owned());
    assert_eq!(world.indexed(), model);
}
