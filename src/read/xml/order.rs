//! Notes in the order of their list, to tell what a range of them means.

use std::cell::Cell;
use std::collections::HashMap;

/// Notes in the order of their list, for ranges, with their labels.
#[derive(Debug, Default)]
pub struct Order {
    ids: Vec<String>,
    places: HashMap<String, usize>,
    /// Notes that ranges have meant so far.
    spent: Cell<usize>,
    /// Labels as printed, by id.
    pub labels: HashMap<String, String>,
}

/// Longest range that is taken for one.
const LONGEST_RANGE: usize = 200;

/// Most notes that the ranges of one document mean without naming them: a small
/// file must not become a large document.
const MOST_MEANT: usize = 20_000;

impl Order {
    /// The next note of the list. An id that comes again keeps its first place.
    pub fn push(&mut self, id: &str) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.ids.len());
            self.ids.push(id.to_owned());
        }
    }

    /// Ids strictly between two, which a range `[3]–[7]` means without naming
    /// them. The labels of its ends must be numbers as far apart as the two are
    /// in the list: in a list by the alphabet, `[3]–[7]` means nothing certain.
    pub fn between(&self, from: (&str, &str), to: (&str, &str)) -> &[String] {
        let number = |label: &str| label.parse::<usize>().ok();
        let place = |id: &str| self.places.get(id).copied();
        let (Some(low), Some(high)) = (number(from.1), number(to.1)) else { return &[] };
        let (Some(first), Some(last)) = (place(from.0), place(to.0)) else { return &[] };
        let apart = high.saturating_sub(low);
        if apart == 0 || apart > LONGEST_RANGE || last.checked_sub(first) != Some(apart) {
            return &[];
        }
        self.spent.set(self.spent.get() + apart);
        if self.spent.get() > MOST_MEANT {
            return &[];
        }
        &self.ids[first + 1..last]
    }

    /// The id of the note `apart` places after another.
    pub fn after(&self, id: &str, apart: usize) -> Option<&str> {
        self.ids.get(self.places.get(id)? + apart).map(String::as_str)
    }
}
