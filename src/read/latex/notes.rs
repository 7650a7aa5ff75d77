//! Notes: where they are called, what they are called by.

use super::groups::Kind;
use super::walk::Reader;
use crate::read::numerals::Style;

/// How many notes may stand inside one another.
const DEEPEST: u32 = 12;

/// What notes are counted together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Series {
    /// Footnotes.
    Foot,
    /// Endnotes.
    End,
    /// Notes in the margin that have numbers.
    Side,
    /// Notes of title and authors, by signs.
    Thanks,
    /// Notes without a number.
    Bare,
}

impl Series {
    fn letter(self) -> char {
        match self {
            Series::Foot => 'f',
            Series::End => 'e',
            Series::Side => 's',
            Series::Thanks => 't',
            Series::Bare => 'b',
        }
    }
}

impl Reader<'_> {
    /// A note that stands where it is called.
    pub(super) fn note(&mut self, series: Series, at: usize) {
        let (name_end, end) = self.here();
        if self.src[name_end..end].starts_with('<') {
            let overlay = self.src[name_end..end].bytes().take(30).position(|byte| byte == b'>');
            self.advance(name_end + overlay.map_or(0, |len| len + 1));
        }
        let number = self.option().and_then(|range| self.number(range));
        let after = self.here().0;
        let Some(open) = self.brace() else { return };
        if self.state.mute {
            return;
        }
        if self.depth.0 >= DEEPEST {
            return self.doubt("notes stand in notes too deep");
        }
        let (label, key) = self.label_and_key(series, number);
        self.begin(at);
        // the body of a macro: unless the note is the argument, the call is both
        // what calls the note and what it stands for
        let argument = self.src[open + 1..].trim_start().starts_with('#');
        let span = self.call_bytes().filter(|_| !argument).unwrap_or_else(|| self.place(at, after));
        let id = self.b.fresh_id();
        self.b.marker(&label, span, &id);
        self.open_note(&id, &label, open);
        if series != Series::Bare {
            self.b.alias_note(&key);
        }
    }

    /// Label and key of the next footnote.
    pub(super) fn next_footnote(&mut self) -> (String, String) {
        self.label_and_key(Series::Foot, None)
    }

    /// The label of the next note, and what marks of its number point to;
    /// `given` is the number that it is given.
    fn label_and_key(&mut self, series: Series, given: Option<u32>) -> (String, String) {
        if let Some(number) = given {
            return (self.print(series, number), self.key(series, number, true));
        }
        if let Some((page, number)) = self.counters.step_page_for(series) {
            return (Style::Letter.print(number), format!("m{page}.{number}"));
        }
        let number = self.counters.step(series);
        (self.print(series, number), self.key(series, number, false))
    }

    /// A note begins at the brace at byte `open`.
    fn open_note(&mut self, id: &str, label: &str, open: usize) {
        let start = self.call_bytes().unwrap_or_else(|| self.place(open, open)).start;
        self.b.open_note(id, label, start);
        self.advance(open + 1);
        let endless = self.braces.close(open).is_none();
        if endless {
            self.doubt("a note has no end");
        }
        self.push(Kind::Note(endless));
        (self.state.math, self.state.table, self.state.base) = (false, false, None);
    }

    /// `\footnotemark[n]`.
    pub(super) fn mark(&mut self, series: Series, at: usize) {
        let option = self.option();
        if self.state.mute {
            return;
        }
        let after = self.here().0;
        if let Some((from, to)) = option
            && let Some(label) = self.src[from..to].split_once("ref{").and_then(|(_, rest)| rest.split('}').next())
        {
            let target = format!("label:{label}");
            return self.put_marker("", (at, after), &target);
        }
        let given = option.and_then(|range| self.number(range));
        let number = given.unwrap_or_else(|| self.counters.step(series));
        let label = self.print(series, number);
        let target = match self.marks.is_paired(at) {
            true => format!("p{at}"),
            false => self.key(series, number, given.is_some()),
        };
        self.put_marker(&label, (at, after), &target);
    }

    fn put_marker(&mut self, label: &str, (at, after): (usize, usize), target: &str) {
        self.begin(at);
        let span = self.place(at, after);
        self.b.marker(label, span, target);
    }

    /// `\footnotetext[n]{…}`: the note of the last mark, or of mark `n`.
    pub(super) fn note_text(&mut self, series: Series, at: usize) {
        let given = self.option().and_then(|range| self.number(range));
        let Some(open) = self.brace() else { return };
        if self.state.mute || self.depth.0 >= DEEPEST {
            return;
        }
        let number = given.unwrap_or_else(|| self.counters.last(series));
        let (label, key) = (self.print(series, number), self.key(series, number, given.is_some()));
        // paired by order: the label is the mark's
        let paired = self.marks.mark_of(at).map(|mark| (String::new(), format!("p{mark}")));
        let (label, id) = paired.unwrap_or((label, key));
        self.open_note(&id, &label, open);
    }

    /// `\footref{label}`: once more the note that bears the label.
    pub(super) fn note_ref(&mut self, at: usize) {
        let Some((from, to)) = self.argument() else { return };
        let after = self.here().0;
        if !self.state.mute {
            let target = format!("label:{}", &self.src[from..to]);
            self.put_marker("", (at, after), &target);
        }
    }

    /// `\label{…}`: within a note, a name of the note.
    pub(super) fn label(&mut self) {
        if let Some((from, to)) = self.argument()
            && self.depth.0 > 0
        {
            self.b.alias_note(&format!("label:{}", &self.src[from..to]));
        }
    }

    /// `\tnote{a}`: a mark whose note is an item of `tablenotes`.
    pub(super) fn table_mark(&mut self, at: usize) {
        let Some((from, to)) = self.argument() else { return };
        let after = self.here().0;
        if !self.state.mute {
            let label = self.src[from..to].trim();
            let target = format!("n{}.{label}", self.tables);
            self.put_marker(label, (at, after), &target);
        }
    }

    /// An item with the label `from..to`, if it is a note under a table.
    pub(super) fn table_note(&mut self, from: usize, to: usize, at: usize) -> bool {
        if let Some(Kind::Item) = self.stack.last().map(|group| group.kind) {
            self.pop(at, 0);
        }
        if !self.stack.last().is_some_and(|group| group.kind == Kind::Environment && group.name == "tablenotes") {
            return false;
        }
        self.end_block(at);
        let label = self.src[from..to].trim();
        let start = self.place(at, self.here().0).start;
        self.b.open_note(&format!("n{}.{label}", self.tables), label, start);
        self.push(Kind::Item);
        true
    }

    /// The number in an option: figures, or the present value of the counter.
    fn number(&mut self, (from, to): (usize, usize)) -> Option<u32> {
        let text = self.src[from..to].trim();
        if text == "\\value{footnote}" || text == "\\thefootnote" {
            return Some(self.counters.last(Series::Foot));
        }
        text.trim_matches(['{', '}']).parse().ok()
    }

    fn print(&self, series: Series, number: u32) -> String {
        match series {
            Series::Bare => String::new(),
            Series::Foot if self.plan.per_page => String::new(),
            Series::Foot => self.state.style.print(number, self.src),
            Series::Thanks if self.plan.bare_thanks => String::new(),
            Series::Thanks => Style::Symbol.print(number),
            Series::End | Series::Side => number.to_string(),
        }
    }

    /// What marks of this number point to. A number that is given explicitly,
    /// `[3]`, belongs to a text with the same where there is one.
    fn key(&self, series: Series, number: u32, given: bool) -> String {
        let kind = if given && self.marks.has_text(number) { "x" } else { "" };
        format!("{}{kind}{}.{number}", series.letter(), self.counters.epoch)
    }

    /// The counters that begin anew at a heading do.
    pub(super) fn restart(&mut self, rank: u8, starred: bool) {
        if !starred && self.plan.resets.contains(&rank) {
            self.counters.restart();
        }
    }

    /// `\setcounter{footnote}{0}`, `\addtocounter{footnote}{-1}`.
    pub(super) fn counter(&mut self, add: bool) {
        let (Some(name), Some(value)) = (self.argument(), self.argument()) else { return };
        if let Ok(value) = self.src[value.0..value.1].trim().parse() {
            self.counters.set(&self.src[name.0..name.1], value, add);
        }
    }

    /// `\stepcounter{footnote}`.
    pub(super) fn step_counter(&mut self) {
        if let Some((from, to)) = self.argument() {
            self.counters.set(&self.src[from..to], 1, true);
        }
    }
}
