//! A line of a batch file.

use serde_json::{Map, Value};

use crate::render::json::ErrorRecord;

/// A query of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchQuery {
    /// Its id, as it was given, else the number of its line.
    pub id: Value,
    /// The query.
    pub text: String,
    /// True where it is one literal phrase.
    pub literal: bool,
    /// Most hits, where it says so itself.
    pub limit: Option<usize>,
}

/// Reads a line: plain text, or an object. `None` for a blank one.
///
/// # Errors
/// What cannot be read, as the record to print; `number` is that of the line.
pub fn parse(line: &[u8], number: usize) -> Result<Option<BatchQuery>, Box<ErrorRecord>> {
    let bad = |at: usize, message: &str| {
        Box::new(ErrorRecord { at: Some(at), ..ErrorRecord::new(number.into(), message.to_owned()) })
    };
    let text = std::str::from_utf8(line).map_err(|error| bad(error.valid_up_to(), "the line is not UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.starts_with('{') {
        let id = number.into();
        return Ok(Some(BatchQuery { id, text: text.to_owned(), literal: false, limit: None }));
    }
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| bad(error.column().saturating_sub(1), "not a JSON object"))?;
    of_object(object, number).map(Some)
}

/// Keys other than `id`, `query`, `phrase` and `limit` are passed over: query
/// sets carry remarks of their own.
fn of_object(object: Map<String, Value>, number: usize) -> Result<BatchQuery, Box<ErrorRecord>> {
    let id = object.get("id").filter(|id| !id.is_null()).cloned().unwrap_or_else(|| number.into());
    let bad = |message: &str| Err(Box::new(ErrorRecord::new(id.clone(), message.to_owned())));
    let limit = match object.get("limit").map(Value::as_u64) {
        None => None,
        Some(Some(limit)) => usize::try_from(limit).ok(),
        Some(None) => return bad("`limit` is no whole number"),
    };
    let (text, literal) = match (object.get("query"), object.get("phrase")) {
        (Some(Value::String(query)), None) => (query.clone(), false),
        (None, Some(Value::String(phrase))) => (phrase.clone(), true),
        (None, None) => return bad("neither `query` nor `phrase` is given"),
        (Some(_), Some(_)) => return bad("both `query` and `phrase` are given"),
        _ => return bad("the query is no string"),
    };
    Ok(BatchQuery { id, text, literal, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> BatchQuery {
        parse(line.as_bytes(), 7).unwrap().unwrap()
    }

    fn refused(line: &[u8]) -> String {
        let error = parse(line, 7).unwrap_err();
        format!("{} {:?} {}", error.query, error.at, error.message)
    }

    #[test]
    fn plain_text_has_the_number_of_its_line() {
        let want = BatchQuery { id: 7.into(), text: "\"bloody nose\"".into(), literal: false, limit: None };
        assert_eq!(parsed(" \"bloody nose\"\r"), want);
        assert_eq!(parsed("\u{feff}grain").text, "grain");
        assert!(parse(b" \t\r", 7).unwrap().is_none());
    }

    #[test]
    fn ids_come_back_as_they_were_given() {
        assert_eq!(parsed(r#"{"id":"q1","query":"a","limit":5,"note":"x"}"#).limit, Some(5));
        let phrase = parsed(r#"{"id":12,"phrase":"AT&T (UK)"}"#);
        assert_eq!((phrase.id, phrase.text.as_str(), phrase.literal), (12.into(), "AT&T (UK)", true));
        assert_eq!(parsed(r#"{"id":1.50,"query":"a"}"#).id.to_string(), "1.5");
        assert_eq!(parsed(r#"{"id":["a"],"query":"a"}"#).id.to_string(), r#"["a"]"#);
        assert_eq!(parsed(r#"{"query":"a"}"#).id, 7);
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        assert_eq!(refused(b"{\"query\":"), "7 Some(8) not a JSON object");
        assert_eq!(refused(br#"{"id":"x","limit":5}"#), "\"x\" None neither `query` nor `phrase` is given");
        assert_eq!(
            refused(br#"{"id":"x","query":"a","phrase":"b"}"#),
            "\"x\" None both `query` and `phrase` are given"
        );
        assert_eq!(refused(br#"{"query":3}"#), "7 None the query is no string");
        assert_eq!(refused(br#"{"query":"a","limit":-1}"#), "7 None `limit` is no whole number");
        assert_eq!(refused(b"ab\xff"), "7 Some(2) the line is not UTF-8");
    }
}
