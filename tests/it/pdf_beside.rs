//! Text that has something beside it: a list, a remark, a caption, a second column for a
//! few lines. Its sentences stay whole, and what belongs together in a row stays so.

use ibid::ingest::read;

use crate::pdf::{Line, TEXT, body, document, line, lines};

/// A narrow column of text.
const NARROW: [&str; 8] = [
    "The keeper of the salt store was",
    "asked by the court what he had",
    "weighed on the morning of the fair",
    "and he said that the scales had",
    "been lent to a man from the hills",
    "who had not come back with them",
    "although he had been told to do",
    "something before the market ends.",
];
const ITEMS: [&str; 9] = [
    "Scales, brass",
    "Salt, two sacks",
    "Mule, lame",
    "Coat, green",
    "Coat, brown",
    "Wine, of the inn",
    "Glasses, nine",
    "Keys of the store",
    "Rope, wet",
];

fn read_page(page: Vec<Line<'_>>) -> String {
    body(&document(&[page]))
}

#[test]
fn a_list_beside_a_text_keeps_to_itself() {
    for (text, list) in [(72.0, 330.0), (250.0, 72.0)] {
        let mut page = lines(text, 700.0, 13.0, &NARROW);
        page.extend(lines(list, 699.0, 11.5, &ITEMS));
        page.push(line(72.0, 560.0, 11.0, TEXT[6]));
        let read = read_page(page);
        assert!(read.contains(&NARROW.join(" ")), "{read}");
    }
}

#[test]
fn a_term_stays_beside_its_explanation() {
    let mut page = lines(150.0, 700.0, 13.0, &NARROW[..4]);
    page.extend(lines(150.0, 640.0, 13.0, &NARROW[4..]));
    page.push(line(72.0, 700.0, 11.0, "Keeper"));
    page.push(line(72.0, 640.0, 11.0, "Scales"));
    let read = read_page(page);
    assert!(read.contains("Keeper The keeper of the salt store was asked"), "{read}");
    assert!(read.contains("Scales been lent to a man"), "{read}");
}

#[test]
fn an_explanation_of_two_lines_in_a_list_of_terms() {
    let terms = [("Salt", "What is sold by the handful there"), ("Wine", "What the clerk is paid with by those")];
    let mut page = vec![line(72.0, 713.0, 11.0, "Mule"), line(150.0, 713.0, 11.0, "An animal of the court")];
    for ((term, text), at) in terms.iter().zip(0..) {
        page.push(line(72.0, 700.0 - 13.0 * at as f32, 11.0, term));
        page.push(line(150.0, 700.0 - 13.0 * at as f32, 11.0, text));
    }
    page.push(line(150.0, 674.0, 11.0, "who ask him about the coat"));
    let read = read_page(page);
    assert!(read.contains("Wine What the clerk is paid with by those who ask him"), "{read}");
    assert!(read.contains("Mule An animal of the court\nSalt What"), "{read}");
}

#[test]
fn a_remark_in_the_margin_is_read_after_the_text() {
    let mut page = lines(72.0, 700.0, 26.0, &NARROW);
    page.push(line(300.0, 647.5, 7.0, "Deleted: scales"));
    page.push(line(300.0, 569.0, 7.0, "Inserted: by the clerk"));
    let read = read_page(page);
    assert!(read.contains(&NARROW.join(" ")), "{read}");
    assert!(read.contains("Deleted: scales"), "{read}");
}

#[test]
fn prices_and_letters_stay_in_their_lines() {
    let mut page = lines(110.0, 700.0, 13.0, &NARROW);
    page.push(line(72.0, 700.0, 11.0, "Q."));
    page.push(line(330.0, 674.0, 11.0, "12.50"));
    let read = read_page(page);
    assert!(read.contains("Q. The keeper"), "{read}");
    assert!(read.contains("of the fair 12.50"), "{read}");
}

#[test]
fn a_text_that_flows_around_a_picture_goes_on_below() {
    let mut page = lines(72.0, 726.0, 13.0, &TEXT[8..10]);
    page.extend(lines(72.0, 700.0, 13.0, &NARROW[..7]));
    page.push(line(310.0, 648.0, 8.0, "Figure 3: The scales, as the clerk"));
    page.push(line(310.0, 637.0, 8.0, "drew them for the court."));
    page.extend(lines(
        72.0,
        609.0,
        13.0,
        &["something more before the end of the market, as travellers complain who", "pass."],
    ));
    let read = read_page(page);
    assert!(read.contains("he had been told to do something more before the end"), "{read}");
    assert!(read.contains("as the clerk drew them for the court."), "{read}");
}

#[test]
fn two_columns_for_six_lines_of_a_page() {
    let mut page = lines(160.0, 700.0, 13.0, &NARROW[..6]);
    page.extend(lines(
        360.0,
        700.0,
        13.0,
        &[
            "green coat which led a mule that",
            "was lame on the day of the fair",
            "and the court sent for the mule",
            "and for the coat and for the man",
            "in this order and adjourned to",
            "the inn. The mule came again.",
        ],
    ));
    // below, a picture with its words
    page.extend([
        line(90.0, 590.0, 11.0, "Figure 1: The fair"),
        line(160.0, 560.0, 16.0, "The fair and the inn by the river"),
    ]);
    page.extend([
        line(200.0, 500.0, 9.0, "Inn"),
        line(260.0, 470.0, 9.0, "Stable"),
        line(340.0, 430.0, 9.0, "Hall of the court"),
    ]);
    let read = read_page(page);
    assert!(read.contains(&NARROW[..6].join(" ")), "{read}");
    assert!(read.contains("for the man in this order and adjourned to the inn."), "{read}");
}

#[test]
fn a_sentence_runs_on_over_a_change_of_size_or_indent() {
    let mut page = vec![line(126.0, 726.0, 12.0, "THE CLERK: The scales were lent to the keeper on")];
    page.extend([
        line(72.0, 700.0, 12.0, "the morning of the fair to a man from the hills, and there, as he"),
        line(72.0, 674.0, 14.0, "said, they were seen by nobody who knew them or the mule"),
        line(72.0, 648.0, 12.0, "or the coat, which was green when it came to the hall of the court"),
        line(72.0, 622.0, 12.0, "and is brown. Nobody asked."),
    ]);
    let read = read_page(page);
    assert_eq!(read.lines().count(), 1, "{read}");
}

#[test]
fn words_that_were_blacked_out_make_no_table() {
    let mut page = Vec::new();
    for (at, text) in (0..).zip(&NARROW) {
        let (before, after) = text.split_at(text.rfind(' ').unwrap());
        page.push(line(72.0, 700.0 - 13.0 * at as f32, 11.0, before));
        page.push(line(270.0, 700.0 - 13.0 * at as f32, 11.0, after.trim_start()));
    }
    let read = read_page(page);
    assert!(read.contains("what he had weighed on the morning of the fair and he said"), "{read}");
}

#[test]
fn a_page_of_a_server_before_a_pdf() {
    let bytes = crate::pdf::bytes(&[lines(72.0, 700.0, 13.0, &TEXT)]);
    let marked = [b"<html><head></head></html>", &bytes[..9], b"%\xe2\xe3\xcf\xd3\n", &bytes[9..]].concat();
    let document = read::document("a.pdf", &marked).unwrap();
    assert!(body(&document).starts_with(TEXT[0]));
}
