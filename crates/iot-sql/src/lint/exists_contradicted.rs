//! EXISTS, which AWS documents and was seen to reject.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::{Expr, ExprKind};

crate::declare_codes! {
    pub(super) CODES;
    EXISTS_CONTRADICTED = "lint.exists-contradicted", Info, "AWS documents EXISTS, and was seen to reject one.",
        [Example::sql("SELECT * FROM 'sensors/+' WHERE EXISTS (SELECT * FROM e WHERE t > 20)")],
        silent [
            Example::sql("SELECT (SELECT * FROM e WHERE t > 20) AS hot FROM 'sensors/+'"),
            Example::sql("SELECT get(*, 'exists') AS e FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

fn check(expr: &Expr, _: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    if !matches!(expr.kind, ExprKind::Exists(_))
        || found.iter().any(|known| known.code == &EXISTS_CONTRADICTED)
    {
        return;
    }
    let diagnostic = Diagnostic::new(
        &EXISTS_CONTRADICTED,
        "AWS documents EXISTS, but was seen to reject one: Unexpected token, 'SELECT'.",
    )
    .at(expr.range.clone(), "followed as documented")
    .help("The SQL version of the rejected rule is not known; a rule that names none has 2015-10-08, which has no nested queries.")
    .evidence(Evidence::Contradicted);
    found.push(diagnostic);
}
