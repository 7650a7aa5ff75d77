//! `--ocr`: what is to be recognised in pictures of text, and whether it can be.

use std::io::ErrorKind;

use anyhow::bail;

use super::report::Hinted;
use crate::read::ocr::{self, LANGUAGES, Ocr};

/// Whether and how text is recognised in scans.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct OcrArgs {
    /// Recognise text in scanned pages of PDF files, with tesseract; `index` remembers it
    #[arg(long)]
    pub ocr: bool,
    /// Languages of the scans, as tesseract names them [default: eng]
    #[arg(long, value_name = "eng+deu", requires = "ocr")]
    pub ocr_lang: Option<String>,
}

/// How the program is had that recognises text.
pub const HOW: &str = "`apt install tesseract-ocr` (Debian, Ubuntu), `brew install tesseract` (macOS), \
                       `winget install UB-Mannheim.TesseractOCR` (Windows)";

/// What is asked for, where it can be done; `None` where nothing is.
///
/// # Errors
///
/// The program is not installed, or lacks a language.
pub fn wanted(args: &OcrArgs) -> anyhow::Result<Option<Ocr>> {
    if !args.ocr {
        return Ok(None);
    }
    let languages = args.ocr_lang.as_deref().unwrap_or(LANGUAGES);
    let installed = match ocr::installed() {
        Ok(installed) => installed,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Hinted::error("`--ocr` needs tesseract, which is not installed", HOW));
        }
        Err(error) => bail!("`--ocr`: tesseract: {error}"),
    };
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('-');
    for language in languages.split('+') {
        if !is_name(language) || !installed.iter().any(|other| other == language) {
            let message = format!("tesseract has no language `{language}`; it has {}", installed.join(", "));
            let package = language.replace('_', "-");
            return Err(Hinted::error(message, format!("Debian and Ubuntu have it as `tesseract-ocr-{package}`")));
        }
    }
    Ok(Some(Ocr { languages: languages.to_owned() }))
}

/// What may be done about scans that are not recognised.
pub fn advice() -> String {
    match ocr::installed() {
        Ok(_) => "`ibid index --ocr` recognises them".to_owned(),
        Err(_) => format!("`ibid index --ocr` recognises them with tesseract: {HOW}"),
    }
}
