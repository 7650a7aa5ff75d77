//! The fields of a reference: what the sequence model says of its tokens, put
//! into words, with what identifiers and quotation marks say for certain.

mod journal;
mod names;
mod numbers;
pub mod trim;

use super::anchor::Anchor;
use super::crf::{self, Label, Run, runs};
use super::token::Token;
use super::{date, ids, kind, people, vocabulary, web};
use crate::model::Citation;
use crate::works::place::is_city;
use numbers::{pages, vancouver, volume};
use trim::{PARTING, plain};

/// Reads the reference that `tokens` are; `parts` are the identifiers in it,
/// their tokens counted from the first of `tokens`.
pub fn read(text: &str, tokens: &[Token], parts: &[Anchor]) -> Citation {
    let tokens = &tokens[..web::looked_up(tokens)];
    let labels = crf::label(tokens);
    let runs = titles_whole(tokens, runs(&labels));
    let words = |run: Option<Run>| run.map(|run| &text[tokens[run.first].start..tokens[run.last - 1].end()]);
    let one = |label: Label| runs.iter().copied().find(|run| run.label == label);
    let longest = |labels: &[Label]| {
        let mut best: Option<Run> = None;
        for run in runs.iter().filter(|run| labels.contains(&run.label)) {
            if best.is_none_or(|best| run.last - run.first > best.last - best.first) {
                best = Some(*run);
            }
        }
        best
    };
    let lone = lone_close(tokens);
    let mut cite = Citation {
        author: words(one(Label::Author)).map(people::list).unwrap_or_default(),
        editor: words(longest(&[Label::Editor])).map(people::list).unwrap_or_default(),
        title: words(longest(&[Label::Title])).and_then(title),
        container: words(host(&runs, tokens)).and_then(container),
        publisher: words(one(Label::Publisher)).filter(|text| !is_gloss(text)).and_then(publisher),
        place: words(one(Label::Place)).and_then(plain),
        edition: words(one(Label::Edition)).and_then(plain),
        date: dated(&runs, tokens),
        ..Citation::default()
    };
    // "Oslo, 1899": the model may take a place that stands alone for a publisher
    cite.place = cite.place.take().or_else(|| cite.publisher.take_if(|publisher| is_city(publisher)));
    volume(words(one(Label::Volume)), &mut cite);
    if let Some(text) = words(paged(&runs, tokens)) {
        pages(text, &mut cite);
    }
    if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
        vancouver(&text[first.start..last.end()], &mut cite);
    }
    if let Some(run) = one(Label::Author) {
        before_colon(text, tokens, run, &mut cite);
    }
    cite.author.retain(|name| people::is_one(name));
    cite.editor.retain(|name| people::is_one(name));
    quoted_title(text, tokens, &runs, &mut cite);
    journal::quoted(text, tokens, &runs, &mut cite);
    if let Some(close) = lone {
        half_quoted_title(text, tokens, (&runs, close), &mut cite);
    }
    series(text, tokens, &mut cite);
    identifiers(text, tokens, &runs, parts, &mut cite);
    title_in_book(&mut cite);
    kind_of_paper(&mut cite);
    names::title_among(&mut cite);
    let book = host(&runs, tokens).is_some_and(|run| run.label == Label::Book && !is_led(tokens, run));
    journal::without_title(book, &mut cite);
    cite.kind = kind::of(text, tokens, &runs, &cite);
    web::site(tokens, &mut cite);
    cite
}

/// `C. HOLM: Silt, second part, 1900`: a name ends at a colon, what follows is the title,
/// whatever the model says. Counter-example: a colon after the name and nothing more.
fn before_colon(text: &str, tokens: &[Token], run: Run, cite: &mut Citation) {
    let colon = |t: &Token| t.text.ends_with(':') && !t.quoted;
    let Some(at) = tokens[run.first..run.last - 1].iter().position(colon).map(|at| run.first + at) else { return };
    cite.author = people::list(&text[tokens[run.first].start..tokens[at].end()]);
    // up to the title that the model has found, or to the end of what it took for names
    let last = tokens[run.last - 1].end();
    let found = cite.title.as_deref().and_then(|title| text[last..].find(title).map(|from| last + from + title.len()));
    cite.title = title(&text[tokens[at + 1].start..found.unwrap_or(last)]);
}

