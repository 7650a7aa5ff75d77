//! Checked quotations for people: grade and place in the manuscript, the
//! quotation with what differs, then its source: place, sentence, notes.

use std::io::{self, Write};

use super::runs::{Role, Run, runs};
use super::wrap::{keep_start, wrap};
use super::{Look, change, pages, safe};
use crate::model::hit::HitNote;
use crate::model::quotation::{Change, Difference, Grade, Named, Quotation, QuotationSummary};
use crate::sentence::{word_end, word_start};
use crate::span::Span;

/// Columns that text is indented by.
const INDENT: usize = 4;
/// Lines are no longer, however wide the terminal is.
const MAX_WIDTH: usize = 100;
/// Words shown on either side of a difference.
const CONTEXT: usize = 5;
/// Bytes of the sentence that are shown on either side of the quoted words.
const AROUND: usize = 160;
/// Bytes of quoted words, or of left out ones, that are shown.
const MOST: usize = 240;
/// Notes of the source that are shown.
const MOST_NOTES: usize = 4;

/// Writes one quotation of the manuscript `path`.
///
/// # Errors
/// Those of the writer.
pub fn quotation((path, quotation): (&str, &Quotation), look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { look, out };
    page.head(path, quotation)?;
    page.words(quotation)?;
    page.source(quotation)?;
    page.named(quotation)
}

/// The line that ends them: how many of each grade.
pub fn summary(summary: &QuotationSummary) -> String {
    let mut passed = match summary.passed_over {
        0 => String::new(),
        1 => "; 1 of fewer than four words passed over (--short checks it)".to_owned(),
        n => format!("; {n} of fewer than four words passed over (--short checks them)"),
    };
    match summary.titles {
        0 => {}
        1 => passed.push_str("; 1 title of a work passed over"),
        n => passed.push_str(&format!("; {n} titles of works passed over")),
    }
    match summary.unclosed {
        0 => {}
        1 => passed.push_str("; 1 quotation mark is never closed, and what it opens not checked"),
        n => passed.push_str(&format!("; {n} quotation marks are never closed, and what they open not checked")),
    }
    match summary.negations {
        0 => {}
        1 => passed.push_str("; 1 leaves a negation out"),
        n => passed.push_str(&format!("; {n} leave a negation out")),
    }
    if summary.quotations == 0 {
        return format!("no quotations to check in {}{passed}", safe::line(&summary.path));
    }
    let counts = [
        summary.exact,
        summary.typographic,
        summary.marked,
        summary.altered,
        summary.partial,
        summary.absent,
        summary.misattributed,
    ];
    let graded = Grade::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let graded: Vec<String> = graded.map(|(grade, count)| format!("{count} {}", grade.name())).collect();
    let s = if summary.quotations == 1 { "" } else { "s" };
    format!("{} quotation{s}: {}{passed}", summary.quotations, graded.join(", "))
}

