//! What `rulelens eval --explain` shows beside the result: where attributes came from and every expression's value.

use crate::printable::escaped;
use anyhow::Result;
use iot_sql::text::shortened;
use iot_sql::{Rule, Trace, TracedExpr, Value};
use rule_actions::Report;
use rule_actions::timestream::TypeReason;
use std::io::Write;

/// Characters of a value that are shown; the rest is in `--format json`.
const MAX_VALUE: usize = 80;

/// Writes a trace for people.
pub(crate) fn write(trace: &Trace, sql: &str, out: &mut dyn Write) -> Result<()> {
    if !trace.attributes.is_empty() {
        writeln!(out, "\nwhere attributes came from")?;
        for attribute in &trace.attributes {
            let key = if attribute.key.is_empty() { "(all)".to_owned() } else { attribute.key.join(".") };
            let left_out = if attribute.value.is_undefined() { ", Undefined and omitted" } else { "" };
            writeln!(out, "  {} from `{}`{left_out}", escaped(&key), line(&sql[attribute.item.clone()]))?;
            for pointer in &attribute.pointers {
                let pointer = if pointer.is_empty() { "the whole payload".to_owned() } else { line(pointer) };
                writeln!(out, "    reads {pointer}")?;
            }
        }
    }
    let expressions: Vec<(usize, &TracedExpr)> = nested(trace);
    if !expressions.is_empty() {
        writeln!(out, "\nvalues of expressions")?;
    }
    for (depth, expression) in expressions {
        let written = line(&sql[expression.range.clone()]);
        let indent = "  ".repeat(depth + 1);
        let value = expression.values.first().cloned().unwrap_or_default();
        let more = match expression.count {
            1 => String::new(),
            count => format!(", the first of {count}"),
        };
        writeln!(out, "{indent}{written}\n{indent}  = {} ({}{more})", shown(&value), value.type_name())?;
    }
    Ok(())
}

/// Why each measure has its type; nothing where no records are written.
pub(crate) fn types(rule: &Rule, payload: &[u8], report: &Report) -> Vec<TypeReason> {
    match report.type_reasons(rule, payload) {
        Some(reasons) => {
            report.records().iter().filter_map(|written| written.type_reason(&reasons)).collect()
        }
        None => Vec::new(),
    }
}

/// Writes for people why each measure has its type.
pub(crate) fn write_types(reasons: &[TypeReason], out: &mut dyn Write) -> Result<()> {
    if !reasons.is_empty() {
        writeln!(out, "\nwhy measures have their types")?;
    }
    for reason in reasons {
        writeln!(out, "  {}: {}", line(&reason.measure_name), line(&reason.explanation))?;
    }
    Ok(())
}

/// The expressions in order, each with the number of expressions around it; literals say nothing and are omitted.
fn nested(trace: &Trace) -> Vec<(usize, &TracedExpr)> {
    let mut around: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for expression in trace.expressions() {
        while around.last().is_some_and(|end| *end <= expression.range.start) {
            around.pop();
        }
        if !expression.is_literal {
            found.push((around.len(), expression));
            around.push(expression.range.end);
        }
    }
    found
}

fn shown(value: &Value) -> String {
    if value.is_undefined() {
        return "Undefined".into();
    }
    line(&value.to_json_start(MAX_VALUE * 8).0)
}

/// A string on one line, cut where it is long.
fn line(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&escaped(&text), MAX_VALUE)
}
