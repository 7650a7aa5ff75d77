//! Whether two citations name one work, and whether a short form may mean one.

use super::anchor::key;
use super::{law, people};
use crate::model::Citation;
use crate::model::citation::Kind;
use crate::works::fold;

/// True where a short form says by name or title which work it means.
pub fn has_lead(cite: &Citation) -> bool {
    !cite.author.is_empty() || !cite.editor.is_empty() || cite.title.is_some()
}

/// True where two full citations name one work.
pub fn same(a: &Citation, b: &Citation) -> bool {
    if a == b {
        return true;
    }
    if let (Some(a), Some(b)) = (&a.doi, &b.doi) {
        return a.eq_ignore_ascii_case(b);
    }
    if a.kind == Kind::Case || b.kind == Kind::Case {
        let place = |c: &Citation| Some((c.volume.clone()?, key(c.reporter.as_deref()?), c.pages.clone()?));
        return place(a).is_some() && place(a) == place(b);
    }
    let title = |c: &Citation| c.title.as_deref().map(key);
    let first = |c: &Citation| c.author.first().or(c.editor.first()).map(|name| people::family(name));
    let dates = match (&a.date, &b.date) {
        (Some(a), Some(b)) => a[..4.min(a.len())] == b[..4.min(b.len())],
        _ => true,
    };
    title(a).is_some() && title(a) == title(b) && first(a) == first(b) && dates
}

/// True where a full citation may be what the name, title and year of a short
/// form mean.
pub fn leads_to(short: &Citation, full: &Citation) -> bool {
    let families = |names: &[String]| names.iter().map(|name| people::family(name)).collect::<Vec<_>>();
    let of: Vec<String> = families(&full.author).into_iter().chain(families(&full.editor)).collect();
    let parties = if full.kind == Kind::Case {
        full.title.as_deref().and_then(law::parties).unwrap_or_default()
    } else {
        Vec::new()
    };
    let named = |name: &String| of.contains(name) || parties.contains(name);
    let authors = families(&short.author);
    // "‘Chapter’ in Thornton, op. cit." means Thornton's book.
    let wanted = if short.editor.is_empty() { authors } else { families(&short.editor) };
    let title = match (&short.title, &full.title) {
        _ if !short.editor.is_empty() => true,
        (Some(short), Some(full)) if short.len() > 2 => {
            titled(short, full, wanted.is_empty()) || parties.contains(&fold::key(short))
        }
        (Some(_), None) => false,
        _ => true,
    };
    let dates = match (&short.date, &full.date) {
        (Some(a), Some(b)) => a[..4.min(a.len())] == b[..4.min(b.len())],
        (Some(_), None) => false,
        _ => true,
    };
    wanted.iter().all(named) && title && dates && has_lead(short) && lettered(short, full)
}

/// True where every name of a short form is printed in the full one with the same letters:
/// of a Müller and a Muller the one that is meant.
pub fn spelled_alike(short: &Citation, full: &Citation) -> bool {
    let of = |cite: &Citation| {
        cite.author.iter().chain(&cite.editor).map(|name| people::family_as_printed(name)).collect::<Vec<_>>()
    };
    let printed = of(full);
    of(short).iter().all(|name| printed.contains(name))
}

/// True unless the letters after the years differ: `Smith 2004a` is not the entry
/// `Smith, J. (2004b)`.
fn lettered(short: &Citation, full: &Citation) -> bool {
    let Some(year) = short.date.as_deref().and_then(|date| date.get(..4)).filter(|_| short.title.is_none()) else {
        return true;
    };
    match (letter(&short.raw, year), letter(&full.raw, year)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// The letter after a year in a text: `b` of `2004b`.
fn letter(text: &str, year: &str) -> Option<u8> {
    let rest = text.split_once(year)?.1.as_bytes();
    let letter = *rest.first().filter(|byte| byte.is_ascii_lowercase())?;
    rest.get(1).is_none_or(|byte| !byte.is_ascii_alphanumeric()).then_some(letter)
}

/// True where a short title stands for a full one: its words are those that the
/// full title begins with or, where a name stands beside it, holds.
fn titled(short: &str, full: &str, alone: bool) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold::key).collect::<Vec<_>>()
    };
    let (short, full) = (words(short), words(full));
    let skip = |words: &[String]| {
        usize::from(words.first().is_some_and(|w| matches!(w.as_str(), "the" | "a" | "an" | "der" | "die" | "das")))
    };
    let (a, b) = (&short[skip(&short)..], &full[skip(&full)..]);
    if a.is_empty() {
        return false;
    }
    b.starts_with(a) || (!alone || a.len() >= 2) && b.windows(a.len()).any(|window| window == a)
}

/// The word by which a title is filed: its first of four letters or more.
pub fn title_word(cite: &Citation) -> Vec<String> {
    let Some(title) = &cite.title else { return Vec::new() };
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    let most = if cite.is_short() { 1 } else { 12 };
    words.map(str::to_lowercase).take(most).collect()
}

/// True where a citation in the very note that is named has the name or, lacking
/// one, the title of the short form, wherever in it.
pub fn by_words(short: &Citation, other: &Citation) -> bool {
    let names = if short.editor.is_empty() { &short.author } else { &short.editor };
    if names.is_empty() {
        return match (&short.title, &other.title) {
            (Some(short), Some(other)) => titled(short, other, false),
            (Some(short), None) => other.raw.contains(short.as_str()),
            _ => false,
        };
    }
    let words: Vec<String> =
        other.raw.split(|c: char| !(c.is_alphanumeric() || matches!(c, '’' | '\'' | '-'))).map(fold::key).collect();
    let named = |name: &String| {
        let family = people::family(name);
        words.contains(&family)
            || family.len() > 3 && words.iter().any(|word| word.strip_suffix('s') == Some(family.as_str()))
    };
    names.iter().all(named)
}
