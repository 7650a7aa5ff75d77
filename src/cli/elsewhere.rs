//! Flags of other search programs, and what says the same here.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::render::safe;

/// Flags as they are typed, and ours. Of a flag with a value `N` stands for the value.
const FLAGS: [(&str, &str); 40] = [
    ("--after-context", "-C N shows passages on both sides"),
    ("--before-context", "-C N shows passages on both sides"),
    ("--exclude", "use -g '!GLOB'"),
    ("--extended-regexp", "put the expression in slashes: '/wor[dt]s?/'"),
    ("--files", "-l lists the files of what is found, `ibid status` what is indexed"),
    ("--head", "use --limit N, or -n N"),
    ("--include", "use -g GLOB"),
    ("--invert-match", "to leave a word out, write NOT word, or -word after another word"),
    ("--jsonl", "use --json, which prints JSON lines"),
    ("--line-number", "hits always have their lines"),
    ("--max", "use --limit N, or -n N"),
    ("--max-count", "use --limit N, or -n N"),
    ("--max-results", "use --limit N, or -n N"),
    ("--no-ignore", "`.ibidignore` is all that is heeded"),
    ("--num", "use --limit N, or -n N"),
    ("--only-matching", "to print only the matches, use --json --fields matches.text"),
    ("--output", "use --format NAME"),
    ("--phrase", "-F, or put the phrase in quotes: '\"two words\"'"),
    ("--regexp", "put the expression in slashes: '/wor[dt]s?/'"),
    ("--results", "use --limit N, or -n N"),
    ("--rows", "use --limit N, or -n N"),
    ("--size", "use --limit N, or -n N"),
    ("--skip", "use --offset N"),
    ("--start", "use --offset N"),
    ("--top", "use --limit N, or -n N"),
    ("--top-k", "use --limit N, or -n N"),
    ("--type", "to search one kind of file, use -g '*.pdf'"),
    ("--verbose", "use --explain"),
    ("--word-regexp", "words are always whole words; \"word\" finds just this form"),
    ("-A", "-C N shows passages on both sides"),
    ("-B", "-C N shows passages on both sides"),
    ("-E", "put the expression in slashes: '/wor[dt]s?/'"),
    ("-e", "put the expression in slashes: '/wor[dt]s?/'"),
    ("-k", "use --limit N, or -n N"),
    ("-m", "use --limit N, or -n N"),
    ("-o", "to print only the matches, use --json --fields matches.text"),
    ("-r", "folders are always searched whole"),
    ("-t", "to search one kind of file, use -g '*.pdf'"),
    ("-v", "to leave a word out, write NOT word, or -word after another word"),
    ("-w", "words are always whole words; \"word\" finds just this form"),
];

/// Writes an error of the command line, and where another program's habit shows what
/// says the same here.
///
/// # Errors
/// Those of the writer.
pub fn write(error: &clap::Error, err: &mut dyn Write) -> io::Result<()> {
    // help and the version are no errors, and go to stdout
    if !error.use_stderr() {
        return error.print();
    }
    let text = error.render().to_string();
    // how to pass a flag as a value helps nobody here
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("tip: to pass"));
    let text = lines.collect::<Vec<_>>().join("\n").replace("\n\n\n", "\n\n");
    writeln!(err, "{}", safe::block(text.trim_end()))?;
    match hint(error) {
        Some(hint) => writeln!(err, "hint: {hint}"),
        None => Ok(()),
    }
}

fn hint(error: &clap::Error) -> Option<String> {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(said)) => Some(said.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => match said(ContextKind::InvalidSubcommand)? {
            "help" => Some("`ibid --help`, `ibid search --help`".to_owned()),
            word => Some(format!("to search for it: `ibid search {word}`")),
        },
        ErrorKind::ValueValidation if said(ContextKind::InvalidArg)?.contains("--limit") => {
            Some("-n takes the number of hits to print, as in `-n 20`; hits always have their lines".to_owned())
        }
        ErrorKind::UnknownArgument => {
            let flag = said(ContextKind::InvalidArg)?;
            let name = flag.split('=').next().unwrap_or(flag);
            FLAGS.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| (*ours).to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_in_order() {
        assert!(FLAGS.is_sorted());
    }
}
