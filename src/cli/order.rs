//! Puts the words of `ibid search` in an order that leaves no doubt.
//!
//! A query may hold words that begin with `-`, and people write flags after it
//! as well as before. So the words are sorted before clap sees them: flags
//! first, then `--`, then the query. After the first word of the query a flag is
//! what begins with `--`, a single letter (`-l`, `-C 2`) and such a letter with its
//! number (`-C2`, `-n5`); those that ibid has not are for clap to refuse. Anything
//! else that begins with `-` is text (`-bar`, `-cq`). After `--` all is text.

use std::ffi::OsString;

use clap::Command;

/// The arguments (the program's name first), sorted where the command is
/// `search`; else as they are. What a flag is, `root` knows.
pub fn arrange(root: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let Some(at) = command_at(root, &args) else { return args };
    let Some(search) = root.find_subcommand("search").filter(|_| args[at] == "search") else { return args };
    let known = Known { root, search };
    let mut out: Vec<OsString> = args[..=at].to_vec();
    let mut query = Vec::new();
    let mut rest = args.into_iter().skip(at + 1);
    while let Some(arg) = rest.next() {
        if arg == "--" {
            query.extend(rest.by_ref());
            break;
        }
        match known.kind(&arg, !query.is_empty()) {
            Kind::Text => query.push(arg),
            Kind::Flag => out.push(arg),
            Kind::FlagAndValue => {
                out.push(arg);
                out.extend(rest.next());
            }
        }
    }
    if !query.is_empty() {
        out.push("--".into());
        out.append(&mut query);
    }
    out
}

/// What an argument is.
#[derive(Debug, PartialEq)]
enum Kind {
    /// A word of the query.
    Text,
    /// A flag, its value (if any) in the same argument.
    Flag,
    /// A flag whose value is the next argument.
    FlagAndValue,
}

/// The flags of `search`, and those of all commands.
struct Known<'a> {
    root: &'a Command,
    search: &'a Command,
}

impl Known<'_> {
    fn kind(&self, arg: &OsString, in_query: bool) -> Kind {
        let Some(text) = arg.to_str() else { return Kind::Text };
        match text.strip_prefix("--") {
            Some(long) => self.long(long),
            None => match text.strip_prefix('-') {
                None | Some("") => Kind::Text,
                Some(short) => self.short(short, in_query),
            },
        }
    }

    fn long(&self, text: &str) -> Kind {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        match self.takes_value(|arg| arg.get_long() == Some(name)) {
            Some(true) if value.is_none() => Kind::FlagAndValue,
            Some(_) => Kind::Flag,
            None if matches!(name, "help" | "version") => Kind::Flag,
            // text that was pasted in one piece
            None if text.contains(char::is_whitespace) => Kind::Text,
            None => Kind::Flag,
        }
    }

    fn short(&self, cluster: &str, in_query: bool) -> Kind {
        let mut letters = cluster.chars();
        let Some(first) = letters.next() else { return Kind::Text };
        let takes = |letter: char| self.takes_value(|arg| arg.get_short() == Some(letter));
        let rest = letters.as_str();
        if in_query {
            return match (takes(first), rest) {
                (Some(true), "") => Kind::FlagAndValue,
                (Some(false), "") => Kind::Flag,
                (Some(true), number) if number.parse::<usize>().is_ok() => Kind::Flag,
                (None, "") if first.is_ascii_alphabetic() => Kind::Flag,
                _ => Kind::Text,
            };
        }
        let valued = cluster.char_indices().find(|(_, letter)| takes(*letter) == Some(true));
        match valued {
            Some((at, letter)) if at + letter.len_utf8() == cluster.len() => Kind::FlagAndValue,
            _ => Kind::Flag,
        }
    }

    /// Whether the flag takes a value; `None` where there is no such flag.
    fn takes_value(&self, is: impl Fn(&clap::Arg) -> bool) -> Option<bool> {
        let mut all = self.search.get_arguments().chain(self.root.get_arguments().filter(|arg| arg.is_global_set()));
        all.find(|arg| is(arg)).map(|arg| arg.get_action().takes_values())
    }
}

