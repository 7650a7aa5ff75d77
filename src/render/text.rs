//! Hits for people, on a terminal or in a pipe.
//!
//! A hit: title; headings; place; the passage with matches marked and markers
//! as labels; its notes. A hit in a note alone shows the sentences that cite
//! the matching notes, not the whole passage.

use std::io::{self, Write};

use super::runs::{self, Role, Run};
use super::shown::{body_matches, first_shown, is_matched, is_near, note_matches, shown_parts};
use super::spot::{self, Spot};
use super::{Look, Notes, ORPHAN, change, pages_of_file, safe, wrap};
use crate::model::Status;
use crate::model::hit::{Answer, DocumentInfo, Hit, HitNote, Kind, Locator, MatchedIn, Neighbour, OutlineSection};
use crate::span::Span;

/// Notes that are shown with a passage however many match.
const FEW_NOTES: usize = 4;

/// Files that are named of those in which copies of a passage stand.
const FEW_COPIES: usize = 2;

/// Writes the hits of an answer, parted by empty lines. The summary is not
/// written: it is no data.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for (i, hit) in answer.hits.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        self::hit(hit, look, out)?;
    }
    Ok(())
}

/// Writes passages to be read one after the other: title and headings stand where
/// they change.
///
/// # Errors
/// Those of the writer.
pub fn passages(hits: &[Hit], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut before: Option<&Hit> = None;
    for hit in hits {
        if before.is_some() {
            writeln!(out)?;
        }
        let goes_on =
            before.is_some_and(|before| before.document.id == hit.document.id && before.section == hit.section);
        one(hit, !goes_on, look, out)?;
        before = Some(hit);
    }
    Ok(())
}

/// Writes the sections of a document, one a line, indented as they lie in one another.
///
/// # Errors
/// Those of the writer.
pub fn outline(sections: &[OutlineSection], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { look, out };
    for section in sections {
        let indent = "  ".repeat(section.section.len().saturating_sub(1));
        let heading = section.section.last().map_or("(before the first heading)", String::as_str);
        write!(page.out, "{indent}{}  ", Run::new(&safe::line(heading), Role::Title).painted(page.look.color))?;
        page.place(&section.locator, &spot::of_place(&section.locator), &section.id)?;
        let (passages, notes) = (section.passages, section.notes);
        write!(page.out, "  {passages} passage{}", plural(passages))?;
        match notes {
            0 => writeln!(page.out)?,
            _ => writeln!(page.out, ", {notes} note{}", plural(notes))?,
        }
    }
    Ok(())
}

/// Writes one hit.
///
/// # Errors
/// Those of the writer.
pub fn hit(hit: &Hit, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    one(hit, true, look, out)
}

fn one(hit: &Hit, with_headings: bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { look, out };
    if with_headings {
        page.headings(hit)?;
    }
    page.place(&hit.locator, &spot::of_hit(hit), &hit.id)?;
    page.recognised(hit.recognised)?;
    write!(page.out, "\n\n")?;
    for neighbour in &hit.before {
        page.neighbour(neighbour, hit)?;
        writeln!(page.out)?;
    }
    page.body(hit)?;
    for neighbour in &hit.after {
        writeln!(page.out)?;
        page.neighbour(neighbour, hit)?;
    }
    page.notes(hit)?;
    page.remarks(hit)
}

