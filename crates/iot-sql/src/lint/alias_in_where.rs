//! An alias of SELECT in WHERE, which is evaluated before SELECT.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::ExprKind;
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    ALIAS_IN_WHERE = "lint.alias-in-where", Warning, "WHERE does not see aliases of SELECT.",
        [
            Example::sql("SELECT temperature AS t FROM 'sensors/+' WHERE t > 20"),
            Example::sql("SELECT (t * 9 / 5) + 32 AS f FROM 'sensors/+' WHERE room = 'kitchen' AND f > 70"),
        ],
        silent [
            Example::sql("SELECT temperature AS t FROM 'sensors/+' WHERE temperature > 20"),
            Example::sql("SELECT temperature FROM 'sensors/+' WHERE t > 20"),
            Example::sql("SELECT temperature AS t FROM 'sensors/+' WHERE state.t > 20"),
            Example::sql("SELECT temperature AS T FROM 'sensors/+' WHERE t > 20"),
            // SELECT reads a key of this name, so that the payload can be taken to have it.
            Example::sql("SELECT round(t) AS t FROM 'sensors/+' WHERE t > 20"),
            Example::sql("SELECT humidity AS t, t AS temperature FROM 'sensors/+' WHERE t > 20"),
            Example::sql("SELECT t, temperature AS t FROM 'sensors/+' WHERE t > 20"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Statement(check) };

fn check(statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let Some(condition) = &statement.query.condition else { return };
    condition.walk(&mut |expr| {
        if let ExprKind::Attribute(name) = &expr.kind
            && let Some(item) = statement.aliased(name)
        {
            let meant = statement.operand(&item.expr);
            let alias = item.alias[0].range.clone();
            found.push(diagnostic(expr.range.clone(), name, &meant, alias));
        }
    });
}

fn diagnostic(range: Range<usize>, name: &str, meant: &str, alias: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &ALIAS_IN_WHERE,
        format!("WHERE does not see the alias `{name}`; it reads the payload's key `{name}`."),
    )
    .at(range.clone(), "the payload's key, if it has one")
    .at(alias, "the alias")
    .help("WHERE is evaluated before SELECT. Repeat the expression, or set a variable with SET.")
    .evidence(Evidence::Documented)
    .fix(format!("Use {}", brief(meant)), range, meant)
}
