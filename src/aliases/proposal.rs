//! What may be one name, and why.

/// Why names may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The text explains an acronym: `Dunmore Ferry Guild (DFG)`.
    Acronym,
    /// The text gives a second name: `Turkey (Türkiye)`, `(formerly …)`.
    SecondName,
    /// They are spelt nearly alike, and the same words stand around them.
    Spelling,
}

impl Why {
    /// In words.
    pub fn tell(self) -> &'static str {
        match self {
            Why::Acronym => "explained",
            Why::SecondName => "second name",
            Why::Spelling => "spelt alike, in like company",
        }
    }
}

/// Names that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The names, as they are written most often.
    pub forms: Vec<String>,
    /// Why.
    pub why: Why,
    /// Documents in which that is seen, or in which the rarest form stands.
    pub documents: usize,
    /// One of these, by its path.
    pub example: String,
}

/// A pair of names that a text itself calls one.
pub(super) struct Pair {
    pub short: String,
    pub long: String,
    pub why: Why,
}
