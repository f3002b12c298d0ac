//! Variables that SET does not set, or sets from themselves.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::nearest;
use crate::syntax::tree::{Expr, ExprKind};

/// A variable that no SET assigns.
pub(super) fn never_set(expr: &Expr, statement: &Statement<'_>) -> Option<Diagnostic> {
    let ExprKind::Variable(name) = &expr.kind else { return None };
    let known = || statement.variables.iter().map(|variable| variable.name.text.as_str());
    if known().any(|known| known == name) {
        return None;
    }
    Some(wording::variable_never_set(expr.range.clone(), name, nearest(name, known())))
}
