//! Automatic numbers of paragraphs and headings, which Word computes (ECMA-376 part 1, 17.9):
//! `Article 1`, `§ 2.01`, `(a)`. Bullets are none.

use std::collections::{HashMap, HashSet};

use super::props::inside;
use crate::read::office::figures::figure;
use crate::read::xml::{Event, Events, Tag};

/// Levels of a list.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// The label; `%2` stands for the number of the second level.
    text: String,
    /// The level (from 1) after which the count begins anew; 0 for never.
    restart: Option<usize>,
    /// True where all numbers are in figures.
    legal: bool,
    /// The style of paragraphs that stand on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let (format, text) = ("decimal".to_owned(), String::new());
        Level { start: 1, format, text, restart: None, legal: false, style: None }
    }
}

/// A list as it is defined.
#[derive(Debug, Default)]
struct Definition {
    levels: HashMap<usize, Level>,
    /// The style that it is the list of, or whose list stands for it.
    style: Option<String>,
    linked: Option<String>,
}

/// A use of a definition.
#[derive(Debug, Default)]
struct Number {
    definition: String,
    /// Where levels begin in this use.
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document, and where their counts stand.
#[derive(Debug, Default)]
pub struct Lists {
    definitions: HashMap<String, Definition>,
    numbers: HashMap<String, Number>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Uses, with a level, that have begun where they say.
    begun: HashSet<(String, usize)>,
}

impl Lists {
    /// Reads `numbering.xml`.
    pub fn read(source: &str) -> Lists {
        let mut lists = Lists::default();
        let mut events = Events::new(source, 0);
        while let Some(event) = events.next() {
            let Event::Open(tag) = event else { continue };
            match tag.name {
                "abstractNum" => lists.definition(&tag, &mut events),
                "num" => lists.number(&tag, &mut events),
                _ => {}
            }
        }
        lists
    }

    fn definition(&mut self, tag: &Tag<'_>, events: &mut Events<'_>) {
        let Some(id) = tag.attribute("abstractNumId").map(|id| id.into_owned()) else { return };
        let (mut definition, mut at) = (Definition::default(), 0);
        inside(events, |tag| match tag.name {
            "styleLink" => definition.style = value(tag),
            "numStyleLink" => definition.linked = value(tag),
            _ => see(&mut definition.levels, &mut at, tag),
        });
        self.definitions.insert(id, definition);
    }

    fn number(&mut self, tag: &Tag<'_>, events: &mut Events<'_>) {
        let Some(id) = tag.attribute("numId").map(|id| id.into_owned()) else { return };
        let (mut number, mut at) = (Number::default(), 0);
        inside(events, |tag| match tag.name {
            "abstractNumId" => number.definition = value(tag).unwrap_or_default(),
            "lvlOverride" => at = level(tag),
            "startOverride" => {
                number.starts.insert(at, value(tag).and_then(|start| start.parse().ok()).unwrap_or(1));
            }
            _ => see(&mut number.levels, &mut at, tag),
        });
        self.numbers.insert(id, number);
    }

    /// The definition behind one that only names the style of its list.
    fn behind<'a>(&'a self, id: &'a str) -> &'a str {
        let linked = self.definitions.get(id).and_then(|definition| definition.linked.as_deref());
        let of = |style: &str| self.definitions.iter().find(|(_, other)| other.style.as_deref() == Some(style));
        linked.and_then(of).map_or(id, |(id, _)| id.as_str())
    }

    /// The level on which paragraphs of a style stand in the list `number`.
    pub fn level_of(&self, number: &str, style: &str) -> Option<usize> {
        let definition = self.definitions.get(self.behind(&self.numbers.get(number)?.definition))?;
        definition.levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at)
    }

