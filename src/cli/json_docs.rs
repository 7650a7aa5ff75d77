//! `docs/json.md` and `docs/json.schema.json`, made from the types that are printed
//! and from their doc comments. The test fails where the files are not what the
//! types say; `IBID_WRITE_DOCS=1 cargo test json_docs` writes them.

use std::fmt::Write;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{index, ledger, status};
use crate::model::cited::{Citing, CitingSummary, Ranked};
use crate::model::hit::{OutlineSection, Summary};
use crate::model::quotation::{Quotation, QuotationSummary};
use crate::model::{Hit, hit};
use crate::render::fields::{self, Field, Inside};
use crate::render::{brief, cites, extract, graph, json as records, notes};

/// A record, and what prints it.
struct Record {
    /// Name of its type, which is that of its definition.
    name: String,
    /// The commands that print it.
    printed_by: &'static str,
}

/// All records, with the definitions that they need.
struct Contract {
    records: Vec<Record>,
    /// By name.
    definitions: Map<String, Value>,
}

fn contract() -> Contract {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let records = vec![
        record::<Hit>(&mut generator, "`ibid search --json`, `ibid get --json`: one a hit"),
        record::<Summary>(&mut generator, "`ibid search --json`: ends the answer to each query"),
        record::<OutlineSection>(&mut generator, "`ibid get --json PATH`: one a section of the file"),
        record::<brief::BriefHit<'static>>(
            &mut generator,
            "`ibid search --format brief`, `ibid get --format brief`: one a hit; the summary is that of `--json`",
        ),
        record::<records::CountRecord>(&mut generator, "`ibid search --count --json`"),
        record::<records::MatchCountRecord>(&mut generator, "`ibid search --count-matches --json`"),
        record::<records::FileRecord>(&mut generator, "`ibid search --files-with-matches --json`: one a file"),
        record::<records::ErrorRecord>(
            &mut generator,
            "`ibid search --batch`: in place of the answer to a query that cannot be run; `ibid get --json` with \
             several references: for one that names nothing",
        ),
        record::<notes::MarkerRecord<'static>>(&mut generator, "`ibid notes --json`: one a marker"),
        record::<notes::OrphanRecord<'static>>(&mut generator, "`ibid notes --json`: one a note without a marker"),
        record::<Citing>(&mut generator, "`ibid cited-by --json`: one a place"),
        record::<CitingSummary>(&mut generator, "`ibid cited-by --json`: ends the list"),
        record::<Ranked>(&mut generator, "`ibid cited-by --top --json`: one a work, author or publisher"),
        record::<graph::GraphRecord<'static>>(&mut generator, "`ibid cited-by --graph json`"),
        record::<cites::Record<'static>>(&mut generator, "`ibid cites --json`: one a citation"),
        record::<Quotation>(&mut generator, "`ibid verify --json`: one a quotation"),
        record::<QuotationSummary>(&mut generator, "`ibid verify --json`: ends the list"),
        record::<extract::DocumentRecord<'static>>(&mut generator, "`ibid extract`: begins a document"),
        record::<extract::BlockRecord<'static>>(&mut generator, "`ibid extract`: one a block"),
        record::<extract::NoteRecord<'static>>(&mut generator, "`ibid extract`: one a note"),
        record::<extract::LinkRecord<'static>>(&mut generator, "`ibid extract`: one a marker"),
        record::<ledger::FileLine<'static>>(
            &mut generator,
            "`ibid index --json`, `ibid status --reason R --json`: one a file",
        ),
        record::<index::Summary>(&mut generator, "`ibid index --json`: ends the run"),
        record::<status::IndexLine<'static>>(&mut generator, "`ibid status --json`: begins"),
        record::<status::SourceLine<'static>>(&mut generator, "`ibid status --json`: one a source"),
        record::<status::Group>(&mut generator, "`ibid status --json`: one a group of files"),
        record::<status::ChangeLine<'static>>(&mut generator, "`ibid status --json`: one a file that has changed"),
        record::<status::CheckLine>(&mut generator, "`ibid status --check --json`"),
    ];
    let mut definitions = generator.take_definitions(true);
    definitions.values_mut().for_each(in_terms_of_json);
    Contract { records, definitions }
}

fn record<T: JsonSchema>(generator: &mut SchemaGenerator, printed_by: &'static str) -> Record {
    generator.subschema_for::<T>();
    Record { name: T::schema_name().into_owned(), printed_by }
}

