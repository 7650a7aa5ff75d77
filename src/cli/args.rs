//! What was typed: the flags of every command, defined once. The reference in
//! `--help`, the man page and the completions come from here.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};

use super::help;
use super::limits::LimitArgs;
#[cfg(feature = "serve")]
use super::mcp::McpArgs;
use super::ocr::OcrArgs;
use super::status::StatusArgs;
use super::term::Color;

/// Full-text search that keeps the footnotes.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, about, max_term_width = 100, disable_help_subcommand = true)]
#[command(args_override_self = true, after_help = help::ROOT)]
pub struct Args {
    /// The index to use [default: the nearest `index/`, else one in the user's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "IBID_INDEX", hide_env_values = true)]
    pub index: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add or update sources
    #[command(after_long_help = help::INDEX)]
    Index(IndexArgs),
    /// Search for passages
    #[command(after_help = help::SEARCH_SHORT, after_long_help = help::SEARCH)]
    Search(SearchArgs),
    /// Show a passage or note by its id, or what stands on a line or page
    #[command(after_long_help = help::GET)]
    Get(GetArgs),
    /// List the notes of files, without an index
    #[command(after_long_help = help::NOTES)]
    Notes(NotesArgs),
    /// List who cites an author, a work or a publisher
    #[command(after_long_help = help::CITED_BY)]
    CitedBy(CitedByArgs),
    /// Find the citations in a list of notes, without an index
    #[command(after_long_help = help::CITES)]
    Cites(CitesArgs),
    /// Propose names to be searched together, such as an acronym and what it stands for
    #[command(after_long_help = help::ALIASES)]
    Aliases(AliasesArgs),
    /// Check the quotations in a manuscript against the index
    #[command(after_long_help = help::VERIFY)]
    Verify(VerifyArgs),
    /// Print documents as they are read: blocks, notes and links as JSON lines
    #[command(after_long_help = help::EXTRACT)]
    Extract(ExtractArgs),
    /// Show sources, what is indexed, and the ledger
    #[command(after_long_help = help::STATUS)]
    Status(StatusArgs),
    /// Let agents search, read and check quotations (Model Context Protocol)
    #[cfg(feature = "serve")]
    #[command(after_long_help = help::MCP)]
    Mcp(McpArgs),
    /// Print completions for a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_long_help = help::MAN)]
    Man,
}

/// `ibid index`.
#[derive(Debug, Default, clap::Args)]
pub struct IndexArgs {
    /// Folders or files to add or update [default: all remembered sources, or ./seeds]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Name of the source [default: the folder's name]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Forget a source and its documents
    #[arg(long, value_name = "NAME", conflicts_with_all = ["paths", "name", "moved", "meta", "bib", "rebuild"])]
    pub drop: Option<String>,
    /// Say where a source lies now that was moved
    #[arg(long = "move", num_args = 2, value_names = ["NAME", "PATH"], conflicts_with_all = ["paths", "name"])]
    pub moved: Option<Vec<PathBuf>>,
    /// A CSV table of metadata: columns path, title, author, date, any other
    #[arg(long, value_name = "FILE.csv")]
    pub meta: Option<PathBuf>,
    /// A library of references that names files: BibTeX or CSL-JSON; may be given again
    #[arg(long, value_name = "FILE")]
    pub bib: Vec<PathBuf>,
    /// Read hidden files and folders too, and what browsers save beside a page; remembered
    #[arg(long)]
    pub hidden: bool,
    /// Pass over hidden files again
    #[arg(long, conflicts_with = "hidden")]
    pub no_hidden: bool,
    #[command(flatten)]
    /// Whether text in scans is recognised.
    pub ocr: OcrArgs,
    /// Recognise no text in scans from now on
    #[arg(long, conflicts_with_all = ["ocr", "ocr_lang"])]
    pub no_ocr: bool,
    /// Read every file again
    #[arg(long)]
    pub rebuild: bool,
    /// Compare the bytes of every file, not just its size and times
    #[arg(long)]
    pub checksum: bool,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    #[command(flatten)]
    /// What a file may take.
    pub limits: LimitArgs,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Exit with 3 where a file, or part of its text, could not be read
    #[arg(long)]
    pub strict: bool,
    /// Print a JSON record for each file, then a summary
    #[arg(long)]
    pub json: bool,
    /// No progress bar, no summary
    #[arg(short, long)]
    pub quiet: bool,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum In {
    /// The text
    Body,
    /// The notes
    Notes,
    /// Both, and what stands beside a work, such as a web site's navigation
    All,
}

/// The unit that `+`, `AND` and `NOT` apply to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Within {
    /// One passage
    #[default]
    Passage,
    /// One section
    Section,
    /// The whole document
    Document,
}

