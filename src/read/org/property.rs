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
    "\n\n\n",
    "\r\n",
    "\t",
    "[fn:1]",
    "[fn:a]",
    "[fn::",
    "[fn:b:",
    "]",
    "[",
    "[1]",
    "[[",
    "][",
    "]]",
    "* ",
    "** TODO ",
    "*",
    "/",
    "_",
    "=",
    "~",
    "+",
    "- ",
    "1. ",
    "| a | b |\n",
    "|--+--|\n",
    ":PROPERTIES:\n",
    ":END:\n",
    ": ",
    "#+begin_quote\n",
    "#+end_quote\n",
    "#+begin_src x\n",
    "#+end_src\n",
    "#+title: ",
    "#+caption: ",
    "# ",
    "<<",
    ">>",
    "@@a:",
    "\\\\",
    "[ ] ",
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
