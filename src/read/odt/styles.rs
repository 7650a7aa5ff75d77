//! Styles: what a paragraph of a style is, and what is hidden or raised.

use std::collections::HashMap;

use super::lists;
use crate::read::office::kinds::{Kind, by_name};
use crate::read::xml::{Event, Events, Tag};

/// Longest chain of styles that inherit from each other.
const DEEPEST: usize = 20;

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    paragraphs: HashMap<String, Style>,
    runs: HashMap<String, Style>,
    /// Those of lists.
    pub lists: lists::Styles,
    /// Language of the text where nothing else is said.
    pub language: Option<String>,
    /// True where footnotes begin anew with each chapter.
    pub by_chapter: bool,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    kind: Option<Kind>,
    run: Run,
}

/// What matters of a run of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Text that is not shown.
    pub hidden: Option<bool>,
    /// Superscript.
    pub raised: Option<bool>,
}

impl Run {
    /// These properties where they are said, else those of `under`.
    pub fn over(self, under: Run) -> Run {
        Run { hidden: self.hidden.or(under.hidden), raised: self.raised.or(under.raised) }
    }

    fn see(&mut self, tag: &Tag<'_>) {
        if let Some(display) = tag.attribute("display") {
            self.hidden = Some(display == "none");
        }
        if let Some(position) = tag.attribute("text-position") {
            let percent = position.split('%').next().and_then(|percent| percent.trim().parse::<f32>().ok());
            self.raised = Some(position.starts_with("super") || percent.is_some_and(|percent| percent > 0.0));
        }
    }
}

impl Styles {
    /// Takes in the styles of a part. The automatic ones of `styles.xml` are
    /// those of headers and footers and bear the same names as those of the text:
    /// `automatic` says whether they count.
    pub fn read(&mut self, source: &str, automatic: bool) {
        let mut open: Option<(bool, String, Style)> = None;
        let mut aside = false;
        for event in Events::new(source, 0) {
            match event {
                Event::Open(tag) => match tag.name {
                    "body" => break,
                    "automatic-styles" => aside = !automatic,
                    _ if aside => {}
                    "style" => open = begin(&tag),
                    "text-properties" | "properties" => self.properties(&tag, &mut open),
                    "notes-configuration" => {
                        self.by_chapter |=
                            tag.has("note-class", "footnote") && tag.has("start-numbering-at", "chapter");
                    }
                    _ => self.lists.see(&tag),
                },
                Event::Close("automatic-styles", _) => aside = false,
                Event::Close("style", _) => {
                    if let Some((paragraph, name, style)) = open.take() {
                        let styles = if paragraph { &mut self.paragraphs } else { &mut self.runs };
                        styles.insert(name, style);
                    }
                }
                _ => {}
            }
        }
    }

    fn properties(&mut self, tag: &Tag<'_>, open: &mut Option<(bool, String, Style)>) {
        match open {
            Some((_, _, style)) => style.run.see(tag),
            None if self.language.is_none() => {
                self.language = tag.attribute("language").map(|tag| tag.into_owned());
            }
            None => {}
        }
    }

    fn chain<'a>(styles: &'a HashMap<String, Style>, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let known = move |name: &'a str| Some((name, styles.get(name)?));
        std::iter::successors(known(name), move |(_, style)| known(style.parent.as_deref()?)).take(DEEPEST)
    }

    /// What a paragraph of a style is, where its style says it.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let said = Self::chain(&self.paragraphs, name).find_map(|(_, style)| style.kind);
        said.or_else(|| if self.paragraphs.contains_key(name) { None } else { by_name(&shown(name)) })
    }

    /// Properties of the text of a paragraph in this style.
    pub fn paragraph_run(&self, name: &str) -> Run {
        Self::chain(&self.paragraphs, name).fold(Run::default(), |run, (_, style)| run.over(style.run))
    }

    /// Properties of a span in this style.
    pub fn run(&self, name: &str) -> Run {
        Self::chain(&self.runs, name).fold(Run::default(), |run, (_, style)| run.over(style.run))
    }
}

/// A style of paragraphs (true) or of spans, with its name.
fn begin(tag: &Tag<'_>) -> Option<(bool, String, Style)> {
    let paragraph = match tag.attribute("family").as_deref() {
        Some("paragraph") => true,
        Some("text") => false,
        _ => return None,
    };
    let name = tag.attribute("name")?.into_owned();
    let outline = tag.attribute("default-outline-level").and_then(|level| level.parse::<u8>().ok());
    // names that a program made, such as `P1`, say nothing
    let named = tag.attribute("display-name").map_or_else(|| shown(&name), |name| name.to_lowercase());
    let kind = by_name(&named).or(outline.filter(|level| *level > 0).map(Kind::Heading));
    let parent = tag.attribute("parent-style-name").map(|name| name.into_owned());
    Some((paragraph, name, Style { parent, kind, run: Run::default() }))
}

/// A name as it is shown, in lower case: `Heading_20_1` is `heading 1`.
fn shown(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let coded = after.split_once('_').and_then(|(code, rest)| Some((u32::from_str_radix(code, 16).ok()?, rest)));
        match coded.and_then(|(code, rest)| Some((char::from_u32(code)?, rest))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('_');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    #[test]
    fn styles_say_what_a_paragraph_is() {
        let mut styles = Styles::default();
        styles.read(
            "<styles><default-style family='paragraph'><text-properties fo:language='de'/></default-style>\
             <style name='Heading_20_2' display-name='Heading 2' family='paragraph' default-outline-level='2'/>\
             <style name='Quotations' family='paragraph'/><style name='Up' family='text'>\
             <text-properties text-position='super 58%'/></style></styles><automatic-styles>\
             <style name='P1' family='paragraph' parent-style-name='Title'/></automatic-styles>",
            false,
        );
        styles.read(
            "<automatic-styles><style name='P1' family='paragraph' parent-style-name='Quotations'/>\
             <style name='T1' family='text' parent-style-name='Up'><text-properties display='none'/></style>",
            true,
        );
        assert_eq!(styles.kind("P1"), Some(Kind::Block(BlockKind::Quotation)));
        assert_eq!((styles.kind("Heading_20_2"), styles.kind("Standard")), (Some(Kind::Heading(2)), None));
        assert_eq!(styles.run("T1"), Run { hidden: Some(true), raised: Some(true) });
        assert_eq!(styles.language.as_deref(), Some("de"));
    }

    #[test]
    fn names_are_decoded() {
        assert_eq!(shown("Text_20_body_5f_x"), "text body_x");
        assert_eq!((shown("a_b"), shown("_zz_")), ("a_b".to_owned(), "_zz_".to_owned()));
    }
}
