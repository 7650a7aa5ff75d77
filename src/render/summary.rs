//! The line that ends an answer for people; it goes to stderr.

use super::safe;
use super::wrap::keep_start;
use crate::model::hit::Summary;

/// Columns of how a query was read: a pasted page is not shown again.
const READ_AS: usize = 400;

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
    let changed = summary.stale.saturating_sub(summary.gone);
    if changed > 0 {
        parts.push(format!("{changed} from files that have changed since"));
    }
    if summary.gone > 0 {
        parts.push(format!("{} from files that are gone", summary.gone));
    }
    if summary.partial {
        parts.push("the search was cut short".to_owned());
    }
    match summary.unread.map_or(0, |unread| unread.files()) {
        0 => {}
        1 => parts.push("1 file is not searched, or not whole (`ibid status` says why)".to_owned()),
        n => parts.push(format!("{n} files are not searched, or not whole (`ibid status` says why)")),
    }
    let mut line = parts.join("; ");
    if summary.read_as.trim() != typed.trim() && !summary.read_as.is_empty() {
        line.push_str(&format!("\nread as: {}", keep_start(&safe::line(&summary.read_as), READ_AS)));
    }
    if !summary.also.is_empty() {
        let forms = summary.also.iter().flat_map(|also| &also.forms);
        let forms: Vec<String> = forms.map(|form| format!("`{}`", safe::line(form))).collect();
        line.push_str(&format!("\nalso searched: {} (--exact searches only what you typed)", forms.join(", ")));
    }
    for unknown in &summary.unknown {
        let nearest = unknown.nearest.iter().map(|word| format!("`{}`", safe::line(word))).collect::<Vec<_>>();
        let meant =
            if nearest.is_empty() { String::new() } else { format!("; did you mean {}?", nearest.join(" or ")) };
        line.push_str(&format!("\nno document has `{}`{meant}", safe::line(&unknown.word)));
    }
    if let Some(phrase) = &summary.phrase {
        let holding = if phrase.total == 1 { "1 passage holds" } else { &format!("{} passages hold", phrase.total) };
        line.push_str(&format!(
            "\n{holding} these words as a phrase: ibid search {}",
            safe::line(&quoted(&phrase.query))
        ));
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
    use crate::model::hit::{PhraseHint, UnknownWord};

    #[test]
    fn it_says_what_there_is() {
        let mut summary = sample::answer().summary;
        let typed = summary.read_as.clone();
        assert_eq!(line(&summary, &typed), "3 of 12 passages; 4 hold all the words");
        summary.phrase = Some(PhraseHint { total: 1, query: "\"the king's\"".to_owned() });
        let hint = r#"1 passage holds these words as a phrase: ibid search '"the king'\''s"'"#;
        assert_eq!(line(&summary, &typed), format!("3 of 12 passages; 4 hold all the words\n{hint}"));
        summary.phrase = None;
        summary.unknown = vec![
            UnknownWord { word: "xyz".to_owned(), nearest: Vec::new() },
            UnknownWord { word: "quey".to_owned(), nearest: vec!["quay".to_owned(), "query".to_owned()] },
        ];
        let hints = "no document has `xyz`\nno document has `quey`; did you mean `quay` or `query`?";
        assert_eq!(line(&summary, &typed), format!("3 of 12 passages; 4 hold all the words\n{hints}"));
        summary.unknown = Vec::new();
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
