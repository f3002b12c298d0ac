//! A measure that is whole now and may have a fraction in the next message.

use super::form;
use super::{Seen, aliased, at, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::tree::{BinaryOperator, CastType, Expr, ExprKind};
use iot_sql::{Code, Diagnostic, Evidence, Example, Severity, Value};

/// A measure is BIGINT now and DOUBLE where it has a fraction.
pub(super) static TIMESTREAM_SOMETIMES_WHOLE: Code = Code {
    id: "timestream.sometimes-whole",
    severity: Severity::Warning,
    summary: "A measure is BIGINT now and DOUBLE where it has a fraction.",
    examples: Example::listed(&[examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.0}"#)]),
    silent: Example::listed(&[examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21}"#)]),
};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    if seen.rule.version().keeps_whole_decimals() {
        return None;
    }
    let found = seen.attributes_that(|_, value, origin| {
        matches!(value, Value::Int(_))
            && (matches!(origin.written, Value::Decimal(_))
                || origin.item.is_some_and(|item| gives_fractions(&item.expr)))
    });
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(diagnostic(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Add a billionth", &found, |name, item| {
        let written = seen.text(&item.expr.range);
        let operand = if is_path(&item.expr) || matches!(item.expr.kind, ExprKind::Call(_)) {
            written.to_owned()
        } else {
            format!("({written})")
        };
        aliased(&format!("{operand} + 1e-9"), name)
    }))
}

/// Whether an expression is made to give fractions: a cast to Decimal, a division, a function such as `sqrt`.
fn gives_fractions(expr: &Expr) -> bool {
    const FUNCTIONS: [&str; 12] =
        ["acos", "asin", "atan", "atan2", "cos", "exp", "ln", "log", "power", "sin", "sqrt", "tan"];
    match &expr.kind {
        ExprKind::Call(call) if call.function.name == "cast" => call.arguments.iter().any(
            |argument| matches!(&argument.kind, ExprKind::TypeName(keyword) if keyword.kind == CastType::Decimal),
        ),
        ExprKind::Call(call) => FUNCTIONS.contains(&call.function.name),
        ExprKind::Chain(first, links) => {
            gives_fractions(first)
                || links
                    .iter()
                    .any(|link| link.operator == BinaryOperator::Divide || gives_fractions(&link.right))
        }
        ExprKind::Unary(_, operand) => gives_fractions(operand),
        _ => false,
    }
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} BIGINT now, because a number without fraction is an Int; one with a fraction is DOUBLE, and a table takes only one type for a measure.",
        listed(names),
        form(names, "is", "are"),
    );
    Diagnostic::new(&TIMESTREAM_SOMETIMES_WHOLE, message)
        .help("Adding 1e-9 keeps a measure DOUBLE, at the price of a billionth; cast(… AS Decimal) does not. SQL version 2015-10-08 keeps 10.0 as a DOUBLE, at the price of arrays, nested objects and newer functions.")
        .evidence(Evidence::Documented)
}
