//! Notes that are nothing but a short citation.
//!
//! Convention: the notes of the nineteenth century and of lectures. A name and a place,
//! `HOLM, p. 64.`, `TAMM: p. 117.`; a title and a place, `Lights of the North, p. 9.`; a name
//! in capitals or before a colon, a title and a place, `ANNA HOLM: a Memoir, p. 82.`, `A.
//! HOLM’S Life of Ek, i. 40, abridged.`; a name, a title in quotation marks and a
//! place, `Holm, “Salt Roads,” 94`; a journal, its volume and pages. Which work a name
//! alone means is found out with all other short forms, and where two may be meant, or none is
//! known, neither is taken; a title alone is a work by itself until one of that title was cited.
//!
//! Counter-examples: "Above, p. 152", "Page 130", "Part II., ch. 3", "Appendix, p. 7" point
//! into the book itself; in "Tertium Quid, p. 99" two words with capitals may be a person or
//! a title, and nothing is read.

use super::name::{self, is_initials, is_name};
use super::token::Token;
use super::{classic, people, pinpoint, vocabulary};
use crate::model::Citation;
use crate::model::citation::{Form, Kind};
use crate::works::name::is_particle;

/// Longest name, title and place, in tokens.
const NAME: usize = 6;
const TITLE: usize = 14;
const PLACE: usize = 14;

/// Small words inside a title, besides those of `classic`.
const SMALL: &[&str] = &["or", "as", "its", "his", "chez", "sui", "di", "della", "per", "by", "at"];

/// Words that name a part of the book they stand in, or a piece of any book.
const PARTS: &[&str] = &[
    "above",
    "below",
    "page",
    "pages",
    "part",
    "parts",
    "book",
    "chapter",
    "chapters",
    "chap",
    "chaps",
    "section",
    "sections",
    "lecture",
    "lectures",
    "appendix",
    "introduction",
    "preface",
    "note",
    "notes",
    "footnote",
    "volume",
    "vol",
    "vols",
    "figure",
    "fig",
    "table",
    "plate",
    "map",
    "supra",
    "infra",
    "ibid",
    "see",
    "compare",
    "also",
    "preceding",
    "following",
    "same",
    "text",
    "there",
    "here",
    "this",
    "that",
    "line",
    "lines",
    "verse",
    "stanza",
    "article",
    "art",
    "paragraph",
    "no",
    "nos",
    "act",
    "scene",
    "canto",
    "day",
    "year",
    "plus",
    "cited",
    "quoted",
    "abridged",
    "translation",
];

/// Words that a title of one word is made of, so that it is no name.
const TITLES: &[&str] = &[
    "autobiography",
    "memoirs",
    "memoir",
    "letters",
    "works",
    "essays",
    "confessions",
    "diary",
    "journal",
    "journals",
    "life",
    "lives",
    "poems",
    "sermons",
    "pensées",
    "vie",
    "œuvres",
    "oeuvres",
    "lettres",
    "mémoires",
    "werke",
    "briefe",
    "schriften",
    "tagebuch",
    "opera",
    "epistles",
    "dialogues",
    "meditations",
    "politics",
    "ethics",
    "republic",
    "annals",
    "histories",
    "miscellanies",
    "remains",
    "reminiscences",
    "recollections",
    "history",
];

/// Words of a journal's title.
const SERIALS: &[&str] = &[
    "journal",
    "review",
    "revue",
    "magazine",
    "proceedings",
    "transactions",
    "bulletin",
    "zeitschrift",
    "archiv",
    "annales",
    "quarterly",
    "archives",
];

/// Words that announce a part of a work, besides those of `pinpoint`.
const ANNOUNCE: &[&str] = &[
    "bk", "book", "books", "part", "parts", "vol", "vols", "volume", "chap", "chaps", "chapter", "chapters", "sec",
    "section", "sections", "verse", "verses", "line", "lines", "letter", "canto", "stanza", "lect", "lecture", "liv",
    "tom", "tome", "t", "bd", "buch", "kap", "cap", "lib", "pt", "act", "scene",
];

