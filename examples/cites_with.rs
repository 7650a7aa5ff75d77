//! `ibid cites --json -` with another model of references than the one that is
//! compiled in: for measuring on references that the model has not seen.
//!
//!     cargo run --release --example cites_with -- MODEL cites --json - < NOTES.jsonl
//!
//! The arguments after the model are passed over, so that what calls `ibid cites`
//! can call this. Each line of the input is `{"number":8,"text":"…"}`.

use std::io::Read;

use ibid::cite;
use ibid::model::citation::NoteCites;
use ibid::render::cites;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: cites_with MODEL")?;
    if !cite::crf::replace(&std::fs::read(path)?) {
        return Err("this is no model".into());
    }
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let mut notes = Vec::new();
    for line in input.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let number = row["number"].as_u64().and_then(|number| number.try_into().ok());
        notes.push(NoteCites { number, cites: cite::find_in_note(row["text"].as_str().unwrap_or_default()) });
    }
    cite::resolve(&mut notes);
    let mut out = std::io::stdout().lock();
    for (at, note) in notes.iter().enumerate() {
        cites::json(at + 1, note, &mut out)?;
    }
    Ok(())
}
