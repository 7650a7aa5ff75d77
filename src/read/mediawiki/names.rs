//! Names that mean something: of entities, namespaces, templates.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::read::entities;

/// The character of `&name;`, `&#160;` or `&#xa0;`; `name` is what stands between.
pub(super) fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code).map(String::from);
    }
    entities::named(name).map(str::to_owned)
}

/// Namespaces of pictures, in lower case.
const FILES: &[&str] = &[
    "file",
    "image",
    "media",
    "datei",
    "bild",
    "fichier",
    "archivo",
    "imagen",
    "ficheiro",
    "imagem",
    "immagine",
    "bestand",
    "afbeelding",
    "plik",
    "grafika",
    "файл",
    "изображение",
    "fil",
    "tiedosto",
    "soubor",
    "fájl",
    "dosya",
    "ファイル",
    "画像",
    "文件",
    "파일",
    "ملف",
    "קובץ",
    "fitxer",
];

/// Namespaces of categories, in lower case.
const CATEGORIES: &[&str] = &[
    "category",
    "kategorie",
    "catégorie",
    "categoría",
    "categoria",
    "categorie",
    "kategoria",
    "категория",
    "kategori",
    "luokka",
    "kategória",
    "カテゴリ",
    "分类",
    "分類",
    "분류",
    "تصنيف",
    "קטגוריה",
];

/// What the target of a link is.
#[derive(Debug, PartialEq)]
pub(super) enum Target<'a> {
    /// A page.
    Page,
    /// A picture.
    File,
    /// The category that this page belongs to.
    Category(&'a str),
    /// The same page in another language, or on another wiki.
    Elsewhere,
}

/// Tells what `[[target]]` is.
pub(super) fn target(target: &str) -> Target<'_> {
    let Some((space, name)) = target.split_once(':') else { return Target::Page };
    let lower = space.trim().to_lowercase();
    if FILES.contains(&lower.as_str()) {
        Target::File
    } else if CATEGORIES.contains(&lower.as_str()) {
        Target::Category(name.trim())
    } else if (2..=3).contains(&space.len()) && space.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Target::Elsewhere
    } else {
        Target::Page
    }
}

