//! `ibid verify`: the quotations of a manuscript, checked against the index.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::VerifyArgs;
use super::cites::stdin;
use super::files::Files;
use super::{open, term};
use crate::ingest::documents::{documents, given};
use crate::model::Document;
use crate::model::quotation::QuotationSummary;
use crate::query::Engine;
use crate::render::{Look, json, safe, verify as render};
use crate::verify::{Checked, Options, check};

/// Runs the command: 0 where all quotations are exact, typographic or marked (or
/// there are none), 1 where some are not, 2 where the manuscript could not be read.
///
/// # Errors
/// No index, failures of the disk.
pub fn run(
    args: &VerifyArgs,
    index: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let index = open::or_build(index, err)?;
    let engine = Engine::new(&index)?;
    let mut read: Vec<(String, Document)> = Vec::new();
    let mut failed = false;
    let mut told = |shown: &str, document: Result<Document, String>| match document {
        Ok(document) => {
            read.push((shown.to_owned(), document));
            Ok(())
        }
        Err(reason) => {
            failed = true;
            writeln!(err, "ibid: {}: {}", safe::line(shown), safe::line(&reason))
        }
    };
    match stdin(&args.file)? {
        Some(bytes) => given("-", &bytes, &mut told)?,
        None => documents(&args.file, None, &mut told)?,
    }
    let mut good = true;
    for (shown, document) in &read {
        good &= one(&engine, args, (shown, document), (out, err))?;
    }
    Ok(match (failed, good) {
        (true, _) => ExitCode::from(2),
        (false, false) => ExitCode::from(1),
        (false, true) => ExitCode::SUCCESS,
    })
}

/// Checks and prints one manuscript; true where nothing is wrong.
fn one(
    engine: &Engine<'_>,
    args: &VerifyArgs,
    (shown, document): (&str, &Document),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> anyhow::Result<bool> {
    let except = args.file.canonicalize().ok().and_then(|path| path.to_str().map(str::to_owned));
    let mut checked = check(engine, document, &Options { short: args.short, titles: false, except })?;
    mark(engine, &mut checked);
    let summary = QuotationSummary::of(shown, &checked.quotations, (checked.passed_over, checked.titles));
    let summary = QuotationSummary { unclosed: checked.unclosed, ..summary };
    if args.json {
        for quotation in &checked.quotations {
            json::record(quotation, out)?;
        }
        json::record(&summary, out)?;
    } else {
        let terminal = term::stdout(args.color, 80);
        let (width, color, links) = (terminal.width, terminal.color, terminal.links);
        let look = Look { width, color, links, ..Look::default() };
        for quotation in &checked.quotations {
            render::quotation((shown, quotation), &look, out)?;
            writeln!(out)?;
        }
        // So that on a terminal the summary ends the answer.
        out.flush()?;
        writeln!(err, "{}", render::summary(&summary))?;
    }
    Ok(checked.quotations.iter().all(|quotation| quotation.grade.is_good()))
}

/// Looks which of the sources have changed since they were indexed.
fn mark(engine: &Engine<'_>, checked: &mut Checked) {
    let files = Files::default();
    for quotation in &mut checked.quotations {
        let notes = quotation.notes.iter_mut().filter_map(|note| note.locator.as_mut());
        let source = quotation.source.as_mut().map(|source| &mut source.locator);
        let other = quotation.elsewhere.as_mut().map(|source| &mut source.locator);
        notes.chain(source).chain(other).for_each(|locator| files.mark_place(engine, locator));
    }
}
