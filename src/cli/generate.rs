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
    let man = Man::new(root.clone());
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    man.render_subcommands_section(&mut roff)?;
    let mut page = text(&roff);
    for command in root.get_subcommands() {
        // There are no pages but this one.
        let name = command.get_name();
        page = page.replace(&format!("ibid\\-{name}(1)"), &format!("ibid {name}"));
    }
    out.write_all(page.as_bytes())?;
    out.write_all(use_section(&man)?.as_bytes())?;
    root.get_subcommands().try_for_each(|command| section(command, out))
}

fn section(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let name = format!("ibid {}", command.get_name());
    let man = Man::new(command.clone().display_name(&name));
    let mut roff = Vec::new();
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    let sections = text(&roff) + &use_section(&man)?;
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    // Sections of a command are parts of its section of the page.
    out.write_all(sections.replace(".SH ", ".SS ").as_bytes())
}

/// What stands after the flags, in lines as they are: it holds tables.
fn use_section(man: &Man) -> io::Result<String> {
    let mut roff = Vec::new();
    man.render_extra_section(&mut roff)?;
    Ok(text(&roff).replace(".SH EXTRA\n", ".SH USE\n.nf\n") + ".fi\n")
}

fn text(roff: &[u8]) -> String {
    String::from_utf8_lossy(roff).into_owned()
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
        assert!(page.contains(".SS USE\n.nf\nQuery syntax"), "{page}");
        assert!(!page.contains("EXTRA\n") && !page.contains("ibid-search(1)"));
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