    /// Counts a paragraph on a level of the list `id`; its label, where it has one.
    pub fn label(&mut self, id: &str, at: usize) -> Option<String> {
        let at = at.min(LEVELS - 1);
        let number = self.numbers.get(id)?;
        let key = self.behind(&number.definition).to_owned();
        let definition = self.definitions.get(&key)?;
        let of = |level: usize| number.levels.get(&level).or_else(|| definition.levels.get(&level));
        let counts = self.counts.entry(key).or_default();
        let start = |level: usize| {
            number.starts.get(&level).copied().unwrap_or_else(|| of(level).map_or(1, |level| level.start))
        };
        let anew = number.starts.contains_key(&at) && self.begun.insert((id.to_owned(), at));
        counts[at] = Some(counts[at].filter(|_| !anew).map_or(start(at), |count| count.saturating_add(1)));
        for (level, count) in counts.iter_mut().enumerate() {
            if level < at {
                count.get_or_insert(start(level));
            }
            let restart = of(level).and_then(|level| level.restart);
            if level > at && restart.is_none_or(|restart| at < restart) {
                *count = None;
            }
        }
        let own = of(at).filter(|level| level.format != "bullet")?;
        let shown = |level: usize| {
            let format = of(level).filter(|_| !own.legal).map_or("decimal", |level| level.format.as_str());
            counts.get(level).copied().flatten().map_or_else(String::new, |count| figure(count, format))
        };
        let label = filled(&own.text, shown);
        label.contains(char::is_alphanumeric).then_some(label)
    }
}

/// A label with its numbers.
fn filled(text: &str, shown: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let digit = after.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
        match digit {
            Some(digit) => {
                out.push_str(&shown(digit as usize - 1));
                rest = &after[1..];
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// Takes a property of a level in; `at` is the level that is open.
fn see(levels: &mut HashMap<usize, Level>, at: &mut usize, tag: &Tag<'_>) {
    if tag.name == "lvl" {
        *at = level(tag);
        levels.insert(*at, Level::default());
    }
    let Some(level) = levels.get_mut(at) else { return };
    let number = || value(tag).and_then(|value| value.parse::<u32>().ok());
    match tag.name {
        "start" => level.start = number().unwrap_or(1),
        "numFmt" => level.format = value(tag).unwrap_or_default(),
        "lvlText" => level.text = value(tag).unwrap_or_default(),
        "lvlRestart" => level.restart = number().map(|number| number as usize),
        "isLgl" => level.legal = super::props::on(tag),
        "pStyle" => level.style = value(tag),
        _ => {}
    }
}

fn level(tag: &Tag<'_>) -> usize {
    tag.attribute("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0)
}

fn value(tag: &Tag<'_>) -> Option<String> {
    tag.attribute("val").map(|value| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERING: &str = "<numbering><abstractNum abstractNumId='0'>\
        <lvl ilvl='0'><start val='1'/><numFmt val='upperRoman'/><lvlText val='Article %1'/></lvl>\
        <lvl ilvl='1'><start val='1'/><numFmt val='decimalZero'/><isLgl/><lvlText val='§ %1.%2'/></lvl>\
        <lvl ilvl='2'><start val='1'/><numFmt val='lowerLetter'/><pStyle val='Sub'/><lvlText val='(%3)'/></lvl></abstractNum>\
        <abstractNum abstractNumId='1'><lvl ilvl='0'><numFmt val='bullet'/><lvlText val='o'/></lvl></abstractNum>\
        <num numId='5'><abstractNumId val='0'/></num><num numId='6'><abstractNumId val='1'/></num>\
        <num numId='7'><abstractNumId val='0'/><lvlOverride ilvl='0'><startOverride val='4'/></lvlOverride></num></numbering>";

    #[test]
    fn labels_are_counted_level_by_level() {
        let mut lists = Lists::read(NUMBERING);
        let steps = [("5", 0), ("5", 1), ("5", 2), ("5", 2), ("5", 1), ("5", 2), ("5", 0), ("5", 1), ("6", 0)];
        let labels: Vec<String> = steps.iter().map(|(id, at)| lists.label(id, *at).unwrap_or_default()).collect();
        assert_eq!(labels, ["Article I", "§ 1.1", "(a)", "(b)", "§ 1.2", "(a)", "Article II", "§ 2.1", ""]);
        assert_eq!(
            (lists.label("7", 0).as_deref(), lists.label("7", 0).as_deref()),
            (Some("Article IV"), Some("Article V"))
        );
        assert_eq!((lists.level_of("5", "Sub"), lists.level_of("5", "x")), (Some(2), None));
    }
}
