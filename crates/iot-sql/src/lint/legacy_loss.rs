//! What version 2015-10-08 loses of nested payloads.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Input};
use crate::eval::Loss;
use crate::evidence::Evidence;
use crate::version::SqlVersion;

/// A whole payload under the old version.
const fn old(payload: &'static str) -> Example {
    Example::sql("SELECT * FROM 'sensors/+'").payload(payload).version(Some(SqlVersion::V2015_10_08))
}

crate::declare_codes! {
    pub(super) CODES;
    LEGACY_LOSS = "lint.legacy-loss", Warning, "SQL version 2015-10-08 loses arrays and nested objects.",
        [
            old(r#"{"a": {"b": 1}}"#),
            old(r#"{"a": [1]}"#),
            old("[1]"),
        ],
        silent [
            old(r#"{"a": 1, "b": "[1]"}"#),
            old("[]"),
            old(r#"{"a": {"b": 1}}"#).version(Some(SqlVersion::V2016_03_23)),
            old(r#"{"a": {"b": 1}}"#).selecting("SELECT a.b AS b FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Reports which arrays and nested objects of the outgoing value have not survived.
pub(crate) fn check(loss: Loss) -> Option<Diagnostic> {
    let what = match (loss.top, loss.arrays, loss.objects) {
        (true, ..) => "an array at the top becomes empty",
        (_, true, true) => "arrays in it are dropped and nested objects are merged into their parent",
        (_, true, false) => "arrays in it are dropped",
        (_, false, true) => "nested objects are merged into their parent",
        (_, false, false) => return None,
    };
    let diagnostic =
        Diagnostic::new(&LEGACY_LOSS, format!("SQL version 2015-10-08 changes the outgoing payload: {what}."))
            .input(Input::Request)
            .help("Set the SQL version 2016-03-23 to keep arrays and nested objects; AWS says only that it fixes selecting them. encode(*, 'base64') is not touched.")
            .evidence(Evidence::Assumed);
    Some(diagnostic)
}
