//! The state of text that is being shown: where the next glyph goes.

use super::matrix::Matrix;

/// What text operators set.
#[derive(Clone, Debug)]
pub struct TextState {
    /// The font, by number.
    pub face: Option<usize>,
    /// Its size.
    pub size: f64,
    /// Space added after each character.
    pub chars: f64,
    /// Space added after each blank.
    pub words: f64,
    /// Width of the type against its height.
    wide: f64,
    leading: f64,
    rise: f64,
    /// True where it is not to be seen: text that was recognised under a picture.
    pub hidden: bool,
    matrix: Matrix,
    line: Matrix,
}

/// Where a glyph was shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// From glyph units (type of size 1) to the page's units.
    pub matrix: Matrix,
    /// How far it reaches, in glyph units.
    pub advance: f64,
}

impl Default for TextState {
    fn default() -> Self {
        TextState {
            face: None,
            size: 1.0,
            chars: 0.0,
            words: 0.0,
            wide: 1.0,
            leading: 0.0,
            rise: 0.0,
            hidden: false,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }
}

impl TextState {
    /// Does what a text operator without text says; false where it is none.
    pub fn operator(&mut self, operator: &[u8], n: &[f64; 6]) -> bool {
        match operator {
            b"BT" => (self.matrix, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"ET" => {}
            b"Tc" => self.chars = n[0],
            b"Tw" => self.words = n[0],
            b"Tz" => self.wide = n[0] / 100.0,
            b"TL" => self.leading = n[0],
            b"Ts" => self.rise = n[0],
            b"Tr" => self.hidden = n[0] == 3.0 || n[0] == 7.0,
            b"Td" => self.go(n[0], n[1]),
            b"TD" => {
                self.leading = -n[1];
                self.go(n[0], n[1]);
            }
            b"Tm" => (self.matrix, self.line) = (Matrix(*n), Matrix(*n)),
            b"T*" => self.next_line(),
            _ => return false,
        }
        true
    }

    /// To the next line.
    pub fn next_line(&mut self) {
        self.go(0.0, -self.leading);
    }

    fn go(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.matrix = self.line;
    }

    /// Shows a glyph that is `advance` thousandths wide (high in a font that
    /// runs down) and goes on behind it.
    pub fn show(&mut self, advance: f64, blank: bool, level: bool) -> Shown {
        let type_matrix = Matrix([self.size * self.wide, 0.0, 0.0, self.size, 0.0, self.rise]);
        let matrix = type_matrix.then(self.matrix);
        let step = advance / 1000.0 * self.size + self.chars + if blank { self.words } else { 0.0 };
        let (x, y) = if level { (step * self.wide, 0.0) } else { (0.0, step) };
        self.matrix = Matrix::shift(x, y).then(self.matrix);
        Shown { matrix, advance: if level { advance / 1000.0 } else { 1.0 } }
    }

    /// Moves by a number between two strings, in thousandths of the type's size.
    pub fn adjust(&mut self, by: f64, level: bool) {
        let step = -by / 1000.0 * self.size;
        let (x, y) = if level { (step * self.wide, 0.0) } else { (0.0, step) };
        self.matrix = Matrix::shift(x, y).then(self.matrix);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_stand_side_by_side() {
        let mut state = TextState { size: 10.0, ..TextState::default() };
        state.operator(b"Td", &[100.0, 50.0, 0.0, 0.0, 0.0, 0.0]);
        let first = state.show(500.0, false, true);
        state.adjust(-200.0, true);
        let second = state.show(500.0, false, true);
        assert_eq!(first.matrix.apply(0.0, 0.0), (100.0, 50.0));
        assert_eq!(first.matrix.apply(first.advance, 0.0), (105.0, 50.0));
        assert_eq!(second.matrix.apply(0.0, 0.0), (107.0, 50.0));
    }
}
