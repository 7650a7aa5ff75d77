//! Citations of a bibliography: `\cite[12]{key}` reads `[key, 12]`.
//!
//! A citation in the text is no note. `\footcite` is one, whose text is what
//! `\cite` would show; `\autocite` is where the file's own preamble loads a
//! style that cites in notes, and otherwise not.

use super::walk::Reader;

impl Reader<'_> {
    /// A citation in the text.
    pub(super) fn cite(&mut self, at: usize) {
        if let Some(text) = self.cited() {
            let to = self.here().0;
            self.put(&text, at, to);
        }
    }

    /// A citation that is a footnote; within a note it stands in the note.
    pub(super) fn foot_cite(&mut self, at: usize) {
        let after = self.here().0;
        let Some(text) = self.cited() else { return };
        let to = self.here().0;
        if self.state.mute {
            return;
        }
        if self.depth.0 > 0 {
            return self.put(&text, at, to);
        }
        let (label, key) = self.next_footnote();
        self.begin(at);
        let span = self.place(at, after);
        let id = self.b.fresh_id();
        self.b.marker(&label, span, &id);
        self.b.open_note(&id, &label, span.end);
        self.b.alias_note(&key);
        self.put(&text, after, to);
        let end = self.place(to, to).end;
        self.b.close_note(end);
    }

    /// The text of the citation whose name has been read; several, one after
    /// another, for the commands that take them (`\cites`).
    fn cited(&mut self) -> Option<String> {
        let (name_end, _) = self.here();
        let many = self.src[..name_end].ends_with("tes");
        self.star();
        let mut all = Vec::new();
        loop {
            let options = [self.option(), self.option()];
            let Some((from, to)) = self.argument() else { break };
            all.push(self.one(options, &self.src[from..to]));
            if !many || all.len() > 99 {
                break;
            }
        }
        (!all.is_empty()).then(|| format!("[{}]", all.join("; ")))
    }

    /// One option stands after the keys, the first of two before them.
    fn one(&self, options: [Option<(usize, usize)>; 2], keys: &str) -> String {
        let keys: Vec<&str> = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        let text = |option: Option<(usize, usize)>| match option {
            Some((from, to)) if self.inner => self.src[from..to].to_owned(),
            Some((from, to)) => self.plain(from, to),
            None => String::new(),
        };
        let (before, after) = match options {
            [before, Some(after)] => (text(before), text(Some(after))),
            [after, None] => (String::new(), text(after)),
        };
        let mut out = before;
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&keys.join(", "));
        if !after.is_empty() {
            out.push_str(", ");
            out.push_str(&after);
        }
        out
    }
}
