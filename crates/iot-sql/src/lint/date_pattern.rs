//! Letters of date patterns that mean something else than they seem to.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Edit, Example};
use crate::evidence::Evidence;
use crate::rest;
use crate::syntax::tree::{Expr, ExprKind};
use crate::text::sentence;
use crate::time::warnings::{Dialect, pattern_warnings};
use crate::value::Value;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    DATE_PATTERN = "lint.date-pattern", Warning, "A letter of a date pattern means something else than it seems to.",
        [
            Example::sql("SELECT parse_time(\"yyyy-MM-dd'T'hh:mm:ss\", ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT time_to_epoch(ts, 'YYYY-MM-dd') AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('yyyy-mm-dd', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('HH:MM:ss', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('yyyy-MM-DD', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('HH:mm:SS', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('yyyy-MM-ddTHH:mm', ts) AS t FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT parse_time(\"yyyy-MM-dd'T'HH:mm:ss\", ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('hh:mm a', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time(\"yyyy-MM-dd'T'hh:mm:ss a\", ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT time_to_epoch(ts, \"YYYY-'W'ww-e\") AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('yyyy-DDD', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time(\"yyyy-MM-dd 'mm YYYY'\", ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('HH:mm:ss.SSS', ts) AS t FROM 'sensors/+'"),
            // The pattern is the other argument.
            Example::sql("SELECT time_to_epoch('yyyy-mm-dd', ts) AS t FROM 'sensors/+'"),
        ];
    DATE_PATTERN_NOTE = "lint.date-pattern-note", Info, "A letter of a date pattern has a meaning worth knowing.",
        [
            Example::sql("SELECT parse_time('YYYY-MM-dd', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('HH:mm:ss.S', ts) AS t FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT parse_time('yyyy-MM-dd', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT parse_time('HH:mm:ss.SSS', ts) AS t FROM 'sensors/+'"),
            Example::sql("SELECT time_to_epoch(ts, 'yyyy-MM-dd HH:mm:ss VV') AS t FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

/// Looks at the pattern in a call of `parse_time` or `time_to_epoch`.
fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Call(call) = &expr.kind else { return };
    let (dialect, index) = match call.function.name {
        "parse_time" => (Dialect::Joda, 0),
        "time_to_epoch" => (Dialect::Jdk, 1),
        _ => return,
    };
    if let Some(pattern) = call.arguments.get(index) {
        rest::check_date_pattern(dialect, pattern, statement, found);
    }
}

/// Looks at a pattern, where it is written out.
pub(crate) fn check_pattern(
    dialect: Dialect,
    pattern: &Expr,
    statement: &Statement<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let Expr { kind: ExprKind::Literal(Value::String(pattern)), range } = pattern else { return };
    let Some(written) = statement.text.get(range.clone()) else { return };
    // With a doubled quote inside, bytes of the value and of the text no longer correspond.
    let exact = pattern.len() + 2 == written.len();
    for (inside, warning) in pattern_warnings(dialect, pattern) {
        let diagnostic = Diagnostic::new(
            if warning.is_note() { &DATE_PATTERN_NOTE } else { &DATE_PATTERN },
            sentence(&warning.to_string()),
        )
        .evidence(Evidence::Documented);
        found.push(if exact {
            let place = range.start + 1 + inside.start..range.start + 1 + inside.end;
            let diagnostic = diagnostic.at(place.clone(), "in this pattern");
            match warning.fix(&pattern[inside.clone()]) {
                Some(text) => fix(diagnostic, text, place, range, written),
                None => diagnostic,
            }
        } else {
            diagnostic.at(range.clone(), "in this pattern")
        });
    }
}

/// Offers `text` in place of the letters at `place`, in the string `written` at `string`. Letters are quoted in single
/// quotes, for which the string needs double ones.
fn fix(
    diagnostic: Diagnostic,
    text: String,
    place: Range<usize>,
    string: &Range<usize>,
    written: &str,
) -> Diagnostic {
    let title = format!("Use {text}");
    if !(text.contains('\'') && written.starts_with('\'')) {
        return diagnostic.fix(title, place, text);
    }
    if written.contains('"') {
        return diagnostic;
    }
    let quote = |at: usize| Edit { range: at..at + 1, text: "\"".to_owned() };
    let edits = vec![quote(string.start), Edit { range: place, text }, quote(string.end - 1)];
    diagnostic.fix_all(title, edits)
}
