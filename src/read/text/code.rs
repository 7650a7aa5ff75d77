//! Code in plain text: blocks set further in than the text around them, or
//! between fences, whose lines end and begin as those of programs, settings,
//! grammars and data do. Neither calls nor notes stand there.

use super::label::label;
use super::lines::Line;
use crate::span::Span;

/// Columns by which code stands further in than the text before it.
const DEEPER: u16 = 2;

/// Words of a notation of data that stand beside numbers in brackets.
const WORDS: &[&str] =
    &["IMPLICIT", "EXPLICIT", "OPTIONAL", "SEQUENCE", "::=", "#include", "#define", "typedef", "struct"];

/// Commands that a prompt is followed by are told by the prompt alone.
const PROMPTS: &[&str] = &["$ ", "# ", "> ", ">>> ", "% ", "C:\\>"];

/// How a line looks.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    /// As code does and prose does not.
    Code,
    /// As both can.
    Open,
    /// A line of prose.
    Prose,
}

/// The bytes of blocks of code, ascending. A block is a run of lines with no
/// blank line between; one that begins with a label is an item or a note.
pub fn spans(lines: &[Line]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut margin = 0;
    let mut fenced = false;
    // one that is never closed would take the rest of the text
    let paired = lines.iter().filter(|line| is_fence(line)).count() % 2 == 0;
    for block in lines.chunk_by(|a, b| b.blanks == 0 && a.page == b.page) {
        let fences = block.iter().filter(|line| is_fence(line)).count();
        let indent = block.iter().map(|line| line.indent).min().unwrap_or(0);
        let labelled = label(block[0].text).is_some();
        if fenced || fences > 0 || !labelled && is_code(block, indent >= margin + DEEPER) {
            out.push(Span::new(block[0].at, block[block.len() - 1].end()));
        } else if block.iter().any(|line| line.width > 30) {
            margin = indent;
        }
        fenced ^= paired && fences % 2 == 1;
    }
    out
}

/// A line of three backticks; tildes underline headings in plain text.
fn is_fence(line: &Line) -> bool {
    line.text.starts_with("```")
}

/// True where most lines of a block look like code; where the block stands no
/// further in than the text, nearly all must.
fn is_code(block: &[Line], deeper: bool) -> bool {
    // nearly all blocks are prose, and are told by this alone
    if !block.iter().any(|line| has_signs(line.text)) {
        return false;
    }
    let looks: Vec<Look> = block.iter().map(|line| look(line.text)).collect();
    let count = |look: Look| looks.iter().filter(|other| **other == look).count();
    let (code, prose) = (count(Look::Code), count(Look::Prose));
    if deeper {
        code > 0 && code * 2 >= block.len() - count(Look::Open) && prose <= code
    } else {
        code >= 2 && prose * 4 <= code
    }
}

/// True where a line has a sign of code, or a prompt, which few lines of prose have.
/// Without one it looks like code to none of the tests of [`look`].
fn has_signs(text: &str) -> bool {
    const RARE: &[u8] = b"{}=+&|[]\\<>@#$%/";
    let capitals = |pair: &[u8]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase();
    text.ends_with(';')
        || text.starts_with("--")
        || text.starts_with('*')
        || text.bytes().any(|byte| RARE.contains(&byte))
        || text.as_bytes().windows(2).any(capitals)
        || ["()", "(\"", "typedef", "struct"].iter().any(|sign| text.contains(sign))
}

fn look(text: &str) -> Look {
    // a table or a drawing: calls by signs stand in tables
    if text.starts_with(['|', '+']) || text.contains(" | ") || text.ends_with('|') {
        return Look::Open;
    }
    let prompt = PROMPTS.iter().any(|prompt| text.starts_with(prompt) && text.len() > prompt.len());
    let word = WORDS.iter().any(|word| text.contains(word));
    let starts = ["/*", "//", "*/", "}", "{", "--", "<?", "</", "@@", "#!"].iter().any(|sign| text.starts_with(sign));
    let ends =
        text.ends_with(['{', '}', ';', '\\']) || text.ends_with("*/") || text.ends_with("/>") || text.ends_with("();");
    let assigns =
        [" = ", " := ", " == ", " != ", " += ", " => ", " && ", " || ", "++"].iter().any(|sign| text.contains(sign));
    let called = text.contains("()") || text.contains("](") || text.contains("][") || text.contains("(\"");
    let indexed = is_indexed(text);
    let strong = [word, starts && !text.starts_with("--- "), ends && !is_sentence(text), assigns, called, indexed];
    match strong.iter().filter(|sign| **sign).count() {
        0 if is_sentence(text) => Look::Prose,
        0 if prompt => Look::Code,
        0 => Look::Open,
        _ if is_sentence(text) && !word => Look::Open,
        _ => Look::Code,
    }
}

/// `name[1],` and `uint8 digest[20];`: a number in brackets after a name, and
/// no sentence around it.
fn is_indexed(text: &str) -> bool {
    let opens = text.match_indices('[').any(|(at, _)| {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let closes = text[at + 1 + digits..].starts_with(']');
        let name = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        name && digits > 0 && closes && text[at + digits + 2..].starts_with([';', ' ', ',', ')', '.', ']'])
    });
    opens && text.split_whitespace().count() <= 4 && text.ends_with([';', ',', ')'])
}

/// True for words in a row as sentences have them: four or more of letters
/// only, and at least two in three.
fn is_sentence(text: &str) -> bool {
    let word = |word: &&str| {
        let bare = word.trim_matches(|c: char| ".,;:!?\"'()“”‘’".contains(c));
        bare.chars().count() > 1
            && bare.chars().all(char::is_alphabetic)
            && !bare.chars().skip(1).any(char::is_uppercase)
            || matches!(bare, "a" | "A" | "I")
    };
    let (mut words, mut plain) = (0, 0);
    for one in text.split_whitespace() {
        words += 1;
        plain += usize::from(word(&one));
    }
    plain >= 4 && plain * 3 >= words * 2
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        spans(&scan(text).lines).into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    const PROSE: &str = "The keeper of the lamp is paid by the ferry company, and he\nlives on the mole.\n\n";

    #[test]
    fn code_is_found() {
        for code in [
            "for (i = 1; i < 9; i++) {\n        rope[1] = rope[2];\n    }",
            "lamp ::= SEQUENCE {\n        keeper  [1] IMPLICIT Name,\n        oil     [2] INTEGER }",
            "uint8 digest[20];\n    uint8 key[16];",
            "$ lampctl --port 4 [1]",
            "x = tides[1]",
        ] {
            let text = format!("{PROSE}    {code}\n\n{PROSE}");
            assert_eq!(found(&text), [code], "{text}");
        }
        let fenced = format!("{PROSE}```\nsay [1] so\n\nand [2] so\n```\n\n{PROSE}");
        assert_eq!(found(&fenced).len(), 2);
    }

    #[test]
    fn prose_verse_and_notes_are_none() {
        for text in [
            "    He said that the lamp[1] was out;\n    and the men, who had no oil, went home;",
            "    O keeper of the lamp[1],\n    what ship is that,",
            "    [1] Hale, Ropes (1840), p. 5; cf. Moss.",
            "    12 Moss = Hale, 3.",
            "    1.  Ropes of hemp[1];\n    2.  ropes of wire;",
        ] {
            let text = format!("{PROSE}{text}\n\n{PROSE}");
            assert_eq!(found(&text), Vec::<&str>::new(), "{text}");
        }
    }
}
