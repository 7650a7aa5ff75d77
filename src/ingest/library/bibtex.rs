//! BibTeX and BibLaTeX files: entries, `@string`, values joined by `#`.
//!
//! Read by hand, since a library is read with its faults: a bad entry ends
//! where the next begins, in time linear in the file, and the field `file` is
//! wanted with its escapes. As in BibTeX, a backslash does not hide a brace.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Entry, crossref, fields};
use crate::works::date;

/// An entry as it stands, its values without the outer braces or quotes.
#[derive(Debug, Default, PartialEq)]
pub struct Raw {
    /// Type, in lower case.
    pub kind: String,
    /// Key.
    pub key: String,
    /// Values by name in lower case.
    pub fields: BTreeMap<String, String>,
}

/// The longest value of a `@string`, in bytes, and the most values that `#`
/// joins: no short file is to become a long text.
const STRING: usize = 400;
const JOINED: usize = 16;

/// The entries of a file whose paths begin at `folder`, and what could not be read.
pub fn entries(text: &str, folder: &Path) -> (Vec<Entry>, Vec<String>) {
    let (mut raw, mut faults) = raw(text);
    faults.extend(crossref::follow(&mut raw));
    (raw.into_iter().map(|raw| fields::entry(raw, folder)).collect(), faults)
}

fn raw(text: &str) -> (Vec<Raw>, Vec<String>) {
    let mut scanner = Scanner { text, at: 0, end: 0, strings: BTreeMap::new() };
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    let (mut line, mut counted) = (1, 0);
    while let Some(found) = text[scanner.at..].find('@') {
        let start = scanner.at + found;
        line += text[counted..start].matches('\n').count();
        counted = start;
        scanner.at = start + 1;
        scanner.bound();
        match scanner.entry() {
            Ok(entry) => entries.extend(entry),
            Err(message) => {
                faults.push(format!("line {line}: {message}"));
                scanner.at = scanner.end;
            }
        }
    }
    (entries, faults)
}

struct Scanner<'t> {
    text: &'t str,
    /// Next byte.
    at: usize,
    /// Where the next entry begins on a line of its own, which ends this one
    /// whatever its braces say.
    end: usize,
    strings: BTreeMap<String, String>,
}

impl<'t> Scanner<'t> {
    fn bound(&mut self) {
        if self.end > self.at {
            return;
        }
        let mut from = self.at;
        while let Some(found) = self.text[from..].find('\n') {
            from += found + 1;
            if begins_entry(&self.text[from..]) {
                self.end = from;
                return;
            }
        }
        self.end = self.text.len();
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end.max(self.at)]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, sign: char) -> bool {
        self.blanks();
        let is = self.rest().starts_with(sign);
        self.at += usize::from(is);
        is
    }

    /// A word up to a sign of the syntax or a blank.
    fn word(&mut self) -> &'t str {
        self.blanks();
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "{}(),=\"#@".contains(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// What stands after an `@`; nothing where that begins no entry.
    fn entry(&mut self) -> Result<Option<Raw>, String> {
        let kind = self.word().to_lowercase();
        if kind.is_empty() || !(self.take('{') || self.take('(')) {
            return Ok(None);
        }
        match kind.as_str() {
            "comment" | "preamble" => {
                self.at -= 1;
                if self.braced().is_err() {
                    self.at = self.end;
                }
                return Ok(None);
            }
            "string" => {
                let name = self.word().to_lowercase();
                let value = if self.take('=') { self.value()? } else { return Err("a @string without `=`".into()) };
                self.strings.insert(name, value.chars().take(STRING).collect());
                return Ok(None);
            }
            _ => {}
        }
        let key = self.word().to_owned();
        let mut raw = Raw { kind, key, ..Raw::default() };
        self.fields(&mut raw).map_err(|message| format!("entry `{}`: {message}", raw.key))?;
        Ok(Some(raw))
    }

    fn fields(&mut self, raw: &mut Raw) -> Result<(), String> {
        loop {
            while self.take(',') {}
            if self.take('}') || self.take(')') {
                return Ok(());
            }
            let name = self.word().to_lowercase();
            if name.is_empty() {
                return Err(if self.rest().is_empty() { "has no end".into() } else { "a field has no name".into() });
            }
            if !self.take('=') {
                return Err(format!("no `=` after `{name}`"));
            }
            let value = self.value().map_err(|message| format!("`{name}` {message}"))?;
            raw.fields.entry(name).or_insert(value);
        }
    }

    fn value(&mut self) -> Result<String, String> {
        let mut value = String::new();
        for _ in 0..JOINED {
            self.blanks();
            match self.rest().chars().next() {
                Some('{') => value.push_str(self.braced()?),
                Some('"') => value.push_str(self.quoted()?),
                _ => {
                    let word = self.word().to_lowercase();
                    value.push_str(&self.abbreviated(&word)?);
                }
            }
            if !self.take('#') {
                return Ok(value);
            }
        }
        Err("joins too many values".into())
    }

    /// What a number or an abbreviation stands for.
    fn abbreviated(&self, word: &str) -> Result<String, String> {
        if let Some(value) = self.strings.get(word) {
            return Ok(value.clone());
        }
        let month = date::month(word).map(|month| month.to_string());
        match month {
            Some(month) => Ok(month),
            None if word.is_empty() => Err("has no value".into()),
            None if word.bytes().all(|b| b.is_ascii_digit()) => Ok(word.to_owned()),
            None => Err(format!("names `{word}`, which no @string defines")),
        }
    }

    /// `{…}` with what braces stand in it.
    fn braced(&mut self) -> Result<&'t str, String> {
        let rest = self.rest();
        let mut depth = 0usize;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth <= 1 => {
                    self.at += at + 1;
                    return Ok(&rest[1.min(at)..at]);
                }
                b'}' => depth -= 1,
                _ => {}
            }
        }
        Err("has no closing brace".into())
    }

    /// `"…"`; a quote in braces is text.
    fn quoted(&mut self) -> Result<&'t str, String> {
        let rest = self.rest();
        let mut depth = 0i32;
        for (at, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                b'"' if depth <= 0 => {
                    self.at += at + 1;
                    return Ok(&rest[1..at]);
                }
                _ => {}
            }
        }
        Err("has no closing quote".into())
    }
}

