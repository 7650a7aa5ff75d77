//! `ibid_verify`.

use super::arguments::Arguments;
use super::budget::Budget;
use super::passages::{place, quotable};
use crate::ingest::documents::given;
use crate::model::quotation::{Difference, Quotation, QuotationSummary, Quoted};
use crate::model::{Document, Grade};
use crate::query::Engine;
use crate::render::{safe, verify as render};
use crate::verify::{Options, check};

/// Most characters of a draft: some three hundred printed pages.
const DRAFT: usize = 1_000_000;
/// Characters of a quotation that are repeated.
const SHOWN: usize = 160;

/// A quotation on its own, and where it should be.
struct Wanted {
    quote: String,
    source: Option<String>,
}

/// Runs the tool.
///
/// # Errors
/// Neither a draft nor quotations, a draft that cannot be read, failures of the disk.
pub fn run(engine: &Engine<'_>, arguments: &Arguments) -> Result<String, String> {
    let mut budget = Budget::new(arguments.number("max_tokens", 2000));
    let wanted = wanted(arguments)?;
    let draft = match (arguments.text("draft"), &wanted) {
        (Some(draft), None) => draft.to_owned(),
        (None, Some(wanted)) => of_quotations(wanted),
        _ => return Err("ibid_verify takes either `draft` or `quotes`".to_owned()),
    };
    if draft.chars().count() > DRAFT {
        return Err(format!("`draft` is too long: at most {DRAFT} characters at once"));
    }
    let document = document(if wanted.is_some() { "quotes.txt" } else { "draft.md" }, &draft)?;
    // what is given as a quotation is checked, be it short or a title
    let options = Options { short: wanted.is_some(), titles: wanted.is_some(), except: None };
    let checked = check(engine, &document, &options).map_err(|error| error.to_string())?;
    let summary = QuotationSummary::of("the draft", &checked.quotations, (checked.passed_over, checked.titles));
    let summary = QuotationSummary { unclosed: checked.unclosed, ..summary };
    budget.add(&format!("{}\n", render::summary(&summary)));
    let mut shown = 0;
    for quotation in &checked.quotations {
        let source = wanted.as_ref().and_then(|wanted| wanted.get(shown)).and_then(|one| one.source.as_deref());
        if !budget.add(&one(shown + 1, quotation, source)) {
            break;
        }
        shown += 1;
    }
    let left = match checked.quotations.len() - shown {
        0 => String::new(),
        left => format!("left out: {left} quotations; send the rest of the draft, or ask with a higher max_tokens\n"),
    };
    Ok(budget.finish(&format!("{left}not checked: paraphrases, and quotations without marks around them\n")))
}

/// The quotations of the call; `None` where a draft was given.
fn wanted(arguments: &Arguments) -> Result<Option<Vec<Wanted>>, String> {
    let Some(items) = arguments.items("quotes") else { return Ok(None) };
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        let text = |key: &str| item.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        let quote = item.as_str().map(str::to_owned).or_else(|| text("quote"));
        let quote = quote.filter(|quote| !quote.trim().is_empty());
        let Some(quote) = quote else { return Err("each of `quotes` needs a `quote` that is not empty".to_owned()) };
        all.push(Wanted { quote, source: text("source") });
    }
    Ok(Some(all))
}

/// A draft of quotations alone, a paragraph each, without the marks that a model
/// may have put around them.
fn of_quotations(wanted: &[Wanted]) -> String {
    let bare = |one: &Wanted| {
        let quote = one.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let quote = quote.trim_start_matches(['|', ' ']).trim_matches(['"', '“', '”', ' ']).to_owned();
        format!("“{quote}”\n\n")
    };
    wanted.iter().map(bare).collect()
}

fn document(name: &str, draft: &str) -> Result<Document, String> {
    let mut read = Err("the draft is empty".to_owned());
    let mut told = |_: &str, document: Result<Document, String>| {
        read = document;
        Ok(())
    };
    given(name, draft.as_bytes(), &mut told).map_err(|error| error.to_string())?;
    read
}

/// A quotation: an exact one on two lines, of others what differs.
fn one(number: usize, quotation: &Quotation, wanted: Option<&str>) -> String {
    let grade = match quotation.grade {
        grade if grade.is_good() => grade.name().to_owned(),
        Grade::Absent => "NOT FOUND".to_owned(),
        grade => grade.name().to_uppercase(),
    };
    let text = quotation.text.replace("\n\n", " ¶ ");
    let line = quotation.line.map(|line| format!(" (line {line} of the draft)")).unwrap_or_default();
    let mut out = format!("{number} {grade}{line}: “{}”\n", safe::line(&beginning(&text)));
    if let Some(source) = &quotation.source {
        let nearest = if quotation.grade == Grade::Absent { "nearest: " } else { "" };
        out.push_str(&format!("  {nearest}{}\n", stands(source)));
        if !quotation.grade.is_good() {
            quotable(&source.text, "  ", &mut out);
        }
        if let Some(wanted) = wanted.filter(|wanted| !is_in(source, wanted)) {
            out.push_str(&format!("  it is not in `{}`\n", safe::line(wanted)));
        }
    }
    quotation.difference.iter().for_each(|one| out.push_str(&format!("  {}\n", difference(one))));
    if let Some(elsewhere) = &quotation.elsewhere {
        out.push_str(&format!("  word for word in {}\n", stands(elsewhere)));
    }
    out
}

/// Id, place and work of a source.
fn stands(source: &Quoted) -> String {
    let parts = [source.title.as_deref(), source.author.as_deref()];
    let work = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let note = source.note.as_deref().map(|label| format!(", note {label}")).unwrap_or_default();
    let work = if work.is_empty() { work } else { format!("  {work}") };
    safe::line(&format!("{}  {}{note}{work}", source.id, place(&source.locator))).into_owned()
}

/// True where a source is the one that was named, by its id or its path.
fn is_in(source: &Quoted, wanted: &str) -> bool {
    let wanted = wanted.trim();
    let hash = source.id.rsplit_once('#').map_or("", |(_, hash)| hash);
    source.id == wanted || source.path == wanted || hash == wanted.trim_start_matches('#') || {
        let path = wanted.rsplit_once('#').map_or(wanted, |(path, _)| path);
        wanted.contains('#') && source.path == path
    }
}

fn difference(one: &Difference) -> String {
    let (quoted, source) = (safe::line(one.quoted.trim()), safe::line(one.source.trim()));
    let shown = if one.shown { " (shown by the quotation)" } else { "" };
    let negation = if one.negation { " A NEGATION IS LEFT OUT." } else { "" };
    match (quoted.is_empty(), source.is_empty()) {
        (true, _) => format!("left out: “{source}”{shown}{negation}"),
        (_, true) => format!("put in: “{quoted}”{shown}"),
        _ => format!("“{quoted}” where the source has “{source}”{shown}{negation}"),
    }
}

fn beginning(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN).collect();
    format!("{}…", cut.trim_end())
}
