//! Longer texts of the reference: examples, the query syntax, exit statuses.
//!
//! They end the `--help` of their command and stand in the manual page. Whether
//! the query syntax is told right is tested where queries are parsed; what is
//! written here follows `src/query/parse.rs`.

/// `ibid --help`.
pub const ROOT: &str = "\
Examples:
  ibid index ~/sources             index a folder of documents
  ibid search '\"bloody nose\"'      a phrase, with the notes of its passages
  ibid search --json grain prices  one JSON object a line, for scripts
  ibid get sources/report.txt:253  what stands on a line, with its notes
  ibid notes report.txt            every note of a file, linked or not";

/// `ibid index --help`.
pub const INDEX: &str = "\
Unchanged files are skipped; files that are gone from these sources leave the
index. Every file that is not read is in the ledger, with the reason: see
`ibid status`. A file `.ibidignore` in a source says what to leave out, in the
manner of `.gitignore`, which is not heeded itself. Hidden files and folders are
passed over, and so is what a browser saves beside a page.

Pages of a PDF that are pictures of text are told, and read with --ocr, where
tesseract is installed (`apt install tesseract-ocr`, `brew install tesseract`;
languages are packages of their own, such as tesseract-ocr-deu). What was
recognised is marked as such in every hit, with how sure it is. The source
remembers --ocr and --ocr-lang; --no-ocr ends it.

A file that is larger than 1 GiB, that expands beyond measure or that takes too
long to read is told and passed over; --max-file-size, --max-expanded and
--max-time raise these bounds for a run, in which what was not read, or not
whole, is read again.

A folder that was moved is known again by its files: index it at its new place,
under the name that it had. A file that was renamed keeps its ids. An index that
an older ibid made is built again from its sources.

The index is the one that --index or IBID_INDEX names, else the nearest folder
`index` that is one (or has nothing in it but a README.md), here or further up,
else the one in your data folder.

Examples:
  ibid index ~/sources             add or update a folder
  ibid index                       update all remembered sources
  ibid index ~/sources --dry-run   say what would be done
  ibid index ~/sources --bib my.bib
                                   authors, titles and dates from a library
  ibid index --drop sources        forget a source
  ibid index --move sources ~/archive/2024
                                   say where a source lies now
  ibid index ~/vault --hidden      read hidden files too; --no-hidden ends it
  ibid index ~/scans --ocr --ocr-lang eng+deu
                                   recognise the text of scans

Exit status: 0 done; 2 an error; 3 with --strict, if a file or a part of
one could not be read.";

/// `ibid search --help`.
pub const SEARCH: &str = "\
Query syntax:
  grain prices     words are optional, in any form (`price`): passages that hold
                   them side by side come first, then those with all of them
                   close together; a hit names the words that are missing
  +grain prices    a word that must be there; --all demands all
  -grain           a word that must not be there; NOT grain is the same
  \"bloody nose\"    a phrase, in just these forms; also around one word
  \"bloody * nose\"  a phrase with any word in it, or with ** a few
  \"bloody nose\"~5  its words within 5 words, in any order
  grain w/5 price  within 5 words of each other; pre/5 in this order;
                   w/s in one sentence, w/p in one paragraph
  (a OR b) AND c   OR, AND, NOT in capitals, and brackets; also || && !
  wor*  wor?d *ing any letters, one letter
  gr[ae]y          one of these letters
  word~  word~2    words that differ by one letter, or two
  /wor[dt]s?/      a regular expression over one word
  case:Polish      in just this case; -s does so for the whole query
  title:ibid       words of the title; also author: publisher: path: section:
                   lang: meta.NAME: and date:2020..2023
  note:\"op. cit.\"  words in the notes
  cites:Bunzel     what is cited; also cites.author: cites.title:
                   cites.publisher:
Quotes may be of any kind. Case, diacritics, line ends and note markers do not
break a phrase. U.S., U. S. and US find one another, and not the word `us`;
41,506 finds 41506; l'homme is found by homme. A sentence pasted from anywhere
is a valid query. What cannot be read is an error that shows where.

