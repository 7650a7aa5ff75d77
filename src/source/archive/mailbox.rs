//! Mailboxes: messages in a row, each below a line `From `.

use super::{Place, Summary, Walk};

/// Walks a mailbox; messages are `1.eml`, `2.eml` and so on.
pub(super) fn walk(walk: &mut Walk, place: &Place, bytes: &[u8]) -> Summary {
    let starts = starts(bytes);
    let mut summary = Summary::default();
    if starts.is_empty() {
        summary.reason = Some("no messages".to_owned());
    }
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(bytes.len(), |next| next.line);
        let message = &bytes[start.message..end];
        summary.entries += 1;
        if let Err(reason) = walk.file(place, &format!("{}.eml", at + 1), (message.len() as u64, message)) {
            summary.reason = Some(reason);
            break;
        }
    }
    summary
}

/// Where a message begins.
struct Start {
    /// Its line `From `.
    line: usize,
    /// Its first header.
    message: usize,
}

/// A message begins with `From ` at the start of the file or after a blank
/// line, with a header on the next line: so does `From me 1 Jan` above `Date: …`,
/// and not a paragraph that opens with the word.
fn starts(bytes: &[u8]) -> Vec<Start> {
    let mut out = Vec::new();
    let (mut at, mut blank) = (0, true);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let message = at + line.len();
        if blank && line.starts_with(b"From ") && is_header(&bytes[message..]) {
            out.push(Start { line: at, message });
        }
        blank = line.trim_ascii().is_empty();
        at = message;
    }
    out
}

/// True where a line begins with the name of a header.
fn is_header(rest: &[u8]) -> bool {
    let name = rest.iter().take(80).take_while(|b| b.is_ascii_graphic() && **b != b':').count();
    name > 0 && rest.get(name) == Some(&b':') || rest.starts_with(b">From ")
}
