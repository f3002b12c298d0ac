//! CASE with branches that never match.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::value::Value;

/// `WHEN NULL`, which a missing key never reaches.
pub(super) fn when_null(expr: &Expr, _: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Case(case) = &expr.kind else { return None };
    let null = case.branches.iter().find(|(test, _)| matches!(test.kind, ExprKind::Literal(Value::Null)))?;
    Some(wording::case_when_null(null.0.range.clone()))
}

/// `CASE x WHEN (x > 1)`, which compares `x` with a truth value.
pub(super) fn when_condition(expr: &Expr, statement: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Case(case) = &expr.kind else { return None };
    if gives_boolean(&case.operand) {
        return None;
    }
    let (test, _) = case.branches.iter().find(|(test, _)| gives_boolean(test))?;
    Some(wording::case_when_condition(test.range.clone(), statement.written(test)))
}

/// Whether an expression can only be a truth value or Undefined, and is written as a condition.
fn gives_boolean(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Chain(_, links) => links.iter().all(|link| {
            !matches!(
                link.operator,
                BinaryOperator::Plus
                    | BinaryOperator::Minus
                    | BinaryOperator::Times
                    | BinaryOperator::Divide
                    | BinaryOperator::Modulo
            )
        }),
        ExprKind::Unary(UnaryOperator::Not, _) | ExprKind::In(..) | ExprKind::Exists(_) => true,
        _ => false,
    }
}
