//! Journals in quotation marks, and books that have the name of one.

use super::super::crf::{Label, Run};
use super::super::token::Token;
use super::super::vocabulary;
use super::{container, title};
use crate::model::Citation;

/// `Title, in «Archivio storico», s. V, CXX (1983), pp. 45-67`: what stands in marks after a title
/// and before the number of a volume is the journal, as Italian notes have it. Counter-example:
/// `Name, «Title», Rivista, 12`, where no title stands before.
pub fn quoted(text: &str, tokens: &[Token], runs: &[Run], cite: &mut Citation) {
    let Some(first) = tokens.iter().position(|token| token.quoted && token.text.starts_with(['«', '“', '"', '„']))
    else {
        return;
    };
    let Some(length) = tokens[first..].iter().position(|token| token.closes) else { return };
    let last = first + length + 1;
    let titled = runs.iter().find(|run| run.label == Label::Title && run.first < first);
    let Some(titled) = titled.filter(|run| run.first > 0 && first - run.first > 1) else { return };
    let led = matches!(tokens[first - 1].word, "in" | "In" | "su");
    let parted = led || tokens[first - 1].text.ends_with([',', '.']);
    let numbered = tokens.get(last).is_some_and(|next| is_number(next) || is_series(next));
    let paged = tokens[last..].iter().any(|token| token.class == vocabulary::PAGES || token.year().is_some());
    if !(parted && numbered && paged && length < 10) {
        return;
    }
    cite.container = container(&text[tokens[first].start..tokens[last - 1].end()]);
    cite.title = title(&text[tokens[titled.first].start..tokens[first - 1 - usize::from(led)].end()]);
    let number = tokens[last..].iter().position(is_number).map(|at| last + at);
    if let Some(number) = number.filter(|at| at - last < 4) {
        cite.volume = Some(tokens[number].word.to_owned());
    }
}

/// The number of a volume, roman or not: `CXX`, `29,`; a year is none.
fn is_number(token: &Token) -> bool {
    let digits = token.word.bytes().all(|b| b.is_ascii_digit()) && token.year().is_none();
    !token.word.is_empty() && (digits || token.word.chars().all(|c| "IVXLCDM".contains(c)))
}

/// What stands before the number of a volume: `s. V`, `a. XII`, `n.s.`, `vol.`, `t.`.
fn is_series(token: &Token) -> bool {
    const SERIES: &[&str] =
        &["s", "ser", "serie", "a", "anno", "n.s", "ns", "vol", "t", "tomo", "n", "fasc", "r", "nr", "bd"];
    SERIES.contains(&token.word.to_lowercase().as_str())
}

/// `Emerson, Nature (Boston, 1836)`, `Ek, B. (Hg.), 2004: Das Salz und die Stadt. Bonn`: a book
/// that has the name of a journal, or is read as what another work stands in (`book`: nothing like
/// "in" leads to it). Counter-examples: `J. Roe, Nature 1999, 12, 34`, where a volume or an address
/// says that it is a journal; `in: B. Ek (ed.), The Salt, pp. 3-9`.
pub fn without_title(book: bool, cite: &mut Citation) {
    let located = cite.volume.is_some() || cite.issue.is_some() || cite.doi.is_some() || cite.url.is_some();
    let surname = matches!(&cite.author[..], [name] if !name.contains([' ', '.', ',']));
    let by_surname = surname && cite.date.as_ref().is_some_and(|date| date.len() == 4);
    let named = !cite.author.is_empty() || !cite.editor.is_empty();
    if cite.title.is_none() && !located && (by_surname || book && named && cite.pages.is_none()) {
        cite.title = cite.container.take();
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{ids, token::tokens};
    use super::super::read;

    fn container(text: &str) -> Option<String> {
        let tokens = tokens(text);
        read(text, &tokens, &ids::scan(&tokens)).container
    }

    #[test]
    fn a_book_with_editors_alone_has_a_title() {
        for (text, want) in [
            ("Ek, B. / Tamm, Ch. (Hg.), 2004: Das Salz und die Stadt: Was ist neu am alten Handel? Bonn", None),
            (
                "In: Ek, B. / Tamm, Ch. (Hg.): Das Salz und die Stadt, Bonn 2004, S. 12-40.",
                Some("Das Salz und die Stadt"),
            ),
        ] {
            assert_eq!(container(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_journal_in_marks_is_told_from_a_title() {
        for (text, want) in [
            ("G. Neri, La torre del faro, in «Archivio Nettuno», s. V, CXX (1983), pp. 45-67.", "Archivio Nettuno"),
            ("C. Neri, Sommario di un secolo di faro, «Le Carte», XXI (1954), pp. 3-9.", "Le Carte"),
            ("B. Ek, «La torre del faro», Rivista del mare, 12 (1983), pp. 45-67.", "Rivista del mare"),
        ] {
            assert_eq!(container(text).as_deref(), Some(want), "{text}");
        }
    }
}
