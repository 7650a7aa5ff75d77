//! Flags of other search programs, and what says the same here.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue};

/// Flags as they are typed, and ours. Of a flag with a value `N` stands for the value.
const FLAGS: [(&str, &str); 40] = [
    ("--after-context", "-C N shows passages on both sides"),
    ("--before-context", "-C N shows passages on both sides"),
    ("--exclude", "-g '!GLOB'"),
    ("--extended-regexp", "put the expression in slashes: '/wor[dt]s?/'"),
    ("--files", "-l lists the files of what is found, `ibid status` what is indexed"),
    ("--head", "--limit N"),
    ("--include", "-g GLOB"),
    ("--invert-match", "NOT word, or -word after another word"),
    ("--jsonl", "--json prints JSON lines"),
    ("--line-number", "hits always have their lines"),
    ("--max", "--limit N"),
    ("--max-count", "--limit N"),
    ("--max-results", "--limit N"),
    ("--no-ignore", "`.ibidignore` is all that is heeded"),
    ("--num", "--limit N"),
    ("--only-matching", "--json --fields matches.text"),
    ("--output", "--format NAME"),
    ("--phrase", "-F, or put the phrase in quotes: '\"two words\"'"),
    ("--regexp", "put the expression in slashes: '/wor[dt]s?/'"),
    ("--results", "--limit N"),
    ("--rows", "--limit N"),
    ("--size", "--limit N"),
    ("--skip", "--offset N"),
    ("--start", "--offset N"),
    ("--top", "--limit N"),
    ("--top-k", "--limit N"),
    ("--type", "-g '*.pdf'"),
    ("--verbose", "--explain"),
    ("--word-regexp", "words are always whole words; \"word\" finds just this form"),
    ("-A", "-C N shows passages on both sides"),
    ("-B", "-C N shows passages on both sides"),
    ("-E", "put the expression in slashes: '/wor[dt]s?/'"),
    ("-e", "put the expression in slashes: '/wor[dt]s?/'"),
    ("-k", "--limit N"),
    ("-m", "--limit N"),
    ("-o", "--json --fields matches.text"),
    ("-r", "folders are always searched whole"),
    ("-t", "-g '*.pdf'"),
    ("-v", "NOT word, or -word after another word"),
    ("-w", "words are always whole words; \"word\" finds just this form"),
];

/// After an error about a flag that is not known: what says the same here.
///
/// # Errors
/// Those of the writer.
pub fn hint(error: &clap::Error, err: &mut dyn Write) -> io::Result<()> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return Ok(()) };
    match FLAGS.iter().find(|(theirs, _)| *theirs == flag.split('=').next().unwrap_or(flag)) {
        Some((_, ours)) => writeln!(err, "hint: {ours}"),
        None => Ok(()),
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
