//! Arguments of a call, checked against the schema of its tool.
//!
//! A model that gives a wrong argument is told which are right, in a result that
//! it sees; nothing it asks for is dropped in silence.

use serde_json::{Map, Value};

/// Other names by which models call a parameter. Each has one meaning only.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("query", "queries"),
    ("q", "queries"),
    ("path", "where"),
    ("paths", "where"),
    ("glob", "where"),
    ("date", "dates"),
    ("id", "ref"),
    ("reference", "ref"),
    ("context", "around"),
    ("text", "draft"),
    ("manuscript", "draft"),
    ("quotations", "quotes"),
    ("author", "who"),
    ("work", "who"),
    ("budget", "max_tokens"),
];

/// Words that stand for a number of results: what is like them here is a budget.
const LIMITS: &[&str] = &["limit", "n", "k", "top_k", "max_results", "count"];

/// The arguments of a call, all of them known and of the right type.
#[derive(Debug, Default, PartialEq)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Checks the arguments of a call of `tool`, which is an entry of the list of tools.
    ///
    /// # Errors
    /// What is wrong with them, for the model: a parameter that is not known, one
    /// that is missing, a value of the wrong type.
    pub fn check(tool: &Value, given: Map<String, Value>) -> Result<Arguments, String> {
        let name = tool["name"].as_str().unwrap_or_default();
        let none = Map::new();
        let known = tool["inputSchema"]["properties"].as_object().unwrap_or(&none);
        let mut checked = Map::new();
        for (typed, value) in given {
            let other = OTHER_NAMES.iter().find(|(other, _)| *other == typed).map(|(_, known)| *known);
            let key = if known.contains_key(&typed) { typed.as_str() } else { other.unwrap_or(&typed) };
            let Some(schema) = known.get(key) else { return Err(unknown(name, &typed, known)) };
            if checked.contains_key(key) {
                return Err(format!("`{typed}` and `{key}` are one parameter of {name}: give it once"));
            }
            if !value.is_null() {
                checked.insert(key.to_owned(), fitted(key, schema, value)?);
            }
        }
        let required = tool["inputSchema"]["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        match required.iter().filter_map(Value::as_str).find(|key| !checked.contains_key(*key)) {
            Some(missing) => Err(format!("{name} needs {}", example(missing))),
            None => Ok(Arguments(checked)),
        }
    }

    /// The text of a parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The texts of a list.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The items of a list.
    pub fn items(&self, name: &str) -> Option<&[Value]> {
        self.0.get(name)?.as_array().map(Vec::as_slice)
    }

    /// The number of a parameter, or another where it is not given.
    pub fn number(&self, name: &str, otherwise: usize) -> usize {
        let given = self.0.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
        given.unwrap_or(otherwise)
    }
}

fn unknown(tool: &str, typed: &str, known: &Map<String, Value>) -> String {
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    if names.is_empty() {
        return format!("unknown parameter `{typed}`: {tool} takes none");
    }
    let like = |name: &&&str| name.starts_with(typed) || typed.starts_with(**name);
    let budget = names.contains(&"max_tokens").then_some("max_tokens");
    let meant = if LIMITS.contains(&typed) { budget } else { names.iter().find(like).copied() };
    let meant = meant.map(|name| format!(" Did you mean `{name}`?")).unwrap_or_default();
    format!("unknown parameter `{typed}`. {tool} takes {}.{meant}", names.join(", "))
}

/// The value as the schema wants it: a text alone for a list of texts and a number
/// in quotation marks are taken for what they can only mean.
fn fitted(name: &str, schema: &Value, value: Value) -> Result<Value, String> {
    let wrong = || format!("`{name}` must be {}", example(name));
    match schema["type"].as_str() {
        Some("string") => {
            let text = value.as_str().ok_or_else(wrong)?;
            match schema["enum"].as_array() {
                Some(allowed) if !allowed.contains(&value) => Err(wrong()),
                _ => Ok(Value::from(text)),
            }
        }
        Some("integer") => {
            let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()).ok_or_else(wrong)?;
            let bound = |key: &str, otherwise: u64| schema[key].as_u64().unwrap_or(otherwise);
            Ok(Value::from(number.clamp(bound("minimum", 0), bound("maximum", u64::MAX))))
        }
        Some("array") => {
            let list = match value {
                Value::Array(list) => list,
                one => vec![one],
            };
            let of_texts = schema["items"]["type"] == "string";
            let fits = |item: &Value| if of_texts { item.is_string() } else { item.is_object() || item.is_string() };
            let most =
                schema["maxItems"].as_u64().map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
            if list.is_empty() || list.len() > most || !list.iter().all(fits) {
                return Err(wrong());
            }
            Ok(Value::Array(list))
        }
        _ => Ok(value),
    }
}

/// What a parameter looks like.
fn example(name: &str) -> String {
    let shown = match name {
        "queries" => "queries: a list of 1 to 5 texts, [\"harbour levy\", \"\\\"had never met\\\"\"]",
        "in" => "in: \"all\", \"text\" or \"notes\"",
        "where" => "where: a text such as \"reports/**\"",
        "dates" => "dates: a text such as \"1980..1989\"",
        "ref" => "ref: a text such as \"#e5fbe144\" or \"reports/a.txt:12\"",
        "draft" => "draft: the text whose quotations are checked",
        "quotes" => "quotes: a list such as [{\"quote\": \"had never met\", \"source\": \"#e5fbe144\"}]",
        "who" => "who: a name, a title or a path; \"\" for what is cited most",
        "after" => "after: the id that `next:` named",
        _ => return format!("{name}: a number"),
    };
    shown.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(tool: &str, given: Value) -> Result<Arguments, String> {
        let tools = crate::mcp::tools();
        let tool = tools.iter().find(|one| one["name"] == tool).unwrap();
        Arguments::check(tool, given.as_object().unwrap().clone())
    }

    #[test]
    fn near_forms_are_taken_for_what_they_mean() {
        let all = check("ibid_search", json!({"query": "harbour levy", "path": "a/**", "max_tokens": "900"})).unwrap();
        assert_eq!(all.texts("queries"), ["harbour levy"]);
        assert_eq!((all.text("where"), all.number("max_tokens", 1)), (Some("a/**"), 900));
        let most = check("ibid_search", json!({"queries": ["a"], "max_tokens": 1_000_000})).unwrap();
        assert_eq!(most.number("max_tokens", 1), 8000);
    }

    #[test]
    fn what_is_wrong_is_told_with_what_is_right() {
        let told = |tool, given| check(tool, given).unwrap_err();
        assert_eq!(
            told("ibid_search", json!({"queries": ["a"], "limit": 3})),
            "unknown parameter `limit`. ibid_search takes queries, in, where, dates, max_tokens, after. \
             Did you mean `max_tokens`?"
        );
        assert!(told("ibid_search", json!({})).starts_with("ibid_search needs queries: a list"));
        assert!(told("ibid_search", json!({"queries": ["a"], "in": "footnotes"})).contains("\"notes\""));
        assert!(told("ibid_search", json!({"queries": [3]})).starts_with("`queries` must be"));
        assert!(told("ibid_status", json!({"x": 1})).ends_with("takes none"));
        assert!(told("ibid_search", json!({"q": "a", "queries": ["b"]})).contains("one parameter"));
    }
}
