//! An alias of SELECT in a template, which sees the payload as it was published.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{Expr, ExprKind};
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    ALIAS_IN_TEMPLATE = "lint.alias-in-template", Warning, "Templates do not see aliases of SELECT.",
        [
            Example::action(r#"{"republish": {"topic": "times/${time_ms}", "roleArn": "r"}}"#)
                .selecting("SELECT ts AS time_ms FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "times/${floor(time_ms / 1000)}", "roleArn": "r"}}"#)
                .selecting("SELECT ts AS time_ms FROM 'sensors/+'"),
        ],
        silent [
            Example::action(r#"{"republish": {"topic": "times/${ts}", "roleArn": "r"}}"#)
                .selecting("SELECT ts AS time_ms FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "times/${'time_ms'}", "roleArn": "r"}}"#)
                .selecting("SELECT ts AS time_ms FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "times/${ts}", "roleArn": "r"}}"#)
                .selecting("SELECT ts AS ts FROM 'sensors/+'"),
            // SELECT reads a key of this name, so that the payload can be taken to have it.
            Example::action(r#"{"republish": {"topic": "times/${ts}", "roleArn": "r"}}"#)
                .selecting("SELECT time_ms AS ts, ts AS first FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Template(check) };

fn check(expr: &Expr, rule: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    if let ExprKind::Attribute(name) = &expr.kind
        && let Some(item) = rule.aliased(name)
    {
        found.push(diagnostic(expr.range.clone(), name, &rule.operand(&item.expr)));
    }
}

fn diagnostic(range: Range<usize>, name: &str, meant: &str) -> Diagnostic {
    Diagnostic::new(
        &ALIAS_IN_TEMPLATE,
        format!("A template does not see the alias `{name}`; it reads the payload's key `{name}`."),
    )
    .at(range.clone(), "the payload's key, if it has one")
    .help("Templates are evaluated for the payload as it was published, not for the outgoing payload.")
    .evidence(Evidence::Documented)
    .fix(format!("Use {}", brief(meant)), range, meant)
}
