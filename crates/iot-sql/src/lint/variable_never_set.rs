//! Variables that SET does not assign.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::nearest;
use crate::syntax::tree::{Expr, ExprKind};
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    VARIABLE_NEVER_SET = "lint.variable-never-set", Warning, "No SET assigns the variable.",
        [
            Example::sql("SET @limit = 20 SELECT t FROM 'sensors/+' WHERE t > @limits"),
            Example::sql("SELECT @limit AS l FROM 'sensors/+'"),
            Example::sql("SET @h = 20 SELECT t FROM 'sensors/+' WHERE t > @t"),
        ],
        silent [
            Example::sql("SET @limit = 20 SELECT t FROM 'sensors/+' WHERE t > @limit"),
            Example::sql("SET @low = 5, @high = @low + 20 SELECT @high AS h FROM 'sensors/+'"),
            Example::sql("SELECT '@limit' AS l FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(check) };

fn check(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    let ExprKind::Variable(name) = &expr.kind else { return };
    let known = || statement.variables.iter().map(|variable| variable.name.text.as_str());
    if known().all(|known| known != name) {
        // The @ is not a part of the name.
        let bare = |name: &'_ str| name.trim_start_matches('@').to_owned();
        let names: Vec<String> = known().map(bare).collect();
        let meant = nearest(&bare(name), names.iter().map(String::as_str));
        let meant = meant.and_then(|meant| known().find(|known| known.trim_start_matches('@') == meant));
        found.push(diagnostic(expr.range.clone(), name, meant));
    }
}

fn diagnostic(range: Range<usize>, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(&VARIABLE_NEVER_SET, format!("`{name}` is never set, so it is Undefined."))
        .help("A variable is set before SELECT: `SET @name = expression SELECT …`. Whether AWS rejects such a rule is not documented.")
        .evidence(Evidence::Assumed);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}?")).fix(
            format!("Use {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no SET assigns it"),
    }
}