/// Words of an edition, before a place.
const EDITIONS: &[&str] = &["edition", "ed", "édition", "éd", "aufl", "auflage", "edn"];

/// What is said of a place: it was not copied word for word.
const REMARKS: &[&str] =
    &["abridged", "italicized", "italicised", "passim", "much", "slightly", "condensed", "translated", "gekürzt"];

/// A note that may repeat a work cited before, read as its first word and the rest: whether it
/// does is found out with all works at hand, and where it does not it is no citation (see `resolve`).
pub fn candidate(tokens: &[Token], first: usize, last: usize) -> Option<Citation> {
    let all = &tokens[first..last];
    let particles = all.iter().take_while(|t| is_particle(t.word)).count();
    let begins = all.get(particles).filter(|t| is_name(t) || particles == 0 && (is_initials(t.text) || t.quoted))?;
    let led = name::is_signal(begins) || PARTS.contains(&begins.word.to_lowercase().as_str());
    let small = all.iter().filter(|t| t.is(vocabulary::PROSE)).count();
    if led || all.len() > CANDIDATE || small * 2 > all.len() {
        return None;
    }
    let rest = all.get(particles + 1).map(|second| second.word.to_owned()).unwrap_or_default();
    Some(Citation { form: Form::Short, author: vec![begins.word.to_owned()], title: Some(rest), ..Citation::default() })
}

/// Longest such note, in tokens.
const CANDIDATE: usize = 40;

/// The short citation that the tokens `first..last` are, each of its parts.
pub fn read(text: &str, tokens: &[Token], first: usize, last: usize) -> Option<Citation> {
    let all = &tokens[first..last];
    let begin = all.first()?;
    let own = |t: &Token| PARTS.contains(&t.word.to_lowercase().as_str());
    let led = name::is_signal(begin) && !matches!(begin.word, "The" | "In");
    if all.len() < 2 || own(begin) || led || all.iter().any(|t| t.year().is_some()) {
        return None;
    }
    let brief = Brief { text, all };
    if all.iter().any(|t| t.quoted) {
        return brief.by_quotation();
    }
    brief.by_name().or_else(|| brief.by_capitals()).or_else(|| brief.by_title())
}

/// A stretch that may be a short citation.
struct Brief<'a> {
    text: &'a str,
    all: &'a [Token<'a>],
}

