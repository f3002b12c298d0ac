//! Seconds where `parse_time` takes milliseconds.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Edit, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{Expr, ExprKind};
use std::ops::Range;

/// A date from a payload.
const fn date(payload: &'static str) -> Example {
    Example::sql("SELECT parse_time('yyyy-MM-dd', ts) AS t FROM 'sensors/+'").payload(payload)
}

crate::declare_codes! {
    pub(super) CODES;
    LOOKS_LIKE_SECONDS = "lint.looks-like-seconds", Warning, "A time in seconds is used as milliseconds.",
        [
            date(r#"{"ts": 1736413662}"#),
            date(r#"{"ts": "1736413662"}"#),
            date(r#"{"ts": 100000000}"#),
            date(r#"{"ts": 9999999999}"#),
            date(r#"{"ts": 1736413662}"#).selecting("SELECT parse_time('yyyy-MM-dd', ts - 3600) AS t FROM 'sensors/+'"),
        ],
        silent [
            date(r#"{"ts": 1736413662000}"#),
            date(r#"{"ts": 99999999}"#),
            date(r#"{"ts": 10000000000}"#),
            date(r#"{"ts": 1736413662}"#).selecting("SELECT parse_time('yyyy-MM-dd', ts * 1000) AS t FROM 'sensors/+'"),
            // Written out, it is meant.
            Example::sql("SELECT parse_time('yyyy-MM-dd', 1736413662) AS t FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Times between these look like seconds where milliseconds are taken: 1973 to 2286 in seconds, all of them within four
/// months of 1970 in milliseconds.
const SECONDS: Range<i64> = 100_000_000..10_000_000_000;

/// Looks at the second argument of `parse_time` and its value.
pub(crate) fn check(milliseconds: i64, argument: &Expr) -> Option<Diagnostic> {
    let is_meant = matches!(argument.kind, ExprKind::Literal(_));
    (SECONDS.contains(&milliseconds) && !is_meant).then(|| diagnostic(argument, milliseconds))
}

fn diagnostic(argument: &Expr, milliseconds: i64) -> Diagnostic {
    let Range { start, end } = argument.range;
    let insert = |at: usize, text: &str| Edit { range: at..at, text: text.to_owned() };
    let edits = match argument.kind {
        ExprKind::Chain(..) => vec![insert(start, "("), insert(end, ") * 1000")],
        _ => vec![insert(end, " * 1000")],
    };
    Diagnostic::new(
        &LOOKS_LIKE_SECONDS,
        format!("{milliseconds} milliseconds are in early 1970; as seconds it would be a date of today."),
    )
    .at(start..end, "probably seconds")
    .help("parse_time takes milliseconds. Multiply seconds by 1000.")
    .evidence(Evidence::Documented)
    .fix_all("Multiply by 1000", edits)
}
