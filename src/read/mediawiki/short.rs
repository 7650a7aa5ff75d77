//! Short citations: `{{sfn|Smith|Jones|2020|p=3}}` reads `Smith & Jones 2020, p. 3`.

use super::templates::Arguments;
use super::walk::Reader;

impl<'a> Reader<'a> {
    /// The text of a short citation.
    pub(super) fn short(&self, arguments: &Arguments<'a>) -> String {
        let clean = |range: (usize, usize)| self.words(range);
        let parts: Vec<String> = arguments.all_positional().map(clean).filter(|part| !part.is_empty()).collect();
        let Some((year, authors)) = parts.split_last() else { return String::new() };
        let (authors, year) = match year.contains(|c: char| c.is_ascii_digit()) || authors.is_empty() {
            true => (authors, year.as_str()),
            false => (parts.as_slice(), ""),
        };
        let mut out = match authors {
            [] => String::new(),
            [one] => one.clone(),
            [more @ .., last] => format!("{} & {last}", more.join(", ")),
        };
        if !year.is_empty() && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(year);
        let places = [(["p", "page"], "p. "), (["pp", "pages"], "pp. "), (["loc", "at"], "")];
        for (names, sign) in places {
            if let Some(range) = arguments.range(&names) {
                out += &format!(", {sign}{}", clean(range));
            }
        }
        out
    }

    /// The words of a value; markup in it is read, unless that has been done
    /// around it already.
    pub(super) fn words(&self, (from, to): (usize, usize)) -> String {
        let text = &self.src[from..to];
        if self.inner || !text.contains(['[', '{', '<', '&', '\'', '_']) {
            return text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.plain(from, to)
    }
}
