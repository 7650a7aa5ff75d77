//! Many at once: searches beside a run see one commit or the next and never a mix, one of
//! several indexers goes first, and an index may be moved or deleted while it is open.
//!
//! `IBID_ROUNDS=50 cargo test --release --test it together` runs so many commits, with fifty
//! searching processes at once.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use crate::harness::Dir;
use crate::model::{World, check, rounds};

/// Files of the folder, all of one generation.
const FILES: usize = 12;

fn write_generation(dir: &Dir, generation: usize) {
    for n in 0..FILES {
        let text = format!(
            "The lamp {n} of gen{generation}x was lit by the keeper.[1]\n\n[1] Ann Lee, Lamps gen{generation}x (1999), p. {n}.\n"
        );
        dir.file(&format!("s/f{n}.txt"), text);
    }
}

/// The generations in the hits of an answer, and how many hits there are.
fn generations(dir: &Dir, args: &[&str]) -> (BTreeSet<usize>, usize) {
    let ran = dir.ibid(args);
    assert!(ran.status == 0, "{args:?}: {}", ran.err);
    let mut found = BTreeSet::new();
    let hits = ran.hits();
    for hit in &hits {
        let note = hit["notes"][0]["text"].as_str().unwrap();
        for text in [hit["text"].as_str().unwrap(), note] {
            let number = text.split("gen").nth(1).and_then(|rest| rest.split('x').next()).unwrap();
            found.insert(number.parse().unwrap());
        }
    }
    (found, hits.len())
}

#[test]
fn who_searches_beside_a_run_sees_one_commit_or_the_next() {
    let dir = Dir::new();
    write_generation(&dir, 0);
    dir.ibid(&["index", "s"]).exits(0);
    let commits = rounds(4);
    let processes = if commits >= 20 { 50 } else { 6 };
    let (is_over, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for nth in 0..processes {
            let (dir, is_over, asked) = (&dir, &is_over, &asked);
            scope.spawn(move || {
                let mut last = 0;
                while !is_over.load(Relaxed) {
                    asked.fetch_add(1, Relaxed);
                    match (nth + asked.load(Relaxed)) % 8 {
                        0 => check(dir),
                        1 => assert!(dir.ibid(&["status"]).status == 0),
                        2 => {
                            let ran = dir.ibid(&["cited-by", "--json", "Lee"]);
                            assert!(ran.status == 0, "{}", ran.err);
                        }
                        3 => {
                            let ran = dir.ibid(&["search", "-c", "keeper"]).exits(0);
                            assert_eq!(ran.out.trim(), FILES.to_string());
                        }
                        _ => {
                            let args = ["search", "--json", "-n", "0", "--all-copies", "keeper lamp"];
                            let (found, hits) = generations(dir, &args);
                            assert!(found.len() == 1 && hits == FILES, "a mix: {found:?}, {hits} hits");
                            let now = found.into_iter().next().unwrap();
                            assert!(now >= last, "{now} after {last}");
                            last = now;
                        }
                    }
                }
            });
        }
        let committed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for generation in 1..=commits {
                write_generation(&dir, generation);
                dir.ibid(&["index", "s"]).exits(0);
            }
        }));
        is_over.store(true, Relaxed);
        committed.unwrap();
    });
    eprintln!("{processes} processes asked {} times beside {commits} commits", asked.load(Relaxed));
}

#[test]
fn of_five_indexers_each_commits_whole_or_says_that_another_is_at_work() {
    let mut world = World::new(21, 20);
    for round in 0..rounds(4) {
        let run = || {
            Command::new(env!("CARGO_BIN_EXE_ibid"))
                .args(["--index", "index", "index", "s"])
                .current_dir(world.dir.path())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let all: Vec<_> = (0..5).map(|_| run()).collect();
        let mut done = 0;
        for child in all {
            let ran = child.wait_with_output().unwrap();
            let err = String::from_utf8_lossy(&ran.stderr);
            match ran.status.code() {
                Some(0) => done += 1,
                Some(2) => assert!(err.contains("another"), "{err}"),
                other => panic!("{other:?}: {err}"),
            }
        }
        assert!(done > 0, "round {round}");
        assert_eq!(world.indexed(), world.model, "round {round}");
        check(&world.dir);
        world.settles(round);
        world.edit();
    }
}

/// What happens to an index under who has it open.
fn while_open(what: fn(&Dir)) {
    let dir = Dir::new();
    write_generation(&dir, 0);
    dir.ibid(&["index", "s"]).exits(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["--index", "index", "search", "--json", "-n", "0", "--all-copies", "--batch", "-"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut ask = || {
        writeln!(input, "keeper lamp").and_then(|()| input.flush()).ok()?;
        let mut hits = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            let record: serde_json::Value = serde_json::from_str(&line).unwrap();
            match record["type"].as_str().unwrap() {
                "hit" => hits += 1,
                _ => return Some((record["type"] == "error", hits)),
            }
        }
    };
    assert_eq!(ask(), Some((false, FILES)));
    what(&dir);
    // as before, an error, or the end: never less
    let answers: Vec<_> = (0..3).map(|_| ask()).collect();
    assert!(
        answers.iter().all(|answer| matches!(answer, None | Some((false, FILES)) | Some((true, 0)))),
        "{answers:?}"
    );
    drop(input);
    let ran = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.code().is_some_and(|code| code <= 2) && !err.contains("panicked"), "{err}");
}

#[cfg(unix)]
#[test]
fn an_index_may_be_moved_or_deleted_while_it_is_open() {
    while_open(|dir| std::fs::rename(dir.path().join("index"), dir.path().join("elsewhere")).unwrap());
    while_open(|dir| std::fs::remove_dir_all(dir.path().join("index")).unwrap());
    while_open(|dir| {
        write_generation(dir, 1);
        dir.ibid(&["index", "--rebuild", "s"]).exits(0);
    });
}

/// An index that is moved away and back again under who opens it: an answer as ever, or
/// that there is none.
#[cfg(unix)]
#[test]
fn an_index_that_comes_and_goes_answers_whole_or_not_at_all() {
    let dir = Dir::new();
    write_generation(&dir, 0);
    dir.ibid(&["index", "s"]).exits(0);
    let is_over = AtomicBool::new(false);
    let (here, there) = (dir.path().join("index"), dir.path().join("away"));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Relaxed) {
                std::fs::rename(&here, &there).unwrap();
                std::thread::yield_now();
                std::fs::rename(&there, &here).unwrap();
            }
        });
        let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..rounds(30).max(30) {
                let ran = dir.ibid(&["--index", "index", "search", "--json", "-n", "0", "--all-copies", "keeper"]);
                assert!(!ran.err.contains("panicked"), "{}", ran.err);
                match ran.status {
                    0 => assert_eq!(ran.hits().len(), FILES, "{}", ran.out),
                    2 => assert!(!ran.err.is_empty()),
                    other => panic!("{other}: {}{}", ran.out, ran.err),
                }
            }
        }));
        is_over.store(true, Relaxed);
        asked.unwrap();
    });
}
