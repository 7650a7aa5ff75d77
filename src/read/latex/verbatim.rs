//! Text without commands, other files, and what is left out.

use super::scan;
use super::walk::Reader;

impl<'a> Reader<'a> {
    /// `\verb|…|`.
    pub(super) fn verb(&mut self) {
        self.option();
        let (at, end) = self.here();
        if let Some((from, to)) = scan::delimited(self.src, at).filter(|(_, to)| *to < end) {
            self.advance(to + 1);
            self.text(from, to);
        }
    }

    /// `\url{…}`.
    pub(super) fn url(&mut self, at: usize) {
        self.option();
        if let Some((from, to)) = self.argument() {
            self.text(from, to);
        } else {
            let (here, end) = self.here();
            if let Some((from, to)) = scan::delimited(self.src, here).filter(|(_, to)| *to < end) {
                self.advance(to + 1);
                self.text(from, to);
            } else {
                self.blank(at, here);
            }
        }
    }

    /// An environment whose text holds no commands, or that is no text.
    pub(super) fn verbatim_environment(&mut self, name: &'a str, start: usize) {
        let (at, end) = self.here();
        let Some(close) = self.ends.find(self.src, name, at).filter(|close| *close < end) else {
            return self.open_environment(name, start);
        };
        if scan::DROPPED.contains(&name) {
            self.advance(close + "\\end{}".len() + name.len());
            return;
        }
        self.end_block(at);
        if self.src[at..close].starts_with('[') {
            self.option();
        }
        if name == "minted" {
            self.argument();
        }
        self.text(self.here().0.min(close), close);
        self.end_block(close);
        self.advance(close + "\\end{}".len() + name.len());
    }

    /// `\input{file}`: its name is kept, the file is not followed.
    pub(super) fn input(&mut self) {
        let range = self.argument().or_else(|| {
            let (at, end) = self.here();
            let from = scan::blanks(self.src.as_bytes(), at, end);
            let name = self.src[from..end].bytes().take(200).take_while(|byte| !b" \n\r\t\\{}%".contains(byte)).count();
            self.advance(from + name);
            (name > 0).then_some((from, from + name))
        });
        let Some((from, to)) = range.filter(|_| !self.state.mute && !self.inner) else { return };
        let names = self.b.meta.fields.entry("includes".to_owned()).or_default();
        if names.len() < 10_000 {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(self.src[from..to].trim());
        }
    }

    /// `\iffalse`: all up to its `\fi` (or `\else`) is left out.
    pub(super) fn if_false(&mut self) {
        let (at, end) = self.here();
        if self.ends.is_gone("\\fi") {
            return;
        }
        let (mut depth, mut i) = (1, at);
        while let Some(next) = self.src[i..end].find('\\') {
            let start = i + next;
            i = scan::name_end(self.src, start).min(end);
            match &self.src[(start + 1).min(i)..i] {
                "fi" => depth -= 1,
                "else" if depth == 1 => depth = 0,
                "iff" | "ifthenelse" => {}
                name if name.starts_with("if") => depth += 1,
                _ => {}
            }
            if depth == 0 {
                return self.advance(i);
            }
        }
        // without an end: looked for no more
        self.ends.gone("\\fi");
        self.doubt("`\\iffalse` has no end");
    }
}
