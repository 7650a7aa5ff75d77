//! Fields: `title:`, `date:` and the rest, from name and value.

use super::lex::bad;
use super::quotes::is_quote;
use super::tree::{Field, Leaf, Like, Part, Phrase};
use super::words::words;
use crate::error::Result;
use crate::works::date::Date;

/// The names; `meta.NAME` comes besides. In lower case only, so that "Note:
/// the following" is text.
const NAMES: [&str; 13] = [
    "case",
    "title",
    "author",
    "publisher",
    "path",
    "section",
    "lang",
    "date",
    "note",
    "cites",
    "cites.author",
    "cites.title",
    "cites.publisher",
];

/// The value of a field as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text up to a blank.
    Text(String),
    /// A pattern over one word.
    Like(Like),
    /// A quoted phrase.
    Phrase(Phrase),
}

/// The name of the field that `rest` begins with, and its bytes with the
/// colon. A value must follow right after: `date: 2020` is text.
pub fn name(rest: &str) -> Option<(&str, usize)> {
    let chunk = rest.split(|c: char| c.is_whitespace() || c == '"').next()?;
    let (name, _) = chunk.split_once(':')?;
    let value = rest[name.len() + 1..].chars().next()?;
    let meta = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    // `cites.date:` is no text: the error names the fields that there are
    let known = NAMES.contains(&name)
        || name.strip_prefix("cites.").is_some_and(|name| !name.is_empty() && name.chars().all(char::is_alphabetic))
        || name.strip_prefix("meta.").is_some_and(|name| !name.is_empty() && name.chars().all(meta));
    (known && !value.is_whitespace() && value != ')').then_some((name, name.len() + 1))
}

/// Fields and operators of other programs, with what says the same here.
const ELSEWHERE: [(&str, &str); 19] = [
    ("%", "NOT"),
    ("+p", "pre/p"),
    ("+s", "pre/s"),
    ("ADJ", "pre/1"),
    ("NEAR", "w/10"),
    ("SAME", "w/p"),
    ("creator:", "author:"),
    ("ext:", "path:*."),
    ("filename:", "path:"),
    ("filetype:", "path:*."),
    ("folder:", "path:"),
    ("footnote:", "note:"),
    ("heading:", "section:"),
    ("inauthor:", "author:"),
    ("intext:", ""),
    ("intitle:", "title:"),
    ("language:", "lang:"),
    ("site:", "path:"),
    ("year:", "date:"),
];

/// What says here what an operator or a field of another program says there.
/// `ADJ3`, `NEAR5` and `AROUND(5)` have the number in it.
pub fn elsewhere(typed: &str) -> Option<String> {
    if let Some(distance) = typed.strip_prefix("AROUND(").and_then(|rest| rest.strip_suffix(')')) {
        return distance.parse::<u32>().ok().map(|distance| format!("w/{distance}"));
    }
    let known = |typed: &str| ELSEWHERE.iter().find(|(theirs, _)| *theirs == typed).map(|(_, ours)| *ours);
    let name = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    match (name, &typed[name.len()..]) {
        (_, "") => known(typed).map(str::to_owned),
        ("ADJ", distance) => Some(format!("pre/{distance}")),
        ("NEAR", distance) => Some(format!("w/{distance}")),
        _ => None,
    }
}

/// A field as it is typed at the start of `rest`, colon included, that is none but
/// nearly one, with the one that is meant: `auther:Twain`. A value must follow right
/// after; a name of the web (`https:`) or of a book (`Luke:10`) is text.
pub fn meant(rest: &str) -> Option<(&str, String)> {
    let chunk = rest.split(|c: char| c.is_whitespace() || c == '"').next()?;
    let typed = &chunk[..=chunk.find(':')?];
    let name = typed.trim_end_matches(':');
    let value = rest[typed.len()..].chars().next()?;
    let is_field = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_field || !(value.is_alphanumeric() || is_quote(value)) {
        return None;
    }
    if let Some(ours) = elsewhere(typed) {
        return Some((typed, ours));
    }
    let reach = match name.len() {
        ..4 => 0,
        4..6 => 1,
        _ => 2,
    };
    let nearest = NAMES.iter().map(|known| (strsim::osa_distance(known, name), known)).min()?;
    (nearest.0 <= reach).then(|| (typed, format!("{}:", nearest.1)))
}