/// Order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Best first
    #[default]
    Score,
    /// By path, then place
    Position,
    /// Newest document first, undated last
    Date,
    /// With --format kwic, all matches by the words before them, from right to left
    Left,
    /// With --format kwic, all matches by the words after them
    Right,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// JSON lines
    Json,
    /// JSON lines, short: what one needs to quote a hit
    #[value(alias = "jsonl-short")]
    Brief,
    /// CSV, one row a hit
    Csv,
    /// Markdown quotations
    Md,
    /// TREC run
    Trec,
    /// `path:line:col:text`
    Grep,
    /// Keyword in context
    Kwic,
    /// BibTeX, one entry a document
    Bibtex,
    /// CSL-JSON, one item a document
    CslJson,
    /// RIS, one record a document
    Ris,
    /// Footnotes (Chicago), one a hit
    Footnote,
    /// Reference list, Chicago author-date, one line a hit
    Chicago,
    /// Reference list, APA, one line a hit
    Apa,
    /// Works cited, MLA, one line a hit
    Mla,
}

/// `ibid search`.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// The query; several arguments are joined with spaces
    // Which words are query and which are flags, `super::order` settles.
    #[arg(value_name = "QUERY", conflicts_with = "batch", required_unless_present = "batch")]
    pub query: Vec<String>,
    /// Print at most this many hits; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Skip this many hits first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Where to look [default: text and notes]
    #[arg(long = "in", value_enum)]
    pub scope: Option<In>,
    /// Require all the words
    #[arg(long)]
    pub all: bool,
    /// The unit that `+`, `AND` and `NOT` apply to
    #[arg(long, value_enum, default_value_t)]
    pub within: Within,
    /// The whole query is one literal phrase
    #[arg(short = 'F', long)]
    pub fixed: bool,
    /// Do not search names in the other forms that aliases.txt has
    #[arg(long)]
    pub exact: bool,
    /// Match capitals exactly as typed, and no other form of a word
    #[arg(short = 's', long, overrides_with = "ignore_case")]
    pub case_sensitive: bool,
    /// Find words in any case [the default]
    #[arg(short, long, overrides_with = "case_sensitive")]
    pub ignore_case: bool,
    /// Only files whose path matches; can be repeated; start with ! to exclude
    #[arg(short, long, value_name = "GLOB")]
    pub glob: Vec<String>,
    /// Passages to show around each hit
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Print only how many passages hold all the words
    #[arg(short, long)]
    pub count: bool,
    /// Print only how many matches stand in these passages
    #[arg(long, conflicts_with_all = ["count", "files_with_matches"])]
    pub count_matches: bool,
    /// Print only the paths of files with passages that hold all the words
    #[arg(short = 'l', long)]
    pub files_with_matches: bool,
    /// End each path with a NUL byte (with -l)
    #[arg(short = '0', long, requires = "files_with_matches")]
    pub null: bool,
    /// Order of hits, or of the files of -l [default: score; for -l the order of paths]
    #[arg(long, value_enum)]
    pub sort: Option<Sort>,
    /// Show every copy of a passage, not only the best one of them
    #[arg(long)]
    pub all_copies: bool,
    /// JSON lines; the same as --format json
    #[arg(long)]
    pub json: bool,
    /// Form of the output [default: text; json with --batch]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Fields to print with json (`id,text,notes.label`), or columns with csv
    #[arg(long, value_name = "a,b", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// Leave the notes out
    #[arg(long)]
    pub no_notes: bool,
    /// Run the queries of a file or of standard input, one a line
    #[arg(long, value_name = "FILE|-")]
    pub batch: Option<PathBuf>,
    /// Show how the query was understood
    #[arg(long)]
    pub explain: bool,
    /// Say in the summary how long it took
    #[arg(long)]
    pub stats: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
    /// Print nothing; report only by the exit status
    #[arg(short, long)]
    pub quiet: bool,
}

