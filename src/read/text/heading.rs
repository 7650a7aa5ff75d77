//! What looks like a heading, block by block. Whether it is one, and how deep,
//! is for `outline` to say.

use super::glyph::{ends_sentence, is_caps, is_title_case, plain, roman};

/// Longest heading in bytes.
const LONGEST: usize = 160;

/// How a heading is written. One style is one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// `#` to `######`.
    Atx(u8),
    /// A rule below: 1 for `=`, 2 for others.
    Underlined(u8),
    /// `CHAPTER III`, with the place of its word in [`WORDS`].
    Word(u8),
    /// `IV. Title`, or `IV` alone.
    Roman,
    /// `A. Title`.
    Letter,
    /// `2.1 Title`, with the depth of its number.
    Number(u8),
    /// `Preface`, `Notes`: unnumbered parts that books have.
    Part,
    /// A line in capitals.
    Caps,
    /// A short line set apart.
    Title,
}

/// A line that looks like a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How it is written.
    pub style: Style,
    /// Its number, where it has one.
    pub value: Option<u32>,
    /// True where there is nothing but the number: the title may follow.
    pub bare: bool,
    /// How deep it stands in headings of its own style.
    pub nest: u8,
}

impl Style {
    /// True where the style itself says that this is a heading.
    pub fn is_sure(self) -> bool {
        matches!(self, Style::Atx(_) | Style::Underlined(_))
    }

    /// True for styles that count.
    pub fn is_numbered(self) -> bool {
        matches!(self, Style::Word(_) | Style::Roman | Style::Letter | Style::Number(_))
    }
}

/// Words before a number, outermost first: those with the same number are one
/// level.
const WORDS: &[(&str, u8)] = &[
    ("volume", 0),
    ("vol", 0),
    ("band", 0),
    ("tome", 0),
    ("part", 1),
    ("teil", 1),
    ("partie", 1),
    ("book", 2),
    ("buch", 2),
    ("livre", 2),
    ("act", 3),
    ("chapter", 4),
    ("chap", 4),
    ("kapitel", 4),
    ("chapitre", 4),
    ("lecture", 4),
    ("lectures", 4),
    ("letter", 4),
    ("canto", 4),
    ("essay", 4),
    ("sermon", 4),
    ("section", 5),
    ("sect", 5),
    ("scene", 5),
    ("article", 5),
    ("stave", 4),
];

/// Unnumbered parts, as [`plain`] gives them.
const PARTS: &[&str] = &[
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "afterword",
    "appendix",
    "bibliography",
    "conclusion",
    "conclusions",
    "contents",
    "dedication",
    "endnotes",
    "epilogue",
    "executive summary",
    "footnotes",
    "foreword",
    "index",
    "introduction",
    "introductory",
    "list of illustrations",
    "notes",
    "postscript",
    "preface",
    "prologue",
    "references",
    "summary",
    "syllabus",
    "table of contents",
    "the preface",
    "the introduction",
];

/// The heading that `text` looks like by itself; `lines` are those it takes.
pub fn candidate(text: &str, lines: usize) -> Option<Candidate> {
    let text = bare(text);
    if text.len() > LONGEST || lines > 4 || text.is_empty() {
        return None;
    }
    let of = |style| Some(Candidate { style, value: None, bare: false, nest: 0 });
    if is_part(text) {
        return of(Style::Part);
    }
    word(text).or_else(|| numbered(text)).or_else(|| if looks_caps(text) { of(Style::Caps) } else { None })
}

/// The text without the signs of emphasis around it.
pub fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| matches!(c, '*' | '_' | '=' | '#') || c.is_whitespace())
}

/// True for the unnumbered parts of a book, and for `Appendix A: …`.
pub fn is_part(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let plain = plain(text);
    let appendix = plain.strip_prefix("appendix ").is_some_and(|rest| rest.len() <= 2 || text.contains([':', '.']));
    PARTS.contains(&plain.as_str()) || appendix && !ends_sentence(text)
}

