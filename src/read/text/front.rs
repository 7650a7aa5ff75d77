//! The front of a work: title, author, date, language.

use super::Facts;
use super::glyph::{ends_sentence, is_caps, is_title_case, plain};
use super::heading::{Candidate, Style, bare};
use super::label::label;
use crate::model::{Block, BlockKind, Meta};
use crate::works::{date, language};

/// Blocks at the start among which the title is looked for.
const FRONT: usize = 40;

/// Bytes of text that the language is told from.
const SAMPLE: usize = 6000;

/// Reads `Title: …` and the like from the first blocks, as some collections
/// put them, and lets no such line be a heading.
pub fn fields(blocks: &[Block], found: &mut [Option<Candidate>], meta: &mut Meta) {
    for (block, candidate) in blocks.iter().zip(found).take(8) {
        let Some((name, value)) = bare(&block.text.text).split_once(": ") else { continue };
        let value = value.trim();
        let slot = match name.trim().to_ascii_lowercase().as_str() {
            "title" => &mut meta.title,
            "author" | "authors" => &mut meta.author,
            "publisher" => &mut meta.publisher,
            "date" | "year" | "published" => {
                if let Some(date) = date::iso(value) {
                    meta.date.get_or_insert(date);
                    *candidate = None;
                }
                continue;
            }
            _ => continue,
        };
        if block.kind != BlockKind::Licence && value.len() <= 200 {
            slot.get_or_insert_with(|| value.to_owned());
            *candidate = None;
        }
    }
}

/// The block with the title, and the title where `meta` has none yet.
pub(super) fn title(blocks: &[Block], facts: &[Facts], found: &[Option<Candidate>], meta: &mut Meta) -> Option<usize> {
    let front: Vec<usize> = (0..blocks.len()).filter(|i| is_matter(&blocks[*i])).take(FRONT).collect();
    if let Some(title) = &meta.title {
        let title = plain(title);
        let bears = |i: &&usize| {
            let text = plain(bare(&blocks[**i].text.text));
            text == title || text.len() >= 8 && found[**i].is_some() && title.starts_with(&text)
        };
        return front.iter().find(bears).copied();
    }
    // A longer line that is no title by its capitals may be a stray sentence.
    let whole = |i: usize| {
        let text = bare(&blocks[i].text.text);
        let plausible = is_title_case(text) || text.split_whitespace().count() <= 12 || front.first() == Some(&i);
        plausible && facts[i].page <= 1
    };
    let likely: Vec<usize> = front[..front.len().min(16)]
        .iter()
        .copied()
        .filter(|i| whole(*i) && is_title_like(&blocks[*i], &facts[*i], found[*i].as_ref()))
        .collect();
    let run = |i: &&usize| repeats_on_pages(blocks, **i);
    // what stands under the first numbered part is that part's
    let part = front.iter().find(|i| is_counted(found[**i].as_ref())).copied().unwrap_or(usize::MAX);
    let before = &likely[..likely.partition_point(|i| *i < part)];
    let own = if before.is_empty() { &likely[..] } else { before };
    let kept = |i: &&usize| is_followed(blocks, facts, found, **i);
    // a first line in capitals or underlined needs no text after it; one that
    // is centred may be the name of a court or a publisher
    let first = |i: &&usize| front.first() == Some(*i) && blocks[**i].indent == 0 && is_display(found[**i].as_ref());
    let found = likely.iter().find(run).or_else(|| own.iter().find(first)).or_else(|| own.iter().find(kept));
    let at = *found?;
    meta.title = Some(bare(&blocks[at].text.text).trim_end_matches('.').to_owned());
    Some(at)
}

/// True for the heading of a numbered part.
fn is_counted(found: Option<&Candidate>) -> bool {
    found.is_some_and(|c| c.style.is_numbered() || c.style == Style::Part)
}

