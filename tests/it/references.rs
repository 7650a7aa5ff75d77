//! Metadata from libraries of references, and hits as references.

use serde_json::Value;

use crate::harness::Dir;

const TEXT: &str =
    "The mill on the upper river was rebuilt in the spring, as the ledgers of the parish tell at length.\n";

/// Three files of which only a library knows the authors.
fn world() -> Dir {
    let dir = Dir::new();
    dir.file("docs/mill.txt", TEXT).file("docs/deep/bridge.txt", TEXT.replace("mill", "bridge"));
    dir.file("docs/own.html", format!("<html><head><title>Its own title</title><meta name=author content='Ann Lee'><meta name=citation_doi content='10.1/own'></head><body><h1>Its own title</h1><p>{}</p></body></html>", TEXT.replace("mill", "weir")));
    dir.file("docs/unknown.txt", TEXT.replace("mill", "ford"));
    dir.file(
        "lib.bib",
        r#"@string{np = {North Press}}
@book{doe1998, author = {Doe, Jane and {Barnes and Noble}}, title = {Mills \& Water}, publisher = np,
  address = {Leeds}, year = 1998, langid = {english}, file = {Text:C\:\\lib\\7\\mill.txt:text/plain}}
@article{broken, title = {never closed,
}
@article{roe:2001, author = {Roe, Richard}, title = {{\"U}ber Br{\"u}cken}, journal = {Journal of Bridges},
  volume = 3, number = 2, pages = {10--12}, year = 2001, month = may, file = {docs/deep/bridge.txt}}
@online{own, author = {Someone Else}, title = {Another title}, doi = {10.1/OWN}, publisher = {The Courier}, date = {2020-02-03}}
"#,
    );
    dir
}

fn document(dir: &Dir, word: &str) -> Value {
    dir.ibid(&["search", "--json", word]).exits(0).hits()[0]["document"].clone()
}

fn shown(dir: &Dir, word: &str, format: &str) -> String {
    dir.ibid(&["search", word, "--format", format]).exits(0).out
}

#[test]
fn a_library_fills_what_is_not_known() {
    let dir = world();
    let ran = dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    assert!(ran.err.contains("lib.bib: line 4: entry `broken`: has no end"), "{}", ran.err);
    assert!(ran.err.contains("with an entry in a library: 3 files"), "{}", ran.err);
    let mill = document(&dir, "mill");
    assert_eq!((&mill["title"], &mill["author"]), (&"Mills & Water".into(), &"Doe, Jane; Barnes and Noble".into()));
    assert_eq!((&mill["publisher"], &mill["date"]), (&"North Press".into(), &"1998".into()));
    assert_eq!((&mill["language"], &mill["meta"]["place"]), (&"en".into(), &"Leeds".into()));
    let bridge = document(&dir, "bridge");
    assert_eq!((&bridge["title"], &bridge["date"]), (&"Über Brücken".into(), &"2001-05".into()));
    let own = document(&dir, "weir");
    assert_eq!((&own["title"], &own["author"]), (&"Its own title".into(), &"Ann Lee".into()), "the text comes first");
    assert_eq!((&own["publisher"], &own["date"]), (&"The Courier".into(), &"2020-02-03".into()));
    let unknown = document(&dir, "ford");
    assert_eq!((&unknown["title"], &unknown["author"]), (&Value::Null, &Value::Null));
    let found = dir.ibid(&["search", "author:Roe", "--json"]).exits(0).hits();
    assert_eq!(found[0]["document"]["path"], "docs/deep/bridge.txt");
}

#[test]
fn a_library_is_remembered_and_read_again() {
    let dir = world();
    dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    let again = dir.ibid(&["index"]).exits(0);
    assert!(again.err.contains("4 unchanged") && !again.err.contains("broken"), "{}", again.err);
    dir.file("lib.bib", "@book{x, title = {Mills anew}, file = {docs/mill.txt}}\n");
    let changed = dir.ibid(&["index"]).exits(0);
    assert!(changed.err.contains("3 with new metadata"), "{}", changed.err);
    assert_eq!(document(&dir, "mill")["title"], "Mills anew");
    assert_eq!(document(&dir, "bridge")["title"], Value::Null);
    std::fs::remove_file(dir.path().join("lib.bib")).unwrap();
    dir.file("docs/mill.txt", TEXT.replace("spring", "summer"));
    let gone = dir.ibid(&["index"]).exits(0);
    assert!(gone.err.contains("what it said before stays"), "{}", gone.err);
    assert_eq!(document(&dir, "summer")["title"], "Mills anew");
    dir.file("none.json", "[]");
    dir.ibid(&["index", "docs", "--bib", "none.json"]).exits(0);
    assert_eq!(document(&dir, "summer")["title"], Value::Null, "another library takes its place");
}

#[test]
fn a_table_goes_over_a_library() {
    let dir = world();
    dir.file("t.csv", "path,title,author,date,publisher,shelf\nmill.txt,From the table,,,,B 4\nnone.txt,x,,,,\n");
    dir.file("lib.json", r#"[{"id":"k","type":"book","title":"X","author":[{"family":"Doe","given":"J."}],"issued":{"date-parts":[[1999]]},"note":"file: mill.txt"}]"#);
    let ran = dir.ibid(&["index", "docs", "--meta", "t.csv", "--bib", "lib.json", "--bib", "lib.bib"]).exits(0);
    assert!(ran.err.contains("`none.txt` in the table matches no file of source `docs`"), "{}", ran.err);
    assert!(ran.err.contains("`docs/mill.txt` is named by several entries"), "{}", ran.err);
    let mill = document(&dir, "mill");
    assert_eq!((&mill["title"], &mill["author"]), (&"From the table".into(), &Value::Null), "two libraries differ");
    dir.ibid(&["index", "docs", "--bib", "lib.json"]).exits(0);
    let mill = document(&dir, "mill");
    assert_eq!((&mill["title"], &mill["author"]), (&"From the table".into(), &"Doe, J.".into()));
    assert_eq!((&mill["date"], &mill["meta"]["shelf"]), (&"1999".into(), &"B 4".into()));
}

#[test]
fn a_library_that_cannot_be_read_is_an_error() {
    let dir = world();
    dir.file("bad.json", "[{");
    assert!(dir.ibid(&["index", "docs", "--bib", "bad.json"]).exits(2).err.contains("bad.json"));
    assert!(dir.ibid(&["index", "docs", "--bib", "gone.bib"]).exits(2).err.contains("gone.bib"));
    dir.file("loop.bib", "@string{a = a # a}\n@misc{x, title = a}\n".repeat(50));
    dir.ibid(&["index", "docs", "--bib", "loop.bib"]).exits(0);
}

#[test]
fn hits_as_references() {
    let dir = world();
    dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    let mut all = String::new();
    for format in ["bibtex", "csl-json", "ris", "footnote", "chicago", "apa", "mla"] {
        let hits: Vec<String> = ["mill", "bridge", "weir", "ford"].map(|word| shown(&dir, word, format)).to_vec();
        all.push_str(&format!("==== {format}\n{}", hits.join("").replace('\r', "")));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn bibtex_reads_back_as_it_was() {
    let dir = world();
    dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    let before = document(&dir, "mill");
    let bibtex = shown(&dir, "mill", "bibtex");
    assert!(bibtex.starts_with("@book{doe1998,\n"), "{bibtex}");
    dir.file("back.bib", bibtex.replacen("@book{doe1998,", "@book{doe1998,\n  file = {docs/mill.txt},", 1));
    dir.ibid(&["index", "docs", "--bib", "back.bib"]).exits(0);
    assert_eq!(document(&dir, "mill"), before);
}

#[test]
fn get_prints_references_too() {
    let dir = world();
    dir.file("docs/notes.md", "# Rivers\n\nThe ferry was sold.[^1]\n\n[^1]: Parish ledger, 1802.\n");
    dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    let line = dir.ibid(&["get", "docs/mill.txt:1", "--format", "apa"]).exits(0).out;
    assert_eq!(line, "Doe, J., & Barnes and Noble. (1998). Mills & Water. North Press. [l. 1]\n");
    let hits = dir.ibid(&["search", "--json", "ferry"]).exits(0).hits();
    let id = hits[0]["notes"][0]["id"].as_str().unwrap().to_owned();
    let note = dir.ibid(&["get", &id, "--format", "footnote"]).exits(0).out;
    assert!(note.contains("n. 1"), "{note}");
    assert!(dir.ibid(&["get", "docs/mill.txt:1", "--format", "csv"]).exits(2).err.contains("csv"));
    assert!(dir.ibid(&["search", "--batch", "-", "--format", "ris"]).exits(2).err.contains("no references"));
}

#[test]
fn a_table_of_a_spreadsheet_says_what_it_means() {
    let dir = world();
    dir.file("docs/sub/mill.txt", TEXT.replace("mill", "lock"));
    let mut wide = vec![0xff, 0xfe];
    let table = "Path\tTitle\tAuthors\tYear\tLanguage\nmill.txt\tMühlen\tJane Doe et al.\tc. 1850\tEnglish\nbridge.txt\tB\tRoe\t11 December 2024\tde\n";
    wide.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    dir.file("t.csv", wide);
    let ran = dir.ibid(&["index", "docs", "--meta", "t.csv"]).exits(0);
    assert!(ran.err.contains("t.csv: line 2: `c. 1850` is not a plain date"), "{}", ran.err);
    let mill = document(&dir, "mill");
    assert_eq!((&mill["title"], &mill["author"]), (&"Mühlen".into(), &"Jane Doe et al.".into()));
    assert_eq!((&mill["date"], &mill["language"]), (&Value::Null, &"en".into()));
    assert_eq!(document(&dir, "lock")["title"], Value::Null, "another file of the same name");
    assert_eq!(document(&dir, "bridge")["date"], "2024-12-11");
    assert_eq!(dir.ibid(&["search", "date:2024-12", "--json"]).exits(0).hits().len(), 1);
    assert_eq!(shown(&dir, "mill", "apa"), "Doe, J., et al. (c. 1850). Mühlen. [l. 1]\n");
}

#[test]
fn a_library_knows_better_than_the_first_lines() {
    let dir = Dir::new();
    let text = format!("THE ROAD TO THE MILL\n\nby A. Printer\n\n{TEXT}");
    dir.file("docs/a.txt", text).file("docs/b.txt", TEXT.replace("mill", "weir"));
    dir.file(
        "lib.bib",
        "@incollection{k3, author = {Martin Luther King and others}, title = {Mills}, crossref = {p}, file = {docs/a.txt}}\n\
         @book{b, title = {Weirs}, year = {1998/1999}, crossref = {none}, file = {docs/b.txt}}\n\
         @book{p, editor = {Ann Lee}, title = {Rivers of the {North}}, year = {1977}, publisher = {North Press}}\n",
    );
    let ran = dir.ibid(&["index", "docs", "--bib", "lib.bib"]).exits(0);
    assert!(ran.err.contains("entry `b`: no one entry has its crossref `none`"), "{}", ran.err);
    let mill = document(&dir, "mill");
    assert_eq!((&mill["title"], &mill["author"]), (&"Mills".into(), &"King, Martin Luther; et al.".into()));
    let footnote = shown(&dir, "mill", "footnote");
    assert_eq!(
        footnote,
        "Martin Luther King et al., “Mills,” in Rivers of the North, ed. Ann Lee (North Press, 1977), l. 1.\n"
    );
    assert_eq!(shown(&dir, "weir", "apa"), "Weirs. (1998/1999). [l. 1]\n");
}

#[test]
fn markup_on_one_line_is_cited_by_section() {
    let dir = Dir::new();
    let para = |n: usize| {
        format!("<p>The weir {n} was rebuilt in the spring, as the ledgers of the parish tell at some length.</p>")
    };
    let first: String = (0..40).map(para).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?>\n<article><front><article-meta><title-group><article-title>Rivers</article-title>\
         </title-group></article-meta></front><body><sec><title>Methods</title>{first}</sec>\
         <sec><title>Results</title><p>The sluice was found in good order by all who came.</p></sec></body></article>"
    );
    dir.file("docs/a.xml", xml);
    dir.ibid(&["index", "docs"]).exits(0);
    assert_eq!(shown(&dir, "sluice", "apa"), "Rivers. (n.d.). [sec. “Results”]\n");
}
