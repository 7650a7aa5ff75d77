//! Which sources a run is about, and under which names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::library::{self, Library};
use super::tables::{self, OWN_TABLE};
use super::{Move, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::{FileRecord, SourceRecord};
use crate::source::archive::INSIDE;
use crate::source::walk::{What, Without, path_of, text_of};
use crate::source::{file, walk};

/// A source that a run is about.
#[derive(Debug, Default)]
pub struct Target {
    /// Its record as it will be.
    pub record: SourceRecord,
    /// Its record as it is in the index; of another name where it was renamed.
    pub old: Option<SourceRecord>,
    /// The table of metadata that it uses, if any.
    pub table: Option<PathBuf>,
    /// Why a table that is known could not be read; the rows known from before
    /// stay in use.
    pub table_error: Option<Error>,
    /// What is amiss with a table that was given to this run, a line each.
    pub table_faults: Vec<String>,
    /// Its libraries of references, so far as they could be read.
    pub libraries: Vec<Library>,
    /// Why a library that is remembered could not be read.
    pub bib_errors: Vec<Error>,
}

/// The sources that a request is about, each once, with their tables read.
///
/// A folder that was moved is known by its files, of which `ledger` tells: where it comes
/// under the name of a source that is not at its old place any more, it is that source.
///
/// Errors: a path that is not there and not remembered; a name that another
/// source has; a name that no source has; a source that lies in another; a `--meta` or `--bib` that cannot be read.
pub fn targets(request: &Request, remembered: &[SourceRecord], ledger: &[FileRecord]) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    if request.paths.is_empty() && request.moved.is_none() {
        let wanted = |source: &&SourceRecord| request.name.as_ref().is_none_or(|name| *name == source.name);
        for source in remembered.iter().filter(wanted) {
            targets.push(target(source.clone(), Some(source.clone()), request)?);
        }
        if let (true, Some(name)) = (targets.is_empty(), &request.name) {
            return Err(ErrorKind::Unknown(name.clone()).into());
        }
    }
    if let Some(Move { name, path }) = &request.moved {
        let old = remembered.iter().find(|source| source.name == *name);
        let old = old.ok_or_else(|| Error::from(ErrorKind::Unknown(name.clone())))?;
        let root = std::fs::canonicalize(path).map_err(|error| Error::from(error).at(path))?;
        let record = moved(old, &text_of(root.as_os_str()));
        check_apart(&record, &targets, remembered)?;
        targets.push(target(record, Some(old.clone()), request)?);
        return Ok(targets);
    }
    for path in &request.paths {
        let root = root_of(path, remembered)?;
        if targets.iter().any(|target| target.record.root == root) {
            continue;
        }
        let old = remembered.iter().find(|source| source.root == root);
        let record = named(&root, old, request, (remembered, ledger))?;
        if let Some(other) = targets.iter().find(|target| target.record.name == record.name) {
            return Err(taken(&other.record));
        }
        if old.is_none() {
            check_apart(&record, &targets, remembered)?;
        }
        let old = old.or_else(|| remembered.iter().find(|source| source.name == record.name));
        targets.push(target(record, old.cloned(), request)?);
    }
    Ok(targets)
}

/// Fails where a new source lies in another, or another in it: its files would be
/// there twice, under two names.
fn check_apart(new: &SourceRecord, targets: &[Target], remembered: &[SourceRecord]) -> Result<()> {
    let others = targets.iter().map(|target| &target.record).chain(remembered);
    for other in others.filter(|other| other.name != new.name) {
        let (root, of_other) = (Path::new(&new.root), Path::new(&other.root));
        let within = root.starts_with(of_other);
        if within || of_other.starts_with(root) {
            let (name, of) = (other.name.clone(), other.root.clone());
            return Err(Error::from(ErrorKind::Overlap { within, name, root: of }).at(root));
        }
    }
    Ok(())
}

/// The absolute path of a source; one that is not there is known by its record.
fn root_of(path: &Path, remembered: &[SourceRecord]) -> Result<String> {
    let at = |error: std::io::Error| Error::from(error).at(path);
    match std::fs::canonicalize(path) {
        Ok(root) => Ok(text_of(root.as_os_str())),
        Err(error) => {
            let absolute = text_of(std::path::absolute(path).map_err(at)?.as_os_str());
            let known = remembered.iter().any(|source| source.root == absolute);
            if known { Ok(absolute) } else { Err(at(error)) }
        }
    }
}

/// The record of the source at `root`, under the name asked for, else its own
/// of before, else that of its folder.
fn named(
    root: &str,
    old: Option<&SourceRecord>,
    request: &Request,
    (remembered, ledger): (&[SourceRecord], &[FileRecord]),
) -> Result<SourceRecord> {
    let name = match (&request.name, old) {
        (Some(name), _) => name.clone(),
        (None, Some(old)) => return Ok(old.clone()),
        (None, None) => path_of(root).file_name().map_or_else(|| "root".to_owned(), text_of),
    };
    if let Some(other) = remembered.iter().find(|source| source.name == name && source.root != root) {
        let is_gone = std::fs::symlink_metadata(path_of(&other.root)).is_err();
        return match old.is_none() && is_gone && is_the_same(other, &path_of(root), ledger) {
            true => Ok(moved(other, root)),
            false => Err(taken(other)),
        };
    }
    let before = old.cloned().unwrap_or_default();
    Ok(SourceRecord { name, root: root.to_owned(), ..before })
}

