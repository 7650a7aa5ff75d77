//! Any text, taken as the notes of a document, one a line: no panic, and every
//! citation and attribution lies inside its note, on the borders of characters.

#![no_main]

use ibid::cite;
use ibid::model::citation::NoteCites;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.lines().collect();
    let note = |(number, line): (u32, &&str)| NoteCites { number: Some(number), cites: cite::find(line) };
    let mut notes: Vec<NoteCites> = (1..).zip(&lines).map(note).collect();
    cite::resolve(&mut notes);
    for (note, line) in notes.iter().zip(&lines) {
        for cite in &note.cites {
            assert!(line.get(cite.start..cite.end).is_some_and(|found| !found.is_empty()));
        }
        for found in cite::attributions(line) {
            assert_eq!(line.get(found.start..found.end), Some(found.raw.as_str()));
        }
    }
});
