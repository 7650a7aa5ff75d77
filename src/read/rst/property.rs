//! Properties that hold for any text.

use proptest::prelude::*;

use super::parse;
use crate::read::places::check;

const PARTS: [&str; 46] = [
    "word",
    "é",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "[1]_",
    "[#]_",
    "[#a]_",
    "[*]_",
    ".. [1] ",
    ".. [#] ",
    ".. [#a] ",
    ".. ",
    "..",
    "*",
    "**",
    "``",
    "`",
    "|",
    "_",
    "__",
    ":a:",
    "::",
    "\\",
    "- ",
    "1. ",
    "(a) ",
    "| a",
    "+--+--+\n| a | b |\n",
    "===  ===\n",
    "====\n",
    "----\n",
    ".. note:: ",
    ".. figure:: x\n",
    ".. |s| replace:: t\n",
    "|s|",
    ":field: ",
    ">>> ",
    "`a <b>`_",
    "Title: x\n",
    ".. code::\n",
    "“",
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
