//! An index that is brought up to date for a long time neither drifts nor grows, nor does
//! a server on it.
//!
//! `IBID_MINUTES=20 cargo test --release --test it soak -- --nocapture` goes on for so long.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::Dir;
#[cfg(feature = "serve")]
use crate::mcp::Client;
use crate::model::{World, check, rounds};

/// Minutes that the test goes on; by rounds where the variable is not set.
fn minutes() -> Option<u64> {
    std::env::var("IBID_MINUTES").ok().and_then(|minutes| minutes.parse().ok())
}

fn size(dir: &Path) -> u64 {
    std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

/// All that is found, in the order of the documents, but for what tells the time.
fn found(dir: &Dir, index: &str) -> Vec<Value> {
    let mut hits = dir
        .ibid(&["--index", index, "search", "--json", "-n", "0", "--all-copies", "--sort", "position", "keeper"])
        .hits();
    for hit in &mut hits {
        for told in ["score", "rank"] {
            hit[told].take();
        }
        hit["document"]["first_seen"].take();
    }
    hits
}

/// Open files and kilobytes of memory of a process; `None` where the system does not tell.
fn used(process: u32) -> Option<(usize, u64)> {
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?.count();
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let memory = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some((files, memory.split_whitespace().nth(1)?.parse().ok()?))
}

#[test]
fn an_index_brought_up_to_date_does_not_drift() {
    let mut world = World::new(3, 5);
    world.settles(0);
    #[cfg(feature = "serve")]
    let (mut server, mut first) = (Client::new(&world.dir), None);
    let (began, mut largest) = (Instant::now(), 0);
    let mut round = 0;
    let goes_on = |round| match minutes() {
        Some(minutes) => began.elapsed() < Duration::from_secs(60 * minutes),
        None => round < rounds(6),
    };
    while goes_on(round) {
        round += 1;
        world.edit();
        world.settles(round);
        largest = largest.max(size(&world.dir.path().join("index")));
        if round.is_multiple_of(25) {
            check(&world.dir);
        }
        #[cfg(feature = "serve")]
        {
            let word = world.model.values().next().unwrap();
            let said = server.call("ibid_search", serde_json::json!({ "queries": [word] }));
            assert!(said.text.contains(&format!("lamp of {word} was")), "round {round}: {}", said.text);
            // what is opened once is open then
            first = first.or_else(|| if round >= 3 { used(server.id()) } else { None });
        }
    }
    check(&world.dir);
    world.dir.ibid(&["--index", "clean", "index", "s"]).exits(0);
    assert_eq!(found(&world.dir, "index"), found(&world.dir, "clean"));
    let clean = size(&world.dir.path().join("clean"));
    let now = size(&world.dir.path().join("index"));
    eprintln!(
        "{round} rounds in {:?}: {} files, {now} bytes of index now, {largest} at most, {clean} when built anew",
        began.elapsed(),
        world.model.len()
    );
    // deleted text stays until its segment is merged: a few times, and not without end
    assert!(now <= 12 * clean, "{now} bytes, and {clean} when built anew");
    #[cfg(feature = "serve")]
    if let (Some((files, memory)), Some((files_now, memory_now))) = (first, used(server.id())) {
        eprintln!("a server: {files} files and {memory} kB open at first, {files_now} and {memory_now} in the end");
        assert!(files_now <= files + 8 && memory_now <= 2 * memory + 16_384);
    }
}
