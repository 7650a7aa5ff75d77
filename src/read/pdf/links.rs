//! Links and bookmarks: places that the file itself points to.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, String as PdfString};
use hayro_syntax::page::Page;

use super::matrix::Matrix;
use super::numbers::numbers;
use super::strings;

/// A link from a rectangle of a page to a place in the document.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Lower left and upper right corner, in points of the page as it is shown.
    pub from: [f32; 4],
    /// Where it leads.
    pub to: Target,
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Page, from 0.
    pub page: usize,
    /// Left edge of what is to be shown, if the file says.
    pub x: Option<f32>,
    /// Upper edge, if the file says.
    pub y: Option<f32>,
}

/// A bookmark.
#[derive(Clone, Debug)]
pub struct Bookmark {
    /// Its words.
    pub title: String,
    /// How deep, from 1.
    pub level: u8,
    /// Where it leads.
    pub to: Option<Target>,
}

/// Nodes of a tree that are visited, at most.
const NODES: usize = 200_000;

/// Finds places by name, and pages by their objects.
pub struct Places<'a> {
    pages: HashMap<(u32, i32), (usize, Matrix)>,
    named: HashMap<Vec<u8>, Object<'a>>,
}

impl<'a> Places<'a> {
    /// What the catalogue of the file says.
    pub fn new(pdf: &'a Pdf) -> Self {
        let mut pages = HashMap::new();
        for (at, page) in pdf.pages().iter().enumerate() {
            if let Some(id) = page.raw().obj_id() {
                let matrix = Matrix(page.initial_transform(false).as_coeffs());
                pages.insert((id.obj_number, id.gen_number), (at, matrix));
            }
        }
        let root = pdf.xref().get::<Dict<'a>>(pdf.xref().root_id());
        let mut named = HashMap::new();
        if let Some(old) = root.as_ref().and_then(|root| root.get::<Dict<'a>>(b"Dests")) {
            for name in old.keys().take(NODES) {
                if let Some(to) = old.get::<Object<'a>>(name.as_ref()) {
                    named.insert(name.as_ref().to_vec(), to);
                }
            }
        }
        let names = root.and_then(|root| root.get::<Dict<'a>>(b"Names"));
        if let Some(tree) = names.and_then(|names| names.get::<Dict<'a>>(b"Dests")) {
            leaves(tree, b"Names", |array| {
                let mut items = array.iter::<Object<'a>>();
                while let (Some(key), Some(value)) = (items.next(), items.next()) {
                    if let Object::String(key) = key {
                        named.insert(key.as_bytes().to_vec(), value);
                    }
                }
            });
        }
        Places { pages, named }
    }

    /// The links of a page.
    pub fn links(&self, page: &Page<'a>) -> Vec<Link> {
        let Some(list) = page.raw().get::<Array<'a>>(b"Annots") else { return Vec::new() };
        let matrix = Matrix(page.initial_transform(false).as_coeffs());
        list.iter::<Dict<'a>>().take(10_000).filter_map(|dict| self.link(&dict, matrix)).collect()
    }

    fn link(&self, dict: &Dict<'a>, matrix: Matrix) -> Option<Link> {
        if dict.get::<Name<'_>>(b"Subtype")?.as_ref() != b"Link" {
            return None;
        }
        let to = self.of(dict)?;
        let [a, b, c, d] = numbers(&dict.get::<Array<'_>>(b"Rect")?).try_into().ok()?;
        let ((x0, y0), (x1, y1)) = (matrix.apply(a, b), matrix.apply(c, d));
        let from = [x0.min(x1) as f32, y0.min(y1) as f32, x0.max(x1) as f32, y0.max(y1) as f32];
        Some(Link { from, to })
    }

    /// Where a link or bookmark leads.
    fn of(&self, dict: &Dict<'a>) -> Option<Target> {
        if let Some(to) = dict.get::<Object<'a>>(b"Dest") {
            return self.target(to);
        }
        let action = dict.get::<Dict<'a>>(b"A")?;
        let leads = action.get::<Name<'_>>(b"S").is_some_and(|kind| kind.as_ref() == b"GoTo");
        self.target(action.get::<Object<'a>>(b"D").filter(|_| leads)?)
    }

