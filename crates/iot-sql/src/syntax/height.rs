//! How deep what a statement builds is nested.
//!
//! A path of aliases nests without brackets, so that the parser's own limit does not see it.

use super::tree::{Expr, ExprKind, Query, Select, Variable};

/// At most how many levels a statement adds to what it reads. A variable may hold any other, each once.
pub(crate) fn of_statement(variables: &[Variable], query: &Query) -> usize {
    variables.iter().map(|variable| of_expression(&variable.expr)).sum::<usize>() + of_query(query)
}

/// At most how many levels an expression adds to what it reads.
pub(crate) fn of_expression(expr: &Expr) -> usize {
    let highest = |exprs: &[Expr]| exprs.iter().map(of_expression).max().unwrap_or(0);
    match &expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Star
        | ExprKind::Attribute(_)
        | ExprKind::Variable(_)
        | ExprKind::TypeName(_)
        | ExprKind::Unary(..)
        | ExprKind::In(..)
        | ExprKind::Exists(_) => 0,
        ExprKind::Members(base, _) => of_expression(base),
        // Arrays can be concatenated with `+`.
        ExprKind::Chain(first, links) => {
            links.iter().map(|link| of_expression(&link.right)).fold(of_expression(first), usize::max)
        }
        ExprKind::Call(call) => 1 + highest(&call.arguments),
        ExprKind::Case(case) => {
            let results = case.branches.iter().map(|(_, result)| result).chain(&case.otherwise);
            results.map(of_expression).max().unwrap_or(0)
        }
        ExprKind::Query(query) => 1 + of_query(query),
        ExprKind::Array(elements) => 1 + highest(elements),
        ExprKind::Object(members) => {
            1 + members.iter().map(|(_, member)| of_expression(member)).max().unwrap_or(0)
        }
    }
}

fn of_query(query: &Query) -> usize {
    let selected = match &query.select {
        Select::Value(expr) => of_expression(expr),
        Select::Items(items) => {
            items.iter().map(|item| item.alias.len().max(1) + of_expression(&item.expr)).max().unwrap_or(0)
        }
    };
    // `*` is an element of what FROM gives.
    selected + query.from.as_ref().map_or(0, |source| of_expression(&source.expr))
}
