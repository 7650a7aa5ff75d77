//! Scans: what is said of them, and how their text is recognised. The program that does
//! so is another one's; a script stands in for it that answers as it would.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::harness::{Dir, Ran};

/// A page of 300 by 200 points with a picture of a sentence.
const SCAN: &[u8] = include_bytes!("../cases/scans/scan.pdf");

/// A script for `tesseract`: it has two languages, and reads the same two lines in any
/// picture, one word of them raised.
const SCRIPT: &str = r#"#!/bin/sh
if [ "$1" = "--list-langs" ]; then printf 'List of available languages (2):\neng\ndeu\n'; exit; fi
head -c 2 | grep -q P5 || { echo "no picture" >&2; exit 1; }
cat > /dev/null
cat <<END
<html><body><div class='ocr_page' title='bbox 0 0 1250 833; ppageno 0'>
<span class='ocr_line' title='bbox 160 140 1000 180; baseline 0 -8; x_size 40'>
<span class='ocrx_word' title='bbox 160 140 260 172; x_wconf 96'>The</span>
<span class='ocrx_word' title='bbox 280 140 400 172; x_wconf 90'>rope</span>
<span class='ocrx_word' title='bbox 420 140 620 172; x_wconf 96'>parted</span>
<span class='ocrx_word' title='bbox 900 140 904 144; x_wconf 7'>.</span></span>
<span class='ocr_line' title='bbox 160 192 700 232; baseline 0 -8; x_size 40'>
<span class='ocrx_word' title='bbox 160 192 260 224; x_wconf 94'>in</span>
<span class='ocrx_word' title='bbox 280 192 400 224; x_wconf 94'>the</span>
<span class='ocrx_word' title='bbox 420 192 560 224; x_wconf 94'>frost</span>
<span class='ocrx_word' title='bbox 580 192 700 224; x_wconf 94'>again</span></span>
</div></body></html>
END
"#;

/// A folder with a scan, and the script where programs are looked for.
fn folder() -> (Dir, PathBuf) {
    let dir = Dir::new();
    dir.file("docs/scan.pdf", SCAN).file("bin/tesseract", SCRIPT);
    let bin = dir.path().join("bin");
    std::fs::set_permissions(bin.join("tesseract"), std::fs::Permissions::from_mode(0o755)).unwrap();
    (dir, bin)
}

fn with(dir: &Dir, bin: &Path, args: &[&str]) -> Ran {
    dir.ibid_in(args, &format!("{}:/usr/bin:/bin", bin.display()))
}

fn without(dir: &Dir, args: &[&str]) -> Ran {
    dir.ibid_in(args, "/nowhere")
}

#[test]
fn a_scan_is_told_and_how_it_can_be_read() {
    let (dir, bin) = folder();
    let ran = without(&dir, &["index", "docs"]).exits(0);
    assert!(ran.err.contains("pictures of text: 1 file;"), "{}", ran.err);
    assert!(ran.err.contains("apt install tesseract-ocr"), "{}", ran.err);
    let again = with(&dir, &bin, &["index"]).exits(0);
    assert!(again.err.contains("`ibid index --ocr` recognises them"), "{}", again.err);
    let ledger = dir.ibid(&["status", "--reason", "no text layer"]).exits(0);
    assert!(ledger.out.contains("docs/scan.pdf"), "{}", ledger.out);
}

#[test]
fn what_cannot_be_recognised_is_an_error() {
    let (dir, bin) = folder();
    let ran = without(&dir, &["index", "--ocr", "docs"]).exits(2);
    assert!(ran.err.contains("needs tesseract, which is not installed\nhint: `apt install"), "{}", ran.err);
    let ran = with(&dir, &bin, &["extract", "--ocr", "--ocr-lang", "eng+xyz", "docs"]).exits(2);
    assert!(ran.err.contains("no language `xyz`; it has eng, deu"), "{}", ran.err);
}

#[test]
fn recognised_text_is_marked_as_such() {
    let (dir, bin) = folder();
    with(&dir, &bin, &["index", "--ocr", "docs"]).exits(0);
    let hit = &dir.ibid(&["search", "--json", "\"rope parted in the frost\""]).exits(0).json()[0];
    assert_eq!(hit["text"], "The rope parted in the frost again");
    assert_eq!(hit["recognised"], 0.94);
    assert_eq!(hit["locator"]["pages"], serde_json::json!([1, 1]));
    assert_eq!(hit["document"]["meta"]["recognised"], "page 1 (tesseract, eng)");
    let shown = dir.ibid(&["search", "frost"]).exits(0).out;
    assert!(shown.starts_with("docs/scan.pdf:p1  #") && shown.contains("  recognised (94 %)\n"), "{shown}");
    let block = &with(&dir, &bin, &["extract", "--ocr", "docs"]).exits(0).json()[1];
    assert_eq!((&block["recognised"], &block["kind"]), (&serde_json::json!(0.94), &serde_json::json!("paragraph")));
}

#[test]
fn a_file_is_read_anew_where_it_is_to_be_recognised_otherwise() {
    let (dir, bin) = folder();
    let done = |args: &[&str]| with(&dir, &bin, args).exits(0).err.lines().next().unwrap_or_default().to_owned();
    assert!(done(&["index", "docs"]).starts_with("1 added"));
    assert!(done(&["index", "docs", "--ocr"]).starts_with("1 updated"));
    assert!(done(&["index"]).starts_with("1 unchanged"), "it is remembered");
    assert!(done(&["index", "--ocr", "--ocr-lang", "deu"]).starts_with("1 updated"));
    assert!(done(&["index", "--no-ocr"]).starts_with("1 updated"));
    assert!(done(&["index"]).starts_with("1 unchanged"));
    // where nothing is a picture, nothing is read again
    dir.file("other/a.txt", "The rope.\n");
    assert!(done(&["index", "other"]).starts_with("1 added"));
    assert!(done(&["index", "other", "--ocr"]).starts_with("1 unchanged"));
}

#[test]
fn a_page_that_fails_is_said() {
    let (dir, bin) = folder();
    let broken = SCRIPT.replace("head -c 2 | grep -q P5 ||", "");
    dir.file("bin/tesseract", broken);
    let record = &with(&dir, &bin, &["extract", "--ocr", "docs"]).exits(0).json()[0];
    assert_eq!(record["degraded"], "page 1 not recognised: tesseract: no picture");
}
