//! What is put on a page and is not in its text: the values of a form's fields, and
//! stamps and remarks that stand on it.

use hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};

use super::content::Walk;
use super::matrix::Matrix;
use super::numbers::numbers;
use super::strings;

/// So many of a page are looked at.
const MOST: usize = 2000;
/// A field may be part of a field, so deep.
const DEPTH: usize = 8;
/// Flags of what is not shown (PDF 32000-1, table 165): hidden, no view.
const NOT_SHOWN: i32 = 2 | 32;

/// Draws them. The values of fields stand among the text, as they answer it; stamps
/// stand apart, as they may lie across it.
pub fn draw<'a>(page: &Page<'a>, walk: &mut Walk<'_, 'a>) {
    let Some(all) = page.raw().get::<Array<'a>>(b"Annots") else { return };
    for annotation in all.iter::<Dict<'a>>().take(MOST) {
        if annotation.get::<i32>(b"F").unwrap_or(0) & NOT_SHOWN != 0 {
            continue;
        }
        let kind = annotation.get::<Name<'_>>(b"Subtype");
        let field = inherited(&annotation, |of| of.get::<Name<'_>>(b"FT").map(|kind| kind.as_ref().to_vec()));
        match (kind.as_ref().map(|kind| kind.as_ref()), field.as_deref()) {
            // a button says what it does, and nothing of the work
            (Some(b"Widget"), Some(b"Btn")) => {}
            (Some(b"Widget"), Some(b"Sig")) | (Some(b"FreeText" | b"Stamp"), _) => {
                walk.apart(|walk| {
                    let _ = appearance(&annotation, page.resources(), walk);
                });
            }
            (Some(b"Widget"), _) => {
                let drawn = appearance(&annotation, page.resources(), walk);
                if drawn.is_none() {
                    value(&annotation, walk);
                }
            }
            _ => {}
        }
    }
}

/// What a field or those that it is part of say.
fn inherited<'a, T>(field: &Dict<'a>, says: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut at = field.clone();
    for _ in 0..DEPTH {
        if let Some(said) = says(&at) {
            return Some(said);
        }
        at = at.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

/// The rectangle of an annotation: left, lower, right, upper side.
fn rectangle(annotation: &Dict<'_>) -> Option<[f64; 4]> {
    let [a, b, c, d] = numbers(&annotation.get::<Array<'_>>(b"Rect")?).try_into().ok()?;
    Some([f64::min(a, c), f64::min(b, d), f64::max(a, c), f64::max(b, d)])
}

/// Draws an annotation as the file says that it looks; `None` where it does not.
fn appearance<'a>(annotation: &Dict<'a>, resources: &Resources<'a>, walk: &mut Walk<'_, 'a>) -> Option<()> {
    let looks = annotation.get::<Dict<'a>>(b"AP")?;
    let state = || {
        let state = annotation.get::<Name<'_>>(b"AS")?;
        looks.get::<Dict<'a>>(b"N")?.get::<Stream<'a>>(state.as_ref())
    };
    let stream = looks.get::<Stream<'a>>(b"N").or_else(state)?;
    let dict = stream.dict();
    let content = stream.decoded_data().ok()?;
    let own = dict.get::<Array<'_>>(b"Matrix").map(|array| numbers(&array)).unwrap_or_default();
    let own = own.try_into().map_or(Matrix::IDENTITY, Matrix);
    let [x0, y0, x1, y1] = numbers(&dict.get::<Array<'_>>(b"BBox")?).try_into().ok()?;
    let [left, low, right, high] = rectangle(annotation)?;
    // its box, as its matrix turns it, is fitted into the rectangle (12.5.5)
    let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| own.apply(x, y));
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::MAX, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::MIN, f64::max);
    let (x, y) = (least(|corner| corner.0), least(|corner| corner.1));
    let (wide, tall) = (most(|corner| corner.0) - x, most(|corner| corner.1) - y);
    if !(wide > 0.0 && tall > 0.0) {
        return None;
    }
    let (by_x, by_y) = ((right - left) / wide, (high - low) / tall);
    let fit = Matrix([by_x, 0.0, 0.0, by_y, left - by_x * x, low - by_y * y]);
    let named = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
    walk.over(own.then(fit), &content, named.as_ref().unwrap_or(resources));
    Some(())
}

/// Writes the value of a field where the program that shows the file would draw it.
fn value<'a>(annotation: &Dict<'a>, walk: &mut Walk<'_, 'a>) {
    let said = inherited(annotation, |of| of.get::<PdfString<'_>>(b"V").map(|text| strings::text(&text)));
    let (Some(text), Some([left, low, _, high])) = (said, rectangle(annotation)) else { return };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let size = ((high - low) / lines.len().max(1) as f64 * 0.7).clamp(4.0, 10.0);
    for (at, line) in lines.iter().enumerate() {
        let y = high - (high - low - size * 1.2 * lines.len() as f64).max(0.0) / 2.0 - size * (1.2 * at as f64 + 0.95);
        walk.write(line, Matrix([size, 0.0, 0.0, size, left + 2.0, y]));
    }
}
