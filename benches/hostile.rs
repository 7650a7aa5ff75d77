//! How the time of reading grows with the size of files made to be slow, and how much
//! memory they take.
//!
//! `cargo bench --bench hostile [NAME…]` reads each pattern at 1, 2, 4 and 8 times
//! its size and prints the exponent: 1 where the time grows with the size, 2 where
//! it grows with its square. Then it reads each once more in a process of its own, where
//! the system tells what memory that took, and prints the most, in MB and for each byte of
//! the file as it is expanded. It ends with status 1 where a time or a memory is above its
//! bound.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program for developers")]

use std::io::Write;
use std::process::{Command, ExitCode};
use std::time::Duration;

use ibid::ingest::read::digest_here;
use ibid::read::choose;

/// The largest exponent that is no defect. Sorting alone makes 1.05 at these sizes.
const BOUND: f64 = 1.2;

/// A time below this is measured thrice, and the least taken: what others do on the
/// machine weighs there.
const SHORT: Duration = Duration::from_millis(500);

/// The least time for the smallest size: less is noise.
const LEAST: Duration = Duration::from_millis(40);

/// The largest size to begin with, bytes.
const LARGEST: usize = 1 << 20;

/// Size of the file whose memory is measured, bytes.
const LARGE: usize = 8 << 20;

/// The most memory that is no defect: so many bytes for each of the file's, and so many
/// besides.
const MEMORY: (u64, u64) = (20, 200_000_000);

/// The first argument of a process that reads one file and tells what memory it took.
const ONE: &str = "one-file";

/// A file made to be slow.
struct Pattern {
    /// Its name, with the extension of its format.
    name: &'static str,
    /// What stands before.
    head: &'static str,
    /// What is repeated; `{n}` counts.
    unit: &'static str,
    /// What stands after.
    tail: &'static str,
    /// The part of a zip that it is, beside the others of its kind; none for a file that
    /// is no zip.
    part: Option<&'static str>,
}

const fn row(name: &'static str, head: &'static str, unit: &'static str, tail: &'static str) -> Pattern {
    Pattern { name, head, unit, tail, part: None }
}

/// A pattern that is the text of a document which is a zip inside.
const fn zipped(pattern: Pattern, part: &'static str) -> Pattern {
    Pattern { part: Some(part), ..pattern }
}

/// What an EPUB has beside its text.
const EPUB: [(&str, &str); 3] = [
    ("mimetype", "application/epub+zip"),
    ("META-INF/container.xml", "<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>"),
    (
        "a.opf",
        "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>",
    ),
];

