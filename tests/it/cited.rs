//! `cites:` queries and `ibid cited-by`: who cites whom across documents.

use serde_json::Value;

use crate::harness::Dir;

const HISTORY: &str = "\
A History of the Harbour

by Ole Vang

12 May 2019

I. The Works

The harbour works were paid for by the ferry company, which never said so in public and
kept no books of its own after the fire.[1] The engineer's own account says that the mole was
finished in a single summer, with men hired by the day.[2] He repeats this elsewhere.[3] Nobody
in the town believed him, and the diver least of all.[4]

[1] Berta Sand, Ferries of the North (Oslo: Quay Press, 1987), p. 12.
[2] Bo Ek, “On Silt and Sand in Rivers”, Journal of Hydrology, vol. 12, no. 3 (1990), pp. 45-67.
[3] Ibid., p. 50.
[4] Sand, op. cit., p. 40.
";

const REVIEW: &str = "\
Notes on a Coast

by Inga Moss

3 March 2021

The first to measure the silt was an engineer whose paper every later writer copies.[1] What the
harbour cost is told nowhere but in the ferryman's history of it.[2] The Northern Gazette reported
that the mole had sunk again.

[1] B. Ek, On silt and sand in rivers, Journal of Hydrology 12 (1990).
[2] Ole Vang, A History of the Harbour (Oslo, 2019), p. 3; “The mole sinks”, Northern Gazette, 4 July 2018.
";

fn shelf() -> Dir {
    let dir = Dir::new();
    dir.file("papers/history.txt", HISTORY).file("papers/review.txt", REVIEW);
    dir.ibid(&["index", "papers"]).exits(0);
    dir
}

fn cited_by(dir: &Dir, args: &[&str]) -> Vec<Value> {
    let args: Vec<&str> = ["cited-by", "--json"].into_iter().chain(args.iter().copied()).collect();
    dir.ibid(&args).json()
}

/// Path, note number and whether the citation is in full, place by place.
fn places(dir: &Dir, who: &str) -> Vec<(String, u64, bool)> {
    let of = |value: &Value| {
        let path = value["path"].as_str().unwrap().trim_start_matches("papers/").to_owned();
        (path, value["number"].as_u64().unwrap_or(0), value["direct"].as_bool().unwrap())
    };
    cited_by(dir, &[who]).iter().filter(|value| value["type"] == "citing").map(of).collect()
}

fn place(path: &str, number: u64, direct: bool) -> (String, u64, bool) {
    (path.to_owned(), number, direct)
}

#[test]
fn who_cites_an_author_a_work_a_publisher() {
    let dir = shelf();
    let ek = [place("history.txt", 2, true), place("history.txt", 3, false), place("review.txt", 1, true)];
    assert_eq!(places(&dir, "Ek"), ek);
    assert_eq!(places(&dir, "Bo Ek"), ek, "an initial agrees");
    assert_eq!(places(&dir, "A. Ek"), []);
    assert_eq!(places(&dir, "silt and sand"), ek);
    assert_eq!(places(&dir, "Quay Press"), [place("history.txt", 1, true), place("history.txt", 4, false)]);
    dir.ibid(&["cited-by", "Nobody"]).exits(1);
    dir.ibid(&["cited-by"]).exits(2);
}

#[test]
fn the_citing_sentence_and_its_place_are_told() {
    let dir = shelf();
    let all = cited_by(&dir, &["Ek"]);
    let ibid = &all[1];
    assert_eq!(ibid["sentence"], "He repeats this elsewhere.");
    assert_eq!(ibid["citation"]["form"], "ibid");
    assert_eq!(ibid["citation"]["work"]["author"][0], "Bo Ek");
    assert_eq!(ibid["locator"]["path"], "papers/history.txt");
    let bytes = ibid["citation"]["bytes"].as_array().unwrap();
    let at = |i: usize| bytes[i].as_u64().unwrap() as usize;
    assert_eq!(&HISTORY.as_bytes()[at(0)..at(1)], ibid["citation"]["raw"].as_str().unwrap().as_bytes());
    let summary = all.last().unwrap();
    assert_eq!(
        (&summary["direct"], &summary["short"], &summary["citing_documents"]),
        (&2.into(), &1.into(), &2.into())
    );
}

#[test]
fn a_document_of_the_index_is_joined_to_its_citations() {
    let dir = shelf();
    assert_eq!(places(&dir, "papers/history.txt"), [place("review.txt", 2, true)]);
    let graph: Value = serde_json::from_str(&dir.ibid(&["cited-by", "--graph", "json"]).exits(0).out).unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let edge = edges.iter().find(|edge| edge["target"] == "papers/history.txt").expect("an edge between documents");
    assert_eq!(edge["source"], "papers/review.txt");
    let silt = graph["nodes"].as_array().unwrap().iter().find(|node| node["author"][0] == "Bo Ek").unwrap();
    let to_silt: Vec<&Value> = edges.iter().filter(|edge| edge["target"] == silt["id"]).collect();
    assert_eq!(to_silt.len(), 2, "one work, cited by two documents");
    assert!(dir.ibid(&["cited-by", "--graph", "dot"]).exits(0).out.starts_with("digraph"));
    assert!(dir.ibid(&["cited-by", "--graph", "graphml"]).exits(0).out.contains("<graphml"));
}

