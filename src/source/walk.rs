//! Walking a source: every file, with the reason where one is passed over.
//!
//! Hidden files count, no `.gitignore` is heeded; `.ibidignore` is, in the
//! folder where it stands and below, with the rules of `.gitignore`. Links are
//! not followed. The order is that of the paths and the same everywhere.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::file::{self, State};

/// The file with the names that are passed over.
pub const IGNORE_FILE: &str = ".ibidignore";

/// What was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A regular file.
    File(State),
    /// Passed over, with the reason.
    Skipped(&'static str),
    /// A file or folder that cannot be looked at, with the reason. What the
    /// index holds from below such a folder is still there, for all we know.
    Failed(String),
}

/// Something met in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path below the source, parts joined by `/`; empty for a source that is
    /// one file. Bytes that are no UTF-8 stand as `\xHH`.
    pub below: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub what: What,
}

/// All that a source holds, by path. `exclude` is a folder that is left out
/// without a word: the index itself, where it lies inside.
///
/// The error is the reason for which the source cannot be reached.
pub fn walk(root: &Path, exclude: Option<&Path>) -> Result<Vec<Found>, String> {
    let metadata = std::fs::symlink_metadata(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "not there".to_owned(),
        _ => file::reason(&error),
    })?;
    let mut walk = Walk { root, exclude, rules: Vec::new(), found: Vec::new() };
    if metadata.is_dir() {
        let entries = std::fs::read_dir(root).map_err(|error| file::reason(&error))?;
        walk.folder(root, entries);
    } else {
        walk.found.push(Found { below: String::new(), path: root.to_path_buf(), what: what(&metadata) });
    }
    let mut found = walk.found;
    found.sort_by(|a, b| a.below.cmp(&b.below));
    Ok(found)
}

struct Walk<'a> {
    root: &'a Path,
    exclude: Option<&'a Path>,
    /// The rules in force, outermost first.
    rules: Vec<Gitignore>,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn folder(&mut self, dir: &Path, entries: std::fs::ReadDir) {
        let depth = self.rules.len();
        let rules = dir.join(IGNORE_FILE);
        if std::fs::symlink_metadata(&rules).is_ok_and(|metadata| metadata.is_file()) {
            self.add_rules(dir, &rules);
        }
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(entry.path(), entry.metadata()),
                Err(error) => self.push(dir.to_path_buf(), What::Failed(file::reason(&error))),
            }
        }
        self.rules.truncate(depth);
    }

    fn add_rules(&mut self, dir: &Path, rules: &Path) {
        let mut builder = GitignoreBuilder::new(dir);
        // a rule that cannot be read hides nothing: its files are then indexed
        let _ = builder.add(rules);
        if let Ok(rules) = builder.build() {
            self.rules.push(rules);
        }
    }

    /// `metadata` is that of the entry itself, links not followed.
    fn entry(&mut self, path: PathBuf, metadata: std::io::Result<Metadata>) {
        if self.exclude == Some(path.as_path()) {
            return;
        }
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(error) => return self.push(path, What::Failed(file::reason(&error))),
        };
        if path.file_name() == Some(OsStr::new(IGNORE_FILE)) && metadata.is_file() {
            return self.push(path, What::Skipped("ignore rules"));
        }
        if self.hidden(&path, metadata.is_dir()) {
            return self.push(path, What::Skipped(IGNORE_FILE));
        }
        if !metadata.is_dir() {
            return self.push(path, what(&metadata));
        }
        match std::fs::read_dir(&path) {
            Ok(entries) => self.folder(&path, entries),
            Err(error) => self.push(path, What::Failed(file::reason(&error))),
        }
    }

    /// True where the rules hide a path: the innermost that speaks of it decides.
    fn hidden(&self, path: &Path, is_dir: bool) -> bool {
        let spoken = self.rules.iter().rev().map(|rules| rules.matched(path, is_dir)).find(|m| !m.is_none());
        spoken.is_some_and(|m| m.is_ignore())
    }

    fn push(&mut self, path: PathBuf, what: What) {
        let below = path.strip_prefix(self.root).map(slashed).unwrap_or_default();
        self.found.push(Found { below, path, what });
    }
}

fn what(metadata: &Metadata) -> What {
    let kind = metadata.file_type();
    if kind.is_file() {
        What::File(State::from(metadata))
    } else if kind.is_symlink() {
        What::Skipped("symlink")
    } else {
        What::Skipped("not a regular file")
    }
}

/// A relative path with `/` between its parts.
fn slashed(path: &Path) -> String {
    if let Some(text) = path.to_str().filter(|_| std::path::MAIN_SEPARATOR == '/') {
        return text.to_owned();
    }
    let parts: Vec<String> = path.components().map(|part| text_of(part.as_os_str())).collect();
    parts.join("/")
}

/// A name as text; bytes that are no UTF-8 stand as `\xHH`, so that two names
/// stay two.
pub fn text_of(name: &OsStr) -> String {
    bytes_as_text(name.as_encoded_bytes())
}

/// The same of a name that is bytes.
pub fn bytes_as_text(name: &[u8]) -> String {
    let mut out = String::new();
    for chunk in name.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    fn walked(dir: &Path) -> Vec<(String, String)> {
        let show = |what| match what {
            What::File(state) => format!("{}", state.size),
            What::Skipped(reason) => reason.to_owned(),
            What::Failed(reason) => format!("! {reason}"),
        };
        let exclude = dir.join("index");
        walk(dir, Some(&exclude)).unwrap().into_iter().map(|f| (f.below, show(f.what))).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_file_is_met_in_order() {
        let dir = folder(&[
            ("b.txt", "12"),
            (".hidden", "1"),
            ("a/z", ""),
            (".gitignore", "*"),
            ("index/meta.json", "x"),
            ("sub/index/x", "1"),
        ]);
        let want = [(".gitignore", "1"), (".hidden", "1"), ("a/z", "0"), ("b.txt", "2"), ("sub/index/x", "1")];
        assert_eq!(walked(dir.path()), pairs(&want));
    }

    #[test]
    fn our_ignore_file_hides_and_the_walk_says_so() {
        let dir = folder(&[
            (".ibidignore", "*.tmp\ndrafts/\n"),
            ("a.tmp", ""),
            ("drafts/x.txt", ""),
            ("in/.ibidignore", "!b.tmp\n"),
            ("in/b.tmp", "1"),
        ]);
        let want = [
            (".ibidignore", "ignore rules"),
            ("a.tmp", ".ibidignore"),
            ("drafts", ".ibidignore"),
            ("in/.ibidignore", "ignore rules"),
            ("in/b.tmp", "1"),
        ];
        assert_eq!(walked(dir.path()), pairs(&want));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_named_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;
        let dir = folder(&[("a", "1")]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("broken")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("socket")).unwrap();
        std::fs::write(dir.path().join(OsStr::from_bytes(b"caf\xe9")), "").unwrap();
        let want = [
            ("a", "1"),
            ("broken", "symlink"),
            ("caf\\xE9", "0"),
            ("loop", "symlink"),
            ("socket", "not a regular file"),
        ];
        assert_eq!(walked(dir.path()), pairs(&want));
    }

    #[test]
    fn one_file_is_a_source_and_nothing_is_none() {
        let dir = folder(&[("a", "1")]);
        let found = walk(&dir.path().join("a"), None).unwrap();
        assert_eq!((found.len(), found[0].below.as_str()), (1, ""));
        assert_eq!(walk(&dir.path().join("b"), None).unwrap_err(), "not there");
    }
}