    fn target(&self, object: Object<'a>) -> Option<Target> {
        let mut object = object;
        // a name may lead to a dictionary with the place, and no further
        for _ in 0..4 {
            object = match object {
                Object::Array(array) => return self.place(&array),
                Object::Name(name) => self.named.get(name.as_ref() as &[u8])?.clone(),
                Object::String(text) => self.named.get(text.as_bytes())?.clone(),
                Object::Dict(dict) => dict.get::<Object<'a>>(b"D")?,
                _ => return None,
            };
        }
        None
    }

    /// `[page /XYZ left top zoom]` and the like.
    fn place(&self, array: &Array<'a>) -> Option<Target> {
        let id: ObjRef = array.raw_iter().next()?.as_obj_ref()?;
        let &(page, matrix) = self.pages.get(&(id.obj_number, id.gen_number))?;
        let items: Vec<Object<'_>> = array.raw_iter().skip(1).take(5).filter_map(direct).collect();
        let number =
            |at: usize| if let Some(Object::Number(number)) = items.get(at) { Some(number.as_f64()) } else { None };
        let (x, y) = match items.first() {
            Some(Object::Name(kind)) if kind.as_ref() == b"XYZ" => (number(1), number(2)),
            Some(Object::Name(kind)) if matches!(kind.as_ref() as &[u8], b"FitH" | b"FitBH") => (None, number(1)),
            Some(Object::Name(kind)) if kind.as_ref() == b"FitR" => (number(1), number(4)),
            _ => (None, None),
        };
        let shown = matrix.apply(x.unwrap_or(0.0), y.unwrap_or(0.0));
        Some(Target { page, x: x.map(|_| shown.0 as f32), y: y.map(|_| shown.1 as f32) })
    }

    /// The bookmarks, in order.
    pub fn bookmarks(&self, pdf: &'a Pdf) -> Vec<Bookmark> {
        let root = pdf.xref().get::<Dict<'a>>(pdf.xref().root_id());
        let first = root.and_then(|root| root.get::<Dict<'a>>(b"Outlines")?.get::<Dict<'a>>(b"First"));
        let (mut out, mut seen) = (Vec::new(), HashSet::new());
        let mut open: Vec<Dict<'a>> = first.into_iter().collect();
        while let Some(item) = open.pop() {
            let fresh = item.obj_id().is_none_or(|id| seen.insert((id.obj_number, id.gen_number)));
            if !fresh || out.len() >= 20_000 {
                continue;
            }
            let level = open.len().min(254) as u8 + 1;
            if let Some(title) = item.get::<PdfString<'_>>(b"Title") {
                out.push(Bookmark { title: strings::text(&title), level, to: self.of(&item) });
            }
            // the next one waits while those inside are read; an empty place
            // keeps the depth right where there is none
            let (next, inside) = (item.get::<Dict<'a>>(b"Next"), item.get::<Dict<'a>>(b"First"));
            match (next, inside) {
                (next, Some(inside)) if open.len() < 64 => {
                    open.push(next.unwrap_or_else(Dict::empty));
                    open.push(inside);
                }
                (Some(next), _) => open.push(next),
                _ => {}
            }
        }
        out
    }
}

fn direct(item: MaybeRef<Object<'_>>) -> Option<Object<'_>> {
    match item {
        MaybeRef::NotRef(object) => Some(object),
        MaybeRef::Ref(_) => None,
    }
}

/// Visits the arrays under `key` of all leaves of a name tree or number tree.
pub fn leaves<'a>(tree: Dict<'a>, key: &[u8], mut visit: impl FnMut(Array<'a>)) {
    let mut seen = HashSet::new();
    let mut open = vec![tree];
    let mut count = 0;
    while let Some(node) = open.pop() {
        count += 1;
        let fresh = node.obj_id().is_none_or(|id| seen.insert((id.obj_number, id.gen_number)));
        if count > NODES || !fresh && count > 1 {
            continue;
        }
        if let Some(array) = node.get::<Array<'a>>(key) {
            visit(array);
        }
        if let Some(kids) = node.get::<Array<'a>>(b"Kids") {
            let mut kids: Vec<Dict<'a>> = kids.iter::<Dict<'a>>().take(NODES).collect();
            kids.reverse();
            open.append(&mut kids);
        }
    }
}
