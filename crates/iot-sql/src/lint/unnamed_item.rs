//! Items without an alias whose key AWS does not document.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::tree::ExprKind;
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    UNNAMED_ITEM = "lint.unnamed-item", Info, "AWS documents no key for an item that has no alias and is not a path.",
        [
            Example::sql("SELECT topic(2) FROM 'sensors/+'"),
            Example::sql("SELECT t + 1 FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT topic(2) AS room FROM 'sensors/+'"),
            Example::sql("SELECT t FROM 'sensors/+'"),
            Example::sql("SELECT state.t FROM 'sensors/+'"),
            Example::sql("SELECT * FROM 'sensors/+'"),
            Example::sql("SELECT VALUE topic(2) FROM 'sensors/+'"),
            Example::sql("SELECT {\"room\": topic(2)} FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Statement(check) };

/// Looks for calls, arithmetic, literals, CASE and nested queries without an alias.
fn check(statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    for item in statement.items() {
        let is_path = matches!(item.expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..));
        if let Some(key) = &item.default_key
            && item.alias.is_empty()
            && !is_path
        {
            found.push(diagnostic(item.range.clone(), key));
        }
    }
}

fn diagnostic(range: Range<usize>, key: &str) -> Diagnostic {
    let end = range.end;
    Diagnostic::new(&UNNAMED_ITEM, format!("Without an alias this item gets the key `{}`.", brief(key)))
        .at(range, "no alias")
        .help("AWS documents no key for it. RuleLens uses the name of a variable or call, and the text as written for everything else. Name it with AS.")
        .evidence(Evidence::Assumed)
        .fix("Add AS", end..end, " AS name")
}
