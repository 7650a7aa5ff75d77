//! The elements that are open, for readers that walk a document of any depth.

/// Elements deeper than this are part of the one around them.
const DEEPEST: usize = 2048;

/// How far up a wrong end tag looks for its start tag.
const FARTHEST: usize = 256;

/// Open elements, outermost first, each with what a reader keeps of it.
#[derive(Debug)]
pub struct Stack<'a, T> {
    open: Vec<(&'a str, T)>,
    /// Elements below the deepest that is kept.
    below: usize,
}

impl<T> Default for Stack<'_, T> {
    fn default() -> Self {
        Stack { open: Vec::new(), below: 0 }
    }
}

impl<'a, T> Stack<'a, T> {
    /// An element begins. False where it is too deep to be kept: the reader
    /// then takes no heed of it.
    pub fn has_room(&mut self) -> bool {
        if self.open.len() >= DEEPEST {
            self.below += 1;
        }
        self.open.len() < DEEPEST
    }

    /// Keeps an element.
    pub fn push(&mut self, name: &'a str, kept: T) {
        self.open.push((name, kept));
    }

    /// How many elements end with an end tag of this name: none for one that
    /// nothing began, several where end tags are wanting.
    pub fn ending(&mut self, name: &str) -> usize {
        if self.below > 0 {
            self.below -= 1;
            return 0;
        }
        let found = self.open.iter().rev().take(FARTHEST).position(|(open, _)| *open == name);
        found.map_or(0, |above| above + 1)
    }

    /// Takes the innermost element away.
    pub fn pop(&mut self) -> Option<(&'a str, T)> {
        self.open.pop()
    }

    /// What is kept of the innermost element.
    pub fn top(&self) -> Option<&T> {
        self.open.last().map(|(_, kept)| kept)
    }

    /// As [`Stack::top`].
    pub fn top_mut(&mut self) -> Option<&mut T> {
        self.open.last_mut().map(|(_, kept)| kept)
    }

    /// Name of the element `up` steps above the innermost, empty where there is
    /// none.
    pub fn name(&self, up: usize) -> &'a str {
        self.open.iter().rev().nth(up).map_or("", |(name, _)| name)
    }

    /// True where one of the innermost `within` elements bears this name.
    pub fn inside(&self, name: &str, within: usize) -> bool {
        self.open.iter().rev().take(within).any(|(open, _)| *open == name)
    }

    /// Number of elements that are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_tags_end_what_they_name() {
        let mut stack = Stack::default();
        ["a", "b", "c"].into_iter().for_each(|name| stack.push(name, ()));
        assert_eq!((stack.ending("x"), stack.ending("c"), stack.ending("a")), (0, 1, 3));
        assert_eq!((stack.name(0), stack.name(2), stack.name(3)), ("c", "a", ""));
        assert!(stack.inside("b", 2) && !stack.inside("a", 2));
    }

    #[test]
    fn what_is_too_deep_is_not_kept() {
        let mut stack = Stack::default();
        for _ in 0..DEEPEST + 5 {
            if stack.has_room() {
                stack.push("a", ());
            }
        }
        assert_eq!(stack.depth(), DEEPEST);
        assert_eq!((0..6).map(|_| stack.ending("a")).collect::<Vec<_>>(), [0, 0, 0, 0, 0, 1]);
    }
}
