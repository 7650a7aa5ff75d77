//! `ibid mcp` as a client sees it: messages on standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::harness::Dir;

/// A client that has shaken hands.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: u64,
}

/// What a tool said.
pub struct Said {
    pub text: String,
    is_error: bool,
}

impl Client {
    pub fn new(dir: &Dir) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["mcp"])
            .current_dir(dir.path())
            .env_remove("IBID_INDEX")
            .env("HOME", dir.path().join("home"))
            .env("XDG_DATA_HOME", dir.path().join("home/data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut client = Client { child, input, output, next: 0 };
        let info = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let hello = client.ask("initialize", &info);
        assert_eq!(hello["result"]["serverInfo"]["name"], "ibid");
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{message}").unwrap();
        input.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    pub fn call(&mut self, tool: &str, arguments: Value) -> Said {
        let answer = self.ask("tools/call", &json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        let content = result["content"].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert!(content.len() == 1 && result.get("structuredContent").is_none(), "text alone: {answer}");
        let text = content[0]["text"].as_str().unwrap().to_owned();
        Said { text, is_error: result["isError"] == true }
    }

    /// Closes its end and gives the status with which the server ends.
    fn close(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().unwrap().code().unwrap()
    }
}

fn indexed() -> Dir {
    let dir = Dir::new();
    dir.folder("seeds", &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"));
    assert_eq!(dir.ibid(&["index", "seeds"]).status, 0);
    dir
}

/// The lines of a result that can be quoted.
fn quotable(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.trim_start().strip_prefix("| ")).collect()
}

#[test]
fn tools_are_listed_and_each_answers_within_its_budget() {
    let dir = indexed();
    let mut client = Client::new(&dir);
    let list = client.ask("tools/list", &json!({}));
    let names: Vec<&str> =
        list["result"]["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ibid_search", "ibid_read", "ibid_verify", "ibid_cited_by", "ibid_status"]);
    let draft = "“the commissioners had never met” and “the gulls paid for the carpet of the clerk”";
    let calls = [
        ("ibid_search", json!({ "queries": ["harbour", "the sea", "goats"] })),
        ("ibid_read", json!({ "ref": "seeds/harbour-commission-report.txt:13", "around": 5 })),
        ("ibid_read", json!({ "ref": "seeds/harbour-commission-report.txt" })),
        ("ibid_verify", json!({ "draft": draft })),
        ("ibid_cited_by", json!({ "who": "Pascoe" })),
        ("ibid_cited_by", json!({ "who": "" })),
        ("ibid_status", json!({})),
    ];
    for (tool, arguments) in calls {
        for budget in [200, 700, 2000] {
            let mut arguments = arguments.clone();
            if tool != "ibid_status" {
                arguments["max_tokens"] = json!(budget);
            }
            let said = client.call(tool, arguments.clone());
            assert!(!said.is_error && !said.text.is_empty(), "{tool} {arguments}: {}", said.text);
            let most = if tool == "ibid_status" { 500 } else { budget };
            assert!(said.text.chars().count() <= most * 4, "{tool} {arguments}: {}", said.text.len());
        }
    }
    assert_eq!(client.close(), 0);
}

#[test]
fn a_result_goes_on_where_it_was_cut_and_repeats_nothing() {
    let dir = indexed();
    let mut client = Client::new(&dir);
    let mut arguments = json!({ "queries": ["harbour", "sea"], "max_tokens": 800 });
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..4 {
        let said = client.call("ibid_search", arguments.clone());
        let of_page = said.text.lines().filter(|line| line.starts_with('['));
        ids.extend(of_page.filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned));
        let Some(next) = said.text.lines().find_map(|line| line.split_once("next: ibid_search ")) else { break };
        arguments = serde_json::from_str(next.1).unwrap();
        arguments["max_tokens"] = json!(800);
    }
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert!(ids.len() > 4 && once.len() == ids.len(), "{ids:?}");
}

