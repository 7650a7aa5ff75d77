//! Small steps over the source: names, comments, white space, verbatim text.

use std::collections::HashSet;

/// Environments whose text holds no commands. The last are no text of the document.
pub(super) const VERBATIM: &[&str] = &[
    "verbatim",
    "verbatim*",
    "Verbatim",
    "Verbatim*",
    "BVerbatim",
    "LVerbatim",
    "lstlisting",
    "minted",
    "spverbatim",
    "code",
    "Highlighting",
];

/// Environments that are no text: comments, drawings, files.
pub(super) const DROPPED: &[&str] = &[
    "comment",
    "tikzpicture",
    "tikzcd",
    "picture",
    "pspicture",
    "filecontents",
    "filecontents*",
    "CCSXML",
    "asy",
    "pgfpicture",
    "forest",
    "prooftree",
    "luacode",
    "luacode*",
    "pycode",
    "axis",
];

/// Ends of environments that are known not to come any more.
#[derive(Debug, Default)]
pub(super) struct Ends<'a> {
    none: HashSet<&'a str>,
}

impl<'a> Ends<'a> {
    /// Notes that `name` does not come any more.
    pub fn gone(&mut self, name: &'a str) {
        self.none.insert(name);
    }

    /// True where `name` is known not to come any more.
    pub fn is_gone(&self, name: &str) -> bool {
        self.none.contains(name)
    }

    /// Byte of the next `\end{name}` at or after `from`.
    pub fn find(&mut self, src: &'a str, name: &'a str, from: usize) -> Option<usize> {
        if self.none.contains(name) {
            return None;
        }
        let rest = src.get(from..)?;
        let found = rest.match_indices("\\end{").map(|(at, sign)| (at, &rest[at + sign.len()..]));
        let found = found.filter(|(_, after)| after.strip_prefix(name).is_some_and(|after| after.starts_with('}')));
        let at = found.map(|(at, _)| from + at).next();
        if at.is_none() {
            self.none.insert(name);
        }
        at
    }
}

/// The byte after the name of the command that begins with the backslash at
/// byte `at`: letters, or one character.
pub(super) fn name_end(src: &str, at: usize) -> usize {
    let letters = src.as_bytes()[at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let other = || src[at + 1..].chars().next().map_or(0, char::len_utf8);
    at + 1 + if letters > 0 { letters } else { other() }
}

/// The line feed that ends the line of byte `at`, or the end of the source.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end)
}

/// The first byte from `at` that is no blank or tab (or carriage return).
pub(super) fn blanks(bytes: &[u8], at: usize, end: usize) -> usize {
    let count = bytes[at..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    at + count
}

/// The first byte from `at` that is neither white space of one paragraph nor a comment.
pub(super) fn space(bytes: &[u8], mut at: usize, end: usize) -> usize {
    let mut lines = 0;
    loop {
        at = blanks(bytes, at, end);
        match bytes[..end].get(at) {
            Some(b'\n') if lines == 0 => (lines, at) = (1, at + 1),
            Some(b'%') => (lines, at) = (0, (line_end(bytes, at) + 1).min(end)),
            _ => return at,
        }
    }
}

/// The delimiter and text of `\verb|text|` after the name: the bytes of the
/// text. It may not cross a line, or more than a thousand bytes.
pub(super) fn delimited(src: &str, after: usize) -> Option<(usize, usize)> {
    let star = usize::from(src.as_bytes().get(after) == Some(&b'*'));
    let open = src[after + star..].chars().next().filter(|c| !c.is_whitespace() && !c.is_ascii_alphabetic())?;
    let start = after + star + open.len_utf8();
    let close = if open == '{' { '}' } else { open };
    let mut text = src[start..].char_indices().take(1000).take_while(|(_, c)| *c != '\n');
    text.find(|(_, c)| *c == close).map(|(len, _)| (start, start + len))
}

/// Where the verbatim text ends that the command at byte `at` begins, if it does.
pub(super) fn verbatim_end<'a>(src: &'a str, at: usize, ends: &mut Ends<'a>) -> Option<usize> {
    let after = name_end(src, at);
    match &src[at + 1..after] {
        "verb" | "lstinline" => {
            delimited(src, after).filter(|(start, _)| !src[..*start].ends_with('{')).map(|(_, end)| end + 1)
        }
        "begin" => {
            let name = environment(src, after)?;
            let known = VERBATIM.contains(&name) || DROPPED.contains(&name);
            if known { ends.find(src, name, after + name.len() + 2) } else { None }
        }
        _ => None,
    }
}

/// The name in `{name}` at byte `at`; at most 60 bytes.
pub(super) fn environment(src: &str, at: usize) -> Option<&str> {
    let rest = src.get(at..)?.strip_prefix('{')?;
    let end = rest.bytes().take(60).position(|byte| matches!(byte, b'}' | b'{' | b'\n' | b'\\'))?;
    rest.get(..end).filter(|_| rest.as_bytes()[end] == b'}')
}

/// Bytes at which a run of text ends, or may end.
const SIGNS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\{}$%&~#^\n-`'!?,<>";
    let mut i = 0;
    while i < signs.len() {
        table[signs[i] as usize] = true;
        i += 1;
    }
    table
};

/// Where the run of plain text from byte `at` ends: before a command or sign, a
/// ligature, or the line feed before an empty line.
pub(super) fn run(bytes: &[u8], mut at: usize, end: usize, math: bool) -> usize {
    while at < end {
        let byte = bytes[at];
        if SIGNS[usize::from(byte)] && is_sign(bytes, at, end, math) {
            return at;
        }
        at += 1;
    }
    end
}

fn is_sign(bytes: &[u8], at: usize, end: usize, math: bool) -> bool {
    let next = (at + 1 < end).then(|| bytes[at + 1]);
    match bytes[at] {
        b'\n' => {
            let next = blanks(bytes, at + 1, end);
            next < end && bytes[next] == b'\n'
        }
        b'`' => !math,
        b'^' => math,
        byte @ (b'-' | b'\'' | b',' | b'<' | b'>') => !math && next == Some(byte),
        b'!' | b'?' => !math && next == Some(b'`'),
        _ => true,
    }
}
