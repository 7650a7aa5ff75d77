//! The whole reference, as one snapshot.

use clap::CommandFactory;

use super::args::Args;

#[test]
fn reference() {
    let mut root = Args::command().term_width(100);
    root.build();
    let mut all = root.clone().render_long_help().to_string();
    for command in root.get_subcommands() {
        let name = command.get_name();
        let help = command.clone().term_width(100).render_long_help();
        all.push_str(&format!("\n\n==== ibid {name}\n\n{help}"));
    }
    // What the environment holds is no part of the reference.
    let all = all.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(all);
}

#[test]
fn tables_fit_the_narrowest_common_terminal() {
    use super::help::*;
    for text in [ROOT, INDEX, SEARCH, SEARCH_SHORT, GET, NOTES, STATUS, COMPLETIONS, MAN] {
        assert!(text.lines().all(|line| crate::render::wrap::width(line) <= 80), "{text}");
    }
}
