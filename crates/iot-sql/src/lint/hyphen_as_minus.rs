//! `device.serial-no`, read as a subtraction.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind};
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    HYPHEN_AS_MINUS = "lint.hyphen-as-minus", Warning, "A hyphen between two names is read as a minus.",
        [
            Example::sql("SELECT a FROM 'sensors/+' WHERE device.serial-no = 'x'"),
            Example::sql("SELECT serial-no AS n FROM 'sensors/+'"),
            Example::sql("SELECT a.b.serial-no AS n FROM 'sensors/+'"),
            Example::sql("SELECT 1 + serial-no AS n FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "devices/${serial-no}", "roleArn": "r"}}"#),
        ],
        silent [
            Example::sql("SELECT a - b AS n FROM 'sensors/+'"),
            Example::sql("SELECT a -b AS n FROM 'sensors/+'"),
            Example::sql("SELECT a- b AS n FROM 'sensors/+'"),
            Example::sql("SELECT 5-3 AS n FROM 'sensors/+'"),
            Example::sql("SELECT a-1 AS n FROM 'sensors/+'"),
            Example::sql("SELECT 100-a AS n FROM 'sensors/+'"),
            Example::sql("SELECT a+b AS n FROM 'sensors/+'"),
            Example::sql("SELECT a.b - c AS n FROM 'sensors/+'"),
            Example::sql("SELECT a-abs(b) AS n FROM 'sensors/+'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b = 'serial-no'"),
            Example::sql("SELECT get(device, 'serial-no') AS n FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

/// Looks for a minus between two names without white space around it.
fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Chain(first, links) = &expr.kind else { return };
    let mut left = first.as_ref();
    for link in links {
        let is_glued =
            left.range.end == link.operator_range.start && link.operator_range.end == link.right.range.start;
        if link.operator == BinaryOperator::Minus
            && is_glued
            && let ExprKind::Attribute(tail) = &link.right.kind
            && let Some((parent, head)) = split(left, statement)
        {
            let range = left.range.start..link.right.range.end;
            found.push(diagnostic(range, statement.written(left), tail, parent, head));
            return;
        }
        left = &link.right;
    }
}

/// A path's last name, and what it is a key of.
fn split<'e>(path: &'e Expr, statement: &Statement<'e>) -> Option<(&'e str, &'e str)> {
    match &path.kind {
        ExprKind::Attribute(name) => Some(("*", name)),
        ExprKind::Members(base, members) => {
            let last = members.last()?;
            let end =
                if let [.., before, _] = members.as_slice() { before.range.end } else { base.range.end };
            Some((statement.text.get(base.range.start..end)?, &last.text))
        }
        _ => None,
    }
}

fn diagnostic(range: Range<usize>, left: &str, tail: &str, parent: &str, head: &str) -> Diagnostic {
    let call = format!("get({parent}, '{head}-{tail}')");
    Diagnostic::new(&HYPHEN_AS_MINUS, format!("The hyphen is a minus: this is `{left}` minus `{tail}`."))
        .at(range.clone(), "read as a subtraction")
        .help(format!(
            "AWS accepts the rule, and the difference is Undefined. `{call}` reads a key with a hyphen."
        ))
        .evidence(Evidence::Documented)
        .fix(format!("Use {call}"), range, call)
}
