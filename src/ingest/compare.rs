//! Does every passage still stand where the index says: files are read again, and what is
//! made of them is compared with what is stored, text and place.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::isolate;
use super::plan::same_reader;
use super::read;
use crate::error::Result;
use crate::index::open::Index;
use crate::index::schema::{FileRecord, SourceRecord};
use crate::model::Passage;
use crate::source::archive::{self, INSIDE, What};
use crate::source::file::{self, Content, State, fingerprint};
use crate::source::walk::{path_of, text_of};

/// How an index agrees with its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Files that were read again.
    pub files: usize,
    /// Files that were not: their bytes are others than those indexed or are not to be had,
    /// another version of the program read them, or they are pictures of text.
    pub others: usize,
    /// Passages of the index that do not stand in their file as it says, a line for each
    /// file.
    pub faults: Vec<String>,
}

impl Compared {
    fn and(mut self, other: Compared) -> Compared {
        self.files += other.files;
        self.others += other.others;
        self.faults.extend(other.faults);
        self
    }
}

/// Reads every file of which the index has text again, as far as its bytes are those that
/// were indexed, and compares. Takes as long as indexing.
///
/// # Errors
///
/// Those of the index.
pub fn with_sources(dir: &Path) -> Result<Compared> {
    let index = Index::open(dir)?;
    let sources: BTreeMap<String, SourceRecord> =
        index.sources()?.into_iter().map(|source| (source.name.clone(), source)).collect();
    // by the file on disk that holds them: an archive is walked once
    let mut on_disk: BTreeMap<String, Vec<FileRecord>> = BTreeMap::new();
    for file in index.files()? {
        let outermost = file.file.split(INSIDE).next().unwrap_or_default();
        on_disk.entry(outermost.to_owned()).or_default().push(file);
    }
    let compare = |(place, files): (String, Vec<FileRecord>)| on_one_file(&index, &sources, &place, files);
    let all: Result<Vec<Compared>> = on_disk.into_par_iter().map(compare).collect();
    let mut compared = all?.into_iter().fold(Compared::default(), Compared::and);
    compared.faults.sort();
    Ok(compared)
}

/// Compares what the index has of a file on disk, with all that lies in it.
fn on_one_file(
    index: &Index,
    sources: &BTreeMap<String, SourceRecord>,
    place: &str,
    files: Vec<FileRecord>,
) -> Result<Compared> {
    let source = files.first().and_then(|file| sources.get(&file.source));
    let mut wanted: BTreeMap<String, FileRecord> = BTreeMap::new();
    let mut others = 0;
    let fingerprint_of_all = files.iter().find(|file| file.file == place).map(|file| file.fingerprint.clone());
    for file in files.into_iter().filter(|file| file.passages > 0) {
        let is_pictured = file.recognition.as_ref().is_some_and(|languages| !languages.is_empty());
        if source.is_some_and(|source| same_reader(&file, source)) && !is_pictured {
            wanted.insert(file.file.clone(), file);
        } else {
            others += 1;
        }
    }
    let mut compared = Compared { others, ..Compared::default() };
    if wanted.is_empty() {
        return Ok(compared);
    }
    let path = path_of(place);
    let content = match file::read(&path) {
        Ok(content) if Some(&content.fingerprint) == fingerprint_of_all.as_ref() => content,
        _ => return Ok(Compared { others: others + wanted.len(), ..compared }),
    };
    let name = path.file_name().map(text_of).unwrap_or_default();
    if let Some(file) = wanted.remove(place) {
        compared = compared.and(one(index, &file, &content, &name)?);
    }
    let Some(kind) = archive::kind(&name).filter(|_| !wanted.is_empty()) else {
        return Ok(Compared { others: compared.others + wanted.len(), ..compared });
    };
    let mut failure = None;
    let hidden = source.is_some_and(|source| source.hidden);
    isolate::archive((kind, &name), &content.bytes, hidden, &mut |met| {
        let What::File(bytes) = met.what else { return };
        let Some(file) = wanted.remove(&format!("{place}{INSIDE}{}", met.path)) else { return };
        let state = State { size: bytes.len() as u64, modified: file.modified };
        let content = Content { fingerprint: fingerprint(&bytes), bytes, state };
        match one(index, &file, &content, &met.path) {
            Ok(one) => compared = std::mem::take(&mut compared).and(one),
            Err(error) => failure = Some(error),
        }
    });
    compared.others += wanted.len();
    failure.map_or(Ok(compared), Err)
}

