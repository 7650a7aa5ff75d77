//! What the terminal can show.

use std::io::IsTerminal;

use super::args::Color;

/// Columns of text where the width is not known, as in a pipe.
const PIPE_WIDTH: usize = 80;

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

/// Looks at stdout and the environment (`NO_COLOR`, `TERM`).
pub fn stdout(color: Color) -> Terminal {
    let terminal = std::io::stdout().is_terminal();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = terminal.then(terminal_size::terminal_size).flatten();
    decide(color, (terminal, no_color, dumb), width.map(|(width, _)| usize::from(width.0)))
}

fn decide(color: Color, (terminal, no_color, dumb): (bool, bool, bool), width: Option<usize>) -> Terminal {
    let capable = terminal && !dumb;
    Terminal {
        color: match color {
            Color::Auto => capable && !no_color,
            Color::Always => true,
            Color::Never => false,
        },
        links: capable && color != Color::Never,
        width: width.filter(|width| *width > 0).unwrap_or(PIPE_WIDTH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_for_terminals_that_want_it() {
        let color = |choice, terminal, no_color, dumb| decide(choice, (terminal, no_color, dumb), None).color;
        assert!(color(Color::Auto, true, false, false));
        assert!(!color(Color::Auto, false, false, false));
        assert!(!color(Color::Auto, true, true, false));
        assert!(!color(Color::Auto, true, false, true));
        assert!(color(Color::Always, false, true, true));
        assert!(!color(Color::Never, true, false, false));
    }

    #[test]
    fn links_and_width_need_a_terminal() {
        assert!(!decide(Color::Always, (false, false, false), None).links);
        assert!(decide(Color::Auto, (true, true, false), None).links);
        assert_eq!(decide(Color::Auto, (false, false, false), None).width, 80);
        assert_eq!(decide(Color::Auto, (true, false, false), Some(40)).width, 40);
    }
}
