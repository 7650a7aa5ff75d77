//! The head of a note: its number or sign, which is its label and no text.

/// What stands at the head of the note that is being read.
#[derive(Debug, Default)]
pub struct Head {
    label: String,
    /// True where the author chose the sign.
    own: bool,
    state: State,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing has been read.
    #[default]
    Start,
    /// An opening bracket, at this byte, and its text.
    Held(usize, &'static str),
    /// The label; true where a bracket stood before it.
    After(bool),
    /// The text has begun.
    Done,
}

/// Text that is the note's: where it stands, what it is.
pub type Piece<'a> = (usize, &'a str);

impl Head {
    /// The head of a note with this label; `own` where the author chose it.
    pub fn new(label: &str, own: bool) -> Head {
        Head { label: label.to_owned(), own, state: State::Start }
    }

    /// The place of the number (`footnoteRef`).
    pub fn number(&mut self) {
        match self.state {
            State::Start => self.state = State::After(false),
            State::Held(..) => self.state = State::After(true),
            _ => {}
        }
    }

    /// Takes text in that stands at byte `at`; gives back what is text of the note,
    /// first a bracket that was none of the head's.
    pub fn text<'a>(&mut self, text: &'a str, at: usize) -> [Option<Piece<'a>>; 2] {
        let bare = text.trim_start();
        if self.state == State::Done {
            return [None, Some((at, text))];
        }
        if bare.is_empty() {
            return [None, None];
        }
        let at = at + (text.len() - bare.len());
        match self.state {
            State::Start if bare.trim_end() == "(" => {
                self.state = State::Held(at, "(");
                [None, None]
            }
            State::Start if bare.trim_end() == "[" => {
                self.state = State::Held(at, "[");
                [None, None]
            }
            State::After(bracket) => [None, self.after(bare, at, bracket)],
            State::Start | State::Held(..) => {
                let held = if let State::Held(at, sign) = self.state { Some((at, sign)) } else { None };
                if let Some(len) = self.label_len(bare) {
                    return [None, self.after(&bare[len..], at + len, held.is_some())];
                }
                self.state = State::Done;
                [held, Some((at, bare))]
            }
            State::Done => [None, Some((at, bare))],
        }
    }

    /// What comes after the label: `) `, `. ` and the like belong to it.
    fn after<'a>(&mut self, text: &'a str, at: usize, bracket: bool) -> Option<Piece<'a>> {
        self.state = State::After(bracket);
        let rest = text.trim_start();
        let mut rest = rest.strip_prefix([')', ']']).unwrap_or(rest);
        if let Some(after) = rest.strip_prefix(['.', ':']).filter(|after| !after.starts_with('.')) {
            rest = after;
        }
        // `1- `, as Arabic and Persian documents have it
        let dashed = rest.trim_start().strip_prefix(['-', '–']).filter(|after| after.starts_with(char::is_whitespace));
        rest = dashed.unwrap_or(rest).trim_start();
        if rest.is_empty() {
            return None;
        }
        self.state = State::Done;
        Some((at + (text.len() - rest.len()), rest))
    }

    /// Bytes of the label that is typed at the start of a text: a sign that
    /// the author chose, or the number alone in its run. Counter-example:
    /// `3 months later` in note 3.
    fn label_len(&self, text: &str) -> Option<usize> {
        let rest = text.strip_prefix(self.label.as_str()).filter(|_| !self.label.is_empty())?;
        let alone = rest.trim_end_matches([' ', '.', ')', ']', '\u{a0}', '\t']).is_empty();
        let last = self.label.chars().next_back()?;
        let decimal = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let parted = match rest.chars().next() {
            Some(next) if last.is_alphanumeric() => !next.is_alphanumeric() && !decimal,
            Some(next) => next != last,
            None => true,
        };
        (alone || self.own && parted).then_some(self.label.len())
    }
}

/// The sign that an author chose for a call, at the start of a text: its bytes.
/// `*`, `††`, `1a`, `(a)`.
pub fn sign(text: &str) -> usize {
    const LONGEST: usize = 10;
    let taken = |keep: fn(char) -> bool| {
        let end = text.char_indices().find(|(at, c)| *at >= LONGEST || !keep(*c));
        end.map_or(text.len(), |(at, _)| at)
    };
    match text.chars().next() {
        Some('(' | '[') => text.find([')', ']']).filter(|at| *at < LONGEST).map_or(1, |at| at + 1),
        Some(c) if c.is_alphanumeric() => taken(char::is_alphanumeric),
        Some(_) => taken(|c| !c.is_alphanumeric() && !c.is_whitespace() && !",.;:".contains(c)),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `#` stands for the number.
    fn shown(label: &str, own: bool, runs: &[&str]) -> String {
        let mut head = Head::new(label, own);
        let mut out = String::new();
        for run in runs {
            if *run == "#" {
                head.number();
                continue;
            }
            head.text(run, 0).into_iter().flatten().for_each(|(_, text)| out.push_str(text));
        }
        out
    }

    #[test]
    fn numbers_and_their_brackets_are_no_text() {
        assert_eq!(shown("1", false, &["#", " See A."]), "See A.");
        assert_eq!(shown("1", false, &["(", "#", ")", "See A."]), "See A.");
        assert_eq!(shown("1", false, &["#", ". See", " A."]), "See A.");
        assert_eq!(shown("1", false, &["#", " (see A)"]), "(see A)");
        assert_eq!(shown("1", false, &["#", "- See A."]), "See A.");
        assert_eq!(shown("1", false, &["#", "-5 degrees"]), "-5 degrees");
        assert_eq!(shown("1", false, &["#", "... and so on"]), "... and so on");
        assert_eq!(shown("1", false, &["(", "see A)"]), "(see A)");
        assert_eq!(shown("3", false, &["3 months later"]), "3 months later");
        assert_eq!(shown("3", false, &["3", " See A."]), "See A.");
        assert_eq!(shown("", false, &["See A."]), "See A.");
    }

    #[test]
    fn own_signs_are_no_text() {
        assert_eq!(shown("*", true, &["* See A."]), "See A.");
        assert_eq!(shown("*", true, &["** See A."]), "** See A.");
        assert_eq!(shown("1", true, &["1.5 tons"]), "1.5 tons");
        assert_eq!(shown("a", true, &["(", "a", ") See A."]), "See A.");
    }

    #[test]
    fn signs_of_calls() {
        let of = |text: &'static str| &text[..sign(text)];
        assert_eq!([of("*Text"), of("††, so"), of("1a so"), of("(b) so"), of("")], ["*", "††", "1a", "(b)", ""]);
    }
}