struct Page<'a> {
    look: &'a Look,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn head(&mut self, path: &str, quotation: &Quotation) -> io::Result<()> {
        let line = quotation.line.map(|line| format!(":{line}")).unwrap_or_default();
        let page = quotation.page.map(|page| format!(" p. {page}")).unwrap_or_default();
        let place = match (&quotation.label, quotation.paragraph.filter(|_| quotation.line.is_none())) {
            (Some(label), _) => format!(" (in note {label})"),
            (None, Some(paragraph)) => match quotation.section.last() {
                Some(section) => format!(", paragraph {paragraph}, in “{section}”"),
                None => format!(", paragraph {paragraph}"),
            },
            (None, None) => String::new(),
        };
        let place = Run::new(&safe::line(&format!("{path}{line}{page}{place}")), Role::Place);
        let role = if quotation.grade.is_good() { Role::Title } else { Role::Warning };
        let grade = Run::new(quotation.grade.name(), role);
        writeln!(self.out, "{}: {}", place.painted(self.look.color), grade.painted(self.look.color))
    }

    /// The quotation: whole, or around what differs.
    fn words(&mut self, quotation: &Quotation) -> io::Result<()> {
        let text = quotation.text.replace("\n\n", " ¶ ");
        if quotation.difference.is_empty() {
            let width = (self.width() * 3).max(40);
            let shown = format!("“{}”", shortened(&safe::line(&text), width));
            return self.paragraph(&[Run::new(&shown, Role::Text)]);
        }
        let shown = differing(&quotation.text, &quotation.difference);
        self.paragraph(&shown)?;
        let dropped = quotation.difference.iter().filter(|difference| difference.negation);
        for difference in dropped {
            let gone = safe::line(&cut(&difference.source)).into_owned();
            let warning = format!("a negation is left out: “{gone}”");
            self.paragraph(&[Run::new(&warning, Role::Warning)])?;
        }
        Ok(())
    }

    fn source(&mut self, quotation: &Quotation) -> io::Result<()> {
        let Some(source) = &quotation.source else {
            return self.paragraph(&[Run::new("nothing near it is in the index", Role::Dim)]);
        };
        let arrow = if quotation.grade == Grade::Absent { "nearest: " } else { "-> " };
        let line = source.locator.lines.map(|(first, _)| format!(":{first}")).unwrap_or_default();
        let mut all =
            vec![Run::new(arrow, Role::Dim), Run::new(&safe::line(&format!("{}{line}", source.path)), Role::Place)];
        if let Some(pages) = pages(&source.locator) {
            all.push(Run::new(&format!(", {}", safe::line(&pages)), Role::Text));
        }
        if let Some(note) = &source.note {
            all.push(Run::new(&format!(", note {}", safe::line(note)), Role::Text));
        }
        let work: Vec<&str> = source.author.iter().chain(&source.title).map(String::as_str).collect();
        if !work.is_empty() {
            all.push(Run::new(&format!(" ({})", safe::line(&work.join(", "))), Role::Dim));
        }
        if let Some(change) = change(&source.locator) {
            all.push(Run::new(&format!("; {change}"), Role::Warning));
        }
        self.paragraph(&all)?;
        self.sentence(&source.text, source.matched)?;
        self.notes(&quotation.notes)?;
        let Some(other) = &quotation.elsewhere else { return Ok(()) };
        let line = other.locator.lines.map(|(first, _)| format!(":{first}")).unwrap_or_default();
        let place = Run::new(&safe::line(&format!("{}{line}", other.path)), Role::Place);
        self.paragraph(&[Run::new("as quoted in: ", Role::Dim), place])
    }

    /// The sentence of the source with the quoted words marked; these are cut
    /// in the middle where they are long.
    fn sentence(&mut self, text: &str, matched: Option<Span>) -> io::Result<()> {
        let Some(matched) = matched else {
            let shown = shortened(&safe::line(text), self.width() * 2);
            return self.paragraph(&[Run::new(&shown, Role::Dim)]);
        };
        let start = word_start(text, matched.start.saturating_sub(AROUND)).min(matched.start);
        let end = word_end(text, (matched.end + AROUND).min(text.len())).max(matched.end);
        let mut all = Vec::new();
        if start > 0 {
            all.push(Run::new("… ", Role::Dim));
        }
        if matched.len() > MOST {
            let head = word_end(text, matched.start + MOST / 2);
            let tail = word_start(text, matched.end - MOST / 2);
            all.extend(runs(text, Span::new(start, head), &[matched], &[], Role::Dim));
            all.push(Run::new(" […] ", Role::Dim));
            all.extend(runs(text, Span::new(tail, end), &[matched], &[], Role::Dim));
        } else {
            all.extend(runs(text, Span::new(start, end), &[matched], &[], Role::Dim));
        }
        if end < text.len() {
            all.push(Run::new(" …", Role::Dim));
        }
        self.paragraph(&all)
    }

    fn notes(&mut self, notes: &[HitNote]) -> io::Result<()> {
        for note in notes.iter().take(MOST_NOTES) {
            let label = format!("[{}] ", safe::line(&note.label));
            let text = note.text.as_deref().unwrap_or("no note of this label is in the file");
            let shown = shortened(&safe::line(text), (2 * self.width()).saturating_sub(label.len()).max(20));
            self.paragraph(&[Run::new(&label, Role::Label), Run::new(&shown, Role::Dim)])?;
        }
        match notes.len().saturating_sub(MOST_NOTES) {
            0 => Ok(()),
            more => self.paragraph(&[Run::new(&format!("and {more} more notes"), Role::Dim)]),
        }
    }

    /// What the manuscript names, where that matters: it is another document, or
    /// none that is here.
    fn named(&mut self, quotation: &Quotation) -> io::Result<()> {
        let wrong = quotation.grade == Grade::Misattributed;
        for work in quotation.named.iter().filter(|work| wrong || !work.indexed) {
            let role = if wrong { Role::Warning } else { Role::Dim };
            self.paragraph(&[Run::new(&naming(work), role)])?;
        }
        Ok(())
    }

    fn width(&self) -> usize {
        self.look.width.clamp(40, MAX_WIDTH) - INDENT
    }

    fn paragraph(&mut self, all: &[Run]) -> io::Result<()> {
        // paragraphs of the source run on: a block is short
        let all: Vec<Run> = all.iter().map(|run| Run { text: safe::line(&run.text).into_owned(), ..*run }).collect();
        for line in wrap(&all, self.width()) {
            let line: String = line.iter().map(|run| run.painted(self.look.color)).collect();
            writeln!(self.out, "{:INDENT$}{line}", "")?;
        }
        Ok(())
    }
}

