//! The commands of `README.md`, run as a reader would run them: in order, in a
//! folder that holds the sample documents. Output that is shown must be what
//! the program prints.

use std::path::Path;

use crate::harness::Dir;

/// A command of a `console` block, and what is shown below it.
struct Shown {
    command: String,
    output: String,
}

fn shown(readme: &str) -> Vec<Shown> {
    let mut out: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), out.last_mut()) {
                (Some(command), _) => out.push(Shown { command: command.to_owned(), output: String::new() }),
                (None, Some(last)) => last.output += &format!("{line}\n"),
                (None, None) => panic!("output without a command: {line}"),
            },
            (false, _) => {}
        }
    }
    out
}

/// The words of a command, as a shell takes quotes.
fn words(command: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => out.push(String::new()),
            (_, c) => out.last_mut().unwrap().push(c),
        }
    }
    assert_eq!(quote, None, "{command}");
    out
}

/// The arguments of the program; `None` for a command of something else.
fn arguments(command: &str) -> Option<Vec<String>> {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let args = match &words[..] {
        ["ibid", args @ ..] | ["cargo", "run", "--release", "--", args @ ..] => args,
        _ => return None,
    };
    Some(args.iter().map(|&arg| arg.to_owned()).collect())
}

#[test]
fn its_commands_do_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = Dir::new();
    dir.folder("seeds", &root.join("seeds"));
    let (mut run, mut compared) = (0, 0);
    for Shown { command, output } in shown(&std::fs::read_to_string(root.join("README.md")).unwrap()) {
        let Some(args) = arguments(&command) else {
            assert_eq!(command, "cargo test", "not a command that is known here");
            continue;
        };
        let ran = dir.ibid(&args.iter().map(String::as_str).collect::<Vec<_>>()).exits(0);
        run += 1;
        if !output.is_empty() {
            assert_eq!(ran.out.trim_end(), output.trim_end(), "$ {command}");
            assert!(output.lines().count() <= 24, "more than a screen");
            compared += 1;
        }
    }
    assert!(run >= 8 && compared >= 1, "{run} commands, {compared} with output");
}
