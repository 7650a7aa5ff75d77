//! What the arguments of `ibid search` mean, resolved and checked.

use std::path::PathBuf;

use super::args::{self, SearchArgs};
use super::batch_line::{BatchQuery, Own};
use super::report::Hinted;
use super::term;
use crate::query::{Request, Scope, Sort, Wanted, Within, glob_fault};
use crate::render::kwic::{Side, Sorted};
use crate::render::reference::Form;
use crate::render::{Look, Notes, csv, fields};

pub use super::args::Format;

/// What is to be printed of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The hits.
    Hits,
    /// How many passages hold all the words.
    Count,
    /// How many matches these passages hold.
    Matches,
    /// The files that hold such passages.
    Files,
    /// Nothing; the exit status tells.
    Nothing,
}

/// A search, ready to run.
#[derive(Clone, Debug)]
pub struct Config {
    /// The request, or for a batch the request that its queries start from.
    pub request: Request,
    /// The batch file, `-` for standard input.
    pub batch: Option<PathBuf>,
    /// Form of the output.
    pub format: Format,
    /// What is printed.
    pub output: Output,
    /// How it looks.
    pub look: Look,
    /// True to say how the query was read.
    pub explain: bool,
    /// How the lines of a concordance are sorted; by their passages if `None`.
    pub sorted: Option<Sorted>,
    /// True to end each path of a list with a NUL byte.
    pub null: bool,
}

impl Config {
    /// Resolves arguments.
    ///
    /// # Errors
    /// Flags that contradict each other, unknown fields, no query.
    pub fn new(args: &SearchArgs) -> anyhow::Result<Self> {
        let format = format(args)?;
        check_fields(&args.fields, format)?;
        if args.batch.is_some() && form(format).is_some() {
            let hint = "each answer would begin a list of its own; give one query";
            return Err(Hinted::error("`--batch` prints no references", hint));
        }
        if let Some(fault) = args.glob.iter().find_map(|glob| glob_fault(glob)) {
            return Err(Hinted::error(fault, "a glob is like `*.txt`, `reports/**` or `!drafts/**`"));
        }
        let request = request(args);
        if args.batch.is_none() && request.query.trim().is_empty() {
            return Err(Hinted::error("the query is empty", "`ibid search --help` tells the query syntax"));
        }
        // A concordance is read across, text down.
        let terminal = term::stdout(args.color, if format == Format::Kwic { 120 } else { 80 });
        let look = Look {
            width: terminal.width,
            color: terminal.color,
            links: terminal.links,
            notes: if args.no_notes { Notes::Without } else { Notes::Near },
            fields: args.fields.clone(),
            base: std::env::current_dir().ok(),
        };
        let batch = args.batch.clone();
        let sorted = sorted_lines(args, format)?;
        // a run is judged passage by passage, and to know that there is a hit takes no copies
        let all_copies = args.all_copies || format == Format::Trec || args.quiet;
        let mut request = Request { wanted: wanted(args, format), explain: args.explain, all_copies, ..request };
        if sorted.is_some() {
            // all lines, of which those wanted are cut out when they are sorted
            (request.limit, request.offset) = (0, 0);
        }
        let (output, null) = (output(args), args.null);
        Ok(Config { request, batch, format, output, look, explain: args.explain, sorted, null })
    }

    /// The same search for a query of a batch.
    pub fn request_for(&self, query: &BatchQuery) -> Request {
        let mut request = Request { query: query.text.clone(), ..self.request.clone() };
        request.literal |= query.literal;
        let Own { limit, offset, context, scope, within, sort: order, globs, all, all_copies } = &query.own;
        if self.sorted.is_none() {
            request.limit = limit.unwrap_or(request.limit);
            request.offset = offset.unwrap_or(request.offset);
        }
        request.context = context.unwrap_or(request.context);
        if let Some(scope) = scope {
            (request.scope, request.asides) = where_to_look(Some(*scope));
        }
        request.within = within.map_or(request.within, range);
        request.sort = order.map_or(request.sort, sort);
        request.globs.extend(globs.iter().cloned());
        request.all = all.unwrap_or(request.all);
        request.all_copies = all_copies.unwrap_or(request.all_copies);
        request
    }
}

/// Fields that are known of a hit before it is read.
const TOLD_WITHOUT_READING: [&str; 6] = ["id", "rank", "score", "document.id", "document.path", "locator.path"];

