//! Optical recognition: pictures of text to words, by `tesseract` where it is installed.
//!
//! It is a program of its own, run once for each page. What it reads is never surely
//! right: every word comes with the confidence that the program has in it.

mod hocr;

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::source::child::{Ended, converse};

/// The program.
const PROGRAM: &str = "tesseract";

/// The languages that are taken where none are named.
pub const LANGUAGES: &str = "eng";

/// Seconds that a page may take. A page of a newspaper takes some thirty.
pub const SECONDS: u64 = 120;

/// How text is to be recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ocr {
    /// Languages as the program names them, with `+` between: `eng+deu`.
    pub languages: String,
}

/// A picture of a page: one byte a dot, rows from top to bottom, 255 is white.
#[derive(Debug)]
pub struct Picture {
    /// Dots in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The dots.
    pub dots: Vec<u8>,
    /// Dots an inch.
    pub per_inch: f32,
}

/// A rectangle in dots, from the upper left corner of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left side.
    pub x: f32,
    /// Right side.
    pub end: f32,
    /// Upper side.
    pub top: f32,
    /// Lower side.
    pub bottom: f32,
}

/// A character in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Char {
    /// The character.
    pub c: char,
    /// Its place.
    pub area: Area,
}

/// A word that was recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its characters; never none.
    pub chars: Vec<Char>,
    /// Its place.
    pub area: Area,
    /// How sure the program is, of 100.
    pub confidence: u8,
}

/// A line of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The words, from left to right.
    pub words: Vec<Word>,
    /// The height in dots on which it stands, in its middle.
    pub baseline: f32,
    /// Height of its type in dots, from the highest to the lowest letter.
    pub size: f32,
}

/// The languages that are installed; none where the program is, and they are not.
///
/// # Errors
///
/// `NotFound` where the program is not installed; else what went wrong.
pub fn installed() -> io::Result<Vec<String>> {
    let output = Command::new(PROGRAM).arg("--list-langs").stdin(Stdio::null()).output()?;
    // the list stands on standard error in older versions
    let text = [output.stdout, output.stderr].concat();
    let names = String::from_utf8_lossy(&text).into_owned();
    let is_name = |line: &&str| !line.is_empty() && !line.contains([' ', ':']) && *line != "osd";
    Ok(names.lines().map(str::trim).filter(is_name).map(str::to_owned).collect())
}

/// Recognises what a picture shows. The error is a reason.
///
/// # Errors
///
/// The program cannot be run, takes too long, or fails.
pub fn recognise(picture: &Picture, ocr: &Ocr) -> Result<Vec<Line>, String> {
    let child = Command::new(PROGRAM)
        .args(["stdin", "stdout", "-l", &ocr.languages, "--dpi", &format!("{:.0}", picture.per_inch)])
        .args(["-c", "hocr_char_boxes=1", "hocr"])
        // files are read side by side already
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{PROGRAM}: {error}"))?;
    let ended = converse(child, &pgm(picture), Duration::from_secs(SECONDS));
    let Some(Ended { status, out, err }) = ended else { return Err(format!("{PROGRAM} takes too long")) };
    if status.success() {
        return Ok(hocr::lines(&String::from_utf8_lossy(&out)));
    }
    let said = String::from_utf8_lossy(&err);
    let first = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("failed");
    Err(format!("{PROGRAM}: {first}"))
}

/// The picture as a portable graymap.
fn pgm(picture: &Picture) -> Vec<u8> {
    let mut out = format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    out.extend_from_slice(&picture.dots);
    out
}
