//! `ibid_cited_by`.

use super::arguments::Arguments;
use super::budget::Budget;
use super::passages::{place, quotable, short_form};
use crate::cited::{self, Library};
use crate::model::cited::{Citing, Mention, Ranked};
use crate::query::{Engine, Request};
use crate::render::{cited as render, safe};

/// Works, authors and publishers of the list of what is cited most.
const TOP: usize = 15;

/// Runs the tool.
///
/// # Errors
/// Failures of the disk.
pub fn run(engine: &Engine<'_>, arguments: &Arguments) -> Result<String, String> {
    let mut budget = Budget::new(arguments.number("max_tokens", 2000));
    let globs: Vec<String> = arguments.text("where").map(str::to_owned).into_iter().collect();
    let request = Request { globs, all: true, limit: 0, ..Request::new("") };
    let who = arguments.text("who").unwrap_or_default().trim();
    if who.is_empty() {
        let library = Library::new(engine, &request).map_err(|error| error.to_string())?;
        return Ok(most_cited(&library, budget));
    }
    let found = cited::places(engine, who, &request).map_err(|error| error.to_string())?;
    budget.add(&format!("{}\n", render::summary(&found.summary)));
    let shown = found.places.iter().take_while(|place| budget.add(&one(place))).count();
    Ok(budget.finish(&match found.places.len() - shown {
        0 => String::new(),
        left => format!("left out: {left} places; ask with `where` or a higher max_tokens\n"),
    }))
}

/// A place that cites: the sentence, then the citation and what it stands for.
fn one(citing: &Citing) -> String {
    let id = citing.note.as_deref().unwrap_or(&citing.id);
    let note = citing.label.as_deref().map(|label| format!(", note {label}")).unwrap_or_default();
    let title = citing.title.as_deref().map(|title| format!("  {title}")).unwrap_or_default();
    let head = format!("{id}  {}{note}{title}", place(&citing.locator));
    let mut out = format!("\n{}\n", safe::line(&head));
    if let Some(sentence) = &citing.sentence {
        quotable(sentence, "", &mut out);
    }
    let cited = match &citing.citation {
        Mention::Citation(cite) if cite.is_short() => short_form(cite),
        Mention::Citation(cite) => safe::line(&cite.raw).into_owned(),
        Mention::Attribution(named) => format!("named: {}", safe::line(&named.raw)),
    };
    out.push_str(&format!("  cites: {cited}\n"));
    out
}

fn most_cited(library: &Library, mut budget: Budget) -> String {
    let tops = cited::top(library);
    let lists = [("works", &tops.works), ("authors", &tops.authors), ("publishers", &tops.publishers)];
    for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        budget.add(&format!("{heading}:\n"));
        let line = |one: &Ranked| format!("{:>4}  {}\n", one.citations, safe::line(&one.name));
        let _ = list.iter().take(TOP).take_while(|one| budget.add(&line(one))).count();
    }
    let end = if budget.is_empty() { "nothing is cited\n" } else { "" };
    budget.finish(end)
}