/// `CHAPTER III`, `Book I: …`, `Letter the first`
fn word(text: &str) -> Option<Candidate> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let name = first.trim_end_matches('.').to_lowercase();
    let (_, depth) = WORDS.iter().find(|(word, _)| *word == name)?;
    if !first.starts_with(char::is_uppercase) {
        return None;
    }
    let (number, title) = rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    let value = value_of(number)?;
    let parted = title.trim_start();
    let title = parted.trim_start_matches(['.', ':', '-', '–', '—', ' ']);
    let punctuated = number.ends_with(['.', ':', ',', ';']) || title.len() < parted.len();
    let plausible = title.is_empty() || is_caps(title) || is_title(title) && (punctuated || is_title_case(title));
    plausible.then_some(Candidate { style: Style::Word(*depth), value: Some(value), bare: title.is_empty(), nest: 0 })
}

/// The value of a number in figures, Roman figures or words.
fn value_of(number: &str) -> Option<u32> {
    let number = number.trim_end_matches(['.', ':', ',', ';', ')', '—', '-']);
    const NAMES: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "first",
        "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    ];
    if number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()) {
        return number.parse().ok();
    }
    let named = || NAMES.iter().position(|name| name.eq_ignore_ascii_case(number)).map(|at| at as u32 % 12 + 1);
    roman(number).or_else(named)
}

/// `IV. Title`, `A. Title`, `2.1 Title`, or a number alone.
fn numbered(text: &str) -> Option<Candidate> {
    let (number, title) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let title = title.trim_start().trim_start_matches(['-', '–', '—']).trim_start();
    let figure = number.trim_end_matches(['.', ':', ')']);
    let stopped = figure.len() < number.len();
    let of = |style, value| Some(Candidate { style, value: Some(value), bare: title.is_empty(), nest: 0 });
    if !title.is_empty() && !is_title(title) {
        return None;
    }
    if figure.starts_with(|c: char| c.is_ascii_digit()) {
        return arabic(figure, stopped, title).and_then(|(depth, value)| of(Style::Number(depth), value));
    }
    if !(stopped || title.is_empty()) || number.ends_with(')') {
        return None;
    }
    let upper = figure.bytes().all(|b| b.is_ascii_uppercase());
    match roman(figure).filter(|_| upper) {
        Some(value) => of(Style::Roman, value),
        None if upper && figure.len() == 1 && !title.is_empty() => {
            of(Style::Letter, u32::from(figure.as_bytes()[0] - b'A') + 1)
        }
        None => None,
    }
}

/// Depth and last figure of `2.1`; a number of one part needs its stop.
fn arabic(figure: &str, stopped: bool, title: &str) -> Option<(u8, u32)> {
    let mut parts = figure.split('.');
    let depth = figure.split('.').count();
    if depth > 4 || !figure.split('.').all(|p| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let plain = depth > 1 && !title.is_empty() || stopped || title.is_empty();
    let value = parts.next_back()?.parse().ok()?;
    let ended = ends_sentence(title) && !title.ends_with('?');
    (plain && title.len() <= 100 && !ended).then_some((depth as u8, value))
}

/// True where the words after a number read like a title, not a sentence.
fn is_title(title: &str) -> bool {
    let begins = title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“‘\"'_*[(".contains(c));
    let words = title.split_whitespace().count();
    let ended = ends_sentence(title) && !title.ends_with('?');
    begins
        && words <= 18
        && !title.ends_with([',', ';'])
        && (!ended || is_caps(title) || title.len() < 60 && is_named(title))
}

/// `Religion And Neurology.`: every longer word with its capital.
fn is_named(title: &str) -> bool {
    is_title_case(title) && title.matches(". ").count() == 0 && title.split_whitespace().count() <= 8
}

