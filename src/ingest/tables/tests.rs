//! Tables by hand.

use super::*;

fn source(table: &str) -> SourceRecord {
    let meta = parse(table.as_bytes()).unwrap().rows;
    SourceRecord { name: "s".to_owned(), meta, ..SourceRecord::default() }
}

#[test]
fn rows_are_found_by_path_or_name() {
    let source =
        source("\u{feff}Path,Title, Archive Box \n./a/x.txt,\"One, two\",7\ny.txt,Two,\ns/z.txt,,1\ngone.txt,,\n");
    let paths = ["s/a/x.txt", "s/deep/y.txt", "s/z.txt"];
    let keys = keys(&source, paths.into_iter());
    let title = |path| row(&source, &keys, path).and_then(|(_, meta)| meta.title.clone());
    assert_eq!(title("s/a/x.txt").as_deref(), Some("One, two"));
    assert_eq!(title("s/deep/y.txt").as_deref(), Some("Two"));
    assert_eq!(row(&source, &keys, "s/z.txt").unwrap().1.fields["archive_box"], "1");
    assert_eq!(title("s/x.txt"), None);
    assert_eq!(unknown(&source, &keys, paths.into_iter()), ["gone.txt"]);
}

#[test]
fn a_bare_name_is_of_one_file() {
    let source = source("path,title\na.txt,A\nb.txt,B\ns/c.txt,C\nc.txt,Other\n");
    let paths = ["s/a.txt", "s/sub/a.txt", "s/x/b.txt", "s/y/b.txt", "s/s/c.txt", "s/deep/c.txt"];
    let keys = keys(&source, paths.into_iter());
    let title = |path: &str| row(&source, &keys, path).and_then(|(_, meta)| meta.title.clone()).unwrap_or_default();
    assert_eq!(paths.map(title), ["A", "", "", "", "C", ""]);
    assert_eq!(keys.several, [("b.txt".to_owned(), 2), ("c.txt".to_owned(), 2)]);
    assert!(unknown(&source, &keys, paths.into_iter()).is_empty());
}

#[test]
fn other_column_names_and_signs() {
    let source = source("file;date;sha256\na.txt;2023;ff\n");
    let meta = row(&source, &Keys::default(), "s/a.txt").unwrap().1;
    assert_eq!((meta.date.as_deref(), meta.fields["sha256"].as_str()), (Some("2023"), "ff"));
}

#[test]
fn a_table_without_paths_is_an_error() {
    assert_eq!(parse(b"title\nx\n").unwrap_err().to_string(), "line 1: no column `path` or `file`");
}

#[test]
fn the_table_goes_over_what_the_file_says() {
    let own = Meta { title: Some("t".into()), date: Some("1".into()), ..Meta::default() };
    let row = Meta { date: Some("2".into()), ..Meta::default() };
    let both = merged(&own, Some(&row));
    assert_eq!((both.title.as_deref(), both.date.as_deref()), (Some("t"), Some("2")));
}

#[test]
fn dates_are_plain_or_kept_as_they_stand() {
    let table = "path,date,year\na,11 December 2024,\nb,March 1999,\nc,12/03/2021,\nd,1998–1999,1998\ne,2001/02,\nf,,1963\n\
                 g,2020-03-07T10:00:00Z,\nh,n.d.,\n";
    let sheet = parse(table.as_bytes()).unwrap();
    let shown = |(path, meta): (&String, &Meta)| {
        format!("{path}: {:?} {:?}", meta.date.as_deref(), meta.fields.get("issued").map(String::as_str))
    };
    insta::assert_snapshot!(sheet.rows.iter().map(shown).chain(sheet.faults.clone()).collect::<Vec<_>>().join("\n"), @r#"
    a: Some("2024-12-11") None
    b: Some("1999-03") None
    c: None Some("12/03/2021")
    d: None Some("1998–1999")
    e: None Some("2001/02")
    f: Some("1963") None
    g: Some("2020-03-07") None
    h: None None
    line 4: `12/03/2021` is not a plain date (YYYY, YYYY-MM or YYYY-MM-DD): shown as it stands, not searched as a date
    line 5: `1998–1999` is not a plain date (YYYY, YYYY-MM or YYYY-MM-DD): shown as it stands, not searched as a date
    line 6: `2001/02` is not a plain date (YYYY, YYYY-MM or YYYY-MM-DD): shown as it stands, not searched as a date
    "#);
}

#[test]
fn columns_go_by_other_names() {
    let sheet =
        parse(b"path,Authors,Year,Date published,Language,Title\nx,Jane Doe,1999,1999-01-02,English,T\n").unwrap();
    let meta = &sheet.rows["x"];
    assert_eq!((meta.author.as_deref(), meta.date.as_deref()), (Some("Jane Doe"), Some("1999-01-02")));
    assert_eq!((meta.language.as_deref(), meta.fields["year"].as_str()), (Some("en"), "1999"));
    assert!(sheet.faults.is_empty(), "{:?}", sheet.faults);
    let odd = parse(b"path,language\nx,Klingon\n").unwrap();
    assert_eq!((&odd.rows["x"].language, odd.rows["x"].fields["language"].as_str()), (&None, "Klingon"));
    assert_eq!(odd.faults, ["line 2: `Klingon` is no language that is known: kept as a field"]);
}

#[test]
fn tables_of_spreadsheets_are_decoded() {
    let latin = parse(b"path;title;author\na.txt;Caf\xe9 und M\xfchle;Jos\xe9 Mu\xf1oz\n").unwrap();
    assert_eq!(latin.rows["a.txt"].title.as_deref(), Some("Café und Mühle"));
    assert!(!latin.faults.is_empty(), "a guess is told");
    let text = "path\ttitle\na.txt\tCafé\n";
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(parse(&wide).unwrap().rows["a.txt"].title.as_deref(), Some("Café"));
}

#[test]
fn a_date_in_words_goes_over_the_date_of_the_file() {
    let own = Meta { date: Some("2019".into()), ..Meta::default() };
    let row = parse(b"path,date\na,c. 1850\n").unwrap().rows["a"].clone();
    let both = merged(&own, Some(&row));
    assert_eq!((both.date, both.fields["issued"].as_str()), (None, "c. 1850"));
    assert_eq!(merged(&row, Some(&own)).fields.get("issued"), None);
}
