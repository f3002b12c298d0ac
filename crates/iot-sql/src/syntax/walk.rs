//! Going through a tree.

use super::tree::{Expr, ExprKind, Query, Select};

impl Expr {
    /// Calls `visit` for this expression and all below it, outer ones first, nested queries included.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Star
            | ExprKind::Attribute(_)
            | ExprKind::Variable(_)
            | ExprKind::TypeName(_) => {}
            ExprKind::Members(base, _) => base.walk(visit),
            ExprKind::Call(call) => call.arguments.iter().for_each(|argument| argument.walk(visit)),
            ExprKind::Unary(_, operand) => operand.walk(visit),
            ExprKind::Chain(first, links) => {
                first.walk(visit);
                for link in links {
                    link.right.walk(visit);
                }
            }
            ExprKind::Case(case) => {
                case.operand.walk(visit);
                for (test, result) in &case.branches {
                    test.walk(visit);
                    result.walk(visit);
                }
                case.otherwise.iter().for_each(|otherwise| otherwise.walk(visit));
            }
            ExprKind::In(needle, haystack) => {
                needle.walk(visit);
                haystack.walk(visit);
            }
            ExprKind::Exists(query) | ExprKind::Query(query) => query.walk(visit),
            ExprKind::Array(elements) => elements.iter().for_each(|element| element.walk(visit)),
            ExprKind::Object(members) => members.iter().for_each(|(_, member)| member.walk(visit)),
        }
    }
}

impl Query {
    /// Calls `visit` for every expression of the clauses and all below them: FROM, SELECT, WHERE.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        self.from.iter().for_each(|source| source.expr.walk(visit));
        match &self.select {
            Select::Value(expr) => expr.walk(visit),
            Select::Items(items) => items.iter().for_each(|item| item.expr.walk(visit)),
        }
        self.condition.iter().for_each(|condition| condition.walk(visit));
    }
}
