//! What a search may miss.

use serde::{Deserialize, Serialize};

/// Files of which a search may miss something, as of the last time that they were indexed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unread {
    /// Files that could not be read.
    pub failed: usize,
    /// Files of which a part could not be read.
    pub lost: usize,
    /// Files that could not be reached, whose text of before is searched.
    pub unreachable: usize,
}

impl Unread {
    /// That all is read.
    pub fn none() -> Option<Unread> {
        Some(Unread::default())
    }

    /// True where it is known that all is read.
    pub fn is_none(unread: &Option<Unread>) -> bool {
        *unread == Self::none()
    }

    /// How many files there are in all.
    pub fn files(&self) -> usize {
        self.failed + self.lost + self.unreachable
    }
}