fn naming(work: &Named) -> String {
    let by = match &work.note {
        Some(label) => format!("note {} names", safe::line(label)),
        None => "the citation beside it names".to_owned(),
    };
    let mut what = shortened(&safe::line(&work.raw), 120);
    // of a short form the work that it stands for
    if let Some(title) = work.title.as_ref().filter(|title| !work.raw.contains(title.as_str())) {
        let all: Vec<&str> = work.author.iter().chain([title]).map(String::as_str).collect();
        what.push_str(&format!(" ({})", shortened(&safe::line(&all.join(", ")), 120)));
    }
    match work.paths.as_slice() {
        [] => format!("{by} {what}, which is not in the index"),
        paths => format!("{by} {what}: {}, where it is not", safe::line(&paths.join(", "))),
    }
}

/// The places of a quotation that differ, in their words; what lies far between
/// is left out. Readable without colour: `[-source-] {+quotation+}`, shown
/// changes as they stand.
fn differing(text: &str, all: &[Difference]) -> Vec<Run> {
    let mut out = vec![Run::new("“", Role::Text)];
    let mut at = 0;
    for (i, difference) in all.iter().enumerate() {
        let before = &text[at..difference.at.start.max(at)];
        out.push(Run::new(&between(before, i > 0, true), Role::Text));
        if difference.shown {
            let role = if difference.negation { Role::Warning } else { Role::Dim };
            let gone = format!("[-{}-]", cut(&difference.source));
            // what `[T]he` stands for is plain; what an ellipsis leaves out, or `[they]`
            // stands for, is not
            match difference.kind {
                Change::Omitted => {
                    let blank = if before.ends_with(char::is_whitespace) { "" } else { " " };
                    out.push(Run::new(&difference.quoted, Role::Text));
                    out.push(Run::new(&format!("{blank}{gone}"), role));
                }
                Change::Replaced if !is_part(&difference.quoted) => {
                    out.push(Run::new(&gone, role));
                    out.push(Run::new(&format!(" {}", difference.quoted), Role::Text));
                }
                Change::Replaced | Change::Inserted => out.push(Run::new(&difference.quoted, Role::Text)),
            }
        } else {
            let gap = |side: &str| if side.is_empty() || side.ends_with(char::is_whitespace) { "" } else { " " };
            if difference.quoted.is_empty() {
                out.push(Run::new(gap(before), Role::Text));
            }
            if !difference.source.is_empty() {
                out.push(Run::new(&format!("[-{}-]", cut(&difference.source)), Role::Warning));
            }
            if !difference.quoted.is_empty() {
                let blank = if difference.source.is_empty() { "" } else { " " };
                out.push(Run::new(&format!("{blank}{{+{}+}}", difference.quoted), Role::Match));
            }
        }
        at = difference.at.end.max(at);
    }
    out.push(Run::new(&between(&text[at..], true, false), Role::Text));
    out.push(Run::new("”", Role::Text));
    out
}

/// True for a word of which a part is in brackets, `[T]he`. Counter-examples: `[the group]`,
/// and `group]`, of which the first word is the source's.
fn is_part(quoted: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opens = quoted.match_indices('[').any(|(at, _)| letter(quoted[..at].chars().next_back()));
    opens || quoted.match_indices(']').any(|(at, _)| letter(quoted[at + 1..].chars().next()))
}

