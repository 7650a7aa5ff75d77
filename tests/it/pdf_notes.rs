//! Notes of PDF files: at the foot of pages, behind chapters, and what only looks like one.

use crate::pdf::{Line, TEXT, body, document, line, lines, links};

/// A line of text with a raised sign behind its end, which is `right`.
fn called<'t>(y: f32, text: &'t str, right: f32, sign: &'t str) -> Vec<Line<'t>> {
    vec![line(72.0, y, 11.0, text), line(right, y + 4.0, 7.0, sign)]
}

/// A note with a raised label.
fn note<'t>(y: f32, label: &'t str, text: &'t str) -> Vec<Line<'t>> {
    vec![line(72.0, y + 3.0, 6.0, label), line(80.0, y, 9.0, text)]
}

/// A page with text below what calls its notes; other text on each page, as what all have
/// is a running head.
fn filled(mut page: Vec<Line<'_>>, number: usize) -> Vec<Line<'_>> {
    page.extend(lines(72.0, 600.0, 14.0, &TEXT[3 * number..3 * number + 3]));
    page
}

#[test]
fn two_notes_called_at_one_word() {
    let page = || {
        let mut page = called(700.0, "The scales were never found.", 216.3, "12");
        page.extend(called(672.0, "Salt is sold by the handful.", 200.4, "3"));
        filled(page, 0)
    };
    let mut both = page();
    both.extend(note(130.0, "1", "Alder, Weights, 4."));
    both.extend(note(118.0, "2", "Birch, Losses, 9."));
    both.extend(note(106.0, "3", "Cedar, Hands, 2."));
    assert_eq!(links(&document(&[both])), [("1", "Alder,"), ("2", "Birch,"), ("3", "Cedar,")]);
    // where the page has a note 12 it is that
    let mut one = page();
    one.extend(note(118.0, "12", "Dogwood, Scales, 7."));
    assert_eq!(links(&document(&[one])), [("12", "Dogwood,")]);
}

#[test]
fn chapters_with_their_notes_behind_them() {
    let mut first = called(700.0, "The scales were never found.", 216.3, "1");
    first.extend(called(672.0, "Salt is sold by the handful.", 200.4, "2"));
    // the first call of the second chapter stands behind a blank
    let mut second = called(690.0, "The mule was another one.", 209.3, "1");
    second.extend(called(660.0, "The coat is brown, as he said.", 218.1, "2"));
    second.extend(called(640.0, "Nobody was asked about it.", 207.1, "3"));
    let list = |texts: &[&'static str]| {
        let mut page = vec![line(72.0, 700.0, 16.0, "Notes")];
        for ((at, text), label) in (0..).zip(texts).zip(["1", "2", "3"]) {
            page.extend(note(660.0 - 12.0 * at as f32, label, text));
        }
        page
    };
    let pages = [
        filled(first, 0),
        list(&["Alder, Weights, 4.", "Birch, Losses, 9."]),
        filled(second, 1),
        list(&["Cedar, Hands, 2.", "Dogwood, Scales, 7.", "Elder, Coats, 1."]),
    ];
    let linked = [("1", "Alder,"), ("2", "Birch,"), ("1", "Cedar,"), ("2", "Dogwood,"), ("3", "Elder,")];
    assert_eq!(links(&document(&pages)), linked);
}

#[test]
fn numbered_headings_answer_no_calls() {
    let mut pages = Vec::new();
    let calls = [
        (("The scales were never found.", 216.3), ("Salt is sold by the handful.", 200.4)),
        (("The mule was another one.", 205.3), ("The coat is brown, as he said.", 218.1)),
        (("Nobody was asked about it.", 207.1), ("The wine of the inn was paid.", 214.5)),
    ];
    for (page, (first, second)) in (0..).zip(calls) {
        let up = 8.0 * page as f32;
        let (labels, works) =
            ([["1", "2"], ["3", "4"], ["5", "6"]][page], ["Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir"]);
        let mut text = called(700.0 - up, first.0, first.1, labels[0]);
        text.extend(called(672.0 - up, second.0, second.1, labels[1]));
        let mut text = filled(text, page);
        text.extend(note(118.0 + up, labels[0], works[2 * page]));
        text.extend(note(106.0 + up, labels[1], works[2 * page + 1]));
        pages.push(text);
    }
    let mut last = vec![line(72.0, 720.0, 16.0, "Sources")];
    for (at, heading) in (0..).zip(["1. The Scales", "2. The Salt", "3. The Coat"]) {
        last.push(line(72.0, 690.0 - 60.0 * at as f32, 11.0, heading));
        last.extend(lines(72.0, 674.0 - 60.0 * at as f32, 14.0, &TEXT[2 * at..2 * at + 2]));
    }
    pages.push(last);
    let document = document(&pages);
    let linked = [("1", "Alder"), ("2", "Birch"), ("3", "Cedar"), ("4", "Dogwood"), ("5", "Elder"), ("6", "Fir")];
    assert_eq!(links(&document), linked);
    assert!(body(&document).contains("2. The Salt"));
}

#[test]
fn labels_that_are_flush_right() {
    let mut page = called(700.0, "The scales were never found.", 216.3, "9");
    page.extend(called(672.0, "Salt is sold by the handful.", 200.4, "10"));
    let mut page = filled(page, 0);
    page.push(line(77.0, 118.0, 9.0, "9. Alder, Weights, 4."));
    page.push(line(72.0, 106.0, 9.0, "10. Birch, Losses, 9."));
    assert_eq!(links(&document(&[page])), [("9", "Alder,"), ("10", "Birch,")]);
}

#[test]
fn roman_labels_beside_works_that_figures_name() {
    let mut first = called(700.0, "The scales were never found.", 216.3, "1");
    first.extend(called(672.0, "Salt is sold by the handful.", 200.4, "i"));
    first.extend(called(644.0, "The coat is brown, as he said.", 218.1, "2"));
    first.extend(called(630.0, "The mule was another one, too.", 226.7, "ii"));
    let mut first = filled(first, 0);
    first.push(line(72.0, 118.0, 9.0, "i. The weigher says so."));
    first.push(line(72.0, 106.0, 9.0, "ii. The clerk denies it."));
    let mut second = called(700.0, "The mule was never lame at all.", 227.3, "1");
    second.extend(called(672.0, "It is said to be in the river.", 197.3, "3"));
    second.extend(called(644.0, "The wine of the inn was paid.", 214.5, "4"));
    second.extend(called(616.0, "He was not asked about it any more.", 250.5, "5"));
    let second = filled(second, 1);
    let mut list = vec![line(72.0, 700.0, 16.0, "References")];
    let works =
        ["[1] Alder, Weights.", "[2] Birch, Losses.", "[3] Cedar, Hands.", "[4] Dogwood, Scales.", "[5] Elder, Coats."];
    list.extend(lines(72.0, 660.0, 14.0, &works));
    let document = document(&[first, second, list]);
    let linked = [
        ("1", "Alder,"),
        ("i", "The"),
        ("2", "Birch,"),
        ("ii", "The"),
        ("1", "Alder,"),
        ("3", "Cedar,"),
        ("4", "Dogwood,"),
        ("5", "Elder,"),
    ];
    assert_eq!(links(&document), linked);
}

#[test]
fn an_index_of_a_formula_is_no_label() {
    let mut page = called(700.0, "The rate of the inn is said to be w", 234.0, "t");
    page.extend(called(672.0, "Salt is sold by the handful.", 200.4, "1"));
    let mut page = filled(page, 0);
    page.extend(note(130.0, "1", "Alder, Weights, 4, who has for the rate of a day"));
    page.extend(note(118.0, "t", "plus the half of it, and no more."));
    assert_eq!(links(&document(&[page])), [("1", "Alder,")]);
}

#[test]
fn times_beside_numbered_lines_are_no_words() {
    let numbers: Vec<String> = (1..=12).map(|number: u32| number.to_string()).collect();
    let times: Vec<String> = (0..12).map(|at: u32| format!("01:{}", 18 + at / 4)).collect();
    let mut page = lines(108.0, 700.0, 24.0, &TEXT);
    for ((at, number), time) in (0..).zip(&numbers).zip(&times) {
        let y = 700.0 - 24.0 * at as f32;
        page.extend([line(72.0, y, 11.0, number), line(540.0, y, 11.0, time)]);
    }
    assert_eq!(body(&document(&[page])), TEXT.join(" "));
}
