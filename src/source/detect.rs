//! What kind of file it is, told by its name and its first bytes.
//!
//! The formats that can be read stand in `read::FORMATS`; here stand those that
//! cannot, so that their bytes are never taken for text.

/// Extensions of files that are no plain text for a reader, though some look
/// like it: markup, data, programs. A file with another unknown extension is
/// judged by its content.
const NOT_PLAIN: &[&str] = &[
    // documents and markup
    "md",
    "markdown",
    "mkd",
    "html",
    "htm",
    "xhtml",
    "shtml",
    "mhtml",
    "pdf",
    "ps",
    "djvu",
    "epub",
    "mobi",
    "azw3",
    "fb2",
    "doc",
    "docx",
    "odt",
    "rtf",
    "pages",
    "wpd",
    "tex",
    "latex",
    "bib",
    "rst",
    "adoc",
    "asciidoc",
    "org",
    "textile",
    "mediawiki",
    "wiki",
    "xml",
    "tei",
    "jats",
    "nxml",
    "sgml",
    "opf",
    "ncx",
    "ris",
    "enw",
    "eml",
    "mbox",
    "msg", // tables, slides and data
    "csv",
    "tsv",
    "xls",
    "xlsx",
    "ods",
    "ppt",
    "pptx",
    "odp",
    "json",
    "jsonl",
    "ndjson",
    "geojson",
    "yaml",
    "yml",
    "toml",
    "ini",
    "parquet",
    "sqlite",
    "db",
    "sql", // programs
    "c",
    "h",
    "cc",
    "cpp",
    "hpp",
    "rs",
    "go",
    "py",
    "pyc",
    "rb",
    "pl",
    "php",
    "java",
    "class",
    "js",
    "mjs",
    "ts",
    "css",
    "scss",
    "sh",
    "bat",
    "exe",
    "dll",
    "so",
    "o",
    "a",
    "wasm",
    "r",
    "jl",
    "lua", // archives
    "zip",
    "gz",
    "tgz",
    "bz2",
    "xz",
    "zst",
    "7z",
    "rar",
    "tar",
    "iso",
    "dmg",
    "jar", // pictures, sound, film
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "svg",
    "tif",
    "tiff",
    "bmp",
    "ico",
    "heic",
    "mp3",
    "m4a",
    "ogg",
    "wav",
    "flac",
    "mp4",
    "mkv",
    "mov",
    "avi",
    "webm",
    "srt",
    "vtt",
    "ttf",
    "otf",
    "woff",
    "woff2",
];

/// First bytes of formats that give themselves away, whatever the name says.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x7fELF", "elf"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"SQLite format 3\0", "sqlite"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
];

/// The extension of a file name in lower case; none for `name`, `.name`, `name.`.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_lowercase())
}

/// True for the extension (lower case) of a format that is not plain text and
/// that nothing reads.
pub fn is_other(extension: &str) -> bool {
    NOT_PLAIN.contains(&extension)
}

/// The name of the format that the first bytes give away, if any.
pub fn signature(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions() {
        let of = |name| extension(name);
        assert_eq!(of("a.b.TXT").as_deref(), Some("txt"));
        assert_eq!((of("README"), of(".profile"), of("end.")), (None, None, None));
        assert!(is_other("md") && is_other("pdf") && !is_other("txt") && !is_other("log"));
    }

    #[test]
    fn signatures() {
        assert_eq!(signature(b"%PDF-1.7"), Some("pdf"));
        assert_eq!(signature(b"BZ"), None);
        assert_eq!(signature(b"Plain"), None);
    }
}
