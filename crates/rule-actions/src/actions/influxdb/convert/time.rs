//! The expression that gives a point's time.

use super::notes::{self, Note};
use crate::actions::timestream::action::{Timestamp, time_problem};
use crate::actions::timestream::record::TimeUnit;
use iot_sql::tree::{BinaryOperator, CastType, Expr, ExprKind};
use iot_sql::{Diagnostic, Piece, SqlVersion, Template, Value};

/// What SELECT has to give as `timestamp`.
pub(super) struct Time {
    /// The expression, an Int wherever Timestream took its value.
    pub(super) expression: String,
    /// The path in the payload that it is a cast of, where it is one.
    pub(super) path: Option<Vec<String>>,
    /// Its unit.
    pub(super) unit: TimeUnit,
}

/// The expression for a Timestream action's timestamp.
pub(super) fn of(
    timestamp: Option<&Timestamp>,
    version: SqlVersion,
    notes: &mut Vec<Note>,
) -> Result<Time, Diagnostic> {
    let Some(timestamp) = timestamp else {
        let time = Time { expression: "timestamp()".into(), path: None, unit: TimeUnit::Milliseconds };
        notes.push(notes::no_timestamp(&time.expression));
        return Ok(time);
    };
    let unit = timestamp.unit;
    let text = timestamp.value.text().trim();
    let is_number = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
    // A string without a template: digits, or an expression that somebody forgot to make one of.
    let bare;
    let value = if timestamp.value.has_expressions() {
        &timestamp.value
    } else {
        bare = Template::parse(&format!("${{{text}}}"), version)
            .map_err(|_| time_problem("timestamp.value", timestamp.value.text(), text, false))?;
        if !is_number {
            notes.push(notes::bare_timestamp(text));
        }
        &bare
    };
    let pieces = pieces(value);
    let (expression, path, is_cast) = match pieces.as_slice() {
        [(text, Some(expr))] if is_int(expr) => (text.clone(), None, false),
        [(text, Some(expr))] => {
            let path = expr.path().map(|path| path.into_iter().map(str::to_owned).collect());
            (format!("cast({text} AS Int)"), path, true)
        }
        several => {
            let arguments: Vec<&str> = several.iter().map(|(text, _)| text.as_str()).collect();
            (format!("cast(concat({}) AS Int)", arguments.join(", ")), None, true)
        }
    };
    notes.push(notes::moved_timestamp(&expression, is_cast));
    Ok(Time { expression, path, unit })
}

/// The pieces of a template as expressions, without white space around all of it.
fn pieces(value: &Template) -> Vec<(String, Option<&Expr>)> {
    let (text, mut pieces) = (value.text(), Vec::new());
    let count = value.pieces().count();
    for (index, piece) in value.pieces().enumerate() {
        match piece {
            Piece::Expression(expr) => pieces.push((text[expr.range.clone()].to_owned(), Some(expr))),
            Piece::Text(text) => {
                let text = if index == 0 { text.trim_start() } else { text };
                let text = if index + 1 == count { text.trim_end() } else { text };
                let quote = if text.contains('\'') { '"' } else { '\'' };
                if !text.is_empty() {
                    pieces.push((format!("{quote}{text}{quote}"), None));
                }
            }
        }
    }
    pieces
}

/// Whether an expression is an Int wherever it is defined at all.
fn is_int(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(value) => matches!(value, Value::Int(_)),
        ExprKind::Call(call) => match call.function.name {
            "timestamp" | "time_to_epoch" | "floor" | "ceil" => true,
            "cast" => call.arguments.get(1).is_some_and(
                |to| matches!(to.kind, ExprKind::TypeName(keyword) if keyword.kind == CastType::Int),
            ),
            _ => false,
        },
        ExprKind::Chain(first, links) => {
            let keeps = [BinaryOperator::Plus, BinaryOperator::Minus, BinaryOperator::Times];
            is_int(first) && links.iter().all(|link| keeps.contains(&link.operator) && is_int(&link.right))
        }
        _ => false,
    }
}
