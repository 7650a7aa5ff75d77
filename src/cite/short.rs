//! Short forms: `ibid.`, `id.`, `op. cit.`, `supra note 5`, `n. 7 above`, `a.a.O.`
//!
//! What is a short form and what is not:
//! - `n. 7` names a note after a name or a short form (`Vogel, n. 7`), with
//!   `above` or `below`, in brackets after a name (`Smith (n 5)`), or after
//!   "see"; after a page it is a note of the work that is cited (`p. 89 n. 17`).
//! - "above" and "below" alone are words; "see section 3 above" and "Figure 2
//!   below" are cross references and no citations.

use super::anchor::{Anchor, key};
use super::token::{Token, year_in};
use super::{pinpoint, vocabulary};
use crate::model::Citation;
use crate::model::citation::Form;

/// Every short form in the tokens, in order: the form itself with the note, the
/// year and the pinpoint after it, without the name before it.
pub fn scan(text: &str, tokens: &[Token]) -> Vec<Anchor> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(text, tokens, at) {
            Some(anchor) => {
                at = anchor.last;
                out.push(anchor);
            }
            None => at += 1,
        }
    }
    out
}

/// The form of a token and how many tokens it takes.
fn word(tokens: &[Token], at: usize) -> Option<(Form, usize)> {
    let token = &tokens[at];
    if token.text.len() > 24 {
        return None;
    }
    let next = |i: usize| tokens.get(at + i).map_or("", |t| t.word);
    let stop = |t: &Token| t.text.trim_end_matches([',', ';', ')', ':', '”', '\'', '’']).ends_with('.');
    let form = match token.word {
        "Ibid" | "ibid" | "Ibidem" | "ibidem" | "IBID" => (Form::Ibid, 1),
        "Ivi" => (Form::Ibid, 1),
        "ivi" if at == 0 || tokens[at - 1].ends_with(&['.', ';']) => (Form::Ibid, 1),
        "Ebd" | "ebd" | "Ebenda" | "ebenda" | "Ebda" | "ebda" => (Form::Ibid, 1),
        "Id" if stop(token) || token.text.ends_with(',') || tokens.len() == 1 => (Form::Ibid, 1),
        "id" if stop(token) => (Form::Ibid, 1),
        "Idem" | "idem" if !token.quoted => (Form::Idem, 1),
        "op" | "Op" if next(1) == "cit" => (Form::OpCit, 2),
        "loc" | "Loc" if next(1) == "cit" => (Form::LocCit, 2),
        "op.cit" | "Op.cit" | "opcit" => (Form::OpCit, 1),
        "loc.cit" | "l.c" => (Form::LocCit, 1),
        "a.a.O" | "aaO" | "a.a.0" | "A.a.O" => (Form::OpCit, 1),
        "a" if token.text == "a." && next(1) == "a" && next(2) == "O" => (Form::OpCit, 3),
        "supra" | "Supra" => (Form::Supra, 1),
        "infra" | "Infra" => (Form::Infra, 1),
        _ => return None,
    };
    // A Latin word in a title is no short form.
    (!token.quoted || matches!(form.0, Form::Supra)).then_some(form)
}

/// `n. 7`, `note 5`, `notes 5 and 6`, `fn.3`: the number and how many tokens.
fn note(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let token = tokens.get(at)?;
    let inner = token.text.trim_start_matches(['(', '[']);
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let rest = &text[digits.len()..];
        (!digits.is_empty() && digits.len() < 5 && !rest.starts_with(char::is_alphabetic))
            .then(|| digits.parse().ok())
            .flatten()
    };
    if token.is(vocabulary::NOTE)
        && (token.word.len() > 1
            || inner.starts_with(char::is_lowercase)
            || at > 0 && direction(Some(&tokens[at - 1])).is_some())
    {
        return number(tokens.get(at + 1)?.text).map(|n| (n, 2));
    }
    let glued = ["n.", "fn.", "Fn.", "note.", "nn."]
        .iter()
        .find_map(|start| inner.starts_with(start).then_some(start.len()))?;
    number(&inner[glued..]).map(|n| (n, 1))
}

