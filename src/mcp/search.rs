//! `ibid_search`.

use std::collections::HashSet;

use super::arguments::Arguments;
use super::budget::Budget;
use super::passages::passage;
use crate::model::hit::{Answer, Hit};
use crate::query::{Engine, Request, Scope};
use crate::render::safe;

/// Passages of each query among which a result is put together.
const PASSAGES: usize = 50;
/// The same where a result goes on after a passage.
const PASSAGES_AFTER: usize = 500;

/// Runs the tool.
///
/// # Errors
/// What is wrong with the arguments, and failures of the disk.
pub fn run(engine: &Engine<'_>, arguments: &Arguments) -> Result<String, String> {
    let after = arguments.text("after").map(str::trim).filter(|id| !id.is_empty());
    let queries = arguments.texts("queries");
    let mut answers = Vec::with_capacity(queries.len());
    for query in &queries {
        let request = request(query, arguments, after.is_some());
        answers.push(engine.search(&request).map_err(|error| fault(query, &error.to_string()))?);
    }
    let mut budget = Budget::new(arguments.number("max_tokens", 2500));
    budget.add(&head(&queries, &answers));
    let hits = merged(&answers);
    let start = match after {
        Some(id) => place_of(&hits, id)? + 1,
        None => 0,
    };
    let mut shown = start;
    while let Some(hit) = hits.get(shown) {
        if !budget.add(&format!("\n{}", passage(hit, shown + 1))) {
            break;
        }
        shown += 1;
    }
    Ok(budget.finish(&end(&hits, start, shown, &queries)))
}

fn request(query: &str, arguments: &Arguments, goes_on: bool) -> Request {
    let dates = arguments.text("dates").map(|dates| format!(" date:{}", dates.trim())).unwrap_or_default();
    let scope = match arguments.text("in") {
        Some("text") => Scope::Body,
        Some("notes") => Scope::Notes,
        _ => Scope::All,
    };
    Request {
        scope,
        globs: arguments.text("where").map(str::to_owned).into_iter().collect(),
        limit: if goes_on { PASSAGES_AFTER } else { PASSAGES },
        ..Request::new(format!("{query}{dates}"))
    }
}

fn fault(query: &str, message: &str) -> String {
    format!("`{}`: {}", safe::line(query), safe::line(message))
}

/// How much each query finds, and which of its words are in no document.
fn head(queries: &[&str], answers: &[Answer]) -> String {
    let one = |(query, answer): (&&str, &Answer)| {
        let summary = &answer.summary;
        let s = if summary.total == 1 { "" } else { "s" };
        let mut line = format!("{}: {} passage{s}", safe::line(query), summary.total);
        for unknown in &summary.unknown {
            let nearest = unknown.nearest.join(", ");
            let near = if nearest.is_empty() { String::new() } else { format!(" (nearest: {})", safe::line(&nearest)) };
            line.push_str(&format!("; `{}` is in no document{near}", safe::line(&unknown.word)));
        }
        if let Some(phrase) = &summary.phrase {
            line.push_str(&format!("; {} hold it as a phrase: {}", phrase.total, safe::line(&phrase.query)));
        }
        if !summary.idle_globs.is_empty() {
            line.push_str(&format!("; no document fits `{}`", safe::line(&summary.idle_globs.join(", "))));
        }
        line + "\n"
    };
    let unread = answers.first().and_then(|answer| answer.summary.unread).map_or(0, |unread| unread.files());
    let missed = match unread {
        0 => String::new(),
        1 => "1 file is not searched, or not whole: see ibid_status\n".to_owned(),
        n => format!("{n} files are not searched, or not whole: see ibid_status\n"),
    };
    queries.iter().zip(answers).map(one).collect::<String>() + &missed
}

/// The passages of all queries, the best of each first, none twice.
fn merged(answers: &[Answer]) -> Vec<&Hit> {
    let longest = answers.iter().map(|answer| answer.hits.len()).max().unwrap_or(0);
    let mut seen = HashSet::new();
    let ranks = (0..longest).flat_map(|rank| answers.iter().filter_map(move |answer| answer.hits.get(rank)));
    ranks.filter(|hit| seen.insert(hit.id.as_str())).collect()
}

fn place_of(hits: &[&Hit], id: &str) -> Result<usize, String> {
    let hash = id.trim_start_matches('#');
    let is_it = |hit: &&Hit| hit.id == id || hit.id.rsplit_once('#').is_some_and(|(_, own)| own == hash);
    let place = hits.iter().position(is_it);
    place.ok_or_else(|| {
        format!("after: `{}` is none of the passages that these queries find; leave `after` out", safe::line(id))
    })
}

/// What was left out, and the call that gets it.
fn end(hits: &[&Hit], start: usize, shown: usize, queries: &[&str]) -> String {
    let left = hits.len() - shown;
    if left == 0 {
        return String::new();
    }
    let Some(last) = shown.checked_sub(1).filter(|_| shown > start).and_then(|last| hits.get(last)) else {
        return "\nThe next passage does not fit: ask with a higher max_tokens.\n".to_owned();
    };
    let call = serde_json::json!({ "queries": queries, "after": last.id });
    format!("\nleft out: {left} passages or more. next: ibid_search {call}\n")
}
