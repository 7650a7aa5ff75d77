//! Who cites whom, for programs that draw graphs.

use std::io::{self, Write};

use quick_xml::escape::escape;
use serde::Serialize;

use super::{json, safe};
use crate::model::cited::{Graph, Node};
use crate::model::hit::JSON_VERSION;

/// Who cites whom, as one object.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GraphRecord<'a> {
    /// Always `"graph"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    #[serde(flatten)]
    graph: &'a Graph,
}

/// One JSON object: `nodes` and `edges`.
///
/// # Errors
/// Those of the writer.
pub fn json(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    json::record(&GraphRecord { r#type: "graph", v: JSON_VERSION, graph }, out)
}

/// Graphviz. Documents of the index are boxes.
///
/// # Errors
/// Those of the writer.
pub fn dot(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph citations {{")?;
    writeln!(out, "  rankdir=LR;")?;
    for node in &graph.nodes {
        let shape = if node.paths.is_empty() { "ellipse" } else { "box" };
        writeln!(out, "  {} [label={}, shape={shape}];", quoted(&node.id), quoted(&label(node)))?;
    }
    for edge in &graph.edges {
        writeln!(out, "  {} -> {} [label={}];", quoted(&edge.source), quoted(&edge.target), edge.citations)?;
    }
    writeln!(out, "}}")
}

/// GraphML, as yEd, Gephi and networkx read it.
///
/// # Errors
/// Those of the writer.
pub fn graphml(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (id, of, kind) in KEYS {
        writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>")?;
    }
    writeln!(out, "  <graph edgedefault=\"directed\">")?;
    for node in &graph.nodes {
        writeln!(out, "    <node id=\"{}\">", xml(&node.id))?;
        data("label", &node.label, out)?;
        data("author", &node.author.join("; "), out)?;
        data("date", node.date.as_deref().unwrap_or(""), out)?;
        data("path", node.paths.first().map_or("", String::as_str), out)?;
        writeln!(out, "    </node>")?;
    }
    for edge in &graph.edges {
        writeln!(out, "    <edge source=\"{}\" target=\"{}\">", xml(&edge.source), xml(&edge.target))?;
        data("citations", &edge.citations.to_string(), out)?;
        data("direct", &edge.direct.to_string(), out)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

const KEYS: &[(&str, &str, &str)] = &[
    ("label", "node", "string"),
    ("author", "node", "string"),
    ("date", "node", "string"),
    ("path", "node", "string"),
    ("citations", "edge", "int"),
    ("direct", "edge", "int"),
];

fn data(key: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    if value.is_empty() { Ok(()) } else { writeln!(out, "      <data key=\"{key}\">{}</data>", xml(value)) }
}

/// Text in XML, without the characters that XML does not have.
fn xml(text: &str) -> String {
    let text = safe::line(text).replace(['\u{fffe}', '\u{ffff}'], "");
    escape(&text).into_owned()
}

/// Author, short title and year.
fn label(node: &Node) -> String {
    let author = node.author.first().map(|author| format!("{author}, ")).unwrap_or_default();
    let year = node.date.as_deref().and_then(|date| date.get(..4)).map(|year| format!(" ({year})")).unwrap_or_default();
    format!("{author}{}{year}", super::wrap::keep_start(&node.label, LABEL))
}

/// Columns of a title in a drawn graph.
const LABEL: usize = 60;

/// A quoted string of the DOT language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", safe::line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cited::Edge;

    fn graph() -> Graph {
        let document = Node {
            id: "s/a.txt".into(),
            paths: vec!["s/a.txt".into()],
            label: "A <b> \"c\"".into(),
            ..Node::default()
        };
        let work =
            Node { id: "work-1".into(), label: "On Silt".into(), author: vec!["Bo Ek".into()], ..Node::default() };
        let edge = Edge { source: "s/a.txt".into(), target: "work-1".into(), citations: 2, direct: 1 };
        Graph { nodes: vec![document, work], edges: vec![edge] }
    }

    fn printed(write: fn(&Graph, &mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&graph(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn signs_are_escaped() {
        insta::assert_snapshot!(format!("{}\n{}\n{}", printed(dot), printed(graphml), printed(json)));
    }
}
