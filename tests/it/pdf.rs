//! Layouts of PDF files: pages of placed lines, made here, so that a case says what
//! stands where. Words, notes and places are asked of what was read.

use std::fmt::Write;

use ibid::ingest::read;
use ibid::model::{BlockKind, Document};

/// A line on a page; lengths are points from the lower left corner.
pub struct Line<'t> {
    x: f32,
    y: f32,
    size: f32,
    text: &'t str,
}

pub fn line(x: f32, y: f32, size: f32, text: &str) -> Line<'_> {
    Line { x, y, size, text }
}

/// Lines below each other, the first at `y`.
pub fn lines<'t>(x: f32, y: f32, step: f32, texts: &[&'t str]) -> Vec<Line<'t>> {
    texts.iter().zip(0..).map(|(text, at)| line(x, y - step * at as f32, 11.0, text)).collect()
}

/// A file of one font. `catalog` goes into its catalogue, `info` into what it says of
/// itself.
fn file(catalog: &str, info: &str, pages: &[Vec<Line<'_>>]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        format!("<<{info}>>"),
    ];
    for (at, page) in pages.iter().enumerate() {
        let mut text = String::new();
        for Line { x, y, size, text: words } in page {
            let words = words.replace('(', "\\(").replace(')', "\\)");
            writeln!(text, "BT /F {size} Tf {x} {y} Td ({words}) Tj ET").unwrap();
        }
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            6 + 2 * at
        ));
        objects.push(format!("<</Length {}>>stream\n{text}endstream", text.len()));
    }
    let (mut out, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    places.iter().for_each(|at| writeln!(out, "{at:010} 00000 n ").unwrap());
    let size = objects.len() + 1;
    write!(out, "trailer\n<</Size {size}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{table}\n%%EOF\n").unwrap();
    out.into_bytes()
}

