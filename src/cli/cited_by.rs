//! `ibid cited-by`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;

use super::args::{CitedByArgs, GraphFormat, Tally};
use super::files::Files;
use super::report::{BadQuery, Hinted};
use super::search::{exit, idle_globs, searched};
use super::{open, term};
use crate::cited::{self, Library, Tops};
use crate::error::{Error, ErrorKind};
use crate::model::cited::Ranked;
use crate::query::{Engine, Request, glob_fault};
use crate::render::{Look, cited as render, graph, json};

/// Works, authors or publishers listed where no limit is given.
const TOP: usize = 10;

/// Runs the command: 0 where something was found, 1 where nothing was.
///
/// # Errors
/// Nothing is asked for, no index, failures of the disk.
pub fn run(
    args: &CitedByArgs,
    index: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    if let Some(fault) = args.glob.iter().find_map(|glob| glob_fault(glob)) {
        return Err(Hinted::error(fault, "a glob is like `*.txt`, `reports/**` or `!drafts/**`"));
    }
    let (who, tally) = asked(args);
    let whole = tally.is_some() || args.graph.is_some();
    if who.trim().is_empty() && !whole {
        return Err(Hinted::error(
            "give an author, a work or a publisher to look for",
            "`ibid cited-by Bunzel`, `ibid cited-by --top`",
        ));
    }
    let index = open::index(index)?;
    let engine = Engine::new(&index)?;
    idle_globs(&engine, &args.glob, err)?;
    let among = if whole { who.clone() } else { args.query.clone().unwrap_or_default() };
    let request = Request { globs: args.glob.clone(), all: true, limit: 0, ..Request::new(among.clone()) };
    let bad = |error: Error| match error.kind() {
        ErrorKind::Query { .. } => BadQuery { query: among.clone(), error }.into(),
        _ => anyhow::Error::from(error),
    };
    if !whole && is_lost_path(&engine, &who)? {
        let message = format!("no document `{who}` in the index");
        return Err(Hinted::error(message, "`ibid status` tells what is indexed"));
    }
    if !whole {
        let status = places(&engine, (who.trim(), args), &request, (out, err)).map_err(bad)?;
        if status != ExitCode::SUCCESS && !args.json {
            searched(index.dir(), err)?;
        }
        return Ok(status);
    }
    let library = Library::new(&engine, &request).map_err(bad)?;
    let status = match args.graph {
        Some(format) => draw(&library, format, out)?,
        None => top(&cited::top(&library), (tally.unwrap_or_default(), args), out)?,
    };
    if status != ExitCode::SUCCESS {
        writeln!(err, "nothing is cited{}", if who.is_empty() { "" } else { " by what this query finds" })?;
        searched(index.dir(), err)?;
    }
    Ok(status)
}

/// Who is asked for, and what is counted: `--top works` means `--top=works`.
fn asked(args: &CitedByArgs) -> (String, Option<Tally>) {
    let tally = |word: &str| Tally::from_str(word, true).ok();
    match (args.top, &args.who[..]) {
        (Some(Tally::All), [word]) if tally(word).is_some() => (String::new(), tally(word)),
        _ => (args.who.join(" ").trim().to_owned(), args.top),
    }
}

/// True for what is a file here and not in the index: nobody's name.
fn is_lost_path(engine: &Engine<'_>, who: &str) -> crate::error::Result<bool> {
    Ok(who.contains(['/', '.']) && Path::new(who).is_file() && engine.document_called(who)?.is_none())
}

fn places(
    engine: &Engine<'_>,
    (who, args): (&str, &CitedByArgs),
    request: &Request,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> crate::error::Result<ExitCode> {
    let mut found = cited::places(engine, who, request)?;
    let limit = args.limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    found.places.truncate(limit);
    found.summary.shown = found.places.len();
    found.summary.idle_globs = engine.idle_globs(&args.glob)?;
    let files = Files::default();
    found.places.iter_mut().for_each(|place| files.mark_place(engine, &mut place.locator));
    if args.json {
        render::places_json(&found.places, &found.summary, out)?;
    } else {
        render::places_text(&found.places, &look(args), out)?;
        out.flush()?;
        let blank = if found.places.is_empty() { "" } else { "\n" };
        writeln!(err, "{blank}{}", render::summary(&found.summary))?;
    }
    Ok(exit(found.summary.total > 0))
}

fn look(args: &CitedByArgs) -> Look {
    let terminal = term::stdout(args.color, 80);
    Look { width: terminal.width, color: terminal.color, links: terminal.links, ..Look::default() }
}

fn draw(library: &Library, format: GraphFormat, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let drawn = cited::graph(library);
    match format {
        GraphFormat::Dot => graph::dot(&drawn, out)?,
        GraphFormat::Graphml => graph::graphml(&drawn, out)?,
        GraphFormat::Json => graph::json(&drawn, out)?,
    }
    Ok(exit(!drawn.edges.is_empty()))
}

fn top(tops: &Tops, (asked, args): (Tally, &CitedByArgs), out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let limit = args.limit.unwrap_or(TOP);
    let cut = |list: &[Ranked]| list[..if limit == 0 { list.len() } else { limit.min(list.len()) }].to_vec();
    let lists = [
        (Tally::Works, "Works", cut(&tops.works)),
        (Tally::Authors, "Authors", cut(&tops.authors)),
        (Tally::Publishers, "Publishers, newspapers, journals and sites", cut(&tops.publishers)),
    ];
    let mut found = false;
    let look = look(args);
    for (_, heading, list) in lists.iter().filter(|(tally, ..)| asked == Tally::All || asked == *tally) {
        if args.json {
            list.iter().try_for_each(|one| json::record(one, out))?;
        } else if !list.is_empty() {
            let several = asked == Tally::All;
            let blank = if found && several { "\n" } else { "" };
            if several {
                writeln!(out, "{blank}{heading}")?;
            }
            render::top_text(list, &look, out)?;
        }
        found |= !list.is_empty();
    }
    Ok(exit(found))
}
