//! Properties that hold for any text.

use proptest::prelude::*;

use super::parse;
use crate::read::places::check;

const PARTS: [&str; 48] = [
    "word",
    "é",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "[^1]",
    "[^1]: ",
    "[^x]",
    "^[",
    "]",
    "[",
    "[1]",
    "[1]: u",
    "(u)",
    "*",
    "_",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|--|--|\n",
    "|",
    "<div>",
    "</div>",
    "<!-- ",
    "-->",
    "<sup>",
    "</sup>",
    "<",
    "&amp;",
    "&",
    "\\",
    "$",
    "# ",
    "===",
    "---\n",
    "title: x\n",
    "+++\n",
    "% ",
    ": ",
    ":::",
    "![",
    "<http://a.b>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_reads(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..40)) {
        let text = parts.concat();
        check(&text, &parse(&text));
    }

    #[test]
    fn any_characters_read(text in "\\PC{0,60}") {
        check(&text, &parse(&text));
    }
}
