//! Fonts, styles, and what is known of the work.

use super::charset;
use super::state::{Info, To};
use super::walk::Reader;
use crate::read::xml::plain;

/// A style of paragraphs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    level: u8,
    quotation: bool,
}

/// The row of a table that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    text: String,
    number: i32,
    outline: Option<i32>,
    date: [i32; 3],
}

/// Characters of a title or the like that are kept.
const LONGEST: usize = 10_000;

impl Table {
    pub fn push(&mut self, text: &str) {
        if self.text.len() < LONGEST {
            self.text.push_str(text);
        }
    }

    /// The text, its white space single; `None` where there is none.
    pub fn take(&mut self) -> Option<String> {
        plain::line(&std::mem::take(&mut self.text))
    }

    /// The text as the number of a paragraph: `1.`, `(a)`, `Article 1`. A single letter or sign
    /// is a bullet in a font of signs.
    pub fn take_label(&mut self) -> Option<String> {
        let words = |c: char| c.is_alphanumeric();
        self.take().filter(|label| {
            label.contains(|c: char| c.is_ascii_digit()) || label.chars().count() > 1 && label.contains(words)
        })
    }

    /// A field or a table begins.
    pub fn clear(&mut self) {
        *self = Table::default();
    }
}

impl Reader<'_> {
    /// `\f2`: the font of text, or the one that the table goes on to describe.
    pub(super) fn font(&mut self, number: i32) {
        if self.state.to == To::Fonts {
            self.table.number = number;
            return;
        }
        self.decode();
        self.state.encoding = self.fonts.get(&number).copied().unwrap_or(self.encoding);
    }

    /// Numbers within tables.
    pub(super) fn table_number(&mut self, name: &str, value: i32) {
        let encoding = match (self.state.to, name) {
            (To::Fonts, "fcharset") => charset::font(value),
            (To::Fonts, "cpg") => charset::code_page(value),
            (To::Info(Info::Created), "yr") => return self.table.date[0] = value,
            (To::Info(Info::Created), "mo") => return self.table.date[1] = value,
            (To::Info(Info::Created), "dy") => return self.table.date[2] = value,
            _ => None,
        };
        if let Some(encoding) = encoding {
            self.fonts.insert(self.table.number, encoding);
        }
    }

    /// `\s3`: the style of a paragraph, or the one that the table describes.
    pub(super) fn style(&mut self, number: i32) {
        if self.state.to == To::Styles {
            self.table.number = number;
            return;
        }
        let style = self.styles.get(&number).copied().unwrap_or_default();
        self.state.paragraph.level = style.level;
        self.state.paragraph.quotation = style.quotation;
    }

    /// `\outlinelevel0`: a heading; 9 is text.
    pub(super) fn outline(&mut self, value: i32) {
        if self.state.to == To::Styles {
            self.table.outline = Some(value);
        } else {
            self.state.paragraph.level = if (0..9).contains(&value) { value as u8 + 1 } else { 0 };
        }
    }

    /// A group ends that may be a row of a table, or a `;` does.
    pub(super) fn end_table_row(&mut self) {
        match self.state.to {
            To::Styles => self.end_style(),
            To::Info(info) => self.end_info(info),
            _ => {}
        }
    }

    /// `{\s1\outlinelevel0 heading 1;}`
    fn end_style(&mut self) {
        if !self.table.text.ends_with(';') {
            return;
        }
        let name = self.table.text.trim_end_matches(';').trim().to_lowercase();
        let (number, outline) = (self.table.number, self.table.outline.take());
        self.table.text.clear();
        let style = Style { level: level(&name, outline), quotation: is_quotation(&name) };
        self.styles.entry(number).or_insert(style);
        self.table.number = 0;
    }

    /// The date of a comment: bits for minute, hour, day, month and year since 1900.
    pub(super) fn date_comment(&mut self) {
        let packed = self.table.take().and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
        let part = |from: u32, bits: u32| ((packed >> from) & ((1 << bits) - 1)) as i32;
        let when = date([1900 + part(20, 9), part(16, 4), part(11, 5)]);
        if let (Some(author), Some(when)) = (&self.author, when) {
            self.label = Some(format!("{author}, {when}:"));
        }
    }

    fn end_info(&mut self, info: Info) {
        let text = std::mem::take(&mut self.table.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let some = (!text.is_empty()).then(|| text.clone());
        let meta = &mut self.b.meta;
        match info {
            Info::All => {}
            Info::Title => meta.title = meta.title.take().or(some),
            Info::Author => meta.author = meta.author.take().or(some),
            Info::Subject if some.is_some() => drop(meta.fields.insert("subject".to_owned(), text)),
            Info::Keywords if some.is_some() => drop(meta.fields.insert("keywords".to_owned(), text)),
            // the day on which the file was made is no date of the work
            Info::Created => {
                if let Some(date) = date(self.table.date) {
                    meta.fields.entry("created".to_owned()).or_insert(date);
                }
            }
            _ => {}
        }
    }
}

/// The level of headings of this style: as it says, else by its name, which
/// Word keeps in English (`heading 2`) and other programs translate.
fn level(name: &str, outline: Option<i32>) -> u8 {
    if let Some(outline) = outline.filter(|outline| (0..9).contains(outline)) {
        return outline as u8 + 1;
    }
    let names = ["heading ", "überschrift ", "titre ", "título ", "titolo ", "kop ", "rubrik ", "overskrift "];
    let number = names.iter().find_map(|known| name.strip_prefix(known)).and_then(|rest| rest.parse::<u8>().ok());
    match number {
        Some(level @ 1..=9) => level,
        _ => u8::from(name == "title"),
    }
}

fn is_quotation(name: &str) -> bool {
    ["quote", "intense quote", "block text", "quotations", "block quotation"].contains(&name)
}

fn date([year, month, day]: [i32; 3]) -> Option<String> {
    let known = (1000..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    known.then(|| format!("{year:04}-{month:02}-{day:02}"))
}
