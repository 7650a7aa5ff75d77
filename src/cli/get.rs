//! `ibid get`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::{Format, GetArgs};
use super::config::form;
use super::files::Files;
use super::search::exit;
use super::{open, term};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Hit;
use crate::query::Engine;
use crate::render::{Look, Notes, json, reference, safe, text};

/// Runs the command.
///
/// # Errors
/// No index, failures of the disk. A reference that nothing answers to is no
/// error: the status is 1.
pub fn run(args: &GetArgs, index: Option<&Path>, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let index = open::index(index)?;
    let engine = Engine::new(&index)?;
    let mut hits = match look_up(&engine, args) {
        Err(error) if is_unknown(&error) => {
            writeln!(err, "{}", safe::line(&why(&engine, &args.reference, &error)?))?;
            return Ok(exit(false));
        }
        hits => hits?,
    };
    let files = Files::default();
    hits.iter_mut().for_each(|hit| files.mark(&engine, hit));
    print(&hits, args, out)?;
    Ok(exit(!hits.is_empty()))
}

/// First as it is known in the index, then as a path from here.
fn look_up(engine: &Engine<'_>, args: &GetArgs) -> Result<Vec<Hit>> {
    let known = engine.get(&args.reference, args.context);
    match (&known, absolute(&args.reference)) {
        (Err(error), Some(reference)) if is_unknown(error) => engine.get(&reference, args.context).or(known),
        _ => known,
    }
}

/// Why a reference names nothing, and what would name something.
fn why(engine: &Engine<'_>, reference: &str, error: &Error) -> Result<String> {
    let absolute = absolute(reference);
    for reference in std::iter::once(reference).chain(absolute.as_deref()) {
        if let Some((path, near)) = engine.near(reference)? {
            let line = reference.rsplit_once(':').map_or("", |(_, line)| line);
            let near: Vec<String> = near.into_iter().flatten().map(|line| line.to_string()).collect();
            let nearest = match &near[..] {
                [] => "the file has none".to_owned(),
                [one] => format!("the nearest is on line {one}"),
                all => format!("the nearest is on lines {}", all.join(" and ")),
            };
            return Ok(format!("no text on line {line} of {path}; {nearest}"));
        }
        if engine.is_file(reference)? {
            return Ok(format!("`{reference}` is a file; which line is wanted, as in `{reference}:1`"));
        }
    }
    let hint = "`ibid search --json` prints ids, `ibid status` what is indexed";
    Ok(format!("{error}; {hint}"))
}

fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unknown(_))
}

/// `PATH:LINE` or `PATH#HASH` with the absolute path of a file that is there.
fn absolute(reference: &str) -> Option<String> {
    let (path, rest) = reference.rsplit_once([':', '#'])?;
    let sign = &reference[path.len()..=path.len()];
    let file = std::fs::canonicalize(path).ok()?;
    Some(format!("{}{sign}{rest}", file.to_str()?))
}

fn print(hits: &[Hit], args: &GetArgs, out: &mut dyn Write) -> std::io::Result<()> {
    let terminal = term::stdout(args.color, 80);
    let (width, color, links) = (terminal.width, terminal.color, terminal.links);
    let look = Look { width, color, links, notes: Notes::All, ..Look::default() };
    let format = if args.json { Format::Json } else { args.format.unwrap_or(Format::Text) };
    if let Some(form) = form(format) {
        let note = args.reference.contains("#n-").then(|| note_id(hits, &args.reference)).flatten();
        return reference::hits(hits, form, note, out);
    }
    for (i, hit) in hits.iter().enumerate() {
        match format == Format::Json {
            true => json::hit(hit, &look, out)?,
            false if i > 0 => {
                writeln!(out)?;
                text::hit(hit, &look, out)?;
            }
            false => text::hit(hit, &look, out)?,
        }
    }
    Ok(())
}

/// The id of the note that a reference names, by the index or by the disk.
fn note_id<'a>(hits: &'a [Hit], reference: &str) -> Option<&'a str> {
    let (_, hash) = reference.rsplit_once('#')?;
    let ids = hits.iter().flat_map(|hit| &hit.notes).map(|note| note.id.as_str());
    ids.into_iter().find(|id| id.rsplit_once('#').is_some_and(|(_, own)| own == hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_from_here_is_made_absolute() {
        let here = std::env::current_dir().unwrap();
        let want = format!("{}:12", here.join("Cargo.toml").canonicalize().unwrap().display());
        assert_eq!(absolute("Cargo.toml:12").unwrap(), want);
        assert!(absolute("src/../Cargo.toml#5f3a9c21").unwrap().ends_with("/Cargo.toml#5f3a9c21"));
        assert_eq!(absolute("no such file:12"), None);
        assert_eq!(absolute("#5f3a9c21"), None);
    }
}