/// True for a heading that is one by its looks alone.
fn is_display(found: Option<&Candidate>) -> bool {
    found.is_some_and(|c| matches!(c.style, Style::Atx(1) | Style::Underlined(1) | Style::Caps))
}

/// True for what is the work's own.
fn is_matter(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)
}

fn is_title_like(block: &Block, facts: &Facts, found: Option<&Candidate>) -> bool {
    let text = bare(&block.text.text);
    let counted = is_counted(found);
    let ended = ends_sentence(text) && !text.ends_with(['?', '!', '’', '”', '\'']) && !is_caps(text);
    let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“‘\"'¿¡".contains(c));
    (3..=160).contains(&text.len())
        && facts.lines <= 2 + usize::from(is_caps(text))
        && begins
        && !counted
        && !ended
        && !text.ends_with([',', ';', ':', ']'])
        && label(text).is_none()
        && !text.contains(" / ")
        && !is_imprint(text)
}

/// How a line begins that says who made, gave or dated the work.
const IMPRINTS: &[&str] = &[
    "by ",
    "presented ",
    "submitted ",
    "updated ",
    "published ",
    "posted ",
    "revised ",
    "edited ",
    "translated ",
    "printed ",
    "written ",
    "read before ",
    "delivered ",
];

/// True for a line between title and text that is neither: a byline, a
/// dateline, "Presented to the Assembly, 14 November 1988", "An essay by …".
/// Counter-example: "Presented at Court", a title, as no date ends it.
fn is_imprint(text: &str) -> bool {
    let lower = text.to_lowercase();
    let dated =
        || lower.rsplit_once(", ").is_some_and(|(_, end)| date::whole(end).is_some_and(|date| date.day.is_some()));
    let opens = |line: &str| lower.starts_with(line) && (line == "by " || dated() || lower.contains(" by "));
    let kind = || {
        let words: Vec<&str> = lower.split_whitespace().collect();
        let by = words.iter().position(|word| *word == "by").filter(|by| (2..=3).contains(by));
        matches!(words.first(), Some(&("a" | "an")))
            && by.and_then(|by| words.get(by + 1)).is_some_and(|word| !["the", "a", "an"].contains(word))
    };
    dateline(text).is_some() || IMPRINTS.iter().any(|line| opens(line)) || kind()
}

/// Lets no byline or dateline at the front be a heading.
pub fn imprints(blocks: &[Block], found: &mut [Option<Candidate>]) {
    for (block, candidate) in blocks.iter().zip(found).take(8) {
        if is_imprint(bare(&block.text.text)) {
            *candidate = None;
        }
    }
}

/// True where the words stand at the head of pages too.
fn repeats_on_pages(blocks: &[Block], i: usize) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>();
    let title = letters(&blocks[i].text.text);
    let heads = blocks.iter().filter(|b| b.kind == BlockKind::RunningHead).take(12);
    heads.map(|b| letters(&b.text.text)).any(|head| head.len() >= 6 && title.starts_with(&head))
}

/// True where text follows, or the first part of the work, or the same line
/// stands once more further on.
fn is_followed(blocks: &[Block], facts: &[Facts], found: &[Option<Candidate>], i: usize) -> bool {
    let counts = |j: &usize| is_matter(&blocks[*j]) && !is_imprint(bare(&blocks[*j].text.text));
    let Some(next) = (i + 1..blocks.len()).find(counts) else { return false };
    let counted = is_counted(found[next].as_ref()) || is_first_part(bare(&blocks[next].text.text));
    let text = blocks[next].text.len() >= 80 || facts[next].lines >= 2;
    let again = || blocks[next..].iter().take(8).any(|b| b.text.text == blocks[i].text.text);
    counted || text || again()
}

/// True for a line that begins as a first part does, be it the only one, so that
/// no row of parts is seen: "I. The Works". Counter-example: "I went home."
fn is_first_part(text: &str) -> bool {
    let rest = ["I. ", "1. ", "A. "].iter().find_map(|number| text.strip_prefix(number));
    rest.is_some_and(|rest| rest.starts_with(char::is_uppercase) && !ends_sentence(rest))
}

