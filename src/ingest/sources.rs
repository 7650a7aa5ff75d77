//! Which sources a run is about, and under which names.

use std::path::{Path, PathBuf};

use super::Request;
use super::library::{self, Library};
use super::tables::{self, OWN_TABLE};
use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::SourceRecord;
use crate::source::walk::text_of;

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
/// Errors: a path that is not there and not remembered; a name that another
/// source has; a name that no source has; a `--meta` or `--bib` that cannot be read.
pub fn targets(request: &Request, remembered: &[SourceRecord]) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    if request.paths.is_empty() {
        let wanted = |source: &&SourceRecord| request.name.as_ref().is_none_or(|name| *name == source.name);
        for source in remembered.iter().filter(wanted) {
            targets.push(target(source.clone(), Some(source.clone()), request)?);
        }
        if let (true, Some(name)) = (targets.is_empty(), &request.name) {
            return Err(ErrorKind::Unknown(name.clone()).into());
        }
    }
    for path in &request.paths {
        let root = root_of(path, remembered)?;
        if targets.iter().any(|target| target.record.root == root) {
            continue;
        }
        let old = remembered.iter().find(|source| source.root == root);
        let record = named(&root, old, request, remembered)?;
        if let Some(other) = targets.iter().find(|target| target.record.name == record.name) {
            return Err(taken(&other.record));
        }
        let old = old.or_else(|| remembered.iter().find(|source| source.name == record.name));
        targets.push(target(record, old.cloned(), request)?);
    }
    Ok(targets)
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
    remembered: &[SourceRecord],
) -> Result<SourceRecord> {
    let name = match (&request.name, old) {
        (Some(name), _) => name.clone(),
        (None, Some(old)) => return Ok(old.clone()),
        (None, None) => Path::new(root).file_name().map_or_else(|| "root".to_owned(), text_of),
    };
    if let Some(other) = remembered.iter().find(|source| source.name == name && source.root != root) {
        // a folder that was moved keeps its name where that is asked for
        let moved = request.name.is_some() && !Path::new(&other.root).exists();
        if !moved {
            return Err(taken(other));
        }
    }
    let before = old.cloned().unwrap_or_default();
    Ok(SourceRecord { name, root: root.to_owned(), ..before })
}

fn taken(by: &SourceRecord) -> Error {
    ErrorKind::NameTaken { name: by.name.clone(), root: by.root.clone() }.into()
}

/// A source with its table and its libraries, those asked for or those of before.
fn target(record: SourceRecord, old: Option<SourceRecord>, request: &Request) -> Result<Target> {
    let mut target = with_table(record, old, request)?;
    if !request.libraries.is_empty() {
        target.libraries = request.libraries.iter().map(|path| library::read(path)).collect::<Result<_>>()?;
        target.record.libraries = target.libraries.iter().map(|read| text_of(read.path.as_os_str())).collect();
        return Ok(target);
    }
    for known in &target.record.libraries {
        match library::read(Path::new(known)) {
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
    let own = Path::new(&record.root).join(OWN_TABLE);
    let table = match &record.meta_file {
        Some(known) => Some(PathBuf::from(known)),
        None => own.is_file().then_some(own),
    };
    let mut table_error = None;
    match table.as_deref().map(tables::read) {
        Some(Ok(sheet)) => record.meta = sheet.rows,
        Some(Err(error)) => table_error = Some(error),
        None if Path::new(&record.root).exists() => record.meta.clear(),
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
        Ok(targets(request, remembered)?.into_iter().map(|target| target.record.name).collect())
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
        let moved = [known("papers", &root.join("gone"))];
        assert!(names(&request(&[&b], None), &moved).is_err(), "not without being asked");
        assert_eq!(names(&request(&[&b], Some("papers")), &moved).unwrap(), ["papers"]);
    }

    #[test]
    fn what_is_not_there_is_an_error_unless_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().canonicalize().unwrap().join("gone");
        assert!(names(&request(&[&gone], None), &[]).is_err());
        assert_eq!(names(&request(&[&gone], None), &[known("old", &gone)]).unwrap(), ["old"]);
    }
}