/// What the work stands in: the run that "in" opens, else the longest; "volume 17 of
/// Lecture Notes" is the series beside it.
fn host(runs: &[Run], tokens: &[Token]) -> Option<Run> {
    let hosts = || runs.iter().copied().filter(|run| matches!(run.label, Label::Journal | Label::Book));
    let series = |run: &Run| tokens[run.first..run.last].iter().take(2).any(|t| t.text == "of");
    let opened = |run: &Run| is_led(tokens, *run) && run.last - run.first > 1;
    let longest = |run: &Run| (!series(run), opened(run), run.last - run.first);
    // Of equals the first.
    hosts().rev().max_by_key(longest)
}

/// True where "in" opens the run.
fn is_led(tokens: &[Token], run: Run) -> bool {
    matches!(tokens[run.first].word, "In" | "in")
}

/// `Old mites. In: A Manual of Acarology`: a title and the book it stands in, read
/// as one.
fn title_in_book(cite: &mut Citation) {
    let Some(whole) = cite.title.as_deref().filter(|_| cite.container.is_none()) else { return };
    let parted = [". In: ", ". In ", ", in: ", "? In: ", "? In "].iter().find_map(|sign| whole.split_once(sign));
    if let Some((first, book)) = parted
        && first.len() > 3
        && book.starts_with(char::is_uppercase)
    {
        let (first, book) = (title(first), container(book));
        (cite.title, cite.container) = (first, book);
    }
}

/// The pages, with the first one before the place that is cited: `57 Modern Law Rev. 467, 468`,
/// of which the model may take the first number for another volume.
fn paged(runs: &[Run], tokens: &[Token]) -> Option<Run> {
    let run = runs.iter().copied().find(|run| run.label == Label::Pages)?;
    let volumes = || runs.iter().filter(|other| other.label == Label::Volume);
    let Some(first) = volumes().find(|other| other.last == run.first && other.last - other.first == 1) else {
        return Some(run);
    };
    let first = first.first;
    let digits = |t: &Token| t.text.strip_suffix(',').is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let plain = tokens[run.first].text.starts_with(|c: char| c.is_ascii_digit());
    let joined = volumes().count() > 1 && digits(&tokens[first]) && plain;
    Some(if joined { Run { first, ..run } } else { run })
}

/// `HTS communiqué, 12 July 2022`: the kind of paper is no part of its author's name.
fn kind_of_paper(cite: &mut Citation) {
    const PAPERS: &[&str] = &[" communiqué", " communique", " statement", " press release", " tweet", " video"];
    if let [author] = &mut cite.author[..]
        && let Some(name) = PAPERS.iter().find_map(|paper| author.strip_suffix(paper))
    {
        *author = name.to_owned();
    }
}

/// True for what is alone in brackets: a translated title or a language,
/// `(The Pickaxe)`, `(Arabic)`, where a publisher has a place or year beside it.
fn is_gloss(text: &str) -> bool {
    let text = text.trim_end_matches([',', '.', ';']);
    text.starts_with('(') && text.ends_with(')')
}

/// `Moderne Zeiten und „Zeitgeist“ in der Stadt, Berlin 1990`: a title that the model ends at a
/// quotation inside it goes on to the next sign. Counter-example: `“A Title” in Journal 12`,
/// where the title itself stands in marks.
fn titles_whole(tokens: &[Token], mut runs: Vec<Run>) -> Vec<Run> {
    const MOST: usize = 20;
    let Some(at) = runs.iter().position(|run| run.label == Label::Title) else { return runs };
    let title = runs[at];
    let before = &tokens[title.last - 1];
    let inside = !tokens[title.first].quoted && before.closes && before.text.ends_with(MARKS);
    let opens = tokens[title.first..title.last].iter().any(|t| t.quoted);
    let Some(next) = tokens.get(title.last).filter(|_| inside && opens) else { return runs };
    if !next.word.starts_with(char::is_lowercase) {
        return runs;
    }
    let rest = &tokens[title.last..];
    let sign = rest.iter().take(MOST).position(|t| t.text.ends_with([',', '.', ':', ';']));
    let bracket = rest.iter().take(MOST).position(|t| t.text.starts_with('('));
    let Some(more) = sign.map(|sign| sign + 1).into_iter().chain(bracket).min() else { return runs };
    let last = title.last + more;
    runs[at].last = last;
    runs.retain_mut(|run| {
        if run.first > title.first {
            run.first = run.first.max(last);
        }
        run.first < run.last
    });
    runs
}

/// Quotation marks around a title.
const MARKS: &[char] = &['“', '”', '"', '‘', '’', '«', '»', '„', '\'', '`', '‚', '‹', '›', '|'];

/// A publisher without the full stop that ends the reference: `Harbour Books.`, not `Hull & Co.`.
fn publisher(text: &str) -> Option<String> {
    let text = plain(text)?;
    let last = text.rsplit([' ', '.']).find(|word| !word.is_empty()).unwrap_or("");
    let short = vocabulary::look_up(last).lists & vocabulary::ABBREVIATION != 0 || last.chars().count() < 3;
    Some(if short { text } else { text.trim_end_matches('.').to_owned() })
}

