//! Statements of which parts are known only when they are deployed.

use super::placeholders::{Placeholder, parts};
use iot_sql::{Diagnostic, Input};
use std::ops::Range;

/// A statement, and what of it can be judged.
pub(super) enum UnknownSql<'s> {
    /// All of it is known.
    Known(&'s str),
    /// What is unknown stands in strings: the rest can be judged, with these strings as they may be.
    InStrings { sql: &'s str, strings: Vec<Range<usize>>, topic: Option<Range<usize>> },
    /// What is unknown can be any part of the statement, so that it is never parsed.
    Anywhere,
}

impl<'s> UnknownSql<'s> {
    pub(super) fn new(sql: &'s str, placeholders: &[Placeholder]) -> Self {
        let pieces = parts(sql, placeholders);
        if pieces.iter().all(|(_, placeholder)| placeholder.is_none()) {
            return Self::Known(sql);
        }
        let (mut strings, mut topic) = (Vec::new(), None);
        // The beginning of the string that is open, behind its quote, and whether something in it is unknown.
        let mut open: Option<(usize, bool)> = None;
        for (range, placeholder) in pieces {
            match (placeholder, &mut open) {
                (Some(_), Some((_, has_unknown))) => *has_unknown = true,
                (Some(_), None) => return Self::Anywhere,
                (None, _) => {
                    for (at, _) in sql[range.clone()].match_indices('\'') {
                        let at = range.start + at;
                        match open.take() {
                            None => open = Some((at + 1, false)),
                            Some((start, true)) => {
                                if is_topic(&sql[..start - 1]) {
                                    topic = Some(start..at);
                                }
                                strings.push(start..at);
                            }
                            Some((_, false)) => {}
                        }
                    }
                }
            }
        }
        if open.is_some_and(|(_, has_unknown)| has_unknown) {
            return Self::Anywhere;
        }
        Self::InStrings { sql, strings, topic }
    }

    /// What a check finds that holds whatever is put in the place of what is unknown. A topic filter is tried as it
    /// stands and as one that takes every topic: only what holds for both is told.
    pub(super) fn judged(&self, check: impl Fn(Option<&str>) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        match self {
            Self::Known(sql) => check(Some(sql)),
            Self::Anywhere => check(None),
            Self::InStrings { sql, strings, topic } => {
                let mut found = check(Some(sql));
                found.retain(|finding| !touches(finding, strings));
                let Some(topic) = topic else { return found };
                let other = check(Some(&format!("{}#{}", &sql[..topic.start], &sql[topic.end..])));
                let is_same = |one: &Diagnostic, two: &Diagnostic| {
                    one.code == two.code && one.message == two.message && one.input == two.input
                };
                found.retain(|finding| other.iter().any(|other| is_same(finding, other)));
                found
            }
        }
    }

    /// What of the statement is not judged, as the beginning of a sentence.
    pub(super) fn note(&self) -> Option<&'static str> {
        match self {
            Self::Known(_) => None,
            Self::InStrings { .. } => Some("What depends on it in the statement is"),
            Self::Anywhere => Some("The statement is"),
        }
    }
}

/// Whether a string that follows is the statement's topic filter.
fn is_topic(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.len().checked_sub(4).and_then(|at| before.get(at..));
    let stands_alone = before[..before.len().saturating_sub(4)]
        .chars()
        .next_back()
        .is_none_or(|ch| !ch.is_ascii_alphanumeric() && ch != '_');
    stands_alone && word.is_some_and(|word| word.eq_ignore_ascii_case("from"))
}

fn touches(finding: &Diagnostic, strings: &[Range<usize>]) -> bool {
    let touch = |range: &Range<usize>| {
        strings.iter().any(|string| range.start <= string.end && string.start <= range.end)
    };
    finding.input == Input::Sql && finding.labels.iter().any(|label| touch(&label.range))
}
