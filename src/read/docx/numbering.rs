//! How notes are numbered: what the settings and each section say, and the
//! number of each call.

use super::props::inside_at_most;
use crate::read::office::figures::figure;
use crate::read::xml::{Event, Events, Tag};

/// Events looked at for the properties of a section; none has so many.
const LONGEST: usize = 300;

/// Footnotes or endnotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Footnotes.
    Foot,
    /// Endnotes.
    End,
}

/// How the notes of one class are numbered, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rule {
    format: Option<String>,
    start: Option<u32>,
    restart: Option<Restart>,
}

/// Where numbers begin anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Restart {
    Never,
    Section,
    /// With each page. Pages are not in the file, so that no number is known.
    Page,
}

/// Rules for both classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    foot: Rule,
    end: Rule,
}

impl Rules {
    /// Reads `settings.xml`.
    pub fn of_settings(source: &str) -> Rules {
        let (mut rules, mut of) = (Rules::default(), None);
        for event in Events::new(source, 0) {
            match event {
                Event::Open(tag) => rules.see(&tag, &mut of),
                Event::Close("footnotePr" | "endnotePr", _) => of = None,
                _ => {}
            }
        }
        rules
    }

    /// Takes a property in; `of` is the class whose properties are open.
    fn see(&mut self, tag: &Tag<'_>, of: &mut Option<Class>) {
        match tag.name {
            "footnotePr" => *of = Some(Class::Foot),
            "endnotePr" => *of = Some(Class::End),
            "numFmt" | "numStart" | "numRestart" => {
                let rule = match of {
                    Some(Class::Foot) => &mut self.foot,
                    Some(Class::End) => &mut self.end,
                    None => return,
                };
                let Some(value) = tag.attribute("val") else { return };
                match tag.name {
                    "numFmt" => rule.format = Some(value.into_owned()),
                    "numStart" => rule.start = value.parse().ok(),
                    _ => {
                        rule.restart = Some(match &*value {
                            "eachSect" => Restart::Section,
                            "eachPage" => Restart::Page,
                            _ => Restart::Never,
                        });
                    }
                }
            }
            _ => {}
        }
    }

    fn rule(&self, class: Class) -> &Rule {
        if class == Class::Foot { &self.foot } else { &self.end }
    }
}

/// A section: it ends where its properties stand.
#[derive(Debug)]
struct Section {
    end: usize,
    rules: Rules,
}

/// Sections of the main text in order, and where the count stands.
#[derive(Debug, Default)]
pub struct Numbering {
    settings: Rules,
    sections: Vec<Section>,
    foot: Count,
    end: Count,
}

#[derive(Debug, Default)]
struct Count {
    /// Section of the last call.
    section: usize,
    /// Section in which the count began.
    since: usize,
    number: u32,
}

impl Numbering {
    /// Finds the sections of a main text.
    pub fn new(settings: Rules, source: &str) -> Numbering {
        Numbering { settings, sections: sections(source), ..Numbering::default() }
    }

    /// The section, from 0, in which byte `at` stands.
    fn section(&self, at: usize) -> usize {
        let section = self.sections.partition_point(|section| section.end <= at);
        section.min(self.sections.len().saturating_sub(1))
    }

    /// The span of a section; the last has no end.
    pub fn span(&self, section: usize) -> (usize, usize) {
        let end = |section: usize| self.sections.get(section).map_or(usize::MAX, |section| section.end);
        (section.checked_sub(1).map_or(0, end), end(section))
    }

    fn own<'a, T>(&'a self, section: usize, class: Class, of: impl Fn(&'a Rule) -> Option<T>) -> Option<T> {
        let own = self.sections.get(section).and_then(|section| of(section.rules.rule(class)));
        own.or_else(|| of(self.settings.rule(class)))
    }

    /// Counts a call at byte `at`; the section in which its count began.
    fn count(&mut self, class: Class, at: usize, counted: bool) -> (usize, u32) {
        let section = self.section(at);
        let count = if class == Class::Foot { &self.foot } else { &self.end };
        let mut entered = (count.section + 1..=section).rev();
        let anew = entered.find(|section| self.own(*section, class, |rule| rule.restart) == Some(Restart::Section));
        let count = if class == Class::Foot { &mut self.foot } else { &mut self.end };
        count.section = section.max(count.section);
        if let Some(anew) = anew {
            (count.since, count.number) = (anew, 0);
        }
        count.number += u32::from(counted);
        (count.since, count.number)
    }

    /// The label of the next call, which stands at byte `at`, and the section
    /// in which the count began. A call with a sign of its own is not counted.
    pub fn label(&mut self, class: Class, at: usize, own_sign: bool) -> (String, usize) {
        let (since, number) = self.count(class, at, !own_sign);
        let section = self.section(at);
        if own_sign || self.own(section, class, |rule| rule.restart) == Some(Restart::Page) {
            return (String::new(), since);
        }
        let usual = if class == Class::Foot { "decimal" } else { "lowerRoman" };
        let format = self.own(section, class, |rule| rule.format.as_deref()).unwrap_or(usual);
        let start = self.own(section, class, |rule| rule.start).unwrap_or(1);
        (figure(number.saturating_add(start).saturating_sub(1), format), since)
    }

