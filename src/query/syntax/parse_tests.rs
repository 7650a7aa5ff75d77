//! The syntax, case by case, and its two laws: reading never panics, and what
//! is displayed reads back the same.

use proptest::prelude::*;

use super::*;
use crate::ErrorKind;

/// How a query is read.
fn read(query: &str) -> String {
    parse(query).map(|q| q.to_string()).unwrap_or_else(|e| format!("error: {e}"))
}

/// Place and nearest reading of a bad query.
fn error(query: &str) -> (usize, String) {
    let error = parse(query).expect_err(query);
    match error.kind() {
        ErrorKind::Query { at, nearest, .. } => (*at, nearest.clone().unwrap_or_default()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn operators_are_read() {
    let cases = [
        ("bloody nose", "bloody nose"),
        ("+bloody -nose strike", "+bloody -nose strike"),
        ("a NOT b", "a -b"),
        ("a AND b OR c d", "((a AND b) OR c) d"),
        ("a AND NOT b", "a AND (NOT b)"),
        ("(a OR b) AND \"c d\"", "(a OR b) AND \"c d\""),
        ("a (b c)", "a b c"),
        ("+(a b)", "+(a b)"),
        ("“curly quotes”", "\"curly quotes\""),
        ("\"one\"", "\"one\""),
        ("\"two words\"~5", "\"two words\"~5"),
        ("a w/5 b", "a w/5 b"),
        ("a W/5 (b OR \"c d\")", "a w/5 (b OR \"c d\")"),
        ("a w/5 b w/2 c", "(a w/5 b) AND (b w/2 c)"),
        ("wor* wor?d w*d", "wor* wor?d w*d"),
        ("word~ word~1 word~2", "word~ word~ word~2"),
        ("/colou?r/", "/colou?r/"),
        ("\"wor* of /go+d/ word~\"", "\"wor* of /go+d/ word~\""),
        ("well-known well-kn*", "well-known \"well kn*\""),
        ("+NOT a", "NOT a"),
        ("-(NOT a) b", "+a b"),
        ("«de a b» ‘c d’ „e f“", "\"de a b\" \"c d\" \"e f\""),
        ("a || b", "a OR b"),
        ("a && b", "a AND b"),
        ("a.NEAR/5,ADJ3 b", "a near 5 adj3 b"),
        ("a !b", "a -b"),
        ("a /5 b", "a w/5 b"),
        ("a NEAR/5 b", "a w/5 b"),
        ("a pre/5 b", "a pre/5 b"),
        ("a w/s \"b c\"", "a w/s \"b c\""),
        ("a W/P b", "a w/p b"),
        ("*ing colou?r", "*ing colou?r"),
        ("gr[ae]y Wom[ae]n", "/gr[ae]y/ /wom[ae]n/"),
        ("\"the al-Sh* pre-w*\"", "\"the al Sh* pre w*\""),
        ("l'hom*", "\"l hom*\""),
        ("HTS NOT ISIS", "HTS -ISIS"),
        ("\"man * world ** end\"", "\"man * world ** end\""),
        ("\"* man * * * world *\"", "\"man world\""),
        ("case:Polish case:\"US Army\" case:Pol*", "case:Polish case:\"US Army\" case:Pol*"),
    ];
    for (query, want) in cases {
        assert_eq!(read(query), want, "{query}");
    }
}

#[test]
fn fields_are_read() {
    let cases = [
        ("title:war", "title:war"),
        ("foo author:\"Le Carré\"", "foo author:\"Le Carré\""),
        ("meta.Court:high", "meta.court:high"),
        ("path:seeds/*.txt", "path:\"seeds/*.txt\""),
        ("path:seeds", "path:seeds"),
        ("lang:EN", "lang:en"),
        ("date:2020", "date:2020"),
        ("date:2020..2023-05", "date:2020..2023-05"),
        ("date:2020..", "date:2020.."),
        ("date:..2023", "date:..2023"),
        ("-date:..2023 x", "-date:..2023 x"),
        ("note:ibid section:\"the law\"", "note:ibid section:\"the law\""),
        ("cites.author:Bunzel cites:x", "cites.author:Bunzel cites:x"),
        ("title:AT&T", "title:\"AT&T\""),
        ("Luke:10", "Luke 10"),
        ("Note: this date: 2020", "Note this date 2020"),
        ("https://example.org/a", "https example org a"),
    ];
    for (query, want) in cases {
        assert_eq!(read(query), want, "{query}");
    }
}

#[test]
fn prose_is_text() {
    let cases = [
        ("don't stop", "don't stop"),
        ("the end - or is it?", "the end or is it"),
        ("and/or AT&T (UK)", "and or AT T UK"),
        ("an unmatched ( here", "an unmatched here"),
        ("commissioner(s) met :)", "commissioner s met"),
        ("a 6\" pipe", "a 6 pipe"),
        ("a 6\" pipe and 4\" bore", "a 6 pipe and 4 bore"),
        ("he said \"no and left", "he said no and left"),
        ("he said, “no,” and left.", "he said \"no,\" and left"),
        ("1 AND, 2", "1 and 2"),
        ("/usr/bin/env and/or", "usr bin env and or"),
        ("*emphasis* and **bold**", "emphasis and bold"),
        ("C++ -- x", "C x"),
        ("from -5 to -10 degrees", "from 5 to 10 degrees"),
        ("the gulls -as ever- came", "the gulls as ever came"),
        ("YOU SHALL NOT TOUCH THE LAMP", "YOU SHALL not TOUCH THE LAMP"),
        ("\"...\" x", "x"),
        ("w/o w/", "w o w"),
        ("12~15 pages, p~5", "12 15 pages p 5"),
        ("title:(mole) note:(see", "title:mole note:see"),
        ("[t]he editor[s] said[sic] masts.[1] The end", "the editors said sic masts The end"),
        ("wall.¹ Then", "wall Then"),
        ("‘tis the pilot’s boat", "tis the pilot’s boat"),
        ("1/5 a /5", "1 5 a 5"),
        ("a | ", "a"),
        ("|| a", "a"),
        ("wow! yes", "wow yes"),
        ("北京 东京塔", "\"北京\" \"东京塔\""),
        ("540 U. S. 12", "540 U. S. 12"),
    ];
    for (query, want) in cases {
        assert_eq!(read(query), want, "{query}");
    }
}

#[test]
fn bad_queries_name_the_place_and_the_nearest_reading() {
    let cases = [
        ("\"unclosed phrase", 0, "\"unclosed phrase\""),
        ("foo AND \"bar baz", 8, "foo AND \"bar baz\""),
        ("foo AND", 4, "foo"),
        ("OR foo", 0, "foo"),
        ("foo AND OR bar", 4, "foo OR bar"),
        ("(foo OR)", 5, "(foo )"),
        ("foo NOT", 4, "foo"),
        ("w/5 foo", 0, "foo"),
        ("a w/5 (b c)", 2, "a AND (b c)"),
        ("a w/5000 b", 4, "a w/900 b"),
        ("/colou(r/", 0, "\"colou(r\""),
        ("x date:2020-13", 7, "x date:2020"),
        ("date:2023..2020", 5, "date:2020..2023"),
        ("lang:12", 5, ""),
        ("lang:english x", 5, "lang:en x"),
        ("lang:german", 5, ""),
        ("harbor~5 x", 7, "harbor~2 x"),
        ("title:(harbour commission) x", 6, "title:\"harbour commission\" x"),
        ("a note:(\"op. cit.\" OR ibid)", 7, "a note:\"op. cit. OR ibid\""),
        ("path:\"[\"", 5, ""),
        ("+a OR b", 3, "+a b"),
        ("auther:Twain x", 0, "author:Twain x"),
        ("x intitle:war", 2, "x title:war"),
        ("filetype:pdf x", 0, "path:*.pdf x"),
        ("a NEAR b", 2, "a w/10 b"),
        ("a ADJ3 b", 2, "a pre/3 b"),
        ("a AROUND(5) b", 2, "a w/5 b"),
        ("a % b", 2, "a NOT b"),
        ("a AND (b OR c", 6, "a AND (b OR c)"),
        ("case:...", 5, ""),
        ("", 0, ""),
        ("...", 0, ""),
    ];
    for (query, at, nearest) in cases {
        assert_eq!(error(query), (at, nearest.to_owned()), "{query}");
    }
}

#[test]
fn deep_brackets_are_an_error_and_no_crash() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(parse(&deep).is_err());
    let nots = "NOT ".repeat(5000) + "a";
    assert!(parse(&nots).is_err());
}

/// Queries made of what the syntax is made of.
fn syntax() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b-c", "AND", "OR", "NOT", "+", "-", "(", ")", "\"", "“", "”", "„", " ", " ", " ", "w/3", "~", "~2", "*",
        "?", "/", "x+", "title:", "note:", "date:", "path:", "2020", "..", "lang:en", "é", "'", "&", ":", "cites:",
        "«", "»", "‘", "’", "||", "&&", "!", "/5", "pre/2", "w/s", "**", "[ae]", "[1]", "¹", "case:", "U. S.", "l'",
        "\u{5f4}", "ה", ".", "\\", "meta.x:", "AND,", "\u{2010}", "_", "[", "日本", "\u{301}", "\n", "ß", "ﬁ",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn syntax_reads_back_the_same(query in syntax()) {
        reads_back(&query);
    }

    #[test]
    fn anything_reads_back_the_same(query in "\\PC*") {
        reads_back(&query);
    }
}

fn reads_back(query: &str) {
    match parse(query) {
        Ok(tree) => {
            let shown = tree.to_string();
            let again = parse(&shown).unwrap_or_else(|e| panic!("{query:?} shown as {shown:?}: {e}"));
            assert_eq!(again, tree, "{query:?} shown as {shown:?}");
        }
        Err(error) => {
            let ErrorKind::Query { at, nearest, .. } = error.kind() else { panic!("{error:?}") };
            assert!(query.is_char_boundary(*at), "{query:?} at {at}");
            let _ = nearest.as_deref().map(parse);
        }
    }
}
