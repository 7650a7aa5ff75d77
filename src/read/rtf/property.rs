//! Properties of the reader on random files.

use proptest::prelude::*;

use super::read;
use crate::read::latex::property::check;

fn fragment() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "{",
        "}",
        "{\\footnote ",
        "\\chftn",
        "{\\super ",
        "{\\super *}",
        "\\par ",
        "\\pard",
        "\\cell",
        "\\row",
        "\\intbl ",
        "\\u8217?",
        "\\u-10179?",
        "\\u56832",
        "\\'e9",
        "\\'",
        "\\uc2",
        "\\uc0",
        "{\\*\\x ",
        "{\\info{\\title ",
        "{\\fonttbl",
        "\\f1",
        "\\fcharset128",
        "{\\stylesheet",
        "\\s1",
        "heading 1;",
        "\\outlinelevel0",
        "\\~",
        "\\-",
        "\\_",
        "\\\\",
        "\\{",
        "\\bin3 ",
        "\\page",
        "\\sect",
        "\\ftnrestart",
        "\\ftnnrlc",
        "{\\header ",
        "{\\field{\\*\\fldinst ",
        "{\\fldrslt ",
        "\n",
        "\\v",
        "\\v0",
        "\\plain",
        "{\\listtext",
        "{\\pict",
        "\\emdash ",
        "*",
        "\\",
        "\\ftnalt",
        "{\\*\\shpinst{\\shptxt ",
    ]);
    prop_oneof![3 => fixed.prop_map(str::to_owned), 2 => "[a-z ]{1,6}", 1 => Just(" ".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_fragments_are_read_with_their_places(parts in prop::collection::vec(fragment(), 0..40)) {
        let source = format!("{{\\rtf1 {}", parts.concat());
        check(&source, &read(source.as_bytes()).unwrap());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let source = [b"{\\rtf1 {\\f1\\fcharset128}".as_slice(), &bytes].concat();
        read(&source).unwrap();
    }
}

/// Files that would take long, or much room, if something were done twice.
#[test]
fn hostile_sources_are_read_to_their_end() {
    for fragment in
        ["{", "{\\footnote ", "{\\super x", "\\u55357", "{\\header ", "\\'e9", "{\\stylesheet", "\\bin99999999"]
    {
        let source = format!("{{\\rtf1 {}", fragment.repeat(50_000));
        read(source.as_bytes()).unwrap();
    }
}
