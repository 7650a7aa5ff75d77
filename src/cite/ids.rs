//! Identifiers: DOI, ISBN, addresses, arXiv, RFC, standards.

use super::anchor::Anchor;
use super::token::Token;
use crate::model::Citation;
use crate::model::citation::Kind;

/// Every address and DOI in the tokens, and RFCs and standards by number.
pub fn scan(tokens: &[Token]) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let found = address(token, at).or_else(|| arxiv(token, at)).or_else(|| standard(tokens, at));
        match found {
            // "doi:10.1/x https://doi.org/10.1/x" name one work.
            Some(anchor)
                if out.last().is_some_and(|last| {
                    last.last == anchor.first && last.cite.doi == anchor.cite.doi && last.cite.doi.is_some()
                }) => {}
            Some(anchor) => out.push(anchor),
            None => {}
        }
    }
    out
}

/// What an address or DOI ends without: punctuation of the sentence around it.
fn trimmed(text: &str) -> &str {
    let mut text = text.trim_end_matches(['.', ',', ';', ':', '>', '”', '"', '’', '\'', '»', '!', ']', '}']);
    while text.ends_with(')') && text.matches(')').count() > text.matches('(').count() {
        text = text[..text.len() - 1].trim_end_matches(['.', ',', ';', '>']);
    }
    text
}

/// A DOI in a word, without what stands before it.
pub fn doi_in(word: &str) -> Option<&str> {
    let at = word.find("10.")?;
    let doi = trimmed(&word[at..]);
    let (prefix, suffix) = doi.split_once('/')?;
    let digits = prefix[3..].bytes().all(|b| b.is_ascii_digit() || b == b'.') && (4..=9).contains(&(prefix.len() - 3));
    let before = &word[..at];
    let ok = before.is_empty() || before.ends_with(['/', ':', '(', '[', '<', '>', '"', '“', '=']);
    (digits && !suffix.is_empty() && ok).then_some(doi)
}

fn address(token: &Token, at: usize) -> Option<Anchor> {
    let text = token.text;
    if !text.contains(['/', '.']) {
        return None;
    }
    if let Some(doi) = doi_in(text) {
        let url = text.find("http").filter(|i| text[*i..].contains("://"));
        let start = url.or_else(|| text.find("doi:")).unwrap_or_else(|| text.find("10.").unwrap_or(0));
        let end = token.start + text.find(doi)? + doi.len();
        let url = url.map(|start| trimmed(&text[start..]).to_owned());
        let cite = Citation { doi: Some(doi.to_owned()), url, ..Citation::default() };
        return Some(Anchor { first: at, last: at + 1, start: token.start + start, end, part: true, cite });
    }
    let start = ["https://", "http://", "ftp://", "www."].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let url = trimmed(&text[start..]);
    if url.len() < 9 || !url[4..].contains('.') {
        return None;
    }
    let start = token.start + start;
    let cite = Citation { kind: Kind::Web, url: Some(url.to_owned()), ..Citation::default() };
    Some(Anchor { first: at, last: at + 1, start, end: start + url.len(), part: true, cite })
}

/// `arXiv:1708.09379`, `hep-th/0603057`, `arXiv:math/0211159v1`.
fn arxiv(token: &Token, at: usize) -> Option<Anchor> {
    let word = token.word;
    let id = match word.split_once(':') {
        Some((scheme, id)) if scheme.eq_ignore_ascii_case("arxiv") => id,
        _ => word,
    };
    let digits = |text: &str, n: usize| text.len() >= n && text.bytes().take(n).all(|b| b.is_ascii_digit());
    let old = id.split_once('/').is_some_and(|(archive, number)| {
        archive.len() > 1
            && digits(number, 7)
            && ARCHIVES.iter().any(|known| archive == *known || archive.starts_with(&format!("{known}.")))
    });
    let new = id.len() < word.len()
        && id.split_once('.').is_some_and(|(month, number)| digits(month, 4) && month.len() == 4 && digits(number, 4));
    if !(old || new) {
        return None;
    }
    let start = token.start + token.text.find(word)?;
    let cite = Citation { arxiv: Some(id.to_owned()), ..Citation::default() };
    Some(Anchor { first: at, last: at + 1, start, end: start + word.len(), part: true, cite })
}

