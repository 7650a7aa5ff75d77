//! The same date in every format: each line of `tests/cases/dates.tsv` in a file
//! of each format that can carry a date.

use ibid::ingest::read;

/// A name of a file and what is in it before and after the date.
struct Form {
    file: &'static str,
    before: &'static str,
    after: &'static str,
}

const FORMS: &[Form] = &[
    Form { file: "a.md", before: "---\ntitle: The Ferry\ndate: \"", after: "\"\n---\n\nIt was a long day.\n" },
    Form {
        file: "a.html",
        before: "<html><head><title>The Ferry</title><meta name=\"date\" content=\"",
        after: "\"></head><body><p>It was a long day.</p></body></html>",
    },
    Form { file: "a.org", before: "#+TITLE: The Ferry\n#+DATE: ", after: "\n\nIt was a long day.\n" },
    Form { file: "a.rst", before: "The Ferry\n=========\n\n:Date: ", after: "\n\nIt was a long day.\n" },
    Form {
        file: "a.tex",
        before: "\\documentclass{article}\\title{The Ferry}\\date{",
        after: "}\\begin{document}\\maketitle It was a long day.\\end{document}",
    },
    Form {
        file: "docbook.xml",
        before: "<?xml version=\"1.0\"?><article xmlns=\"http://docbook.org/ns/docbook\"><info><title>The Ferry</title>\
                 <pubdate>",
        after: "</pubdate></info><para>It was a long day.</para></article>",
    },
    Form {
        file: "tei.xml",
        before: "<?xml version=\"1.0\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt>\
                 <title>The Ferry</title></titleStmt><publicationStmt><date>",
        after: "</date></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader><text><body>\
                <p>It was a long day.</p></body></text></TEI>",
    },
    Form {
        file: "a.txt",
        before: "Title: The Ferry\nDate: ",
        after: "\n\nIt was a long day and the ferry went over the river twice before the evening came.\n",
    },
];

#[test]
fn a_date_is_the_same_date_in_every_format() {
    let mut wrong = Vec::new();
    let cases = include_str!("../cases/dates.tsv").lines().filter(|line| !line.starts_with('#'));
    for (written, want) in cases.filter_map(|line| line.split_once('\t')) {
        for form in FORMS {
            // what is markup in the format, and no date as people write it there
            if written.contains(['<', '`', '©']) && form.file != "a.txt" {
                continue;
            }
            let text = format!("{}{written}{}", form.before, form.after);
            let document = read::document(form.file, text.as_bytes()).unwrap();
            let got = document.meta.date.unwrap_or_default();
            if got != want {
                wrong.push(format!("{}: `{written}` is `{got}`, wanted `{want}`", form.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
