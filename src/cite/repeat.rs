//! Whether a note repeats a work that was cited in full, by the words of both.
//!
//! Convention: `Farr, 40`, `Holm; Tamm: Das Ende der Flut, S. 12`, `A. Holm, B. Tamm, La torre del
//! faro, cit., p. 26`, `Holm et Tamm, « Qu’est-ce que la mer ? », 36`: names of the work, then the
//! words that its title begins with or nothing, then a place or nothing. What parts names and title
//! differs from style to style and is not looked at; the words must be those of the work.
//! Counter-examples: "Holm, 40" where no Holm was cited, "Holm, A Memoir" of another title.

use super::people;
use crate::model::Citation;
use crate::works::fold;

/// Words between names.
const JOINTS: &[&str] = &["and", "und", "et", "al", "e", "y", "u", "a", "others", "altri", "autres"];
/// Words of a place, and of the form itself.
const PLACES: &[&str] = &[
    "p", "pp", "pag", "pagg", "s", "f", "ff", "sg", "sgg", "sq", "sqq", "at", "hier", "cit", "op", "ch", "chap", "vol",
    "n", "note", "fol", "col", "t", "bd", "nr", "esp", "and",
];
/// Articles that a short title leaves out.
const ARTICLES: &[&str] = &["the", "a", "an", "der", "die", "das", "le", "la", "les", "il", "lo", "l", "el"];

/// A note read as the repetition of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// True where words of the title stand there.
    pub titled: bool,
    /// True where these are all words of the title.
    pub whole: bool,
    /// Byte of the note after the names.
    pub names: usize,
    /// Byte of the note after names and title: the place.
    pub place: usize,
}

struct Word {
    key: String,
    end: usize,
}

fn words(text: &str) -> Vec<Word> {
    let base = text.as_ptr() as usize;
    let parts = text.split(|c: char| !c.is_alphanumeric() && !is_hyphen(c)).flat_map(|part| {
        // "Buci-Glucksmann" is one name, "45-53" are two pages
        let pages = part.contains(|c: char| c.is_ascii_digit());
        part.split(move |c: char| pages && is_hyphen(c)).map(|word| word.trim_matches(is_hyphen))
    });
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(|part| Word { key: fold::key(part), end: part.as_ptr() as usize - base + part.len() }).collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐')
}

/// The words at the beginning of a note by one of which its work is filed.
pub fn beginnings(raw: &str) -> Vec<String> {
    words(raw).into_iter().take(8).map(|word| word.key).collect()
}

/// How a note repeats a work; `None` where it does not.
pub fn read(raw: &str, full: &Citation) -> Option<Repeated> {
    let note = words(raw);
    let named: Vec<String> =
        full.author.iter().chain(&full.editor).flat_map(|name| words(name)).map(|word| word.key).collect();
    let first = full.author.first().or(full.editor.first())?;
    let family = people::family(first);
    let names = note.iter().take_while(|word| named.contains(&word.key) || JOINTS.contains(&word.key.as_str())).count();
    let named = family.len() > 1 && note[..names].iter().any(|word| word.key == family);
    // "“Title,” 638": a title in marks without its author
    let names = if named { names } else { 0 };
    if note.is_empty() || !named && !raw.trim_start().starts_with(['“', '"', '«', '„', '‘']) {
        return None;
    }
    let number = |word: &Word| word.key.starts_with(|c: char| c.is_ascii_digit()) && word.key.len() <= 6;
    let placed = note[names..]
        .iter()
        .rev()
        .take_while(|word| number(word) || PLACES.contains(&word.key.as_str()) || is_roman(&word.key))
        .count();
    let title = &note[names..note.len() - placed];
    let end = note.get((note.len() - placed).checked_sub(1)?)?.end;
    let after = names.checked_sub(1).map_or(0, |last| note[last].end);
    let titled = !title.is_empty();
    let fits = if named { !titled || begins(title, full) } else { title.len() > 2 && begins(title, full) };
    let whole = titled && full.title.as_deref().is_some_and(|own| words(own).len() == title.len());
    fits.then_some(Repeated { titled, whole, names: after, place: end })
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'))
}

/// True where the words are those that the title of the work begins with.
fn begins(title: &[Word], full: &Citation) -> bool {
    let Some(own) = full.title.as_deref() else { return false };
    let bare = |words: Vec<String>| -> Vec<String> {
        let skip = usize::from(words.len() > 1 && ARTICLES.contains(&words[0].as_str()));
        words.into_iter().skip(skip).collect()
    };
    let title = bare(title.iter().map(|word| word.key.clone()).collect());
    let own = bare(words(own).into_iter().map(|word| word.key).collect());
    let alike = title.iter().zip(&own).take_while(|(a, b)| a == b).count();
    if alike == title.len() {
        return title.len() > 1 || title.len() == own.len() || title[0].len() > 4;
    }
    // the title of the work may have been read short: its words go on in the citation
    let raw: Vec<String> = words(&full.raw).into_iter().map(|word| word.key).collect();
    alike == own.len() && alike > 1 && raw.windows(title.len()).any(|window| window == title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work() -> Citation {
        Citation {
            raw: "Bo Ek and Ada Tamm, The End of the Flood: A History (London, 1990)".to_owned(),
            author: vec!["Bo Ek".to_owned(), "Ada Tamm".to_owned()],
            title: Some("The End of the Flood".to_owned()),
            ..Citation::default()
        }
    }

    #[test]
    fn a_note_that_repeats_a_work() {
        for (raw, place) in [
            ("Ek and Tamm, 40", " 40"),
            ("Ek et al.", ""),
            ("Ek/Tamm, End of the Flood, S. 12", " S. 12"),
            ("Bo Ek, Ada Tamm, The End of the Flood: A History, cit., p. 26", " cit., p. 26"),
            ("Ek; Tamm: The End of the Flood", ""),
            ("EK, End of the Flood", ""),
            ("“The End of the Flood,” 40", " 40"),
            ("Ek, 40-45", " 40-45"),
        ] {
            let found = read(raw, &work());
            assert_eq!(found.map(|found| raw[found.place..].trim_start_matches([',', '.', '”'])), Some(place), "{raw}");
        }
    }

    #[test]
    fn a_note_that_does_not() {
        for raw in [
            "“The End,” 40",
            "Vang, 40",
            "Tamm, 40",
            "Ek, A Memoir, 40",
            "Ek went home",
            "The End of the Flood, 40",
            "40",
        ] {
            assert_eq!(read(raw, &work()), None, "{raw}");
        }
    }
}
