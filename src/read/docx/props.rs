//! Properties of runs and paragraphs.

use crate::read::xml::{Event, Events, Tag};

/// Calls `see` for each start tag inside the element whose start tag has just
/// been read, up to its end. What stood there before a tracked change
/// (`pPrChange` and the like) is passed over.
pub fn inside<'a>(events: &mut Events<'a>, see: impl FnMut(&Tag<'a>)) {
    inside_at_most(events, usize::MAX, see);
}

/// As [`inside`], but reads no more than so many events.
pub fn inside_at_most<'a>(events: &mut Events<'a>, most: usize, mut see: impl FnMut(&Tag<'a>)) {
    let (mut depth, mut old) = (1_usize, None);
    for event in events.by_ref().take(most) {
        match event {
            Event::Open(tag) => {
                depth += 1;
                if old.is_none() && tag.name.ends_with("Change") {
                    old = Some(depth);
                }
                if old.is_none() {
                    see(&tag);
                }
            }
            Event::Close(..) => {
                if old == Some(depth) {
                    old = None;
                }
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The value of a property that is on or off: on where nothing is said.
pub fn on(tag: &Tag<'_>) -> bool {
    tag.attribute("val").is_none_or(|val| !matches!(&*val, "0" | "false" | "off" | "none"))
}

/// What matters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Text that is not shown.
    pub hidden: Option<bool>,
    /// Superscript.
    pub raised: Option<bool>,
}

impl Run {
    /// Takes a property in.
    pub fn see(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "vanish" => self.hidden = Some(on(tag)),
            "vertAlign" => self.raised = Some(tag.attribute("val").as_deref() == Some("superscript")),
            _ => {}
        }
    }

    /// These properties where they are said, else those of `under`.
    pub fn over(self, under: Run) -> Run {
        Run { hidden: self.hidden.or(under.hidden), raised: self.raised.or(under.raised) }
    }
}

/// What matters of a paragraph, in a style or said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Id of its style.
    pub style: Option<String>,
    /// Level of its heading from 1; 0 for a paragraph that is none.
    pub outline: Option<u8>,
    /// True for an item of a list.
    pub list: Option<bool>,
    /// The list that it is numbered in, and its level there, from 0.
    pub number: Option<String>,
    pub depth: Option<usize>,
    /// True where it goes on in the next paragraph: its end was deleted, or it
    /// is an initial that is set larger.
    pub goes_on: bool,
}

impl Paragraph {
    /// Takes a property in.
    pub fn see(&mut self, tag: &Tag<'_>) {
        let value = || tag.attribute("val");
        match tag.name {
            "pStyle" => self.style = value().map(|id| id.into_owned()),
            "outlineLvl" => self.outline = value().and_then(|level| level.parse::<u8>().ok()).map(outline),
            "numId" => {
                self.list = value().map(|id| id != "0");
                self.number = value().map(|id| id.into_owned());
            }
            "ilvl" => self.depth = value().and_then(|level| level.parse().ok()),
            "framePr" => self.goes_on |= tag.attribute("dropCap").is_some_and(|cap| cap != "none"),
            "del" | "moveFrom" => self.goes_on = true,
            _ => {}
        }
    }
}

/// Level from 1 of an outline level from 0; 9 stands for running text.
fn outline(level: u8) -> u8 {
    if level < 9 { level + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_without_what_they_were_before() {
        let source = "<p><pStyle val='A'/><outlineLvl val='9'/><rPr><del/></rPr><pPrChange><pPr><pStyle val='B'/></pPr>\
                      </pPrChange><numPr><numId val='0'/></numPr></p><t/>";
        let mut events = Events::new(source, 0);
        events.next();
        let mut found = Paragraph::default();
        inside(&mut events, |tag| found.see(tag));
        let (style, number) = (Some("A".to_owned()), Some("0".to_owned()));
        let want = Paragraph { style, outline: Some(0), list: Some(false), number, depth: None, goes_on: true };
        assert_eq!(found, want);
        assert!(matches!(events.next(), Some(Event::Open(tag)) if tag.name == "t"));
    }
}
