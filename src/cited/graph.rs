//! Who cites whom, as nodes and edges.

use std::collections::{BTreeMap, BTreeSet};

use super::Library;
use super::groups::Group;
use super::item::Item;
use super::top::fullest;
use crate::model::citation::Kind;
use crate::model::cited::{Edge, Graph, Node};

/// Documents that cite or are cited, and the works that are cited; a work that
/// is a document of the index is one node with it. Interviews are left out.
pub fn graph(library: &Library) -> Graph {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut works: Vec<Node> = Vec::new();
    let mut edges: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    let homes = homes(library);
    for group in &library.groups {
        let items: Vec<&Item> = group.members.iter().map(|&at| &library.items[at]).collect();
        let cited = items.iter().any(|item| !item.is_document && item.work.kind != Kind::Interview);
        if !cited {
            continue;
        }
        let node = node(&items, works.len() + 1);
        for item in items.iter().filter(|item| !item.is_document) {
            let source = homes.get(item.path.as_str()).map_or(item.path.as_str(), |id| id);
            let edge = edges.entry((source.to_owned(), node.id.clone())).or_default();
            *edge = (edge.0 + 1, edge.1 + usize::from(item.direct));
        }
        match node.paths.is_empty() {
            true => works.push(node),
            false => drop(nodes.insert(node.id.clone(), node)),
        }
    }
    citing_nodes(library, &edges, &mut nodes);
    let edges =
        edges.into_iter().map(|((source, target), (citations, direct))| Edge { source, target, citations, direct });
    Graph { nodes: nodes.into_values().chain(works).collect(), edges: edges.collect() }
}

/// Every document's node: of a work that the index holds twice, the first path.
fn homes(library: &Library) -> BTreeMap<&str, &str> {
    let documents = |group: &Group| -> Vec<usize> {
        group.members.iter().copied().filter(|&at| library.items[at].is_document).collect()
    };
    let path = |at: usize| library.items[at].path.as_str();
    library
        .groups
        .iter()
        .map(documents)
        .flat_map(|all| all.clone().into_iter().map(move |at| (path(at), path(all[0]))))
        .collect()
}

fn node(items: &[&Item], number: usize) -> Node {
    let paths: BTreeSet<String> = items.iter().filter(|item| item.is_document).map(|item| item.path.clone()).collect();
    let document = items.iter().find(|item| item.is_document);
    let work = document.map_or_else(|| fullest(items), |item| item.work.clone());
    let kind = items.iter().find(|item| !item.is_document).map(|item| item.work.kind);
    let paths: Vec<String> = paths.into_iter().collect();
    Node {
        id: paths.first().cloned().unwrap_or_else(|| format!("work-{number}")),
        paths,
        label: work.title.unwrap_or(work.raw),
        author: work.author,
        date: work.date,
        kind,
    }
}

/// Nodes of documents that cite and are not cited.
fn citing_nodes(
    library: &Library,
    edges: &BTreeMap<(String, String), (usize, usize)>,
    nodes: &mut BTreeMap<String, Node>,
) {
    let documents = library.items.iter().filter(|item| item.is_document).map(|item| (item.path.as_str(), item));
    let documents: BTreeMap<&str, &Item> = documents.collect();
    for (source, _) in edges.keys() {
        if nodes.contains_key(source) {
            continue;
        }
        let work = documents.get(source.as_str()).map(|item| item.work.clone()).unwrap_or_default();
        let label = work.title.unwrap_or_else(|| source.clone());
        let node = Node {
            id: source.clone(),
            paths: vec![source.clone()],
            label,
            author: work.author,
            date: work.date,
            kind: None,
        };
        nodes.insert(source.clone(), node);
    }
}