/// A file of pages.
pub fn bytes(pages: &[Vec<Line<'_>>]) -> Vec<u8> {
    file("", "", pages)
}

pub fn document(pages: &[Vec<Line<'_>>]) -> Document {
    read::document("a.pdf", &bytes(pages)).unwrap()
}

/// The text without running heads, a paragraph a line.
pub fn body(document: &Document) -> String {
    let text = document.blocks.iter().filter(|block| block.kind != BlockKind::RunningHead);
    text.map(|block| block.text.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Labels that are linked, with the first word of their notes.
pub fn links(document: &Document) -> Vec<(&str, &str)> {
    let linked = document.markers.iter().filter_map(|marker| Some((marker, &document.notes[marker.note?])));
    linked.map(|(marker, note)| (marker.label.as_str(), note.text.text.split(' ').next().unwrap_or(""))).collect()
}

pub const TEXT: [&str; 12] = [
    "The keeper of the salt store was asked by the court what he had weighed on",
    "the morning of the fair, and he said that the scales had been lent to a man",
    "from the hills, who had not come back with them. Nobody in the market could",
    "say what the man was called. The clerk, who had seen him, said that he wore",
    "a green coat and led a mule, and that the mule was lame. The court sent for",
    "the mule, and for the coat, and for the man, in this order, and adjourned to",
    "the inn. The mule came on the third day. It was not lame, and the keeper of",
    "the store said that it was another. The scales were never found, and salt is",
    "sold by the handful in that town even now, as travellers complain who have",
    "small hands. The coat hangs in the hall of the court. It is brown, but it is",
    "said that it was green when it came there, and the clerk, who is old, swears",
    "to it whenever he is asked, for the price of a glass of the wine of the inn.",
];

#[test]
fn numbers_in_the_margin_are_no_words_and_name_the_line() {
    let numbers: Vec<String> = (1..=12).map(|number: u32| number.to_string()).collect();
    let page = || {
        let mut page = lines(108.0, 700.0, 24.0, &TEXT);
        // the paper of courts has its numbers a little off the lines
        page.extend(numbers.iter().zip(0..).map(|(number, at)| line(72.0, 704.0 - 24.0 * at as f32, 12.0, number)));
        page
    };
    let document = document(&[page()]);
    assert_eq!(body(&document), TEXT.join(" "));
    let number = |byte: usize| {
        let lines = &document.layout.page_lines;
        lines[lines.partition_point(|line| line.start as usize <= byte) - 1].number
    };
    let span = document.blocks[0].spans[0];
    assert_eq!((number(span.start), number(span.end - 1)), (Some(1), Some(12)));
}

#[test]
fn a_numbered_list_keeps_its_numbers() {
    let items =
        ["Scales, lent", "Salt, wet", "A mule, lame", "A coat, green", "A coat, brown", "Wine", "Glasses", "Keys"];
    let numbers: Vec<String> = (1..=8).map(|number: u32| number.to_string()).collect();
    let mut page = lines(108.0, 700.0, 24.0, &items);
    page.extend(numbers.iter().zip(0..).map(|(number, at)| line(72.0, 700.0 - 24.0 * at as f32, 11.0, number)));
    assert!(body(&document(&[page])).contains("3 A mule, lame"));
}

#[test]
fn double_spacing_beside_single_is_one_paragraph_each() {
    let mut page = lines(72.0, 730.0, 30.0, &TEXT[..4]);
    page.extend(lines(
        108.0,
        592.0,
        13.0,
        &["It was, as I recall it now, a coat of the kind that is", "worn in the hills, with a hood to it."],
    ));
    page.extend(lines(72.0, 537.0, 30.0, &TEXT[6..10]));
    let text = body(&document(&[page]));
    assert!(text.contains(&TEXT[..4].join(" ")), "{text}");
    assert!(text.contains("of the kind that is worn in the hills"), "{text}");
    assert!(text.contains(&TEXT[6..10].join(" ")), "{text}");
}

#[test]
fn the_first_line_of_a_double_spaced_page_is_text() {
    let page = |head, from: usize| {
        let mut page = vec![line(72.0, 760.0, 9.0, head), line(300.0, 30.0, 9.0, ["1", "2", "3"][from / 4])];
        page.extend(lines(72.0, 720.0, 28.0, &TEXT[from..from + 4]));
        page
    };
    let pages = [page("THE SALT BOOK", 0), page("THE SALT BOOK", 4), page("THE SALT BOOK", 8)];
    assert_eq!(body(&document(&pages)), TEXT.join(" "));
}

#[test]
fn a_stamp_on_every_page_is_no_text() {
    let page = |stamp| vec![line(72.0, 770.0, 9.0, stamp)];
    let scan = document(&[
        page("Docket 84-17 Received 4 March Sheet 1 of 3"),
        page("Docket 84-17 Received 4 March Sheet 2 of 3"),
        page("Docket 84-17 Received 4 March Sheet 3 of 3"),
    ]);
    assert_eq!(scan.degraded.as_deref(), Some("no text layer"));
    assert_eq!(document(&[lines(72.0, 700.0, 13.0, &TEXT)]).degraded, None);
}

#[test]
fn damage_is_said() {
    let pages = [lines(72.0, 700.0, 13.0, &TEXT), lines(72.0, 700.0, 13.0, &TEXT)];
    let whole = file("", "", &pages);
    let said = |bytes: &[u8]| read::document("a.pdf", bytes).ok().and_then(|document| document.degraded);
    assert_eq!(said(&whole), None);
    assert!(said(&whole[..whole.len() * 6 / 10]).is_some_and(|reason| reason.contains("the end of the file")));
    let text = String::from_utf8(whole).unwrap();
    let fewer = text.replace("/Kids[5 0 R 7 0 R ]", "/Kids[5 0 R 9 9 R ]");
    assert!(said(fewer.as_bytes()).is_some_and(|reason| reason.contains("1 of 2 pages are missing")));
    let moved = text.replace("%PDF-1.4\n", "%PDF-1.4\n% a remark that moves all that follows\n");
    assert!(said(moved.as_bytes()).is_some_and(|reason| reason.contains("built again")));
}

#[test]
fn notes_below_a_separator_of_dashes() {
    let mut page = lines(72.0, 700.0, 14.0, &TEXT[..3]);
    page[2].text = "from the hills, who had not come back with them";
    page.push(line(310.0, 676.0, 7.0, "1"));
    page.push(line(72.0, 120.0, 11.0, "--------------------"));
    page.push(line(72.0, 106.0, 7.0, "1"));
    page.push(line(78.0, 102.0, 11.0, "Deposition of the clerk, leaf 4."));
    let document = document(&[page]);
    assert_eq!(links(&document), [("1", "Deposition")]);
    assert!(!body(&document).contains("---"));
}

#[test]
fn headings_with_numbers_are_no_notes() {
    let text = |last| {
        let mut page = lines(
            72.0,
            720.0,
            16.0,
            &[
                "1. Scales",
                "They were lent [1] and lost [2].",
                "2. Salt",
                "It is sold by hand [3].",
                "3. Wine",
                "None.",
            ],
        );
        page.extend(lines(72.0, 560.0, 14.0, &["References", "[1] Alder, Weights.", "[2] Birch, Losses.", last]));
        page
    };
    let linked = document(&[text("[3] Cedar, Hands.")]);
    assert_eq!(links(&linked), [("1", "Alder,"), ("2", "Birch,"), ("3", "Cedar,")]);
    // without a list that answers nothing is linked
    let page = lines(
        72.0,
        720.0,
        16.0,
        &["[1] Scales", "They were lent [7] and lost [8].", "[2] Salt", "Sold [9].", "[3] Wine"],
    );
    assert_eq!(links(&document(&[page])), []);
}

#[test]
fn three_columns_one_after_the_other() {
    let columns = [
        [
            "The mule came to",
            "the court at noon",
            "and was tied to a",
            "ring in the wall,",
            "from which it was",
            "taken in the night",
            "by its owner.",
        ],
        [
            "The coat was hung",
            "in the hall, where",
            "the moths had the",
            "sleeves of it and",
            "then the hood, so",
            "that it is now of",
            "no use at all.",
        ],
        [
            "The scales are in",
            "the river, as all",
            "who live there say",
            "when they are not",
            "under oath, and a",
            "boy has seen them",
            "from the bridge.",
        ],
    ];
    let mut page = Vec::new();
    for row in 0..7 {
        for (column, x) in columns.iter().zip([60.0, 235.0, 410.0]) {
            page.push(line(x, 700.0 - 14.0 * row as f32, 11.0, column[row]));
        }
    }
    let text = body(&document(&[page]));
    columns.iter().for_each(|column| assert!(text.contains(&column.join(" ")), "{text}"));
}

#[test]
fn what_is_printed_goes_over_what_the_file_says() {
    let page = |number, from: usize| {
        let mut page = lines(72.0, 640.0, 14.0, &TEXT[from..from + 4]);
        page.push(line(300.0, 30.0, 9.0, number));
        page
    };
    let mut first = page("291", 0);
    first.push(line(72.0, 720.0, 20.0, "The Scales of the Market"));
    let pages = [first, page("292", 4), page("293", 8)];
    let labels = "/PageLabels<</Nums[0<</S/D>>]>>";
    let document = read::document("a.pdf", &file(labels, "/Title(Heading 1)/Author(mweigher)", &pages)).unwrap();
    let printed: Vec<Option<&str>> = document.layout.pages.iter().map(|page| page.label.as_deref()).collect();
    assert_eq!(printed, [Some("291"), Some("292"), Some("293")]);
    assert_eq!(document.meta.title.as_deref(), Some("The Scales of the Market"));
    assert_eq!(document.meta.author, None);
}