/// The field `name` with a value; `raw` is the value as typed, at byte `at` of
/// the query. Fails where the value is of no use to the field.
pub fn field(query: &str, name: &str, value: Value, raw: &str, at: usize) -> Result<Field> {
    let plain = raw.trim_matches(|c: char| is_quote(c) || c.is_whitespace());
    match name {
        "path" => path(plain, at),
        "lang" => lang(query, plain, raw, at),
        "date" => date(query, plain, raw, at),
        _ if name.starts_with("cites.") && !NAMES.contains(&name) => {
            let message = format!(
                "there is no field `{name}:`; what is cited has `cites:`, `cites.author:`, `cites.title:` and `cites.publisher:`"
            );
            Err(bad(message, at, instead(query, name, at - name.len() - 1, "cites")))
        }
        _ => {
            let leaf = leaf(value, name, at)?;
            Ok(match name {
                "section" => Field::Section(leaf),
                "note" => Field::Note(leaf),
                name if name.starts_with("cites") => Field::Cites(name.to_owned(), leaf),
                name => Field::Meta(name.to_lowercase(), leaf),
            })
        }
    }
}

/// What the value asks for: more than one word is a phrase.
fn leaf(value: Value, name: &str, at: usize) -> Result<Leaf> {
    let text = match value {
        Value::Like(like) => return Ok(Leaf::Like(like)),
        Value::Phrase(phrase) => return Ok(Leaf::Phrase(phrase)),
        Value::Text(text) => text,
    };
    let mut words = words(&text);
    match words.len() {
        0 => Err(bad(
            format!("`{name}:` wants a word or a phrase, as in `{name}:word` or `{name}:\"two words\"`"),
            at,
            None,
        )),
        1 => Ok(Leaf::Word(words.remove(0).typed)),
        _ => Ok(Leaf::Phrase(Phrase {
            parts: vec![Part::Text(text.replace(is_quote, " ").trim().to_owned())],
            slop: None,
        })),
    }
}

fn path(plain: &str, at: usize) -> Result<Field> {
    let path: String = plain.replace(is_quote, "");
    match path.trim().is_empty() {
        true => Err(bad("`path:` wants a part of a path or a glob", at, None)),
        false if super::glob::is_glob(&path) => match super::glob::glob_fault(path.trim()) {
            Some(fault) => Err(bad(fault, at, None)),
            None => Ok(Field::Path(path.trim().to_owned())),
        },
        false => Ok(Field::Path(path.trim().to_owned())),
    }
}

fn lang(query: &str, plain: &str, raw: &str, at: usize) -> Result<Field> {
    let tag = plain.to_lowercase();
    let is_tag = (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let language = tag.split('-').next().unwrap_or("");
    // ISO 639 has codes of two and three letters; a name is no tag
    match is_tag && matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_alphabetic()) {
        true => Ok(Field::Lang(tag)),
        false => {
            let nearest = if tag == "english" { instead(query, raw, at, "en") } else { None };
            Err(bad("`lang:` wants a language tag, as in `lang:en` or `lang:en-GB`", at, nearest))
        }
    }
}

fn date(query: &str, plain: &str, raw: &str, at: usize) -> Result<Field> {
    let (from, to) = plain.split_once("..").unwrap_or((plain, plain));
    let open = |day: &str| (!day.is_empty()).then(|| day.to_owned());
    let valid = |day: &str| day.is_empty() || Date::of_iso(day).is_some();
    if !valid(from) || !valid(to) || from.is_empty() && to.is_empty() {
        let message = "`date:` takes a year, month or day, or a range: `2020`, `2020-05`, `2020..2023`, `2020..`";
        let year: String = plain.chars().take_while(char::is_ascii_digit).take(4).collect();
        let nearest = if year.len() == 4 { instead(query, raw, at, &year) } else { None };
        return Err(bad(message, at, nearest));
    }
    // a month of the first year is not before the year: compare what both say
    let shared = from.len().min(to.len());
    if !from.is_empty() && !to.is_empty() && from[..shared] > to[..shared] {
        return Err(bad("this range ends before it begins", at, instead(query, raw, at, &format!("{to}..{from}"))));
    }
    Ok(Field::Date(open(from), open(to)))
}

/// The query with `new` in place of `raw` at byte `at`.
fn instead(query: &str, raw: &str, at: usize, new: &str) -> Option<String> {
    Some(format!("{}{new}{}", &query[..at], query.get(at + raw.len()..)?))
}
