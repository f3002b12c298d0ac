//! `topic(5)` where the topic cannot have five levels.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{Expr, ExprKind};
use crate::value::Value;

/// A level that no topic of the filter has, or that starts from 0.
pub(super) fn beyond_filter(expr: &Expr, statement: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    let [Expr { kind: ExprKind::Literal(Value::Int(level)), .. }] = call.arguments.as_slice() else {
        return None;
    };
    if call.function.name != "topic" {
        return None;
    }
    let (levels, open) = statement.filter.map_or((usize::MAX, true), crate::topic::TopicFilter::levels);
    if *level < 1 {
        return Some(wording::topic_level(expr.range.clone(), *level, None));
    }
    (!open && *level > levels as i128).then(|| wording::topic_level(expr.range.clone(), *level, Some(levels)))
}
