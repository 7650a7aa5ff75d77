//! Properties of the reader on random pages.

use proptest::prelude::*;

use super::read;
use crate::read::latex::property::check;

fn fragment() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "<ref>",
        "</ref>",
        "<ref name=a>",
        "<ref name=\"a\" />",
        "<ref group=g>",
        "<references>",
        "</references>",
        "<references />",
        "{{",
        "}}",
        "|",
        "=",
        "\n",
        "\n\n",
        "[[",
        "]]",
        "[http://x.org ",
        "]",
        "{{efn|",
        "{{efn|name=b|",
        "{{sfn|A|2020|p=3}}",
        "{{cite book|title=",
        "{{reflist|refs=",
        "{{r|a}}",
        "{{quote|",
        "{{lang|fr|",
        "{{{",
        "}}}",
        "{|",
        "|-",
        "|}",
        "| a || b",
        "! a !! b",
        "|+ c",
        "== h ==",
        "=",
        "* ",
        ": ",
        "----",
        "''",
        "'''",
        "&nbsp;",
        "&#233;",
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "<pre>",
        "</pre>",
        "<br>",
        "<blockquote>",
        "</blockquote>",
        "<",
        ">",
        "[[File:x.jpg|thumb|",
        "[[Category:",
        "<gallery>",
        "a.jpg|b",
        "</gallery>",
        "é",
        "—",
        "__TOC__",
        "{{Infobox",
        "<tr>",
        "{{#tag:ref|",
        "{{displaytitle:",
        "{{!}}",
        "<poem>",
        "</poem>",
        "<h2>",
        "<ref follow=a>",
        "\"",
    ]);
    prop_oneof![3 => fixed.prop_map(str::to_owned), 2 => "[a-zé ]{1,6}", 1 => Just(" ".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_fragments_are_read_with_their_places(parts in prop::collection::vec(fragment(), 0..40)) {
        let source = parts.concat();
        check(&source, &read(source.as_bytes()).unwrap());
    }
}

/// Sources that would take long, or much room, if something were done twice.
#[test]
fn hostile_sources_are_read_to_their_end() {
    let many = 20_000;
    let fragments = [
        "{{",
        "[[",
        "<ref>",
        "<ref",
        "{{efn|",
        "<!--",
        "<nowiki>",
        "[http://",
        "{|\n",
        "{{a|",
        "[[a|",
        "''",
        "== a ==\n{{",
    ];
    let mut sources: Vec<String> = fragments.iter().map(|fragment| fragment.repeat(many)).collect();
    sources.push("{{a|".repeat(many) + &"}}".repeat(many));
    sources.push("{{cite book|title=".repeat(many) + &"}}".repeat(many));
    sources.push("[[a|".repeat(many) + &"]]".repeat(many));
    sources.push("{{efn|".repeat(many) + &"}}".repeat(many));
    sources.push("{{infobox|".repeat(many) + &"}}".repeat(many));
    for source in sources {
        check(&source, &read(source.as_bytes()).unwrap());
    }
}
