//! `x <> NULL` as a test for presence.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind};
use crate::value::Value;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    COMPARED_WITH_NULL = "lint.compared-with-null", Warning, "A comparison with NULL is Undefined for a missing key.",
        [
            Example::sql("SELECT a FROM 'sensors/+' WHERE state.on <> NULL"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE a = NULL"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE NULL <> a"),
        ],
        silent [
            Example::sql("SELECT a FROM 'sensors/+' WHERE isNull(a)"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE isNull(a) = true"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE isUndefined(state.on) = False"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE a <> 'NULL'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE a > NULL"),
            // A call's result is there, whatever the payload has.
            Example::sql("SELECT a FROM 'sensors/+' WHERE get_or_default(a, NULL) = NULL"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Chain(first, links) = &expr.kind else { return };
    let [link] = links.as_slice() else { return };
    let is_null = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(Value::Null));
    let is_path = |expr: &Expr| matches!(expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..));
    let path = match (first.as_ref(), &link.right) {
        (path, null) if is_path(path) && is_null(null) => path,
        (null, path) if is_path(path) && is_null(null) => path,
        _ => return,
    };
    let unequal = match link.operator {
        BinaryOperator::NotEqual => true,
        BinaryOperator::Equal => false,
        _ => return,
    };
    found.push(diagnostic(expr.range.clone(), statement.written(path), unequal));
}

fn diagnostic(range: Range<usize>, path: &str, unequal: bool) -> Diagnostic {
    let (test, is_missing, help) = if unequal {
        ("<>", "False", "A missing key is Undefined, not Null. isUndefined() tests whether a key is missing.")
    } else {
        (
            "=",
            "True",
            "A missing key is Undefined, not Null: isUndefined() tests for a missing key, isNull() for a null.",
        )
    };
    Diagnostic::new(
        &COMPARED_WITH_NULL,
        format!("If the payload has no `{path}`, `{path} {test} NULL` is Undefined, which is not true."),
    )
    .at(range.clone(), "does not detect a missing key")
    .help(help)
    .evidence(Evidence::Documented)
    .fix("Use isUndefined()", range, format!("isUndefined({path}) = {is_missing}"))
}
