//! XML as a row of events with their places, for every format that is XML.
//!
//! Lenient: after a syntax error reading goes on at the next tag, and
//! [`Events::damaged`] says so. No entity is expanded but characters, the names
//! of HTML and short literals that the document declares: an entity bomb stays
//! a word.

pub mod calls;
pub mod cite;
pub mod order;
pub mod plain;
mod run;
pub mod stack;
pub mod words;

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::events::Event as Raw;

use crate::span::Span;

/// Longest value of a declared entity, bytes.
const LONGEST_ENTITY: usize = 100;

/// Something met in a document. Offsets are bytes of the source, plus the base
/// that the reader was given.
#[derive(Debug)]
pub enum Event<'a> {
    /// A start tag; an empty element gives this and a close.
    Open(Tag<'a>),
    /// An end tag: its name without prefix, its bytes.
    Close(&'a str, Span),
    /// Text as it stands at byte `1` of the source, without entities.
    Text(&'a str, usize),
    /// An entity: its text, its bytes.
    Entity(String, Span),
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// Name without prefix.
    pub name: &'a str,
    /// Prefix, empty where there is none.
    pub prefix: &'a str,
    /// Its bytes.
    pub span: Span,
    /// What stands after the name.
    attributes: &'a str,
    /// Where that begins.
    from: usize,
}

impl<'a> Tag<'a> {
    /// All attributes: names with prefix, values without entities. Ends at the
    /// first that is malformed.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        self.raw().map(|attribute| (attribute.key.into_inner(), value(attribute.value)))
    }

    /// The value of the attribute with this name, its prefix apart: `id` finds
    /// `xml:id` too.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let found = self.raw().find(|attribute| local(attribute.key.into_inner()).0 == name)?;
        Some(value(found.value))
    }

    /// The attributes as they stand; names that come twice are not looked for,
    /// which would cost more than all the rest.
    fn raw(&self) -> impl Iterator<Item = quick_xml::events::attributes::Attribute<'a>> {
        let mut attributes = quick_xml::events::attributes::Attributes::html(self.attributes, 0);
        attributes.with_checks(false);
        attributes.map_while(Result::ok)
    }

    /// As [`Tag::attribute`], with the bytes of the value: between the quotes. `None` too for an
    /// attribute that has a name alone.
    pub fn place(&self, name: &str) -> Option<(Cow<'a, str>, Span)> {
        let found = self.raw().find(|attribute| local(attribute.key.into_inner()).0 == name)?;
        // the value is a part of the attributes, so its address tells its place
        let at = (found.value.as_ptr() as usize).checked_sub(self.attributes.as_ptr() as usize)?;
        if at > self.attributes.len() {
            return None;
        }
        let span = Span::new(self.from + at, self.from + at + found.value.len());
        Some((value(found.value), span))
    }

    /// True where the attribute has this value, or this among several words.
    pub fn has(&self, name: &str, word: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.split_whitespace().any(|other| other == word))
    }
}

/// The value of an attribute without entities; as it is where one is unknown.
fn value(raw: Cow<'_, str>) -> Cow<'_, str> {
    if !raw.contains('&') {
        return raw;
    }
    let resolved = quick_xml::escape::unescape_with(&raw, known).map(Cow::into_owned);
    resolved.map_or(raw, Cow::Owned)
}

/// What a named entity stands for: those of XML and HTML.
fn known(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_xml_entity(name).or_else(|| super::entities::named(name))
}

/// Name and prefix of a qualified name.
fn local(name: &str) -> (&str, &str) {
    name.rsplit_once(':').map_or((name, ""), |(prefix, name)| (name, prefix))
}

/// Syntax errors after which reading stops: each may look through the whole rest.
const MOST_ERRORS: usize = 100;

/// Reads a document, an event at a time.
pub struct Events<'a> {
    source: &'a str,
    base: usize,
    /// Byte of the source at which `inner` began.
    from: usize,
    inner: quick_xml::Reader<&'a [u8]>,
    declared: HashMap<String, String>,
    recovered: usize,
    /// True where the syntax was wrong somewhere.
    pub damaged: bool,
}

impl<'a> Events<'a> {
    /// Reads `source`; `base` is added to every offset.
    pub fn new(source: &'a str, base: usize) -> Self {
        let from = if source.starts_with('\u{feff}') { 3 } else { 0 };
        let inner = reader(&source[from..]);
        Events { source, base, from, inner, declared: HashMap::new(), recovered: 0, damaged: false }
    }

    /// What is wrong with a document that has been read to its end, if something is: how much
    /// is missing after a break cannot be told.
    pub fn damage(&self) -> Option<String> {
        let broken = || "breaks off: the root element has no end".to_owned();
        if !is_closed(self.source) {
            return Some(broken());
        }
        self.damaged.then(|| "damaged XML".to_owned())
    }

