//! Functions of time.

use super::{Body, Function, documented, errors, gives, gives_for, one, optional};
use crate::diagnostic::{Diagnostic, Example};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{self, Assumed, Documented};
use crate::lint::looks_like_seconds;
use crate::rest;
use crate::syntax::tree::{Expr, ExprKind};
use crate::time::error::Place;
use crate::time::{jdk, joda, suggest};
use crate::value::{Value, convert};
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};
use smol_str::SmolStr;
use std::ops::Range;

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "parse_time",
        parameters: &[
            one("pattern", "String", "The Joda-Time pattern of the result."),
            one("milliseconds", "Int", "The time in milliseconds since 1970-01-01 UTC."),
            optional("zone", "String", "The time zone, such as Europe/Berlin; without it, UTC."),
        ],
        summary: "Writes milliseconds since 1970-01-01 UTC as a date and time, by a Joda-Time pattern.",
        absent: "Milliseconds that are not a number, a malformed pattern and an unknown zone return Undefined.",
        since: V2016_03_23,
        evidence: Assumed,
        note: "AWS does not say what a malformed pattern or an unknown zone returns; Undefined follows its general rule for wrong arguments. Names are English.",
        examples: &[
            gives(
                r#"parse_time("yyyy.MM.dd G 'at' HH:mm:ss z", 100000000, 'America/Belize')"#,
                r#""1970.01.01 AD at 21:46:40 CST""#,
            ),
            gives("parse_time('yyyy', timestamp(), 'UTC')", r#""2016""#),
            gives(
                r#"parse_time("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", 1585903518123)"#,
                r#""2020-04-03T08:45:18.123Z""#,
            ),
            gives("parse_time('yyyy-MM-dd', '1585903518123')", r#""2020-04-03""#),
            gives("parse_time('yyyy-MM-dd', 0, 'Mars')", "Undefined"),
            gives("parse_time('yyyy-MM-dd', missing)", "Undefined"),
        ],
        body: Body::Full(rest::parse_time),
    },
    Function {
        name: "time_to_epoch",
        parameters: &[
            one("text", "String", "The date and time to read."),
            one("pattern", "String", "The JDK 11 pattern that it is written in."),
        ],
        summary: "Reads a date and time by a JDK 11 pattern and returns milliseconds since 1970-01-01 UTC.",
        absent: "A string that does not fit the pattern, and a malformed pattern, return Undefined.",
        since: V2016_03_23,
        evidence: Assumed,
        note: "A date without a time of day is midnight, and a string without a zone is in UTC (documented). AWS does not say what a string that does not fit returns; Undefined follows its general rule for wrong arguments. Names are English.",
        examples: &[
            gives(
                "time_to_epoch('2020-04-03 09:45:18 UTC+01:00', 'yyyy-MM-dd HH:mm:ss VV')",
                "1585903518000",
            ),
            gives("time_to_epoch('18 December 2015', 'dd MMMM yyyy')", "1450396800000"),
            gives(
                "time_to_epoch('2007-12-03 10:15:30.592 America/Los_Angeles', 'yyyy-MM-dd HH:mm:ss.SSS z')",
                "1196705730592",
            ),
            gives_for(
                "time_to_epoch(time, 'yyyy-MM-dd HH:mm:ss')",
                r#"{"time":"2022-08-04 17:50:00"}"#,
                "1659635400000",
            ),
            gives("time_to_epoch('yesterday', 'yyyy-MM-dd')", "Undefined"),
        ],
        body: Body::Full(rest::time_to_epoch),
    },
    Function {
        name: "timestamp",
        parameters: &[],
        summary: "Returns the current time as the rules engine sees it, in milliseconds since 1970-01-01 UTC.",
        absent: "",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("timestamp()", "1481825251155")],
        body: Body::Full(timestamp),
    },
]);

