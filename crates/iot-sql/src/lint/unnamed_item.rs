//! Items without an alias whose key AWS does not document.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::eval::is_plain;
use crate::evidence::Evidence;
use crate::syntax::tree::{ExprKind, Item};
use crate::text::brief;
use crate::value::Value;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    UNNAMED_ITEM = "lint.unnamed-item", Info, "AWS documents no key for an item that has no alias and is not a path.",
        [
            Example::sql("SELECT topic(2) FROM 'sensors/+'"),
            Example::sql("SELECT t + 1 FROM 'sensors/+'"),
            Example::sql("SELECT 'temperature', 'humidity' FROM 'sensors/+'"),
            Example::sql("SELECT t AS name, topic(2), topic(1) FROM 'sensors/+'"),
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
    let items = statement.items();
    let is_path = |item: &Item| matches!(item.expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..));
    let unnamed = |item: &&Item| item.default_key.is_some() && item.alias.is_empty() && !is_path(item);
    // Keys that other items have.
    let mut taken: Vec<&str> = Vec::new();
    for item in items.iter().filter(|item| !unnamed(item)) {
        taken.extend(item.alias.first().map(|name| name.text.as_str()).or(item.default_key.as_deref()));
    }
    let names = (1_usize..).map(|number| if number == 1 { "name".into() } else { format!("name{number}") });
    let mut names = names.filter(|name| !taken.contains(&name.as_str()));
    for item in items.iter().filter(unnamed) {
        let (Some(key), Some(name)) = (&item.default_key, names.next()) else { return };
        let literal = match &item.expr.kind {
            ExprKind::Literal(Value::String(text)) if is_plain(text) => Some(text.as_str()),
            _ => None,
        };
        found.push(diagnostic(item.range.clone(), key, literal, &name));
    }
}

/// `literal`: the string that the item is, where it could be a key's name.
fn diagnostic(range: Range<usize>, key: &str, literal: Option<&str>, name: &str) -> Diagnostic {
    const KEYS: &str = "AWS documents no key for it. RuleLens uses the name of a variable or call, and the text as written for everything else.";
    let end = range.end;
    let diagnostic = match literal {
        None => {
            let message = format!("Without an alias this item gets the key `{}`.", brief(key));
            Diagnostic::new(&UNNAMED_ITEM, message)
                .at(range, "no alias")
                .help(format!("{KEYS} Name it with AS."))
        }
        Some(literal) => {
            let shown = brief(literal);
            let message = format!(
                "`{}` is a string, which gets the key `{}` without an alias.",
                brief(key),
                brief(key)
            );
            Diagnostic::new(&UNNAMED_ITEM, message)
                .at(range.clone(), "a string, not a key of the payload")
                .help(format!("A key of the payload is written without quotes: {shown}. If the string is meant, name it with AS. {KEYS}"))
                .fix(format!("Read the key {shown}"), range, literal)
        }
    };
    diagnostic.evidence(Evidence::Assumed).fix("Add AS", end..end, format!(" AS {name}"))
}
