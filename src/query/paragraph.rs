//! The text of a paragraph before a passage that continues it.

use super::plan::text::Words;
use crate::error::Result;
use crate::model::Passage;
use crate::span::{Mapped, Span};

/// Passages before a passage that are looked at for the text before it: a pull
/// quote or what stands beside the work may come between.
const NEAR: u32 = 3;

/// The passages that a passage continues, nearest first, with the part of the
/// paragraph that each holds. `read` gives the passage of the file at a place.
pub fn continued(
    passage: &Passage,
    mut read: impl FnMut(u32) -> Result<Option<Passage>>,
) -> Result<Vec<(Passage, Mapped)>> {
    let mut out = Vec::new();
    let (mut wanted, mut seq) = (passage.before.clone(), passage.seq);
    'back: while !wanted.is_empty() {
        for other in (seq.saturating_sub(NEAR)..seq).rev() {
            let Some(earlier) = read(other)? else { continue };
            if continues(&earlier, &wanted) {
                let is_whole = !earlier.places.text().contains("\n\n");
                let part = last_paragraph(&earlier.places.mapped);
                seq = earlier.seq;
                wanted = if is_whole { earlier.before.clone() } else { Mapped::new() };
                out.push((earlier, part));
                continue 'back;
            }
        }
        break;
    }
    Ok(out)
}

/// All of the paragraph that stands before a passage, from the passages before
/// it; what the passage itself holds of it where they are not there.
pub fn before(passage: &Passage, read: impl FnMut(u32) -> Result<Option<Passage>>) -> Result<Mapped> {
    let parts = continued(passage, read)?;
    Ok(if parts.is_empty() { passage.before.clone() } else { joined(&parts) })
}

/// Parts of a paragraph (see [`continued`]) as one text, in the order of reading, a
/// blank after each.
pub fn joined(parts: &[(Passage, Mapped)]) -> Mapped {
    let mut out = Mapped::new();
    for (_, part) in parts.iter().rev() {
        out.append(part);
        let end = out.hull().map_or(0, |hull| hull.end);
        out.push_replaced(" ", Span::new(end, end));
    }
    out
}

/// The words of a passage, with as much of the text before it as a phrase of
/// any length needs.
pub fn words_with_all_before(passage: &Passage, read: impl FnMut(u32) -> Result<Option<Passage>>) -> Result<Words> {
    Ok(Words::new(&before(passage, read)?, &passage.places.mapped))
}

/// True where `before`, the text before a passage, ends as `earlier` does.
fn continues(earlier: &Passage, before: &Mapped) -> bool {
    let (text, before) = (earlier.places.text().trim_end(), before.text.trim_end());
    let text = text.rsplit("\n\n").next().unwrap_or(text);
    !text.is_empty() && (text.ends_with(before) || before.ends_with(text))
}

fn last_paragraph(text: &Mapped) -> Mapped {
    let start = text.text.rfind("\n\n").map_or(0, |at| at + 2);
    text.slice(Span::new(start, text.len())).trimmed()
}
