//! Walking a source: every file, with the reason where one is passed over.
//!
//! Hidden files and folders are passed over unless they are asked for, and so is
//! what a browser saves beside a page; a folder is one entry, whatever it holds. No
//! `.gitignore` is heeded; `.ibidignore` is, in the folder where it stands and below,
//! with the rules of `.gitignore`. Links are not followed. The order is that of the
//! paths and the same everywhere.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::detect;
use super::file::{self, State};

/// The file with the names that are passed over.
pub const IGNORE_FILE: &str = ".ibidignore";

/// The reason for what is hidden.
pub const HIDDEN: &str = "hidden";

/// The reason for what a browser saved beside a page.
pub const SAVED: &str = "saved with a web page";

/// Ends of the names of folders in which browsers save what belongs to a page: the
/// page is `Name.html`, its folder `Name_files`, or that in the browser's language.
const SAVED_ENDS: [&str; 22] = [
    "_files",
    ".files",
    "-files",
    "_file",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_arquivos",
    "_ficheiros",
    "_bestanden",
    "_filer",
    "-filer",
    "_tiedostot",
    "_pliki",
    "_soubory",
    "_súbory",
    "_elemei",
    "_datoteke",
    "_fajlovi",
    "_dosyalar",
    "_fitxers",
    "_failid",
];

/// Ends of names that browsers give to saved scripts and styles, so that they do not run.
const SAVED_SCRIPTS: [&str; 3] = [".js.download", ".mjs.download", ".css.download"];

/// Extensions of pages.
const PAGES: [&str; 4] = ["html", "htm", "xhtml", "shtml"];

/// What a walk leaves out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Without<'a> {
    /// A folder that is left out without a word: the index itself, where it lies inside.
    pub folder: Option<&'a Path>,
    /// False to pass over hidden files and folders, and what was saved with a page.
    pub hidden: bool,
}

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

/// All that a source holds, by path. The root itself is read even where it is hidden:
/// it was named.
///
/// The error is the reason for which the source cannot be reached.
pub fn walk(root: &Path, without: Without) -> Result<Vec<Found>, String> {
    let metadata = std::fs::symlink_metadata(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "not there".to_owned(),
        _ => file::reason(&error),
    })?;
    let mut walk = Walk { root, without, rules: Vec::new(), found: Vec::new() };
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
    without: Without<'a>,
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
        let mut all = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => all.push((entry.path(), entry.metadata())),
                Err(error) => self.push(dir.to_path_buf(), What::Failed(file::reason(&error))),
            }
        }
        let pages = pages(&all);
        for (path, metadata) in all {
            self.entry(path, metadata, &pages);
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

    /// `metadata` is that of the entry itself, links not followed; `pages` are the
    /// pages in its folder.
    fn entry(&mut self, path: PathBuf, metadata: std::io::Result<Metadata>, pages: &BTreeSet<String>) {
        if self.without.folder == Some(path.as_path()) {
            return;
        }
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(error) => return self.push(path, What::Failed(file::reason(&error))),
        };
        if path.file_name() == Some(OsStr::new(IGNORE_FILE)) && metadata.is_file() {
            return self.push(path, What::Skipped("ignore rules"));
        }
        match self.ruled(&path, metadata.is_dir()) {
            Some(Rule::Out) => return self.push(path, What::Skipped(IGNORE_FILE)),
            // who writes `!.drafts/` means it
            Some(Rule::In) => {}
            None if self.without.hidden => {}
            None => {
                if let Some(reason) = passed_over(&path, &metadata, pages) {
                    return self.push(path, What::Skipped(reason));
                }
            }
        }
        if !metadata.is_dir() {
            return self.push(path, what(&metadata));
        }
        match std::fs::read_dir(&path) {
            Ok(entries) => self.folder(&path, entries),
            Err(error) => self.push(path, What::Failed(file::reason(&error))),
        }
    }

    /// What the rules say of a path: the innermost that speaks of it decides.
    fn ruled(&self, path: &Path, is_dir: bool) -> Option<Rule> {
        let spoken = self.rules.iter().rev().map(|rules| rules.matched(path, is_dir)).find(|m| !m.is_none());
        spoken.map(|m| if m.is_ignore() { Rule::Out } else { Rule::In })
    }

    fn push(&mut self, path: PathBuf, what: What) {
        let below = path.strip_prefix(self.root).map(slashed).unwrap_or_default();
        self.found.push(Found { below, path, what });
    }
}

