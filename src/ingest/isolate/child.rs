//! The child's part: files come in, what is made of them goes out.

use std::io::{self, Read, Write};

use serde::Serialize;

use super::frame::{read_frame, write_frame};
use super::limits::{self, Limits, limit_file, limit_process};
use super::worker::GREETING;
use super::{Answer, BROKEN, Fault, LARGE, Reading, Task, Told};
use crate::index::schema::FileStatus;
use crate::ingest::read::{Unread, digest_here, document_here, guarded};
use crate::ingest::{inside, library, tables};
use crate::read::FORMATS;
use crate::read::Format;
use crate::read::ocr::Ocr;
use crate::source::archive::{self, Met, What};
use crate::source::walk;

/// Stack of the thread that reads, in bytes: the same on every system.
const STACK: usize = 16 << 20;

/// Reads file after file from `input` and writes an answer for each to `out`, until
/// there are no more. A panic is an answer too.
///
/// # Errors
///
/// Those of reading and writing, and a format that is not known.
pub fn serve(input: &mut (dyn Read + Send), out: &mut (dyn Write + Send)) -> io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    limit_process();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let serving = thread.spawn_scoped(scope, || serve_all(input, out, limit_file))?;
        serving.join().unwrap_or_else(|_| Err(io::Error::other(BROKEN)))
    })
}

fn serve_all(input: &mut dyn Read, out: &mut dyn Write, limit: fn(Limits)) -> io::Result<()> {
    write_frame(out, GREETING)?;
    while let Some(request) = read_frame(input)? {
        let task: Task = postcard::from_bytes(&request).map_err(io::Error::other)?;
        let bytes = read_frame(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let limits = limits::of(&task, &bytes);
        limit(limits);
        let answer = match &task {
            Task::Document(reading) => encoded(document_here(format(reading)?, &bytes, ocr(reading)), limits),
            Task::Digest(reading) => encoded(digest_here(format(reading)?, &bytes, ocr(reading)), limits),
            Task::Table => encoded(guarded(|| Ok(tables::parse(&bytes).map_err(Fault::from))), limits),
            Task::Library { folder } => {
                let folder = walk::path_of(folder);
                encoded(guarded(|| Ok(library::parse(&bytes, &folder).map_err(Fault::from))), limits)
            }
            Task::Archive { name, hidden } => unpacked((name, *hidden), &bytes, out),
        }?;
        write_frame(out, &answer)?;
    }
    Ok(())
}

fn format(reading: &Reading) -> io::Result<&'static Format> {
    let found = FORMATS.iter().find(|other| other.name == reading.format);
    found.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

fn ocr(reading: &Reading) -> Option<&Ocr> {
    reading.recognition.as_ref().map(|recognition| &recognition.ocr)
}

/// Tells of all that lies in an archive; gives what is to be told in the end.
fn unpacked((name, hidden): (&str, bool), bytes: &[u8], out: &mut dyn Write) -> io::Result<Vec<u8>> {
    let kind = archive::kind(name).ok_or(io::ErrorKind::InvalidInput)?;
    let mut failure = None;
    let mut met = |met: Met| {
        if failure.is_none() {
            failure = tell(met, out).err();
        }
    };
    let summary = archive::walk((kind, name), bytes, &|name| inside::wanted(name, hidden), &mut met);
    match failure {
        Some(error) => Err(error),
        None => postcard::to_stdvec(&Told::Done(summary)).map_err(io::Error::other),
    }
}

fn tell(met: Met, out: &mut dyn Write) -> io::Result<()> {
    let Met { path, what } = met;
    let (told, bytes) = match what {
        What::File(bytes) => (Told::File(path), Some(bytes)),
        What::Archive(kind, summary) => (Told::Archive(path, kind, summary), None),
        What::Skipped(reason) => (Told::Skipped(path, reason), None),
        What::Failed(reason) => (Told::Failed(path, reason), None),
    };
    write_frame(out, &postcard::to_stdvec(&told).map_err(io::Error::other)?)?;
    bytes.map_or(Ok(()), |bytes| write_frame(out, &bytes))
}

fn encoded<T: Serialize>(made: Result<T, Unread>, limits: Limits) -> io::Result<Vec<u8>> {
    let unread = |Unread { status, reason }| Answer::Unread { skipped: status == FileStatus::Skipped, reason };
    let answer = postcard::to_stdvec(&made.map_or_else(unread, Answer::Made)).map_err(io::Error::other)?;
    if answer.len() as u64 <= limits.answer {
        return Ok(answer);
    }
    postcard::to_stdvec(&unread_of::<T>(LARGE)).map_err(io::Error::other)
}

fn unread_of<T>(reason: &str) -> Answer<T> {
    Answer::Unread { skipped: false, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::Digest;
    use crate::model::Document;

    #[test]
    fn a_child_answers_for_file_after_file() {
        let mut input = Vec::new();
        let reading = |format: &str| Reading { format: format.to_owned(), recognition: None };
        let files: [(Task, &[u8]); 5] = [
            (Task::Digest(reading("text")), b"It is so.[1]\n\n[1] There.\n"),
            (Task::Digest(reading("docx")), b"no zip"),
            (Task::Document(reading("text")), b"One.\n\nTwo.\n"),
            (Task::Table, b"path,title\na.txt,Lamps\n"),
            (Task::Library { folder: "/".to_owned() }, b"@book{a, title={Lamps}}"),
        ];
        for (task, bytes) in files {
            write_frame(&mut input, &postcard::to_stdvec(&task).unwrap()).unwrap();
            write_frame(&mut input, bytes).unwrap();
        }
        let mut out = Vec::new();
        serve_all(&mut input.as_slice(), &mut out, |_| {}).unwrap();
        let mut out = out.as_slice();
        let mut frame = || read_frame(&mut out).unwrap().unwrap();
        assert_eq!(frame(), GREETING);
        let Answer::Made(digest) = postcard::from_bytes::<Answer<Digest>>(&frame()).unwrap() else { panic!() };
        assert_eq!((digest.notes, digest.passages.len()), (1, 1));
        assert!(matches!(postcard::from_bytes::<Answer<Digest>>(&frame()).unwrap(), Answer::Unread { .. }));
        let Answer::Made(document) = postcard::from_bytes::<Answer<Document>>(&frame()).unwrap() else { panic!() };
        assert_eq!(document.blocks.len(), 2);
        let sheet: Answer<Result<tables::Sheet, Fault>> = postcard::from_bytes(&frame()).unwrap();
        let Answer::Made(Ok(sheet)) = sheet else { panic!() };
        assert_eq!(sheet.rows["a.txt"].title.as_deref(), Some("Lamps"));
        let parsed: Answer<Result<library::Parsed, Fault>> = postcard::from_bytes(&frame()).unwrap();
        assert!(matches!(parsed, Answer::Made(Ok(parsed)) if parsed.entries.len() == 1));
        assert!(read_frame(&mut out).unwrap().is_none());
    }

    #[test]
    fn an_answer_that_is_too_large_is_none() {
        let limits = Limits { seconds: 1, waiting: 0, memory: 1, answer: 8 };
        let answer = encoded::<String>(Ok("word ".repeat(9)), limits).unwrap();
        let Answer::Unread { reason, .. } = postcard::from_bytes::<Answer<String>>(&answer).unwrap() else { panic!() };
        assert_eq!(reason, LARGE);
    }
}