/// What must be known of a hit to print it.
fn wanted(args: &SearchArgs, format: Format) -> Wanted {
    let is_told = |field: &String| TOLD_WITHOUT_READING.contains(&field.as_str());
    let fields = format == Format::Json && !args.fields.is_empty() && args.fields.iter().all(is_told);
    match (format == Format::Trec || fields) && args.context == 0 {
        true => Wanted::Places,
        false => Wanted::Everything,
    }
}

fn format(args: &SearchArgs) -> anyhow::Result<Format> {
    match (args.json, args.format) {
        (true, None | Some(Format::Json)) | (false, Some(Format::Json)) => Ok(Format::Json),
        (true, Some(_)) => Err(Hinted::error("`--json` and another `--format`", "give one of them")),
        (false, Some(format)) => Ok(format),
        (false, None) if args.batch.is_some() => Ok(Format::Json),
        (false, None) => Ok(Format::Text),
    }
}

/// The form of references that a format is.
pub fn form(format: Format) -> Option<Form> {
    Some(match format {
        Format::Bibtex => Form::Bibtex,
        Format::CslJson => Form::CslJson,
        Format::Ris => Form::Ris,
        Format::Footnote => Form::Footnote,
        Format::Chicago => Form::Chicago,
        Format::Apa => Form::Apa,
        Format::Mla => Form::Mla,
        Format::Text
        | Format::Json
        | Format::Brief
        | Format::Csv
        | Format::Md
        | Format::Trec
        | Format::Grep
        | Format::Kwic => {
            return None;
        }
    })
}

fn check_fields(wanted: &[String], format: Format) -> anyhow::Result<()> {
    let unknown = |known: &dyn Fn(&str) -> bool, list: String| match wanted.iter().find(|field| !known(field)) {
        Some(field) => Err(Hinted::error(format!("there is no field `{field}`"), format!("the fields are {list}"))),
        None => Ok(()),
    };
    match format {
        _ if wanted.is_empty() => Ok(()),
        Format::Json => {
            let inner = "; those inside them with a point, as `document.title` or `notes.label`";
            let names: Vec<&str> = fields::names().collect();
            unknown(&fields::is_field, names.join(", ") + inner)
        }
        Format::Csv => {
            let columns: Vec<_> = csv::columns().collect();
            unknown(&|field| columns.contains(&field), columns.join(", "))
        }
        _ => Err(Hinted::error("`--fields` is for json and csv", "add `--json` or `--format csv`")),
    }
}

/// The order in which the engine gives hits; that of a concordance comes later.
fn sort(sort: args::Sort) -> Sort {
    match sort {
        args::Sort::Score => Sort::Score,
        args::Sort::Position | args::Sort::Left | args::Sort::Right => Sort::Position,
        args::Sort::Date => Sort::Date,
    }
}

/// How the lines of a concordance are sorted, where that was asked for.
fn sorted_lines(args: &SearchArgs, format: Format) -> anyhow::Result<Option<Sorted>> {
    let side = match args.sort {
        Some(args::Sort::Left) => Side::Left,
        Some(args::Sort::Right) => Side::Right,
        _ => return Ok(None),
    };
    if format != Format::Kwic || output(args) != Output::Hits {
        let hint = "add `--format kwic`, or sort by `score`, `position` or `date`";
        return Err(Hinted::error("only the lines of a concordance are sorted by what stands beside the match", hint));
    }
    Ok(Some(Sorted { side, limit: args.limit, offset: args.offset }))
}

fn output(args: &SearchArgs) -> Output {
    match args {
        SearchArgs { quiet: true, .. } => Output::Nothing,
        SearchArgs { count: true, .. } => Output::Count,
        SearchArgs { count_matches: true, .. } => Output::Matches,
        SearchArgs { files_with_matches: true, .. } => Output::Files,
        _ => Output::Hits,
    }
}

/// Where words are looked for, and whether what stands beside the works counts.
fn where_to_look(scope: Option<args::In>) -> (Scope, bool) {
    match scope {
        Some(args::In::Body) => (Scope::Body, false),
        Some(args::In::Notes) => (Scope::Notes, false),
        Some(args::In::All) => (Scope::All, true),
        None => (Scope::All, false),
    }
}