/// Text between two differences, shortened in the middle to some words each.
fn between(text: &str, after: bool, before: bool) -> String {
    let words: Vec<(usize, &str)> = text.split_word_starts().collect();
    let keep = CONTEXT * (usize::from(after) + usize::from(before));
    if words.len() <= keep + 1 {
        return text.to_owned();
    }
    let head = if after { &text[..words[CONTEXT].0] } else { "" };
    let tail = if before { &text[words[words.len() - CONTEXT].0..] } else { "" };
    match (after, before) {
        (true, true) => format!("{head}[…] {tail}"),
        (true, false) => format!("{head}[…]"),
        (false, _) => format!("[…] {tail}"),
    }
}

fn cut(source: &str) -> String {
    if source.len() <= MOST {
        return source.to_owned();
    }
    let (head, tail) = (word_end(source, MOST / 2), word_start(source, source.len() - MOST / 2));
    format!("{} […] {}", source[..head].trim_end(), source[tail..].trim_start())
}

/// The start of a text in so many columns, cut between two words.
fn shortened(text: &str, columns: usize) -> String {
    let kept = keep_start(text, columns);
    match kept.strip_suffix('…').filter(|part| part.len() < text.len() && text.starts_with(part)) {
        Some(part) => format!("{} …", &text[..word_end(text, part.len())]),
        None => kept,
    }
}

trait WordStarts {
    /// The words, each with its first byte.
    fn split_word_starts(&self) -> impl Iterator<Item = (usize, &str)>;
}

impl WordStarts for str {
    fn split_word_starts(&self) -> impl Iterator<Item = (usize, &str)> {
        let base = self.as_ptr() as usize;
        self.split_whitespace().map(move |word| (word.as_ptr() as usize - base, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hit::Locator;
    use crate::model::quotation::Quoted;
    use crate::model::quotation::QuotedIn;

    fn sample() -> Quotation {
        let text = "the ice\u{1b}[2J held [fast] until May, and no grain came in for the rest of that long winter";
        let at = |part: &str| Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len());
        let difference = |kind, quoted: &str, source: &str, shown| Difference {
            kind,
            quoted: quoted.to_owned(),
            source: source.to_owned(),
            shown,
            at: at(quoted),
            negation: false,
        };
        let source = Quoted {
            path: "s/a\u{7}.txt".to_owned(),
            id: "s/a.txt#00000000".to_owned(),
            locator: Locator { lines: Some((8, 9)), pages: Some((3, 3)), ..Locator::default() },
            text: "That year the ice\u{1b}[2J held until April.".to_owned(),
            matched: Some(Span::new(10, 31)),
            note: None,
            title: Some("The Ledger".to_owned()),
            author: None,
        };
        Quotation {
            record: "quotation".to_owned(),
            v: 1,
            line: Some(12),
            text: text.to_owned(),
            grade: Grade::Altered,
            source: Some(source),
            difference: vec![
                difference(Change::Inserted, "[fast]", "", true),
                difference(Change::Replaced, "May,", "April,", false),
            ],
            notes: Vec::new(),
            named: vec![Named { raw: "Ibid.".to_owned(), title: Some("Silt".to_owned()), ..Named::default() }],
            place: QuotedIn::Body,
            bytes: None,
            page: None,
            elsewhere: None,
            section: Vec::new(),
            paragraph: None,
            label: None,
            share: 0.9,
        }
    }

    fn shown(look: &Look) -> String {
        let mut out = Vec::new();
        quotation(("m\u{1b}.md", &sample()), look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_differs_is_read_without_colour() {
        insta::assert_snapshot!(shown(&Look::default()));
        assert!(!shown(&Look { color: true, ..Look::default() }).contains("\u{1b}[2J"));
    }

    #[test]
    fn the_summary_counts() {
        let counted = QuotationSummary::of("m.md", &[sample()], (2, 1));
        let want = "1 quotation: 1 altered; 2 of fewer than four words passed over (--short checks them); \
            1 title of a work passed over";
        assert_eq!(summary(&counted), want);
        let none = summary(&QuotationSummary::of("m.md", &[], (0, 0)));
        assert_eq!(none, "no quotations to check in m.md");
    }
}
