//! Which elements of an unknown document are paragraphs.

use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events};

/// An element with less of its text outside other elements than this part is a
/// container in which some characters have gone astray.
const LEAST_OWN: usize = 20;

/// An open element: its first byte, bytes of text of its own, of all in it.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    at: usize,
    own: usize,
    all: usize,
}

/// The first bytes, ascending, of elements with text of their own, in which a twentieth of
/// the text at least is not in other elements: `<p>To <i>be</i></p>` is one,
/// `<act>x <speech>a long one</speech>…</act>` none.
pub fn blocks(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut stack: Stack<'_, Open> = Stack::default();
    for event in Events::new(text, 0) {
        match event {
            Event::Open(tag) if stack.has_room() => stack.push(tag.name, Open { at: tag.span.start, own: 0, all: 0 }),
            Event::Close(name, _) => {
                for _ in 0..stack.ending(name) {
                    let Some((_, open)) = stack.pop() else { break };
                    if open.own * LEAST_OWN >= open.all && open.own > 0 {
                        out.push(open.at);
                    }
                    stack.top_mut().into_iter().for_each(|above| above.all += open.all);
                }
            }
            Event::Text(text, _) => {
                let own = text.trim().len();
                stack.top_mut().into_iter().for_each(|open| (open.own, open.all) = (open.own + own, open.all + own));
            }
            _ => {}
        }
    }
    out.sort_unstable();
    out
}
