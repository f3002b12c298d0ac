//! Words of the grammar, and functions.

use super::offer::{CompletionKind, Offers};
use super::{Clause, Expects, FrameKind, Site};
use crate::assist::keyword;
use crate::assist::place::CASE_WORDS;
use crate::functions;
use crate::syntax::tree::CastKeyword;
use crate::version::SqlVersion;

/// Functions come behind keys and variables, keywords behind functions.
const FUNCTION_RANK: u8 = 4;
const KEYWORD_RANK: u8 = 6;

fn words(words: &[&str], rank: u8, offers: &mut Offers<'_>) {
    for word in words {
        let summary = keyword::sentence(word).map_or("", |(_, summary)| summary);
        offers.add(word, CompletionKind::Keyword, String::new(), summary, rank);
    }
}

/// Functions, and the words that begin an operand.
pub(super) fn operand(site: &Site<'_>, offers: &mut Offers<'_>) {
    let version = site.sample.version;
    let frame = site.walk.top();
    let is_called = site.text[site.offset..].starts_with('(');
    for function in functions::ALL.iter().flat_map(|group| group.iter()) {
        if function.since > version {
            continue;
        }
        let name = function.name;
        let (insert, back) = match function.parameters {
            _ if is_called => (name.to_owned(), 0),
            [] => (format!("{name}()"), 0),
            _ if name == "cast" => (format!("{name}( AS Decimal)"), " AS Decimal)".len()),
            _ => (format!("{name}()"), 1),
        };
        let range = site.offset - offers.typed().len()..site.offset;
        let (kind, summary) = (CompletionKind::Function, function.summary);
        offers.put(name, insert, range, kind, function.signature(), summary, FUNCTION_RANK);
        offers.cursor_back(name, back);
    }
    let nests = version.has_literals_and_nested_queries();
    let is_first = frame.kind == FrameKind::Statement || frame.kind == FrameKind::Query;
    if is_first && frame.clause == Clause::Select && frame.commas == 0 && frame.left.is_none() {
        words(&["VALUE"], KEYWORD_RANK, offers);
    }
    if frame.kind != FrameKind::Statement && nests {
        words(&["SELECT"], KEYWORD_RANK, offers);
    }
    if nests {
        words(&["EXISTS"], KEYWORD_RANK, offers);
    }
    words(&["CASE", "NOT", "true", "false", "null"], KEYWORD_RANK, offers);
}

/// The words that may follow here.
pub(super) fn keywords(site: &Site<'_>, offers: &mut Offers<'_>) {
    let frame = site.walk.top();
    let expects = frame.expects;
    if expects == Expects::Statement {
        return words(&["SELECT", "SET"], 0, offers);
    }
    let (has_from, is_query) = (frame.clause != Clause::Select, matches!(frame.kind, FrameKind::Query));
    match (frame.kind, frame.clause) {
        (FrameKind::Case(last), _) => {
            // After WHEN comes THEN; after what THEN gives, another WHEN, ELSE or END.
            let next: &[&str] = match CASE_WORDS[last] {
                "CASE" => &["WHEN"],
                "WHEN" => &["THEN"],
                "THEN" => &["WHEN", "ELSE", "END"],
                _ => &["END"],
            };
            words(next, 0, offers);
        }
        (_, Clause::Set) => words(&["SELECT"], 0, offers),
        (_, Clause::Select) => {
            words(&["FROM"], 0, offers);
            if expects == Expects::Operator {
                words(&["AS"], 0, offers);
            }
        }
        (_, Clause::From) => {
            words(&["WHERE"], 0, offers);
            if expects == Expects::Operator {
                words(&["AS"], 1, offers);
            }
        }
        (FrameKind::Call(Some(function)), _) if function.name == "cast" => words(&["AS"], 0, offers),
        _ => {}
    }
    let takes_operator =
        expects == Expects::Operator && !(is_query && has_from && frame.clause == Clause::From);
    if takes_operator {
        let rank = if frame.clause == Clause::Where { 0 } else { 2 };
        words(&["AND", "OR", "IN"], rank, offers);
    }
}

/// The types that `cast` converts to.
pub(super) fn types(version: SqlVersion, offers: &mut Offers<'_>) {
    for keyword in CastKeyword::ALL.iter().filter(|keyword| keyword.since <= version) {
        offers.add(keyword.name, CompletionKind::Type, String::new(), "", 0);
    }
}