impl Brief<'_> {
    /// `HOLM, p. 64`: a name and a place.
    fn by_name(&self) -> Option<Citation> {
        let ends = self.all.iter().take(NAME).position(|t| t.text.ends_with([',', ':']))? + 1;
        let (name, place) = self.all.split_at(ends);
        let paged = place.first().is_some_and(|t| matches!(t.text, "p." | "pp." | "S." | "at"));
        // "Spectator, No. 253", "Isaiah, c. lx.": not every word with a capital is a name
        let sure = paged || name.iter().any(|t| is_capitals(t) || is_initials(t.text));
        if !sure || !is_person(name) || !is_place(place, true) {
            return None;
        }
        let locator = self.words(before_remarks(place));
        Some(Citation { form: Form::Short, author: self.names(name), locator, ..Citation::default() })
    }

    /// `Holm, “Salt Roads,” 94`: a name, a title in quotation marks and a place.
    fn by_quotation(&self) -> Option<Citation> {
        let open = self.all.iter().take(NAME).position(|t| t.quoted)?;
        let length = self.all[open..].iter().take(TITLE).position(|t| t.closes)? + 1;
        let (name, title) = (&self.all[..open], &self.all[open..open + length]);
        let place = &self.all[open + length..];
        let comma = name.last().is_some_and(|t| t.text.ends_with(','));
        if !comma || !is_person(name) || !title[0].is_capital() || !is_place(place, false) {
            return None;
        }
        let title = self.words(title)?.trim_matches(|c: char| !c.is_alphanumeric() && !"?!)".contains(c)).to_owned();
        let locator = self.words(before_remarks(place));
        Some(Citation { author: self.names(name), title: Some(title), locator, ..Citation::default() })
    }

    /// `ANNA HOLM: a Memoir, p. 82`, `A. HOLM’S Life of Ek, i. 40`: a name in capitals, or
    /// with initials before a colon, a title, and most often a place.
    fn by_capitals(&self) -> Option<Citation> {
        let named = self.all.iter().take(NAME).position(|t| t.text.ends_with(':') || is_owner(t))? + 1;
        let (name, rest) = self.all.split_at(named);
        let owner = name.last().is_some_and(is_owner);
        let capitals = name.iter().any(is_capitals);
        let written = |t: &Token| is_name(t) || is_initials(t.text) || is_joint(t);
        if !name.iter().all(written) || !(capitals || name.iter().any(|t| is_initials(t.text)) && !owner) {
            return None;
        }
        let titled = title_end(rest, true)?;
        let (title, place) = rest.split_at(titled);
        let place = after_edition(place);
        let bare = place.is_empty() && capitals && !owner && title.len() > 1;
        if !(bare || is_place(place, false)) {
            return None;
        }
        let author = self.names(name);
        let (title, locator) = (self.words(title), self.words(before_remarks(place)));
        let kind = Kind::Unknown;
        (!author.is_empty() && title.is_some()).then(|| Citation {
            kind,
            author,
            title,
            locator,
            ..Citation::default()
        })
    }

    /// `Lights of the North, p. 9`: a title and a place; of a journal its volume and pages.
    fn by_title(&self) -> Option<Citation> {
        let titled = title_end(self.all, false)?;
        let (title, place) = self.all.split_at(titled);
        let one = title.len() == 1 && TITLES.contains(&title[0].word.to_lowercase().as_str());
        let small = title.iter().any(|t| !t.is_capital()) || matches!(title[0].word, "The" | "A" | "An" | "On");
        if !(one || title.len() > 1 && small) || !is_place(place, !small) {
            return None;
        }
        let (words, locator) = (self.words(title), self.words(before_remarks(place)));
        if title.iter().any(|t| SERIALS.contains(&t.word.to_lowercase().as_str())) {
            let (volume, pages) =
                place.split_first().filter(|(volume, pages)| is_roman(volume) && !pages.is_empty())?;
            let (volume, pages) = (Some(volume.word.to_owned()), self.words(before_remarks(pages)));
            return Some(Citation { kind: Kind::Article, container: words, volume, pages, ..Citation::default() });
        }
        Some(Citation { title: words, locator, ..Citation::default() })
    }

    /// The words of tokens, without the signs around them; none of none.
    fn words(&self, tokens: &[Token]) -> Option<String> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        let text = &self.text[first.start..last.end()];
        Some(pinpoint::clean(text).trim_end_matches([':', '.']).to_owned())
    }

    fn names(&self, tokens: &[Token]) -> Vec<String> {
        let Some(words) = self.words(tokens) else { return Vec::new() };
        let words = ["’S", "'S", "’s", "'s"].iter().find_map(|owner| words.strip_suffix(owner)).unwrap_or(&words);
        people::list(words)
    }
}

/// True for the name of a person that stands for a work: one word that is no title, or
/// several of which one is in capitals or initials.
fn is_person(name: &[Token]) -> bool {
    let written = |t: &Token| (is_name(t) || is_initials(t.text) || is_joint(t)) && t.class != vocabulary::MONTH;
    let part = |t: &Token| {
        let word = t.word.to_lowercase();
        PARTS.contains(&word.as_str()) || TITLES.contains(&word.as_str()) || SERIALS.contains(&word.as_str())
    };
    let single = name.len() == 1;
    // "Holm and Tamm", "Holm et al."
    let joined = name.len() > 2 && name.iter().skip(1).any(|t| matches!(t.word, "and" | "und" | "et") || t.text == "&");
    let marked = name.iter().any(|t| is_capitals(t) || is_initials(t.text));
    name.iter().all(|t| written(t) && !part(t))
        && name.iter().any(is_name)
        && name.last().is_some_and(|t| is_name(t) && !is_initials(t.text) || t.word == "al")
        && (single || marked || joined)
}

