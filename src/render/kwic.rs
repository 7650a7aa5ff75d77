//! A concordance: each match on a line, aligned, with what stands around it.

use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::runs::{Role, Run};
use super::{Look, Notes, safe, spot, wrap};
use crate::model::hit::{Answer, Hit, Match};
use crate::span::Span;

/// No line is laid out for fewer columns than these.
const NARROWEST: usize = 40;
/// Columns between the parts of a line.
const GAP: usize = 2;
/// Of the columns beside the match, the share (in tenths) that the place may take
/// from a text that could fill them.
const PLACE_TENTHS: usize = 3;
/// The place is given these columns, however narrow the line is.
const LEAST_PLACE: usize = 8;

/// The side of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Left,
    /// After it.
    Right,
}

/// Lines in the order of what stands beside the match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// On which side.
    pub side: Side,
    /// Most lines; 0 for all.
    pub limit: usize,
    /// Lines to pass over first.
    pub offset: usize,
}

/// A line of the concordance.
struct Entry {
    path: String,
    /// Line or page, and the label of a note.
    at: String,
    left: String,
    keyword: String,
    right: String,
}

/// Columns of the parts that are aligned.
struct Columns {
    /// Of the whole line.
    line: usize,
    place: usize,
    left: usize,
}

/// Writes a line for each match: place, text before, match, text after. A match
/// in a note has the note's label at its place (`path:12[3]`).
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, sorted: Option<&Sorted>, out: &mut dyn Write) -> io::Result<()> {
    let mut entries: Vec<Entry> = answer.hits.iter().flat_map(|hit| entries(hit, look)).collect();
    if let Some(sorted) = sorted {
        entries.sort_by_cached_key(|entry| entry.words_beside(sorted.side));
        entries.drain(..sorted.offset.min(entries.len()));
        if sorted.limit > 0 {
            entries.truncate(sorted.limit);
        }
    }
    let columns = Columns::of(&entries, look.width.max(NARROWEST));
    for entry in &entries {
        let place = Run::new(&place(entry, columns.place), Role::Place);
        let left = wrap::keep_end(&entry.left, columns.left);
        let rest = columns.line.saturating_sub(columns.place + columns.left + 2 * GAP);
        let keyword = Run::new(&wrap::keep_start(&entry.keyword, rest), Role::Match);
        let right = match rest.saturating_sub(wrap::width(&keyword.text) + GAP) {
            0 => String::new(),
            columns => wrap::keep_start(&entry.right, columns),
        };
        write!(out, "{}{}  ", place.painted(look.color), pad(&place.text, columns.place))?;
        write!(out, "{}{left}  {}", pad(&left, columns.left), keyword.painted(look.color))?;
        // a sign that closes stands at its word, as in the text
        let gap = if right.starts_with(closes) { "" } else { "  " };
        match right.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, "{gap}{right}")?,
        }
    }
    Ok(())
}

impl Columns {
    /// The text around the matches comes first: the place takes what that leaves,
    /// or a small share.
    fn of(entries: &[Entry], line: usize) -> Columns {
        let widest = |part: fn(&Entry) -> usize| entries.iter().map(part).max().unwrap_or(0);
        // a match of common length; a longer one takes its room from what follows it
        let mut keywords: Vec<usize> = entries.iter().map(|entry| wrap::width(&entry.keyword)).collect();
        keywords.sort_unstable();
        let keyword = keywords.get(keywords.len() / 2).copied().unwrap_or(0).min(line / 3);
        let room = line - keyword - 3 * GAP;
        let left = widest(|entry| wrap::width(&entry.left));
        let right = widest(|entry| wrap::width(&entry.right));
        let share = (room * PLACE_TENTHS / 10).max(LEAST_PLACE);
        let place = widest(|entry| wrap::width(&entry.path) + wrap::width(&entry.at));
        let place = place.min(share.max(room.saturating_sub(left + right)));
        let sides = room - place;
        let left = left.min((sides / 2).max(sides.saturating_sub(right)));
        Columns { line, place, left }
    }
}

