//! Which index is meant, and opening it.
//!
//! One index for a user, unless told otherwise: the one that is named, else the nearest
//! `index/` that is one or waits for one, here or in a folder above, else the one in the
//! user's data folder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use etcetera::BaseStrategy;

use super::args::IndexArgs;
use super::report::Hinted;
use crate::error::ErrorKind;
use crate::index::open::{Index, find};

/// The folder that is indexed without being asked for, where there is no index.
const SEEDS: &str = "seeds";

/// Opens the index that is meant.
///
/// # Errors
/// There is none, or it cannot be read.
pub fn index(named: Option<&Path>) -> anyhow::Result<Index> {
    Ok(Index::open(&place(named)?)?)
}

/// The folder of the index that is meant, be there one or not.
///
/// # Errors
/// None is named or near, and the user has no home.
pub fn place(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(dir) = named {
        return Ok(dir.to_owned());
    }
    let here = std::env::current_dir().context("the current folder cannot be told")?;
    match find(&here) {
        Some(dir) => Ok(dir),
        None => of_user(),
    }
}

/// The index in the user's data folder.
fn of_user() -> anyhow::Result<PathBuf> {
    match etcetera::choose_base_strategy() {
        Ok(folders) => Ok(folders.data_dir().join("ibid").join("index")),
        Err(_) => Err(Hinted::error("no index here, and no home folder to keep one in", "`--index DIR` names a place")),
    }
}

/// The same as [`index`], but where there is no index and a folder `seeds`, that is
/// indexed first; `err` is told.
///
/// # Errors
/// As for [`index`], and those of indexing.
pub fn or_build(named: Option<&Path>, err: &mut dyn Write) -> anyhow::Result<Index> {
    let dir = place(named)?;
    match Index::open(&dir) {
        Err(error) if matches!(error.kind(), ErrorKind::NoIndex) && Path::new(SEEDS).is_dir() => build(&dir, err),
        opened => Ok(opened?),
    }
}

fn build(dir: &Path, err: &mut dyn Write) -> anyhow::Result<Index> {
    writeln!(err, "no index yet: indexing `{SEEDS}` into `{}`", dir.display())?;
    let args = IndexArgs { paths: vec![SEEDS.into()], ..IndexArgs::default() };
    // of what was read and what was not only the first line: the answer is waited for
    let mut report = Vec::new();
    let status = super::index::run(&args, Some(dir), &mut io::sink(), &mut report)?;
    let report = String::from_utf8_lossy(&report).into_owned();
    writeln!(err, "{}; `ibid status` tells the rest\n", report.lines().next().unwrap_or("done"))?;
    if status != ExitCode::SUCCESS {
        anyhow::bail!("`{SEEDS}` could not be indexed");
    }
    Ok(Index::open(dir)?)
}
