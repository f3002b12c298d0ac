//! A measure that is whole now and may have a fraction in the next message.

use super::{Lint, Seen, aliased, at, form, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::tree::{BinaryOperator, CastType, Expr, ExprKind, Item};
use iot_sql::{Code, Diagnostic, Evidence, Example, Severity, SqlVersion, Value};

/// A measure is BIGINT now and DOUBLE if it has a fraction.
static SOMETIMES_WHOLE: Code = Code {
    id: "timestream.sometimes-whole",
    severity: Severity::Warning,
    summary: "A measure is BIGINT now and DOUBLE if it has a fraction.",
    examples: Example::listed(&[
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.0}"#),
        examples::selected("SELECT cast(t AS Decimal) AS t FROM 'sensors/+'", r#"{"t": 21}"#),
        examples::selected("SELECT t / 2 AS half FROM 'sensors/+'", r#"{"t": 42}"#),
        examples::selected("SELECT sqrt(t) AS root FROM 'sensors/+'", r#"{"t": 4}"#),
        examples::selected(
            "SET @c = (f - 32) * 5 / 9 SELECT @c AS celsius FROM 'sensors/+'",
            r#"{"f": 158}"#,
        ),
        examples::selected("SET @t = t, @u = @t SELECT @u AS t FROM 'sensors/+'", r#"{"t": 21.0}"#),
        examples::selected("SET @c = t / 2 SELECT @c + 1 AS t FROM 'sensors/+'", r#"{"t": 42}"#),
    ]),
    silent: Example::listed(&[
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.5}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "21.0"}"#),
        examples::selected("SELECT t + 1e-9 AS t FROM 'sensors/+'", r#"{"t": 21.0}"#),
        examples::selected("SELECT t + 1 AS next FROM 'sensors/+'", r#"{"t": 21}"#),
        examples::selected("SELECT t * 2 AS twice FROM 'sensors/+'", r#"{"t": 21}"#),
        examples::selected("SELECT floor(t) AS f FROM 'sensors/+'", r#"{"t": 21.5}"#),
        examples::selected("SET @c = t / 2 SELECT t FROM 'sensors/+' WHERE @c > 1", r#"{"t": 42}"#),
        // This version keeps Decimals.
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.0}"#)
            .version(Some(SqlVersion::V2015_10_08)),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &SOMETIMES_WHOLE, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    if seen.rule.version().keeps_whole_decimals() {
        return None;
    }
    let is_int = |value: &Value| matches!(value, Value::Int(_));
    let returns_fractions = |item: &Item| seen.origins.holds(&item.expr, &returns_fractions);
    if !seen.attributes.iter().any(|(_, value)| is_int(value))
        || !seen.origins.may_have_whole_decimals() && !seen.origins.items().iter().any(returns_fractions)
    {
        return None;
    }
    let found = seen.attributes_that(
        |_, value| is_int(value),
        |_, _, origin| {
            matches!(origin.written, Value::Decimal(_)) || origin.item.is_some_and(returns_fractions)
        },
    );
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

/// Whether an expression usually returns fractions by itself: a cast to Decimal, a division, a function such as `sqrt`.
fn returns_fractions(expr: &Expr) -> bool {
    const FUNCTIONS: [&str; 12] =
        ["acos", "asin", "atan", "atan2", "cos", "exp", "ln", "log", "power", "sin", "sqrt", "tan"];
    match &expr.kind {
        ExprKind::Call(call) if call.function.name == "cast" => call.arguments.iter().any(
            |argument| matches!(&argument.kind, ExprKind::TypeName(keyword) if keyword.kind == CastType::Decimal),
        ),
        ExprKind::Call(call) => FUNCTIONS.contains(&call.function.name),
        ExprKind::Chain(_, links) => links.iter().any(|link| link.operator == BinaryOperator::Divide),
        _ => false,
    }
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} BIGINT now, because a number without fraction is an Int; one with a fraction is DOUBLE, and a table accepts only one type for a measure.",
        listed(names),
        form(names, "is", "are"),
    );
    Diagnostic::new(&SOMETIMES_WHOLE, message)
        .help("Adding 1e-9 keeps a measure DOUBLE, but adds a billionth to it; cast(… AS Decimal) does not. SQL version 2015-10-08 keeps 10.0 as a DOUBLE, but loses arrays, nested objects and newer functions.")
        .evidence(Evidence::Documented)
}
