//! Letters of date patterns that mean something else than they seem to.

use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{Expr, ExprKind};
use crate::time::warnings::{Dialect, pattern_warnings};
use crate::value::Value;

/// The odd letters of a pattern that is written out in a call of `parse_time` or `time_to_epoch`.
pub(super) fn date_pattern(expr: &Expr) -> Vec<Diagnostic> {
    let ExprKind::Call(call) = &expr.kind else { return Vec::new() };
    let (dialect, index) = match call.function.name {
        "parse_time" => (Dialect::Joda, 0),
        "time_to_epoch" => (Dialect::Jdk, 1),
        _ => return Vec::new(),
    };
    let Some(Expr { kind: ExprKind::Literal(Value::String(pattern)), range }) = call.arguments.get(index)
    else {
        return Vec::new();
    };
    // With a doubled quote inside, bytes of the value and of the text no longer correspond.
    let exact = pattern.len() + 2 == range.len();
    pattern_warnings(dialect, pattern)
        .into_iter()
        .map(|(inside, warning)| {
            let place = if exact {
                range.start + 1 + inside.start..range.start + 1 + inside.end
            } else {
                range.clone()
            };
            let fix = if exact { warning.fix(&pattern[inside]) } else { None };
            wording::date_pattern(place, &warning.to_string(), warning.is_note(), fix)
        })
        .collect()
}
