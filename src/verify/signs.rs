//! Quotation marks: which sign may open and close what.

/// A way of quoting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `"…"`.
    Straight,
    /// `″…″`, double primes, as some keyboards and converters put for `"`.
    Primes,
    /// `“…”`, also `”…”` as in Swedish.
    Curly,
    /// `„…“`, `„…”`.
    Low,
    /// `«…»`.
    Guillemets,
    /// `»…«`.
    Inverted,
    /// ``` ``…'' ``` of TeX.
    Tex,
    /// `「…」`, `『…』`.
    Corner,
    /// `‘…’`.
    Single,
    /// `'…'`.
    StraightSingle,
    /// `‚…‘`.
    LowSingle,
    /// `‹…›`.
    SingleGuillemets,
}

impl Style {
    /// True for marks that are apostrophes too, or mostly stand inside others.
    pub fn is_single(self) -> bool {
        matches!(self, Style::Single | Style::StraightSingle | Style::LowSingle | Style::SingleGuillemets)
    }
}

/// The neighbours of a sign: the character before, and what comes after.
#[derive(Clone, Copy, Debug)]
pub struct Around<'t> {
    /// The character before; `None` at the start.
    pub before: Option<char>,
    /// What follows.
    pub after: &'t str,
}

impl Around<'_> {
    /// The character that follows.
    pub fn next(self) -> Option<char> {
        self.after.chars().next()
    }

    /// True where an opening mark may stand: at the start of a word.
    pub fn may_open(self) -> bool {
        let free = self.before.is_none_or(|c| c.is_whitespace() || "([{—–-/“‘\"'«»„‚¿¡…".contains(c));
        free && self.next().is_some_and(|c| !c.is_whitespace())
    }

    /// True where a closing mark may stand: at the end of a word or sentence.
    pub fn may_close(self) -> bool {
        let free = self.next().is_none_or(|c| !c.is_alphanumeric());
        free && self.before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
    }

    /// True between two letters: an apostrophe.
    pub fn in_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.next().is_some_and(char::is_alphanumeric)
    }

    /// True for an apostrophe that a word begins with. Convention: clipped words
    /// and years ("'tis", "the '90s"); counter-example: "'em" is one, "'every"
    /// opens a quotation.
    pub fn clips(self) -> bool {
        let word: String = self.after.chars().take_while(|c| c.is_alphanumeric()).take(8).collect();
        let word = word.to_lowercase();
        const CLIPPED: &[&str] =
            &["tis", "twas", "twere", "twill", "em", "til", "till", "cause", "bout", "n", "round", "gainst", "s", "t"];
        word.starts_with(|c: char| c.is_ascii_digit()) || CLIPPED.contains(&word.as_str())
    }
}

/// True for a `"` (or `″`, the `mark`) after a figure that means inches or seconds, not a quotation's
/// end. Convention: `the 12" gun," he said` goes on in small letters and is
/// closed later; counter-example: `in 1945" and then "so`, where the next mark
/// opens another.
pub fn is_inch(mark: char, at: Around, open: bool) -> bool {
    if !at.before.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    if !open {
        return true;
    }
    let rest = at.after.trim_start_matches([' ', '-']);
    if rest.len() == at.after.len() || !rest.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) {
        return false;
    }
    let Some(next) = at.after.find(mark) else { return false };
    let next = Around { before: at.after[..next].chars().next_back(), after: &at.after[next + mark.len_utf8()..] };
    next.may_close() && !next.may_open()
}

/// True for a `’` or `'` after an s that may be a possessive inside a quotation:
/// "the soldiers’ home", where the quotation is closed later, before another
/// is opened, by a mark that is no possessive itself. Counter-examples: "‘the homes
/// of soldiers’ and more", "‘the homes of soldiers’ and the workers’ patience".
pub fn is_possessive(at: Around, open: char, close: char) -> bool {
    if !looks_possessive(at) {
        return false;
    }
    let mut before = at.before;
    for (i, c) in at.after.char_indices() {
        let here = Around { before, after: &at.after[i + c.len_utf8()..] };
        if c == open && here.may_open() && !here.clips() {
            return false;
        }
        if c == close && here.may_close() && !looks_possessive(here) {
            return true;
        }
        before = Some(c);
    }
    false
}

fn looks_possessive(at: Around) -> bool {
    let lower = at.after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    lower && at.before.is_some_and(|c| c == 's' || c == 'z' || c == 'n')
}

/// True for what shows nothing: soft hyphens, zero-width blanks and joiners.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// True for hyphens and dashes.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// True for quotation marks and apostrophes.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '‘'..='‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | 'ʼ' | '＇' | '＂'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, sign: usize) -> Around<'_> {
        Around { before: text[..sign].chars().next_back(), after: &text[sign + 1..] }
    }

    #[test]
    fn inches_are_told_from_ends() {
        let inch = |text: &str, open| is_inch('"', at(text, text.rfind('#').unwrap()), open);
        assert!(inch("a man of 6'2# and more", false));
        assert!(inch("the 12# gun was loaded,\" he said", true));
        assert!(!inch("in 1945# and then \"so on\"", true));
        assert!(!inch("in 1945#, he said \"so\"", true));
        assert!(!inch("it was# so", true));
    }

    #[test]
    fn possessives_are_told_from_ends() {
        let possessive = |text: &str| is_possessive(at(text, text.find('#').unwrap()), '\'', '\'');
        assert!(possessive("the soldiers# home was full.'"));
        assert!(!possessive("the homes of soldiers# and more"));
        assert!(!possessive("the homes of soldiers# and 'some more'"));
    }

    #[test]
    fn clipped_words_open_nothing() {
        assert!(at("the #90s", 4).clips() && at("#Tis so", 0).clips() && !at("#every", 0).clips());
    }
}