fn direction(token: Option<&Token>) -> Option<Form> {
    let token = token?;
    if token.is(vocabulary::ABOVE) {
        return Some(if token.word.eq_ignore_ascii_case("supra") { Form::Supra } else { Form::NoteRef });
    }
    token.is(vocabulary::BELOW).then_some(Form::Infra)
}

fn read(text: &str, tokens: &[Token], at: usize) -> Option<Anchor> {
    let (form, mut last) = match word(tokens, at) {
        Some((form, length)) => (form, at + length),
        None => (Form::NoteRef, at),
    };
    let mut cite = Citation { form, ..Citation::default() };
    if last == at {
        last = numbered(tokens, at, &mut cite)?;
    } else {
        if form == Form::Ibid && cross(tokens, at) {
            return None;
        }
        last = rest(tokens, last, &mut cite);
    }
    let opened = tokens[at].text.starts_with(['(', '[']);
    let start = tokens[at].start + tokens[at].text.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let mut end = tokens[last - 1].end();
    if !tokens[last - 1].text.ends_with([';', ')']) {
        let comma = tokens[last - 1].text.ends_with(',') || opened;
        let after_stop = tokens[last - 1].text.ends_with('.') && cite.note.is_some();
        let to = if after_stop && !tokens.get(last).is_some_and(|t| pinpoint::announces(t.text)) {
            last
        } else {
            pinpoint::pages(tokens, last, comma, |_| false)
        };
        if to > last {
            cite.locator = Some(pinpoint::clean(&text[tokens[last].start..tokens[to - 1].end()]));
            (last, end) = (to, tokens[to - 1].end());
        }
    } else if tokens[last - 1].text.ends_with(')') {
        let to = pinpoint::pages(tokens, last, true, |_| false);
        if to > last {
            cite.locator = Some(pinpoint::clean(&text[tokens[last].start..tokens[to - 1].end()]));
            (last, end) = (to, tokens[to - 1].end());
        }
    }
    let keep_stop = text[start..end].trim_end_matches([',', ';', ':', '”', '"', ')']).ends_with('.')
        && cite.note.is_none()
        && cite.locator.is_none();
    let cut: &[char] = if keep_stop { &[',', ';', ':', '”', '"'] } else { &[',', ';', ':', '.', '”', '"'] };
    let mut stretch = text[start..end].trim_end_matches(cut);
    if stretch.ends_with([')', ']']) && !stretch.contains(['(', '[']) {
        stretch = stretch.trim_end_matches([')', ']']);
    }
    end = start + stretch.len();
    Some(Anchor { first: at, last, start, end, part: false, cite })
}

/// `see ibid` of figures: "id." after a word for a thing that has one ("user id.") is none.
fn cross(tokens: &[Token], at: usize) -> bool {
    at > 0
        && tokens[at].word == "id"
        && matches!(tokens[at - 1].word, "user" | "session" | "the" | "an" | "your" | "document" | "message")
}

/// Year in brackets, note and direction after a form.
fn rest(tokens: &[Token], mut last: usize, cite: &mut Citation) -> usize {
    loop {
        let before = &tokens[last - 1];
        if before.text.ends_with([';', ')']) && cite.date.is_none() {
            return last;
        }
        let Some(token) = tokens.get(last) else { return last };
        let bracket = token.text.starts_with('(') && token.text.contains(')');
        if bracket && token.year().is_some() && cite.date.is_none() {
            cite.date = token.year().map(str::to_owned);
            last += 1;
        } else if let Some((number, length)) = note(tokens, last)
            && cite.note.is_none()
        {
            cite.note = Some(number);
            last += length;
        } else if let Some(form) = direction(Some(token))
            && (cite.note.is_some() || note(tokens, last + 1).is_some())
            && !before.text.ends_with('.')
        {
            cite.form = if cite.form == Form::NoteRef { form } else { cite.form };
            last += 1;
        } else if matches!(token.word, "at") && note(tokens, last + 1).is_some() {
            last += 1;
        } else {
            return last;
        }
    }
}

