//! `ibid extract`: documents as they are read, without an index.

use std::io::Write;
use std::process::ExitCode;

use super::args::ExtractArgs;
use super::ledger::count;
use crate::ingest::documents::documents;
use crate::model::document::is_loss;
use crate::render::extract::write;
use crate::render::safe;

/// Runs the command: 0 where it is done, 3 with `--strict` where something
/// or a part of it could not be read. How many could not is said on `err`, below the reasons.
///
/// # Errors
///
/// Fails where a path is not there, text cannot be recognised as asked, or `out` or `err` cannot be written.
pub fn run(args: &ExtractArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let ocr = super::ocr::wanted(&args.ocr)?;
    let (mut unread, mut lost, mut gone) = (0, false, false);
    for path in &args.paths {
        gone |= std::fs::symlink_metadata(path).is_err();
        documents(path, ocr.as_ref(), &mut |shown, document| match document {
            Ok(document) => {
                lost |= document.degraded.as_deref().is_some_and(is_loss);
                write(shown, &document, out)
            }
            Err(reason) => {
                unread += 1;
                writeln!(err, "warning: {}: {}", safe::line(shown), safe::line(&reason))
            }
        })?;
    }
    if unread > 0 {
        writeln!(err, "{} could not be read", count(unread, "file"))?;
    }
    Ok(match (gone, args.strict && (unread > 0 || lost)) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(3),
        (false, false) => ExitCode::SUCCESS,
    })
}