const ARCHIVES: &[&str] = &[
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th",
    "quant-ph", "math", "cs", "physics", "nlin", "q-bio",
];

/// `RFC 2119`, `RFC7911`, `ISO 8601:2004`, `ISO/IEC 27001`, `IEEE 802.11`, `ANSI X3.4`, `DIN 5008`, `EN 301 549`.
fn standard(tokens: &[Token], at: usize) -> Option<Anchor> {
    let token = &tokens[at];
    let body = token.word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    if !matches!(
        body,
        "RFC" | "ISO" | "ISO/IEC" | "IEEE" | "ANSI" | "DIN" | "IEC" | "NIST" | "BIP" | "PEP" | "EIP" | "ITU-T" | "FIPS"
    ) || token.quoted
    {
        return None;
    }
    let glued = body.len() < token.word.len();
    if !glued && token.text.ends_with([',', '.', ';', ')']) {
        return None;
    }
    let last = if glued { at } else { at + 1 };
    let number = if glued { token.word[body.len()..].trim_start_matches('-') } else { tokens.get(last)?.word };
    let enough =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.len() < 16 && (body != "ISO" || number.len() > 2);
    // "IEEE 1995" is a publisher and a year.
    let year = super::token::year_in(number).is_some_and(|y| y.len() == number.len()) && body != "RFC";
    if !enough || year {
        return None;
    }
    let start = token.start + token.text.find(token.word)?;
    let end = tokens[last].start + tokens[last].text.find(tokens[last].word)? + tokens[last].word.len();
    let cite = Citation { kind: Kind::Standard, designation: Some(format!("{body} {number}")), ..Citation::default() };
    Some(Anchor { first: at, last: last + 1, start, end, part: true, cite })
}

/// The ISBN in a text, digits alone, where its check digit is right.
pub fn isbn_in(text: &str) -> Option<String> {
    let at = text.find("ISBN").or_else(|| text.find("isbn"))?;
    let rest = text[at + 4..].trim_start_matches(|c: char| !c.is_ascii_digit());
    let rest = rest.strip_prefix("13:").or_else(|| rest.strip_prefix("10:")).unwrap_or(rest).trim_start();
    let digits: String = rest
        .chars()
        .take(18)
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | 'X' | '–' | '‐'))
        .filter(|c| c.is_ascii_digit() || *c == 'X')
        .collect();
    [13, 10].into_iter().filter_map(|n| digits.get(..n)).find(|digits| checks(digits)).map(str::to_owned)
}

fn checks(digits: &str) -> bool {
    let value = |c: char| c.to_digit(10).unwrap_or(10);
    let sum =
        |weight: &dyn Fn(usize) -> u32| digits.chars().enumerate().map(|(i, c)| value(c) * weight(i)).sum::<u32>();
    match digits.len() {
        13 => sum(&|i| if i % 2 == 0 { 1 } else { 3 }) % 10 == 0,
        10 => sum(&|i| 10 - i as u32) % 11 == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, want) in [
            ("<http://a.org/b_(c).html>.", "http://a.org/b_(c).html"),
            ("(https://a.org/b),", "https://a.org/b"),
            ("www.example.org/x;", "www.example.org/x"),
        ] {
            assert_eq!(scan(&tokens(text))[0].cite.url.as_deref(), Some(want));
        }
    }

    #[test]
    fn identifiers() {
        let first = |text: &str| scan(&tokens(text)).remove(0).cite;
        assert_eq!(first("doi:10.1137/0717021.").doi.as_deref(), Some("10.1137/0717021"));
        assert_eq!(first("https://doi.org/10.1000/a(1)2.").doi.as_deref(), Some("10.1000/a(1)2"));
        assert_eq!(first("[hep-th/0603057]").arxiv.as_deref(), Some("hep-th/0603057"));
        assert_eq!(first("See RFC 2119.").designation.as_deref(), Some("RFC 2119"));
        assert!(scan(&tokens("IEEE 1995, version 10.1/2")).is_empty());
        assert_eq!(isbn_in("ISBN 978-0-521-63338-3").as_deref(), Some("9780521633383"));
        assert_eq!(isbn_in("ISBN 978-0-521-63338-4"), None);
    }
}