/// A note named by its number alone: one past it, where it is one.
fn numbered(tokens: &[Token], at: usize, cite: &mut Citation) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| &tokens[i]);
    if let Some(form) = direction(tokens.get(at)) {
        let (number, length) = note(tokens, at + 1)?;
        (cite.form, cite.note) = (form, Some(number));
        return Some(at + 1 + length);
    }
    let (number, length) = note(tokens, at)?;
    let last = at + length;
    cite.note = Some(number);
    if let Some(form) = direction(tokens.get(last))
        && !tokens[last - 1].text.ends_with(['.', ';'])
    {
        cite.form = form;
        return Some(last + 1);
    }
    let bracketed = tokens[at].text.starts_with(['(', '[']) && tokens[last - 1].text.contains([')', ']']);
    let after_name = before.is_some_and(|t| {
        (t.is_capital() || t.closes || matches!(t.word, "others" | "al")) && year_in(t.word).is_none()
    });
    if bracketed && after_name {
        return Some(last);
    }
    if bracketed {
        return None;
    }
    let long = key(tokens[at].text).len() > 2;
    let signal = before.is_some_and(|t| {
        matches!(
            t.word.to_lowercase().as_str(),
            "see" | "vgl" | "siehe" | "cf" | "compare" | "in" | "auch" | "also" | "to" | "and"
        ) && !t.quoted
    });
    let alone = before.is_none() && long;
    let named = before.is_some_and(|t| {
        t.text.ends_with(',')
            && (t.is_capital() || t.closes)
            && t.word.len() > 2
            && !t.word.contains(|c: char| c.is_ascii_digit())
    });
    (alone || named || signal && tokens[at].word.len() > 1 || signal && tokens[at].text == "n.").then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    fn found(text: &str) -> Vec<(String, Form, Option<u32>, Option<String>)> {
        let all = scan(text, &tokens(text)).into_iter();
        all.map(|a| (text[a.start..a.end].to_owned(), a.cite.form, a.cite.note, a.cite.locator)).collect()
    }

    #[test]
    fn forms_with_all_that_belongs_to_them() {
        for (text, form, note, pin) in [
            ("op. cit., n. 7, pp. 80–1", Form::OpCit, Some(7), Some("pp. 80–1")),
            ("op. cit. (1996), n. 4", Form::OpCit, Some(4), None),
            ("ibid., p. 12", Form::Ibid, None, Some("p. 12")),
            ("Id. at 2", Form::Ibid, None, Some("at 2")),
            ("Above, n. 30", Form::NoteRef, Some(30), None),
            ("footnote 41 above", Form::NoteRef, Some(41), None),
            ("supra note 5, at 10", Form::Supra, Some(5), Some("at 10")),
            ("infra note 20", Form::Infra, Some(20), None),
            ("a.a.O., S. 12", Form::OpCit, None, Some("S. 12")),
            ("Ebenda, S. 138-186", Form::Ibid, None, Some("S. 138-186")),
            ("oben Fn. 3", Form::NoteRef, Some(3), None),
        ] {
            let want = vec![(text.to_owned(), form, note, pin.map(str::to_owned))];
            assert_eq!(found(&format!("{text}.")), want, "{text}");
        }
    }

    #[test]
    fn what_looks_like_one_and_is_none() {
        for text in [
            "see section 3 above",
            "Figure 2 below",
            "Vogel 1972, S. 89 Fn. 17",
            "the user id. is kept",
            "a pH above 7",
            "n. 7 of the text",
        ] {
            assert_eq!(found(text), vec![], "{text}");
        }
    }
}