fn is_joint(token: &Token) -> bool {
    matches!(token.word, "and" | "et" | "al" | "und" | "de" | "van" | "von" | "der" | "la" | "le" | "du" | "di")
        || token.text == "&"
        || matches!(token.word, "AND" | "ET" | "UND" | "DE" | "VAN" | "VON")
}

/// A word in capitals: `HOLM`, `SAINTE‐BEUVE`; not `II`.
fn is_capitals(token: &Token) -> bool {
    let letters = || token.word.chars().filter(|c| c.is_alphabetic());
    let owner = is_owner(token);
    letters().count() > 2 && (letters().all(char::is_uppercase) || owner) && !is_roman(token)
}

/// `HOLM’S`, a name in capitals that owns what follows.
fn is_owner(token: &Token) -> bool {
    let name = ["’S", "'S"].iter().find_map(|owner| token.word.strip_suffix(owner));
    name.is_some_and(|name| name.chars().count() > 2 && name.chars().all(|c| c.is_uppercase() || "-‐–’'".contains(c)))
}

fn is_roman(token: &Token) -> bool {
    let word = token.word;
    let small = word.chars().all(|c| "ivxlc".contains(c));
    // "C" and "L" are initials
    let large = word.chars().all(|c| "IVXLC".contains(c)) && !matches!(word, "C" | "L");
    !word.is_empty() && (small || large)
}

/// One past the title that tokens begin with: capitals and small words, up to a comma; with
/// a name before it, it may begin small and end without one, and have adjectives of French.
fn title_end(tokens: &[Token], named: bool) -> Option<usize> {
    let ends = |t: &Token| t.text.ends_with([',', '.', ':']);
    let comma = tokens.iter().take(TITLE).position(ends);
    let end = match comma {
        Some(at) => at + 1,
        None if named && tokens.len() <= TITLE => tokens.len(),
        None => return None,
    };
    let title = &tokens[..end];
    let (first, last) = (title.first()?, title.last()?);
    let letters = |t: &Token| {
        !t.word.is_empty() && t.word.chars().all(|c| c.is_alphabetic() || "-‐–’'_".contains(c)) && !t.bracketed
    };
    let small = |t: &&Token| {
        !t.is_capital()
            && !classic::SMALL.contains(&t.word)
            && !SMALL.contains(&t.word)
            && !t.word.contains(['’', '\''])
    };
    let begins = first.is_capital() || named && matches!(first.word, "a" | "an" | "the");
    let capitals = title.iter().filter(|t| t.is_capital()).count();
    // "Mr.", "St." end no title
    let ended = !last.text.ends_with('.') || last.word.chars().count() > 3 && end == tokens.len();
    let most = if named { capitals.min(2) } else { 0 };
    let own = PARTS.contains(&first.word.to_lowercase().as_str());
    let good = title.iter().all(letters) && begins && capitals > 0 && title.iter().filter(small).count() <= most;
    (good && ended && !own).then_some(end)
}

/// The tokens after an edition: "first edition, p. 3", "2me édition, p. 83".
fn after_edition<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let named = tokens.iter().take(3).position(|t| EDITIONS.contains(&t.word.to_lowercase().as_str()));
    named.map_or(tokens, |at| &tokens[at + 1..])
}

/// True for a place in a work and nothing else: `p. 64`, `ii. 13`, `Book III., chaps. xv.,
/// lix., abridged`. `announced` asks for a word that says what the figures are, or a volume
/// before them: "Holm, 64" may be an age.
fn is_place(tokens: &[Token], announced: bool) -> bool {
    if tokens.is_empty() || tokens.len() > PLACE {
        return false;
    }
    let word = |t: &Token| t.word.to_lowercase();
    let says = |t: &Token| pinpoint::announces(t.text) || ANNOUNCE.contains(&word(t).as_str()) || t.text == "§§";
    let figure = |t: &Token| pinpoint::is_place(t) || is_roman(t) || t.text.starts_with('§');
    let between =
        |t: &Token| matches!(t.word, "and" | "to" | "ff" | "f" | "seq" | "et" | "bis" | "und") || t.text == "&";
    let place = before_remarks(tokens);
    let said = place.iter().any(says) || place.len() > 1 && is_roman(&place[0]);
    let digits = place.iter().any(|t| figure(t) && !t.word.is_empty());
    let day = tokens.iter().any(|t| t.class == vocabulary::MONTH);
    digits && !day && (said || !announced) && place.iter().all(|t| says(t) || figure(t) || between(t))
}

