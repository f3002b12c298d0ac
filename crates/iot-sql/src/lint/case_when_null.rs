//! `CASE … WHEN NULL`, which a missing key never reaches.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{Expr, ExprKind};
use crate::value::Value;

crate::declare_codes! {
    pub(super) CODES;
    CASE_WHEN_NULL = "lint.case-when-null", Warning, "WHEN NULL does not match a missing key.",
        [
            Example::sql("SELECT CASE a WHEN NULL THEN 1 ELSE 2 END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN 0 THEN 1 WHEN NULL THEN 2 END AS b FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT CASE a WHEN 0 THEN 1 ELSE NULL END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN 0 THEN NULL ELSE 1 END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE a WHEN 'NULL' THEN 1 ELSE 2 END AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE isNull(a) WHEN true THEN 1 ELSE 2 END AS b FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

fn check(expr: &Expr, _: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Case(case) = &expr.kind else { return };
    let null = case.branches.iter().find(|(test, _)| matches!(test.kind, ExprKind::Literal(Value::Null)));
    found.extend(null.map(|(null, _)| diagnostic(null)));
}

fn diagnostic(null: &Expr) -> Diagnostic {
    Diagnostic::new(&CASE_WHEN_NULL, "WHEN NULL matches a null, not a missing key.")
        .at(null.range.clone(), "a missing key never gets here")
        .help("CASE on a missing key is Undefined, whatever its ELSE. `get_or_default(CASE … END, 'default')` returns a value even then.")
        .evidence(Evidence::Documented)
}
