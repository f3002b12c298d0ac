//! `x <> NULL` as a test for presence.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind};
use crate::value::Value;

/// A path compared with NULL by `<>` or `=`: a missing key makes that Undefined.
pub(super) fn compared_with_null(expr: &Expr, statement: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Chain(first, links) = &expr.kind else { return None };
    let [link] = links.as_slice() else { return None };
    let is_null = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(Value::Null));
    let is_path = |expr: &Expr| matches!(expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..));
    let path = match (first.as_ref(), &link.right) {
        (path, null) if is_path(path) && is_null(null) => path,
        (null, path) if is_path(path) && is_null(null) => path,
        _ => return None,
    };
    match link.operator {
        BinaryOperator::NotEqual => {
            Some(wording::compared_with_null(expr.range.clone(), statement.written(path), true))
        }
        BinaryOperator::Equal => {
            Some(wording::compared_with_null(expr.range.clone(), statement.written(path), false))
        }
        _ => None,
    }
}
