//! `CASE x WHEN (x > 1)`, which compares `x` with a Boolean.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    CASE_WHEN_CONDITION = "lint.case-when-condition", Warning, "CASE compares its operand with the result of a condition.",
        [
            Example::sql("SELECT CASE a WHEN (a > 1) THEN 'high' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (NOT on) THEN 'off' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (a IN [1, 2]) THEN 'low' END AS b FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT CASE a WHEN 1 THEN 'high' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (c + 1) THEN 'next' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (c - 1) THEN 'last' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (c * 2) THEN 'twice' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (c / 2) THEN 'half' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (c % 2) THEN 'odd' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN (-1) THEN 'low' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN true THEN 'on' END AS b FROM 'sensors/+'"),
            // Here a Boolean is compared with a Boolean.
            Example::sql("SELECT CASE a > 1 WHEN (c > 1) THEN 'alike' END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a > 1 WHEN true THEN 'high' END AS b FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Case(case) = &expr.kind else { return };
    if is_condition(&case.operand) {
        return;
    }
    if let Some((test, _)) = case.branches.iter().find(|(test, _)| is_condition(test)) {
        found.push(diagnostic(test.range.clone(), statement.written(test)));
    }
}

/// Whether an expression can only be a Boolean or Undefined, and is written as a condition.
fn is_condition(expr: &Expr) -> bool {
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

fn diagnostic(range: Range<usize>, condition: &str) -> Diagnostic {
    Diagnostic::new(
        &CASE_WHEN_CONDITION,
        format!("CASE compares its operand with the result of `{}`, true or false.", brief(condition)),
    )
    .at(range, "a condition, not a value to compare with")
    .help("Put the condition between CASE and WHEN: `CASE x > 1 WHEN true THEN a ELSE b END`.")
    .evidence(Evidence::Documented)
}
