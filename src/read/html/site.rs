//! The files of a document as one tree, with what is asked of it again and again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::entity;
use super::tag::Tag;
use super::token::Attr;
use super::tree::{Id, Tree};

/// A file within the source: the whole of it, or a chapter of an EPUB.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, by which links name it; empty for a page that stands alone.
    pub name: String,
    /// First byte in the tree's text.
    pub start: usize,
    /// First node.
    pub first: Id,
    /// What it is for.
    pub role: Role,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Text.
    Body,
    /// A table of contents, a cover.
    Chrome,
}

/// All files of a document.
#[derive(Debug)]
pub struct Site<'a> {
    /// Their nodes, one file after the other.
    pub tree: Tree<'a>,
    /// The files.
    pub files: Vec<File>,
    /// For each node the bytes of visible text (white space aside) before it.
    text: Vec<u32>,
    /// The same, of text inside links.
    linked: Vec<u32>,
    /// Ids with their files and nodes, sorted.
    ids: Vec<(&'a str, u32, Id)>,
    names: HashMap<String, usize>,
    /// The numbers of the items of ordered lists.
    ordinals: HashMap<Id, u32>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The id, as the link writes it.
    pub id: Cow<'a, str>,
    /// Where in [`Site::ids`] the elements stand that bear it, in order.
    pub found: Range<usize>,
    /// The address before the id, as the link writes it.
    pub page: &'a str,
    /// True where that is no file of the document: the page itself, written out, or another.
    pub foreign: bool,
}

impl<'a> Site<'a> {
    /// Gathers what there is to know of a tree.
    pub fn new(tree: Tree<'a>, files: Vec<File>) -> Self {
        let names = files.iter().enumerate().map(|(at, file)| (file.name.clone(), at)).collect();
        let mut site = Site {
            tree,
            files,
            text: Vec::new(),
            linked: Vec::new(),
            ids: Vec::new(),
            names,
            ordinals: HashMap::new(),
        };
        site.weigh();
        site.gather();
        site.number();
        site
    }

    fn weigh(&mut self) {
        let nodes = &self.tree.nodes;
        let (mut all, mut linked, mut mute, mut link) = (0, 0, 0, 0);
        self.text.reserve(nodes.len() + 1);
        self.linked.reserve(nodes.len() + 1);
        for (at, node) in nodes.iter().enumerate() {
            self.text.push(all);
            self.linked.push(linked);
            match node.tag {
                Tag::Text if (at as Id) >= mute => {
                    let bytes = &self.tree.text.as_bytes()[node.start as usize..node.close as usize];
                    let visible = bytes.iter().filter(|b| **b > b' ').count() as u32;
                    all += visible;
                    linked += if (at as Id) < link { visible } else { 0 };
                }
                tag if self.tree.is_mute(at as Id) && tag != Tag::Head => mute = mute.max(node.end),
                Tag::A if self.tree.attr(at as Id, Attr::Href).is_some() => link = link.max(node.end),
                _ => {}
            }
        }
        self.text.push(all);
        self.linked.push(linked);
    }

    fn gather(&mut self) {
        let mut file = 0;
        for at in 1..self.tree.nodes.len() as Id {
            while self.files.get(file + 1).is_some_and(|next| next.first <= at) {
                file += 1;
            }
            if !self.tree.has_attributes(at) {
                continue;
            }
            let id = self.tree.attr(at, Attr::Id);
            let name = if self.tree.node(at).tag == Tag::A { self.tree.attr(at, Attr::Name) } else { None };
            for value in id.into_iter().chain(name.filter(|name| Some(*name) != id)) {
                if !value.is_empty() {
                    self.ids.push((value, file as u32, at));
                }
            }
        }
        self.ids.sort_unstable();
    }

    fn number(&mut self) {
        let tree = &self.tree;
        let value = |id, attr| tree.attr(id, attr).and_then(|value| value.trim().parse::<u32>().ok());
        for list in (1..tree.nodes.len() as Id).filter(|at| tree.node(*at).tag == Tag::Ol) {
            let mut next = value(list, Attr::Start).unwrap_or(1);
            for item in tree.children(list).filter(|item| tree.node(*item).tag == Tag::Li) {
                next = value(item, Attr::Value).unwrap_or(next);
                self.ordinals.insert(item, next);
                next = next.saturating_add(1);
            }
        }
    }

    /// The number of an item of an ordered list.
    pub fn ordinal(&self, item: Id) -> Option<u32> {
        self.ordinals.get(&item).copied()
    }

