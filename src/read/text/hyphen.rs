//! Line-end hyphens: whether the word is one, or has a hyphen of its own.

use std::collections::HashMap;

use super::lines::Line;

/// Words parted at line ends, with what the rest of the document says of them.
#[derive(Debug, Default)]
pub struct Hyphens {
    /// By the joined word in lower case: seen with its hyphen, seen whole.
    seen: HashMap<String, (bool, bool)>,
}

/// What becomes of a hyphen at a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No hyphen, or a dash: lines are parted by a blank.
    Blank,
    /// The hyphen goes and the word is whole.
    Join,
    /// The hyphen stays, and no blank follows.
    Keep,
}

/// True for the signs that may part a word at a line end.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '¬')
}

impl Hyphens {
    /// Gathers the words parted at line ends, then looks for them elsewhere.
    pub fn of(lines: &[Line]) -> Self {
        let mut hyphens = Hyphens::default();
        for pair in lines.windows(2) {
            if let Some((left, right, _)) = parted(pair[0].text, pair[1].text) {
                hyphens.seen.insert(format!("{left}{right}").to_lowercase(), (false, false));
            }
        }
        if !hyphens.seen.is_empty() {
            lines.iter().for_each(|line| hyphens.look(line.text));
        }
        hyphens
    }

    fn look(&mut self, text: &str) {
        let mut word = String::new();
        for whole in text.split(|c: char| !(c.is_alphanumeric() || is_hyphen(c))) {
            if whole.len() < 4 || whole.ends_with(is_hyphen) {
                continue;
            }
            word.clear();
            word.extend(whole.chars().filter(|c| !is_hyphen(*c)).flat_map(char::to_lowercase));
            if let Some(seen) = self.seen.get_mut(word.as_str()) {
                let hyphen = whole.trim_matches(is_hyphen).contains(is_hyphen);
                seen.0 |= hyphen;
                seen.1 |= !hyphen;
            }
        }
    }

    /// What becomes of the end of `line` before `next`.
    pub fn ending(&self, line: &str, next: &str) -> Ending {
        let Some((left, right, sign)) = parted(line, next) else { return Ending::Blank };
        if sign == '\u{ad}' || sign == '¬' {
            return Ending::Join;
        }
        if matches!(right, "and" | "or" | "to" | "und" | "oder" | "et" | "ou" | "y") {
            return Ending::Blank;
        }
        let small = right.starts_with(char::is_lowercase) && left.ends_with(char::is_alphabetic);
        let seen = self.seen.get(&format!("{left}{right}").to_lowercase());
        match seen {
            Some((true, false)) => Ending::Keep,
            _ if small => Ending::Join,
            _ => Ending::Keep,
        }
    }
}

/// The parts of a word that a line end parts, and its sign; `None` for a dash.
fn parted<'a>(line: &'a str, next: &'a str) -> Option<(&'a str, &'a str, char)> {
    let sign = line.chars().next_back().filter(|c| is_hyphen(*c))?;
    let body = &line[..line.len() - sign.len_utf8()];
    let letter = |c: char| c.is_alphanumeric();
    if !body.ends_with(letter) || !next.starts_with(letter) {
        return None;
    }
    let left = body.rfind(|c: char| !letter(c)).map_or(body, |at| {
        let skip = body[at..].chars().next().map_or(1, char::len_utf8);
        &body[at + skip..]
    });
    let right = next.find(|c: char| !letter(c)).map_or(next, |at| &next[..at]);
    Some((left, right, sign))
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn ending(text: &str) -> Ending {
        let lines = scan(text).lines;
        Hyphens::of(&lines).ending(lines[0].text, lines[1].text)
    }

    #[test]
    fn a_parted_word_is_joined() {
        assert_eq!(ending("of the inter-\nnational law"), Ending::Join);
        assert_eq!(ending("of the inter\u{ad}\nnational law"), Ending::Join);
    }

    #[test]
    fn the_document_decides_for_its_own_hyphen() {
        assert_eq!(ending("a well-\nknown man\nwho was well-known"), Ending::Keep);
        assert_eq!(ending("a well-\nknown man\nwho was wellknown and well-known"), Ending::Join);
    }

    #[test]
    fn dashes_names_and_suspended_hyphens_are_not_joined() {
        assert_eq!(ending("he went--\nand came"), Ending::Blank);
        assert_eq!(ending("the Anglo-\nSaxon law"), Ending::Keep);
        assert_eq!(ending("the pre-\nand post-war years"), Ending::Blank);
        assert_eq!(ending("in 1914-\n18 there"), Ending::Keep);
    }
}
