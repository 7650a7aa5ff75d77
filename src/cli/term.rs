//! What the terminal can show.

use std::io::IsTerminal;

use clap::ValueEnum;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The terminal that stdout is, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// True to use colours.
    pub color: bool,
    /// True to print places as links.
    pub links: bool,
    /// Columns.
    pub width: usize,
}

/// Looks at stdout and the environment (`NO_COLOR`, `TERM`). In a pipe, where
/// the width is not known, it is `columns`.
pub fn stdout(color: Color, columns: usize) -> Terminal {
    let terminal = std::io::stdout().is_terminal();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = terminal.then(terminal_size::terminal_size).flatten();
    let width = width.map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0);
    decide(color, (terminal, no_color, dumb), width.unwrap_or(columns))
}

fn decide(color: Color, (terminal, no_color, dumb): (bool, bool, bool), width: usize) -> Terminal {
    let capable = terminal && !dumb;
    Terminal {
        color: match color {
            Color::Auto => capable && !no_color,
            Color::Always => true,
            Color::Never => false,
        },
        links: capable && color != Color::Never,
        width,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_for_terminals_that_want_it() {
        let color = |choice, terminal, no_color, dumb| decide(choice, (terminal, no_color, dumb), 80).color;
        assert!(color(Color::Auto, true, false, false));
        assert!(!color(Color::Auto, false, false, false));
        assert!(!color(Color::Auto, true, true, false));
        assert!(!color(Color::Auto, true, false, true));
        assert!(color(Color::Always, false, true, true));
        assert!(!color(Color::Never, true, false, false));
    }

    #[test]
    fn links_need_a_terminal() {
        let links = |choice, terminal, dumb| decide(choice, (terminal, false, dumb), 80).links;
        assert!(links(Color::Auto, true, false));
        assert!(!links(Color::Always, false, false));
        assert!(!links(Color::Auto, true, true));
        assert!(!links(Color::Never, true, false));
    }
}
