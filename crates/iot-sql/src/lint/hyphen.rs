//! `device.serial-no`, read as a subtraction.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind};

/// A minus between two names without white space around it.
pub(super) fn read_as_minus(expr: &Expr, statement: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Chain(first, links) = &expr.kind else { return None };
    let mut left = first.as_ref();
    for link in links {
        let glued =
            left.range.end == link.operator_range.start && link.operator_range.end == link.right.range.start;
        if link.operator == BinaryOperator::Minus
            && glued
            && let ExprKind::Attribute(tail) = &link.right.kind
        {
            let (parent, head) = match &left.kind {
                ExprKind::Attribute(name) => ("*".to_owned(), name),
                ExprKind::Members(base, members) => {
                    let last = members.last()?;
                    let parent = base.range.start..last.range.start - 1;
                    (statement.text.get(parent)?.trim_end_matches('.').to_owned(), &last.text)
                }
                _ => {
                    left = &link.right;
                    continue;
                }
            };
            let key = format!("{head}-{tail}");
            let range = left.range.start..link.right.range.end;
            return Some(wording::hyphen_read_as_minus(range, statement.written(left), tail, &parent, &key));
        }
        left = &link.right;
    }
    None
}
