//! Rings: files that import each other, so that none can be read or changed alone.
//!
//! A file that re-exports or uses what lies in its own folder makes a ring with what
//! uses its types: types belong in a file below both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

use super::sources;

/// The rings of today, a line each. The list may only shrink: whoever opens a ring takes its
/// line, or its file, out.
const TODAY: &str = include_str!("rings.txt");

/// A module by the names of the path that leads to it: `["read", "pdf", "line"]`.
type Module = Vec<String>;
type Graph = BTreeMap<Module, BTreeSet<Module>>;

fn module(path: &Path) -> Module {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = path.strip_prefix(src).unwrap().with_extension("");
    let mut names: Module = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        names.pop();
    }
    names
}

/// The paths of a `use`: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn opened(tree: &str) -> Vec<String> {
    let Some((before, inside)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let inside = inside.trim_end().trim_end_matches('}');
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(|part| opened(&format!("{}{part}", before.trim()))).collect()
}

/// The file that a path leads to, seen from a module.
fn resolved(from: &Module, path: &str, graph: &Graph) -> Option<Module> {
    let names: Vec<&str> = path.split("::").map(str::trim).collect();
    let ups = names.iter().take_while(|name| **name == "super").count();
    let (mut at, rest) = match names.first()? {
        &"crate" => (Module::new(), &names[1..]),
        &"self" => (from.clone(), &names[1..]),
        &"super" => (from[..from.len().checked_sub(ups)?].to_vec(), &names[ups..]),
        first => {
            let child: Module = from.iter().cloned().chain([(*first).to_owned()]).collect();
            graph.contains_key(&child).then(|| (from.clone(), &names[..]))?
        }
    };
    for name in rest {
        let deeper: Module = at.iter().cloned().chain([(*name).to_owned()]).collect();
        if !graph.contains_key(&deeper) {
            break;
        }
        at = deeper;
    }
    graph.contains_key(&at).then_some(at)
}

fn graph() -> Graph {
    let (uses, paths) =
        (Regex::new(r"\buse\s+([^;]+);").unwrap(), Regex::new(r"\b(?:crate|super|self)(?:::\w+)+").unwrap());
    let files: Vec<(Module, String)> = sources()
        .into_iter()
        .filter(|(name, _)| name != "main")
        .map(|(_, path)| {
            let code = std::fs::read_to_string(&path).unwrap();
            let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned();
            let code: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
            (module(&path), code.join("\n"))
        })
        .collect();
    let mut graph: Graph = files.iter().map(|(module, _)| (module.clone(), BTreeSet::new())).collect();
    for (module, code) in files {
        let imported = uses.captures_iter(&code).flat_map(|found| opened(&found[1]));
        let body = uses.replace_all(&code, "").into_owned();
        let written = paths.find_iter(&body).map(|found| found.as_str().to_owned());
        let used: BTreeSet<Module> = imported
            .chain(written)
            .filter_map(|path| resolved(&module, &path, &graph))
            .filter(|used| *used != module)
            .collect();
        graph.insert(module, used);
    }
    graph
}

/// All that a module leads to.
fn reached<'a>(graph: &'a Graph, from: &Module) -> BTreeSet<&'a Module> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Module> = graph[from].iter().collect();
    while let Some(module) = open.pop() {
        if found.insert(module) {
            open.extend(&graph[module]);
        }
    }
    found
}

/// The rings, each as a line of its modules in order.
fn rings(graph: &Graph) -> BTreeSet<String> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        graph.keys().map(|module| (module, reached(graph, module))).collect();
    let ring = |module: &&Module| {
        let back = reached[*module].iter().filter(|other| reached[**other].contains(*module));
        back.map(|other| other.join("/")).collect::<Vec<_>>().join(" ")
    };
    graph.keys().filter(|module| reached[module].contains(module)).map(|module| ring(&module)).collect()
}

#[test]
fn rings_may_only_be_opened() {
    let now = rings(&graph());
    let today: BTreeSet<String> = TODAY.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let listed = |ring: &String| {
        let files: BTreeSet<&str> = ring.split(' ').collect();
        today.iter().any(|known| files.is_subset(&known.split(' ').collect()))
    };
    let new: Vec<&String> = now.iter().filter(|ring| !listed(ring)).collect();
    assert!(new.is_empty(), "files that import each other, put what both need in a file below them: {new:#?}");
    let gone: Vec<&String> = today.iter().filter(|ring| !now.contains(*ring)).collect();
    assert!(gone.is_empty(), "open now, or smaller: write tests/layers/rings.txt anew: {gone:#?} of {now:#?}");
}

#[test]
fn a_ring_is_seen() {
    let module = |name: &str| vec!["a".to_owned(), name.to_owned()];
    let graph: Graph = [("x", vec!["y"]), ("y", vec!["z"]), ("z", vec!["y"])]
        .into_iter()
        .map(|(name, used)| (module(name), used.into_iter().map(module).collect()))
        .collect();
    assert_eq!(rings(&graph), BTreeSet::from(["a/y a/z".to_owned()]));
    assert_eq!(resolved(&module("x"), "super::y::T", &graph), Some(module("y")));
    assert_eq!(opened("crate::a::{b, c::{d, e as f}}"), ["crate::a::b", "crate::a::c::d", "crate::a::c::e"]);
}
