//! `ibid cited-by`: who cites, and what is cited most.

use std::io::{self, Write};

use super::runs::{Role, Run};
use super::{Look, json, pages, safe, wrap};
use crate::model::cited::{By, Citing, CitingSummary, Mention, Ranked, What};

/// Writes the places as JSON lines, then the summary.
///
/// # Errors
/// Those of the writer.
pub fn places_json(places: &[Citing], summary: &CitingSummary, out: &mut dyn Write) -> io::Result<()> {
    places.iter().try_for_each(|place| json::record(place, out))?;
    json::record(summary, out)
}

/// Writes the places for people, those of a document below its title.
///
/// # Errors
/// Those of the writer.
pub fn places_text(places: &[Citing], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut above: Option<&Citing> = None;
    for place in places {
        let same_document = above.is_some_and(|above| above.path == place.path);
        if !same_document {
            let blank = if above.is_some() { "\n" } else { "" };
            let title = place.title.as_deref().map(|title| format!("{}  ", safe::line(title))).unwrap_or_default();
            let path = safe::line(&place.path).into_owned();
            write!(out, "{blank}")?;
            wrap::paragraph(&[Run::new(&title, Role::Title), Run::new(&path, Role::Place)], look, ("", "  "), out)?;
        }
        // one sentence may call a note with several citations
        let repeated = above.is_some_and(|above| above.id == place.id && above.sentence == place.sentence);
        if let Some(sentence) = place.sentence.as_deref().filter(|_| !repeated || !same_document) {
            writeln!(out)?;
            wrap::paragraph(&[Run::new(sentence, Role::Text)], look, ("  ", "  "), out)?;
        }
        mention(place, look, out)?;
        for also in place.also.iter().filter_map(|also| also.sentence.as_deref()) {
            let runs = [Run::new("also cited in: ", Role::Dim), Run::new(also, Role::Text)];
            wrap::paragraph(&runs, look, ("    ", "      "), out)?;
        }
        above = Some(place);
    }
    Ok(())
}

/// The citation, by its note or line, and what a short form stands for.
fn mention(place: &Citing, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let number = place.number.map(|number| number.to_string()).or_else(|| place.label.clone());
    let line = place.locator.lines.map(|(first, _)| format!("line {first}"));
    let page = pages(&place.locator);
    let at = [number.map(|number| format!("n. {number}")), page.or(line)];
    let at = at.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut runs = vec![Run::new(&format!("[{}] ", safe::line(&at)), Role::Label)];
    match &place.citation {
        Mention::Citation(cite) => {
            runs.push(Run::new(&safe::line(&cite.raw), Role::Text));
            if let Some(work) = &cite.work {
                runs.push(Run::new(&format!(" = {}", safe::line(&work.raw)), Role::Dim));
            }
        }
        Mention::Attribution(named) => {
            runs.push(Run::new(&format!("named: {}", safe::line(&named.raw)), Role::Dim));
        }
    }
    if matches!(place.by, By::Text) {
        runs.push(Run::new(" (in other words of the citation)", Role::Dim));
    }
    wrap::paragraph(&runs, look, ("    ", "      "), out)
}

/// What is said below the places.
pub fn summary(summary: &CitingSummary) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    if summary.total == 0 {
        return nothing(summary);
    }
    let mut parts = Vec::new();
    if summary.direct > 0 {
        parts.push(count(summary.direct, "citation in full", "citations in full"));
    }
    if summary.short > 0 {
        parts.push(count(summary.short, "short form", "short forms"));
    }
    if summary.citing_documents > 0 {
        parts.push(format!("in {}", count(summary.citing_documents, "document", "documents")));
    }
    if summary.named > 0 {
        let more = match summary.naming_documents {
            0 => String::new(),
            n => format!(" ({} without a citation)", count(n, "document", "documents")),
        };
        parts.push(format!("named in the text {}{more}", count(summary.named, "time", "times")));
    }
    parts.join(", ").replace(", in ", " in ")
}

/// What was looked for and is not there, and the names that are like it.
fn nothing(summary: &CitingSummary) -> String {
    let who = safe::line(&summary.who);
    let none = format!(
        "nothing found for `{who}`: no citation has an author, editor, title, publisher or journal of this name, \
         and the text names no such source or speaker"
    );
    let near: Vec<String> = summary.nearest.iter().map(|name| format!("`{}`", safe::line(name))).collect();
    let search = if who.contains(' ') { format!("'\"{who}\"'") } else { who.to_string() };
    match near.is_empty() {
        true => format!("{none}\n`ibid search {search}` looks for it in all of the text"),
        false => format!("{none}\nthe nearest names: {}", near.join(", ")),
    }
}

/// Writes a list of the most cited for people.
///
/// # Errors
/// Those of the writer.
pub fn top_text(list: &[Ranked], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let width = list.iter().map(|one| one.citations.to_string().len()).max().unwrap_or(1);
    for one in list {
        let count = format!("{:>width$}  ", one.citations);
        let hang = " ".repeat(width + 2);
        let mut runs = vec![Run::new(&count, Role::Label), Run::new(&safe::line(&one.name), Role::Text)];
        runs.push(Run::new(&remarks(one), Role::Dim));
        wrap::paragraph(&runs, look, ("", &hang), out)?;
    }
    Ok(())
}

/// How often by short forms, in how many documents, other spellings.
fn remarks(one: &Ranked) -> String {
    let mut parts = Vec::new();
    if one.short > 0 {
        parts.push(format!("{} by short forms", one.short));
    }
    if one.documents > 1 {
        parts.push(format!("{} documents", one.documents));
    }
    match one.record {
        What::Work => parts.extend(one.paths.iter().map(|path| format!("here: {}", safe::line(path)))),
        _ if !one.variants.is_empty() => {
            let some: Vec<_> = one.variants.iter().take(3).map(|name| safe::line(name)).collect();
            parts.push(format!("also {}", some.join(", ")));
        }
        _ => {}
    }
    if parts.is_empty() { String::new() } else { format!("  ({})", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_apart() {
        let all = CitingSummary {
            total: 6,
            direct: 1,
            short: 2,
            named: 3,
            citing_documents: 1,
            naming_documents: 2,
            ..CitingSummary::default()
        };
        let want = "1 citation in full, 2 short forms in 1 document, named in the text 3 times (2 documents without a citation)";
        assert_eq!(summary(&all), want);
        let none = CitingSummary { who: "a\u{1b}b".into(), ..CitingSummary::default() };
        assert!(summary(&none).starts_with("nothing found for `a␛b`: no citation has an author"));
        let near = CitingSummary { who: "Hol".to_owned(), nearest: vec!["Ada Holm".to_owned()], ..none };
        assert!(summary(&near).ends_with("\nthe nearest names: `Ada Holm`"));
    }
}