/// `By A. Writer` under the title.
pub fn author(blocks: &[Block], title: Option<usize>, meta: &mut Meta) {
    let Some(title) = title.filter(|_| meta.author.is_none()) else { return };
    for block in blocks[title + 1..].iter().take(3) {
        let text = bare(&block.text.text);
        let Some(name) = text.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map(|_| text[3..].trim()) else {
            continue;
        };
        if name.len() <= 60
            && is_title_case(name)
            && name.starts_with(char::is_uppercase)
            && !name.ends_with([':', ','])
        {
            meta.author = Some(name.trim_end_matches('.').to_owned());
        }
        return;
    }
}

/// The work's date where a dateline says it; letters that are each dated say
/// nothing about the whole.
pub fn dated(blocks: &[Block], meta: &mut Meta) {
    if meta.date.is_some() {
        return;
    }
    let short = blocks.iter().enumerate().filter(|(_, b)| is_matter(b) && b.text.len() <= 70);
    let dates: Vec<(usize, String)> = short.filter_map(|(i, b)| Some((i, dateline(bare(&b.text.text))?))).collect();
    let [(i, first), rest @ ..] = dates.as_slice() else { return };
    // A preface further in may be dated, and by another hand; a report that is
    // dated there is so at its end too.
    let placed = *i < 6 || *i < FRONT && !rest.is_empty();
    if placed && rest.iter().all(|(_, other)| other == first) {
        meta.date = Some(first.clone());
    }
}

/// The date in `Istanbul/Brussels, 7 March 2023` or `7 March 2023` alone.
pub fn dateline(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.');
    let (places, rest) = match text.split_once(", ") {
        Some((place, rest)) if !place.contains(|c: char| c.is_ascii_digit()) => (place, rest),
        _ => ("", text),
    };
    let named = |place: &str| place.trim().starts_with(char::is_uppercase) && place.split_whitespace().count() <= 3;
    (places.is_empty() || places.split('/').all(named))
        .then(|| date::whole(rest))
        .flatten()
        .filter(|date| date.day.is_some())
        .map(|date| date.to_string())
}

/// The language of the text, where a sample from its middle tells it reliably.
pub fn language(blocks: &[Block]) -> Option<String> {
    let body: Vec<&Block> = blocks.iter().filter(|b| b.kind == BlockKind::Paragraph && b.text.len() >= 40).collect();
    let mut sample = String::with_capacity(SAMPLE);
    for block in body.iter().skip(body.len() / 2).chain(body.iter().take(body.len() / 2)) {
        sample.push_str(&block.text.text[..block.text.text.floor_char_boundary(SAMPLE - sample.len().min(SAMPLE))]);
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    let info = whatlang::detect(&sample).filter(|info| info.is_reliable())?;
    language::code(info.lang().code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imprints_are_known_and_titles_are_none() {
        let imprints =
            ["By Ned Farraday", "Presented to the Harbour Assembly, 14 November 1988", "An essay by T. Orchard"];
        assert!(imprints.iter().all(|line| is_imprint(line)));
        let titles = ["Presented at Court", "A Walk by the River Lea and Back", "The Last Tram", "Read before Burning"];
        assert!(!titles.iter().any(|line| is_imprint(line)));
    }

    #[test]
    fn datelines_name_a_place_and_a_day() {
        assert_eq!(dateline("Istanbul/Brussels, 7 March 2023").as_deref(), Some("2023-03-07"));
        assert_eq!(dateline("7 March 2023").as_deref(), Some("2023-03-07"));
        assert_eq!(dateline("He came on 7 March 2023"), None);
        assert_eq!(dateline("LONDON, 1895."), None);
    }

    #[test]
    fn every_language_known_has_its_code() {
        assert!(whatlang::Lang::all().iter().all(|lang| crate::works::language::code(lang.code()).is_some()));
    }
}
