//! The header of an improvement proposal: a `<pre>` block at the start of the
//! page with lines such as `Title: …` and `Authors: …`.

use crate::model::Meta;

/// Bytes within which the header must end.
const LONGEST: usize = 20_000;

/// Learns what the header says, if there is one.
pub(super) fn read(src: &str, meta: &mut Meta) {
    let Some(rest) = src.trim_start().strip_prefix("<pre>") else { return };
    let Some(end) = rest.find("</pre>").filter(|end| *end < LONGEST) else { return };
    let fields = fields(&rest[..end]);
    if !fields.iter().any(|(name, _)| name == "title") {
        return;
    }
    for (name, values) in fields {
        let text = values.join(" ");
        match name.as_str() {
            "title" => meta.title = Some(text),
            "author" | "authors" => {
                let names: Vec<&str> =
                    values.iter().map(|value| value.split('<').next().unwrap_or(value).trim()).collect();
                meta.author = Some(names.join(", "));
            }
            "created" | "assigned" if is_date(&text) => meta.date = Some(text),
            "bip" | "slip" | "status" | "type" | "layer" | "license" | "version" | "requires" | "replaces" => {
                meta.fields.insert(name, text);
            }
            _ => {}
        }
    }
}

/// Names in lower case, and their values, one for each line.
fn fields(header: &str) -> Vec<(String, Vec<&str>)> {
    let mut fields: Vec<(String, Vec<&str>)> = Vec::new();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let first = header.lines().find(|line| !line.trim().is_empty()).map_or(0, indent);
    for line in header.lines().filter(|line| !line.trim().is_empty()) {
        let named = line.split_once(':').filter(|(name, _)| {
            indent(line) <= first && name.trim().bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        });
        match (named, fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name.trim().to_lowercase(), vec![value.trim()])),
            (None, Some(last)) => last.1.push(line.trim()),
            (None, None) => {}
        }
    }
    fields
}

fn is_date(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2 && digits(y) && digits(m) && digits(d))
}
