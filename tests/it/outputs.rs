//! No output lets through what steers a terminal, whatever a document or a file name
//! holds: every command and every format, over one folder of hostile texts.

use crate::harness::{Dir, Ran};

/// What a document may hold: escapes of the C0 and C1 sets, DEL, direction overrides and
/// isolates, and the line ends of Unicode.
const HOSTILE: &str =
    "\u{1b}[31mred \u{1b}]0;title\u{7} \u{9b}2J \u{90}q \u{7f} \u{202e}back\u{202c} \u{2066}apart\u{2069} \u{2028}";

/// A folder in which titles, authors, notes, headings, names of files and of entries of
/// archives are hostile.
fn corpus() -> Dir {
    let dir = Dir::new();
    let h = HOSTILE;
    let front = format!("---\ntitle: \"=cmd {h}\"\nauthor: \"@Lee {h}\"\npublisher: \"+{h}\"\n---\n\n");
    let cited = format!("Jan Moss {h}, The Bridge {h} (London: Pilot Press, 1971), p. 9.");
    dir.file(
        "s/a.md",
        format!("{front}# Head {h}\n\nThe lamp {h} was red.[^1] See “a lamp {h} of red”.[^2]\n\n[^1]: {cited}\n"),
    );
    dir.file("s/b.txt", format!("The lamp {h} was lit.[1]\n\n[1] {cited} {h}\n"));
    dir.file("s/c.txt", format!("=HYPERLINK(\"x\") lamp {h}\n\n[2] Orphan {h}\n"));
    dir.file("s/esc\u{1b}[32m\u{9b}\u{202e}.txt", "The lamp of the odd name.[1]\n\n[1] There.\n");
    dir.file("s/esc\u{1b}[32m.pdf", "%PDF-1.4\nno pdf at all\n");
    dir.file("s/esc\u{1b}.bin", "\0");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["../../up\u{1b}[2J.txt", "ok.txt"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, format!("The lamp {h} in an archive.\n").as_bytes()).unwrap();
    }
    dir.file("s/arc.zip", zip.finish().unwrap().into_inner());
    dir.file("m.md", format!("“The lamp {h} was red”, he says of the “lamp {h} that was never lit by any”.\n"));
    dir.file("q.txt", format!("lamp {h}\n\"lamp\n"));
    dir
}

/// True for a character that no terminal should get.
fn steers(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check(args: &[&str], ran: &Ran) {
    for (name, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
        if let Some(at) = text.find(steers) {
            let from = text.floor_char_boundary(at.saturating_sub(60));
            panic!("ibid {}: {name} has {:?}", args.join(" "), &text[from..text.ceil_char_boundary(at + 8)]);
        }
    }
    assert!(!ran.err.contains("broke down"), "{}", ran.err);
}

#[test]
fn no_output_steers_a_terminal() {
    let dir = corpus();
    let odd = "s/esc\u{1b}[32m\u{9b}\u{202e}.txt";
    let mut all: Vec<Vec<&str>> = vec![
        vec!["index", "s"],
        vec!["index", "s", "--json", "--rebuild"],
        vec!["index", "s", "--json"],
        vec!["index", "gone\u{1b}[2J"],
        vec!["index", "--drop", "gone\u{1b}[2J"],
        vec!["index", "--nonsense\u{1b}[2J"],
        vec!["status"],
        vec!["status", "--json"],
        vec!["status", "--check", "--json"],
        vec!["status", "--reason", "damaged PDF"],
        vec!["status", "--reason", "failed", "--json"],
        vec!["search", "-l", "lamp"],
        vec!["search", "-c", "lamp"],
        vec!["search", "--explain", "lamp red\u{1b}[2J\u{202e}"],
        vec!["search", "\"lamp \u{1b}[2J"],
        vec!["search", "-g", "none\u{1b}[2J", "lamp"],
        vec!["search", "--batch", "q.txt"],
        vec!["search", "--json", "--batch", "q.txt"],
        vec!["get", "--json", odd],
        vec!["get", odd],
        vec!["get", "s/a.md:3"],
        vec!["get", "none\u{1b}[2J"],
        vec!["notes", "s"],
        vec!["notes", "--json", "s"],
        vec!["extract", "s"],
        vec!["cites", "s/b.txt"],
        vec!["cites", "--json", "s/b.txt"],
        vec!["cited-by", "Moss"],
        vec!["cited-by", "--json", "Moss"],
        vec!["cited-by", "none\u{1b}[2J"],
        vec!["cited-by", "--graph", "dot"],
        vec!["cited-by", "--graph", "graphml"],
        vec!["cited-by", "--graph", "json"],
        vec!["verify", "m.md"],
        vec!["verify", "--json", "m.md"],
        vec!["aliases"],
    ];
    let formats = [
        "text", "json", "csv", "md", "trec", "grep", "kwic", "bibtex", "csl-json", "ris", "footnote", "chicago", "apa",
        "mla",
    ];
    all.extend(formats.iter().map(|format| vec!["search", "-n", "0", "--format", format, "lamp"]));
    for args in &all {
        check(args, &dir.ibid(args));
    }
    let csv = dir.ibid(&["search", "-n", "0", "--format", "csv", "lamp"]).exits(0).out;
    for row in csv::Reader::from_reader(csv.as_bytes()).records() {
        let row = row.unwrap();
        let formula = row.iter().find(|cell| cell.trim_start().starts_with(['=', '+', '-', '@']));
        assert_eq!(formula, None);
    }
}

/// Escapes in JSON lose nothing: the text reads back as it was.
#[test]
fn json_escapes_and_drops_nothing() {
    let dir = corpus();
    let blocks = dir.ibid(&["extract", "s/c.txt"]).exits(0).json();
    let text: String = blocks.iter().filter_map(|block| block["text"].as_str()).collect();
    assert!(text.contains("\u{9b}2J") && text.contains("\u{202e}back"), "{text:?}");
}