    /// Bytes of the source read so far, plus the base.
    pub fn position(&self) -> usize {
        self.base + self.here()
    }

    fn here(&self) -> usize {
        (self.from + self.inner.buffer_position() as usize).min(self.source.len())
    }

    fn event(&mut self, raw: &Raw<'_>, start: usize) -> Option<Event<'a>> {
        let end = self.here();
        let span = Span::new(self.base + start, self.base + end);
        let source = self.source.get(start..end)?;
        Some(match raw {
            Raw::Start(tag) | Raw::Empty(tag) => {
                let name = source.get(1..1 + tag.name().into_inner().len())?;
                let attributes = source.get(1 + name.len()..)?.trim_end_matches('>').trim_end_matches('/');
                let from = span.start + 1 + name.len();
                let (name, prefix) = local(name);
                Event::Open(Tag { name, prefix, span, attributes, from })
            }
            // the end of an empty element has no bytes
            Raw::End(tag) => Event::Close(self.end_name(&tag.name().into_inner().len(), source, start), span),
            Raw::Text(_) => Event::Text(source, span.start),
            Raw::CData(_) => {
                let text = source.strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
                Event::Text(text, span.start + 9)
            }
            Raw::GeneralRef(entity) => match self.entity(entity) {
                Some(text) => Event::Entity(text, span),
                None => Event::Text(source, span.start),
            },
            Raw::DocType(text) => {
                self.declare(text);
                return None;
            }
            _ => return None,
        })
    }

    /// The local name of an end tag.
    fn end_name(&self, len: &usize, source: &'a str, start: usize) -> &'a str {
        if let Some(name) = source.strip_prefix("</") {
            return local(name.trim_end_matches('>').trim_end()).0;
        }
        // the start tag stands right before
        let before = &self.source[..start];
        let open = before.rfind('<').unwrap_or(0);
        local(before.get(open + 1..open + 1 + len).unwrap_or_default()).0
    }

    fn entity(&self, entity: &quick_xml::events::BytesRef<'_>) -> Option<String> {
        match entity.resolve_char_ref() {
            Ok(Some(c)) => Some(c.to_string()),
            Ok(None) => known(entity).map(str::to_owned).or_else(|| self.declared.get(&**entity).cloned()),
            Err(_) => None,
        }
    }

    /// Takes note of `<!ENTITY name "short text">`.
    fn declare(&mut self, doctype: &str) {
        for part in doctype.split("<!ENTITY").skip(1) {
            let mut words = part.trim_start().splitn(2, char::is_whitespace);
            let (Some(name), Some(rest)) = (words.next(), words.next()) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(text) = rest[1..].split(quote).next() else { continue };
            if text.len() > LONGEST_ENTITY || text.contains(['<', '%']) {
                continue;
            }
            let plain = quick_xml::escape::unescape_with(text, known).map(Cow::into_owned).unwrap_or_default();
            if !plain.is_empty() {
                self.declared.insert(name.to_owned(), plain);
            }
        }
    }

    /// Goes on at the next tag after a syntax error; false at the end.
    fn recover(&mut self, start: usize) -> bool {
        self.damaged = true;
        self.recovered += 1;
        if self.recovered > MOST_ERRORS {
            return false;
        }
        let after = (start + 1..self.source.len()).find(|at| self.source.is_char_boundary(*at));
        let next = after.and_then(|after| self.source[after..].find('<').map(|at| after + at));
        let Some(next) = next else { return false };
        self.from = next;
        self.inner = reader(&self.source[next..]);
        true
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let start = self.here();
            match self.inner.read_event() {
                Ok(Raw::Eof) => return None,
                Ok(raw) => {
                    if let Some(event) = self.event(&raw, start) {
                        return Some(event);
                    }
                }
                Err(_) if self.recover(start) => {}
                Err(_) => return None,
            }
        }
    }
}

fn reader(source: &str) -> quick_xml::Reader<&[u8]> {
    let mut reader = quick_xml::Reader::from_str(source);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The encoding that an XML declaration names, read from the first bytes.
pub fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let head = head.trim_start_matches('\u{feff}').strip_prefix("<?xml")?;
    let rest = head.split("?>").next()?.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

/// The first 16 KB of what looks like XML, decoded well enough to tell its
/// kind; `None` for what does not begin with a tag.
pub fn head(bytes: &[u8]) -> Option<String> {
    let sample = &bytes[..bytes.len().min(16_384)];
    let wide = encoding_rs::Encoding::for_bom(sample).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8);
    if wide.is_none() {
        let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample).trim_ascii_start();
        if text.first() != Some(&b'<') {
            return None;
        }
    }
    let head = wide.map_or_else(|| String::from_utf8_lossy(sample), |(encoding, _)| encoding.decode(sample).0);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<').then(|| head.to_owned())
}

