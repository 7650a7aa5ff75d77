//! Formulas in MathML and in the mathematics of office files (OMML): on one line, with their
//! exponents raised where these are figures (`πr²`), after `^` where they are not (`x^k`).

use crate::read::builder::Builder;
use crate::read::raised;
use crate::span::Span;

/// What an element does to its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing: a row, a sign, a number.
    Row,
    /// The second is below the line.
    Sub,
    /// The second is an exponent.
    Sup,
    /// The second is below the line, the third an exponent.
    SubSup,
    /// The second is divided by.
    Fraction,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    kind: Kind,
    children: usize,
    /// True inside an exponent.
    power: bool,
}

/// The elements of a formula that are open.
#[derive(Debug, Default)]
pub struct Formula {
    open: Vec<Open>,
    /// A sign to be written before the next text.
    sign: Option<&'static str>,
    /// True where the exponent that is open has a letter already.
    lettered: bool,
}

/// True for an element that holds a formula.
pub fn is_root(prefix: &str, name: &str) -> bool {
    name == "math" || prefix == "m" && name == "oMath"
}

impl Formula {
    /// True inside a formula.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// An element begins: the root of a formula, or one inside of it.
    pub fn start(&mut self, name: &str) {
        let above = self.open.last_mut().map(|above| {
            above.children += 1;
            *above
        });
        let kind = match name {
            "msub" | "munder" => Kind::Sub,
            "msup" => Kind::Sup,
            "msubsup" | "munderover" => Kind::SubSup,
            "mfrac" => Kind::Fraction,
            _ => Kind::Row,
        };
        let child = above.map(|above| (above.kind, above.children));
        let begins = matches!(child, Some((Kind::Sup, 2) | (Kind::SubSup, 3))) || name == "sup";
        match child {
            _ if begins => (self.sign, self.lettered) = (Some("^"), false),
            Some((Kind::Sub | Kind::SubSup, 2)) => self.sign = Some("_"),
            Some((Kind::Fraction, 2)) => self.sign = Some("/"),
            _ if name == "sub" => self.sign = Some("_"),
            _ if name == "den" => self.sign = Some("/"),
            _ if matches!(name, "msqrt" | "rad") => self.sign = Some("√"),
            _ => {}
        }
        let power = begins || above.is_some_and(|above| above.power);
        self.open.push(Open { kind, children: 0, power });
    }

    /// The innermost element ends.
    pub fn end(&mut self) {
        if self.open.pop().is_some() && self.open.is_empty() {
            *self = Formula::default();
        }
    }

    /// Writes text of the formula, which stands at byte `at`.
    pub fn text(&mut self, b: &mut Builder, text: &str, at: usize) {
        // between elements, where a file is laid out for people
        if text.trim().is_empty() {
            return;
        }
        if !self.raises(b, text, at) {
            b.text(text, at);
        }
    }

    /// Writes text that stands for the bytes `span`.
    pub fn replaced(&mut self, b: &mut Builder, text: &str, span: Span) {
        self.raises(b, "", span.start);
        b.replaced(text, span);
    }

    /// Writes the sign that waits, or the text raised; true where that is done.
    fn raises(&mut self, b: &mut Builder, text: &str, at: usize) -> bool {
        let power = self.open.last().is_some_and(|open| open.power) && !self.lettered;
        let high = power && raised::is_high(text.trim());
        if high {
            self.sign = self.sign.take().filter(|sign| *sign != "^");
        }
        if let Some(sign) = self.sign.take() {
            b.replaced(sign, Span::new(at, at));
        }
        if !high {
            self.lettered |= power;
            return false;
        }
        let from = at + (text.len() - text.trim_start().len());
        raised::pieces(text.trim(), from).for_each(|(piece, span)| b.replaced(piece, span));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;
    use crate::read::xml::{Event, Events};

    fn shown(source: &str) -> String {
        let (mut b, mut formula) = (Builder::new(Layout::default()), Formula::default());
        for event in Events::new(source, 0) {
            match event {
                Event::Open(tag) => formula.start(tag.name),
                Event::Close(..) => formula.end(),
                Event::Text(text, at) => formula.text(&mut b, text, at),
                Event::Entity(text, span) => formula.replaced(&mut b, &text, span),
            }
        }
        b.finish(source.len()).blocks.remove(0).text.text
    }

    #[test]
    fn exponents_and_fractions_are_kept() {
        let math = |inner: &str| shown(&format!("<math> {inner} </math>"));
        assert_eq!(math("<mi>r</mi><msup><mi>π</mi><mn>2</mn></msup>"), "rπ²");
        assert_eq!(math("<msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup><mi>m</mi>"), "10⁻⁶m");
        assert_eq!(math("<msup><mi>x</mi><mi>k</mi></msup><mfrac><mi>a</mi><mn>2</mn></mfrac>"), "x^ka/2");
        assert_eq!(math("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"), "x_1²");
        let word = "<oMath><sSup><e><r><t>r</t></r></e><sup><r><t>2</t></r></sup></sSup><f><num><r><t>d</t></r></num>\
                    <den><r><t>q</t></r></den></f></oMath>";
        assert_eq!(shown(word), "r²d/q");
    }
}
