//! What control words and symbols do.

use super::charset;
use super::state::{Ends, Info, Paragraph, To};
use super::walk::Reader;
use crate::span::Span;

/// Destinations that are no text.
const NOTHING: &[&str] = &[
    "colortbl",
    "pict",
    "fldinst",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "objdata",
    "objclass",
    "nonshppict",
    "xe",
    "tc",
    "rxe",
    "bkmkstart",
    "bkmkend",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "sp",
    "sn",
    "sv",
    "listtext",
    "pntext",
    "pntxta",
    "pntxtb",
    "atnid",
    "atrfstart",
    "atrfend",
    "filetbl",
    "template",
    "private",
    "operator",
    "manager",
    "company",
    "category",
    "doccomm",
    "comment",
    "hlinkbase",
    "revtim",
    "printim",
    "buptim",
    "mmathPr",
    "pgdsctbl",
    "userprops",
    "wgrffmtfilter",
    "panose",
    "falt",
    "defchp",
    "defpap",
    "factoidname",
    "protusertbl",
    "passwordhash",
    "shprslt",
    "pgptbl",
    "txe",
    "nofwords",
];

/// Heads and feet of pages.
const HEADS: &[&str] = &["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"];

/// Words that stand for a character.
const SIGNS: &[(&str, &str)] = &[
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
];

impl Reader<'_> {
    /// A control word.
    pub(super) fn word(&mut self, name: &str, number: Option<i32>, span: Span) {
        if self.destination(name, span) {
            return;
        }
        let on = number != Some(0);
        match name {
            "u" => self.unit(number.unwrap_or(0), span),
            "uc" => self.state.fallback = number.unwrap_or(1).clamp(0, 100) as u32,
            "par" => self.paragraph(span),
            "sect" => {
                self.break_block(span);
                self.notes.section();
            }
            "row" | "nestrow" | "page" | "pagebb" => self.break_block(span),
            "line" | "tab" | "cell" | "nestcell" | "column" | "emspace" | "enspace" | "qmspace" => self.blank(span),
            "pard" => self.state.paragraph = Paragraph { head: self.state.paragraph.head, ..Paragraph::default() },
            "plain" => {
                (self.state.raised, self.state.hidden, self.state.encoding) = (false, false, self.encoding);
            }
            "intbl" => self.state.paragraph.table = on,
            "ls" | "pnlvlblt" | "pnlvlbody" => self.state.paragraph.item = true,
            "outlinelevel" => self.outline(number.unwrap_or(9)),
            "s" => self.style(number.unwrap_or(0)),
            "f" => self.font(number.unwrap_or(0)),
            "super" | "up" => self.state.raised = on,
            "nosupersub" => self.state.raised = false,
            "v" | "deleted" => self.state.hidden = on,
            "chftn" => self.automatic_mark(span),
            "ansicpg" => self.code_page(number.unwrap_or(0)),
            "mac" => self.code_page(10000),
            "pc" => self.code_page(437),
            "pca" => self.code_page(850),
            "fcharset" | "cpg" | "yr" | "mo" | "dy" => self.table_number(name, number.unwrap_or(0)),
            "deff" => {}
            _ => self.sign_or_setting(name, number, span),
        }
    }

    fn sign_or_setting(&mut self, name: &str, number: Option<i32>, span: Span) {
        if let Some((_, sign)) = SIGNS.iter().find(|(of, _)| *of == name) {
            self.decode();
            self.emit(sign, span);
        } else if name.contains("ftn") {
            self.notes.setting(name, number);
        }
    }

    /// A word that says where the text of its group goes; false for another.
    fn destination(&mut self, name: &str, span: Span) -> bool {
        let optional = std::mem::take(&mut self.optional);
        let within = self.state.to;
        let to = match name {
            // a note of text that is deleted or hidden, with its number, is so too
            "footnote" if within == To::Text && (self.state.hidden || self.look_ahead(span.end).is_deleted) => {
                To::Nothing
            }
            "footnote" if within == To::Text => {
                self.open_note(span);
                return true;
            }
            "fonttbl" | "stylesheet" => {
                self.table.clear();
                if name == "fonttbl" { To::Fonts } else { To::Styles }
            }
            "info" => To::Info(Info::All),
            "title" | "author" | "subject" | "keywords" | "creatim" if matches!(within, To::Info(_)) => {
                self.table.clear();
                To::Info(match name {
                    "title" => Info::Title,
                    "author" => Info::Author,
                    "subject" => Info::Subject,
                    "keywords" => Info::Keywords,
                    _ => Info::Created,
                })
            }
            "shpinst" | "fldrslt" | "shptxt" | "ud" | "do" | "dptxbxtext" if within == To::Text => {
                if let "shptxt" | "dptxbxtext" = name {
                    self.settle();
                    self.b.end_block(span.start);
                    self.state.ends = Ends::Block;
                }
                To::Text
            }
            "listtext" | "pntext" if within == To::Text => {
                self.mark_item();
                self.kept(Ends::Label)
            }
            "atnauthor" if within == To::Text => self.kept(Ends::Author),
            "atndate" if within == To::Text => self.kept(Ends::Date),
            // in a note it would be text of the note: it is kept until that ends
            "annotation" if within == To::Text && self.b.in_note() => {
                self.comment = span.start;
                self.kept(Ends::Comment)
            }
            "annotation" if within == To::Text => {
                self.settle();
                self.b.open_aside(span.start);
                self.label = self.author.as_ref().map(|author| format!("{author}:"));
                (self.state.raised, self.state.ends) = (false, Ends::Aside);
                self.state.paragraph = Paragraph { head: true, ..Paragraph::default() };
                To::Text
            }
            _ if HEADS.contains(&name) && within == To::Text => {
                self.settle();
                self.b.end_block(span.start);
                (self.state.paragraph, self.state.ends) =
                    (Paragraph { head: true, ..Paragraph::default() }, Ends::Block);
                To::Text
            }
            _ if NOTHING.contains(&name) && self.fresh => To::Nothing,
            _ if NOTHING.contains(&name) && optional => To::Nothing,
            // styles of characters and the like say so too
            _ if optional && within == To::Styles => return false,
            _ if optional => To::Nothing,
            _ => return false,
        };
        // nothing within what is no text becomes text
        self.state.to = if within == To::Nothing { To::Nothing } else { to };
        true
    }

    /// The text of this group is kept for what is done at its end.
    fn kept(&mut self, ends: Ends) -> To {
        self.table.clear();
        self.state.ends = ends;
        To::Label
    }

    /// The paragraph around this group is an item of a list.
    fn mark_item(&mut self) {
        self.state.paragraph.item = true;
        if let Some(around) = self.stack.last_mut() {
            around.paragraph.item = true;
        }
    }

    fn code_page(&mut self, number: i32) {
        match charset::code_page(number) {
            Some(encoding) => (self.encoding, self.state.encoding) = (encoding, encoding),
            None => {
                let reason = || format!("code page {number} is not known");
                self.b.degraded.get_or_insert_with(reason);
            }
        }
    }

    /// A control symbol.
    pub(super) fn symbol(&mut self, sign: u8, span: Span) {
        if sign == b'*' {
            self.optional = self.fresh;
            return;
        }
        self.decode();
        self.fresh = false;
        match sign {
            b'~' => self.blank(span),
            b'_' => self.emit("-", span),
            b'\\' | b'{' | b'}' => self.emit(char::from(sign).encode_utf8(&mut [0; 4]), span),
            b'\n' | b'\r' => self.paragraph(span),
            _ => {}
        }
    }
}
