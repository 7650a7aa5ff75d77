//! Pages on the web: the site of a page, the day on which it was looked up.

use super::token::Token;
use crate::model::Citation;
use crate::model::citation::Kind;

/// `“Listing of votes”. votes.example.org.`: the site that a title stands on.
pub fn site(tokens: &[Token], cite: &mut Citation) {
    let bare = |t: &&Token| {
        let last = t.word.rsplit('.').next().unwrap_or("");
        let host = t.word.split('.').count() >= 2
            && t.word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-');
        host && matches!(
            last,
            "com" | "org" | "net" | "edu" | "gov" | "info" | "io" | "uk" | "de" | "fr" | "eu" | "int"
        )
    };
    let named = cite.container.is_some() || cite.publisher.is_some() || cite.title.is_none();
    if let Some(host) = tokens.iter().find(bare).filter(|_| !named && cite.url.is_none()) {
        (cite.container, cite.kind) = (Some(host.word.to_owned()), Kind::Web);
    }
}

/// Where "Retrieved 28 April 2014" begins, which ends a reference: the day on which
/// a page was looked up is no date of the work. Counter-example: "Retrieved May 3,
/// 2002, from http://…", which has the address in it.
pub fn looked_up(tokens: &[Token]) -> usize {
    const WORDS: &[&str] =
        &["Retrieved", "Accessed", "accessed", "retrieved", "Abgerufen", "abgerufen", "Consulté", "consulté"];
    let from = tokens.len().saturating_sub(6).max(2);
    let Some(at) = (from..tokens.len()).find(|at| WORDS.contains(&tokens[*at].word)) else { return tokens.len() };
    let tail = &tokens[at..];
    let date =
        tail.iter().any(|t| t.year().is_some()) && !tail.iter().any(|t| t.word == "from" || t.text.contains("//"));
    if date && tokens[at - 1].text.ends_with(['.', ',', ';', '”', '"']) { at } else { tokens.len() }
}
