//! Names that mean something: of entities, namespaces, templates.

/// The character of `&name;`, `&#160;` or `&#xa0;`; `name` is what stands between.
pub(super) fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code).map(String::from);
    }
    quick_xml::escape::resolve_html5_entity(name).map(str::to_owned)
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

/// Exact names.
const NAMES: &[(&str, Template)] = &[
    ("sfn", Template::ShortNote),
    ("sfnp", Template::ShortNote),
    ("sfnm", Template::ShortNote),
    ("sfnref", Template::Nothing),
    ("harvid", Template::Nothing),
    ("harvnb", Template::Short),
    ("harv", Template::Short),
    ("harvtxt", Template::Short),
    ("harvp", Template::Short),
    ("harvcol", Template::Short),
    ("harvcolnb", Template::Short),
    ("harvsp", Template::Short),
    ("refn", Template::Note("")),
    ("#tag:ref", Template::Note("")),
    ("ref label", Template::Nothing),
    ("efn", Template::Note("lower-alpha")),
    ("efn-la", Template::Note("lower-alpha")),
    ("efn-ua", Template::Note("upper-alpha")),
    ("efn-lr", Template::Note("lower-roman")),
    ("efn-ur", Template::Note("upper-roman")),
    ("efn-lg", Template::Note("lower-greek")),
    ("notetag", Template::Note("note")),
    ("#tag:references", Template::List("")),
    ("r", Template::Calls),
    ("rma", Template::Calls),
    ("ref name", Template::Calls),
    ("reflist", Template::List("")),
    ("references", Template::List("")),
    ("refs", Template::List("")),
    ("notelist", Template::List("lower-alpha")),
    ("notelist-ua", Template::List("upper-alpha")),
    ("notelist-lr", Template::List("lower-roman")),
    ("notefoot", Template::List("note")),
    ("notelist-la", Template::List("lower-alpha")),
    ("notelist-ur", Template::List("upper-roman")),
    ("notelist-lg", Template::List("lower-greek")),
    ("références", Template::List("")),
    ("quote", Template::Quotation),
    ("blockquote", Template::Quotation),
    ("cquote", Template::Quotation),
    ("quotation", Template::Quotation),
    ("quote box", Template::Quotation),
    ("zitat", Template::Quotation),
    ("citation bloc", Template::Quotation),
    ("poemquote", Template::Quotation),
    ("quotebox", Template::Quotation),
    ("nbsp", Template::Sign(" ")),
    ("spaces", Template::Sign(" ")),
    ("space", Template::Sign(" ")),
    ("thinsp", Template::Sign(" ")),
    ("thin space", Template::Sign(" ")),
    ("ndash", Template::Sign("–")),
    ("en dash", Template::Sign("–")),
    ("mdash", Template::Sign("—")),
    ("em dash", Template::Sign("—")),
    ("snd", Template::Sign(" – ")),
    ("spnd", Template::Sign(" – ")),
    ("spaced ndash", Template::Sign(" – ")),
    ("spaced en dash", Template::Sign(" – ")),
    ("snds", Template::Sign(" – ")),
    ("'", Template::Sign("'")),
    ("''", Template::Sign("\"")),
    ("'s", Template::Sign("’s")),
    ("-\"", Template::Sign("\"")),
    ("!", Template::Sign(" ")),
    ("=", Template::Sign("=")),
    ("·", Template::Sign(" · ")),
    ("dot", Template::Sign(" · ")),
    ("•", Template::Sign(" • ")),
    ("pi", Template::Sign("π")),
    ("shy", Template::Sign("")),
    ("zwsp", Template::Sign("")),
    ("clear", Template::Nothing),
    ("pb", Template::Sign(" ")),
    ("br", Template::Sign(" ")),
    ("break", Template::Sign(" ")),
    ("dagger", Template::Sign("†")),
    ("sic", Template::Sign("[sic]")),
    ("circa", Template::Sign("c. ")),
    ("c.", Template::Sign("c. ")),
    ("lang", Template::Argument(1)),
    ("transl", Template::Argument(1)),
    ("transliteration", Template::Argument(1)),
    ("langue", Template::Argument(1)),
    ("lang-rus", Template::Argument(0)),
    ("color", Template::Argument(1)),
    ("font color", Template::Argument(1)),
    ("tooltip", Template::Argument(0)),
    ("abbr", Template::Argument(0)),
    ("url", Template::Argument(0)),
    ("convert", Template::First(2)),
    ("sortname", Template::First(2)),
    ("cvt", Template::First(2)),
    ("ill", Template::Argument(0)),
    ("interlanguage link", Template::Argument(0)),
    ("sort", Template::Argument(1)),
    ("hs", Template::Nothing),
    ("rp", Template::Nothing),
    ("anchor", Template::Nothing),
    ("anchors", Template::Nothing),
    ("cn", Template::Nothing),
    ("citation needed", Template::Nothing),
    ("fact", Template::Nothing),
    ("when", Template::Nothing),
    ("who", Template::Nothing),
    ("clarify", Template::Nothing),
    ("by whom", Template::Nothing),
    ("which", Template::Nothing),
    ("better source needed", Template::Nothing),
    ("dead link", Template::Nothing),
    ("page needed", Template::Nothing),
    ("webarchive", Template::Nothing),
    ("cbignore", Template::Nothing),
    ("main", Template::Chrome),
    ("see also", Template::Chrome),
    ("further", Template::Chrome),
    ("about", Template::Chrome),
    ("hatnote", Template::Chrome),
    ("other uses", Template::Chrome),
    ("for", Template::Chrome),
    ("redirect", Template::Chrome),
    ("distinguish", Template::Chrome),
    ("main article", Template::Chrome),
    ("short description", Template::Nothing),
    ("use dmy dates", Template::Nothing),
    ("use mdy dates", Template::Nothing),
    ("use british english", Template::Nothing),
    ("good article", Template::Nothing),
    ("featured article", Template::Nothing),
    ("authority control", Template::Nothing),
    ("normdaten", Template::Nothing),
    ("toc", Template::Nothing),
    ("toc limit", Template::Nothing),
    ("refbegin", Template::Nothing),
    ("refend", Template::Nothing),
    ("defaultsort", Template::Nothing),
    ("displaytitle", Template::Nothing),
    ("coord", Template::Nothing),
    ("italic title", Template::Nothing),
    ("sortierung", Template::Nothing),
    ("commons category", Template::Nothing),
    ("portal", Template::Nothing),
    ("portal bar", Template::Nothing),
    ("col-begin", Template::Nothing),
    ("lead too short", Template::Nothing),
    ("multiple issues", Template::Nothing),
    ("formatnum", Template::Argument(0)),
    ("literatur", Template::Cite),
    ("internetquelle", Template::Cite),
    ("ouvrage", Template::Cite),
    ("article", Template::Cite),
    ("lien web", Template::Cite),
    ("cita libro", Template::Cite),
    ("cita web", Template::Cite),
    ("citation", Template::Cite),
    ("citeer boek", Template::Cite),
];

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
    let exact = NAMES.iter().find(|(known, _)| *known == name);
    let begins = || BEGINNINGS.iter().find(|(known, _)| name.starts_with(known));
    exact.or_else(begins).map_or(Template::Text, |(_, template)| *template)
}
