//! TREC runs: `qid Q0 docid rank score tag`, as `trec_eval` reads them.

use std::io::{self, Write};

use super::csv::query_text;
use crate::model::hit::Answer;

/// The tag of the run.
const TAG: &str = "ibid";

/// Writes a line for each hit. A query without an id is query 1. In ids blanks,
/// controls and `%` are percent-encoded, as blanks part the columns.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let query = answer.summary.query.as_ref().map_or_else(|| "1".to_owned(), query_text);
    let query = encode(&query);
    for hit in &answer.hits {
        writeln!(out, "{query} Q0 {} {} {:.6} {TAG}", encode(&hit.id), hit.rank, hit.score)?;
    }
    Ok(())
}

fn encode(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut buffer = [0; 4];
    for c in id.chars() {
        if c.is_whitespace() || super::safe::is_unsafe(c) || c == '%' {
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_run_has_six_columns() {
        let mut answer = sample::answer();
        answer.hits[1].id = "my sources/50%.txt#00c0ffee".into();
        answer.summary.query = Some("q 1".into());
        let mut out = Vec::new();
        super::answer(&answer, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.split(' ').count() == 6), "{text}");
        assert!(text.starts_with("q%201 Q0 sources/idlib.txt#5f3a9c21 1 9.100000 ibid\n"), "{text}");
        assert!(text.contains(" my%20sources/50%25.txt#00c0ffee 2 "), "{text}");
    }
}