fn title(text: &str) -> Option<String> {
    let mut text = text.trim_matches(PARTING);
    loop {
        let before = text.len();
        text = text.trim_end_matches([',', ';', ':', ' ', '.']).trim_start_matches([' ', ':']);
        text = unquoted(text);
        if text.len() == before {
            break;
        }
    }
    plain(text).map(|text| text.trim_end_matches('.').to_owned())
}

/// Without a mark at the start and one at the end; one alone goes too where the
/// other is missing in the text.
fn unquoted(text: &str) -> &str {
    let open = text.starts_with(MARKS);
    let close = text.ends_with(MARKS);
    let inner = text.trim_start_matches(MARKS).trim_end_matches(MARKS);
    // "… the ‘sole broker’ role”": a lone mark of another kind than those inside.
    let lone = text.ends_with('”') && !inner.contains(['“', '”', '"']) && inner.ends_with(char::is_alphanumeric);
    match (open, close) {
        (true, true) => inner,
        (false, true) if lone => inner,
        (true, false) if !inner.contains(['”', '»']) => text.trim_start_matches(MARKS),
        (false, true) if !inner.contains(['“', '«', '‘', '"', '\'']) => text.trim_end_matches(MARKS),
        _ => text,
    }
}

/// A journal or book, without "in" before it, the editors before it and the
/// bracket after it.
fn container(text: &str) -> Option<String> {
    let text = text.trim_matches(PARTING);
    let lower = text.to_lowercase();
    let skip = ["in: ", "in : ", "in ", "dans ", "im "]
        .iter()
        .find(|word| lower.starts_with(*word))
        .map_or(0, |word| word.len());
    let mut text = text.get(skip..).unwrap_or(text);
    text = text.strip_suffix("(blog").or_else(|| text.strip_suffix("(blog)")).unwrap_or(text);
    for sign in
        ["(eds.)", "(eds)", "(ed.)", "(Hrsg.)", "(Hgg.)", "(Hg.)", ", editors,", ", editor,", ", eds.,", ", ed.,"]
    {
        if let Some(at) = text.find(sign) {
            text = text[at + sign.len()..].trim_start_matches([',', ':', ' ', '.']);
        }
    }
    if let Some(open) = text.find(" (")
        && (!text[open..].contains(')') || text[open..].contains([':', '.']))
    {
        text = &text[..open];
    }
    plain(names::cut(text.trim_matches(PARTING)).trim_matches(MARKS))
}

fn dated(runs: &[Run], tokens: &[Token]) -> Option<String> {
    let of = |run: &Run| date::read(&tokens[run.first..run.last]);
    let named = runs.iter().filter(|run| run.label == Label::Date).filter_map(of);
    let mut best: Option<String> = None;
    for date in named {
        // The first date is the work's; a longer one of the same year says more.
        match &best {
            None => best = Some(date),
            Some(have) if date.starts_with(have.as_str()) && date.len() > have.len() => best = Some(date),
            Some(_) => {}
        }
    }
    best
}

/// The token with a closing quotation mark whose opening mark is missing, with
/// what follows titles after it: `Turkey declares offensive”, The Times`.
pub(super) fn lone_close(tokens: &[Token]) -> Option<usize> {
    let first = tokens.iter().position(|t| t.text.contains(['“', '”', '«', '»', '"']))?;
    let token = &tokens[first];
    let lone = !token.quoted && ["”,", "”.", "»,", ",”"].iter().any(|end| token.text.ends_with(end));
    lone.then_some(first)
}

/// The title that ends at a lone closing mark, and what follows it.
fn half_quoted_title(text: &str, tokens: &[Token], (runs, close): (&[Run], usize), cite: &mut Citation) {
    let begins = runs.iter().find(|run| run.label == Label::Title && run.first <= close).map_or(0, |run| run.first);
    if begins == 0 {
        cite.author.clear();
    }
    cite.title = title(&text[tokens[begins].start..tokens[close].end()]);
    let after = runs
        .iter()
        .filter(|run| matches!(run.label, Label::Journal | Label::Book | Label::Publisher) && run.last > close + 1);
    let named = after.map(|run| (run.first.max(close + 1), run.last)).max_by_key(|(first, last)| last - first);
    // Up to the next comma, where that is a name ("press release" is none).
    if let Some((first, last)) = next_part(tokens, close + 1).or(named) {
        cite.container = container(&text[tokens[first].start..tokens[last - 1].end()]);
        let container = cite.container.as_deref().unwrap_or("");
        cite.publisher = cite.publisher.take().filter(|publisher| !container.contains(publisher.as_str()));
    }
}