/// The record of a source that lies at `root` now, with what lies inside it: its table,
/// its libraries.
fn moved(old: &SourceRecord, root: &str) -> SourceRecord {
    let along = |path: &String| match path_of(path).strip_prefix(path_of(&old.root)) {
        Ok(below) if !below.as_os_str().is_empty() => text_of(path_of(root).join(below).as_os_str()),
        _ => path.clone(),
    };
    SourceRecord {
        root: root.to_owned(),
        meta_file: old.meta_file.as_ref().map(along),
        libraries: old.libraries.iter().map(along).collect(),
        ..old.clone()
    }
}

/// True where at least half of the files that the index knows of a source are found at
/// `root`, wherever they lie there. Only files of a size that is known are read.
fn is_the_same(source: &SourceRecord, root: &Path, ledger: &[FileRecord]) -> bool {
    let is_known =
        |file: &&FileRecord| file.source == source.name && !file.fingerprint.is_empty() && !file.path.contains(INSIDE);
    let mut known: HashMap<u64, Vec<&str>> = HashMap::new();
    for file in ledger.iter().filter(is_known) {
        known.entry(file.size).or_default().push(&file.fingerprint);
    }
    let all: usize = known.values().map(Vec::len).sum();
    let found = walk::walk(root, Without { folder: None, hidden: source.hidden }).unwrap_or_default();
    let mut met = 0;
    for found in found {
        let What::File(state) = found.what else { continue };
        let Some(prints) = known.get_mut(&state.size).filter(|prints| !prints.is_empty()) else { continue };
        let Ok(content) = file::read(&found.path) else { continue };
        if let Some(at) = prints.iter().position(|print| *print == content.fingerprint) {
            prints.swap_remove(at);
            met += 1;
        }
        if met * 2 >= all {
            return true;
        }
    }
    false
}

fn taken(by: &SourceRecord) -> Error {
    ErrorKind::NameTaken { name: by.name.clone(), root: by.root.clone() }.into()
}

/// A source with its table and its libraries, those asked for or those of before.
fn target(mut record: SourceRecord, old: Option<SourceRecord>, request: &Request) -> Result<Target> {
    record.hidden = request.hidden.unwrap_or(record.hidden);
    record.ocr = request.ocr.clone().unwrap_or(record.ocr);
    let mut target = with_table(record, old, request)?;
    if !request.libraries.is_empty() {
        target.libraries = request.libraries.iter().map(|path| library::read(path)).collect::<Result<_>>()?;
        target.record.libraries = target.libraries.iter().map(|read| text_of(read.path.as_os_str())).collect();
        return Ok(target);
    }
    for known in &target.record.libraries {
        match library::read(&path_of(known)) {
            Ok(library) => target.libraries.push(library),
            Err(error) => target.bib_errors.push(error),
        }
    }
    Ok(target)
}

