//! Environments.

use super::groups::Kind;
use super::scan;
use super::walk::{Reader, Then};
use crate::model::BlockKind;

/// Formulas.
const MATH: &[&str] = &[
    "math",
    "displaymath",
    "equation",
    "equation*",
    "align",
    "align*",
    "aligned",
    "alignat",
    "alignat*",
    "gather",
    "gather*",
    "gathered",
    "multline",
    "multline*",
    "eqnarray",
    "eqnarray*",
    "flalign",
    "flalign*",
    "array",
    "cases",
    "matrix",
    "pmatrix",
    "bmatrix",
    "vmatrix",
    "Vmatrix",
    "smallmatrix",
    "split",
    "subequations",
    "dmath",
    "dmath*",
];

const QUOTATIONS: &[&str] =
    &["quote", "quotation", "verse", "displayquote", "displayquotation", "epigraph", "altverse"];

const LISTS: &[&str] = &[
    "itemize",
    "enumerate",
    "description",
    "list",
    "trivlist",
    "compactitem",
    "compactenum",
    "inparaenum",
    "thebibliography",
    "asparaenum",
    "asparaitem",
    "compactdesc",
    "itemize*",
    "enumerate*",
    "labeling",
    "tasks",
];

const TABLES: &[&str] = &[
    "tabular",
    "tabular*",
    "tabularx",
    "tabulary",
    "longtable",
    "supertabular",
    "xltabular",
    "tabu",
    "longtabu",
    "tblr",
    "tabbing",
    "longtblr",
];

/// Statements: what stands in brackets after `\begin{lemma}` is text.
const STATEMENTS: &[&str] = &[
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "remark",
    "example",
    "proof",
    "claim",
    "conjecture",
    "exercise",
    "axiom",
    "notation",
    "fact",
    "question",
    "problem",
    "solution",
    "observation",
    "thm",
    "lem",
    "prop",
    "cor",
    "defn",
    "defi",
    "rem",
    "rmk",
    "ex",
    "exer",
    "eg",
    "conj",
    "dfn",
    "pf",
];

/// How many arguments of an environment are no text (options apart).
fn arguments(name: &str) -> u8 {
    match name {
        "tabular" | "longtable" | "supertabular" | "array" | "minipage" | "multicols" | "thebibliography"
        | "labeling" | "tblr" | "longtblr" | "alignat" | "alignat*" | "tabu" | "longtabu" | "otherlanguage"
        | "otherlanguage*" | "spacing" | "multicols*" | "column" | "subfigure" | "subtable" | "minted" | "varwidth"
        | "textblock" | "lrbox" => 1,
        "tabular*" | "tabularx" | "tabulary" | "xltabular" | "wrapfigure" | "wraptable" | "adjustwidth" | "list" => 2,
        _ => 0,
    }
}

impl<'a> Reader<'a> {
    /// `\begin`, whose backslash stands at byte `start`.
    pub(super) fn enter(&mut self, start: usize) {
        let Some((from, to)) = self.argument() else { return };
        let name = self.src[from..to].trim();
        if name == "document" {
            return self.begin_document();
        }
        if self.state.mute && !scan::VERBATIM.contains(&name) && !scan::DROPPED.contains(&name) {
            return;
        }
        if scan::VERBATIM.contains(&name) || scan::DROPPED.contains(&name) {
            return self.verbatim_environment(name, start);
        }
        if self.enter_own(name, start) {
            return;
        }
        self.open_environment(name, start);
        if let "abstract" | "frame" = name {
            return self.frame(name);
        }
        if !STATEMENTS.contains(&name.trim_end_matches('*')) {
            return self.skip(arguments(name));
        }
        if let Some((from, to)) = self.option() {
            self.read_apart(from, to, Then::Blank);
        }
    }

    /// What a beamer frame shows above it.
    fn frame(&mut self, name: &str) {
        self.option();
        if name == "frame" {
            let (at, end) = self.here();
            if self.src[at..end].starts_with('{')
                && let Some((from, to)) = self.argument()
            {
                let start = self.place(at, from).start;
                self.b.heading(6, start);
                self.push(Kind::Block);
                self.read_apart(from, to, Then::Close(self.stack.len() - 1));
            }
        }
    }

    fn begin_document(&mut self) {
        if !self.plan.has_preamble {
            return;
        }
        while !self.stack.is_empty() {
            self.pop(self.here().0, 0);
        }
        self.state.mute = false;
        self.state.math = false;
        self.open.insert("document", 1);
        self.high = self.high.max(self.here().0);
    }

    pub(super) fn open_environment(&mut self, name: &'a str, at: usize) {
        let math = MATH.contains(&name);
        if math || self.state.math {
            self.blank(at, at);
        } else {
            self.end_block(at);
        }
        self.push_named(Kind::Environment, name);
        *self.open.entry(name).or_default() += 1;
        if math {
            self.state.math = true;
        } else if QUOTATIONS.contains(&name) {
            self.state.base = Some(BlockKind::Quotation);
        } else if LISTS.contains(&name) {
            self.state.base = Some(BlockKind::ListItem);
        } else if TABLES.contains(&name) {
            (self.state.base, self.state.table) = (Some(BlockKind::TableRow), true);
        } else if name == "minipage" {
            self.counters.open_page();
        } else if let "threeparttable" | "table" | "table*" = name {
            self.tables += 1;
        }
    }

    /// `\end`, whose backslash stands at byte `start`.
    pub(super) fn end(&mut self, start: usize) {
        let Some((from, to)) = self.argument() else { return };
        let name = self.src[from..to].trim();
        // a part of a document goes on after a listing that shows the end of one
        if name == "document" && self.frames.len() == 1 && self.plan.has_preamble {
            while !self.stack.is_empty() {
                self.pop(start, 0);
            }
            self.end_block(start);
            return self.frames.clear();
        }
        if self.leave_own(name, start) {
            return;
        }
        self.close_to(name, start, to + 1 - start);
    }

    /// An environment ends before byte `at`.
    pub(super) fn leave(&mut self, name: &str, at: usize) {
        if let Some(count) = self.open.get_mut(name) {
            *count = count.saturating_sub(1);
        }
        if name == "minipage" {
            self.counters.close_page();
        }
        if MATH.contains(&name) || self.state.math {
            self.blank(at, at);
        } else {
            self.end_block(at);
        }
    }
}

/// True for an environment that keeps its meaning whatever the file says.
pub(super) fn is_known(name: &str) -> bool {
    [MATH, QUOTATIONS, LISTS, TABLES, STATEMENTS].iter().any(|names| names.contains(&name)) || name == "document"
}