/// What stands in quotation marks before any title is the title, whatever the
/// model says, unless it is one word (an author's nickname); then the work it
/// stands in is named after it, not inside.
fn quoted_title(text: &str, tokens: &[Token], runs: &[Run], cite: &mut Citation) {
    let Some(first) = tokens.iter().position(|token| token.quoted) else { return };
    let length = tokens[first..].iter().take_while(|token| token.quoted && !token.closes).count() + 1;
    let last = (first + length).min(tokens.len());
    let closed = tokens[last - 1].closes && parted(tokens, last);
    if length < 2 || !closed || runs.iter().any(|run| run.label == Label::Title && run.first < first) {
        return;
    }
    cite.title = title(&text[tokens[first].start..tokens[last - 1].end()]);
    let hosts = runs
        .iter()
        .filter(|run| matches!(run.label, Label::Journal | Label::Book))
        .map(|run| (run.first.max(last), run.last));
    let host = hosts.filter(|(first, last)| first < last).max_by_key(|(first, last)| last - first);
    cite.container = match host {
        Some((first, last)) => container(&text[tokens[first].start..tokens[last - 1].end()]),
        None => host_after(text, tokens, last).or_else(|| serial_after(text, tokens, last, cite)),
    };
}

/// `“Title”, Syria Comment, 28 March 2015`: what stands between a title in
/// quotation marks and a date with a month is where it appeared, unless the
/// model takes it for a publisher or place.
fn serial_after(text: &str, tokens: &[Token], at: usize, cite: &Citation) -> Option<String> {
    let (first, last) = next_part(tokens, at)?;
    let dated = cite.date.as_ref().is_some_and(|date| date.len() > 4);
    let date = tokens.get(last).is_some_and(super::date::is_part);
    let free = cite.publisher.is_none() && cite.place.is_none();
    (dated && date && free).then(|| container(&text[tokens[first].start..tokens[last - 1].end()])).flatten()
}

/// The tokens from `at` up to a comma, where no year is among them.
fn next_part(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let last = (at..tokens.len().min(at + 15)).find(|i| tokens[*i].text.ends_with([',', ';']))? + 1;
    let dated = tokens[at..last].iter().any(|t| t.year().is_some());
    (!dated && super::name::is_name(&tokens[at])).then_some((at, last))
}

/// A report in a numbered series: `Crisis Group Middle East Briefing 56, Averting
/// Disaster in Idlib, 9 February 2018`: series and number, then the title up to
/// the date. Counter-example: a title in quotation marks, an author before.
fn series(text: &str, tokens: &[Token], cite: &mut Citation) {
    let Some(close) = tokens.iter().take(12).position(|t| t.text.ends_with(',')) else { return };
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word);
    let numbered = close >= 2 && word(close).bytes().all(|b| b.is_ascii_digit()) && word(close).len() <= 4;
    let before = if word(close - close.min(1)) == "No" { close.saturating_sub(2) } else { close.saturating_sub(1) };
    let named = matches!(
        word(before),
        "Report"
            | "Briefing"
            | "Paper"
            | "Memo"
            | "Memorandum"
            | "Brief"
            | "Commentary"
            | "Note"
            | "Study"
            | "Statement"
    );
    let date =
        (close + 1..tokens.len()).find(|i| super::date::is_part(&tokens[*i]) && tokens[*i - 1].text.ends_with(','));
    let Some(date) =
        date.filter(|date| numbered && named && *date > close + 1 && !tokens[..*date].iter().any(|t| t.quoted))
    else {
        return;
    };
    cite.author.clear();
    cite.container = plain(&text[tokens[0].start..tokens[before].end()]);
    cite.issue = Some(word(close).to_owned());
    cite.title = title(&text[tokens[close + 1].start..tokens[date - 1].end()]);
}

