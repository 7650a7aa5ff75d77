//! Names for passages and notes that survive edits elsewhere in the file.
//!
//! A name is a short hash of the text itself; where that is not enough to tell
//! two apart, the texts beside it go in too, more and more of them.

use std::collections::HashMap;

use crate::model::{Document, Passage};

/// How far to look for neighbours that differ before counting.
const MAX_REACH: usize = 4;

/// Gives every passage and every note its hash.
pub fn name(document: &Document, orphans: &[usize], passages: &mut [Passage]) {
    let notes: Vec<String> = hashes(&document.notes.iter().map(|n| n.text.text.as_str()).collect::<Vec<_>>());
    let body = passages.len() - orphans.len();
    let texts: Vec<&str> = passages[..body].iter().map(|p| p.places.text()).collect();
    let names = hashes(&texts);
    for (passage, name) in passages.iter_mut().zip(names) {
        passage.hash = name;
    }
    for (passage, &note) in passages[body..].iter_mut().zip(orphans) {
        passage.hash = format!("n-{}", notes[note]);
    }
    for passage in passages {
        for note in &mut passage.notes {
            // `notes::attach`, or for an orphan `passages`, left the index of the note, or nothing
            note.hash = match note.hash.parse::<usize>() {
                Ok(index) => format!("n-{}", notes[index]),
                Err(_) => format!("n-{}", short(&["missing", &passage.hash, &note.label, &format!("{:?}", note.at)])),
            };
        }
    }
}

/// A hash for each text, all different.
fn hashes(texts: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = texts.iter().map(|text| short(&[text])).collect();
    for reach in 1..=MAX_REACH {
        let twice = repeated(&out);
        if twice.is_empty() {
            return out;
        }
        for at in twice {
            let near = &texts[at.saturating_sub(reach)..(at + reach + 1).min(texts.len())];
            out[at] = short(&[&[texts[at]], near].concat());
        }
    }
    for (count, at) in repeated(&out).into_iter().enumerate() {
        out[at] = short(&[texts[at], &count.to_string()]);
    }
    out
}

/// Indices of the names that stand more than once.
fn repeated(names: &[String]) -> Vec<usize> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for name in names {
        *count.entry(name).or_default() += 1;
    }
    (0..names.len()).filter(|&at| count[names[at].as_str()] > 1).collect()
}

/// The first 8 hex digits of the BLAKE3 hash of the parts.
fn short(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_twice_is_told_apart_by_its_neighbours() {
        let names = hashes(&["a", "Ibid.", "b", "Ibid.", "c"]);
        assert!(repeated(&names).is_empty());
        let edited = hashes(&["a", "Ibid.", "b", "Ibid.", "c", "d"]);
        assert_eq!(names, edited[..5]);
        assert_eq!(names[0], hashes(&["x", "a"])[1]);
    }

    #[test]
    fn many_of_the_same_are_all_different() {
        let names = hashes(&["Ibid."; 50]);
        assert!(repeated(&names).is_empty());
    }
}