/// What a template is, by its name in lower case with blanks for underscores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Template {
    /// Shows nothing of its arguments.
    Nothing,
    /// A work cited: `{{cite book}}`.
    Cite,
    /// A short note: `{{sfn}}`.
    ShortNote,
    /// A short citation in the text: `{{harvnb}}`.
    Short,
    /// A note whose text is an argument, in the group that is given: `{{efn}}`.
    Note(&'static str),
    /// Calls of notes by their names: `{{r}}`.
    Calls,
    /// A list of notes, which may define some: `{{reflist}}`.
    List(&'static str),
    /// A quotation set apart.
    Quotation,
    /// Boxes and bars around the text.
    Chrome,
    /// Stands for a sign.
    Sign(&'static str),
    /// Only the argument of this place (from 0) is text.
    Argument(usize),
    /// The first so many arguments are text.
    First(usize),
    /// All arguments that have no names are text.
    Text,
}

/// Exact names, parted by semicolons.
const NAMES: &[(Template, &str)] = &[
    (Template::ShortNote, "sfn; sfnp; sfnm"),
    (
        Template::Nothing,
        "sfnref; harvid; ref label; clear; hs; rp; anchor; anchors; cn; citation needed; fact; when; who; \
     clarify; by whom; which; better source needed; dead link; page needed; webarchive; cbignore; short \
     description; use dmy dates; use mdy dates; use british english; good article; featured article; \
     authority control; normdaten; toc; toc limit; refbegin; refend; defaultsort; displaytitle; coord; \
     italic title; sortierung; commons category; portal; portal bar; col-begin; lead too short; multiple \
     issues",
    ),
    (Template::Short, "harvnb; harv; harvtxt; harvp; harvcol; harvcolnb; harvsp"),
    (Template::Note(""), "refn; #tag:ref"),
    (Template::Note("lower-alpha"), "efn; efn-la"),
    (Template::Note("upper-alpha"), "efn-ua"),
    (Template::Note("lower-roman"), "efn-lr"),
    (Template::Note("upper-roman"), "efn-ur"),
    (Template::Note("lower-greek"), "efn-lg"),
    (Template::Note("note"), "notetag"),
    (Template::List(""), "#tag:references; reflist; references; refs; références"),
    (Template::Calls, "r; rma; ref name"),
    (Template::List("lower-alpha"), "notelist; notelist-la"),
    (Template::List("upper-alpha"), "notelist-ua"),
    (Template::List("lower-roman"), "notelist-lr"),
    (Template::List("note"), "notefoot"),
    (Template::List("upper-roman"), "notelist-ur"),
    (Template::List("lower-greek"), "notelist-lg"),
    (Template::Quotation, "quote; blockquote; cquote; quotation; quote box; zitat; citation bloc; poemquote; quotebox"),
    (Template::Sign(" "), "nbsp; spaces; space; thinsp; thin space; !; pb; br; break"),
    (Template::Sign("–"), "ndash; en dash"),
    (Template::Sign("—"), "mdash; em dash"),
    (Template::Sign(" – "), "snd; spnd; spaced ndash; spaced en dash; snds"),
    (Template::Sign("'"), "'"),
    (Template::Sign("\""), "''; -\""),
    (Template::Sign("’s"), "'s"),
    (Template::Sign("="), "="),
    (Template::Sign(" · "), "·; dot"),
    (Template::Sign(" • "), "•"),
    (Template::Sign("π"), "pi"),
    (Template::Sign(""), "shy; zwsp"),
    (Template::Sign("†"), "dagger"),
    (Template::Sign("[sic]"), "sic"),
    (Template::Sign("c. "), "circa; c."),
    (Template::Argument(1), "lang; transl; transliteration; langue; color; font color; sort"),
    (Template::Argument(0), "lang-rus; tooltip; abbr; url; ill; interlanguage link; formatnum"),
    (Template::First(2), "convert; sortname; cvt"),
    (Template::Chrome, "main; see also; further; about; hatnote; other uses; for; redirect; distinguish; main article"),
    (
        Template::Cite,
        "literatur; internetquelle; ouvrage; article; lien web; cita libro; cita web; citation; citeer boek",
    ),
];

/// True for a function that prints what stands after its colon: `{{formatnum:41506}}`.
pub(super) fn prints(function: Option<&str>) -> bool {
    let function = function.unwrap_or_default().trim();
    matches!(function, "formatnum" | "lc" | "lcfirst" | "uc" | "ucfirst" | "urlencode" | "int" | "grammar")
}

/// The table of names.
static TABLE: LazyLock<HashMap<&'static str, Template>> = LazyLock::new(|| {
    let rows = NAMES.iter().flat_map(|(template, names)| names.split(';').map(move |name| (name.trim(), *template)));
    rows.collect()
});

/// Beginnings of names.
const BEGINNINGS: &[(&str, Template)] = &[
    ("cite ", Template::Cite),
    ("citation/", Template::Cite),
    ("cita ", Template::Cite),
    ("vcite ", Template::Cite),
    ("lang-", Template::Argument(0)),
    ("infobox", Template::Chrome),
    ("taxobox", Template::Chrome),
    ("automatic taxobox", Template::Chrome),
    ("navbox", Template::Chrome),
    ("sidebar", Template::Chrome),
    ("pp-", Template::Nothing),
    ("use ", Template::Nothing),
    ("#invoke", Template::Nothing),
    ("featured ", Template::Nothing),
    ("defaultsort:", Template::Nothing),
    ("displaytitle:", Template::Nothing),
    ("cn|", Template::Nothing),
    ("campaignbox", Template::Chrome),
    ("#if", Template::Text),
];

/// What the template `name` is. Of one that is not known the arguments without
/// names are text.
pub(super) fn template(name: &str) -> Template {
    let begins = || BEGINNINGS.iter().find(|(known, _)| name.starts_with(known)).map(|(_, template)| *template);
    TABLE.get(name).copied().or_else(begins).unwrap_or(Template::Text)
}
