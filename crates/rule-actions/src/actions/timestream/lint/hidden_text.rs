//! A value or a dimension with characters that are not visible, or with spaces at its ends.

use super::{Lint, Seen};
use crate::actions::timestream::written::Written;
use crate::actions::timestream::{MeasureValueType, examples};
use iot_sql::hidden::{Piece, name, pieces, visible};
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity};
use std::collections::BTreeSet;

/// A value or a dimension has characters that are not visible.
static HIDDEN_TEXT: Code = Code {
    id: "timestream.hidden-text",
    severity: Severity::Info,
    summary: "A value or a dimension has characters that are not visible.",
    examples: Example::listed(&[
        examples::written(r#"{"state": "\u202eon"}"#),
        Example::action(examples::WITH_DEVICE).payload(r#"{"t": 21.5, "device": "a "}"#),
        Example::action(examples::WITH_DEVICE).payload(r#"{"t": 21.5, "device": "a\nb"}"#),
    ]),
    silent: Example::listed(&[
        examples::written(r#"{"state": "on\noff "}"#),
        examples::written(r#"{"state": "two words"}"#),
        examples::written(r#"{"state": "👩\u200d🔬"}"#),
        Example::action(examples::WITH_DEVICE).payload(r#"{"t": 21.5, "device": "a b"}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &HIDDEN_TEXT, check };

/// Strings that are named; the others are counted.
const MAX_TEXTS: usize = 8;

/// Kinds of characters that are named for one string.
const MAX_KINDS: usize = 4;

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let mut parts = Vec::new();
    // All records of a message have the same dimensions.
    for dimension in seen.records.first().map_or(&[][..], |written| &written.record.dimensions) {
        if let Some(found) = found(&dimension.name, true) {
            parts.push(format!("The name of dimension {} has {found}.", in_sight(&dimension.name)));
        }
        if let Some(found) = found(&dimension.value, true) {
            parts.push(format!("The value of dimension {} has {found}.", in_sight(&dimension.name)));
        }
    }
    for Written { record, .. } in seen.records {
        if record.measure_value_type == MeasureValueType::Varchar
            && let Some(found) = found(&record.measure_value.text(), false)
        {
            parts.push(format!("The value of {} has {found}.", in_sight(&record.measure_name)));
        }
    }
    (!parts.is_empty()).then(|| diagnostic(&parts))
}

/// What a string has that does not show, in words. The lines and tabs of a value that is prose show well enough, and so
/// do its white space; in a dimension, which tells series apart, they count.
fn found(text: &str, tells_apart: bool) -> Option<String> {
    let at_an_end = tells_apart && (text.starts_with(' ') || text.ends_with(' '));
    // Almost every text is so, and then all of it has to be looked at.
    if !at_an_end && text.bytes().fold(true, |plain, byte| plain & (b' '..=b'~').contains(&byte)) {
        return None;
    }
    let mut kinds = BTreeSet::new();
    for piece in pieces(text) {
        match piece {
            Piece::Hidden('\n' | '\r' | '\t') if !tells_apart => {}
            Piece::Hidden(ch) => {
                kinds.insert(ch);
            }
            Piece::Plain(_) => {}
        }
    }
    let blanks = at_an_end.then(|| "a space at an end".to_owned());
    let more = kinds.len().saturating_sub(MAX_KINDS);
    while kinds.len() > MAX_KINDS {
        kinds.pop_last();
    }
    let names = kinds.into_iter().map(name).chain(blanks);
    let mut words = names.collect::<Vec<_>>().join(", ");
    if more > 0 {
        words += &format!(" and {more} more");
    }
    (!words.is_empty()).then_some(words)
}

/// A name in back-ticks in which everything shows; the words `(empty)` for one without characters.
pub(super) fn in_sight(name: &str) -> String {
    if name.is_empty() { "(empty)".to_owned() } else { format!("`{}`", visible(name)) }
}

fn diagnostic(parts: &[String]) -> Diagnostic {
    let mut message = parts.iter().take(MAX_TEXTS).map(String::as_str).collect::<Vec<_>>().join(" ");
    if parts.len() > MAX_TEXTS {
        message += &format!(" So have {} more.", parts.len() - MAX_TEXTS);
    }
    Diagnostic::new(&HIDDEN_TEXT, message)
        .input(Input::Request)
        .help("Such characters are written like any other, and a string that looks the same without them is a different string. Characters that change the direction make a string look different from what is stored.")
        .evidence(Evidence::Assumed)
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXTS, diagnostic};

    #[test]
    fn strings_that_are_not_told_are_counted() {
        let parts = |count: usize| vec!["One has.".to_owned(); count];
        assert!(diagnostic(&parts(MAX_TEXTS)).message.ends_with("One has."));
        assert!(diagnostic(&parts(MAX_TEXTS + 2)).message.ends_with("One has. So have 2 more."));
    }
}