#[test]
fn the_most_cited_are_counted() {
    let dir = shelf();
    let top = cited_by(&dir, &["--top"]);
    let first = |what: &str| top.iter().find(|one| one["type"] == what).unwrap();
    assert_eq!(first("work")["work"]["title"], "On Silt and Sand in Rivers");
    assert_eq!((&first("work")["citations"], &first("work")["documents"]), (&3.into(), &2.into()));
    assert_eq!(first("work")["evidence"][0], "author, title, date");
    assert_eq!((&first("author")["name"], &first("author")["citations"]), (&"Bo Ek".into(), &3.into()));
    assert_eq!(first("publisher")["name"], "Journal of Hydrology");
    let here = cited_by(&dir, &["--top=authors", "-g", "review.txt", "--limit", "1"]);
    assert_eq!(here.len(), 1);
    let among = cited_by(&dir, &["--top=authors", "ferryman's"]);
    assert!(among.iter().any(|one| one["name"] == "Ole Vang"), "{among:?}");
}

#[test]
fn queries_ask_for_what_is_cited() {
    let dir = shelf();
    let count = |query: &str| dir.ibid(&["search", "-c", query]).out.trim().to_owned();
    assert_eq!(count("cites:Hydrology"), "2");
    assert_eq!(count("cites.author:Sand"), "1");
    assert_eq!(count("cites.title:\"history of the harbour\""), "1");
    assert_eq!(count("cites.publisher:Gazette"), "1");
    assert_eq!(count("cites.author:Ek engineer"), "2");
    assert_eq!(count("cites.author:Harbour"), "0");
    let hits = dir.ibid(&["search", "--json", "cites.author:Sand"]).hits();
    let texts: Vec<&str> = hits[0]["matches"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Berta Sand, Ferries of the North (Oslo: Quay Press, 1987), p. 12", "Sand, op. cit., p. 40"]);
    assert_eq!((&hits[0]["in"], &hits[0]["matches"][0]["label"]), (&"note".into(), &"1".into()));
}

#[test]
fn an_edit_of_the_citing_file_leaves_the_cited_one_alone() {
    let dir = shelf();
    let id = |dir: &Dir| dir.ibid(&["search", "--json", "ferryman's history OR \"kept no books\""]).json();
    let before = id(&dir);
    dir.file("papers/review.txt", REVIEW.replace("A History of the Harbour", "Another Book"));
    dir.ibid(&["index"]).exits(0);
    assert!(places(&dir, "papers/history.txt").is_empty());
    let ids = |all: &[Value]| -> Vec<String> {
        let of_history = all.iter().filter(|hit| hit["document"]["path"] == "papers/history.txt");
        let mut ids: Vec<String> = of_history.map(|hit| hit["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&before), ids(&id(&dir)));
}

#[test]
fn what_a_citing_sentence_says_counts_for_the_cited_document() {
    let body = "The engineer drew the plans in the autumn and had them copied by a clerk who could not read them.";
    let work = |title: &str, name: &str| format!("{title}\n\nby {name}\n\n2 June 2010\n\n{body}\n");
    let review = "Notes on a Coast\n\nby Inga Moss\n\n3 March 2021\n\nThe best study of lighthouses is one that \
        never uses the word.[1] The rest of this page is about other things, and about the weather.\n\n\
        [1] Bo Ek, Towers of the Keepers (Oslo: Quay Press, 2010), p. 4.\n";
    let top = |cited: bool| {
        let dir = Dir::new();
        dir.file("papers/a.txt", work("Plans of the Clerks", "Ole Vang"));
        dir.file("papers/b.txt", work("Towers of the Keepers", "Bo Ek"));
        dir.file("papers/c.txt", if cited { review.to_owned() } else { review.replace("Towers", "Houses") });
        dir.ibid(&["index", "papers"]).exits(0);
        let hits = dir.ibid(&["search", "--json", "engineer lighthouses"]).hits();
        let paths: Vec<String> = hits.iter().map(|hit| hit["document"]["path"].as_str().unwrap().to_owned()).collect();
        paths.into_iter().filter(|path| path != "papers/c.txt").collect::<Vec<_>>()
    };
    assert_eq!(top(true), ["papers/b.txt", "papers/a.txt"]);
    assert_eq!(top(false), ["papers/a.txt", "papers/b.txt"], "equal, and so by path");
}

#[test]
fn a_half_known_citation_joins_no_two_works() {
    let dir = Dir::new();
    let text = "The first writer says so.[1] The second says the same.[2] A third is quoted for it.[3]\n\n";
    let notes = "[1] Alice Smith, Fires of the Coast (Leeds: Spindle, 1990), p. 3.\n\
        [2] Brian Smith, Fires of the Coast (York: Minster, 1990), p. 4.\n\
        [3] Smith, Fires of the Coast (1990), p. 5.\n";
    dir.file("papers/a.txt", format!("{text}{notes}"));
    dir.ibid(&["index", "papers"]).exits(0);
    let works: Vec<Value> = cited_by(&dir, &["--top=works"]);
    assert!(works.iter().all(|work| work["citations"] == 1), "{works:#?}");
}

#[test]
fn a_naming_is_found_on_its_line_and_with_its_article() {
    let dir = Dir::new();
    let text = "A long line of introduction that says nothing of the matter at all.\nIt goes on for a \
        second line, wrapped as old files are,\nand only here The Northern Gazette reported that the mole\nhad sunk.\n";
    dir.file("papers/a.txt", text);
    dir.ibid(&["index", "papers"]).exits(0);
    for who in ["The Northern Gazette", "Northern Gazette"] {
        let all = cited_by(&dir, &[who]);
        assert_eq!((&all[0]["by"], &all[0]["locator"]["lines"][0]), (&"named".into(), &3.into()), "{all:#?}");
    }
}

#[test]
fn a_note_called_twice_gives_both_sentences() {
    let dir = Dir::new();
    let filler = "Some words to fill the page. ".repeat(40);
    let text = format!(
        "The council relied on it.[1] {filler}\n\n{filler}\n\nIt was quoted again with no small effect.[1]\n\n\
         [1] Ann Vale, Ferry Fees (Leeds: Spindle, 1990), p. 3.\n"
    );
    dir.file("papers/a.md", text.replace("[1] Ann", "[^1]: Ann").replace("[1]", "[^1]"));
    dir.ibid(&["index", "papers"]).exits(0);
    let all = cited_by(&dir, &["Vale"]);
    assert_eq!(all[0]["sentence"], "The council relied on it.");
    assert_eq!(all[0]["also"][0]["sentence"], "It was quoted again with no small effect.", "{all:#?}");
}

#[test]
fn a_wrong_question_is_answered_as_such() {
    let dir = shelf();
    dir.file("elsewhere.txt", "x");
    assert!(dir.ibid(&["cited-by", "elsewhere.txt"]).exits(2).err.contains("no document"));
    assert_eq!(places(&dir, "history.txt"), [place("review.txt", 2, true)]);
    assert!(dir.ibid(&["search", "cites.date:2019"]).exits(2).err.contains("cites.author:"));
    assert!(dir.ibid(&["cited-by", "--top", "authors"]).exits(0).out.contains("Bo Ek"));
    assert!(dir.ibid(&["cited-by", "--top", "zeppelins"]).exits(1).err.contains("nothing is cited"));
}

#[test]
fn of_nobody_the_nearest_names_are_told() {
    let dir = shelf();
    let ran = dir.ibid(&["cited-by", "Sandd"]).exits(1);
    assert!(ran.err.contains("nothing found for `Sandd`: no citation has an author"), "{}", ran.err);
    assert!(ran.err.contains("the nearest names: `Berta Sand`"), "{}", ran.err);
    let summary = cited_by(&dir, &["Northern Gazete"]).pop().unwrap();
    assert_eq!(summary["nearest"], serde_json::json!(["Northern Gazette"]));
    let far = dir.ibid(&["cited-by", "Shakespeare"]).exits(1);
    assert!(!far.err.contains("nearest") && far.err.contains("`ibid search Shakespeare`"), "{}", far.err);
    let found = cited_by(&dir, &["Ek"]).pop().unwrap();
    assert_eq!(found["nearest"], serde_json::json!([]));
}

#[test]
fn who_is_quoted_is_named() {
    let dir = Dir::new();
    let text = "The board met in May.\n\n“The lock is shut,” said Nilsen, who keeps it. Halvorsen told the council that it \
                would open in June. According to Brekke, nobody had asked.\n";
    dir.file("papers/a.txt", text);
    dir.ibid(&["index", "papers"]).exits(0);
    for who in ["Nilsen", "Halvorsen", "Brekke"] {
        let found = cited_by(&dir, &[who]);
        assert_eq!(found[0]["by"], "named", "{who}: {found:?}");
    }
    assert_eq!(dir.ibid(&["cited-by", "council"]).status, 1);
}

#[test]
fn a_short_citation_counts_with_the_work_it_stands_for() {
    let dir = Dir::new();
    let text = "One thing.[1] Another.[2] A third.[3] A fourth.[4]\n\n\
                [1] A. BREKKE: The Lock and its Keepers, Oslo, 1899, p. 38.\n\
                [2] BREKKE, p. 64.\n[3] The Lock and its Keepers, p. 7.\n[4] In May, 1899, the board asked a pilot to look at the lock.\n";
    dir.file("papers/a.txt", text);
    dir.ibid(&["index", "papers"]).exits(0);
    assert_eq!(places(&dir, "Brekke"), [place("a.txt", 1, true), place("a.txt", 2, false), place("a.txt", 3, false)]);
    let top = dir.ibid(&["cited-by", "--top", "--json"]).json();
    let names: Vec<(&str, u64)> =
        top.iter().map(|row| (row["name"].as_str().unwrap(), row["citations"].as_u64().unwrap())).collect();
    assert_eq!(names, [("A. BREKKE: The Lock and its Keepers, Oslo, 1899, p. 38", 3), ("A. BREKKE", 3)]);
}
