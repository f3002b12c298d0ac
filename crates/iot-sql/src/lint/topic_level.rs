//! `topic(5)` where the topic cannot have five levels.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{Expr, ExprKind};
use crate::topic::TopicFilter;
use crate::value::Value;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    TOPIC_LEVEL = "lint.topic-level", Warning, "The topic has no such level.",
        [
            Example::sql("SELECT topic(3) AS room FROM 'sensors/+'"),
            Example::sql("SELECT topic(0) AS room FROM 'sensors/#'"),
        ],
        silent [
            Example::sql("SELECT topic(2) AS room FROM 'sensors/+'"),
            Example::sql("SELECT topic(1) AS room FROM 'sensors/+'"),
            Example::sql("SELECT topic() AS room FROM 'sensors/+'"),
            Example::sql("SELECT topic(3) AS room FROM 'sensors/#'"),
            Example::sql("SELECT topic(1) AS room FROM 'sensors/#'"),
            Example::sql("SELECT topic(9) AS room FROM 'sensors/#'"),
            Example::sql("SELECT topic(level) AS room FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

/// Looks for a level that no topic of the filter has, or that is less than 1.
fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Call(call) = &expr.kind else { return };
    let [Expr { kind: ExprKind::Literal(Value::Int(level)), .. }] = call.arguments.as_slice() else { return };
    if call.function.name != "topic" {
        return;
    }
    let (levels, open) = statement.filter.map_or((usize::MAX, true), TopicFilter::levels);
    let level = level.get();
    let why = if level < 1 {
        "levels count from 1".to_owned()
    } else if !open && level > levels as i128 {
        format!("the filter's topics have {levels} levels")
    } else {
        return;
    };
    found.push(diagnostic(expr.range.clone(), level, &why));
}

fn diagnostic(range: Range<usize>, level: i128, why: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_LEVEL, format!("topic({level}) is Undefined: {why}."))
        .at(range, "no such level")
        .help("Levels are counted from 1; a leading slash makes the first one empty.")
        .evidence(Evidence::Assumed)
}