    /// True where the notes of a class begin anew in some section.
    pub fn restarts(&self, class: Class) -> bool {
        (1..self.sections.len()).any(|section| self.own(section, class, |rule| rule.restart) == Some(Restart::Section))
    }
}

/// The sections of a main text: every `sectPr` that is no record of a change.
fn sections(source: &str) -> Vec<Section> {
    let mut out = Vec::new();
    let (mut next, mut paragraph) = (0, 0);
    while let Some(found) = source[next..].find("sectPr") {
        let at = next + found;
        next = at + "sectPr".len();
        let Some(open) = opening(source, at) else { continue };
        let mut events = Events::new(&source[open..], open);
        if !matches!(events.next(), Some(Event::Open(tag)) if tag.name == "sectPr") {
            continue;
        }
        let (mut rules, mut of) = (Rules::default(), None);
        inside_at_most(&mut events, LONGEST, |tag| rules.see(tag, &mut of));
        next = events.position().max(next);
        while !source.is_char_boundary(next) {
            next += 1;
        }
        // in a paragraph the properties stand before the text
        if paragraph < next {
            paragraph = end_of_paragraph(source, next);
        }
        let after = events.find(|event| !matches!(event, Event::Text(..)));
        let within = match after {
            Some(Event::Close(name, _)) => name == "pPr",
            Some(Event::Open(tag)) => tag.name == "pPrChange",
            _ => false,
        };
        out.push(Section { end: if within { paragraph } else { next }, rules });
    }
    out
}

/// The next end of a paragraph after byte `from`.
fn end_of_paragraph(source: &str, from: usize) -> usize {
    let mut rest = source[from..].match_indices("p>");
    let tag = |at: usize| {
        let near = &source[source.floor_char_boundary(at.saturating_sub(20))..at];
        near.rsplit_once("</").is_some_and(|(_, prefix)| prefix.is_empty() || prefix.ends_with(':'))
    };
    rest.find(|(at, _)| tag(from + at)).map_or(source.len(), |(at, _)| from + at)
}

/// Where the start tag begins whose local name stands at byte `at`.
fn opening(source: &str, at: usize) -> Option<usize> {
    let from = source.floor_char_boundary(at.saturating_sub(20));
    let open = from + source[from..at].rfind('<')?;
    let prefix = &source[open + 1..at];
    (prefix.is_empty()
        || prefix.ends_with(':') && prefix[..prefix.len() - 1].bytes().all(|b| b.is_ascii_alphanumeric()))
    .then_some(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(settings: &str, source: &str, class: Class) -> Vec<String> {
        let mut numbering = Numbering::new(Rules::of_settings(settings), source);
        let calls = source.match_indices("<call");
        calls.map(|(at, call)| numbering.label(class, at, source[at + call.len()..].starts_with("own")).0).collect()
    }

    #[test]
    fn numbers_run_on_and_signs_are_not_counted() {
        let source = "<body><call/><callown/><call/><sectPr/></body>";
        assert_eq!(labels("<settings/>", source, Class::Foot), ["1", "", "2"]);
        assert_eq!(labels("<settings/>", source, Class::End), ["i", "", "ii"]);
        let settings = "<w:settings><w:footnotePr><w:numFmt w:val='lowerLetter'/><w:numStart w:val='3'/></w:footnotePr></w:settings>";
        assert_eq!(labels(settings, source, Class::Foot), ["c", "", "d"]);
    }

    #[test]
    fn numbers_that_begin_anew_on_each_page_are_not_known() {
        let settings = "<settings><footnotePr><numRestart val='eachPage'/></footnotePr></settings>";
        assert_eq!(labels(settings, "<call/><call/>", Class::Foot), ["", ""]);
        assert_eq!(labels(settings, "<call/>", Class::End), ["i"]);
    }

    #[test]
    fn a_section_has_rules_of_its_own() {
        let rules = "<footnotePr><numFmt val='chicago'/><numRestart val='eachSect'/></footnotePr>\
                     <sectPrChange><sectPr><footnotePr><numFmt val='upperRoman'/></footnotePr></sectPr></sectPrChange>";
        let source = format!("<call/><call/><w:sectPr/><call/><call/><w:sectPr>{rules}</w:sectPr><call/><sectPr/>");
        assert_eq!(labels("", &source, Class::Foot), ["1", "2", "*", "†", "3"]);
        let numbering = Numbering::new(Rules::default(), &source);
        assert_eq!((numbering.sections.len(), numbering.restarts(Class::Foot)), (3, true));
        assert!(!numbering.restarts(Class::End));
    }

    #[test]
    fn a_section_ends_with_the_paragraph_that_has_its_properties() {
        let restart = "<w:footnotePr><w:numRestart w:val='eachSect'/></w:footnotePr>";
        let section = format!("<w:p><w:pPr><w:sectPr>{restart}</w:sectPr></w:pPr><call/></w:p>");
        let source = format!("<call/>{section}<w:p/><call/>{section}<call/><w:sectPr>{restart}</w:sectPr></w:body>");
        assert_eq!(labels("", &source, Class::Foot), ["1", "2", "1", "2", "1"]);
    }

    #[test]
    fn words_are_no_sections() {
        assert!(sections("<t>sectPr :sectPr w:sectPr </w:sectPr</t>").is_empty());
        assert_eq!(sections(&"<sectPr>".repeat(1000)).len(), 4);
    }
}