/// `ibid get`.
#[derive(Debug, clap::Args)]
pub struct GetArgs {
    /// An id (`path#hash`, or the hash alone), PATH:LINE, PATH:LINE-LINE, PATH:pPAGE,
    /// PATH:p.PRINTED; PATH alone for its sections; several at once; - for a list
    /// on standard input
    #[arg(value_name = "REF", required = true)]
    pub references: Vec<String>,
    /// Passages to show around each
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Show the whole section that it stands in
    #[arg(long, conflicts_with = "context")]
    pub section: bool,
    /// JSON lines; the same as --format json
    #[arg(long)]
    pub json: bool,
    /// Form of the output [default: text]
    #[arg(long, value_parser = single_formats(), conflicts_with = "json")]
    pub format: Option<Format>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// The formats of `ibid get`: those that do not show the hits of a query.
fn single_formats() -> impl TypedValueParser<Value = Format> {
    let of_queries = [Format::Csv, Format::Md, Format::Trec, Format::Grep, Format::Kwic];
    let wanted = Format::value_variants().iter().filter(move |format| !of_queries.contains(format));
    let values: Vec<PossibleValue> = wanted.filter_map(ValueEnum::to_possible_value).collect();
    PossibleValuesParser::new(values).try_map(|name| Format::from_str(&name, false))
}

/// Status of a marker, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NoteStatus {
    /// Linked
    Resolved,
    /// The note is not in the file
    Missing,
    /// Doubtful
    Ambiguous,
    /// A note that nothing points to
    Orphan,
}

/// `ibid notes`.
#[derive(Debug, clap::Args)]
pub struct NotesArgs {
    /// Files, folders or archives to read
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Only those of a status
    #[arg(long, value_enum)]
    pub status: Option<NoteStatus>,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// `ibid cited-by`.
#[derive(Debug, clap::Args)]
pub struct CitedByArgs {
    /// An author, a title, a publisher, or the path of a document in the index;
    /// with --top or --graph a query, for what its hits cite
    #[arg(value_name = "WHO")]
    pub who: Vec<String>,
    /// The most cited works, authors and publishers
    #[arg(long, value_enum, num_args = 0..=1, default_missing_value = "all", require_equals = true)]
    pub top: Option<Tally>,
    /// Who cites whom, as a graph
    #[arg(long, value_enum, conflicts_with_all = ["top", "json", "limit"])]
    pub graph: Option<GraphFormat>,
    /// Only in what this query finds
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["top", "graph"])]
    pub query: Option<String>,
    /// Only in files whose path matches; can be repeated; start with ! to exclude
    #[arg(short, long, value_name = "GLOB")]
    pub glob: Vec<String>,
    /// At most this many places, 0 for all [default: all, with --top 10]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Tally {
    /// Works, authors and publishers
    #[default]
    All,
    /// Works
    Works,
    /// Authors
    Authors,
    /// Publishers, newspapers, journals and sites
    Publishers,
}

/// Form of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Graphviz
    Dot,
    /// GraphML
    Graphml,
    /// One JSON object
    Json,
}

/// `ibid cites`.
#[derive(Debug, clap::Args)]
pub struct CitesArgs {
    /// Notes, one a line, or {"number":8,"text":"…"} a line; - for standard input
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// `ibid aliases`.
#[derive(Debug, clap::Args)]
pub struct AliasesArgs {
    /// Add the proposals with these numbers to the file: 1,3-5 or all
    #[arg(long, value_name = "N,…")]
    pub write: Option<String>,
    /// Print at most this many proposals; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 40)]
    pub limit: usize,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
}

/// `ibid verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The manuscript: text, Markdown, DOCX, any format that is read; - reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Check quotations of fewer than four words too
    #[arg(long)]
    pub short: bool,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// `ibid extract`.
#[derive(Debug, clap::Args)]
pub struct ExtractArgs {
    /// Files, folders or archives to read
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    /// Whether text in scans is recognised.
    pub ocr: OcrArgs,
    /// Exit with 3 where a file, or part of its text, could not be read
    #[arg(long)]
    pub strict: bool,
}
