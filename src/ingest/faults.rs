//! Runs on a disk that fails: at whichever deed of the engine it does, the last commit
//! answers, and the next run ends as if nothing had been.
//!
//! A few deeds are tried; `IBID_ROUNDS=1000 cargo test --release --lib ingest::faults`
//! tries every one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Request, run};
use crate::index::check;
use crate::index::faulty::{How, Plan};
use crate::index::open::Index;
use crate::model::Passage;
use crate::query::Engine;

/// The passages of an index by path, in order; none where there is no index.
type Held = BTreeMap<String, Vec<Passage>>;

/// Most deeds that are made to fail, for each way of failing.
fn most() -> usize {
    std::env::var("IBID_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        World(tempfile::tempdir().unwrap())
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(below)
    }

    /// Files as they are in the n-th state: some stay, some change, come and go.
    fn write(&self, state: usize) {
        let _ = std::fs::remove_dir_all(self.path("s"));
        std::fs::create_dir_all(self.path("s")).unwrap();
        for n in 0..6 {
            let told = if n < 3 { 0 } else { state };
            if (n + state).is_multiple_of(5) {
                continue;
            }
            let text =
                format!("The lamp of quay{n}x{told} was lit by the keeper.[1]\n\n[1] Ann Lee, Lamps (1999), p. {n}.\n");
            std::fs::write(self.path(&format!("s/f{n}.txt")), text).unwrap();
        }
    }

    fn run(&self, rebuild: bool) -> crate::error::Result<super::Report> {
        let request = Request { paths: vec![self.path("s")], jobs: 1, rebuild, ..Request::default() };
        run(&self.path("index"), &request, &|_| {})
    }

    fn held(&self) -> Held {
        held(&self.path("index"))
    }
}

fn held(dir: &Path) -> Held {
    let Ok(index) = Index::open(dir) else { return Held::new() };
    index.files().unwrap().into_iter().map(|file| (file.path.clone(), index.passages(&file.path).unwrap())).collect()
}

/// The hits of a search: path and text, best first.
fn hits(dir: &Path) -> Vec<(String, String)> {
    let index = Index::open(dir).unwrap();
    let engine = Engine::new(&index).unwrap();
    let request = crate::query::Request { limit: 0, all_copies: true, ..crate::query::Request::new("lamp keeper") };
    let found = engine.search(&request).unwrap();
    found.hits.into_iter().map(|hit| (hit.document.path.clone(), hit.text.clone())).collect()
}

/// Files in the folder that no commit names: what a failed run left.
fn left(dir: &Path) -> Vec<String> {
    let meta = std::fs::read_to_string(dir.join("meta.json")).unwrap();
    let meta: serde_json::Value = serde_json::from_str(&meta).unwrap();
    let segments = meta["segments"].as_array().unwrap().iter().map(|segment| {
        let id = segment["segment_id"].as_str().unwrap().replace('-', "");
        let deletes = segment["deletes"]["opstamp"].as_u64().map(|opstamp| format!("{id}.{opstamp}.del"));
        (id, deletes)
    });
    let segments: Vec<(String, Option<String>)> = segments.collect();
    let is_named = |name: &String| {
        segments.iter().any(|(id, deletes)| match name.ends_with(".del") {
            true => deletes.as_ref() == Some(name),
            false => name.starts_with(id),
        })
    };
    let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_own =
        |name: &str| ["meta.json", ".managed.json"].contains(&name) || name.starts_with('.') && name.ends_with(".lock");
    names.filter(|name| !is_own(name) && !is_named(name)).collect()
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Makes run after run fail that goes on from `before` (none for a vacant folder).
fn fail_each(before: Option<usize>, rebuild: bool) {
    let world = World::new();
    let dir = world.path("index");
    let start = world.path("start");
    // many small segments, so that the run under test merges some too
    for state in before.into_iter().flat_map(|last| 0..=last) {
        world.write(state);
        world.run(false).unwrap();
    }
    let old = world.held();
    if before.is_some() {
        copy(&dir, &start);
    }
    world.write(before.map_or(1, |last| last + 1));
    let again = |world: &World| match before {
        Some(_) => copy(&start, &dir),
        None => drop(std::fs::remove_dir_all(world.path("index"))),
    };
    again(&world);
    let plan = Plan::new(&dir, 0, How::Once);
    world.run(rebuild).unwrap();
    let deeds = plan.deeds();
    drop(plan);
    let (new, found) = (world.held(), hits(&dir));
    assert!(deeds > 20 && new != old, "{deeds} deeds");
    let step = deeds.div_ceil(most()).max(1);
    let mut failed = 0;
    for (nth, how) in (1..=deeds).step_by(step).flat_map(|nth| [(nth, How::Once), (nth, How::FromThenOn)]) {
        again(&world);
        let plan = Plan::new(&dir, nth, how);
        let ended = world.run(rebuild);
        drop(plan);
        failed += usize::from(ended.is_err());
        let what = format!("deed {nth} of {deeds} failed, {how:?}, and the run ended so: {ended:?}");
        // a new index may be left before its first commit, and is one without files
        if Index::open(&dir).is_ok() {
            assert_eq!(check::faults(&dir).unwrap(), Vec::<String>::new(), "{what}");
        }
        let now = world.held();
        assert!(now == new || ended.is_err() && now == old, "{what}: neither as before nor as after");
        world.run(false).unwrap_or_else(|error| panic!("{what}; then: {error}"));
        assert_eq!(world.held(), new, "{what}");
        assert_eq!(hits(&dir), found, "{what}");
        assert_eq!(left(&dir), Vec::<String>::new(), "{what}");
    }
    assert!(failed > 10, "{failed}");
}

#[test]
fn a_first_run_may_fail_anywhere() {
    fail_each(None, false);
}

#[test]
fn an_update_may_fail_anywhere() {
    fail_each(Some(7), false);
}

#[test]
fn a_rebuild_may_fail_anywhere() {
    fail_each(Some(2), true);
}