/// Where the command stands; flags of the root before it are passed over.
fn command_at(root: &Command, args: &[OsString]) -> Option<usize> {
    let mut at = 1;
    while let Some(text) = args.get(at)?.to_str() {
        let Some(name) = text.strip_prefix("--") else { return (!text.starts_with('-')).then_some(at) };
        let valued = root.get_arguments().find(|arg| arg.get_long() == Some(name));
        at += 1 + usize::from(valued.is_some_and(|arg| arg.get_action().takes_values()));
    }
    None
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;

    /// What clap is given after `search`, words parted by ` | `.
    fn arranged(words: &[&str]) -> String {
        let args = ["ibid", "search"].iter().chain(words).map(OsString::from).collect();
        let out = arrange(&Args::command(), args);
        let out: Vec<&str> = out[2..].iter().map(|arg| arg.to_str().unwrap()).collect();
        out.join(" | ")
    }

    #[test]
    fn flags_after_the_query_are_flags() {
        assert_eq!(arranged(&["foo", "--json"]), "--json | -- | foo");
        assert_eq!(arranged(&["\"a b\"", "--limit", "3", "-C", "1"]), "--limit | 3 | -C | 1 | -- | \"a b\"");
        assert_eq!(arranged(&["foo", "--limit=3", "bar"]), "--limit=3 | -- | foo | bar");
        assert_eq!(arranged(&["foo", "-l"]), "-l | -- | foo");
        assert_eq!(arranged(&["foo", "-C2"]), "-C2 | -- | foo");
        assert_eq!(arranged(&["foo", "--index", "dir"]), "--index | dir | -- | foo");
        assert_eq!(arranged(&["foo", "--help"]), "--help | -- | foo");
        assert_eq!(arranged(&["--batch", "-", "-c"]), "--batch | - | -c");
    }

    #[test]
    fn what_is_no_flag_is_text() {
        assert_eq!(arranged(&["foo", "-bar"]), "-- | foo | -bar");
        assert_eq!(arranged(&["foo", "-5", "-"]), "-- | foo | -5 | -");
        assert_eq!(arranged(&["foo --bar baz"]), "-- | foo --bar baz");
        assert_eq!(arranged(&["a", "--bar baz"]), "-- | a | --bar baz");
        assert_eq!(arranged(&["foo", "-cat", "-cq"]), "-- | foo | -cat | -cq");
        assert_eq!(arranged(&["--", "foo", "-l", "--json"]), "-- | foo | -l | --json");
        assert_eq!(arranged(&["foo", "--", "-l"]), "-- | foo | -l");
        assert_eq!(arranged(&["foo", "-glob"]), "-- | foo | -glob");
    }

    #[test]
    fn before_the_query_clap_sees_flags_as_they_are() {
        assert_eq!(arranged(&["-c", "foo", "-bar"]), "-c | -- | foo | -bar");
        assert_eq!(arranged(&["-cC", "1", "foo"]), "-cC | 1 | -- | foo");
        assert_eq!(arranged(&["-C1", "foo"]), "-C1 | -- | foo");
        assert_eq!(arranged(&["-bar", "foo"]), "-bar | -- | foo");
        assert_eq!(arranged(&["--limit"]), "--limit");
    }

    #[test]
    fn an_unknown_flag_is_not_searched_for() {
        assert_eq!(arranged(&["foo", "--unheard", "3"]), "--unheard | -- | foo | 3");
        assert_eq!(arranged(&["foo", "-x"]), "-x | -- | foo");
        assert_eq!(arranged(&["foo", "-n", "3", "-n5"]), "-n | 3 | -n5 | -- | foo");
        assert_eq!(arranged(&["foo", "--jsno"]), "--jsno | -- | foo");
        assert_eq!(arranged(&["foo", "--limt=3"]), "--limt=3 | -- | foo");
    }

    #[test]
    fn only_search_is_sorted() {
        let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let root = Args::command();
        let get = args(&["ibid", "get", "search", "--json"]);
        assert_eq!(arrange(&root, get.clone()), get);
        let out = arrange(&root, args(&["ibid", "--index", "d", "search", "a", "--json"]));
        assert_eq!(out, args(&["ibid", "--index", "d", "search", "--json", "--", "a"]));
        let bare = args(&["ibid"]);
        assert_eq!(arrange(&root, bare.clone()), bare);
    }
}