fn looks_caps(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).any(|w| w.chars().count() >= 3);
    let year = text.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit()) && text.contains(',');
    let begins = text.starts_with(|c: char| c.is_alphanumeric() || "“‘\"'".contains(c));
    word && begins && !year && is_caps(text) && text.len() <= 120 && !text.ends_with([',', ';', '—', '"', '”'])
}

/// True where a line without any sign of it may be a title: short, begins with
/// a capital, ends like no sentence.
pub fn may_be_title(text: &str, lines: usize) -> bool {
    // A line in italics is a signature or a speaker.
    if text.len() > LONGEST || (text.starts_with('_') && text.ends_with('_')) {
        return false;
    }
    let text = bare(text);
    let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let words = text.split_whitespace().count();
    let short = words <= 9 || words <= 20 && is_title_case(text);
    let ended = ends_sentence(text) && !text.ends_with('?') || text.ends_with([',', ';', ':', '-', '—', ']', ')']);
    let asks = text.ends_with('?') && !is_title_case(text);
    let figure = text.rsplit(' ').next().is_some_and(|w| w.bytes().filter(u8::is_ascii_digit).count() > 4);
    begins && short && !asks && !figure && lines <= 2 && text.len() <= LONGEST && text.len() >= 3 && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(text: &str) -> Option<(Style, Option<u32>, bool)> {
        candidate(text, 1).map(|c| (c.style, c.value, c.bare))
    }

    #[test]
    fn numbered_headings() {
        assert_eq!(style("I. Introduction"), Some((Style::Roman, Some(1), false)));
        assert_eq!(style("II. Idlib as Safe Haven and Holding Pen"), Some((Style::Roman, Some(2), false)));
        assert_eq!(style("XIV"), Some((Style::Roman, Some(14), true)));
        assert_eq!(style("B. ISIS Returns to Idlib"), Some((Style::Letter, Some(2), false)));
        assert_eq!(style("2.1 The method"), Some((Style::Number(2), Some(1), false)));
        assert_eq!(style("3.  Extended NLRI Encodings"), Some((Style::Number(1), Some(3), false)));
        assert_eq!(style("**XVI.**"), Some((Style::Roman, Some(16), true)));
    }

    #[test]
    fn words_and_parts() {
        assert_eq!(style("CHAPTER III"), Some((Style::Word(4), Some(3), true)));
        assert_eq!(style("CHAPTER I. OF SENSE"), Some((Style::Word(4), Some(1), false)));
        assert_eq!(style("Book I"), Some((Style::Word(2), Some(1), true)));
        assert_eq!(style("Lecture I. Religion And Neurology."), Some((Style::Word(4), Some(1), false)));
        assert_eq!(style("PREFACE.").map(|s| s.0), Some(Style::Part));
        assert_eq!(style("Appendix A: Map of Syria").map(|s| s.0), Some(Style::Part));
        assert_eq!(style("THE TREATY").map(|s| s.0), Some(Style::Caps));
    }

    #[test]
    fn sentences_lists_and_datelines_are_none() {
        for text in [
            "1. Annius Verius was his grandfather’s name.",
            "I went home",
            "Book II of the Republic says so.",
            "See Book II, and there the tale.",
            "LONDON, 1895.",
            "DEAR SIR,",
            "A. L. Smith and others went home to sleep.",
            "1914 was a year",
            "23 per cent",
            "Istanbul/Brussels, 7 March 2023",
            "—NEQUE ENIM CONCLUDERE VERSUM",
        ] {
            assert_eq!(style(text), None, "{text}");
        }
    }

    #[test]
    fn short_lines_may_be_titles() {
        for text in
            ["Hayat Tahrir al-Sham’s Shifting Focus", "Russia's propaganda tactics", "Idlib: Hotbed for Terror Groups"]
        {
            assert!(may_be_title(text, 1), "{text}");
        }
        for text in
            ["He said so.", "where stray, ye muses", "Oh! were I made by some pow'r,", "“Yes,” he said", "He said:"]
        {
            assert!(!may_be_title(text, 1), "{text}");
        }
    }
}
