//! Keys that stand in an object of the payload twice.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Input};
use crate::evidence::Evidence;

/// One selected attribute.
const fn selected(payload: &'static str) -> Example {
    Example::sql("SELECT t FROM 'sensors/+'").payload(payload)
}

crate::declare_codes! {
    pub(super) CODES;
    KEY_TWICE = "lint.key-twice", Warning, "A key stands in the payload twice.",
        [
            selected(r#"{"t": 1, "t": 2}"#),
            selected(r#"{"t": {"a": 1, "a": 2}}"#),
            Example::sql("SELECT u FROM 'sensors/+' WHERE t > 1").payload(r#"{"t": 2, "t": 1}"#),
        ],
        silent [
            selected(r#"{"t": 1, "u": 2}"#),
            selected(r#"{"t": [{"a": 1}, {"a": 2}]}"#),
            selected(r#"{"t": 1, "T": 2}"#),
            // The rule reads neither of them.
            selected(r#"{"t": 1, "other": 2, "other": 3}"#),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Reports a key that its object has already; its place ends shortly before `behind`, in bytes behind a byte order mark.
pub(crate) fn check(payload: &[u8], behind: usize) -> Option<Diagnostic> {
    let text = std::str::from_utf8(payload).ok()?;
    let mark = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let end = text.get(..behind + mark)?.rfind('"')?;
    let mut start = end;
    // A quote behind an odd number of backslashes is part of the key.
    loop {
        start = text[..start].rfind('"')?;
        let backslashes = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes % 2 == 0 {
            break;
        }
    }
    let key = &text[start + 1..end];
    let diagnostic = Diagnostic::new(
        &KEY_TWICE,
        format!("`{key}` stands in the payload twice; the last value is taken."),
    )
    .input(Input::Payload)
    .at(start..end + 1, "once more")
    .help("AWS does not document which of the values counts, and JSON leaves it open. Send each key once.")
    .evidence(Evidence::Assumed);
    Some(diagnostic)
}