/// True for a line that begins `@article{`.
fn begins_entry(line: &str) -> bool {
    let Some(rest) = line.trim_start_matches([' ', '\t']).strip_prefix('@') else { return false };
    let kind = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    kind > 0 && rest[kind..].trim_start_matches([' ', '\t']).starts_with(['{', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str, name: &str) -> String {
        let (entries, faults) = raw(text);
        assert!(faults.is_empty(), "{faults:?}");
        entries[0].fields[name].clone()
    }

    #[test]
    fn values_of_all_kinds() {
        let text = "% a@b.org\n@string{np = \"North\" # { Press}}\n@Book{doe:1, Title = {The {Mill} {\\\"O}},\n \
                    publisher = np # \", Ltd\", year = 1998, month = may,}\n@comment{jabref-meta: x;}";
        let (entries, faults) = raw(text);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((entries[0].kind.as_str(), entries[0].key.as_str(), entries.len()), ("book", "doe:1", 1));
        assert_eq!(field(text, "title"), "The {Mill} {\\\"O}");
        assert_eq!(field(text, "publisher"), "North Press, Ltd");
        assert_eq!((field(text, "year"), field(text, "month")), ("1998".into(), "5".into()));
        assert_eq!(field("@misc(k, title = \"a {\"}b{\"} c\")", "title"), "a {\"}b{\"} c");
    }

    #[test]
    fn a_bad_entry_does_not_take_the_next_along() {
        let text = "@book{a,\n title = {never closed,\n}\n@book{b, title = {Good}}\n@book{c, title 1998}\n\
                    @book{d, journal = jmw}\n  @book{e, title = \"x\"}";
        let (entries, faults) = raw(text);
        assert_eq!(entries.iter().map(|raw| raw.key.as_str()).collect::<Vec<_>>(), ["b", "e"]);
        insta::assert_snapshot!(faults.join("\n"), @r"
        line 1: entry `a`: has no end
        line 5: entry `c`: no `=` after `title`
        line 6: entry `d`: `journal` names `jmw`, which no @string defines
        ");
    }

    #[test]
    fn strings_do_not_grow() {
        let mut text = String::from("@string{a = {xxxxxxxxxxxxxxxxxxxx}}\n");
        for _ in 0..40 {
            text.push_str("@string{a = a # a # a}\n");
        }
        assert!(field(&(text + "@misc{k, title = a # a}"), "title").len() <= 2 * STRING);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[@a-c{}()=,\"#\\\\\n é]{0,80}") {
            raw(&text);
        }
    }
}
