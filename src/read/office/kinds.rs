//! What a paragraph is, by the name of its style.

use crate::model::BlockKind;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A block of this kind.
    Block(BlockKind),
    /// A heading of this level.
    Heading(u8),
    /// The title of the work.
    Title,
    /// The date of the work.
    Date,
}

/// `Heading 1` in the languages of programs that do not keep the English name.
const HEADINGS: &[&str] = &[
    "heading",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nadpis",
    "заголовок",
    "επικεφαλίδα",
    "başlık",
    "标题",
    "標題",
    "見出し",
    "제목",
    "عنوان",
    "כותרת",
];

/// Headings of the template of the United Nations at Geneva, as in `_ H_2/3_G`:
/// a chapter, then what stands under it.
const GENEVA: &[(&str, u8)] =
    &[("ch", 1), ("1", 2), ("2/3", 3), ("23", 3), ("4", 4), ("5/6", 5), ("5_6", 5), ("56", 5)];

/// What a style is by its name, in lower case. The built-in styles have the
/// same names in every language; those of publishers mostly end as they do
/// (`mdpi_2.1_heading1`). Counter-example: `table heading 1`, the head of a
/// column.
pub fn by_name(name: &str) -> Option<Kind> {
    if let Some((word, level)) = numbered(name) {
        return match word {
            "toc" | "index" | "contents" | "user index" | "illustration index" | "bibliography index" => {
                Some(Kind::Block(BlockKind::Chrome))
            }
            _ if HEADINGS.contains(&word) => Some(Kind::Heading(level)),
            _ if word.ends_with("heading") && !["toc", "table", "list", "index"].iter().any(|of| word.contains(of)) => {
                Some(Kind::Heading(level))
            }
            _ => geneva(name),
        };
    }
    Some(match name {
        "title" => Kind::Title,
        "date" => Kind::Date,
        "toc heading" | "table of figures" | "table of authorities" => Kind::Block(BlockKind::Chrome),
        "contents heading" | "index heading" => Kind::Block(BlockKind::Chrome),
        "caption" => Kind::Block(BlockKind::Caption),
        _ if name.ends_with(" caption") => Kind::Block(BlockKind::Caption),
        "block text" | "verse" | "epigraph" | "extract" => Kind::Block(BlockKind::Quotation),
        _ if quotation(name) => Kind::Block(BlockKind::Quotation),
        _ => return geneva(name),
    })
}

/// A name with a number from 1 to 9 at its end: the words, the number.
fn numbered(name: &str) -> Option<(&str, u8)> {
    let last = name.bytes().last().filter(|b| matches!(b, b'1'..=b'9'))?;
    let words = &name[..name.len() - 1];
    let parted = !words.ends_with(|c: char| c.is_ascii_digit());
    parted.then(|| (words.trim_end_matches([' ', '_', '-']), last - b'0'))
}

/// `Quote`, `Intense Quote`, `Quotations`, `Block Quotation`, `blockquote`.
fn quotation(name: &str) -> bool {
    name.split([' ', '_', '-']).any(|word| {
        matches!(word, "quote" | "quotes" | "quotation" | "quotations" | "blockquote" | "blockquotation" | "blocktext")
    })
}

fn geneva(name: &str) -> Option<Kind> {
    let level = name.strip_prefix("_ h")?.trim_start_matches(['_', ' ']);
    let (level, _) = level.rsplit_once("_g")?;
    if level == "m" {
        return Some(Kind::Title);
    }
    GENEVA.iter().find(|(other, _)| *other == level).map(|(_, level)| Kind::Heading(*level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_paragraph_is() {
        let block = |kind| Some(Kind::Block(kind));
        for (name, want) in [
            ("heading 2", Some(Kind::Heading(2))),
            ("überschrift 1", Some(Kind::Heading(1))),
            ("mdpi_2.1_heading1", Some(Kind::Heading(1))),
            ("_ h_2/3_ga", Some(Kind::Heading(3))),
            ("_ h _ch_g", Some(Kind::Heading(1))),
            ("_ h __m_ga", Some(Kind::Title)),
            ("title", Some(Kind::Title)),
            ("toc 3", block(BlockKind::Chrome)),
            ("contents 1", block(BlockKind::Chrome)),
            ("intense quote", block(BlockKind::Quotation)),
            ("image caption", block(BlockKind::Caption)),
            ("table heading 1", None),
            ("body text 2", None),
            ("subtitle", None),
            ("", None),
        ] {
            assert_eq!(by_name(name), want, "{name}");
        }
    }
}