/// Reads the table of a source: the one asked for, else the one of before, else
/// its own.
fn with_table(mut record: SourceRecord, old: Option<SourceRecord>, request: &Request) -> Result<Target> {
    if let Some(given) = &request.meta {
        let table = std::path::absolute(given).map_err(|error| Error::from(error).at(given))?;
        let sheet = tables::read(given)?;
        record.meta = sheet.rows;
        record.meta_file = Some(text_of(table.as_os_str()));
        let table_faults = sheet.faults.iter().map(|fault| format!("{}: {fault}", given.display())).collect();
        return Ok(Target { record, old, table: Some(table), table_faults, ..Target::default() });
    }
    let own = path_of(&record.root).join(OWN_TABLE);
    let table = match &record.meta_file {
        Some(known) => Some(path_of(known)),
        None => std::fs::symlink_metadata(&own).is_ok_and(|own| !own.is_dir()).then_some(own),
    };
    // one that nobody named is a file of the folder like any other: no link is followed
    let is_link = |table: &Path| {
        record.meta_file.is_none() && std::fs::symlink_metadata(table).is_ok_and(|table| table.is_symlink())
    };
    let read = |table: &Path| match is_link(table) {
        true => Err(Error::from(ErrorKind::Refused("symlink".to_owned())).at(table)),
        false => tables::read(table),
    };
    let mut table_error = None;
    match table.as_deref().map(read) {
        Some(Ok(sheet)) => record.meta = sheet.rows,
        Some(Err(error)) => table_error = Some(error),
        None if path_of(&record.root).exists() => record.meta.clear(),
        None => {}
    }
    Ok(Target { record, old, table, table_error, ..Target::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, root: &Path) -> SourceRecord {
        SourceRecord { name: name.to_owned(), root: text_of(root.as_os_str()), ..SourceRecord::default() }
    }

    fn request(paths: &[&Path], name: Option<&str>) -> Request {
        let paths = paths.iter().map(|path| path.to_path_buf()).collect();
        Request { paths, name: name.map(str::to_owned), ..Request::default() }
    }

    fn names(request: &Request, remembered: &[SourceRecord]) -> Result<Vec<String>> {
        Ok(targets(request, remembered, &[])?.into_iter().map(|target| target.record.name).collect())
    }

    #[test]
    fn a_source_is_known_by_its_root_and_named_by_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("papers");
        std::fs::create_dir(&root).unwrap();
        assert_eq!(names(&request(&[&root, &root.join(".")], None), &[]).unwrap(), ["papers"]);
        let remembered = [known("mine", &root)];
        assert_eq!(names(&request(&[&root], None), &remembered).unwrap(), ["mine"]);
        assert_eq!(names(&request(&[&root], Some("new")), &remembered).unwrap(), ["new"]);
        assert_eq!(names(&request(&[], None), &remembered).unwrap(), ["mine"]);
        assert!(names(&request(&[], Some("other")), &remembered).is_err());
    }

    #[test]
    fn a_name_is_had_once() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for below in ["a/papers", "b/papers"] {
            std::fs::create_dir_all(root.join(below)).unwrap();
        }
        let (a, b) = (root.join("a/papers"), root.join("b/papers"));
        let clash = names(&request(&[&a, &b], None), &[]).unwrap_err();
        assert!(matches!(clash.kind(), ErrorKind::NameTaken { .. }));
        let clash = names(&request(&[&b], None), &[known("papers", &a)]).unwrap_err();
        assert!(matches!(clash.kind(), ErrorKind::NameTaken { .. }));
    }

    /// A file of a source, as the ledger has it.
    fn in_ledger(source: &str, text: &str) -> FileRecord {
        let fingerprint = file::fingerprint(text.as_bytes());
        FileRecord { source: source.to_owned(), fingerprint, size: text.len() as u64, ..FileRecord::default() }
    }

    #[test]
    fn a_folder_that_was_moved_is_known_by_half_of_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let now = root.join("shelf/papers");
        std::fs::create_dir_all(&now).unwrap();
        std::fs::write(now.join("renamed.txt"), "The bell.").unwrap();
        std::fs::write(now.join("new.txt"), "The pier").unwrap();
        let gone = root.join("papers");
        let meta_file = Some(text_of(gone.join("t.csv").as_os_str()));
        let remembered = [SourceRecord { meta_file, ..known("papers", &gone) }];
        let ledger: Vec<FileRecord> = ["The bell.", "The rope.", "The mast"].map(|t| in_ledger("papers", t)).into();
        let named = |name, ledger| targets(&request(&[&now], name), &remembered, ledger);
        let found = named(None, &ledger[..2]).unwrap().remove(0);
        assert_eq!(found.old.as_ref(), Some(&remembered[0]));
        assert_eq!(found.record.root, text_of(now.as_os_str()));
        assert_eq!(found.record.meta_file, Some(text_of(now.join("t.csv").as_os_str())), "what lies inside goes along");
        for name in [None, Some("papers")] {
            let error = named(name, &ledger[..]).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::NameTaken { .. }), "one of three: {error}");
        }
        assert_eq!(named(Some("other"), &ledger[..2]).unwrap()[0].record.name, "other");
        std::fs::create_dir(&gone).unwrap();
        assert!(named(None, &ledger[..2]).is_err(), "not while the old folder is there");
        let moved = Move { name: "papers".to_owned(), path: now.clone() };
        let asked = Request { moved: Some(moved), ..Request::default() };
        assert_eq!(
            targets(&asked, &remembered, &[]).unwrap()[0].record.name,
            "papers",
            "asked for, it is taken at its word"
        );
    }

    #[test]
    fn no_source_lies_in_another() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("papers/mill")).unwrap();
        std::fs::write(root.join("papers/a.txt"), "A").unwrap();
        std::fs::create_dir(root.join("papers-old")).unwrap();
        let papers = root.join("papers");
        let within = |path: &Path, remembered: &[SourceRecord]| match names(&request(&[path], None), remembered)
            .unwrap_err()
            .kind()
        {
            ErrorKind::Overlap { within, .. } => *within,
            other => panic!("{other}"),
        };
        assert!(within(&root.join("papers/mill"), &[known("papers", &papers)]));
        assert!(within(&papers.join("a.txt"), &[known("papers", &papers)]));
        assert!(!within(&root, &[known("papers", &papers)]));
        assert!(names(&request(&[&papers, &papers.join("mill")], None), &[]).is_err(), "in one run");
        assert_eq!(names(&request(&[&root.join("papers-old")], None), &[known("papers", &papers)]).unwrap().len(), 1);
    }

    #[test]
    fn what_is_not_there_is_an_error_unless_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().canonicalize().unwrap().join("gone");
        assert!(names(&request(&[&gone], None), &[]).is_err());
        assert_eq!(names(&request(&[&gone], None), &[known("old", &gone)]).unwrap(), ["old"]);
    }
}