static PATTERNS: &[Pattern] = &[
    row("sup.txt", "It is so. ", "¹", "\n"),
    row("dagger.txt", "It is so. ", "†", "\n"),
    row("section.txt", "It is so. ", "§", "\n"),
    row("star.txt", "It is so. ", "*", "\n"),
    row("stars-apart.txt", "It is so. ", "* ", "\n"),
    row("sup-apart.txt", "It is so. ", "word¹ ", "\n"),
    row("sup-glued.txt", "It is so. ", "a¹", "\n"),
    row("listing.txt", "", "f(a[1]);\n", ""),
    row("round-glued.txt", "It is so. ", "a(1)", "\n"),
    row("same-marker.txt", "", "word[1] ", "\n\n[1] Note.\n"),
    row("form-feed.txt", "", "\u{c}HEADING\n\n", ""),
    row("pages.txt", "", "Running Head {n}\n\nIt is so in this place.\u{c}", ""),
    row("ibid.txt", "It is so.[1]\n\n[1] Ann Lee, Lamps (London, 1999), p. 3.\n", "[{n}] Ibid.\n", ""),
    row("ibid-row.txt", "", "Ibid. ", "\n"),
    row("ibid-paragraphs.txt", "", "Ibid.\n\n", ""),
    row("id.txt", "", "id. ", "\n"),
    row("us.txt", "", "{n} U.S. {n} ", "\n"),
    row("op-cit.txt", "", "Lee, op. cit., p. {n}. ", "\n"),
    row("newspapers.txt", "", "The New York Times ", "\n"),
    row("long-url.txt", "See https://example.org/", "abc/", "\n"),
    row("brackets.txt", "", "[", "\n"),
    row("quotes.txt", "", "“a ", "\n"),
    row("one-word.txt", "", "a", "\n"),
    row("one-line.txt", "", "a b. ", "\n"),
    row("hyphens.txt", "", "a-", "\n"),
    row("lines.txt", "", "a\n", ""),
    row("pipes.md", "", "|", "\n"),
    row("table.md", "a|b\n-|-\n", "a|b\n", ""),
    row("auto-links.md", "", "<https://example.org/{n}> ", "\n"),
    row("footnotes.md", "", "It is so.[^{n}]\n\n[^{n}]: There.\n\n", ""),
    row("emphasis.md", "", "*a **b ", "\n"),
    row("sup.html", "<p>", "<sup>1</sup>", "</p>"),
    row("sup-glued.html", "<p>", "a<sup>1</sup>", "</p>"),
    row("paragraphs.html", "", "<p>It is so.<a href='#n{n}'>{n}</a>", ""),
    row("open.html", "", "<b><i>", ""),
    row("nested-lists.wiki", "", "*", " a\n"),
    row("lists.wiki", "", "* a\n** b\n", ""),
    row("refs.wiki", "", "It is so.<ref name=a>There.</ref> ", "\n"),
    row("named-refs.wiki", "", "It is so.<ref name=a{n} /> ", "\n"),
    row("footnotes.tex", "", "It is so.\\footnote{There.} ", "\n"),
    row("nested-footnotes.tex", "", "\\footnote{a", "\n"),
    row("footnotes.org", "", "It is so.[fn:{n}]\n\n[fn:{n}] There.\n\n", ""),
    row("nested.org", "It is so", "[fn::a", "\n"),
    row("footnotes.rst", "", "It is so. [#]_\n\n.. [#] There.\n\n", ""),
    row("notes.rtf", "{\\rtf1 ", "It is so.{\\footnote There.} ", "}"),
    row("paragraphs.xml", "<article><body>", "<p>It is so.</p>", "</body></article>"),
    zipped(
        row("notes.docx", "<w:document><w:body>", "<w:p><w:r><w:t>Ibid.†</w:t></w:r></w:p>", "</w:body></w:document>"),
        "word/document.xml",
    ),
    zipped(
        row(
            "notes.odt",
            "<office:document-content><office:body><office:text>",
            "<text:p>It is so.<text:note><text:note-citation>{n}</text:note-citation><text:note-body><text:p>There.</text:p></text:note-body></text:note></text:p>",
            "</office:text></office:body></office:document-content>",
        ),
        "content.xml",
    ),
    zipped(row("notes.epub", "<html><body>", "<p>It is so.<sup>1</sup></p>", "</body></html>"), "a.xhtml"),
    row("quoted.eml", "From: a@example.org\nSubject: s\n\n", "> It is so.[1]\n", ""),
    row("lines.hocr", "<div class='ocr_page'>", "<span class='ocr_line'>It is so.</span>", "</div>"),
    row("notes.docbook", "<book><para>", "It is so.<footnote><para>There.</para></footnote> ", "</para></book>"),
    row(
        "notes.fb2",
        "<FictionBook><body>",
        "<p>It is so.<a type='note' l:href='#n{n}'>{n}</a></p>",
        "</body></FictionBook>",
    ),
    row(
        "sections.rfc.xml",
        "<rfc><middle>",
        "<section title='S'><t>It is so.<xref target='a'/></t></section>",
        "</middle></rfc>",
    ),
    row("notes.xml", "<TEI><text><body><p>", "It is so.<note>There.</note> ", "</p></body></text></TEI>"),
];

