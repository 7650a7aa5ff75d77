//! `ibid aliases`, and the file of names that are searched together.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use super::args::AliasesArgs;
use super::open;
use super::report::Hinted;
use super::search::exit;
use crate::aliases::{Proposal, line, propose};
use crate::index::open::Index;
use crate::model::hit::JSON_VERSION;
use crate::query::{Aliases, Engine};
use crate::render::{json, safe};

/// The file with the names, beside the folder of the index or in it.
const FILE: &str = "aliases.txt";

/// Bytes of that file, at most.
const MOST: u64 = 1 << 20;

/// Columns that the names of a proposal are given.
const WIDTH: usize = 56;

/// A proposal as JSON.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct AliasRecord<'a> {
    /// Always `"alias"`.
    #[serde(rename = "type")]
    record: &'static str,
    /// Format version.
    v: u32,
    /// Its number, for `--write`.
    number: usize,
    /// The names.
    forms: &'a [String],
    /// Why they may be one: `explained`, `second name`, or how they are spelt.
    why: &'static str,
    /// Documents in which that is seen.
    documents: usize,
    /// One of them.
    example: &'a str,
    /// True where it was written to the file.
    written: bool,
}

/// Runs the command: 0 where something is proposed, else 1.
///
/// # Errors
/// No index, numbers that are none of a proposal, failures of the disk.
pub fn run(
    args: &AliasesArgs,
    index: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let dir = open::place(index)?;
    let index = Index::open(&dir)?;
    let known = load(&dir, err)?;
    let proposals = propose(&Engine::new(&index)?, &known)?;
    let chosen = match &args.write {
        Some(numbers) => chosen(numbers, proposals.len())?,
        None => Vec::new(),
    };
    let shown = if args.limit == 0 { proposals.len() } else { args.limit };
    for (number, proposal) in (1..).zip(&proposals) {
        let written = chosen.contains(&number);
        if written || args.write.is_none() && number <= shown {
            print(number, proposal, written, args.json, out)?;
        }
    }
    out.flush()?;
    if args.write.is_some() {
        let lines: Vec<String> = chosen.iter().map(|number| line(&proposals[number - 1].forms)).collect();
        let file = add(&dir, &lines)?;
        writeln!(err, "{} added to {}", count(lines.len(), "line"), safe::line(&file.display().to_string()))?;
    } else if proposals.is_empty() {
        writeln!(err, "no names to propose")?;
    } else if !args.json {
        let more = proposals.len().saturating_sub(shown);
        let rest = if more > 0 { format!("{more} more: --limit 0 shows all. ") } else { String::new() };
        writeln!(err, "\n{rest}`ibid aliases --write 1` adds the first to {}", beside(&dir).display())?;
    }
    Ok(exit(!proposals.is_empty()))
}

fn print(number: usize, proposal: &Proposal, written: bool, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let Proposal { forms, why, documents, example } = proposal;
    if json {
        let record = AliasRecord {
            record: "alias",
            v: JSON_VERSION,
            number,
            forms,
            why: why.tell(),
            documents: *documents,
            example,
            written,
        };
        return json::record(&record, out);
    }
    let names = safe::line(&line(forms)).into_owned();
    let why = format!("{}, {}: {}", why.tell(), count(*documents, "document"), safe::line(example));
    writeln!(out, "{number:>4}  {names:WIDTH$}  {why}")
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// The numbers of `1,3-5` or `all`, in order.
fn chosen(typed: &str, most: usize) -> anyhow::Result<Vec<usize>> {
    if typed == "all" {
        return Ok((1..=most).collect());
    }
    let mut out = Vec::new();
    for part in typed.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
            (Ok(first), Ok(last)) if 1 <= first && first <= last && last <= most => out.extend(first..=last),
            _ => {
                let message = format!("no proposal `{part}`: there are {most}");
                return Err(Hinted::error(message, "`--write 1,3-5` adds four, `--write all` adds all"));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

/// The names in force for an index; lines that cannot be read are told and passed over.
///
/// # Errors
/// The file is there and cannot be read.
pub fn load(dir: &Path, err: &mut dyn Write) -> anyhow::Result<Aliases> {
    let mut text = String::new();
    for file in [dir.join(FILE), beside(dir)] {
        let size = match fs::metadata(&file) {
            Ok(found) if found.is_file() => found.len(),
            _ => continue,
        };
        if size > MOST {
            let message = format!("{}: too large for a list of names", file.display());
            return Err(Hinted::error(message, "one group a line, as in `HTS = \"Hayat Tahrir al-Sham\"`"));
        }
        let bytes = fs::read(&file).map_err(|error| crate::Error::from(error).at(&file))?;
        let part = String::from_utf8_lossy(&bytes).into_owned();
        for bad in Aliases::parse(&part).1 {
            let place = safe::line(&file.display().to_string()).into_owned();
            writeln!(err, "warning: {place}:{}: {}; this line is ignored", bad.number, bad.message)?;
        }
        text.push_str(&part);
        text.push('\n');
    }
    Ok(Aliases::parse(&text).0)
}

/// The file beside the folder of an index.
fn beside(dir: &Path) -> PathBuf {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    dir.with_file_name(FILE)
}

/// Adds lines to the file, and gives its path.
fn add(dir: &Path, lines: &[String]) -> anyhow::Result<PathBuf> {
    let file = beside(dir);
    let at = |error: io::Error| crate::Error::from(error).at(&file);
    let before = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(at(error).into()),
    };
    let mut added = String::new();
    if !before.is_empty() && !before.ends_with(b"\n") {
        added.push('\n');
    }
    lines.iter().for_each(|line| added.extend([line.as_str(), "\n"]));
    let mut open = OpenOptions::new().append(true).create(true).open(&file).map_err(at)?;
    open.write_all(added.as_bytes()).map_err(at)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_chosen() {
        assert_eq!(chosen("3-4, 1,3", 5).unwrap(), [1, 3, 4]);
        assert_eq!(chosen("all", 2).unwrap(), [1, 2]);
        for typed in ["0", "6", "4-2", "x", ""] {
            assert!(chosen(typed, 5).is_err(), "{typed}");
        }
    }
}
