//! The line that ends an answer for people; it goes to stderr.

use super::safe;
use crate::model::hit::Summary;

/// One line: how many of how many, what holds all the words, what to beware of;
/// then how the query was read, where that is not just what was typed.
pub fn line(summary: &Summary, typed: &str) -> String {
    let mut parts = vec![passages(summary)];
    if summary.total_all_words < summary.total {
        parts.push(match summary.total_all_words {
            0 => "none holds all the words".to_owned(),
            1 => "1 holds all the words".to_owned(),
            n => format!("{n} hold all the words"),
        });
    }
    match summary.folded {
        0 => {}
        1 => parts.push("1 copy folded (--all-copies shows it)".to_owned()),
        n => parts.push(format!("{n} copies folded (--all-copies shows them)")),
    }
    if let Some(elapsed) = summary.elapsed_ms {
        parts.push(format!("{elapsed:.1} ms"));
    }
    if summary.stale > 0 {
        parts.push(format!("{} from files that have changed since", summary.stale));
    }
    if summary.partial {
        parts.push("the search was cut short".to_owned());
    }
    let mut line = parts.join("; ");
    if summary.read_as.trim() != typed.trim() && !summary.read_as.is_empty() {
        line.push_str(&format!("\nread as: {}", safe::line(&summary.read_as)));
    }
    if let Some(phrase) = &summary.phrase {
        let holding = if phrase.total == 1 { "1 passage holds" } else { &format!("{} passages hold", phrase.total) };
        line.push_str(&format!("\n{holding} these words as a phrase: search {}", safe::line(&quoted(&phrase.query))));
    }
    line
}

/// A query as it is typed in a shell.
fn quoted(query: &str) -> String {
    format!("'{}'", query.replace('\'', r"'\''"))
}

fn passages(summary: &Summary) -> String {
    let s = if summary.total == 1 { "" } else { "s" };
    match (summary.shown, summary.total) {
        (_, 0) => "nothing found".to_owned(),
        (shown, total) if shown == total => format!("{total} passage{s}"),
        (shown, total) => format!("{shown} of {total} passage{s}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::hit::PhraseHint;

    #[test]
    fn it_says_what_there_is() {
        let mut summary = sample::answer().summary;
        let typed = summary.read_as.clone();
        assert_eq!(line(&summary, &typed), "3 of 12 passages; 4 hold all the words");
        summary.phrase = Some(PhraseHint { total: 1, query: "\"the king's\"".to_owned() });
        let hint = r#"1 passage holds these words as a phrase: search '"the king'\''s"'"#;
        assert_eq!(line(&summary, &typed), format!("3 of 12 passages; 4 hold all the words\n{hint}"));
        summary.phrase = None;
        summary.stale = 1;
        summary.partial = true;
        summary.total_all_words = 12;
        let want = "3 of 12 passages; 1 from files that have changed since; the search was cut short";
        assert_eq!(line(&summary, &typed), want);
        summary = Summary { shown: 1, total: 1, total_all_words: 1, stale: 0, partial: false, ..summary };
        assert_eq!(line(&summary, "x"), format!("1 passage\nread as: {typed}"));
        summary = Summary { shown: 0, total: 0, total_all_words: 0, ..summary };
        assert_eq!(line(&summary, &typed), "nothing found");
    }
}
