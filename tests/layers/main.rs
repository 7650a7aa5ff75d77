//! The layers of the house: a module may use those above it and none below.
//!
//! Reads the sources as text, so it holds for code that does not compile too.

#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in test functions, not in their helpers")]

mod rings;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Modules from the bottom up; `lib` and `main` stand outside.
const LAYERS: &[&str] = &[
    "error", "span", "works", "sentence", "model", "source", "read", "link", "cite", "segment", "index", "query",
    "aliases", "cited", "verify", "render", "ingest", "mcp", "cli",
];

/// What `render` may use.
const RENDER: &[&str] = &["error", "span", "works", "sentence", "model", "render"];

fn sources() -> Vec<(String, PathBuf)> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let module = |path: &PathBuf| {
        let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    files.sort();
    files.into_iter().map(|path| (module(&path), path)).collect()
}

/// The crate's modules that a file names, by `crate::x` or `crate::{x, y::z}`.
fn named(code: &str) -> BTreeSet<String> {
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            for (i, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = true,
                    c if start && c.is_alphabetic() => {
                        out.insert(word(&list[i..]));
                        start = false;
                    }
                    _ => {}
                }
            }
        } else {
            out.insert(word(rest));
        }
    }
    out
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_module_uses_only_those_above_it() {
    let place = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    let mut wrong = Vec::new();
    for (module, path) in sources().into_iter().filter(|(module, _)| !["lib", "main"].contains(&module.as_str())) {
        let code = std::fs::read_to_string(&path).unwrap();
        let own = place(&module).unwrap_or_else(|| panic!("`{module}` has no layer"));
        for used in named(&code) {
            // `Error`, `Result` and `ErrorKind` are re-exported at the root
            let Some(used_at) = place(&used) else { continue };
            let allowed = if module == "render" { RENDER.contains(&used.as_str()) } else { used_at <= own };
            if !allowed {
                wrong.push(format!("{} uses `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rooms of `query` from the bottom up; what is not named may be used by all.
const ROOMS: &[&str] = &["syntax", "plan", "store", "local", "rank", "answer"];

#[test]
fn a_room_of_queries_uses_only_those_before_it() {
    let room = |path: &Path| {
        let inside = path.to_string_lossy().rsplit_once("/src/query/").map(|(_, inside)| inside.to_owned())?;
        ROOMS.iter().position(|room| inside.split(['/', '.']).next() == Some(room))
    };
    let mut wrong = Vec::new();
    for (_, path) in sources() {
        let Some(own) = room(&path) else { continue };
        let code = std::fs::read_to_string(&path).unwrap();
        for line in code.lines() {
            let later = |used: &&&str| line.contains(&format!("crate::query::{used}::"));
            // the engine of the whole room is chosen in `answer`
            if let Some(used) = ROOMS[own + 1..].iter().find(later) {
                wrong.push(format!("{} uses `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_index_and_the_local_store_name_the_engine() {
    let names = |path: &PathBuf| {
        let is_store = path.to_string_lossy().contains("/src/query/local/");
        !is_store && std::fs::read_to_string(path).unwrap().contains("tantivy")
    };
    let outside = sources().into_iter().filter(|(module, _)| module != "index");
    let wrong: Vec<PathBuf> = outside.map(|(_, path)| path).filter(names).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn only_the_command_line_prints() {
    let prints =
        |code: &str| ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!("].iter().any(|p| code.contains(p));
    let outside = sources().into_iter().filter(|(module, _)| module != "cli");
    let wrong: Vec<PathBuf> =
        outside.map(|(_, path)| path).filter(|path| prints(&std::fs::read_to_string(path).unwrap())).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_check_sees_what_it_looks_for() {
    let code = "use crate::{span::Span, model::{Note, Hit}};\nfn f() { crate::index::x() } // crate::cli";
    let want = ["index", "model", "span"].map(String::from);
    assert_eq!(named(code), BTreeSet::from(want));
}