Flags may stand before or after the query: `--json`, `-l`, `-C 2`, `-n5`. After
the first word of the query, any other word that begins with `-` leaves that
word out (`-bar`). After `--` everything is query.

Copies of a passage (the same words in another file, format or place) are folded
under the best one, which says where they are, among the first hundred hits;
--all-copies shows them all. What differs in a word, a figure or a note is not
folded. Totals, -c, -l, --count-matches, --sort position or date and --format
trec count and list every copy.

With --format kwic, --sort left and --sort right sort all matches by the words
beside them; --limit and --offset then count lines.

A batch file holds one query a line: plain text (its id is the line number), or
an object:
  {\"id\":\"q1\",\"query\":\"grain prices\",\"limit\":5,\"in\":\"notes\"}
  {\"id\":7,\"phrase\":\"AT&T (UK)\"}
An object may give limit, offset, context, in, within, sort, glob, fixed, all
and all-copies for its own query. Other flags in it are an error; other keys
are passed over.
Answers come in order, as JSON lines unless --format says otherwise. A bad query
gives {\"type\":\"error\",…}, the rest go on, and the exit status is 2.

Examples:
  ibid search '\"bloody nose\"'
  ibid search Idlib ceasefire -Russia --limit 3
  ibid search 'title:report \"foreign fighters\"' --json
  ibid search 'note:ibid' --in notes --format grep
  ibid search '\"bloody nose\"' --format footnote
  ibid search 'blood*' --format kwic --sort right --limit 40
  ibid search '\"bloody nose\"' --format brief
  ibid search -l -0 ledger | xargs -0 wc -w
  ibid search --batch queries.txt > answers.jsonl

Exit status: 0 something was found; 1 nothing was; 2 an error. A closed pipe is
no error.";

/// `ibid search -h`.
pub const SEARCH_SHORT: &str = "The query syntax, batch files and examples: ibid search --help";

/// `ibid get --help`.
pub const GET: &str = "\
Examples:
  ibid get 'sources/report.txt#5f3a9c21'      a passage by its id
  ibid get 'sources/report.txt#n-77ab01c2'    a note, with what refers to it
  ibid get 5f3a9c21 77ab01c2                  the same by the hash alone, where
                                              one file alone has it
  ibid get sources/report.txt:253 -C 1        a line, and what is around it
  ibid get sources/report.txt:253-260         some lines
  ibid get sources/book.pdf:p12               a page of the file
  ibid get sources/book.pdf:p.xiv             the page with this number in print
  ibid get sources/report.txt:253 --section   the section that it stands in
  ibid get sources/report.txt                 the sections of the file
  ibid get - < references.txt                 one reference a line
  ibid get sources/report.txt:253 --format bibtex
                                              its document, as a reference

Exit status: 0 something was found; 1 nothing was; 2 an error.";

/// `ibid notes --help`.
pub const NOTES: &str = "\
Examples:
  ibid notes report.txt                    every marker and what it points to
  ibid notes report.txt --status missing   markers whose note is not in the file
  ibid notes texts/ --json                 one JSON object a line

Exit status: 0 something was found; 1 nothing was; 2 an error.";

/// `ibid cited-by --help`.
pub const CITED_BY: &str = "\
Every note and passage that cites, directly or through a short form (ibid.,
op. cit.), with the sentence that the note belongs to. A surname alone finds
everyone who has it; a first name or initial narrows it. Sources
that the text names without citing them are listed too, and counted apart.

Examples:
  ibid cited-by Bunzel                      who cites Bunzel, and where
  ibid cited-by 'The New York Times'        a newspaper, journal or publisher
  ibid cited-by sources/report.txt          who cites a document of the index
  ibid cited-by --top                       what is cited most
  ibid cited-by --top=authors foreign fighters
                                            ... by passages with these words
  ibid cited-by --graph dot | dot -Tsvg > who.svg

Exit status: 0 something was found; 1 nothing was; 2 an error.";

/// `ibid cites --help`.
pub const CITES: &str = "\
The lines are taken as the notes of one document, in order; a line that gives no
number has that of the line. Short forms (ibid., op. cit., note 5 above) are led
to what they stand for, where one work alone can be meant.

Examples:
  ibid cites notes.txt          the citations of each note
  ibid cites --json - < notes   one JSON object a citation

Exit status: 0 something was found; 1 nothing was; 2 an error.";

/// `ibid aliases --help`.
pub const ALIASES: &str = "\
The proposals come from the texts of the index: acronyms that a text explains,
names that it gives in two forms, and spellings of one name with the same words
around them. Nothing takes effect until it is in `aliases.txt`, beside the
folder of the index (or in it): one group a line, for you to edit.
  HTS = \"Hayat Tahrir al-Sham\" = \"Hay'at Tahrir al-Sham\"
A search for one of these finds the others too, and says so; a phrase does where
it is one of them as a whole. With `ibid search --exact` none of this happens.

Examples:
  ibid aliases               names that may be the same
  ibid aliases --write 1,3   take the first and the third

Exit status: 0 something is proposed; 1 nothing is; 2 an error.";

/// `ibid verify --help`.
pub const VERIFY: &str = "\
Every quotation is looked for in all documents of the index, and graded:
  exact          the same characters
  typographic    the same but for case, quotation marks, dashes, spaces
  marked         changed only where it says so: … ... [the group] [T]he [sic]
  altered        changed without saying so; the words are shown
  partial        a long part of it is there, the rest is not
  absent         in no document; the nearest passage is shown
  misattributed  in a document, but not in the one that the manuscript's note,
                 or the citation beside it, names
A full stop or comma at its end, inside the marks, may be the citing sentence's
own. Diacritics, other stops and figures count. Between marks, fewer than four
words are passed over, and so are titles of works that are cited. What is shown
of the source is the sentence that the words stand in, and its notes.

Examples:
  ibid verify chapter.docx               each quotation, in order
  ibid verify notes.md --json | jq 'select(.grade==\"absent\") | .text'

Exit status: 0 all are exact, typographic or marked; 1 some are not; 2 an error.";

/// `ibid extract --help`.
pub const EXTRACT: &str = "\
For each document one object of type `document`, then its blocks and notes in
the order of the source, each with the links that stand in it below. Bytes and
lines are null in formats that are containers. What lies in an archive is named
`a.zip!/b.txt`.

Examples:
  ibid extract report.txt                  what was read in a file
  ibid extract texts/ a.zip | jq .text     the text of a folder and an archive
  ibid extract --ocr scan.pdf              with the text of scans, recognised by
                                           tesseract, and how sure it is

Exit status: 0 done; 2 a path is not there; 3 with --strict, if a file or a
part of one could not be read.";

/// `ibid status --help`.
pub const STATUS: &str = "\
Examples:
  ibid status                     sources, files, and what could not be read
  ibid status --reason binary -0  the files behind a reason, for `xargs -0`

Exit status: 0 done; 2 an error.";

/// `ibid mcp --help`.
#[cfg(feature = "serve")]
pub const MCP: &str = "\
Five tools that change nothing: ibid_search, ibid_read, ibid_verify, ibid_cited_by, ibid_status.
The program of an agent starts this command and speaks to it over standard input and output.

Examples:
  ibid mcp --print-config claude  the command that adds it to Claude Code
  ibid mcp --print-config json    the entry that other programs take
  ibid --index ~/archive/index mcp  the same over another index

Exit status: 0 the client went away; 2 an error.";

/// `ibid completions --help`.
pub const COMPLETIONS: &str = "\
Examples:
  ibid completions bash > ~/.local/share/bash-completion/completions/ibid
  ibid completions fish > ~/.config/fish/completions/ibid.fish";

/// `ibid man --help`.
pub const MAN: &str = "\
Examples:
  ibid man | man -l -
  ibid man > ~/.local/share/man/man1/ibid.1";