impl Pattern {
    /// The pattern in about so many bytes.
    fn of(&self, size: usize) -> String {
        let mut out = self.head.to_owned();
        let mut n = 0;
        while out.len() < size {
            n += 1;
            out.push_str(&self.unit.replace("{n}", &n.to_string()));
        }
        out + self.tail
    }

    /// The bytes of the file.
    fn bytes(&self, size: usize) -> Vec<u8> {
        let text = self.of(size);
        let Some(part) = self.part else { return text.into_bytes() };
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let others: &[(&str, &str)] = if part == "a.xhtml" { &EPUB } else { &[] };
        for (name, text) in others.iter().chain(&[(part, text.as_str())]) {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The time it takes at a size.
    fn time(&self, size: usize) -> Duration {
        let bytes = self.bytes(size);
        let first = self.time_once(&bytes);
        if first > SHORT {
            return first;
        }
        first.min(self.time_once(&bytes)).min(self.time_once(&bytes))
    }

    fn time_once(&self, bytes: &[u8]) -> Duration {
        let format = choose(self.name, bytes).unwrap();
        let begin = now();
        // a file that is refused is as good
        let _ = std::hint::black_box(digest_here(format, bytes, None));
        now() - begin
    }

    /// The most memory that reading it takes at a size, in bytes; `None` where the system
    /// does not tell, or it ended otherwise.
    fn memory(&self, size: usize) -> Option<u64> {
        let program = std::env::current_exe().ok()?;
        let ran = Command::new(program).args([ONE, self.name, &size.to_string()]).output().ok()?;
        String::from_utf8(ran.stdout).ok()?.trim().parse().ok()
    }

    /// A size at which the time is more than noise.
    fn base(&self) -> usize {
        let mut size = 1 << 11;
        while size < LARGEST && self.time(size) < LEAST {
            size *= 2;
        }
        size
    }
}

/// Processor time of this process: other programs do not count.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

#[cfg(not(unix))]
fn now() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()
}

/// Reads one file and prints the most memory that this process had.
fn one(args: &[String]) -> Option<()> {
    let [name, size] = args else { return None };
    let pattern = PATTERNS.iter().find(|pattern| pattern.name == name)?;
    pattern.time_once(&pattern.bytes(size.parse().ok()?));
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    println!("{}", line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024);
    Some(())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if let Some((first, rest)) = args.split_first()
        && first == ONE
    {
        return if one(rest).is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let is_wanted = |pattern: &&Pattern| args.is_empty() || args.iter().any(|name| pattern.name.contains(name));
    let mut worst = 0.0_f64;
    let mut past_memory = 0;
    println!("{:<24} {:>9} {:>8} {:>8} {:>8} {:>8}  exponent     MB  a byte", "pattern", "bytes", "1", "2", "4", "8");
    for pattern in PATTERNS.iter().filter(is_wanted) {
        let base = pattern.base();
        let times = [1, 2, 4, 8].map(|times| pattern.time(base * times).as_secs_f64());
        // the first is left out: what is made once weighs there
        let exponent = (times[3] / times[1]).log2() / 2.0;
        worst = worst.max(exponent);
        let memory = pattern.memory(LARGE).unwrap_or(0);
        let is_much = memory > MEMORY.0 * LARGE as u64 + MEMORY.1;
        past_memory += u32::from(is_much);
        let shown = times.map(|time| format!("{time:8.3}")).join(" ");
        println!(
            "{:<24} {base:>9} {shown}      {exponent:.2}{} {:>6} {:>7.1}{}",
            pattern.name,
            if exponent > BOUND { "!" } else { " " },
            memory / 1_000_000,
            memory as f64 / LARGE as f64,
            if is_much { "!" } else { "" }
        );
    }
    println!("the worst exponent is {worst:.2}; {past_memory} patterns take too much memory");
    if worst > BOUND || past_memory > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