/// Writes wrapped and indented runs.
struct Page<'a> {
    look: &'a Look,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn headings(&mut self, hit: &Hit) -> io::Result<()> {
        let work = work(&hit.document);
        if !work.is_empty() {
            self.paragraph(&work, "", "")?;
        }
        if !hit.section.is_empty() {
            let path: Vec<_> = hit.section.iter().map(|heading| safe::line(heading)).collect();
            self.paragraph(&[Run::new(&path.join(" › "), Role::Dim)], "", "")?;
        }
        Ok(())
    }

    /// `path:line` or `path:p12`, else `path#hash`, as `ibid get` takes it, pages, the hash of the id,
    /// and whether the file has changed.
    fn place(&mut self, locator: &Locator, spot: &Spot<'_>, id: &str) -> io::Result<()> {
        let suffix = spot.suffix();
        let hash = id.rsplit_once('#').map(|(_, hash)| hash);
        // where there is neither line nor page the id is the only place that `get` takes
        let whole = hash.filter(|_| suffix.is_empty()).map(|hash| format!("#{hash}"));
        let place = format!("{}{suffix}{}", locator.path, whole.as_deref().unwrap_or_default());
        let place = Run::new(&safe::line(&place), Role::Place).painted(self.look.color);
        if self.look.links {
            write!(self.out, "\x1b]8;;{}\x1b\\{place}\x1b]8;;\x1b\\", file_url(&locator.file))?;
        } else {
            write!(self.out, "{place}")?;
        }
        if let Some(pages) = pages_of_file(locator).filter(|pages| !spot.says(pages)) {
            write!(self.out, "  {}", safe::line(&pages))?;
        }
        if let Some(hash) = hash.filter(|_| whole.is_none()) {
            write!(self.out, "  {}", Run::new(&safe::line(&format!("#{hash}")), Role::Dim).painted(self.look.color))?;
        }
        if let Some(change) = change(locator) {
            write!(self.out, "  {}", Run::new(change, Role::Warning).painted(self.look.color))?;
        }
        Ok(())
    }

    /// That the text was recognised in a picture, and how surely.
    fn recognised(&mut self, sure: Option<f32>) -> io::Result<()> {
        let Some(sure) = sure else { return Ok(()) };
        let told = format!("recognised ({:.0} %)", sure * 100.0);
        write!(self.out, "  {}", Run::new(&told, Role::Dim).painted(self.look.color))
    }

    fn neighbour(&mut self, neighbour: &Neighbour, hit: &Hit) -> io::Result<()> {
        let line = neighbour.locator.lines.map(|(first, _)| format!("line {first}"));
        let place = line.or_else(|| pages_of_file(&neighbour.locator)).map(|place| format!("({place}) "));
        let place = safe::line(place.as_deref().unwrap_or_default()).into_owned();
        let Neighbour { text, notes, .. } = neighbour;
        let labels: Vec<(usize, String)> =
            notes.iter().filter_map(|note| Some((note.at?, runs::label(note)))).collect();
        let mut all = vec![Run::new(&place, Role::Label)];
        all.extend(runs::runs(text, Span::new(0, text.len()), &[], &labels, Role::Dim));
        self.paragraph(&all, "  ", "  ")?;
        if self.look.notes == Notes::Without || notes.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        notes.iter().try_for_each(|note| self.note(note, hit))
    }

    fn body(&mut self, hit: &Hit) -> io::Result<()> {
        if hit.kind == Kind::Note {
            return self.orphan(hit);
        }
        let matches: Vec<Span> = body_matches(hit).collect();
        let labels: Vec<(usize, String)> =
            hit.notes.iter().filter_map(|note| Some((note.at?, runs::label(note)))).collect();
        let mut all = earlier_runs(hit);
        for part in shown_parts(hit) {
            if hit.scope == MatchedIn::Note && part.start > 0 && all.is_empty() {
                all.push(Run::new("… ", Role::Dim));
            }
            all.extend(runs::runs(&hit.text, part, &matches, &labels, Role::Text));
            if part.end < hit.text.trim_end().len() {
                all.push(Run::new(" … ", Role::Dim));
            }
        }
        self.paragraph(&all, "  ", "  ")
    }

    /// A note that no marker leads to, which is a hit of its own.
    fn orphan(&mut self, hit: &Hit) -> io::Result<()> {
        let note = hit.notes.first();
        let text = &hit.text;
        let mut all: Vec<Run> =
            note.map(|note| Run::new(&format!("{} ", runs::label(note)), Role::Label)).into_iter().collect();
        let matches: Vec<Span> = hit.matches.iter().map(|m| Span::new(m.start, m.end)).collect();
        all.extend(runs::runs(text, Span::new(0, text.len()), &matches, &[], Role::Text));
        self.paragraph(&all, "  ", "  ")?;
        self.paragraph(&[Run::new(ORPHAN, Role::Warning)], "  ", "  ")
    }

    fn notes(&mut self, hit: &Hit) -> io::Result<()> {
        if self.look.notes == Notes::Without || hit.kind == Kind::Note || hit.notes.is_empty() {
            return Ok(());
        }
        let shown: Vec<&HitNote> = hit.notes.iter().filter(|note| self.is_shown(note, hit)).collect();
        writeln!(self.out)?;
        let mut seen: Vec<&str> = Vec::new();
        for note in &shown {
            // A note called twice in the passage is told once.
            if note.text.is_none() || !seen.contains(&note.id.as_str()) {
                self.note(note, hit)?;
            }
            seen.push(&note.id);
        }
        let more = hit.notes.len() - shown.len();
        if more == 0 {
            return Ok(());
        }
        let and = if shown.is_empty() { "with" } else { "and" };
        let what = format!("{and} {more}{} note{}", if shown.is_empty() { "" } else { " more" }, plural(more));
        self.paragraph(&[Run::new(&what, Role::Dim)], "    ", "    ")
    }

    fn is_shown(&self, note: &HitNote, hit: &Hit) -> bool {
        let all = self.look.notes == Notes::All || hit.notes.len() <= FEW_NOTES && hit.scope != MatchedIn::Note;
        all && note.passage.is_none() || is_matched(note, hit) || is_near(note, hit)
    }

    fn note(&mut self, note: &HitNote, hit: &Hit) -> io::Result<()> {
        let label = runs::label(note);
        let hang = " ".repeat(4 + wrap::width(&safe::line(&label)).min(8) + 1);
        let mut all = vec![Run::new(&safe::line(&label), Role::Label), Run::new(" ", Role::Dim)];
        match (&note.text, note.status) {
            (Some(text), _) => all.extend(note_runs(text, note, hit)),
            (None, Some(Status::Ambiguous)) => {
                all.push(Run::new("called here; more than one note could be meant", Role::Warning));
            }
            (None, _) => {
                let told = format!("called here; no note {} in this file", safe::line(&note.label));
                all.push(Run::new(&told, Role::Warning));
            }
        }
        self.paragraph(&all, "    ", &hang)?;
        if note.also.is_empty() {
            return Ok(());
        }
        let also = format!("also cited in {}", safe::line(&note.also.join(", ")));
        self.paragraph(&[Run::new(&also, Role::Dim)], &hang, &hang)
    }

    fn remarks(&mut self, hit: &Hit) -> io::Result<()> {
        for quote in &hit.pull_quotes {
            write!(self.out, "  also as a pull quote: ")?;
            self.place(&quote.locator, &spot::of_place(&quote.locator), &quote.id)?;
            writeln!(self.out)?;
        }
        if !hit.copies.is_empty() {
            self.paragraph(&[Run::new(&copies(&hit.copies), Role::Dim)], "  ", "  ")?;
        }
        if hit.absent.is_empty() {
            return Ok(());
        }
        let lacks = format!("missing: {}", safe::line(&some(&hit.absent)));
        self.paragraph(&[Run::new(&lacks, Role::Dim)], "  ", "  ")
    }

    fn paragraph(&mut self, runs: &[Run], indent: &str, hang: &str) -> io::Result<()> {
        wrap::paragraph(runs, self.look, (indent, hang), self.out)
    }
}