    /// All ids with their files and nodes.
    pub fn ids(&self) -> &[(&'a str, u32, Id)] {
        &self.ids
    }

    /// Bytes of visible text in the nodes `from..to`.
    pub fn weight(&self, from: Id, to: Id) -> u32 {
        self.text[to as usize].saturating_sub(self.text[from as usize])
    }

    /// Bytes of visible text of links in the nodes `from..to`.
    pub fn link_weight(&self, from: Id, to: Id) -> u32 {
        self.linked[to as usize].saturating_sub(self.linked[from as usize])
    }

    /// Bytes of visible text in an element.
    pub fn weight_of(&self, id: Id) -> u32 {
        self.weight(id, self.tree.node(id).end)
    }

    /// The index of the file in which a node stands.
    pub fn file(&self, id: Id) -> usize {
        self.files.partition_point(|file| file.first <= id).saturating_sub(1)
    }

    /// The visible text of the nodes `from..to`, white space collapsed; `None`
    /// where there is more than `limit` bytes of it.
    pub fn text(&self, from: Id, to: Id, limit: usize) -> Option<String> {
        if self.weight(from, to) as usize > limit * 4 {
            return None;
        }
        let mut out = String::new();
        let mut at = from;
        while at < to {
            let node = self.tree.node(at);
            if self.tree.is_mute(at) {
                at = node.end;
                continue;
            }
            if node.tag == Tag::Text {
                let raw = self.tree.raw(at);
                out.push_str(&if node.verbatim { Cow::Borrowed(raw) } else { entity::decode(raw) });
            } else if node.tag.is_block() || node.tag == Tag::Br {
                out.push(' ');
            }
            at += 1;
        }
        let words: Vec<&str> = out.split_whitespace().collect();
        let text = words.join(" ");
        (text.len() <= limit).then_some(text)
    }

    /// The visible text of an element.
    pub fn text_of(&self, id: Id, limit: usize) -> Option<String> {
        self.text(id, self.tree.node(id).end, limit)
    }

    /// Where a link leads, if it names an id: in the document where the
    /// document has it.
    pub fn target(&self, link: Id) -> Option<Target<'a>> {
        let href = self.tree.attr(link, Attr::Href)?.trim();
        let (path, id) = href.split_once('#')?;
        let own = self.file(link);
        let file = if path.is_empty() { Some(own) } else { self.file_named(own, path) };
        let mut id = if id.contains('&') { entity::decode(id) } else { Cow::Borrowed(id) };
        let book = !self.files[own].name.is_empty();
        let look = |id: &str| match file {
            None if book => 0..0,
            file => self.bearers(file.unwrap_or(own), id),
        };
        let mut found = look(&id);
        if found.is_empty() && id.contains('%') {
            id = Cow::Owned(unescape(&id));
            found = look(&id);
        }
        // slides name their parts `#/fn1`
        if let Some(rest) = id.strip_prefix('/').filter(|_| found.is_empty()).map(str::to_owned) {
            found = look(&rest);
            id = Cow::Owned(rest);
        }
        if found.is_empty() && book && file.is_some() {
            // a converter has moved the note to another file
            found = self.bearers_anywhere(&id);
        }
        (!id.is_empty()).then_some(Target { id, found, page: path, foreign: file.is_none() })
    }

    /// The file of the document that `path` means in a link from file `own`.
    fn file_named(&self, own: usize, path: &str) -> Option<usize> {
        if path.contains(':') {
            return None;
        }
        self.names.get(&resolve(&self.files[own].name, path)).copied()
    }

    /// The first element that bears an id in the file of element `near`.
    pub fn element(&self, near: Id, id: &str) -> Option<Id> {
        self.ids[self.bearers(self.file(near), id)].first().map(|bearer| bearer.2)
    }

    /// The elements that bear an id in a file, in order.
    fn bearers(&self, file: usize, id: &str) -> Range<usize> {
        let key = (id, file as u32);
        let from = self.ids.partition_point(|(other, file, _)| (*other, *file) < key);
        from..self.ids.partition_point(|(other, file, _)| (*other, *file) <= key)
    }

    /// The elements that bear an id, if only one file has such.
    fn bearers_anywhere(&self, id: &str) -> Range<usize> {
        let from = self.ids.partition_point(|(other, _, _)| *other < id);
        let to = self.ids.partition_point(|(other, _, _)| *other <= id);
        let one = from < to && self.ids[from].1 == self.ids[to - 1].1;
        if one { from..to } else { from..from }
    }
}

/// The name of the file that `path` means in the file `base`.
pub fn resolve(base: &str, path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = if path.contains('%') { unescape(path) } else { path.to_owned() };
    let mut parts: Vec<&str> = match base.rsplit_once('/') {
        Some((folder, _)) if !path.starts_with('/') => folder.split('/').collect(),
        _ => Vec::new(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Text with `%20` and the like resolved.
pub fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Visible text of an element that is no link.
pub fn weight_beside_links(site: &Site, id: Id) -> u32 {
    site.weight_of(id).saturating_sub(site.link_weight(id, site.tree.node(id).end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        assert_eq!(resolve("text/ch1.xhtml", "notes.xhtml#n1"), "text/notes.xhtml");
        assert_eq!(resolve("a/b/c.html", "../d%20e.html"), "a/d e.html");
        assert_eq!(resolve("c.html", "../../d.html"), "d.html");
        assert_eq!(unescape("%C3%A9 100% %zz"), "é 100% %zz");
    }

    #[test]
    fn weights_and_text() {
        let tree = Tree::of("<p>One <a href=x>two</a><script>no</script> &amp;<br>three</p>", false);
        let site = Site::new(tree, vec![File { name: String::new(), start: 0, first: 0, role: Role::Body }]);
        assert_eq!((site.weight_of(1), site.link_weight(1, site.tree.node(1).end)), (16, 3));
        assert_eq!(site.text_of(1, 40).as_deref(), Some("One two & three"));
        assert_eq!(site.text_of(1, 4), None);
    }
}
