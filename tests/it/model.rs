//! A folder of small files and a plain model of it: what must be found, and nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::harness::{Dir, Random};

/// Rounds of a test, `short` unless more are asked for.
pub fn rounds(short: usize) -> usize {
    std::env::var("IBID_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// The files of a folder and the word that each alone holds.
pub type Model = BTreeMap<String, String>;

/// A folder `s`, its index, and the model of both.
pub struct World {
    pub dir: Dir,
    pub model: Model,
    pub random: Random,
    /// Numbers words and files.
    next: usize,
}

/// Writes a file that holds a word that no other does, and a note.
pub fn write(dir: &Dir, path: &str, word: &str) {
    let text = format!("The lamp of {word} was lit by the keeper.[1]\n\n[1] Ann Lee, Lamps (London, 1999), p. 3.\n");
    dir.file(&format!("s/{path}"), text);
}

impl World {
    /// A folder after so many edits.
    pub fn new(seed: u64, edits: usize) -> World {
        let mut world = World { dir: Dir::new(), model: Model::new(), random: Random::new(seed), next: 0 };
        (0..edits).for_each(|_| world.edit());
        world
    }

    /// Changes, adds, removes and renames a few files; some are there in the end.
    pub fn edit(&mut self) {
        for _ in 0..1 + self.random.below(6) {
            self.next += 1;
            let word = format!("zq{}x", self.next);
            let paths: Vec<String> = self.model.keys().cloned().collect();
            // most have few files, none more than a hundred
            let kind = if paths.len() < 2 { 0 } else { self.random.below(4) };
            if kind == 0 && paths.len() < 100 {
                let path = format!("{}/f{}.txt", self.random.below(3), self.next);
                write(&self.dir, &path, &word);
                self.model.insert(path, word);
                continue;
            }
            let path = self.random.pick(&paths).clone();
            let old = self.model.remove(&path);
            match (kind, old) {
                (0 | 1, _) => std::fs::remove_file(self.source(&path)).unwrap(),
                (2, Some(old)) => {
                    let to = format!("r{}.txt", self.next);
                    std::fs::rename(self.source(&path), self.source(&to)).unwrap();
                    self.model.insert(to, old);
                }
                _ => {
                    write(&self.dir, &path, &word);
                    self.model.insert(path, word);
                }
            }
        }
    }

    fn source(&self, path: &str) -> PathBuf {
        self.dir.path().join("s").join(path)
    }

    /// Brings the index up to date, and looks whether it holds what the folder does and
    /// nothing is left behind.
    #[track_caller]
    pub fn settles(&self, round: usize) {
        self.dir.ibid(&["index", "s"]).exits(0);
        assert_eq!(self.indexed(), self.model, "round {round}");
        assert_eq!(leftovers(&self.dir.path().join("index")), Vec::<String>::new(), "round {round}");
    }

    /// What the index holds: the word of each file, by its path.
    #[track_caller]
    pub fn indexed(&self) -> Model {
        indexed(&self.dir)
    }

    /// Looks whether an index that a run was broken off at is whole, and as it was before
    /// the run or after it. There may be none yet where there was none.
    #[track_caller]
    pub fn is_one_or_the_other(&self, before: &Model, what: &str) {
        if self.dir.path().join("index/meta.json").exists() {
            check(&self.dir);
            let now = self.indexed();
            assert!(now == *before || now == self.model, "{what}: neither as before nor as after");
        }
    }
}

/// What the index of a folder holds: the word of each file, by its path.
#[track_caller]
pub fn indexed(dir: &Dir) -> Model {
    let ran = dir.ibid(&["search", "--json", "-n", "0", "--all-copies", "keeper"]);
    assert!(ran.status < 2, "{}", ran.err);
    let word = |text: &str| text.split(' ').nth(3).unwrap_or_default().to_owned();
    let of = |hit: &serde_json::Value| {
        let path = hit["document"]["path"].as_str().unwrap().trim_start_matches("s/").to_owned();
        assert_eq!(hit["notes"].as_array().unwrap().len(), 1, "{hit}");
        (path, word(hit["text"].as_str().unwrap()))
    };
    ran.hits().iter().map(of).collect()
}

/// Fails where the index is not whole.
#[track_caller]
pub fn check(dir: &Dir) {
    let ran = dir.ibid(&["status", "--check"]);
    assert!(ran.status == 0, "{}{}", ran.out, ran.err);
}

/// Files in the folder of an index that no commit names: what a broken run left.
pub fn leftovers(index: &Path) -> Vec<String> {
    let meta: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(index.join("meta.json")).unwrap()).unwrap();
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
    let names = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let own = ["README.md", "meta.json", ".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"];
    names.filter(|name| !own.contains(&name.as_str()) && !is_named(name)).collect()
}
