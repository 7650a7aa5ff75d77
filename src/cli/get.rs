//! `ibid get`.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use super::args::{Format, GetArgs};
use super::config::form;
use super::files::Files;
use super::search::exit;
use super::{open, term};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Hit;
use crate::model::hit::OutlineSection;
use crate::query::Engine;
use crate::render::json::ErrorRecord;
use crate::render::{Look, Notes, brief, json, reference, safe, text};

/// What became of one reference.
struct Got {
    /// As it was given.
    reference: String,
    what: What,
}

/// What a reference names.
enum What {
    /// Passages.
    Hits(Vec<Hit>),
    /// A whole file.
    File(Vec<OutlineSection>),
    /// Nothing, and why.
    Nothing(String),
}

/// Runs the command.
///
/// # Errors
/// No index, failures of the disk. A reference that names nothing is no error: it
/// is told, and where none names anything the status is 1.
pub fn run(args: &GetArgs, index: Option<&Path>, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let index = open::index(index)?;
    let engine = Engine::new(&index)?;
    let references = references(&args.references)?;
    let files = Files::default();
    let mut all = Vec::with_capacity(references.len());
    for reference in references {
        let mut what = what(&engine, &reference, args)?;
        match &mut what {
            What::Hits(hits) => hits.iter_mut().for_each(|hit| files.mark(&engine, hit)),
            What::File(sections) => {
                sections.iter_mut().for_each(|section| files.mark_place(&engine, &mut section.locator));
            }
            What::Nothing(_) => {}
        }
        all.push(Got { reference, what });
    }
    let found = all.iter().any(|got| !matches!(got.what, What::Nothing(_)));
    print(all, args, out, err)?;
    Ok(exit(found))
}

/// The references that were typed, those of standard input in place of a `-`.
fn references(typed: &[String]) -> io::Result<Vec<String>> {
    let mut all = Vec::new();
    for reference in typed {
        if reference != "-" {
            all.push(reference.clone());
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line?;
            let line = line.trim().trim_start_matches('\u{feff}');
            all.extend((!line.is_empty()).then(|| line.to_owned()));
        }
    }
    Ok(all)
}

fn what(engine: &Engine<'_>, reference: &str, args: &GetArgs) -> Result<What> {
    let error = match look_up(engine, reference, args) {
        Err(error) if is_unknown(&error) => error,
        hits => return hits.map(What::Hits),
    };
    // a reference in a style is to a place of the document, not to its outline
    if args.format.and_then(form).is_none() {
        let absolute = std::fs::canonicalize(reference).ok();
        let absolute = absolute.as_ref().and_then(|file| file.to_str());
        for path in std::iter::once(reference).chain(absolute) {
            let sections = engine.outline(path)?;
            if !sections.is_empty() {
                return Ok(What::File(sections));
            }
        }
    }
    why(engine, reference, &error).map(What::Nothing)
}

/// First as it is known in the index, then as a path from here.
fn look_up(engine: &Engine<'_>, reference: &str, args: &GetArgs) -> Result<Vec<Hit>> {
    let get = |reference: &str| match args.section {
        true => engine.get_sections(reference),
        false => engine.get(reference, args.context),
    };
    let known = get(reference);
    match (&known, absolute(reference)) {
        (Err(error), Some(reference)) if is_unknown(error) => get(&reference).or(known),
        _ => known,
    }
}

/// Why a reference names nothing, and what would name something.
fn why(engine: &Engine<'_>, reference: &str, error: &Error) -> Result<String> {
    let absolute = absolute(reference);
    for reference in std::iter::once(reference).chain(absolute.as_deref()) {
        if let Some(near) = engine.near(reference)? {
            return Ok(near);
        }
        if engine.is_file(reference)? {
            return Ok(format!("`{reference}` is a file; add a line: `{reference}:1`"));
        }
    }
    let hash = reference.trim_start_matches('#');
    match &engine.files_with_hash(reference)?[..] {
        [] => {}
        [first, rest @ ..] => {
            let more = rest.len();
            return Ok(format!("`{reference}` stands in {first} and {more} more; name one, as in `{first}#{hash}`"));
        }
    }
    let hint = "`ibid search` prints ids, `ibid status` what is indexed";
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

fn print(mut all: Vec<Got>, args: &GetArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    let terminal = term::stdout(args.color, 80);
    let (width, color, links) = (terminal.width, terminal.color, terminal.links);
    let look = Look { width, color, links, notes: Notes::All, ..Look::default() };
    let format = if args.json { Format::Json } else { args.format.unwrap_or(Format::Text) };
    let is_json = matches!(format, Format::Json | Format::Brief);
    if all.len() > 1 {
        // which hit answers which reference, as in a batch of queries
        for got in &mut all {
            let query = Some(got.reference.as_str().into());
            if let What::Hits(hits) = &mut got.what {
                hits.iter_mut().for_each(|hit| hit.query.clone_from(&query));
            }
        }
    }
    let is_one = all.len() == 1;
    let mut hits: Vec<Hit> = Vec::new();
    for got in all {
        match got.what {
            What::File(sections) if is_json => sections.iter().try_for_each(|section| json::record(section, out))?,
            What::File(sections) => {
                text::passages(&hits, &look, out)?;
                hits.clear();
                text::outline(&sections, &look, out)?;
            }
            What::Hits(found) if is_json => {
                for hit in &found {
                    match format == Format::Brief {
                        true => brief::hit(hit, &look, out)?,
                        false => json::hit(hit, &look, out)?,
                    }
                }
            }
            What::Hits(found) => hits.extend(found),
            What::Nothing(why) if is_json && !is_one => {
                json::record(&ErrorRecord::new(got.reference.into(), why), out)?
            }
            What::Nothing(why) => writeln!(err, "{}", safe::line(&why))?,
        }
    }
    if is_json {
        return Ok(());
    }
    match form(format) {
        Some(form) => reference::hits(&hits, form, the_note(&hits, args), out),
        None => text::passages(&hits, &look, out),
    }
}

/// The id of the note that is wanted, where one reference alone is given and names
/// a note.
fn the_note<'a>(hits: &'a [Hit], args: &GetArgs) -> Option<&'a str> {
    let [reference] = &args.references[..] else { return None };
    note_id(hits, reference).filter(|_| reference.contains("n-"))
}

/// The id of the note that a reference names, by the index or by the disk.
fn note_id<'a>(hits: &'a [Hit], reference: &str) -> Option<&'a str> {
    let hash = reference.rsplit('#').next()?;
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
        assert!(absolute("Cargo.toml:p.xiv").unwrap().ends_with("/Cargo.toml:p.xiv"));
        assert_eq!(absolute("no such file:12"), None);
        assert_eq!(absolute("#5f3a9c21"), None);
    }
}