/// The place in so many columns. Of a path that is too long the outer folders go
/// first, then the middle of the file's name: it begins with an author and ends with
/// what tells it from its neighbours.
fn place(entry: &Entry, columns: usize) -> String {
    let Entry { path, at, .. } = entry;
    let room = columns.saturating_sub(wrap::width(at));
    if wrap::width(path) <= room {
        return format!("{path}{at}");
    }
    let below = path.match_indices('/').map(|(slash, _)| format!("…{}", &path[slash..]));
    if let Some(short) = below.into_iter().find(|short| wrap::width(short) <= room) {
        return format!("{short}{at}");
    }
    if room == 0 {
        return wrap::keep_end(at, columns);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = wrap::keep_end(name, room / 3 + 1);
    let end = end.trim_start_matches('…');
    let start = wrap::keep_start(name, room - wrap::width(end));
    format!("{start}{end}{at}")
}

fn closes(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’' | '»' | '"' | '\'')
}

fn pad(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(wrap::width(text)))
}

impl Entry {
    /// The words on one side in the order of their distance from the match,
    /// without case and diacritics.
    fn words_beside(&self, side: Side) -> Vec<String> {
        let fold = |word: &str| -> String {
            let letters = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
            letters.filter(|c| c.is_alphanumeric()).collect()
        };
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() };
        match side {
            Side::Left => words(&self.left).into_iter().rev().collect(),
            Side::Right => words(&self.right),
        }
    }
}

fn entries<'a>(hit: &'a Hit, look: &Look) -> impl Iterator<Item = Entry> + use<'a> {
    let notes = look.notes != Notes::Without;
    hit.matches.iter().filter(move |m| notes || m.note.is_none()).map(|found| entry(found, hit))
}

fn entry(found: &Match, hit: &Hit) -> Entry {
    let note = found.note.as_ref().and_then(|n| hit.notes.iter().find(|note| note.id == n.id));
    let text = note.and_then(|note| note.text.as_deref()).unwrap_or(&hit.text);
    let part = |span: Span| safe::line(text.get(span.start..span.end).unwrap_or_default()).trim().to_owned();
    let label = found.note.as_ref().map(|note| format!("[{}]", note.label)).unwrap_or_default();
    Entry {
        path: safe::line(&hit.locator.path).into_owned(),
        at: safe::line(&format!("{}{label}", spot::of_match(found, hit).suffix())).into_owned(),
        left: part(Span::new(0, found.start)),
        keyword: safe::line(&found.text).trim().to_owned(),
        right: part(Span::new(found.end, text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn concordance(answer: &Answer, width: usize, sorted: Option<&Sorted>) -> String {
        let mut out = Vec::new();
        super::answer(answer, &Look { width, ..Look::default() }, sorted, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn keywords_are_aligned() {
        insta::assert_snapshot!(concordance(&sample::answer(), 100, None));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let mut answer = sample::answer();
        answer.hits[0].locator.path = format!("{}/Plutarch - Lives, volume 2.txt", "a folder/".repeat(20));
        answer.hits[1].matches[0].text = "many words ".repeat(30);
        for width in NARROWEST..140 {
            let text = concordance(&answer, width, None);
            assert!(text.lines().all(|line| wrap::width(line) <= width), "{width}\n{text}");
        }
        assert!(
            concordance(&answer, 80, None).starts_with("Plutarch ….txt:253  "),
            "{}",
            concordance(&answer, 80, None)
        );
    }

    #[test]
    fn a_short_text_leaves_its_room_to_the_path() {
        let mut hit = sample::body();
        hit.matches.truncate(1);
        hit.text = "He gave a bloody nose.".into();
        (hit.matches[0].start, hit.matches[0].end) = (10, 21);
        let answer = Answer { hits: vec![hit], ..sample::answer() };
        assert_eq!(concordance(&answer, 60, None), "sources/idlib.txt:253  He gave a  bloody nose.\n");
    }

    #[test]
    fn lines_are_sorted_by_their_neighbours() {
        let text = "Zeal of one lamp is bright. A Élan of two lamps are dim. Old as a lamp Against the wall.";
        let mut hit = sample::body();
        hit.text = text.into();
        hit.matches = text
            .match_indices("lamp")
            .map(|(start, found)| Match { start, end: start + found.len(), ..hit.matches[0].clone() })
            .collect();
        let answer = Answer { hits: vec![hit], ..sample::answer() };
        let of = |side, limit, offset| {
            let text = concordance(&answer, 200, Some(&Sorted { side, limit, offset }));
            let at = |line: &str| line.split("  ").filter(|part| !part.is_empty()).nth(1).unwrap().trim().to_owned();
            text.lines().map(at).map(|left| left.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(Side::Left, 0, 0), ["a", "one", "two"]);
        assert_eq!(of(Side::Right, 0, 0), ["a", "one", "two"]);
        assert_eq!(of(Side::Right, 1, 1), ["one"]);
    }
}
