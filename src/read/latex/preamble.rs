//! What must be known before the walk: is there a preamble, how high are the
//! headings, where do footnotes begin anew, what language is it in.

use crate::works::language;

/// What holds for the whole document.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The text begins at `\begin{document}`.
    pub has_preamble: bool,
    /// Rank of the highest heading.
    pub top: u8,
    /// Ranks of headings at which footnotes begin anew.
    pub resets: Vec<u8>,
    /// Footnotes begin anew on each page: their numbers cannot be known.
    pub per_page: bool,
    /// `\autocite` is a footnote.
    pub cites_in_notes: bool,
    /// Notes of the title bear no signs.
    pub bare_thanks: bool,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// What the preamble gives the PDF.
    pub pdf: Pdf,
}

/// `\hypersetup{pdftitle=…}`.
#[derive(Debug, Default)]
pub(super) struct Pdf {
    pub title: Option<String>,
    pub author: Option<String>,
    pub keywords: Option<String>,
}

/// Headings from the highest rank.
const HEADINGS: [&str; 7] =
    ["\\part", "\\chapter", "\\section", "\\subsection", "\\subsubsection", "\\paragraph", "\\subparagraph"];

/// Looks through the source.
pub(super) fn plan(src: &str) -> Plan {
    let body = begin_document(src);
    let mut end = body.unwrap_or(20_000).min(200_000).min(src.len());
    while !src.is_char_boundary(end) {
        end -= 1;
    }
    let head = &src[..end];
    let has = |sign: &str| head.contains(sign);
    let mut resets = if has("{footnote}{chapter}") && has("\\counterwithout") { vec![] } else { vec![1] };
    if ["\\counterwithin{footnote}{section}", "\\counterwithin*{footnote}{section}", "\\@addtoreset{footnote}{section}"]
        .into_iter()
        .any(has)
    {
        resets.push(2);
    }
    let biblatex = options(head, "biblatex").unwrap_or_default();
    let chicago = options(head, "biblatex-chicago").is_some_and(|options| !options.contains("authordate"));
    Plan {
        has_preamble: body.is_some(),
        top: HEADINGS.iter().position(|name| has_command(src, name)).unwrap_or(2) as u8,
        resets,
        per_page: options(head, "footmisc").is_some_and(|options| options.contains("perpage"))
            || has("\\MakePerPage{footnote}"),
        cites_in_notes: chicago
            || ["verbose", "autocite=footnote", "footnote-dw"].iter().any(|sign| biblatex.contains(sign)),
        bare_thanks: has("{amsart}") || has("{amsbook}") || has("{amsproc}"),
        language: language(head),
        pdf: Pdf {
            title: field(head, "pdftitle"),
            author: field(head, "pdfauthor"),
            keywords: field(head, "pdfkeywords"),
        },
    }
}

/// Byte of `\begin{document}`, outside of comments.
fn begin_document(src: &str) -> Option<usize> {
    let begin = "\\begin{document}";
    let mut found = src.match_indices(begin).map(|(at, _)| at);
    found.find(|at| {
        let from = (0..=3).map(|i| at.saturating_sub(200 - i)).find(|from| src.is_char_boundary(*from)).unwrap_or(*at);
        let line = src[from..*at].rsplit('\n').next().unwrap_or_default();
        !line.contains('%') && !line.contains("\\verb") && !line.contains("\\lstinline") && !is_shown(&src[..*at])
    })
}

/// True after an environment of verbatim text, or of a name that is not known, that has no end
/// yet: what follows is shown there, as books on LaTeX do. Environments that a definition
/// begins in a preamble (`\newcommand{\be}{\begin{equation}}`) stand in braces.
fn is_shown(before: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in before.match_indices('\\') {
        let rest = &before[at + 1..];
        let (begins, rest) = match (rest.strip_prefix("begin{"), rest.strip_prefix("end{")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => continue,
        };
        let name = rest.split('}').next().unwrap_or_default();
        let line = before[..at].rsplit('\n').next().unwrap_or_default();
        let verbatim = open.last().is_some_and(|open| super::scan::VERBATIM.contains(open));
        if !begins {
            if open.last() == Some(&name) {
                open.pop();
            } else if !verbatim && let Some(above) = open.iter().rposition(|open| *open == name) {
                open.truncate(above);
            }
        } else if !verbatim && line.trim().is_empty() {
            open.push(name);
        }
    }
    !open.is_empty()
}

/// True where the command itself is there, not a longer one.
fn has_command(src: &str, name: &str) -> bool {
    let mut after = src.match_indices(name).map(|(at, _)| &src[at + name.len()..]);
    after.any(|rest| rest.starts_with(['{', '*', '[']))
}

/// The options of a package, empty where it has none; `None` where it is not loaded.
fn options<'a>(head: &'a str, package: &str) -> Option<&'a str> {
    let end = head.find(&format!("{{{package}}}"))?;
    let before = head[..end].strip_suffix(']');
    let Some(before) = before else { return Some("") };
    Some(before.rfind('[').map_or("", |start| &before[start + 1..]))
}

/// A field of `\hypersetup`, where it is plain text.
fn field(head: &str, name: &str) -> Option<String> {
    let rest = head[head.find(name)? + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match rest.strip_prefix('{') {
        Some(inner) => inner.split('}').next()?,
        None => rest.split([',', '}', '\n']).next()?,
    };
    let plain = !value.trim().is_empty() && !value.contains(['\\', '{', '#', '@']) && value.len() < 1000;
    plain.then(|| value.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The main language: of polyglossia, or the last option of babel.
fn language(head: &str) -> Option<String> {
    let given = |name: &str| {
        let rest = head[head.find(name)? + name.len()..].trim_start();
        let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
        language::code(rest.strip_prefix('{')?.split('}').next()?)
    };
    let babel = || {
        let options = options(head, "babel")?;
        let main = options.split_once("main=").map(|(_, rest)| rest.split(',').next().unwrap_or_default());
        main.and_then(language::code).or_else(|| options.split(',').rev().find_map(language::code))
    };
    let names = ["\\setmainlanguage", "\\setdefaultlanguage", "\\babelprovide[main"];
    let pdf = || field(head, "pdflang").as_deref().and_then(language::code);
    names.iter().find_map(|name| given(name)).or_else(babel).or_else(pdf)
}

/// The encoding that `\usepackage[latin1]{inputenc}` names.
pub(super) fn encoding(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(16_384)]);
    Some(match options(&head, "inputenc")?.trim() {
        "latin1" => "iso-8859-1",
        "latin2" => "iso-8859-2",
        "latin5" => "iso-8859-9",
        "latin9" => "iso-8859-15",
        "latin10" => "iso-8859-16",
        "ansinew" | "cp1252" => "windows-1252",
        "cp1250" => "windows-1250",
        "cp1251" => "windows-1251",
        "cp1257" => "windows-1257",
        "applemac" => "macintosh",
        "koi8-r" => "koi8-r",
        _ => return None,
    })
}
