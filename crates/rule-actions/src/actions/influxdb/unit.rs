//! A timestamp that its unit puts into a year in which no device sends, while another unit does not.

use super::action::InfluxdbAction;
use super::examples::with;
use super::point::{TIMESTAMP_KEY, precision};
use crate::actions::timestream::record::TimeUnit;
use iot_sql::tree::{ExprKind, Item, Select};
use iot_sql::{Diagnostic, Evidence, Example, Input, Rule};

iot_sql::declare_codes! {
    pub(crate) CODES;
    INFLUXDB_UNIT_DOUBTFUL = "influxdb.unit-doubtful", Warning, "In its unit, the timestamp is before the year 2000 or after 2099; in another one it is not.",
        [
            Example::action(with!(r#""tableName": "climate""#))
                .selecting("SELECT t, ts AS timestamp FROM 'sensors/+'")
                .payload(r#"{"t": 4.5, "ts": 1772353800}"#),
            Example::whole(with!(r#""tableName": "climate", "timestampUnit": "ns""#), r#"{"t": 4.5, "timestamp": 1772353800000}"#),
            Example::action(with!(r#""tableName": "climate", "timestampUnit": "us""#))
                .selecting("SELECT t, timestamp() AS timestamp FROM 'sensors/+'"),
            Example::action(with!(r#""tableName": "climate""#))
                .selecting("SELECT t, ts + 0 AS timestamp FROM 'sensors/+'")
                .payload(r#"{"t": 4.5, "ts": 1772353800}"#),
        ],
        silent [
            Example::whole(with!(r#""tableName": "climate""#), r#"{"t": 4.5, "timestamp": 1772353800000}"#),
            Example::whole(with!(r#""tableName": "climate", "timestampUnit": "s""#), r#"{"t": 4.5, "timestamp": 1772353800}"#),
            Example::whole(with!(r#""tableName": "climate""#), r#"{"t": 4.5, "timestamp": 5}"#),
        ];
}

pub(super) fn doubtful(time: i128, meant: TimeUnit, action: &InfluxdbAction, rule: &Rule) -> Diagnostic {
    let unit = action.time_unit;
    let year = |unit: TimeUnit| {
        unit.date(time).and_then(|date| Some(date.get(..date.get(1..)?.find('-')? + 1)?.to_owned()))
    };
    let now = year(unit).map_or_else(|| "beyond all dates".to_owned(), |year| format!("in the year {year}"));
    let then = year(meant).unwrap_or_default();
    let (unit, right) = (precision(unit), precision(meant));
    let message = format!("`timestamp` is {time} {unit}, which is {now}; in {right} it is in {then}.");
    let diagnostic = Diagnostic::new(&INFLUXDB_UNIT_DOUBTFUL, message).evidence(Evidence::Documented);
    corrected(diagnostic, meant, action, rule)
}

/// Says which unit is meant, and how to get the time into the right one.
pub(super) fn corrected(
    diagnostic: Diagnostic,
    meant: TimeUnit,
    action: &InfluxdbAction,
    rule: &Rule,
) -> Diagnostic {
    let (unit, right) = (precision(action.time_unit), precision(meant));
    if action.unit_given {
        let range = 0..unit.len();
        return diagnostic
            .input(Input::Action("timestampUnit".into()))
            .at(range.clone(), "")
            .help(format!("In {right} it is a time from 2000 to 2099."))
            .fix(format!("Use {right}"), range, right);
    }
    let diagnostic = diagnostic.help(format!(
        "In {right} it is a time from 2000 to 2099. An action without `timestampUnit` takes milliseconds: give it `\"timestampUnit\": \"{right}\"`, or convert the time in SELECT."
    ));
    let Some(item) = item(rule) else { return diagnostic.input(Input::Action("timestampUnit".into())) };
    let written = rule.text().get(item.expr.range.clone()).unwrap_or_default();
    let operand = match item.expr.kind {
        ExprKind::Attribute(_) | ExprKind::Members(..) | ExprKind::Call(_) | ExprKind::Variable(_) => {
            written.to_owned()
        }
        _ => format!("({written})"),
    };
    let (from, to) = (meant.nanoseconds(), action.time_unit.nanoseconds());
    let converted = if from > to {
        format!("{operand} * {}", from / to)
    } else {
        format!("floor({operand} / {})", to / from)
    };
    diagnostic.input(Input::Sql).at(item.range.clone(), format!("in {right}")).fix(
        format!("Convert to {unit}"),
        item.range.clone(),
        format!("{converted} AS {TIMESTAMP_KEY}"),
    )
}

/// The only item that gives the time.
fn item(rule: &Rule) -> Option<&Item> {
    let Select::Items(items) = &rule.query().select else { return None };
    let mut own = items.iter().filter(|item| match item.alias.as_slice() {
        [] => item.default_key.as_deref() == Some(TIMESTAMP_KEY),
        [alias] => alias.text == TIMESTAMP_KEY,
        _ => false,
    });
    own.next().filter(|_| own.next().is_none())
}
