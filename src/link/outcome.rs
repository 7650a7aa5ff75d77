//! What became of the candidates of a document.

use crate::model::Status;

/// A marker, decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Index into `Material::marks`.
    pub mark: usize,
    /// What became of it.
    pub status: Status,
    /// Index into `Material::bodies` where resolved.
    pub body: Option<usize>,
    /// Its scope: convention, and count of scopes in it.
    pub scope: (usize, u32),
}

/// Decided markers and bodies, each in reading order.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The markers.
    pub marks: Vec<Verdict>,
    /// The bodies that are notes (indices into `Material::bodies`), with their scopes.
    pub bodies: Vec<(usize, (usize, u32))>,
}
