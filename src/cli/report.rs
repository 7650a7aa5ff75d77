//! Errors as people read them: what is wrong, where, and what to do.

use std::io::{self, Write};

use crate::error::{Error, ErrorKind};
use crate::render::safe;
use crate::render::wrap::{keep_end, keep_start, width};

/// Columns of a query that are shown on either side of the place.
const AROUND: usize = 36;

/// An error with a line on what to do about it.
#[derive(Debug)]
pub struct Hinted {
    message: String,
    hint: String,
}

/// An error of the library, with the query that was typed.
#[derive(Debug)]
pub struct BadQuery {
    /// The query.
    pub query: String,
    /// What is wrong with it.
    pub error: Error,
}

impl Hinted {
    /// An error with a hint; both in lower case without a final stop.
    pub fn error(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        Hinted { message: message.into(), hint: hint.into() }.into()
    }
}

impl std::fmt::Display for Hinted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

impl std::fmt::Display for BadQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for BadQuery {}

/// Writes an error: `error: …`, for a query its line with a caret, a hint.
///
/// # Errors
/// Those of the writer.
pub fn write(error: &anyhow::Error, err: &mut dyn Write) -> io::Result<()> {
    // A message may bring a hint on a line of its own.
    writeln!(err, "error: {}", safe::block(&message(error)))?;
    let bad_query = error.downcast_ref::<BadQuery>();
    let kind = bad_query.map(|bad| &bad.error).or_else(|| error.downcast_ref::<Error>()).map(Error::kind);
    if let (Some(BadQuery { query, .. }), Some(ErrorKind::Query { at, .. })) = (bad_query, kind) {
        write!(err, "{}", pointed(query, *at))?;
    }
    match error.downcast_ref::<Hinted>().map(|hinted| hinted.hint.clone()).or(kind.and_then(hint)) {
        Some(hint) => writeln!(err, "hint: {}", safe::line(&hint)),
        None => Ok(()),
    }
}

/// The messages of the chain, those left out that the one before already says.
fn message(error: &anyhow::Error) -> String {
    let mut all: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if !all.last().is_some_and(|last| last.contains(&cause)) {
            all.push(cause);
        }
    }
    all.join(": ")
}

fn hint(kind: &ErrorKind) -> Option<String> {
    Some(match kind {
        ErrorKind::NoIndex => "`ibid index DIR` indexes a folder of documents".to_owned(),
        ErrorKind::NotAnIndex => "name another folder with `--index`; this one is not touched".to_owned(),
        ErrorKind::Version { found, wanted } if found < wanted => {
            "`ibid index` builds it again from its sources".to_owned()
        }
        ErrorKind::Version { .. } => "update ibid, or name another folder with `--index`".to_owned(),
        ErrorKind::NotWritable(_) => {
            "searching it needs no right to write; `--index DIR` makes one of your own".to_owned()
        }
        ErrorKind::CannotRebuild(_) => {
            "bring it back, or leave its source out with `ibid index --drop NAME`; the index is as it was".to_owned()
        }
        ErrorKind::SourcesLost => {
            "`ibid index --rebuild DIR...` builds it again from the folders that are named".to_owned()
        }
        ErrorKind::Damaged | ErrorKind::Engine(_) => {
            "`ibid status --check` verifies the index, `ibid index --rebuild` builds it again".to_owned()
        }
        ErrorKind::Busy => "wait until it is done; searching works meanwhile".to_owned(),
        ErrorKind::Query { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`"),
        _ => return None,
    })
}

/// The query on one line, cut around byte `at`, and a caret under the place.
fn pointed(query: &str, at: usize) -> String {
    let at = query.floor_char_boundary(at);
    let before = keep_end(&one_line(&query[..at]), AROUND);
    let after = keep_start(&one_line(&query[at..]), AROUND);
    format!("  {before}{after}\n  {}^\n", " ".repeat(width(&before)))
}

/// Unlike [`safe::line`] alone it keeps every blank, so that places stay.
fn one_line(text: &str) -> String {
    safe::line(&text.replace(char::is_whitespace, " ")).into_owned()
}

/// True where the reader of our output has gone away: no error.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| match cause.downcast_ref::<Error>().map(Error::kind) {
        Some(ErrorKind::Io(io)) => broken(io),
        _ => cause.downcast_ref::<io::Error>().is_some_and(broken),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(error: impl Into<anyhow::Error>) -> String {
        let mut out = Vec::new();
        write(&error.into(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn query_error(at: usize, nearest: Option<&str>) -> Error {
        let message = "no closing quote".to_owned();
        ErrorKind::Query { message, at, nearest: nearest.map(str::to_owned) }.into()
    }

    #[test]
    fn a_bad_query_is_shown_with_its_place() {
        let error = query_error(7, Some("\"nose\""));
        insta::assert_snapshot!(written(BadQuery { query: "日本 \"nose".into(), error }), @r#"
        error: no closing quote
          日本 "nose
               ^
        hint: did you mean `"nose"`
        "#);
    }

    #[test]
    fn a_long_query_is_cut_around_the_place() {
        let query = format!("{} \"x {}", "word ".repeat(30), "more ".repeat(30));
        let text = written(BadQuery { query: query.clone(), error: query_error(151, None) });
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines[2].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[1].chars().nth(caret), Some('"'));
        assert!(lines[1].chars().count() < 80);
        let past = written(BadQuery { query: "ab".into(), error: query_error(99, None) });
        assert!(past.ends_with("  ab\n    ^\n"), "{past}");
    }

    #[test]
    fn errors_have_path_and_hint() {
        let text = written(Error::from(ErrorKind::NoIndex).at("some/\x1bplace"));
        assert_eq!(text, "error: some/␛place: no index here\nhint: `ibid index DIR` indexes a folder of documents\n");
        let io = Error::from(io::Error::other("disk full")).at("x");
        assert_eq!(written(io), "error: x: disk full\n");
        assert_eq!(written(Hinted::error("no such thing", "try another")), "error: no such thing\nhint: try another\n");
    }

    #[test]
    fn a_closed_pipe_is_known() {
        let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_broken_pipe(&pipe().into()));
        assert!(is_broken_pipe(&Error::from(pipe()).into()));
        assert!(is_broken_pipe(&anyhow::Error::from(pipe()).context("while writing")));
        assert!(!is_broken_pipe(&io::Error::other("no").into()));
    }
}
