//! How the time of reading grows with the size of files made to be slow.
//!
//! `cargo bench --bench hostile [NAME…]` reads each pattern at 1, 2, 4 and 8 times
//! its size and prints the exponent: 1 where the time grows with the size, 2 where
//! it grows with its square. It ends with status 1 where one is above the bound.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program for developers")]

use std::process::ExitCode;
use std::time::Duration;

use ibid::ingest::read::digest_here;
use ibid::read::choose;

/// The largest exponent that is no defect. Sorting alone makes 1.05 at these sizes.
const BOUND: f64 = 1.25;

/// The least time for the smallest size: less is noise.
const LEAST: Duration = Duration::from_millis(40);

/// The largest size to begin with, bytes.
const LARGEST: usize = 1 << 20;

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
}

const fn row(name: &'static str, head: &'static str, unit: &'static str, tail: &'static str) -> Pattern {
    Pattern { name, head, unit, tail }
}

static PATTERNS: &[Pattern] = &[
    row("sup.txt", "It is so. ", "¹", "\n"),
    row("dagger.txt", "It is so. ", "†", "\n"),
    row("section.txt", "It is so. ", "§", "\n"),
    row("star.txt", "It is so. ", "*", "\n"),
    row("stars-apart.txt", "It is so. ", "* ", "\n"),
    row("sup-apart.txt", "It is so. ", "word¹ ", "\n"),
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

    /// The time it takes at a size.
    fn time(&self, size: usize) -> Duration {
        let text = self.of(size);
        let format = choose(self.name, text.as_bytes()).unwrap();
        let begin = now();
        // a file that is refused is as good
        let _ = std::hint::black_box(digest_here(format, text.as_bytes(), None));
        now() - begin
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

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |pattern: &&Pattern| wanted.is_empty() || wanted.iter().any(|name| pattern.name.contains(name));
    let mut worst = 0.0_f64;
    println!("{:<24} {:>9} {:>8} {:>8} {:>8} {:>8}  exponent", "pattern", "bytes", "1", "2", "4", "8");
    for pattern in PATTERNS.iter().filter(is_wanted) {
        let base = pattern.base();
        let times = [1, 2, 4, 8].map(|times| pattern.time(base * times).as_secs_f64());
        // the first is left out: what is made once weighs there
        let exponent = (times[3] / times[1]).log2() / 2.0;
        worst = worst.max(exponent);
        let shown = times.map(|time| format!("{time:8.3}")).join(" ");
        println!("{:<24} {base:>9} {shown}  {exponent:.2}{}", pattern.name, if exponent > BOUND { " !" } else { "" });
    }
    println!("the worst is {worst:.2}");
    if worst > BOUND { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
