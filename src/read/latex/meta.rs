//! What the commands before the text say of the work.

use super::table::Front;
use super::walk::Reader;
use crate::works::date;

/// Bytes of a title or a list of authors that are looked at.
const LONGEST: usize = 4000;

impl Reader<'_> {
    /// Learns from the argument `from..to` of `\title` and its like. The first
    /// title and date are the document's, authors add up.
    pub(super) fn know(&mut self, front: Front, from: usize, to: usize) {
        if self.inner || to - from > LONGEST {
            return;
        }
        match front {
            Front::Title if self.b.meta.title.is_none() => self.b.meta.title = some(self.plain(from, to)),
            Front::Date if self.b.meta.date.is_none() => self.b.meta.date = date::iso(&self.plain(from, to)),
            Front::Author => self.authors(from, to),
            _ => {}
        }
    }

    /// `A. Bee\thanks{…}\\ University \and C. Dee`: of each author what stands
    /// before the first `\\`.
    fn authors(&mut self, from: usize, to: usize) {
        let named: Vec<String> =
            self.parts(from, to).into_iter().filter_map(|(from, to)| some(self.plain(from, to))).collect();
        if named.is_empty() {
            return;
        }
        let author = self.b.meta.author.get_or_insert_default();
        if author.len() < LONGEST {
            let more = if author.is_empty() { "" } else { ", " };
            *author += &format!("{more}{}", named.join(", "));
        }
    }

    /// The names within a list of authors.
    fn parts(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let (mut parts, mut start, mut stop, mut i) = (Vec::new(), from, None, from);
        let bytes = self.src.as_bytes();
        while i < to {
            let rest = &self.src[i..to];
            let and = ["\\and", "\\And", "\\AND"].iter().any(|and| rest.starts_with(and))
                && !rest[4..].starts_with(|c: char| c.is_ascii_alphabetic());
            if and {
                parts.push((start, stop.unwrap_or(i)));
                (start, stop) = (i + 4, None);
            } else if rest.starts_with("\\\\") || rest.starts_with("\\IEEEauthorblockA") {
                stop = stop.or(Some(i));
            }
            i = match bytes[i] {
                b'{' => self.braces.close(i).map_or(i + 1, |close| close + 1),
                b'\\' => super::scan::name_end(self.src, i),
                _ => i + 1,
            };
            while !self.src.is_char_boundary(i.min(to)) {
                i += 1;
            }
        }
        parts.push((start, stop.unwrap_or(to)));
        parts
    }

    /// What the preamble says of the work beside `\title` and its like.
    pub(super) fn complete_meta(&mut self) {
        let pdf = &self.plan.pdf;
        let meta = &mut self.b.meta;
        meta.title = meta.title.take().or_else(|| pdf.title.clone());
        meta.author = meta.author.take().or_else(|| pdf.author.clone());
        meta.language = self.plan.language.clone();
        if let Some(keywords) = &pdf.keywords {
            meta.fields.insert("keywords".to_owned(), keywords.clone());
        }
    }
}

fn some(text: String) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
