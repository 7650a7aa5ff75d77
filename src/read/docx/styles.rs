//! Styles: what a paragraph of a style is, and what is hidden or raised.

use std::collections::HashMap;

use super::lists::Lists;
use super::props::{Paragraph, Run, inside};
use crate::model::BlockKind;
use crate::read::office::kinds::{Kind, by_name};
use crate::read::xml::{Event, Events, Tag};

/// Longest chain of styles based on each other.
const DEEPEST: usize = 20;

/// The styles of a document, by id.
#[derive(Debug, Default)]
pub struct Styles {
    own: HashMap<String, Style>,
    /// Language of the text where nothing else is said.
    pub language: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    paragraph: Paragraph,
    run: Run,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(source: &str) -> Styles {
        let mut styles = Styles::default();
        let mut events = Events::new(source, 0);
        while let Some(event) = events.next() {
            match event {
                Event::Open(tag) if tag.name == "style" => styles.style(&tag, &mut events),
                Event::Open(tag) if tag.name == "lang" && styles.language.is_none() => {
                    styles.language = tag.attribute("val").map(|tag| tag.into_owned());
                }
                _ => {}
            }
        }
        styles
    }

    fn style(&mut self, tag: &Tag<'_>, events: &mut Events<'_>) {
        let Some(id) = tag.attribute("styleId").map(|id| id.into_owned()) else { return inside(events, |_| ()) };
        let mut style = Style::default();
        inside(events, |tag| match tag.name {
            "name" => style.name = tag.attribute("val").unwrap_or_default().to_lowercase(),
            "basedOn" => style.based_on = tag.attribute("val").map(|id| id.into_owned()),
            _ => {
                style.paragraph.see(tag);
                style.run.see(tag);
            }
        });
        self.own.entry(id).or_insert(style);
    }

    /// A style and those it is based on, nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let style = |id: &str| self.own.get(id);
        std::iter::successors(style(id), move |above| style(above.based_on.as_deref()?)).take(DEEPEST)
    }

    /// The properties of a run in this style.
    pub fn run(&self, id: &str) -> Run {
        self.chain(id).fold(Run::default(), |run, style| run.over(style.run))
    }

    /// What a paragraph is, by what is said of itself, then by its style.
    pub fn kind(&self, paragraph: &Paragraph) -> Kind {
        let id = paragraph.style.as_deref().unwrap_or_default();
        let named = self.chain(id).find_map(|style| by_name(&style.name));
        // a document without the style's definition still says its id
        let named = named.or_else(|| if self.own.contains_key(id) { None } else { by_name(&spaced(id)) });
        if let Some(Kind::Title | Kind::Date | Kind::Block(BlockKind::Chrome)) = named {
            return named.unwrap_or(Kind::Title);
        }
        let outline = paragraph.outline.or_else(|| self.chain(id).find_map(|style| style.paragraph.outline));
        match (outline, named) {
            (Some(level @ 1..), _) | (None, Some(Kind::Heading(level))) => return Kind::Heading(level),
            (_, Some(Kind::Block(kind))) => return Kind::Block(kind),
            _ => {}
        }
        let list = paragraph.list.or_else(|| self.chain(id).find_map(|style| style.paragraph.list));
        Kind::Block(if list == Some(true) { BlockKind::ListItem } else { BlockKind::Paragraph })
    }

    /// The list that a paragraph is numbered in, by what is said of itself, then by its style;
    /// and its level there, from 0.
    pub fn list(&self, paragraph: &Paragraph, lists: &Lists) -> Option<(String, usize)> {
        let id = paragraph.style.as_deref().unwrap_or_default();
        let inherited = || self.chain(id).find_map(|style| style.paragraph.number.clone());
        let number = paragraph.number.clone().or_else(inherited).filter(|number| number != "0")?;
        let said = paragraph.depth.or_else(|| self.chain(id).find_map(|style| style.paragraph.depth));
        let level = said.or_else(|| lists.level_of(&number, id)).unwrap_or(0);
        Some((number, level))
    }
}

/// The id of a usual style as its name: `Heading1` as `heading 1`.
fn spaced(id: &str) -> String {
    let lower = id.to_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits < lower.len() { format!("{} {}", &lower[..digits], &lower[digits..]) } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<styles><docDefaults><rPrDefault><rPr><lang val='en-GB'/></rPr></rPrDefault></docDefaults>\
        <style styleId='berschrift1'><name val='heading 1'/><pPr><outlineLvl val='0'/></pPr></style>\
        <style styleId='Part'><name val='Part'/><basedOn val='berschrift1'/></style>\
        <style styleId='Flat'><name val='Flat'/><basedOn val='berschrift1'/><pPr><outlineLvl val='9'/></pPr></style>\
        <style styleId='Q2'><name val='Intense Quote'/></style>\
        <style styleId='L'><name val='List Bullet'/><pPr><numPr><numId val='3'/></numPr></pPr></style>\
        <style styleId='Ref'><name val='footnote reference'/><rPr><vertAlign val='superscript'/></rPr></style>\
        <style styleId='Loop'><name val='x'/><basedOn val='Loop'/></style></styles>";

    fn kind(id: &str) -> Kind {
        Styles::read(STYLES).kind(&Paragraph { style: Some(id.to_owned()), ..Paragraph::default() })
    }

    #[test]
    fn styles_say_what_a_paragraph_is() {
        assert_eq!((kind("berschrift1"), kind("Part")), (Kind::Heading(1), Kind::Heading(1)));
        assert_eq!(kind("Q2"), Kind::Block(BlockKind::Quotation));
        assert_eq!(kind("L"), Kind::Block(BlockKind::ListItem));
        assert_eq!(kind("Flat"), Kind::Block(BlockKind::Paragraph));
        assert_eq!(kind("Loop"), Kind::Block(BlockKind::Paragraph));
        assert_eq!((kind("Heading3"), kind("Title")), (Kind::Heading(3), Kind::Title));
    }

    #[test]
    fn a_paragraph_overrules_its_style() {
        let styles = Styles::read(STYLES);
        let own = |outline, list| {
            let style = Some("L".to_owned());
            styles.kind(&Paragraph { style, outline, list, ..Paragraph::default() })
        };
        assert_eq!(own(Some(2), None), Kind::Heading(2));
        assert_eq!(own(None, Some(false)), Kind::Block(BlockKind::Paragraph));
    }

    #[test]
    fn runs_and_the_language() {
        let styles = Styles::read(STYLES);
        assert_eq!((styles.run("Ref").raised, styles.run("none")), (Some(true), Run::default()));
        assert_eq!(styles.language.as_deref(), Some("en-GB"));
    }
}