#[test]
fn errors_teach() {
    let dir = indexed();
    let mut client = Client::new(&dir);
    let cases = [
        ("ibid_search", json!({ "queries": ["a"], "limit": 5 }), "Did you mean `max_tokens`?"),
        ("ibid_search", json!({ "queries": ["a"], "dates": "eighties" }), "a range"),
        ("ibid_read", json!({ "ref": "#ffffffff" }), "#ffffffff"),
        ("ibid_verify", json!({}), "either `draft` or `quotes`"),
        ("ibid_cited_by", json!({}), "who"),
    ];
    for (tool, arguments, wanted) in cases {
        let said = client.call(tool, arguments.clone());
        assert!(said.is_error && said.text.contains(wanted), "{tool} {arguments}: {}", said.text);
        assert!(said.text.chars().count() <= 480, "{}", said.text);
    }
    let unknown = client.ask("tools/call", &json!({ "name": "ibid_index", "arguments": {} }));
    assert!(unknown["error"]["message"].as_str().unwrap().contains("ibid_index"), "{unknown}");
}

#[test]
fn a_new_commit_is_seen_and_no_index_is_told() {
    let dir = Dir::new();
    dir.file("docs/a.txt", "The ferry went over the river.\n");
    let mut client = Client::new(&dir);
    let none = client.call("ibid_search", json!({ "queries": ["ferry"] }));
    assert!(none.is_error && none.text.contains("ibid index"), "{}", none.text);
    dir.ibid(&["index", "docs"]);
    assert!(client.call("ibid_search", json!({ "queries": ["ferry"] })).text.contains("| The ferry went"));
    dir.file("docs/b.txt", "A second boat was never built.\n");
    dir.ibid(&["index"]);
    assert!(client.call("ibid_search", json!({ "queries": ["\"second boat\""] })).text.contains("| A second boat"));
}

/// What a line offers for quotation is in the documents word for word.
#[test]
fn every_quotable_line_verifies_as_exact() {
    let dir = indexed();
    let mut client = Client::new(&dir);
    let mut lines = Vec::new();
    for query in ["harbour", "salt", "bees", "ferry", "tram", "ibid", "goats OR gulls"] {
        let said = client.call("ibid_search", json!({ "queries": [query], "max_tokens": 8000 }));
        lines.extend(quotable(&said.text).into_iter().map(str::to_owned));
    }
    assert!(lines.len() > 60, "{}", lines.len());
    let mut wrong = Vec::new();
    // A line that holds quotation marks of its own is checked without them around it.
    for line in lines.iter().filter(|line| !line.contains(['“', '”', '"', '«', '»'])) {
        let said = client.call("ibid_verify", json!({ "quotes": [line], "max_tokens": 8000 }));
        let good = said.text.lines().nth(1).is_some_and(|grade| grade.starts_with("1 exact"));
        if !good {
            wrong.push(format!("{line}\n{}", said.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n\n"));
}

/// A scripted agent: it searches two phrasings at once, quotes the line that
/// answers, verifies its draft, and searches again only where nothing was found.
#[test]
fn two_calls_answer_with_a_verified_quotation() {
    let dir = indexed();
    let mut client = Client::new(&dir);
    let mut calls = Vec::new();
    let mut unanswered = Vec::new();
    let questions = include_str!("../cases/agents/questions.tsv").lines().filter(|line| !line.starts_with('#'));
    for line in questions {
        let parts: Vec<&str> = line.split('\t').collect();
        let [question, first, second, answer] = parts[..] else { panic!("{line}") };
        let found = client.call("ibid_search", json!({ "queries": [first, second] }));
        let mut made = 1;
        let mut quoted = quotable(&found.text).into_iter().find(|line| line.contains(answer)).map(str::to_owned);
        if quoted.is_none() {
            made += 1;
            let again = client.call("ibid_search", json!({ "queries": [question, first], "max_tokens": 8000 }));
            quoted = quotable(&again.text).into_iter().find(|line| line.contains(answer)).map(str::to_owned);
        }
        let Some(_) = quoted else {
            unanswered.push(question.to_owned());
            continue;
        };
        made += 1;
        let verified = client.call("ibid_verify", json!({ "quotes": [answer] }));
        if !verified.text.starts_with("1 quotation: 1 exact")
            && !verified.text.starts_with("1 quotation: 1 typographic")
        {
            unanswered.push(format!("{question}\n{}", verified.text));
        }
        calls.push(made);
    }
    calls.sort_unstable();
    assert!(unanswered.len() <= 2, "{unanswered:#?}");
    assert_eq!(calls[calls.len() / 2], 2, "{calls:?}");
}
