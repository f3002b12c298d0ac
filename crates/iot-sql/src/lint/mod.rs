//! What is accepted but probably not what was meant: one file a lint.

mod alias;
mod case;
mod default_key;
mod hyphen;
mod legacy;
mod null;
mod pattern;
mod topic_level;
mod variable;
mod whole;

use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{Expr, Item, Query, Select, Variable};
use crate::topic::TopicFilter;

pub(crate) use legacy::legacy_loss;
pub(crate) use whole::whole_decimal;

/// A statement as lints see it.
#[derive(Clone, Copy)]
pub(crate) struct Statement<'s> {
    pub(crate) text: &'s str,
    pub(crate) variables: &'s [Variable],
    pub(crate) query: &'s Query,
    pub(crate) filter: Option<&'s TopicFilter>,
}

impl<'s> Statement<'s> {
    /// The SELECT clause's items; none for SELECT VALUE.
    fn items(&self) -> &'s [Item] {
        match &self.query.select {
            Select::Items(items) => items,
            Select::Value(_) => &[],
        }
    }

    /// The text of an expression as written.
    fn written(&self, expr: &Expr) -> &'s str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// Every expression of the statement.
    fn walk(&self, visit: &mut impl FnMut(&'s Expr)) {
        for variable in self.variables {
            variable.expr.walk(visit);
        }
        self.query.walk(visit);
    }
}

/// A lint of a whole statement.
type StatementLint = fn(&Statement<'_>) -> Vec<Diagnostic>;

/// A lint of single expressions, in statements and in templates.
type ExprLint = fn(&Expr, &Statement<'_>) -> Option<Diagnostic>;

const STATEMENT_LINTS: &[StatementLint] = &[alias::in_where, default_key::unnamed];

const EXPR_LINTS: &[ExprLint] = &[
    hyphen::read_as_minus,
    null::compared_with_null,
    case::when_null,
    case::when_condition,
    topic_level::beyond_filter,
    variable::never_set,
];

/// All lints of a statement, in the order of their places.
pub(crate) fn statement(statement: &Statement<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = STATEMENT_LINTS.iter().flat_map(|lint| lint(statement)).collect();
    statement.walk(&mut |expr| expression(expr, statement, &mut found));
    found.sort_by_key(|diagnostic| diagnostic.primary().map_or(0, |label| label.range.start));
    found
}

/// All lints of a template's expression. `template` is the template's text, `rule` the statement it stands beside.
pub(crate) fn template(expr: &Expr, template: &str, rule: &Statement<'_>) -> Vec<Diagnostic> {
    let seen = Statement { text: template, ..*rule };
    let mut found = alias::in_template(expr, template, rule);
    expr.walk(&mut |expr| expression(expr, &seen, &mut found));
    found
}

fn expression(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(EXPR_LINTS.iter().filter_map(|lint| lint(expr, statement)));
    found.extend(pattern::date_pattern(expr));
}