fn one(index: &Index, file: &FileRecord, content: &Content, name: &str) -> Result<Compared> {
    if content.fingerprint != file.fingerprint {
        return Ok(Compared { others: 1, ..Compared::default() });
    }
    let stored = index.passages(&file.path)?;
    let read = read::read(content, name, FileRecord::default(), None);
    let faults = difference(&stored, &read.passages).map(|fault| format!("{}: {fault}", file.path));
    Ok(Compared { files: 1, others: 0, faults: faults.into_iter().collect() })
}

/// The first passage that is not as its file has it.
fn difference(stored: &[Passage], read: &[Passage]) -> Option<String> {
    let differs = stored.iter().zip(read).find(|(stored, read)| stored != read);
    match differs {
        Some((stored, read)) if stored.places.mapped.text != read.places.mapped.text => {
            Some(format!("the passage #{} is not in its file as it is stored", stored.hash))
        }
        Some((stored, _)) => Some(format!("the passage #{} does not stand where the index says", stored.hash)),
        None if stored.len() != read.len() => {
            Some(format!("it has {} passages, and the index holds {}", read.len(), stored.len()))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::write::Writer;
    use crate::ingest::{Request, run};

    fn built() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("s")).unwrap();
        let text = "It is so in the tower.[1]\n\n[1] There, p. 3.\n";
        for name in ["a.txt", "b.txt"] {
            std::fs::write(dir.path().join("s").join(name), text).unwrap();
        }
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("c.txt", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        std::fs::write(dir.path().join("s/z.zip"), zip.finish().unwrap().into_inner()).unwrap();
        let request = Request { paths: vec![dir.path().join("s")], jobs: 1, ..Request::default() };
        run(&dir.path().join("index"), &request, &|_| {}).unwrap();
        dir
    }

    #[test]
    fn an_index_agrees_with_the_files_that_are_as_they_were() {
        let dir = built();
        let index = dir.path().join("index");
        assert_eq!(with_sources(&index).unwrap(), Compared { files: 3, others: 0, faults: Vec::new() });
        std::fs::write(dir.path().join("s/b.txt"), "Other.\n").unwrap();
        assert_eq!(with_sources(&index).unwrap(), Compared { files: 2, others: 1, faults: Vec::new() });
        std::fs::remove_file(dir.path().join("s/z.zip")).unwrap();
        assert_eq!(with_sources(&index).unwrap(), Compared { files: 1, others: 2, faults: Vec::new() });
    }

    #[test]
    fn a_passage_that_stands_elsewhere_is_found() {
        let dir = built();
        let place = dir.path().join("index");
        let index = Index::open(&place).unwrap();
        let file = index.files().unwrap().into_iter().find(|file| file.path == "s/a.txt").unwrap();
        let whole = index.passages("s/a.txt").unwrap();
        let put = |passages: &[Passage]| {
            let mut writer = Writer::open(&place).unwrap();
            writer.put(&FileRecord { passages: passages.len() as u32, ..file.clone() }, passages).unwrap();
            writer.commit(crate::model::unread::Unread::default()).unwrap();
            writer.finish().unwrap();
            with_sources(&place).unwrap().faults
        };
        let mut moved = whole.clone();
        moved[0].places.spans[0].start += 1;
        assert!(put(&moved)[0].contains("does not stand where"), "{:?}", put(&moved));
        let mut other = whole.clone();
        other[0].places.mapped.text.replace_range(..2, "At");
        assert!(put(&other)[0].contains("not in its file"));
        assert!(put(&[]).is_empty(), "no text, nothing to compare");
        assert!(put(&[whole.clone(), whole.clone()].concat())[0].contains("has 1 passages"));
        assert_eq!(put(&whole), Vec::<String>::new());
    }
}