/// True where what follows a quotation shows that it was a title: a sign, a
/// bracket, a capital, a number, "in".
fn parted(tokens: &[Token], last: usize) -> bool {
    let sign = tokens[last - 1].text.contains([',', '.', ';', '?', '!', ':']);
    tokens.get(last).is_none_or(|next| {
        sign || next.is_capital()
            || next.text.starts_with(['(', '['])
            || matches!(next.word, "in" | "In")
            || next.word.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// `“Title”, in Book, ed. …`: the book, up to a comma, a bracket or a number.
fn host_after(text: &str, tokens: &[Token], at: usize) -> Option<String> {
    let token = tokens.get(at).filter(|t| matches!(t.text, "in" | "In" | "in:" | "In:"))?;
    let first = at + 1;
    let mut last = first;
    while let Some(token) = tokens.get(last) {
        let stop = token.text.starts_with('(')
            || token.year().is_some()
            || matches!(token.word, "ed" | "eds" | "edited" | "vol" | "trans" | "hrsg");
        if stop || last - first > 25 {
            break;
        }
        last += 1;
        if token.text.ends_with([',', '.', ';']) && !super::name::is_initials(token.text) {
            break;
        }
    }
    let named = last > first && !super::name::is_initials(tokens[first].text) && token.text.len() < 4;
    named.then(|| container(&text[tokens[first].start..tokens[last - 1].end()])).flatten()
}

fn identifiers(text: &str, tokens: &[Token], runs: &[Run], parts: &[Anchor], cite: &mut Citation) {
    for part in parts {
        let found = &part.cite;
        cite.doi = cite.doi.take().or_else(|| found.doi.clone());
        cite.arxiv = cite.arxiv.take().or_else(|| found.arxiv.clone());
        cite.designation = cite.designation.take().or_else(|| found.designation.clone());
        if let Some(url) = &found.url
            && cite.url.is_none()
        {
            cite.url = Some(whole_url(url, part, tokens, runs));
        }
        if cite.container.is_none() && found.container.is_some() {
            cite.container.clone_from(&found.container);
            cite.volume = cite.volume.take().or_else(|| found.volume.clone());
            cite.pages = cite.pages.take().or_else(|| found.pages.clone());
        }
    }
    if cite.url.is_none() && cite.doi.is_none() {
        cite.url = bare_url(tokens, runs);
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
    cite.isbn = ids::isbn_in(&text[first.start..last.end()]);
}

/// An address without `http` or `www`, where the model takes tokens for one and
/// they have its signs: `example.org/a/b.pdf`.
fn bare_url(tokens: &[Token], runs: &[Run]) -> Option<String> {
    let run = runs.iter().find(|run| run.label == Label::Url)?;
    let all: String = tokens[run.first..run.last].iter().map(|t| t.text).collect();
    let url = all.trim_matches(|c: char| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '.'));
    let host = url.trim_start_matches("http://").split('/').next()?;
    let dotted = host.contains('.')
        && !host.starts_with('.')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    (dotted && url.contains('/') && run.last - run.first <= 3).then(|| url.to_owned())
}

/// An address that a blank breaks in two, where the model takes the tokens for one.
fn whole_url(url: &str, part: &Anchor, tokens: &[Token], runs: &[Run]) -> String {
    let Some(run) = runs.iter().find(|run| run.label == Label::Url && run.first <= part.first && part.first < run.last)
    else {
        return url.to_owned();
    };
    let mut out = url.to_owned();
    for token in &tokens[part.last..run.last] {
        let broken = out.ends_with(['/', '-', '_', '=', '?', '&']) || token.text.starts_with(['/', '?', '_']);
        if !broken {
            break;
        }
        out.push_str(token.text.trim_end_matches(['>', '.', ',', ')', ';', ']']));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    fn cite(text: &str) -> Citation {
        let tokens = tokens(text);
        read(text, &tokens, &ids::scan(&tokens))
    }

    #[test]
    fn volumes_and_issues() {
        for (text, volume_, issue, pages) in [
            ("Vol. 19, No. 1,", Some("19"), Some("1"), None),
            ("42(1)", Some("42"), Some("1"), None),
            ("13.2", Some("13"), Some("2"), None),
            ("127(1):79–183,", Some("127"), Some("1"), Some("79–183")),
            ("No. 134,", Some("134"), None, None),
            ("LXV,", Some("LXV"), None, None),
        ] {
            let mut cite = Citation::default();
            volume(Some(text), &mut cite);
            assert_eq!(
                (cite.volume.as_deref(), cite.issue.as_deref(), cite.pages.as_deref()),
                (volume_, issue, pages),
                "{text}"
            );
        }
    }

    #[test]
    fn a_footnote_of_an_article() {
        let got = cite("B. Ek, ‘The Silting of Rivers’ (1994) 57 Modern Law Rev. 467, 468.");
        assert_eq!(got.author, ["B. Ek"]);
        assert_eq!(got.title.as_deref(), Some("The Silting of Rivers"));
        assert_eq!(got.date.as_deref(), Some("1994"));
        assert_eq!(
            (got.volume.as_deref(), got.pages.as_deref(), got.locator.as_deref()),
            (Some("57"), Some("467"), Some("468"))
        );
    }
}
