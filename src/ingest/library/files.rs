//! Files as entries name them.

use std::path::{Path, PathBuf};

use super::{NamedFile, parts};
use crate::source::walk::text_of;

/// The files in a field `file` of BibTeX, in the manners of
///
/// - JabRef and Zotero: `Title:files/12/a.pdf:application/pdf;:b.pdf:PDF`, where
///   a backslash hides `:`, `;` and itself;
/// - Calibre: `:/books/a.epub:EPUB, :/books/a.pdf:PDF`;
/// - Mendeley: `:C$\backslash$:/papers/a.pdf:pdf`;
/// - and a path alone: `C:\papers\a.pdf`, `/papers/a.pdf`, `file:///papers/a.pdf`.
pub fn of_field(field: &str, folder: &Path) -> Vec<NamedFile> {
    let field = field.replace("$\\backslash$", "\\").replace("{\\_}", "_").replace(", :", ";:");
    let field = field.trim().trim_start_matches('{').trim_end_matches('}');
    split(field, ';').iter().filter_map(|one| named(&path_of(one), folder)).collect()
}

/// The file at a path or a `file:` address.
pub fn named(path: &str, folder: &Path) -> Option<NamedFile> {
    let path = path.trim();
    let path = match path.strip_prefix("file://") {
        Some(address) => decoded(address.strip_prefix("localhost").unwrap_or(address)),
        None => path.to_owned(),
    };
    let parts = parts(&path);
    let name = parts.last().is_some_and(|name| name.contains(char::is_alphanumeric));
    if !name || path.contains('\0') {
        return None;
    }
    let here = |path: &str| std::fs::canonicalize(folder.join(path)).ok().filter(|path: &PathBuf| path.is_file());
    let here = here(&path).or_else(|| here(&path.replace('\\', "/"))).map(|here| text_of(here.as_os_str()));
    Some(NamedFile { parts, here })
}

/// The path in `Title:path:type`, in `path:type` and in `path`.
fn path_of(one: &str) -> String {
    let mut fields: Vec<String> = Vec::new();
    for field in split(one, ':') {
        let field = unescaped(&field);
        match fields.last_mut() {
            // `C:\papers` and `file:///papers` were parted at their own colon
            Some(last) if field.starts_with(['/', '\\']) && is_scheme(last) => *last = format!("{last}:{field}"),
            _ => fields.push(field),
        }
    }
    let is_file = |field: &&String| field.contains('.') && !field.starts_with("application/");
    match &fields[..] {
        [_, path @ .., _] if !path.is_empty() => path.join(":"),
        [first, second] => [second, first].into_iter().find(is_file).cloned().unwrap_or_default(),
        [only] => only.clone(),
        _ => String::new(),
    }
}

fn is_scheme(text: &str) -> bool {
    text == "file" || text.len() == 1 && text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Parts `text` at a sign that no backslash hides; backslashes stay.
fn split(text: &str, sign: char) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut hidden = false;
    for c in text.chars() {
        if c == sign && !hidden {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(c);
        }
        hidden = c == '\\' && !hidden;
    }
    out
}

/// `\:` is `:`, `\\` is `\`; the backslash of `C:\papers` stays.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match signs.peek() {
            Some(&next) if c == '\\' && ":;\\_&%#{}$~, ".contains(next) => {
                out.push(next);
                signs.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Text with its `%20` decoded; what is no UTF-8 then stays as it was.
fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let Some((&byte, rest)) = bytes.split_first() {
        let code = rest.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match code.filter(|_| byte == b'%') {
            Some(code) => {
                out.push(code);
                bytes = &rest[2..];
            }
            None => {
                out.push(byte);
                bytes = rest;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(field: &str) -> String {
        let all = of_field(field, Path::new("/nowhere"));
        all.iter().map(|file| file.parts.join("/")).collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn programs_name_files_in_many_manners() {
        for (field, want) in [
            ("Full Text:files/12/a.pdf:application/pdf", "files/12/a.pdf"),
            (
                "Full Text:files/12/a.pdf:application/pdf;Snap:files/13/b.html:text/html",
                "files/12/a.pdf + files/13/b.html",
            ),
            (":a.pdf:PDF", "a.pdf"),
            (r"A\: B\; C:C\:\\Users\\x\\a\;b.pdf:application/pdf", "c:/users/x/a;b.pdf"),
            (":/books/A B/a.epub:EPUB, :/books/A B/a.pdf:PDF", "books/a b/a.epub + books/a b/a.pdf"),
            (r":C$\backslash$:/papers/a{\_}b.pdf:pdf", "c:/papers/a_b.pdf"),
            (r"C:\papers\a.pdf", "c:/papers/a.pdf"),
            ("C:/papers/a.pdf:PDF", "c:/papers/a.pdf"),
            ("/papers/a.pdf", "papers/a.pdf"),
            ("a.pdf:application/pdf", "a.pdf"),
            ("file:///papers/a%20b.pdf", "papers/a b.pdf"),
            ("{../papers/./x/../a.pdf}", "papers/a.pdf"),
            ("E\u{301}tude.pdf", "étude.pdf"),
            ("", ""),
            (";;:::", ""),
        ] {
            assert_eq!(paths(field), want, "{field}");
        }
    }

    #[test]
    fn what_is_here_is_known() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("files")).unwrap();
        std::fs::write(dir.path().join("files/a.pdf"), "").unwrap();
        let found = |field| of_field(field, dir.path())[0].here.is_some();
        assert!(found("T:files/a.pdf:PDF") && found(r"T:files\\a.pdf:PDF") && !found("T:files/b.pdf:PDF"));
        assert!(!found("files"), "a folder is no file");
    }
}
