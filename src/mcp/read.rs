//! `ibid_read`.

use super::arguments::Arguments;
use super::budget::Budget;
use super::passages::{passage, place, quotable};
use crate::model::hit::{Hit, Neighbour, OutlineSection};
use crate::query::Engine;
use crate::render::safe;

/// Runs the tool.
///
/// # Errors
/// The place is not known, with what is near it; failures of the disk.
pub fn run(engine: &Engine<'_>, arguments: &Arguments) -> Result<String, String> {
    let reference = spelled(arguments.text("ref").unwrap_or_default());
    let mut budget = Budget::new(arguments.number("max_tokens", 3000));
    let error = match engine.get(&reference, arguments.number("around", 1)) {
        Ok(hits) => return Ok(hits_text(&hits, budget)),
        Err(error) => error.to_string(),
    };
    let sections = engine.outline(&reference).map_err(|error| error.to_string())?;
    if sections.is_empty() {
        let near = engine.near(&reference).map_err(|error| error.to_string())?;
        return Err(safe::line(&near.unwrap_or(error)).into_owned());
    }
    budget.add(&format!("{}: {} sections\n", safe::line(&reference), sections.len()));
    let shown = sections.iter().take_while(|section| budget.add(&outline_line(section))).count();
    Ok(budget.finish(&match sections.len() - shown {
        0 => String::new(),
        left => format!("left out: {left} sections; ask with a higher max_tokens\n"),
    }))
}

/// The reference as `ibid get` has it: models write `path p.127` too.
fn spelled(typed: &str) -> String {
    let typed = typed.trim();
    for (sign, written) in [(" pp.", ":pp"), (" p.", ":p."), (" page ", ":p."), (" line ", ":")] {
        if let Some((path, number)) = typed.rsplit_once(sign) {
            return format!("{path}{written}{}", number.trim());
        }
    }
    typed.to_owned()
}

fn hits_text(hits: &[Hit], mut budget: Budget) -> String {
    let mut shown = 0;
    for hit in hits {
        let blank = if budget.is_empty() { "" } else { "\n" };
        let mut piece = String::from(blank);
        hit.before.iter().for_each(|one| neighbour(one, &mut piece));
        piece.push_str(&passage(hit, shown + 1));
        hit.after.iter().for_each(|one| neighbour(one, &mut piece));
        // What was asked for comes before what is around it.
        if !budget.add(&piece) && !budget.add(&format!("{blank}{}", passage(hit, shown + 1))) {
            break;
        }
        shown += 1;
    }
    if let Some(first) = hits.first().filter(|_| shown == 0) {
        let tokens = passage(first, 1).chars().count() / 4 + 150;
        return format!("{} does not fit: ask with max_tokens {tokens}", safe::line(&first.id));
    }
    let end = match hits.get(shown) {
        Some(next) => format!("\nleft out: {} passages. next: ibid_read {}\n", hits.len() - shown, call(&next.id)),
        None => hits
            .last()
            .and_then(|hit| hit.after.last())
            .map(|next| format!("\nnext: ibid_read {}\n", call(&next.id)))
            .unwrap_or_default(),
    };
    budget.finish(&end)
}

fn call(id: &str) -> String {
    serde_json::json!({ "ref": id }).to_string()
}

fn neighbour(one: &Neighbour, out: &mut String) {
    out.push_str(&format!("{}  {}\n", safe::line(&one.id), place(&one.locator)));
    quotable(&one.text, "", out);
    let labels: Vec<&str> = one.notes.iter().map(|note| note.label.as_str()).collect();
    if !labels.is_empty() {
        out.push_str(&format!("  notes: {}\n", safe::line(&labels.join(", "))));
    }
}

fn outline_line(section: &OutlineSection) -> String {
    let indent = "  ".repeat(section.section.len().saturating_sub(1));
    let heading = section.section.last().map_or("(before the first heading)", String::as_str);
    let hash = section.id.rsplit_once('#').map_or(section.id.as_str(), |(_, hash)| hash);
    let (heading, at) = (safe::line(heading), place(&section.locator));
    format!("{indent}{heading}  {at}  #{}  {} passages, {} notes\n", safe::line(hash), section.passages, section.notes)
}