/// What a rule says of a path.
enum Rule {
    In,
    Out,
}

/// Why a file or folder is passed over where nothing else is asked for, if so.
fn passed_over(path: &Path, metadata: &Metadata, pages: &BTreeSet<String>) -> Option<&'static str> {
    let name = text_of(path.file_name()?);
    if is_hidden(&name) {
        return Some(HIDDEN);
    }
    let is_saved = if metadata.is_dir() {
        let stems = SAVED_ENDS.iter().filter_map(|end| name.strip_suffix(end));
        stems.into_iter().any(|stem| pages.contains(stem))
    } else {
        let name = name.to_lowercase();
        SAVED_SCRIPTS.iter().any(|end| name.len() > end.len() && name.ends_with(end))
    };
    is_saved.then_some(SAVED)
}

/// The names of the pages of a folder, without their extensions.
fn pages(entries: &[(PathBuf, std::io::Result<Metadata>)]) -> BTreeSet<String> {
    let files = entries.iter().filter(|(_, metadata)| metadata.as_ref().is_ok_and(Metadata::is_file));
    let names = files.filter_map(|(path, _)| path.file_name()).map(text_of);
    let is_page = |name: &String| detect::extension(name).is_some_and(|e| PAGES.contains(&e.as_str()));
    names.filter(is_page).filter_map(|name| Some(name.rsplit_once('.')?.0.to_owned())).collect()
}

/// True for a name that begins with a dot.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name != "." && name != ".."
}

/// The part of a path, from its beginning, that ends with the first hidden name in it.
pub fn hidden_part(path: &str) -> Option<&str> {
    let mut start = 0;
    for name in path.split('/') {
        let end = start + name.len();
        if is_hidden(name) {
            return path.get(..end);
        }
        start = end + 1;
    }
    None
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
    if let Some(text) = path.to_str().filter(|text| std::path::MAIN_SEPARATOR == '/' && !text.contains(ESCAPE)) {
        return text.to_owned();
    }
    let parts: Vec<String> = path.components().map(|part| text_of(part.as_os_str())).collect();
    parts.join("/")
}

/// What begins a byte in a name that is no UTF-8.
const ESCAPE: &str = "\\x";

/// A name or path as text; bytes that are no UTF-8 stand as `\xHH`. A name that has
/// such signs of its own has its backslash written so, so that two names stay two and
/// [`path_of`] leads back.
pub fn text_of(name: &OsStr) -> String {
    bytes_as_text(name.as_encoded_bytes())
}

