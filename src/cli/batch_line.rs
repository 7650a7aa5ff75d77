//! A line of a batch file.

use clap::{CommandFactory, ValueEnum};
use serde_json::{Map, Value};

use super::args::{Args, In, Sort, Within};
use crate::query::glob_fault;
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
    /// What it says itself in place of the flags of the command line.
    pub own: Own,
}

/// Flags that an object of a batch gives for its own query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// `limit`.
    pub limit: Option<usize>,
    /// `offset`.
    pub offset: Option<usize>,
    /// `context`.
    pub context: Option<usize>,
    /// `in`.
    pub scope: Option<In>,
    /// `within`.
    pub within: Option<Within>,
    /// `sort`.
    pub sort: Option<Sort>,
    /// `glob`, one or several; they come on top of those of the command line.
    pub globs: Vec<String>,
    /// `all`.
    pub all: Option<bool>,
    /// `all-copies`.
    pub all_copies: Option<bool>,
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
        return Ok(Some(BatchQuery { id, text: text.to_owned(), literal: false, own: Own::default() }));
    }
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| bad(error.column().saturating_sub(1), "not a JSON object"))?;
    let id = object.get("id").filter(|id| !id.is_null()).cloned().unwrap_or_else(|| number.into());
    of_object(&object, &id).map(Some).map_err(|message| Box::new(ErrorRecord::new(id, message)))
}

/// Reads an object; `Err` says what is wrong with it.
fn of_object(object: &Map<String, Value>, id: &Value) -> Result<BatchQuery, String> {
    let (text, phrase) = match (object.get("query"), object.get("phrase")) {
        (Some(Value::String(query)), None) => (query.clone(), false),
        (None, Some(Value::String(phrase))) => (phrase.clone(), true),
        (None, None) => return Err("neither `query` nor `phrase` is given".to_owned()),
        (Some(_), Some(_)) => return Err("both `query` and `phrase` are given".to_owned()),
        _ => return Err("the query must be a string".to_owned()),
    };
    let mut own = Own::default();
    let mut fixed = false;
    for (key, value) in object {
        // as on the command line, or as names are written in JSON
        let flag = key.replace('_', "-");
        match flag.as_str() {
            "id" | "query" | "phrase" => {}
            "limit" => own.limit = Some(number(key, value)?),
            "offset" => own.offset = Some(number(key, value)?),
            "context" => own.context = Some(number(key, value)?),
            "in" => own.scope = Some(choice(key, value)?),
            "within" => own.within = Some(choice(key, value)?),
            "sort" => own.sort = Some(order(key, value)?),
            "glob" => own.globs = globs(key, value)?,
            "all" => own.all = Some(yes_or_no(key, value)?),
            "all-copies" => own.all_copies = Some(yes_or_no(key, value)?),
            "fixed" => fixed = yes_or_no(key, value)?,
            // What is a flag for all queries may not be taken for a remark; other
            // keys are: query sets carry remarks of their own.
            flag if is_flag(flag) => {
                return Err(format!("`{key}` cannot be given for one query; give --{flag} on the command line"));
            }
            _ => {}
        }
    }
    Ok(BatchQuery { id: id.clone(), text, literal: phrase || fixed, own })
}

fn is_flag(name: &str) -> bool {
    let root = Args::command();
    let search = root.find_subcommand("search");
    search.is_some_and(|search| search.get_arguments().any(|arg| arg.get_long() == Some(name)))
}

fn number(key: &str, value: &Value) -> Result<usize, String> {
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("`{key}` must be a whole number"))
}

fn yes_or_no(key: &str, value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("`{key}` must be true or false"))
}

/// One of the values that a flag takes on the command line.
fn choice<T: ValueEnum>(key: &str, value: &Value) -> Result<T, String> {
    value.as_str().and_then(|name| T::from_str(name, false).ok()).ok_or_else(|| {
        let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        format!("`{key}` must be one of {}", names.join(", "))
    })
}

fn order(key: &str, value: &Value) -> Result<Sort, String> {
    match choice(key, value)? {
        Sort::Left | Sort::Right => Err(format!("`{key}` by the words beside a match is for all queries or none")),
        order => Ok(order),
    }
}

fn globs(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let one = |value: &Value| value.as_str().map(str::to_owned);
    let all = match value {
        Value::Array(all) => all.iter().map(one).collect(),
        one_alone => one(one_alone).map(|glob| vec![glob]),
    };
    let all: Vec<String> = all.ok_or_else(|| format!("`{key}` must be a glob or a list of globs"))?;
    match all.iter().find_map(|glob| glob_fault(glob)) {
        Some(fault) => Err(fault),
        None => Ok(all),
    }
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
        let want = BatchQuery { id: 7.into(), text: "\"bloody nose\"".into(), literal: false, own: Own::default() };
        assert_eq!(parsed(" \"bloody nose\"\r"), want);
        assert_eq!(parsed("\u{feff}grain").text, "grain");
        assert!(parse(b" \t\r", 7).unwrap().is_none());
    }

    #[test]
    fn ids_come_back_as_they_were_given() {
        assert_eq!(parsed(r#"{"id":"q1","query":"a","limit":5,"note":"x"}"#).own.limit, Some(5));
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
        assert_eq!(refused(br#"{"query":3}"#), "7 None the query must be a string");
        assert_eq!(refused(br#"{"query":"a","limit":-1}"#), "7 None `limit` must be a whole number");
        assert_eq!(refused(b"ab\xff"), "7 Some(2) the line is not UTF-8");
    }

    #[test]
    fn a_query_may_bring_its_own_flags() {
        let own =
            parsed(r#"{"query":"a","in":"notes","all":true,"glob":["*.md"],"sort":"date","all_copies":true}"#).own;
        assert_eq!((own.scope, own.all, own.all_copies), (Some(In::Notes), Some(true), Some(true)));
        assert_eq!((own.sort, own.globs), (Some(Sort::Date), vec!["*.md".to_owned()]));
        assert!(parsed(r#"{"query":"a","fixed":true}"#).literal);
    }

    #[test]
    fn a_flag_that_is_for_all_queries_is_refused() {
        let message = refused(br#"{"query":"a","format":"csv"}"#);
        assert_eq!(message, "7 None `format` cannot be given for one query; give --format on the command line");
        assert_eq!(refused(br#"{"query":"a","in":"margin"}"#), "7 None `in` must be one of body, notes, all");
        assert!(refused(br#"{"query":"a","glob":"[x"}"#).starts_with("7 None "));
        assert!(refused(br#"{"query":"a","sort":"left"}"#).contains("`sort`"));
        assert!(parse(br#"{"query":"a","topic":"b","format_of_source":"c"}"#, 7).is_ok());
    }
}