crate::declare_codes! {
    pub(super) CODES;
    INVALID_DATE = "run.invalid-date", Warning, "A date pattern, a date or a time zone is invalid, so the result is Undefined.",
        [
            Example::sql("SELECT time_to_epoch(ts, 'yyyy-MM-dd HH:mm:ss') AS t FROM 'sensors/+'").payload(r#"{"ts": "2022-08-04"}"#),
            Example::sql("SELECT parse_time('yyyy-MM-dd', ts, 'PST') AS t FROM 'sensors/+'").payload(r#"{"ts": 1736413662000}"#),
            Example::sql("SELECT parse_time('yyyy-bb', ts) AS t FROM 'sensors/+'").payload(r#"{"ts": 1736413662000}"#),
        ],
        silent [
            Example::sql("SELECT time_to_epoch(ts, 'yyyy-MM-dd') AS t FROM 'sensors/+'").payload(r#"{"ts": "2022-08-04"}"#),
            Example::sql("SELECT parse_time('yyyy-MM-dd', ts, 'America/Los_Angeles') AS t FROM 'sensors/+'")
                .payload(r#"{"ts": 1736413662000}"#),
            // There is no date to read.
            Example::sql("SELECT time_to_epoch(ts, 'yyyy-MM-dd') AS t FROM 'sensors/+'"),
        ];
}

/// What a date costs beside its text: patterns are read anew and zones are looked up for each.
const STEPS: u64 = 100;

/// An argument as a string, each byte of which counts as a step; `None` where it has none.
fn text(evaluator: &mut Evaluator<'_>, argument: &Expr) -> Result<Option<SmolStr>, Failure> {
    let value = evaluator.evaluate(argument)?;
    let text = evaluator.text_of(&value, argument)?;
    evaluator.spend(text.as_ref().map_or(0, |text| text.len() as u64), argument)?;
    Ok(text)
}

pub(crate) fn parse_time(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let [pattern_expr, moment_expr, rest @ ..] = arguments else { return Ok(Value::Undefined) };
    evaluator.spend(STEPS, pattern_expr)?;
    let pattern = text(evaluator, pattern_expr)?;
    let moment =
        convert::to_int(&evaluator.evaluate(moment_expr)?).and_then(|moment| i64::try_from(moment).ok());
    let zone = match rest.first() {
        None => Some("UTC".into()),
        Some(zone) => text(evaluator, zone)?,
    };
    let (Some(pattern), Some(moment), Some(zone)) = (pattern, moment, zone) else {
        return Ok(Value::Undefined);
    };
    if !cfg!(feature = "zones") && joda::needs_zones(&pattern, &zone) {
        let place = rest.first().unwrap_or(pattern_expr).range.clone();
        return Err(errors::feature_disabled(place, "parse_time", "time zones").into());
    }
    evaluator.remark(|| looks_like_seconds::check(moment, moment_expr));
    match joda::format(&pattern, moment, &zone) {
        Ok(text) => Ok(Value::string(text)),
        Err(error) => {
            let place = match error.place() {
                Place::Zone => rest.first().unwrap_or(pattern_expr),
                Place::Pattern | Place::Text => pattern_expr,
            };
            evaluator.remark(|| invalid_date(place_in(place, &error.range()), &error.to_string()));
            Ok(Value::Undefined)
        }
    }
}

pub(crate) fn time_to_epoch(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let [text_expr, pattern_expr] = arguments else { return Ok(Value::Undefined) };
    evaluator.spend(STEPS, pattern_expr)?;
    let (text, pattern) = (text(evaluator, text_expr)?, text(evaluator, pattern_expr)?);
    let (Some(text), Some(pattern)) = (text, pattern) else { return Ok(Value::Undefined) };
    if !cfg!(feature = "zones") && jdk::needs_zones(&pattern) {
        let place = pattern_expr.range.clone();
        return Err(errors::feature_disabled(place, "time_to_epoch", "time zones").into());
    }
    match jdk::parse(&text, &pattern) {
        Ok(moment) => Ok(Value::Int(moment.into())),
        Err(error) => {
            let place = match error.place() {
                Place::Text => text_expr,
                Place::Pattern | Place::Zone => pattern_expr,
            };
            evaluator.remark(|| {
                let words = match error.place() {
                    Place::Text => format!(
                        "`{text}` does not fit `{pattern}` at character {}: {error}",
                        error.range().start + 1
                    ),
                    Place::Pattern | Place::Zone => error.to_string(),
                };
                let mut diagnostic = invalid_date(place_in(place, &error.range()), &words);
                if error.place() == Place::Text {
                    diagnostic = with_pattern(diagnostic, &text, pattern_expr);
                }
                match (error.place(), error.pattern_range()) {
                    (Place::Text, Some(range)) => {
                        diagnostic.at(place_in(pattern_expr, &range), "read by this")
                    }
                    _ => diagnostic,
                }
            });
            Ok(Value::Undefined)
        }
    }
}

/// Adds the pattern that reads the date, where its form is a usual one.
fn with_pattern(diagnostic: Diagnostic, text: &str, pattern: &Expr) -> Diagnostic {
    let Some(right) = suggest::pattern_for(text) else { return diagnostic };
    let help = diagnostic.help.clone().unwrap_or_default();
    let offset = if right.ends_with('X') { " X reads `+01` and `Z`, XX `+0100`, XXX `+01:00`." } else { "" };
    let diagnostic = diagnostic.help(format!("{right} reads it.{offset} {help}"));
    if !matches!(pattern.kind, ExprKind::Literal(_)) {
        return diagnostic;
    }
    let quote = if right.contains('\'') { '"' } else { '\'' };
    diagnostic.fix(format!("Use {right}"), pattern.range.clone(), format!("{quote}{right}{quote}"))
}

/// The bytes of the statement that a mistake in a literal is about; the whole argument where it is not a literal.
fn place_in(argument: &Expr, inside: &Range<usize>) -> Range<usize> {
    match &argument.kind {
        ExprKind::Literal(Value::String(text)) if text.len() + 2 == argument.range.len() => {
            let start = argument.range.start + 1 + inside.start;
            start..(start + inside.len().max(1)).min(argument.range.end)
        }
        _ => argument.range.clone(),
    }
}

fn timestamp(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(Value::Int(evaluator.invocation().timestamp_ms.into()))
}

fn invalid_date(range: Range<usize>, words: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_DATE, format!("The result is Undefined: {words}."))
        .at(range, "invalid")
        .help("parse_time takes Joda-Time patterns and zones, time_to_epoch patterns of the JDK; both are case-sensitive.")
        .evidence(Evidence::Assumed)
}
