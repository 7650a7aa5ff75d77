//! Numbers of a PDF's objects.

use hayro_syntax::object::{Array, Object};

/// The numbers of an array.
pub fn numbers(array: &Array<'_>) -> Vec<f64> {
    let number = |object: Object<'_>| if let Object::Number(number) = object { Some(number.as_f64()) } else { None };
    array.iter::<Object<'_>>().take(16).filter_map(number).collect()
}
