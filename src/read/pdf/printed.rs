//! What the pages print goes over what the file says of itself.
//!
//! Programs fill the fields in unasked: the name of a file or of a template as
//! title, a login as author, 1, 2, 3 as the labels of pages that print others. Of
//! 166 reports and opinions 12 had such a title and 30 such an author.

use std::collections::HashSet;

use crate::model::Meta;

use super::line::Line;
use super::model::{Page, Pages};

/// Takes out of the metadata what the first pages do not print; a title that is
/// missing then is the largest type of the first page, if that is one.
pub fn settle(meta: &mut Meta, pages: &Pages) {
    let first: HashSet<String> = pages.pages.iter().take(2).flat_map(words_of_page).collect();
    // a cover without text says nothing against what the file says
    let Some(page) = pages.pages.first().filter(|page| words_of_page(page).count() >= FEWEST) else { return };
    let printed = |text: &str, of_ten: usize| {
        let words: Vec<String> = words(text).collect();
        let known = words.iter().filter(|word| first.contains(*word)).count();
        known > 0 && known * 10 >= words.len() * of_ten
    };
    meta.title = meta.title.take().filter(|title| printed(title, 7)).or_else(|| largest(page, pages.size));
    meta.author = meta.author.take().filter(|author| is_name(author) || printed(author, 3));
}

/// True for what has the shape of a person's name, two to four words with capitals:
/// a report need not print who wrote it. `cdahl02` and `Authorized Customer` have not.
fn is_name(author: &str) -> bool {
    const ROLES: [&str; 10] = [
        "customer",
        "user",
        "owner",
        "office",
        "department",
        "administrator",
        "student",
        "employee",
        "staff",
        "client",
    ];
    let words: Vec<&str> = author.split_whitespace().collect();
    let named = |word: &&str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_numeric());
    let role = |word: &&str| ROLES.contains(&word.to_lowercase().as_str());
    (2..=4).contains(&words.len()) && words.iter().filter(|word| named(word)).count() >= 2 && !words.iter().any(role)
}

/// Words that a page must have to be asked.
const FEWEST: usize = 20;

fn words_of_page(page: &Page) -> impl Iterator<Item = String> {
    let lines = page.lines.iter().chain(&page.furniture);
    lines.flat_map(|line| words(&line.text()).collect::<Vec<_>>())
}

/// Words in lower case; single letters are none.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some());
    parts.map(str::to_lowercase).collect::<Vec<_>>().into_iter()
}

/// The words in the largest type of a page, if they may be a title: three to thirty,
/// in a row, larger than the text.
fn largest(page: &Page, usual: f32) -> Option<String> {
    let lettered = |line: &&Line| line.cells.iter().filter(|cell| cell.c.is_alphabetic()).count() >= 3;
    let size = page.lines.iter().filter(lettered).map(|line| line.size).fold(0.0, f32::max);
    let of_title = |line: &Line| (line.size - size).abs() < 0.03 * size;
    let from = page.lines.iter().position(of_title)?;
    let count = page.lines[from..].iter().take_while(|line| of_title(line)).count();
    let alone = !page.lines[from + count..].iter().any(of_title);
    let text = page.lines[from..from + count].iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let right = (3..=30).contains(&text.split(' ').count()) && text.chars().any(char::is_lowercase);
    (alone && size > 1.2 * usual && right && !text.ends_with([',', ';', ':']) && !is_court(&text)).then_some(text)
}

/// True for the name of a court, which stands over its papers in larger type than what
/// they are: `United States Court of Appeals`.
fn is_court(text: &str) -> bool {
    const OF_COURTS: [&str; 8] =
        ["appeals", "district", "superior", "supreme", "circuit", "justice", "united", "bankruptcy"];
    let words: HashSet<String> = words(text).collect();
    words.contains("court") && OF_COURTS.iter().any(|word| words.contains(*word))
}

/// The label of each page: the file's, unless it only counts (`1`, `2`, or `Sec1:2`,
/// as page makers do) where the pages print numbers of their own.
pub fn labels(pages: &mut Pages, of_file: Vec<Option<String>>) {
    let counted = |(at, label): (usize, &Option<String>)| label.as_deref() == Some((at + 1).to_string().as_str());
    let trivial = of_file.iter().enumerate().all(counted);
    let section = of_file.iter().flatten().any(|label| label.contains(':'));
    let printed = pages.pages.iter().filter(|page| page.label.is_some()).count();
    let series = printed >= 2 && printed * 5 >= pages.pages.len() * 2;
    if (trivial || section) && series {
        return;
    }
    for (page, label) in pages.pages.iter_mut().zip(of_file) {
        page.label = label.or(page.label.take());
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::Cell;
    use super::*;

    fn line(text: &str, size: f32) -> Line {
        let cells = text.chars().map(|c| Cell { c, x: 0.0, end: 0.0, raised: false }).collect();
        Line { cells, size, ..Line::default() }
    }

    fn pages(title: &str) -> Pages {
        let text = "The bees of the town were counted in the spring of that year by A. Berg, who wore no hat and no \
                    gloves and found that there were more than before.";
        let page = Page { lines: vec![line(title, 20.0), line(text, 10.0)], ..Page::default() };
        Pages { pages: vec![page], size: 10.0 }
    }

    fn meta(title: &str, author: &str) -> Meta {
        Meta { title: Some(title.to_owned()), author: Some(author.to_owned()), ..Meta::default() }
    }

    #[test]
    fn what_the_first_page_prints() {
        let mut own = meta("A Count of Bees", "A. Berg");
        settle(&mut own, &pages("A Count of Bees"));
        assert_eq!(own, meta("A Count of Bees", "A. Berg"));
        let mut template = meta("Heading 1", "cdahl02");
        settle(&mut template, &pages("A Count of Bees"));
        assert_eq!((template.title.as_deref(), template.author), (Some("A Count of Bees"), None));
        let mut court = meta("Layout 4", "A. Berg");
        settle(&mut court, &pages("Supreme Court of the Bees"));
        assert_eq!(court.title, None);
        let mut nothing = meta("Layout 4", "A. Berg");
        settle(&mut nothing, &pages("BEES"));
        assert_eq!(nothing.title, None);
    }

    #[test]
    fn labels_that_only_count_give_way_to_what_is_printed() {
        let numbered = |labels: [Option<&str>; 3]| {
            let page = |label: Option<&str>| Page { label: label.map(str::to_owned), ..Page::default() };
            Pages { pages: labels.map(page).into(), size: 10.0 }
        };
        let of_file = |labels: [&str; 3]| labels.map(|label| Some(label.to_owned())).to_vec();
        let shown =
            |pages: Pages| pages.pages.into_iter().map(|page| page.label.unwrap_or_default()).collect::<Vec<_>>();
        let mut pages = numbered([Some("491"), None, Some("493")]);
        labels(&mut pages, of_file(["1", "2", "3"]));
        assert_eq!(shown(pages), ["491", "", "493"]);
        let mut pages = numbered([Some("491"), None, Some("493")]);
        labels(&mut pages, of_file(["i", "ii", "1"]));
        assert_eq!(shown(pages), ["i", "ii", "1"]);
        let mut pages = numbered([None, None, Some("3")]);
        labels(&mut pages, of_file(["1", "2", "3"]));
        assert_eq!(shown(pages), ["1", "2", "3"]);
    }
}