/// Doc comments speak of Rust; what stands in the documents speaks of JSON.
fn in_terms_of_json(value: &mut Value) {
    match value {
        Value::Object(all) => {
            for (key, value) in all {
                match value {
                    Value::String(text) if key == "description" => {
                        *text =
                            text.replace('\n', " ").replace("`None`", "`null`").replace("[`", "`").replace("`]", "`");
                    }
                    _ => in_terms_of_json(value),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(in_terms_of_json),
        _ => {}
    }
}

const PREFACE: &str = "\
# JSON

Every record that `ibid` prints as JSON, field by field. This file and
`json.schema.json` (a JSON Schema, draft 2020-12) beside it are made from the types of the
program; a test fails where they differ. Do not edit them by hand.

- One object a line, in UTF-8. Characters that some readers take for line ends, and control
  characters, are written as escapes. Data are on stdout, all else on stderr.
- `type` says what a record is, `v` the version of the format. Within a version fields and
  values may be added; none is renamed or removed. Ignore fields that you do not know.
- What is not known is `null`, never guessed. A field that may be left out is marked so.
- Byte ranges are pairs `[start, end]`, half-open, and count from 0. Lines and pages count
  from 1, and a range of them includes both ends.
- `start`, `end` and `at` count UTF-8 bytes of the `text` of the same object (of a match in a
  note, of that note's `text`); `chars` and `at_char` count code points. `bytes` and `spans`
  count bytes of the file. In a container (`.docx`, `.epub`, `.pdf`) these and the lines are
  `null`, and `part` may name the part inside.
- The same query over the same index prints the same bytes.

`ibid search --json --fields a,b` prints only some fields of a hit; `type`, `v` and `query`
always stand. A field inside an object is named with a point (`document.title`), and so is one
inside the objects of a list, of which each gives its own (`matches.text`, `notes.label`).
`--format brief` prints what one needs to quote a hit in few bytes.

In a shell, with `jq`:

    ibid search --json 'rent roll' | jq -r 'select(.type==\"hit\") | .id'
    ibid search --json --fields id,notes.label,notes.text 'rent roll'
    ibid search --format brief 'rent roll' | jq -r 'select(.type==\"hit\") | \"\\(.text) (\\(.title), \\(.place))\"'
";

fn markdown(contract: &Contract) -> String {
    let mut out = PREFACE.to_owned();
    out.push_str("\n## Records\n");
    for record in &contract.records {
        let definition = &contract.definitions[&record.name];
        let _ =
            write!(out, "\n### {}\n\n{}\n\nPrinted by {}.\n", record.name, described(definition), record.printed_by);
        table(definition, &mut out);
    }
    out.push_str("\n## Parts of records\n");
    let mut parts: Vec<&String> = contract
        .definitions
        .keys()
        .filter(|name| !contract.records.iter().any(|record| record.name == **name))
        .collect();
    parts.sort();
    for name in parts {
        let definition = &contract.definitions[name];
        let _ = write!(out, "\n### {name}\n\n{}\n", described(definition));
        match definition["oneOf"].as_array() {
            Some(values) => alternatives(values, &mut out),
            None => table(definition, &mut out),
        }
    }
    out
}

fn described(definition: &Value) -> &str {
    definition["description"].as_str().unwrap_or_default()
}

/// The fields of an object, a row each; nothing for what has none.
fn table(definition: &Value, out: &mut String) {
    let Some(fields) = definition["properties"].as_object() else { return };
    out.push_str("\n| field | type | what it is |\n|---|---|---|\n");
    let required: Vec<&str> =
        definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in fields {
        let what = described(field).replace('|', "\\|");
        let kind = kind(field);
        let _ = match required.contains(&name.as_str()) {
            true => writeln!(out, "| `{name}` | {kind} | {what} |"),
            // what is not known is left out then, and never null
            false => writeln!(out, "| `{name}` | {} | {what} May be left out. |", kind.trim_end_matches(" or null")),
        };
    }
}

/// The values that a string may have, or the objects that may stand there.
fn alternatives(values: &[Value], out: &mut String) {
    out.push('\n');
    for value in values {
        match value["const"].as_str() {
            Some(name) => _ = writeln!(out, "- `{name}`: {}", described(value)),
            None => {
                let tag = value["properties"]["type"]["const"].as_str().unwrap_or_default();
                let fields = value["$ref"].as_str().map(link).unwrap_or_default();
                let _ = writeln!(out, "- with `\"type\": \"{tag}\"` the fields of {fields}: {}", described(value));
            }
        }
    }
}

/// A type in words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return link(reference);
    }
    if let Some(all) = schema["anyOf"].as_array() {
        return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::String(name) => of_type(name, schema),
        Value::Array(names) => {
            let names: Vec<String> = names.iter().filter_map(Value::as_str).map(|name| of_type(name, schema)).collect();
            names.join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn of_type(name: &str, schema: &Value) -> String {
    match (name, schema["prefixItems"].as_array()) {
        ("array", Some(items)) => format!("[{}]", items.iter().map(kind).collect::<Vec<_>>().join(", ")),
        ("array", None) => format!("list of {}", kind(&schema["items"])),
        ("object", _) => match &schema["additionalProperties"] {
            Value::Null => "object".to_owned(),
            values => format!("object of {} by name", kind(values)),
        },
        _ => name.to_owned(),
    }
}

fn link(reference: &str) -> String {
    let name = reference.rsplit('/').next().unwrap_or(reference);
    format!("[{name}](#{})", name.to_lowercase())
}

fn schema(contract: &Contract) -> Value {
    let one_of: Vec<Value> =
        contract.records.iter().map(|record| json!({ "$ref": format!("#/$defs/{}", record.name) })).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("ibid, JSON format version {}", hit::JSON_VERSION),
        "description": "A line that ibid prints as JSON. See json.md.",
        "anyOf": one_of,
        "$defs": contract.definitions,
    })
}

#[track_caller]
fn is_up_to_date(file: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    if std::env::var_os("IBID_WRITE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, wanted).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == wanted, "docs/{file} is not what the types say: IBID_WRITE_DOCS=1 cargo test json_docs");
}

#[test]
fn the_documents_are_what_the_types_say() {
    let contract = contract();
    is_up_to_date("json.md", &markdown(&contract));
    is_up_to_date("json.schema.json", &(serde_json::to_string_pretty(&schema(&contract)).unwrap() + "\n"));
}

#[test]
fn every_field_and_value_is_described() {
    let contract = contract();
    for (name, definition) in &contract.definitions {
        assert!(!described(definition).is_empty(), "{name}");
        for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
            assert!(!described(schema).is_empty(), "{name}.{field}");
        }
        for value in definition["oneOf"].as_array().into_iter().flatten() {
            assert!(!described(value).is_empty(), "{name}: {value}");
        }
    }
}

#[test]
fn the_fields_that_can_be_named_are_those_of_the_type() {
    let definitions = contract().definitions;
    let hit = &definitions["Hit"];
    same_fields("Hit", hit, fields::HIT, &["type", "v", "query"], &definitions);
}

/// Holds the fields of a definition to a list, and what is inside them too.
fn same_fields(name: &str, definition: &Value, listed: &[Field], fixed: &[&str], definitions: &Map<String, Value>) {
    let properties = definition["properties"].as_object().unwrap();
    let mut typed: Vec<&str> = properties.keys().map(String::as_str).filter(|field| !fixed.contains(field)).collect();
    let mut known: Vec<&str> = listed.iter().map(|field| field.name).collect();
    typed.sort_unstable();
    known.sort_unstable();
    assert_eq!(typed, known, "{name}");
    for field in listed {
        if let Inside::Fields(inner) = &field.inside {
            let inside =
                object_in(&properties[field.name]).unwrap_or_else(|| panic!("{name}.{} is no object", field.name));
            same_fields(&inside, &definitions[&inside], inner, &[], definitions);
        }
    }
}

/// The definition that a schema refers to, alone, in a list or beside null.
fn object_in(schema: &Value) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().map(str::to_owned);
    }
    let alternatives = schema["anyOf"].as_array().into_iter().flatten();
    alternatives.chain(schema.get("items")).find_map(object_in)
}

/// Every record of a sample holds to the definition of its type: no field that it
/// does not name, none left out that it demands.
#[test]
fn what_is_printed_holds_to_the_schema() {
    let definitions = contract().definitions;
    for hit in [crate::render::sample::full(), crate::render::sample::in_note()] {
        let value = serde_json::to_value(hit).unwrap();
        holds(&value, &definitions["Hit"], &definitions, "hit");
    }
    let summary = serde_json::to_value(crate::render::sample::answer().summary).unwrap();
    holds(&summary, &definitions["Summary"], &definitions, "summary");
}

fn holds(value: &Value, schema: &Value, definitions: &Map<String, Value>, at: &str) {
    if value.is_null() {
        return;
    }
    if let Some(items) = value.as_array() {
        let of_items = schema.get("items").unwrap_or(&Value::Null);
        items.iter().for_each(|item| holds(item, of_items, definitions, at));
        return;
    }
    let definition = object_in(schema).map_or(schema, |name| &definitions[&name]);
    let (Some(object), Some(properties)) = (value.as_object(), definition["properties"].as_object()) else { return };
    for (name, value) in object {
        let field = properties.get(name).unwrap_or_else(|| panic!("{at}.{name} is not in the schema"));
        holds(value, field, definitions, &format!("{at}.{name}"));
    }
    for name in definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(object.contains_key(name), "{at}.{name} is left out");
    }
}