/// The name of the root element without prefix, read from the first bytes;
/// `None` for what is no XML.
pub fn root(bytes: &[u8]) -> Option<String> {
    let head = head(bytes)?;
    Events::new(&head, 0).find_map(|event| match event {
        Event::Open(tag) => Some(tag.name.to_owned()),
        _ => None,
    })
}

/// True where the last end tag is that of the root: a document that breaks off
/// has another.
pub fn is_closed(source: &str) -> bool {
    let Some((_, last)) = source.rsplit_once("</") else { return source.trim_end().ends_with("/>") };
    let name = last.split(|c: char| c == '>' || c.is_whitespace()).next().unwrap_or_default();
    // a document type may be longer than what the root is looked for in
    last.contains('>') && root(source.as_bytes()).is_none_or(|root| root == local(name).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let show = |event| match event {
            Event::Open(tag) => format!("<{}@{}", tag.name, tag.span.start),
            Event::Close(name, span) => format!(">{name}@{}", span.end),
            Event::Text(text, at) => format!("{text:?}@{at}"),
            Event::Entity(text, span) => format!("&{text:?}@{}-{}", span.start, span.end),
        };
        Events::new(source, 0).map(show).collect()
    }

    #[test]
    fn events_have_their_places() {
        let source = "<?xml version='1.0'?><a:p id='1'>A &amp; B<x/> <![CDATA[<&]]></a:p>";
        let want =
            ["<p@21", "\"A \"@33", "&\"&\"@35-40", "\" B\"@40", "<x@42", ">x@46", "\" \"@46", "\"<&\"@56", ">p@67"];
        assert_eq!(shown(source), want);
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let Some(Event::Open(tag)) = Events::new("<p xml:id=\"n1\" class='a b' t='&#65;&amp;'/>", 0).next() else {
            panic!("no tag")
        };
        assert_eq!(tag.attribute("id").as_deref(), Some("n1"));
        assert_eq!(tag.attribute("t").as_deref(), Some("A&"));
        assert!(tag.has("class", "b") && !tag.has("class", "c"));
        assert_eq!(tag.place("id"), Some(("n1".into(), Span::new(11, 13))));
    }

    #[test]
    fn an_attribute_without_value_has_no_place() {
        let Some(Event::Open(tag)) = Events::new("<p id/>", 0).next() else { panic!("no tag") };
        assert_eq!(tag.place("id"), None);
    }

    #[test]
    fn the_place_of_a_value() {
        let source = "<a/><s:String ID='x' CONTENT=\"caf&#233;\"/>";
        let Some(Event::Open(tag)) = Events::new(source, 100).nth(2) else { panic!("no tag") };
        let (value, span) = tag.place("CONTENT").unwrap();
        assert_eq!((&*value, &source[span.start - 100..span.end - 100]), ("café", "caf&#233;"));
    }

    #[test]
    fn wide_characters_do_not_hide_the_root() {
        let bytes: Vec<u8> = "\u{feff}<?xml version='1.0'?><TEI>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(root(&bytes).as_deref(), Some("TEI"));
    }

    #[test]
    fn entities_of_html_and_short_ones_of_the_document() {
        let source = "<!DOCTYPE a [<!ENTITY w \"World\"><!ENTITY b \"&w;&w;\">]><a>&eacute;&w;&b;&none;</a>";
        let shown = shown(source);
        assert!(shown.iter().any(|event| event.starts_with("&\"é\"")), "{shown:?}");
        assert!(shown.iter().any(|event| event.starts_with("&\"World\"")), "{shown:?}");
        assert!(shown.iter().any(|event| event.starts_with("\"&none;\"")), "{shown:?}");
    }

    #[test]
    fn reading_goes_on_after_an_error() {
        let source = "<a>one<b c=>two</b><!-- <d>three</d></x>";
        let mut events = Events::new(source, 0);
        let texts: String =
            events.by_ref().filter_map(|e| if let Event::Text(t, _) = e { Some(t) } else { None }).collect();
        assert!(texts.contains("one") && texts.contains("two") && texts.contains("three"), "{texts}");
        assert!(events.damaged);
    }

    #[test]
    fn a_document_that_breaks_off_is_not_closed() {
        assert!(is_closed("<x:a><b/></x:a >\n") && is_closed("<a/>"));
        assert!(!is_closed("<a><b></b>text") && !is_closed("<a><b></b></a") && !is_closed("<a>"));
    }

    #[test]
    fn the_root_and_the_encoding() {
        assert_eq!(
            root(b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- x -->\n<t:TEI a='<'>").as_deref(),
            Some("TEI")
        );
        assert_eq!(declared_encoding(b"<?xml version='1.0' encoding = \"latin1\"?>").as_deref(), Some("latin1"));
        assert_eq!((root(b"words"), declared_encoding(b"<a>")), (None, None));
    }
}
