//! Edits of a SELECT clause, at exact places, so that the rest stays as it is written.

use super::notes::{self, Note};
use super::time::Time;
use crate::actions::influxdb::point::TIMESTAMP_KEY;
use iot_sql::tree::{Expr, ExprKind, Item, Name, Select};
use iot_sql::{Edit, Rule};

/// The edits after which the statement gives the time as `timestamp`.
pub(super) fn edits(rule: &Rule, time: &Time, notes: &mut Vec<Note>) -> Vec<Edit> {
    let Select::Items(items) = &rule.query().select else { return added(rule, time, notes) };
    if object_literal(rule).is_some() {
        return added(rule, time, notes);
    }
    let own: Vec<&Item> = items.iter().filter(|item| key(item) == Some(TIMESTAMP_KEY)).collect();
    if let [item] = own.as_slice()
        && item.alias.len() < 2
        && is_same(rule, &item.expr, time)
    {
        notes.push(notes::timestamp_no_longer_measure());
        if rule.text()[item.expr.range.clone()] == time.expression {
            return Vec::new();
        }
        let alias = if item.alias.is_empty() { " AS timestamp" } else { "" };
        let text = format!("{}{alias}", time.expression);
        return vec![Edit { range: item.expr.range.clone(), text }];
    }
    if own.is_empty() && selects_all(rule) {
        if time.path.as_deref().is_some_and(|path| path == [TIMESTAMP_KEY]) {
            notes.push(notes::timestamp_is_there());
            return Vec::new();
        }
        notes.push(notes::timestamp_of_payload_replaced());
    }
    let mut edits = Vec::new();
    if !own.is_empty() {
        let taken = top_keys(rule);
        let free = |name: &String| !taken.contains(&name.as_str());
        let names = std::iter::once("timestamp_value".to_owned());
        let mut names = names.chain((2..).map(|number| format!("timestamp_value_{number}")));
        let name = names.find(free).unwrap_or_default();
        edits.extend(own.iter().map(|item| match item.alias.first() {
            Some(alias) => Edit { range: alias.range.clone(), text: name.clone() },
            None => Edit { range: item.range.end..item.range.end, text: format!(" AS {name}") },
        }));
        notes.push(notes::timestamp_renamed(&name));
    }
    edits.extend(added(rule, time, notes));
    edits
}

fn added(rule: &Rule, time: &Time, notes: &mut Vec<Note>) -> Vec<Edit> {
    let edit = insertion(rule, &time.expression);
    if edit.is_none() {
        notes.push(notes::timestamp_not_added(&time.expression));
    }
    edit.into_iter().collect()
}

/// The edit that adds an attribute `timestamp` with this expression to what a rule selects; `None` where there is
/// one already, or where the statement leaves no room for it.
pub(crate) fn add_to_select(rule: &Rule, expression: &str) -> Option<Edit> {
    if top_keys(rule).contains(&TIMESTAMP_KEY) { None } else { insertion(rule, expression) }
}

fn insertion(rule: &Rule, expression: &str) -> Option<Edit> {
    let text = rule.text();
    if let Some(members) = object_literal(rule) {
        let (name, last) = members.last()?;
        if members.iter().any(|(name, _)| name.text == TIMESTAMP_KEY) {
            return None;
        }
        let quote = if text[name.range.clone()].starts_with('"') { '"' } else { '\'' };
        let end = last.range.end;
        return Some(Edit {
            range: end..end,
            text: format!(", {quote}{TIMESTAMP_KEY}{quote}: {expression}"),
        });
    }
    let query = rule.query();
    match &query.select {
        Select::Items(items) => {
            let last = items.last()?;
            let before = match items.len() {
                1 => text[query.range.start..last.range.start]
                    .find('\n')
                    .map(|at| format!(",{}", &text[query.range.start + at..last.range.start])),
                count => Some(text[items[count - 2].range.end..last.range.start].to_owned()),
            };
            let is_separator = |between: &String| between.trim() == ",";
            let before = before.filter(is_separator).unwrap_or_else(|| ", ".to_owned());
            let end = last.range.end;
            Some(Edit { range: end..end, text: format!("{before}{expression} AS {TIMESTAMP_KEY}") })
        }
        // `SELECT VALUE *` is `SELECT *`, which takes further items.
        Select::Value(expr) if matches!(expr.kind, ExprKind::Star) => {
            let clause = text[query.range.start..expr.range.start].to_ascii_lowercase();
            let start = query.range.start + clause.rfind("value")?;
            let text = format!("*, {expression} AS {TIMESTAMP_KEY}");
            Some(Edit { range: start..expr.range.end, text })
        }
        Select::Value(_) => None,
    }
}

/// The members of an object that is written out as all that the statement gives.
fn object_literal(rule: &Rule) -> Option<&[(Name, Expr)]> {
    let expr = match &rule.query().select {
        Select::Value(expr) => expr,
        Select::Items(items) => match items.as_slice() {
            [Item { expr, spread: false, alias, .. }] if alias.is_empty() => expr,
            _ => return None,
        },
    };
    match &expr.kind {
        ExprKind::Object(members) => Some(members),
        _ => None,
    }
}

/// Whether the statement gives keys that it does not name.
pub(super) fn selects_all(rule: &Rule) -> bool {
    match &rule.query().select {
        Select::Value(expr) => !matches!(expr.kind, ExprKind::Object(_)),
        Select::Items(items) => items
            .iter()
            .any(|item| item.spread || item.alias.is_empty() && matches!(item.expr.kind, ExprKind::Star)),
    }
}

/// The top-level keys that the statement names.
pub(super) fn top_keys(rule: &Rule) -> Vec<&str> {
    if let Some(members) = object_literal(rule) {
        return members.iter().map(|(name, _)| name.text.as_str()).collect();
    }
    match &rule.query().select {
        Select::Value(_) => Vec::new(),
        Select::Items(items) => items.iter().filter_map(key).collect(),
    }
}

/// The top-level key that an item sets.
fn key(item: &Item) -> Option<&str> {
    match item.alias.first() {
        Some(name) => Some(&name.text),
        None if item.spread => None,
        None => item.default_key.as_deref(),
    }
}

/// Whether an item's expression is the time's, but for the cast.
fn is_same(rule: &Rule, expr: &Expr, time: &Time) -> bool {
    let written = &rule.text()[expr.range.clone()];
    written == time.expression
        || expr.path().is_some_and(|path| time.path.as_ref().is_some_and(|wanted| path == *wanted))
}
