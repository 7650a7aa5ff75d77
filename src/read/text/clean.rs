//! Lines to clean text, with the way back to the bytes.

use super::hyphen::{Ending, Hyphens, is_hyphen};
use super::lines::{Line, is_invisible};
use crate::span::{Mapped, Span};

/// Joins lines to clean text: a line end becomes one blank, runs of blanks
/// too; characters without width, soft hyphens and the bytes of `cuts`
/// (ascending) go.
pub fn join(lines: &[Line], hyphens: &Hyphens, cuts: &[Span]) -> Mapped {
    let mut out = Mapped::new();
    out.text.reserve(lines.iter().map(|line| line.text.len() + 1).sum());
    for (i, line) in lines.iter().enumerate() {
        let ending = lines.get(i + 1).map_or(Ending::Blank, |next| hyphens.ending(line.text, next.text));
        let text = match ending {
            Ending::Join => line.text.trim_end_matches(is_hyphen),
            _ => line.text,
        };
        let cuts = cuts_in(cuts, line);
        if cuts.is_empty() && !needs_care(text) {
            out.push(text, line.at);
        } else {
            push_carefully(&mut out, text, line.at, cuts);
        }
        match (lines.get(i + 1), ending) {
            (Some(_), Ending::Join) => out.push_join(),
            (Some(next), Ending::Blank) if !out.text.ends_with(' ') && !out.is_empty() => {
                out.push_replaced(" ", Span::new(line.end(), next.at));
            }
            _ => {}
        }
    }
    if out.text.ends_with(' ') { out.trimmed() } else { out }
}

/// The cuts that lie in a line.
fn cuts_in<'a>(cuts: &'a [Span], line: &Line) -> &'a [Span] {
    let first = cuts.partition_point(|cut| cut.end <= line.at);
    let last = cuts.partition_point(|cut| cut.start < line.end());
    cuts.get(first..last).unwrap_or(&[])
}

/// Bytes at which something that needs care may begin: blanks, controls, and
/// the first bytes of the characters that are dropped or are white space.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0..=0x20 | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef);
        byte += 1;
    }
    table
};

/// True where a line may hold more than words with single blanks between: a
/// look at the bytes, as nearly all lines pass. One that is ASCII is told by
/// its pairs of bytes alone, which the compiler turns into vectors.
fn needs_care(text: &str) -> bool {
    let bytes = text.as_bytes();
    let strange = |byte: u8| !(b' '..0x80).contains(&byte);
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let clear = !pairs.fold(false, |odd, (a, b)| odd | strange(*a) | ((*a == b' ') & (*b == b' ')));
    if clear && bytes.last().is_none_or(|last| !strange(*last) && *last != b' ') {
        return false;
    }
    bytes.iter().enumerate().any(|(i, byte)| SUSPECT[usize::from(*byte)] && is_odd(&bytes[i..]))
}

/// True where the character at the start is not kept as it is.
fn is_odd(bytes: &[u8]) -> bool {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    match at(0) {
        b' ' => at(1) == b' ',
        0..0x20 => true,
        0xc2 => matches!(at(1), 0xa0 | 0xad | 0x85),
        0xe1 => at(1) == 0x9a,
        0xe2 if at(1) == 0x80 => matches!(at(2), 0x80..=0x8f | 0xa8 | 0xa9 | 0xaf),
        0xe2 => at(1) == 0x81,
        0xe3 => at(1) == 0x80,
        0xef => at(1) == 0xbb,
        _ => false,
    }
}

fn push_carefully(out: &mut Mapped, text: &str, at: usize, cuts: &[Span]) {
    let (mut run, mut blank) = (0, None);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (i, c) in chars {
        let cut = cuts.iter().any(|cut| cut.contains(at + i));
        let gone = cut || is_invisible(c) || c == '\u{ad}';
        if !gone && !c.is_whitespace() {
            if let Some(start) = blank.take() {
                put_blank(out, start, at + i);
                run = i;
            }
            continue;
        }
        if blank.is_none() {
            out.push(&text[run..i], at + run);
        }
        if !gone {
            blank.get_or_insert(at + i);
        }
        run = i + c.len_utf8();
    }
    match blank {
        Some(start) => put_blank(out, start, at + text.len()),
        None => out.push(&text[run..], at + run),
    }
}

fn put_blank(out: &mut Mapped, start: usize, end: usize) {
    if !out.is_empty() && !out.text.ends_with(' ') {
        out.push_replaced(" ", Span::new(start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn clean(text: &str, cuts: &[Span]) -> Mapped {
        let lines = scan(text).lines;
        join(&lines, &Hyphens::of(&lines), cuts)
    }

    #[test]
    fn blanks_collapse_and_map() {
        let m = clean("a  b\t c\r\n   d\u{a0}e\u{200b}f", &[]);
        assert_eq!(m.text, "a b c d ef");
        assert_eq!(m.source(Span::new(2, 3)), Some(Span::new(3, 4)));
        assert_eq!(m.source(Span::new(6, 7)), Some(Span::new(12, 13)));
        assert_eq!(m.source(Span::new(9, 10)), Some(Span::new(19, 20)));
    }

    #[test]
    fn hyphens_join_and_say_so() {
        let m = clean("inter-\nnational co\u{ad}op", &[]);
        assert_eq!((m.text.as_str(), m.joins.as_slice()), ("international coop", &[5][..]));
        assert_eq!(clean("Anglo-\nSaxon", &[]).text, "Anglo-Saxon");
        assert_eq!(clean("went--\nand", &[]).text, "went-- and");
    }

    #[test]
    fn cuts_leave_one_blank() {
        let m = clean("So it was [26] said", &[Span::new(10, 14)]);
        assert_eq!(m.text, "So it was said");
        assert_eq!(m.source(Span::new(10, 14)), Some(Span::new(15, 19)));
        assert_eq!(clean("[6] A man", &[Span::new(0, 3)]).text, "A man");
        assert_eq!(clean("A man [6]\nhas", &[Span::new(6, 9)]).text, "A man has");
        assert_eq!(clean("com{327}mon", &[Span::new(3, 8)]).text, "common");
    }
}