fn range(within: args::Within) -> Within {
    match within {
        args::Within::Passage => Within::Passage,
        args::Within::Section => Within::Section,
        args::Within::Document => Within::Document,
    }
}

fn request(args: &SearchArgs) -> Request {
    let (scope, asides) = where_to_look(args.scope);
    Request {
        literal: args.fixed,
        cased: args.case_sensitive,
        exact: args.exact,
        scope,
        asides,
        all: args.all,
        within: range(args.within),
        globs: args.glob.clone(),
        // One hit is enough to know that there is one.
        limit: if args.quiet { 1 } else { args.limit },
        offset: args.offset,
        context: args.context,
        sort: sort(args.sort.unwrap_or(if args.files_with_matches { args::Sort::Position } else { args::Sort::Score })),
        stats: args.stats,
        ..Request::new(args.query.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::{Args, Command};
    use super::super::order;
    use super::*;
    use clap::{CommandFactory, FromArgMatches};

    fn config(words: &[&str]) -> anyhow::Result<Config> {
        let args = ["ibid", "search"].iter().chain(words).map(Into::into).collect();
        let mut command = Args::command();
        let matches = command.try_get_matches_from_mut(order::arrange(&Args::command(), args))?;
        match Args::from_arg_matches(&matches)?.command {
            Command::Search(args) => Config::new(&args),
            _ => anyhow::bail!("another command"),
        }
    }

    fn message(words: &[&str]) -> String {
        config(words).unwrap_err().to_string()
    }

    #[test]
    fn words_are_joined_and_flags_resolved() {
        let config = config(&["bloody", "-russia", "--limit", "3", "--in", "notes", "-C", "2", "--json", "--json"]);
        let config = config.unwrap();
        assert_eq!(config.request.query, "bloody -russia");
        assert_eq!((config.request.limit, config.request.context), (3, 2));
        assert_eq!((config.request.scope, config.format), (Scope::Notes, Format::Json));
    }

    #[test]
    fn the_last_of_a_flag_counts_and_globs_add_up() {
        let config = config(&["a", "--limit", "3", "--limit", "0", "-g", "x/*", "-g", "y/*"]).unwrap();
        assert_eq!((config.request.limit, config.request.globs.len()), (0, 2));
    }

    #[test]
    fn formats_agree_or_do_not() {
        assert_eq!(config(&["a", "--json", "--format", "json"]).unwrap().format, Format::Json);
        assert_eq!(config(&["a"]).unwrap().format, Format::Text);
        assert_eq!(config(&["--batch", "-"]).unwrap().format, Format::Json);
        assert_eq!(config(&["--batch", "-", "--format", "trec"]).unwrap().format, Format::Trec);
        assert_eq!(config(&["a", "--format", "csl-json"]).unwrap().format, Format::CslJson);
        assert_eq!(message(&["a", "--json", "--format", "csv"]), "`--json` and another `--format`");
        assert_eq!(message(&["--batch", "-", "--format", "ris"]), "`--batch` prints no references");
    }

    #[test]
    fn unknown_fields_are_told() {
        assert_eq!(message(&["a", "--json", "--fields", "id,txt"]), "there is no field `txt`");
        assert_eq!(message(&["a", "--format", "csv", "--fields", "matches,lines,score,x"]), "there is no field `x`");
        assert_eq!(message(&["a", "--fields", "id"]), "`--fields` is for json and csv");
        assert!(config(&["a", "--json", "--fields", "id,locator.lines,matches.text,notes.label"]).is_ok());
        assert_eq!(message(&["a", "--json", "--fields", "notes.txt"]), "there is no field `notes.txt`");
    }

    #[test]
    fn a_query_there_must_be_and_only_one_way() {
        assert_eq!(message(&["  "]), "the query is empty");
        assert!(message(&[]).contains("required"));
        assert!(message(&["a", "--batch", "-"]).contains("cannot be used with"));
    }

    #[test]
    fn what_is_printed() {
        let output = |words: &[&str]| config(words).unwrap().output;
        assert_eq!(output(&["a"]), Output::Hits);
        assert_eq!(output(&["a", "-c"]), Output::Count);
        assert_eq!(output(&["a", "-l"]), Output::Files);
        assert_eq!(output(&["a", "-l", "-q"]), Output::Nothing);
    }
}
