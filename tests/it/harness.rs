//! A folder of sources, an index, and the program, as a user has them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A working folder that goes with the test.
pub struct Dir {
    temp: TempDir,
}

/// What a run left.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Dir {
    pub fn new() -> Self {
        let dir = Dir { temp: TempDir::new().unwrap() };
        // so that the index of a test stands here, and not with that of the user
        dir.file("index/README.md", "");
        dir
    }

    pub fn path(&self) -> &Path {
        self.temp.path()
    }

    pub fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Copies a folder and what is below it.
    pub fn folder(&self, name: &str, from: &Path) -> &Self {
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                self.folder(&name, &path);
            } else {
                self.file(&name, std::fs::read(&path).unwrap());
            }
        }
        self
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path().join(path)).unwrap()
    }

    pub fn ibid(&self, args: &[&str]) -> Ran {
        self.ibid_with(args, "")
    }

    /// Runs the program where other programs are found in the folders of `path`.
    #[cfg(unix)]
    pub fn ibid_in(&self, args: &[&str], path: &str) -> Ran {
        Ran::of(self.command(args).env("PATH", path).output().unwrap())
    }

    /// Runs the program here, with `input` on its standard input.
    pub fn ibid_with(&self, args: &[&str], input: &str) -> Ran {
        use std::io::Write;
        let mut child = self.command(args).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command
            .args(args)
            .current_dir(self.path())
            .env_remove("IBID_INDEX")
            .env_remove("NO_COLOR")
            .env("HOME", self.path().join("home"))
            .env("XDG_DATA_HOME", self.path().join("home/data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The same, after a look at the exit status.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// The JSON lines of the output.
    pub fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    /// The hits among the JSON lines.
    pub fn hits(&self) -> Vec<Value> {
        self.json().into_iter().filter(|record| record["type"] == "hit").collect()
    }
}

/// A range `[start, end]` of a JSON record.
pub fn range(value: &Value) -> (usize, usize) {
    (value[0].as_u64().unwrap() as usize, value[1].as_u64().unwrap() as usize)
}

/// The folder of the real source documents: `$IBID_SEEDS`, else beside the
/// project. `None`, with a word on stderr, where neither is there; a variable
/// that is set and leads nowhere fails.
pub fn real_seeds() -> Option<PathBuf> {
    if let Some(dir) = std::env::var_os("IBID_SEEDS") {
        let dir = PathBuf::from(dir);
        let dir = if dir.is_absolute() { dir } else { Path::new(env!("CARGO_MANIFEST_DIR")).join(dir) };
        assert!(dir.is_dir(), "IBID_SEEDS is set, but {} is no folder", dir.display());
        return Some(dir);
    }
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !dir.is_dir() {
        eprintln!("skipped: the real source documents are not here (see seeds/README.md)");
        return None;
    }
    Some(dir)
}

/// Random numbers that are the same in every run (xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
