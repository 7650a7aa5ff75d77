//! JSON lines, version 1: one object a line, keys in the order of the contract.
//!
//! Characters that some readers take for line ends (U+2028, U+2029, U+0085) and
//! those that would work on a terminal are written as escapes: any JSON parser
//! reads the same text.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Look, Notes, fields, safe};
use crate::model::hit::{Answer, Hit, JSON_VERSION};

/// A query of a batch that could not be run.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorRecord {
    /// Always `"error"`.
    #[serde(rename = "type")]
    pub record: &'static str,
    /// Format version.
    pub v: u32,
    /// Id of the query, as it was given.
    pub query: Value,
    /// What is wrong.
    pub message: String,
    /// Byte of the query where it is wrong, if at a place.
    pub at: Option<usize>,
    /// The nearest reading, where there is one.
    pub nearest: Option<String>,
}

/// What `--count` prints.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CountRecord {
    /// Always `"count"`.
    #[serde(rename = "type")]
    pub record: &'static str,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
    /// Passages that hold all the words.
    pub count: usize,
    /// True where the search was cut short and there may be more.
    pub partial: bool,
}

/// What `--count-matches` prints.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatchCountRecord {
    /// Always `"match_count"`.
    #[serde(rename = "type")]
    pub record: &'static str,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
    /// Matches in the passages that hold all the words.
    pub matches: usize,
    /// True where the search was cut short and there may be more.
    pub partial: bool,
}

/// What `--files-with-matches` prints for each file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "FoundFile"))]
pub struct FileRecord {
    /// Always `"file"`.
    #[serde(rename = "type")]
    pub record: &'static str,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
    /// Name of the source and path below it.
    pub path: String,
    /// Absolute path.
    pub file: String,
}

impl ErrorRecord {
    /// A record of version 1.
    pub fn new(query: Value, message: String) -> Self {
        ErrorRecord { record: "error", v: JSON_VERSION, query, message, at: None, nearest: None }
    }
}

impl CountRecord {
    /// A record of version 1.
    pub fn new(query: Option<Value>, count: usize, partial: bool) -> Self {
        CountRecord { record: "count", v: JSON_VERSION, query, count, partial }
    }
}

impl MatchCountRecord {
    /// A record of version 1.
    pub fn new(query: Option<Value>, matches: usize, partial: bool) -> Self {
        MatchCountRecord { record: "match_count", v: JSON_VERSION, query, matches, partial }
    }
}

impl FileRecord {
    /// A record of version 1.
    pub fn new(query: Option<Value>, path: String, file: String) -> Self {
        FileRecord { record: "file", v: JSON_VERSION, query, path, file }
    }
}

/// Writes the hits of an answer and the summary that ends it.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.hits {
        self::hit(hit, look, out)?;
    }
    record(&answer.summary, out)
}

/// Writes a hit, or the fields of it that are wanted.
///
/// # Errors
/// Those of the writer.
pub fn hit(hit: &Hit, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if look.fields.is_empty() && look.notes != Notes::Without {
        return record(hit, out);
    }
    // By way of text, as a value would turn the score (`f32`) into an `f64` with
    // all its digits.
    let all: Map<String, Value> = serde_json::from_str(&serde_json::to_string(hit)?)?;
    record(&select(all, look), out)
}

/// Writes any record on a line of its own.
///
/// # Errors
/// Those of the writer.
pub fn record<T: Serialize>(record: &T, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string(record)?;
    writeln!(out, "{}", safe::json(&json))
}

fn select(mut all: Map<String, Value>, look: &Look) -> Map<String, Value> {
    if look.notes == Notes::Without {
        all.shift_remove("notes");
    }
    match look.fields.is_empty() {
        true => all,
        false => fields::select(all, &look.fields),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::hit::Summary;

    fn lines(answer: &Answer, look: &Look) -> Vec<String> {
        let mut out = Vec::new();
        super::answer(answer, look, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    fn fields(names: &[&str]) -> Look {
        Look { fields: names.iter().map(|&name| name.to_owned()).collect(), ..Look::default() }
    }

    #[test]
    fn every_record_reads_back() {
        let answer = sample::answer();
        let lines = lines(&answer, &Look::default());
        assert_eq!(lines.len(), answer.hits.len() + 1);
        for (hit, line) in answer.hits.iter().zip(&lines) {
            assert_eq!(&serde_json::from_str::<Hit>(line).unwrap(), hit);
        }
        let summary: Summary = serde_json::from_str(lines.last().unwrap()).unwrap();
        assert_eq!(summary, answer.summary);
    }

    #[test]
    fn no_line_end_or_control_stands_raw() {
        let mut answer = sample::answer();
        let text = "a\u{2028}b\u{2029}c\u{85}d\u{1b}e\u{9b}f\u{202e}g\u{7f}";
        answer.hits[0].text = text.to_owned();
        let lines = lines(&answer, &Look::default());
        assert!(!lines[0].contains(safe::is_unsafe));
        assert!(lines[0].contains(r"a\u2028b\u2029c\u0085d\u001be\u009bf\u202eg\u007f"));
        assert_eq!(serde_json::from_str::<Hit>(&lines[0]).unwrap().text, text);
    }

    #[test]
    fn fields_are_those_of_a_hit() {
        let mut full = sample::full();
        // is left out where it is not so
        full.locator.gone = true;
        let full = serde_json::to_value(full).unwrap();
        let names: Vec<&str> = full.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["type", "v", "query"].into_iter().chain(fields::names()).collect::<Vec<_>>());
    }

    #[test]
    fn only_the_fields_wanted_stand() {
        let answer = sample::answer();
        let line = &lines(&answer, &fields(&["score", "locator.path", "locator.lines"]))[0];
        let want = r#"{"type":"hit","v":1,"score":9.1,"locator":{"path":"sources/idlib.txt","lines":[253,253]}}"#;
        assert_eq!(line, want);
        let line = &lines(&answer, &Look { notes: Notes::Without, ..Look::default() })[0];
        assert!(!line.contains(r#""notes""#) && line.contains(r#""matches""#));
    }

    #[test]
    fn small_records_have_their_shape() {
        let mut out = Vec::new();
        let error = ErrorRecord { at: Some(3), ..ErrorRecord::new(7.into(), "no end".into()) };
        record(&error, &mut out).unwrap();
        record(&CountRecord::new(None, 4, false), &mut out).unwrap();
        record(&FileRecord::new(Some("q".into()), "a/b.txt".into(), "/home/a/b.txt".into()), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"type":"error","v":1,"query":7,"message":"no end","at":3,"nearest":null}
        {"type":"count","v":1,"count":4,"partial":false}
        {"type":"file","v":1,"query":"q","path":"a/b.txt","file":"/home/a/b.txt"}
        "#);
    }
}
