//! The elements that a reader of HTML must know, and what kind each is.

/// Makes [`Tag`] and the table from names to tags.
macro_rules! tags {
    ($($tag:ident $name:literal),* $(,)?) => {
        /// An element by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Tag {
            /// The root, which stands for the whole source.
            Root,
            /// A run of text.
            Text,
            /// An element of another name.
            Other,
            $(#[doc = concat!("`<", $name, ">`")] $tag),*
        }

        fn of_lower(name: &str) -> Tag {
            match name {
                $($name => Tag::$tag,)*
                _ => Tag::Other,
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Annotation "annotation", AnnotationXml "annotation-xml", Area "area", Article "article", Aside "aside", Audio "audio", B "b",
    Base "base", Big "big", Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas",
    Caption "caption", Center "center", Cite "cite", Code "code", Col "col", Colgroup "colgroup", Dd "dd",
    Del "del", Details "details", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer",
    ForeignObject "foreignobject", Form "form",
    Frame "frame", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header",
    Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input", Ins "ins",
    Label "label", Legend "legend", Li "li", Link "link", Main "main", Math "math", Menu "menu", Meta "meta",
    Nav "nav", Nobr "nobr", Noembed "noembed", Noframes "noframes", Noscript "noscript", Object "object", Ol "ol",
    Optgroup "optgroup", OptionTag "option", P "p", Param "param", Plaintext "plaintext", Pre "pre", Q "q",
    Rb "rb", Rp "rp", Rt "rt", Rtc "rtc", Ruby "ruby", S "s", Script "script", Search "search",
    Section "section", Select "select", Small "small", Source "source", Span "span", Strike "strike",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table",
    Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead",
    Time "time", Title "title", Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Var "var", Video "video",
    Wbr "wbr", Xmp "xmp",
}

/// Prefixes of XML names under which the elements of HTML are known; `o:p` is
/// another element than `p`.
const PREFIXES: [&str; 6] = ["html", "xhtml", "h", "svg", "m", "mml"];

impl Tag {
    /// The element of a name in any case.
    pub fn of(name: &str) -> Tag {
        let name = match name.split_once(':') {
            Some((prefix, local)) if PREFIXES.contains(&prefix) => local,
            _ => name,
        };
        let mut lower = [0; 14];
        let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).map_or(Tag::Other, of_lower)
    }

    /// True for elements without content.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base | Br | Col | Embed | Frame | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// True for elements whose content is no markup.
    pub fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Xmp | Iframe | Noembed | Noframes | Title | Textarea | Plaintext)
    }

    /// True for elements whose text nobody reads, form controls among them.
    pub fn is_mute(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script
                | Style
                | Annotation
                | AnnotationXml
                | Iframe
                | Noembed
                | Noframes
                | Title
                | Textarea
                | Template
                | Noscript
                | Select
                | Button
                | Svg
                | Rp
                | Rt
                | Rtc
                | Audio
                | Video
                | Canvas
                | Object
                | Head
        )
    }

    /// The level of a heading.
    pub fn heading(self) -> Option<u8> {
        use Tag::*;
        [H1, H2, H3, H4, H5, H6].iter().position(|tag| *tag == self).map(|at| at as u8 + 1)
    }

    /// True for elements that begin a line of their own.
    pub fn is_block(self) -> bool {
        use Tag::*;
        self.heading().is_some()
            || matches!(
                self,
                Root | Address
                    | Article
                    | Aside
                    | Blockquote
                    | Body
                    | Caption
                    | Center
                    | Dd
                    | Details
                    | Dialog
                    | Dir
                    | Div
                    | Dl
                    | Dt
                    | Fieldset
                    | Figcaption
                    | Figure
                    | Footer
                    | Form
                    | Header
                    | Hgroup
                    | Hr
                    | Html
                    | Legend
                    | Li
                    | Main
                    | Menu
                    | Nav
                    | Ol
                    | Optgroup
                    | OptionTag
                    | P
                    | Plaintext
                    | Pre
                    | Search
                    | Section
                    | Summary
                    | Table
                    | Tbody
                    | Td
                    | Tfoot
                    | Th
                    | Thead
                    | Tr
                    | Ul
                    | Xmp
            )
    }

    /// True for elements that only dress text: an end tag of theirs never
    /// closes a block.
    pub fn is_inline(self) -> bool {
        !self.is_block() && self != Tag::Head && self != Tag::Text
    }

    /// True for a start tag that ends an open paragraph.
    pub fn ends_paragraph(self) -> bool {
        use Tag::*;
        self.is_block()
            && !matches!(self, Tbody | Td | Tfoot | Th | Thead | Tr | Caption | Optgroup | OptionTag | Legend)
    }

    /// True for elements through which no implied end tag reaches.
    pub fn is_barrier(self) -> bool {
        use Tag::*;
        self.holds_end_tags() || matches!(self, Button | Object | Svg | Math)
    }

    /// True for elements in which the end tag of an element around them means nothing.
    /// A button or a drawing is none: left open, it ends with what holds it.
    pub fn holds_end_tags(self) -> bool {
        use Tag::*;
        matches!(self, Root | Html | Table | Td | Th | Caption | Template)
    }

    /// True for start tags that end a drawing around them that was left open: the standard's
    /// list of what is never meant in foreign content.
    pub fn ends_drawing(self) -> bool {
        use Tag::*;
        self.heading().is_some()
            || matches!(
                self,
                B | Big | Blockquote | Body | Br | Center | Code | Dd | Div | Dl | Dt | Em | Embed | Head | Hr | I
                    | Img | Li | Menu | Meta | Nobr | Ol | P | Pre | Ruby | S | Small | Span | Strong | Strike
                    | Sub | Sup | Table | Tt | U | Ul | Var
                    // of later standards, and as little a part of a drawing
                    | Article | Aside | Footer | Header | Main | Nav | Section | Button
            )
    }

    /// True for `<table>` and its rows and cells.
    pub fn is_table_part(self) -> bool {
        use Tag::*;
        matches!(self, Table | Tbody | Thead | Tfoot | Tr | Td | Th | Caption | Colgroup | Col)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case_and_with_a_prefix() {
        assert_eq!((Tag::of("BLOCKQUOTE"), Tag::of("h3"), Tag::of("xhtml:p")), (Tag::Blockquote, Tag::H3, Tag::P));
        assert_eq!((Tag::of("o:p"), Tag::of("a-very-long-name"), Tag::of("")), (Tag::Other, Tag::Other, Tag::Other));
        assert_eq!((Tag::H3.heading(), Tag::P.heading()), (Some(3), None));
    }
}
