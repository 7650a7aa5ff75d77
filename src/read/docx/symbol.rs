//! Characters of the fonts Symbol and Wingdings, which documents name by the
//! place in the font.

/// The font Symbol from 0x20; a blank where it has nothing that Unicode has.
const SYMBOL: [&str; 2] = [
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|―↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
];

/// Signs of the Wingdings that stand for something in a text.
const WINGDINGS: &[(u32, char)] = &[
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x76, '❖'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

/// The character at a place in a font; places from 0xF000 are those of fonts
/// that have no letters. `None` where it is not known.
pub fn character(font: &str, place: u32) -> Option<char> {
    let font = font.to_lowercase();
    let low = if (0xf000..=0xf0ff).contains(&place) { place - 0xf000 } else { place };
    match font.as_str() {
        "symbol" => {
            let (row, at) = if low < 0xa0 { (0, low.checked_sub(0x20)?) } else { (1, low - 0xa0) };
            SYMBOL[row].chars().nth(at as usize)
        }
        _ if font.starts_with("wingdings") || font == "webdings" => {
            WINGDINGS.iter().find(|(at, _)| font == "wingdings" && *at == low).map(|(_, sign)| *sign)
        }
        _ if low < 0x100 && low != place => None,
        _ => char::from_u32(place).filter(|c| !c.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_fonts() {
        assert_eq!((character("Symbol", 0xf061), character("Symbol", 0x70)), (Some('α'), Some('π')));
        assert_eq!((character("Symbol", 0xf0b0), character("symbol", 0xf0e5)), (Some('°'), Some('∑')));
        assert_eq!((character("Wingdings", 0xf0fc), character("Wingdings", 0xf041)), (Some('✓'), None));
        assert_eq!((character("Times", 0x2020), character("Symbol", 3)), (Some('†'), None));
    }
}
