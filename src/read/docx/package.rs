//! The parts of a package and how they are found: by relation, by type of
//! content, then by the usual name (ECMA-376 part 2).

use crate::error::{ErrorKind, Result};
use crate::read::xml::{Event, Events};
use crate::read::zipped::Archive;

/// The name of the main text where nothing says another.
const USUAL: &str = "word/document.xml";

/// Relations of a part: type (its last word), and name of the part it leads to.
#[derive(Debug, Default)]
pub struct Relations {
    to: Vec<(String, String)>,
}

impl Relations {
    /// Reads the relations of `part`; those of the package for an empty name.
    ///
    /// # Errors
    ///
    /// As [`Archive::text`].
    pub fn of(archive: &mut Archive<'_>, part: &str) -> Result<Relations> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let dash = if folder.is_empty() { "" } else { "/" };
        let source = archive.text(&format!("{folder}{dash}_rels/{name}.rels"))?.unwrap_or_default().text;
        let mut to = Vec::new();
        for event in Events::new(&source, 0) {
            let Event::Open(tag) = event else { continue };
            let outside = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
            if let (Some(kind), Some(target), false) = (tag.attribute("Type"), tag.attribute("Target"), outside) {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                to.push((kind, resolved(folder, &target)));
            }
        }
        Ok(Relations { to })
    }

    /// The parts to which relations of a type lead.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.to.iter().filter(move |(other, _)| other == kind).map(|(_, target)| target.as_str())
    }

    /// The part to which the first relation of a type leads.
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.to.iter().find(|(other, _)| other == kind).map(|(_, target)| target.as_str())
    }
}

/// A target as the name of a part: from the root, without `.` and `..`.
fn resolved(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The name of the main text.
///
/// # Errors
///
/// `Unreadable` where the package has none.
pub fn main_part(archive: &mut Archive<'_>, package: &Relations) -> Result<String> {
    let related = package.get("officeDocument").filter(|name| archive.has(name)).map(str::to_owned);
    if let Some(name) = related.or_else(|| archive.has(USUAL).then(|| USUAL.to_owned())) {
        return Ok(name);
    }
    let types = archive.text("[Content_Types].xml")?.unwrap_or_default().text;
    let main = |kind: &str| kind.ends_with(".main+xml");
    let name = Events::new(&types, 0).find_map(|event| match event {
        Event::Open(tag) if tag.attribute("ContentType").is_some_and(|kind| main(&kind)) => {
            tag.attribute("PartName").map(|name| name.into_owned())
        }
        _ => None,
    });
    let name = name.filter(|name| archive.has(name));
    name.ok_or_else(|| ErrorKind::Unreadable("no document in the package").into())
}

/// The name of a part of this kind: the one to which a relation of the main
/// text leads, else the one that is usual, beside the main text.
pub fn beside(archive: &Archive<'_>, main: &str, related: Option<&str>, kind: &str) -> String {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let related = related.filter(|name| archive.has(name));
    related.map_or_else(|| resolved(folder, &format!("{kind}.xml")), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::zipped::{self, tests::zip};

    #[test]
    fn targets_are_resolved() {
        assert_eq!(resolved("word", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolved("word", "/word/a.xml"), "word/a.xml");
        assert_eq!(resolved("a/b", "../c.xml"), "a/c.xml");
        assert_eq!(resolved("", "../../c.xml"), "c.xml");
    }

    #[test]
    fn the_main_part_may_have_any_name() {
        let relation =
            "<Relationships><Relationship Type='http://x/officeDocument' Target='/text/Main.xml'/></Relationships>";
        let types = "<Types><Override PartName='/a.xml' ContentType='application/x.document.main+xml'/></Types>";
        let cases: [&[(&str, &str)]; 4] = [
            &[("_rels/.rels", relation), ("text/main.xml", "")],
            &[("[Content_Types].xml", types), ("a.xml", "")],
            &[("_rels/.rels", relation), ("word/document.xml", "")],
            &[("a.xml", "")],
        ];
        let names = cases.map(|parts| {
            let bytes = zip(parts);
            let mut archive = zipped::open(&bytes).unwrap();
            let package = Relations::of(&mut archive, "").unwrap();
            main_part(&mut archive, &package).unwrap_or_else(|error| error.to_string())
        });
        assert_eq!(names, ["text/Main.xml", "/a.xml", "word/document.xml", "no document in the package"]);
    }
}
