//! `ibid mcp`: the tools for agents, and how their programs are told of them.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::open;
use crate::mcp::{Tools, serve};

/// `ibid mcp`.
#[derive(Debug, Default, clap::Args)]
pub struct McpArgs {
    /// Print what the program of an agent needs to start this, and change nothing
    #[arg(long, value_name = "CLIENT")]
    pub print_config: Option<Client>,
}

/// A program of agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Client {
    /// Claude Code: a command to run
    Claude,
    /// Cursor: `.cursor/mcp.json`
    Cursor,
    /// Visual Studio Code: `.vscode/mcp.json`
    Vscode,
    /// Any other
    Json,
}

/// Runs the command.
///
/// # Errors
/// The place of the index cannot be told; standard input or output fail.
pub fn run(args: &McpArgs, index: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = open::place(index)?;
    let dir = std::path::absolute(&dir).unwrap_or(dir);
    match args.print_config {
        Some(client) => writeln!(out, "{}", config(client, &dir)?)?,
        None => serve(Tools::new(&dir)).map_err(anyhow::Error::msg)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What the program of an agent is given, in a file or as a command.
fn config(client: Client, dir: &Path) -> anyhow::Result<String> {
    let program = std::env::current_exe()?;
    let (program, dir) = (program.display().to_string(), dir.display().to_string());
    let server = json!({ "command": program, "args": ["--index", dir, "mcp"] });
    let text = |value: &Value| serde_json::to_string_pretty(value);
    Ok(match client {
        Client::Claude => format!("claude mcp add ibid -- {} --index {} mcp", quoted(&program), quoted(&dir)),
        Client::Cursor | Client::Json => text(&json!({ "mcpServers": { "ibid": server } }))?,
        Client::Vscode => {
            let server = json!({ "type": "stdio", "command": server["command"], "args": server["args"] });
            text(&json!({ "servers": { "ibid": server } }))?
        }
    })
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_are_given_names_program_and_index() {
        for client in [Client::Claude, Client::Cursor, Client::Vscode, Client::Json] {
            let text = config(client, Path::new("/a folder/index")).unwrap();
            assert!(text.contains("/a folder/index") && text.contains("mcp"), "{text}");
        }
        assert_eq!((quoted("/a/b"), quoted("it's"), quoted("")), ("/a/b".into(), "'it'\\''s'".into(), "''".into()));
    }
}