/// The same of a name that is bytes.
pub fn bytes_as_text(name: &[u8]) -> String {
    let mut out = String::new();
    for chunk in name.utf8_chunks() {
        let mut valid = chunk.valid();
        while let Some(at) = valid.find(ESCAPE) {
            out.push_str(&valid[..at]);
            out.push_str(if escaped(&valid[at..]).is_some() { "\\x5C" } else { "\\" });
            valid = &valid[at + 1..];
        }
        out.push_str(valid);
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

/// The byte for which the `\xHH` stands that a text begins with.
fn escaped(text: &str) -> Option<u8> {
    let digits = text.strip_prefix(ESCAPE)?.get(..2)?;
    let is_ours = digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    u8::from_str_radix(digits, 16).ok().filter(|_| is_ours)
}

/// The path that a text of [`text_of`] stands for.
pub fn path_of(text: &str) -> PathBuf {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(ESCAPE) {
        bytes.extend(rest[..at].bytes());
        let byte = escaped(&rest[at..]);
        bytes.push(byte.unwrap_or(b'\\'));
        rest = &rest[at + if byte.is_some() { ESCAPE.len() + 2 } else { 1 }..];
    }
    bytes.extend(rest.bytes());
    path_of_bytes(bytes).unwrap_or_else(|| PathBuf::from(text))
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

/// Elsewhere names are text of another kind; what is none cannot be given back.
#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn every_name_has_a_text_of_its_own_that_leads_back() {
        use std::os::unix::ffi::OsStrExt;
        let names: [&[u8]; 9] = [
            b"inv\xff.txt",
            b"inv\\xFF.txt",
            b"inv\\x5CxFF.txt",
            b"inv\\xff.txt",
            b"a\\x",
            b"\\x5",
            b"\\\\x41",
            "caf\u{e9}".as_bytes(),
            b"caf\xe9\\xE9",
        ];
        let texts: BTreeSet<String> = names.iter().map(|name| text_of(OsStr::from_bytes(name))).collect();
        assert_eq!(texts.len(), names.len());
        for name in names {
            assert_eq!(path_of(&text_of(OsStr::from_bytes(name))).as_os_str().as_bytes(), name);
        }
        assert_eq!(text_of(OsStr::new("a\\xff")), "a\\xff", "what is none stays as it is");
    }

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
        walked_with(dir, false)
    }

    fn walked_with(dir: &Path, hidden: bool) -> Vec<(String, String)> {
        let show = |what| match what {
            What::File(state) => format!("{}", state.size),
            What::Skipped(reason) => reason.to_owned(),
            What::Failed(reason) => format!("! {reason}"),
        };
        let index = dir.join("index");
        walk(dir, Without { folder: Some(&index), hidden })
            .unwrap()
            .into_iter()
            .map(|f| (f.below, show(f.what)))
            .collect()
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
        assert_eq!(walked_with(dir.path(), true), pairs(&want));
        let want =
            [(".gitignore", "hidden"), (".hidden", "hidden"), ("a/z", "0"), ("b.txt", "2"), ("sub/index/x", "1")];
        assert_eq!(walked(dir.path()), pairs(&want));
    }

    #[test]
    fn a_hidden_folder_is_one_entry_unless_it_is_named_or_asked_for() {
        let dir = folder(&[(".vault/a.txt", "1"), (".vault/.trash/b.txt", "1"), (".drafts/c.txt", "1")]);
        assert_eq!(walked(dir.path()), pairs(&[(".drafts", "hidden"), (".vault", "hidden")]));
        assert_eq!(walked(&dir.path().join(".vault")), pairs(&[(".trash", "hidden"), ("a.txt", "1")]));
        std::fs::write(dir.path().join(IGNORE_FILE), "!.drafts\n").unwrap();
        let want = [(".drafts/c.txt", "1"), (".ibidignore", "ignore rules"), (".vault", "hidden")];
        assert_eq!(walked(dir.path()), pairs(&want));
    }

    #[test]
    fn what_was_saved_beside_a_page_goes_with_the_page() {
        let dir = folder(&[
            ("Harbour.HTM", "page"),
            ("Harbour_files/ad.html", "ad"),
            ("Kai.xhtml", "page"),
            ("Kai-Dateien/x.css", ""),
            ("tax_files/letter.txt", "1"),
            ("stat.js.download", ""),
        ]);
        let want = [
            ("Harbour.HTM", "4"),
            ("Harbour_files", SAVED),
            ("Kai-Dateien", SAVED),
            ("Kai.xhtml", "4"),
            ("stat.js.download", SAVED),
            ("tax_files/letter.txt", "1"),
        ];
        assert_eq!(walked(dir.path()), pairs(&want));
        assert_eq!(walked_with(dir.path(), true).len(), 6);
    }

    #[test]
    fn the_hidden_part_of_a_path() {
        assert_eq!(hidden_part("a/.git/hooks/x"), Some("a/.git"));
        assert_eq!(hidden_part("in.zip!/.DS_Store"), Some("in.zip!/.DS_Store"));
        assert_eq!((hidden_part("../a/./b.txt"), hidden_part("a.b/c")), (None, None));
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
        let found = walk(&dir.path().join("a"), Without::default()).unwrap();
        assert_eq!((found.len(), found[0].below.as_str()), (1, ""));
        assert_eq!(walk(&dir.path().join("b"), Without::default()).unwrap_err(), "not there");
    }
}
