//! `ibid completions` and `ibid man`: from the definitions of the arguments.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Args;

/// Writes the completions for a shell.
///
/// # Errors
/// Those of the writer.
pub fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    // By way of a buffer: clap panics where its writer fails, as a pipe may.
    let mut buffer = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "ibid", &mut buffer);
    out.write_all(&buffer)
}

/// Writes the manual: one page, each command a section of it.
///
/// # Errors
/// Those of the writer.
pub fn man(out: &mut dyn Write) -> io::Result<()> {
    let mut root = Args::command();
    root.build();
    Man::new(root.clone()).render(out)?;
    for command in root.get_subcommands() {
        section(command, out)?;
    }
    Ok(())
}

fn section(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let name = format!("ibid {}", command.get_name());
    let man = Man::new(command.clone().display_name(&name));
    let mut roff = Vec::new();
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    man.render_extra_section(&mut roff)?;
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    // Sections of a command are parts of its section of the page.
    out.write_all(String::from_utf8_lossy(&roff).replace(".SH ", ".SS ").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_has_every_command_and_flag() {
        let mut out = Vec::new();
        man(&mut out).unwrap();
        let page = String::from_utf8(out).unwrap().replace("\\-", "-");
        for command in Args::command().get_subcommands() {
            assert!(page.contains(&format!(".SH \"IBID {}\"", command.get_name().to_uppercase())));
            let flags = command.get_arguments().filter_map(|arg| arg.get_long());
            flags.for_each(|flag| assert!(page.contains(&format!("--{flag}")), "{flag}"));
        }
        assert!(page.contains("Query syntax"));
    }

    #[test]
    fn every_shell_has_completions() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let mut out = Vec::new();
            completions(shell, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().contains("files-with-matches"));
        }
    }
}
