//! A minimal direct query of the engine, to hold the program's own against: opens
//! what `direct` built, runs one query, prints the texts of the best ten.
//!
//!     cargo run --release --example direct_query -- [--count] INDEX QUERY
//!     cargo run --release --example direct_query -- [--count] --repeat N INDEX FILE
//!
//! With `--count` the entries that match are counted as well and their number is
//! printed first. With `--repeat` each line of a file is a query: it is run N
//! times in this process after one run that does not count, and a line is
//! printed with the median microseconds of the search, of the search with the
//! reading of its ten texts, and the query.

use std::io::Write;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Score, Searcher, TantivyDocument};

const USAGE: &str = "usage: direct_query [--count] INDEX QUERY, or [--count] --repeat N INDEX FILE";

/// What was asked for.
#[derive(Default)]
struct Options {
    count: bool,
    repeat: Option<NonZeroUsize>,
    words: Vec<String>,
}

/// What was found: the best ten, and how many match where that was asked.
struct Found {
    best: Vec<(Score, DocAddress)>,
    total: Option<usize>,
}

fn options() -> Result<Options, Box<dyn std::error::Error>> {
    let mut out = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--count" => out.count = true,
            "--repeat" => {
                let times = args.next().ok_or(USAGE)?;
                out.repeat =
                    Some(times.parse::<NonZeroUsize>().map_err(|_| format!("`{times}` is no number of times"))?);
            }
            flag if flag.starts_with("--") => return Err(format!("`{flag}` is no option here").into()),
            _ => out.words.push(arg),
        }
    }
    Ok(out)
}

fn search(searcher: &Searcher, query: &dyn Query, count: bool) -> tantivy::Result<Found> {
    let best = TopDocs::with_limit(10).order_by_score();
    if count {
        let (best, total) = searcher.search(query, &(best, Count))?;
        return Ok(Found { best, total: Some(total) });
    }
    Ok(Found { best: searcher.search(query, &best)?, total: None })
}

fn print(searcher: &Searcher, found: &Found, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let body = searcher.schema().get_field("body")?;
    if let Some(total) = found.total {
        writeln!(out, "{total}")?;
    }
    for (score, at) in &found.best {
        let entry: TantivyDocument = searcher.doc(*at)?;
        let text = entry.get_first(body).and_then(|value| value.as_str()).unwrap_or_default();
        writeln!(out, "{score}\t{text}")?;
    }
    Ok(())
}

/// Median microseconds of a search, and of a search with the reading of its texts.
fn measure(
    searcher: &Searcher,
    query: &dyn Query,
    count: bool,
    repeat: usize,
) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    let (mut searched, mut read) = (Vec::new(), Vec::new());
    for _ in 0..=repeat {
        let start = Instant::now();
        let found = search(searcher, query, count)?;
        searched.push(start.elapsed());
        print(searcher, &found, &mut std::io::sink())?;
        read.push(start.elapsed());
    }
    Ok((median(&mut searched[1..]), median(&mut read[1..])))
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = options()?;
    let [dir, asked] = options.words.as_slice() else { return Err(USAGE.into()) };
    let index = Index::open_in_dir(dir)?;
    let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let parser = QueryParser::for_index(&index, vec![index.schema().get_field("body")?]);
    let out = &mut std::io::stdout().lock();
    let Some(repeat) = options.repeat else {
        let found = search(&searcher, &*parser.parse_query(asked)?, options.count)?;
        return print(&searcher, &found, out);
    };
    for line in std::fs::read_to_string(asked)?.lines() {
        let (searched, read) = measure(&searcher, &*parser.parse_query(line)?, options.count, repeat.get())?;
        writeln!(out, "{searched:.1}\t{read:.1}\t{line}")?;
    }
    Ok(())
}
