//! Writes what the sequence model of citations sees, for training.
//!
//!     cargo run --release --example cite_features -- REFERENCES.jsonl > features.txt
//!
//! Each line of the input is `{"id":"7","raw":"…","fields":[["author","…"],…]}`,
//! the fields being all of the reference in order. Each reference becomes a line
//! `# id`, a line for each token (its label, a tab, its observations as hashes
//! parted by tabs), and an empty line.

use std::io::{BufRead, Write};

use ibid::cite::features::observe;
use ibid::cite::token::tokens;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: cite_features REFERENCES.jsonl")?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let raw = row["raw"].as_str().unwrap_or_default();
        let tokens = tokens(raw);
        let labels = labels(&row, raw);
        writeln!(out, "# {}", row["id"].as_str().unwrap_or_default())?;
        let mut sets: Vec<Vec<u32>> = Vec::new();
        observe(&tokens, |set| sets.push(set.to_vec()));
        for (token, set) in tokens.iter().zip(sets) {
            write!(out, "{}", labels.get(token.start).map_or("other", String::as_str))?;
            for hash in set {
                write!(out, "\t{hash:x}")?;
            }
            writeln!(out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The label of every byte of `raw`: fields are found one after another by
/// their characters, blanks passed over.
fn labels(row: &serde_json::Value, raw: &str) -> Vec<String> {
    let mut out = vec!["other".to_owned(); raw.len()];
    let mut chars = raw.char_indices().filter(|(_, c)| !c.is_whitespace());
    for field in row["fields"].as_array().into_iter().flatten() {
        let (label, value) = (field[0].as_str().unwrap_or("other"), field[1].as_str().unwrap_or_default());
        for _ in value.chars().filter(|c| !c.is_whitespace()) {
            if let Some((at, _)) = chars.next() {
                label.clone_into(&mut out[at]);
            }
        }
    }
    out
}
