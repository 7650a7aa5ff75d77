//! Names with a number in round brackets: `up(1), down(2)`, `iso(1) org(3)`,
//! `printf(3)`, `c(1)+c(2)`.
//!
//! A call in round brackets stands to one word and is met once. Names stand in
//! lists of their kind, come again with their number, or have a shape that no
//! word has.

use std::collections::{HashMap, HashSet};

use super::super::label::LabelKind;
use super::super::markers::Mark;
use super::super::style::{Dress, Style};
use crate::model::Document;

const ROUND: Style = Style { dress: Dress::Paren, kind: LabelKind::Number };

/// Times that a name stands with its number, from which it is one. Of two
/// calls at the same word, each with the same number, none were met.
const AGAIN: usize = 2;

/// A name and the number in brackets after it.
#[derive(Clone, Copy)]
struct Member<'a> {
    at: usize,
    block: usize,
    name: &'a str,
    start: usize,
    end: usize,
    value: u32,
}

/// Leaves out numbers in round brackets that belong to a name.
pub fn leave_out(document: &Document, marks: &mut Vec<Mark>) {
    let text = |block: usize| document.blocks[block].text.text.as_str();
    let members: Vec<Member> = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.style == ROUND)
        .filter_map(|(at, mark)| {
            let name = name(&text(mark.block)[..mark.span.start]);
            let (start, end) = (mark.span.start - name.len(), mark.span.end);
            (!name.is_empty()).then_some(Member { at, block: mark.block, name, start, end, value: mark.label.value })
        })
        .collect();
    if members.is_empty() {
        return;
    }
    let mut names: HashSet<&str> = listed(&members, text);
    names.extend(repeated(&members));
    names.extend(members.iter().filter(|member| is_shaped(member.name)).map(|member| member.name));
    let in_sum = |member: &&Member| text(member.block)[member.end..].starts_with(['+', '*', '/', '=', '(', '[', '}']);
    names.extend(members.iter().filter(in_sum).map(|member| member.name));
    let gone: HashSet<usize> =
        members.iter().filter(|member| names.contains(member.name)).map(|member| member.at).collect();
    let mut at = 0;
    marks.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Names of which two or more stand one after another with nothing between but
/// a comma, a bar or a dash: `closed(1), listen(2)`; and those of one paragraph
/// that bear the same number, as `query(1) and host(1)`.
fn listed<'a>(members: &[Member<'a>], text: impl Fn(usize) -> &'a str) -> HashSet<&'a str> {
    let mut out = HashSet::new();
    let mut seen: HashMap<(usize, u32), &str> = HashMap::new();
    for member in members {
        if let Some(other) = seen.insert((member.block, member.value), member.name)
            && other != member.name
        {
            out.extend([other, member.name]);
        }
    }
    for pair in members.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        let near = first.block == second.block && first.end <= second.start;
        if near && text(first.block)[first.end..second.start].chars().all(|c| c.is_whitespace() || ",|{}-:".contains(c))
        {
            out.extend([first.name, second.name]);
        }
    }
    out
}

/// Names that stand with the same number again.
fn repeated<'a>(members: &[Member<'a>]) -> Vec<&'a str> {
    let mut count: HashMap<(&str, u32), usize> = HashMap::new();
    for member in members {
        *count.entry((member.name, member.value)).or_default() += 1;
    }
    count.into_iter().filter(|(_, count)| *count >= AGAIN).map(|((name, _), _)| name).collect()
}

/// `linkUp`, `sys_open`, `char2`, `ua-initiator`: no word of prose. One that
/// begins with a capital may be a name that a call is set to, `McCloghrie`.
fn is_shaped(name: &str) -> bool {
    let lower = name.starts_with(|c: char| c.is_ascii_lowercase());
    name.contains('_') || lower && name.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// The name before the bracket: letters, figures and what joins them.
fn name(before: &str) -> &str {
    let rest = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    before[rest.len()..].trim_start_matches('-')
}

#[cfg(test)]
mod tests {
    use super::super::super::markers;
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;

    fn kept(text: &str) -> usize {
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let document = Document { blocks: vec![block], ..Document::default() };
        let mut marks = Vec::new();
        markers::scan(0, text, &mut marks);
        leave_out(&document, &mut marks);
        marks.len()
    }

    #[test]
    fn members_are_no_calls() {
        for text in [
            "INTEGER { up(1), down(2) } and so up(1) is it",
            "of {iso(1) org(3) dod(6)} it",
            "see query(1) and host(1) for more",
            "by printf(3) or else printf(3) again",
            "the linkUp(3) trap and sys_open(2)",
            "holds c(1)+c(2)",
        ] {
            assert_eq!(kept(text), 0, "{text}");
        }
    }

    #[test]
    fn calls_stay() {
        for text in ["the ferry(1) was late", "of it.(1) So", "old(1) and well-known(2) men"] {
            assert!(kept(text) > 0, "{text}");
        }
        assert_eq!(kept("at the quay(1) the men(2) stood"), 2);
    }
}
