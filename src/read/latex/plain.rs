//! The plain text of a scrap of LaTeX, such as a title in a BibTeX file.

use unicode_normalization::UnicodeNormalization;

use super::accents::ACCENTS;
use super::scan;
use super::table::{self, Action};

/// `text` without its markup: accents and signs are letters, dashes and quotes
/// are typographic, other commands leave only what stands in their braces, and
/// white space is one blank. `{\"O}sterreich -- {EU}` is `Österreich – EU`.
///
/// What is no LaTeX is left as it is but for braces, `$` and `~`.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut accent = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        // of more than a few it does not matter how many, and there may be a million
        let run = rest.chars().take(4).take_while(|other| *other == c).count();
        at += c.len_utf8();
        match c {
            '\\' => at = command(text, at - 1, &mut out, &mut accent),
            '{' | '$' => {}
            '}' => accent = None,
            '~' => out.push(' '),
            '-' if (2..=3).contains(&run) => {
                out.push(if run == 2 { '–' } else { '—' });
                at += run - 1;
            }
            '`' | '\'' if run >= 2 => {
                out.push(if c == '`' { '“' } else { '”' });
                at += 1;
            }
            c if c.is_whitespace() && accent.is_some() => {}
            c => put(c, &mut out, &mut accent),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The command whose backslash is at byte `at`; gives the byte after it.
fn command(text: &str, at: usize, out: &mut String, accent: &mut Option<char>) -> usize {
    let end = scan::name_end(text, at);
    let name = &text[at + 1..end];
    let worded = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some((_, mark)) = ACCENTS.iter().find(|(command, _)| *command == name) {
        // `\c` is an accent, the `\c` of a path `C:\c.pdf` is not asked for here
        *accent = Some(*mark);
        return end;
    }
    match table::action(name) {
        Some(Action::Symbol(sign)) => sign.chars().for_each(|c| put(c, out, accent)),
        _ if worded => {}
        _ => out.push(' '),
    }
    // the blank that ends a name in letters is no text
    let blanks = text[end..].len() - text[end..].trim_start_matches(' ').len();
    if worded { end + blanks } else { end }
}

fn put(c: char, out: &mut String, accent: &mut Option<char>) {
    match accent.take() {
        None => out.push(c),
        Some(mark) => {
            let base = match c {
                'ı' => 'i',
                'ȷ' => 'j',
                other => other,
            };
            out.extend([base, mark].into_iter().nfc());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_letters_stay() {
        for (latex, want) in [
            (r#"{\"O}sterreich -- {EU}"#, "Österreich – EU"),
            (r#"M{\"u}ller, J\"org and Garc{\'\i}a, \'Angel"#, "Müller, Jörg and García, Ángel"),
            (r"Stra{\ss}e, \v{C}apek, fa\c cade, \o re", "Straße, Čapek, façade, øre"),
            (r"The \emph{Origin} of~Species, 50\% \& more", "The Origin of Species, 50% & more"),
            (r"``Quoted''---and 1--2, O'Neil", "“Quoted”—and 1–2, O'Neil"),
            (r"$\alpha$-rays", "α-rays"),
            ("no {LaTeX}\n at  all", "no LaTeX at all"),
            (r"\", ""),
            (r"a\", "a"),
            (r#"\"{}x"#, "x"),
        ] {
            assert_eq!(plain(latex), want, "{latex}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[a-z\\\\{}$\"'`~ é-]{0,40}") {
            plain(&text);
        }
    }
}
