//! Going through a tree.

use super::tree::{Expr, ExprKind, Query, Select};

impl Expr {
    /// Calls `visit` for this expression and all below it, outer ones first, nested queries included.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        visit(self);
        self.children(&mut |child| child.walk(visit));
    }

    /// Calls `visit` for each expression right below this one, nested queries' included.
    pub(crate) fn children<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Star
            | ExprKind::Attribute(_)
            | ExprKind::Variable(_)
            | ExprKind::TypeName(_) => {}
            ExprKind::Members(base, _) => visit(base),
            ExprKind::Call(call) => call.arguments.iter().for_each(visit),
            ExprKind::Unary(_, operand) => visit(operand),
            ExprKind::Chain(first, links) => {
                visit(first);
                for link in links {
                    visit(&link.right);
                }
            }
            ExprKind::Case(case) => {
                visit(&case.operand);
                for (test, result) in &case.branches {
                    visit(test);
                    visit(result);
                }
                case.otherwise.iter().for_each(visit);
            }
            ExprKind::In(needle, haystack) => {
                visit(needle);
                visit(haystack);
            }
            ExprKind::Exists(query) | ExprKind::Query(query) => query.children(visit),
            ExprKind::Array(elements) => elements.iter().for_each(visit),
            ExprKind::Object(members) => members.iter().for_each(|(_, member)| visit(member)),
        }
    }
}

impl Query {
    /// Calls `visit` for every expression of the clauses and all below them: FROM, SELECT, WHERE.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        self.children(&mut |child| child.walk(visit));
    }

    /// Calls `visit` for the expressions of the clauses: FROM, SELECT, WHERE.
    fn children<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        self.from.iter().for_each(|source| visit(&source.expr));
        match &self.select {
            Select::Value(expr) => visit(expr),
            Select::Items(items) => items.iter().for_each(|item| visit(&item.expr)),
        }
        self.condition.iter().for_each(visit);
    }
}
