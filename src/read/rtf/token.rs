//! The tokens of RTF.

use crate::span::Span;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name12`, with the blank that ends it.
    Word(&'a str, Option<i32>),
    /// `\~` and its like.
    Symbol(u8),
    /// `\'e9`
    Byte(u8),
    /// Anything else, without line ends.
    Text(&'a [u8]),
}

/// The token at byte `at`, and its bytes. Line ends before it are passed over;
/// `None` at the end.
pub(super) fn next(bytes: &[u8], at: usize) -> Option<(Token<'_>, Span)> {
    let start = at + bytes[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | 0)).count();
    let (token, end) = match bytes.get(start)? {
        b'{' => (Token::Open, start + 1),
        b'}' => (Token::Close, start + 1),
        b'\\' => control(bytes, start),
        _ => {
            let ends = |byte: &u8| matches!(byte, b'\\' | b'{' | b'}' | b'\r' | b'\n' | 0);
            let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length);
            (Token::Text(&bytes[start..end]), end)
        }
    };
    Some((token, Span::new(start, end)))
}

fn control(bytes: &[u8], start: usize) -> (Token<'_>, usize) {
    let letters = bytes[start + 1..].iter().take(40).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut end = start + 1 + letters;
    if letters > 0 {
        let name = std::str::from_utf8(&bytes[start + 1..end]).unwrap_or_default();
        let minus = usize::from(bytes.get(end) == Some(&b'-'));
        let digits = bytes[end + minus..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let text = std::str::from_utf8(&bytes[end..end + minus + digits]).unwrap_or_default();
            number = text.parse().ok();
            end += minus + digits;
        }
        end += usize::from(bytes.get(end) == Some(&b' '));
        return (Token::Word(name, number), end);
    }
    let Some(&sign) = bytes.get(start + 1) else { return (Token::Text(&[]), start + 1) };
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    if sign == b'\'' {
        return match (hex(start + 2), hex(start + 3)) {
            (Some(high), Some(low)) => (Token::Byte((high * 16 + low) as u8), start + 4),
            _ => (Token::Symbol(sign), start + 2),
        };
    }
    (Token::Symbol(sign), start + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_with_their_blank() {
        let source = b"{\\b0 x\\u-10179?\\'e9\\~\\par\n}";
        let mut at = 0;
        let mut tokens = Vec::new();
        while let Some((token, span)) = next(source, at) {
            tokens.push((token, &source[span.start..span.end]));
            at = span.end;
        }
        assert_eq!(tokens[1], (Token::Word("b", Some(0)), b"\\b0 ".as_slice()));
        assert_eq!(tokens[3].0, Token::Word("u", Some(-10179)));
        assert_eq!(tokens[5].0, Token::Byte(0xe9));
        assert_eq!(tokens[6].0, Token::Symbol(b'~'));
        assert_eq!(tokens[8].0, Token::Close);
    }
}
