//! What the headers say of a message.

use mail_parser::{Addr, Address, DateTime, HeaderValue, Message};

use crate::model::Meta;
use crate::works::date::Date;

/// Fills in subject, sender, date; the other parties as further fields.
pub fn fill(message: &Message, meta: &mut Meta) {
    meta.title = message.subject().map(one_line).filter(|subject| !subject.is_empty());
    meta.author = message.from().map(|from| people(from, name)).filter(|from| !from.is_empty());
    meta.date = message.date().and_then(date);
    let parties = [("from", message.from()), ("to", message.to()), ("cc", message.cc())];
    let mut fields: Vec<(&str, String)> =
        parties.into_iter().filter_map(|(name, of)| Some((name, people(of?, whole)))).collect();
    fields.push(("list", value(message.list_id())));
    fields.push(("message_id", message.message_id().unwrap_or("").to_owned()));
    fields.push(("attachments", super::attachments(message).join(", ")));
    let known = fields.into_iter().filter(|(_, value)| !value.is_empty());
    meta.fields.extend(known.map(|(name, value)| (name.to_owned(), value)));
}

/// What stands over a forwarded message: its subject, who sent it, when.
pub fn heading(message: &Message) -> String {
    let subject = message.subject().map(one_line).unwrap_or_default();
    let from = message.from().map(|from| people(from, name)).unwrap_or_default();
    let day = message.date().and_then(date).unwrap_or_default();
    let parts = [subject, from, day];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The day, `YYYY-MM-DD`, as the sender counts it; `None` for a date that is none.
fn date(date: &DateTime) -> Option<String> {
    let valid = (1970..=9999).contains(&date.year);
    let read = valid.then(|| Date::of_numbers(date.year.into(), Some(date.month.into()), Some(date.day.into())));
    read.flatten().filter(|date| date.day.is_some()).map(|date| date.to_string())
}

fn people(of: &Address, show: fn(&Addr) -> String) -> String {
    of.iter().map(show).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The name of a person, else the address.
fn name(of: &Addr) -> String {
    of.name.as_deref().or(of.address.as_deref()).map(one_line).unwrap_or_default()
}

/// Name and address.
fn whole(of: &Addr) -> String {
    match (&of.name, &of.address) {
        (Some(name), Some(address)) => format!("{} <{}>", one_line(name), one_line(address)),
        _ => name(of),
    }
}

/// The text of a header such as `List-Id`.
fn value(of: &HeaderValue) -> String {
    match of {
        HeaderValue::Address(of) => people(of, whole),
        HeaderValue::Text(text) => one_line(text),
        HeaderValue::TextList(all) => all.iter().map(|text| one_line(text)).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
