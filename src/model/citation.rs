//! A reference to a work inside a note or the text.

use serde::{Deserialize, Serialize};

/// A citation as found in a note.
///
/// Nothing finds citations yet: every `cites` is empty until the stage that
/// reads them is built, and this type then takes the fields of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The citation as it stands in the text.
    pub raw: String,
}
