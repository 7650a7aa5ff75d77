//! `path:line:col:text`, one line a match, as editors and `grep -n` users read.

use std::io::{self, Write};

use super::spot::{self, Spot};
use super::{Look, Notes, safe};
use crate::model::hit::{Answer, Hit, Match};
use crate::sentence;
use crate::span::Span;

/// Finds the column, in bytes from 1, at which a byte of a file stands; the
/// file is named by its absolute path. Columns are not in the index, as they
/// are the one thing that takes the file itself.
pub type Columns<'a> = &'a dyn Fn(&str, usize) -> Option<usize>;

/// Writes a line for each match: the file's path from [`Look::base`], line and
/// column (0 where they are not known), and the sentence around it. Where there are
/// no lines but pages, the page stands in for the line (`x.pdf:p12:0:`). A hit
/// without matches (a query of filters alone) gives its first sentence.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, columns: Columns<'_>, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.hits {
        let file = safe::line(look.file(&hit.locator.file)).into_owned();
        let mut any = false;
        for found in hit.matches.iter().filter(|m| m.note.is_none() || look.notes != Notes::Without) {
            any = true;
            let column = found.bytes.and_then(|bytes| columns(&hit.locator.file, bytes.start));
            write_line(out, &file, (&spot::of_match(found, hit), column), text_around(found, hit))?;
        }
        if !any {
            let column = hit.locator.bytes.and_then(|bytes| columns(&hit.locator.file, bytes.start));
            write_line(out, &file, (&spot::of_hit(hit), column), cut(&hit.text, sentence::around(&hit.text, 0)))?;
        }
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, file: &str, place: (&Spot, Option<usize>), text: &str) -> io::Result<()> {
    let (spot, column) = (place.0.sign().unwrap_or_else(|| "0".to_owned()), place.1.unwrap_or(0));
    writeln!(out, "{file}:{}:{column}:{}", safe::line(&spot), safe::line(text.trim()))
}

/// The sentences in which a match begins and ends.
fn text_around<'a>(found: &Match, hit: &'a Hit) -> &'a str {
    let note = found.note.as_ref().and_then(|n| hit.notes.iter().find(|note| note.id == n.id));
    let text = match note.and_then(|note| note.text.as_deref()) {
        Some(text) => text,
        None => &hit.text,
    };
    let last = found.end.saturating_sub(1).max(found.start);
    cut(text, sentence::around(text, found.start).hull(sentence::around(text, last)))
}

fn cut(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn rendered(look: &Look) -> String {
        let mut out = Vec::new();
        let columns = |_: &str, byte: usize| (byte < 60_000).then_some(byte % 100 + 1);
        answer(&sample::answer(), look, &columns, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_match_is_a_line() {
        insta::assert_snapshot!(rendered(&Look::default()));
    }

    #[test]
    fn paths_can_be_opened_from_the_base() {
        let look = Look { base: Some("/home/a".into()), ..Look::default() };
        assert!(rendered(&look).starts_with("sources/idlib.txt:253:37:"));
        let look = Look { base: Some("/home/b".into()), ..Look::default() };
        assert!(rendered(&look).starts_with("/home/a/sources/idlib.txt:253:37:"));
    }
}
