//! Which index is meant, and opening it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::IndexArgs;
use super::report::Hinted;
use crate::error::{Error, ErrorKind};
use crate::index::open::{Index, find};

/// The folder that is indexed without being asked for, where there is no index.
const SEEDS: &str = "seeds";
/// Where an index is made, unless another place is named.
const DEFAULT: &str = "index";

/// Opens the index that is named, else the nearest one.
///
/// # Errors
/// There is none, or it cannot be read.
pub fn index(named: Option<&Path>) -> anyhow::Result<Index> {
    Ok(Index::open(&dir(named)?)?)
}

/// The folder of the index that is named, else of the nearest one.
///
/// # Errors
/// None is named, and there is none.
pub fn dir(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    folder(named)?.ok_or_else(none_here)
}

/// The same, but where there is no index and a folder `seeds`, that is indexed
/// first; `err` is told.
///
/// # Errors
/// As for [`index`], and those of indexing.
pub fn or_build(named: Option<&Path>, err: &mut dyn Write) -> anyhow::Result<Index> {
    let dir = folder(named)?;
    let opened = dir.as_deref().map(Index::open);
    match opened {
        Some(Ok(index)) => Ok(index),
        Some(Err(error)) if !is_missing(&error) || !Path::new(SEEDS).is_dir() => Err(error.into()),
        None if !Path::new(SEEDS).is_dir() => Err(none_here()),
        _ => build(&dir.unwrap_or_else(|| PathBuf::from(DEFAULT)), err),
    }
}

/// `None` where no index is named and none is found.
fn folder(named: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    match named {
        Some(dir) => Ok(Some(dir.to_owned())),
        None => Ok(find(&std::env::current_dir()?)),
    }
}

fn is_missing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NoIndex)
}

fn none_here() -> anyhow::Error {
    let message = "no index here or in a folder above";
    Hinted::error(message, "`ibid index DIR` indexes a folder of documents, `--index` names another place")
}

fn build(dir: &Path, err: &mut dyn Write) -> anyhow::Result<Index> {
    writeln!(err, "no index yet: indexing `{SEEDS}` into `{}`", dir.display())?;
    let args = IndexArgs { paths: vec![SEEDS.into()], ..IndexArgs::default() };
    let status = super::index::run(&args, Some(dir), &mut io::sink(), err)?;
    if status != ExitCode::SUCCESS {
        anyhow::bail!("`{SEEDS}` could not be indexed");
    }
    Ok(Index::open(dir)?)
}