/// Where copies of a passage stand: a few of the files, and how many more.
fn copies(ids: &[String]) -> String {
    let path = |id: &String| id.rsplit_once('#').map_or(id.as_str(), |(path, _)| path).to_owned();
    let mut paths: Vec<String> = ids.iter().map(path).collect();
    paths.dedup();
    let named = safe::line(&paths[..paths.len().min(FEW_COPIES)].join(", ")).into_owned();
    let copies = if ids.len() == 1 { "1 copy".to_owned() } else { format!("{} copies", ids.len()) };
    match paths.len().saturating_sub(FEW_COPIES) {
        0 => format!("{copies}, in {named}"),
        more => format!("{copies}, in {named} and {more} more"),
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Title, author and date, as far as they are known.
fn work(document: &DocumentInfo) -> Vec<Run> {
    let title = document.title.as_deref().map(|title| Run::new(&safe::line(title), Role::Title));
    let rest = [&document.author, &document.date].into_iter().flatten();
    let mut all: Vec<Run> = Vec::new();
    for run in title.into_iter().chain(rest.map(|part| Run::new(&safe::line(part), Role::Text))) {
        if !all.is_empty() {
            all.push(Run::new(", ", Role::Text));
        }
        all.push(run);
    }
    all
}

/// The sentences of earlier passages in which a phrase of the hit begins.
fn earlier_runs(hit: &Hit) -> Vec<Run> {
    let mut all = Vec::new();
    for earlier in &hit.begins_in {
        let matches: Vec<Span> = earlier.matches.iter().map(|m| Span::new(m.start, m.end)).collect();
        let labels: Vec<(usize, String)> =
            earlier.calls.iter().map(|call| (call.at, runs::bracketed(&call.label))).collect();
        let start = first_shown(earlier);
        if start > 0 && all.is_empty() {
            all.push(Run::new("… ", Role::Dim));
        }
        all.extend(runs::runs(&earlier.text, Span::new(start, earlier.text.len()), &matches, &labels, Role::Text));
        all.push(Run::new(" ", Role::Text));
    }
    all
}

/// The text of a note, its matches marked, the line of the first named.
fn note_runs(text: &str, note: &HitNote, hit: &Hit) -> Vec<Run> {
    let inside: Vec<_> = note_matches(note, hit).collect();
    let spans: Vec<Span> = inside.iter().map(|m| Span::new(m.start, m.end)).collect();
    let mut all = runs::runs(text, Span::new(0, text.len()), &spans, &[], Role::Dim);
    if let Some(line) = inside.first().and_then(|m| m.line) {
        all.push(Run::new(&format!(" (line {line})"), Role::Dim));
    }
    all
}

/// A `file:` URL of an absolute path, percent-encoded (RFC 8089, RFC 3986). Where the
/// name of an entry would lead out of its archive, the archive is named.
fn file_url(path: &str) -> String {
    let leads_out = path.split('/').any(|part| matches!(part, "." | ".."));
    let path = path.split("!/").next().filter(|_| leads_out).unwrap_or(path);
    let mut url = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => url.push(byte as char),
            byte if byte.is_ascii_alphanumeric() => url.push(byte as char),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Words that a hit lacks which are named, at most: a page that was pasted as a query
/// lacks thousands.
const NAMED: usize = 12;

/// The first few of a list, and how many there are besides.
fn some(words: &[String]) -> String {
    let named = words.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
