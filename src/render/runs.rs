//! Runs: text cut where its looks change.

use crate::model::hit::HitNote;
use crate::render::safe;
use crate::span::Span;

/// What a run of text is, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// Text that matches.
    Match,
    /// The label of a note.
    Label,
    /// Less important text.
    Dim,
    /// Title of a document.
    Title,
    /// Where something stands.
    Place,
    /// Something to beware of.
    Warning,
}

impl Role {
    /// Its looks on a terminal.
    fn style(self) -> anstyle::Style {
        use anstyle::{AnsiColor, Style};
        let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        match self {
            Role::Text => Style::new(),
            Role::Match => color(AnsiColor::Red).bold(),
            Role::Label => color(AnsiColor::Cyan).dimmed(),
            Role::Dim => Style::new().dimmed(),
            Role::Title => Style::new().bold(),
            Role::Place => color(AnsiColor::Cyan),
            Role::Warning => color(AnsiColor::Yellow),
        }
    }
}

/// A run of text that looks the same throughout. Its text is safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
}

impl Run {
    /// A run of `text`, made safe; line ends stay.
    pub fn new(text: &str, role: Role) -> Self {
        Run { text: safe::block(text).into_owned(), role }
    }

    /// The run with ANSI codes around it, or without.
    pub fn painted(&self, color: bool) -> String {
        let style = self.role.style();
        if !color || style == anstyle::Style::new() {
            return self.text.clone();
        }
        format!("{style}{}{style:#}", self.text)
    }
}

/// The part `part` of `text` as runs: `base` and, in the spans `matches`,
/// [`Role::Match`]; `labels` stand at their bytes.
pub fn runs(text: &str, part: Span, matches: &[Span], labels: &[(usize, String)], base: Role) -> Vec<Run> {
    let whole = |span: &Span| Span::new(text.floor_char_boundary(span.start), text.floor_char_boundary(span.end));
    let part = whole(&part);
    let matches: Vec<Span> = matches.iter().map(whole).collect();
    let mut cuts: Vec<usize> = matches.iter().flat_map(|m| [m.start, m.end]).collect();
    cuts.extend(labels.iter().map(|(at, _)| text.floor_char_boundary(*at)));
    cuts.retain(|at| part.start < *at && *at < part.end);
    cuts.extend([part.start, part.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    for (i, &at) in cuts.iter().enumerate() {
        let here = labels.iter().filter(|(place, _)| text.floor_char_boundary(*place) == at);
        out.extend(here.map(|(_, label)| Run::new(label, Role::Label)));
        if let Some(&end) = cuts.get(i + 1) {
            let matched = matches.iter().any(|m| m.contains(at));
            out.push(Run::new(&text[at..end], if matched { Role::Match } else { base }));
        }
    }
    out
}

/// The label of a note as it is printed: in brackets, but for raised figures,
/// which part themselves from the word.
pub fn label(note: &HitNote) -> String {
    bracketed(&note.label)
}

/// A label as it is printed; see [`label`].
pub fn bracketed(label: &str) -> String {
    let raised = |c: char| matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    match !label.is_empty() && label.chars().all(raised) {
        true => label.to_owned(),
        false => format!("[{label}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(runs: &[Run]) -> String {
        runs.iter()
            .map(|run| match run.role {
                Role::Match => format!("<{}>", run.text),
                Role::Label => format!("{{{}}}", run.text),
                _ => run.text.clone(),
            })
            .collect()
    }

    #[test]
    fn a_label_stands_inside_a_match() {
        let text = "the commissioners met again";
        let labels = [(17, "[1]".to_owned()), (27, "[2]".to_owned())];
        let all = runs(text, Span::new(0, 27), &[Span::new(4, 21)], &labels, Role::Text);
        assert_eq!(shown(&all), "the <commissioners>{[1]}< met> again{[2]}");
    }

    #[test]
    fn a_part_takes_only_what_lies_in_it() {
        let text = "one two three";
        let labels = [(3, "[1]".to_owned()), (13, "[2]".to_owned())];
        let all = runs(text, Span::new(4, 8), &[Span::new(0, 6)], &labels, Role::Text);
        assert_eq!(shown(&all), "<tw>o ");
    }

    #[test]
    fn wrong_offsets_do_no_harm() {
        let all = runs("été", Span::new(1, 99), &[Span::new(1, 50)], &[(70, "[1]".to_owned())], Role::Text);
        assert_eq!(shown(&all), "<été>{[1]}");
    }

    #[test]
    fn colour_is_an_option() {
        let run = Run::new("nose\x1b[2J", Role::Match);
        assert_eq!(run.painted(false), "nose␛[2J");
        assert_eq!(run.painted(true), "\x1b[1m\x1b[31mnose␛[2J\x1b[0m");
    }
}
