//! Running heads of slip opinions, as they are left where pages were run
//! together: `Cite as: 570 U. S. ____ (2013)   3` and `4   FINCH v. PORT`, and below
//! them the line that says whose opinion it is.
//!
//! Pages marked by form feeds are for `running`; here the words themselves say
//! that a page begins.

use std::collections::HashMap;

use super::lines::Line;
use crate::model::Page;

/// Longest second line of a head, in characters.
const SECOND: u32 = 70;

/// Blanks that part a page number from the rest of its head.
const GAP: &str = "   ";

/// The first line of a head, and the page number on it.
struct Anchor<'a> {
    line: usize,
    label: &'a str,
}

/// Marks the heads of a court's pages in `head`, and gives the pages that they
/// begin. Nothing is marked unless a line says `Cite as:`.
pub fn heads(lines: &[Line], head: &mut [bool]) -> Vec<Page> {
    if !lines.iter().any(|line| line.text.starts_with("Cite as:")) {
        return Vec::new();
    }
    let anchors: Vec<Anchor> =
        (0..lines.len()).filter_map(|at| page_number(lines[at].text).map(|label| Anchor { line: at, label })).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.width <= SECOND) {
        *seen.entry(line.text).or_default() += 1;
    }
    for anchor in &anchors {
        head[anchor.line] = true;
        let second = lines.get(anchor.line + 1).filter(|line| line.width <= SECOND && seen.get(line.text) >= Some(&2));
        if second.is_some() {
            head[anchor.line + 1] = true;
        }
    }
    let page = |anchor: &Anchor| Page {
        start: lines[anchor.line].at as u32,
        number: None,
        label: Some(anchor.label.to_owned()),
    };
    anchors.iter().map(page).collect()
}

/// The page number of the first line of a head.
fn page_number(text: &str) -> Option<&str> {
    let digits = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let (last, first) = (text.rfind(GAP), text.find(GAP));
    let end = last.map(|at| text[at..].trim()).filter(|part| digits(part));
    let start = first.map(|at| text[..at].trim()).filter(|part| digits(part));
    let parties = || text.contains(" v. ");
    match (text.starts_with("Cite as:"), end, start) {
        (true, Some(label), _) => Some(label),
        (false, Some(label), None) | (false, None, Some(label)) if parties() && is_in_capitals(text) => Some(label),
        _ => None,
    }
}

/// True where nearly all letters are capitals, as the names of parties are set.
fn is_in_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let small = letters.clone().filter(|c| c.is_lowercase()).count();
    small * 6 <= letters.count()
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn found(text: &str) -> (Vec<String>, Vec<String>) {
        let scanned = scan(text);
        let mut head = vec![false; scanned.lines.len()];
        let pages = heads(&scanned.lines, &mut head);
        let marked = scanned.lines.iter().zip(&head).filter(|(_, head)| **head).map(|(line, _)| line.text.to_owned());
        (marked.collect(), pages.into_iter().filter_map(|page| page.label).collect())
    }

    #[test]
    fn heads_of_a_court_are_found_without_form_feeds() {
        let text = "Opinion of the Court\nThe weir was built.\nCite as: 601 U. S. ____ (2024)      5\n\nOpinion of the \
                    Court\n\nIt fell.\n6     WEIR CO. v. COUNTY OF HALE\n\nOpinion of the Court\n\nIt was built again.\n";
        let (heads, pages) = found(text);
        assert_eq!(heads.len(), 4);
        assert_eq!(pages, ["5", "6"]);
    }

    #[test]
    fn cases_in_the_text_are_no_heads() {
        assert!(found("We said so in Weir Co. v. Hale,   12\nand again.\n").0.is_empty());
        let text = "Cite as: 601 U. S. ____ (2024)      5\nWe said in Weir v. Hale   12\nand again.\n";
        assert_eq!(found(text).0.len(), 1);
    }
}