/// A place without what is said of it at its end.
fn before_remarks<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let remarks = tokens.iter().rev().take_while(|t| is_remark(t)).count();
    &tokens[..tokens.len() - remarks]
}

fn is_remark(token: &Token) -> bool {
    REMARKS.contains(&token.word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn found(text: &str) -> Option<String> {
        let tokens = tokens(text);
        let cite = read(text, &tokens, 0, tokens.len())?;
        let short = if cite.is_short() { "short" } else { "full" };
        let field = |field: Option<String>| field.unwrap_or_default();
        let pages = cite.volume.map(|volume| format!("{volume} {}", field(cite.pages)));
        let title = field(cite.title.or(cite.container));
        Some(format!("{short} {} | {title} | {}", cite.author.join("; "), field(cite.locator.or(pages))))
    }

    #[test]
    fn name_or_title_and_place() {
        for (text, want) in [
            ("HOLM, p. 64.", "short HOLM |  | p. 64"),
            ("Holm, pp. 64, 70.", "short Holm |  | pp. 64, 70"),
            ("TAMM: p. 117.", "short TAMM |  | p. 117"),
            ("HOLM-VANG, ii. 13.", "short HOLM-VANG |  | ii. 13"),
            ("A. B. Holm, ch. 3.", "short A. B. Holm |  | ch. 3"),
            ("Lights of the North, p. 9.", "full  | Lights of the North | p. 9"),
            ("The Northern Lights, p. 9.", "full  | The Northern Lights | p. 9"),
            ("Letters of Ek, i. 75.", "full  | Letters of Ek | i. 75"),
            ("Autobiography, ch. xxviii.", "full  | Autobiography | ch. xxviii"),
            ("Confessions, Book VIII., chaps. v., vii., abridged.", "full  | Confessions | Book VIII., chaps. v., vii"),
            ("Holm, “Salt Roads,” 94.", "full Holm | Salt Roads | 94"),
            ("ANNA HOLM: a Memoir, p. 82.", "full ANNA HOLM | a Memoir | p. 82"),
            (
                "TAMM: Salt Road, Book II., chaps. xvii., xviii. (abridged).",
                "full TAMM | Salt Road | Book II., chaps. xvii., xviii",
            ),
            ("A. HOLM’S Life of Bo Ek, pp. 66–68, abridged.", "full A. HOLM | Life of Bo Ek | pp. 66–68"),
            (
                "O. VANG: Nouveaux Essais maritimes, 2me édition, p. 83.",
                "full O. VANG | Nouveaux Essais maritimes | p. 83",
            ),
            ("CARL TAMM: Keepers and Pilots, first edition.", "full CARL TAMM | Keepers and Pilots | "),
            ("Northern Journal of Tides, vii. 345–347, abridged.", "full  | Northern Journal of Tides | vii 345–347"),
        ] {
            assert_eq!(found(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_work() {
        for text in [
            "Above, p. 152.",
            "Page 130.",
            "Part II., ch. 3.",
            "Appendix, p. 7.",
            "Tertium Quid, p. 99.",
            "Holm, 64.",
            "The passage quoted above, p. 12.",
            "See p. 12.",
            "Leeds, 12 May.",
            "May, p. 3, 1871.",
            "He says so, p. 12.",
            "In Holm, p. 12 is missing.",
            "In Holm, p. 12.",
            "Compare pp. 12, 13.",
            "Book V., ch. x. (abridged).",
            "Spectator, No. 253.",
            "Holm, S. C. L.",
            "Holm, “it was not so”, 12.",
            "Holm, “Salt Roads,” as he says.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
