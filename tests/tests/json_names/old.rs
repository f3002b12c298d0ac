//! The JSON of `rulelens eval --format json --explain` as it was written before the names changed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Diagnostic, Edit, Input, Label, Outgoing, Trace, Value};
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::Point;
use rule_actions::timestream::table::{Verdict, WriteOutcome};
use rule_actions::timestream::{TimeUnit, TypeReasons};
use rule_actions::view::Viewer;
use rule_actions::{Report, Stage, StageName, StageState};
use serde_json::{Map, Value as Json, json};

pub(super) fn report(
    report: &Report,
    trace: &Trace,
    reasons: Option<&TypeReasons<'_>>,
    viewer: &Viewer<'_>,
) -> Json {
    let mut object = Map::new();
    object.insert("outcome".into(), report.outcome_name().into());
    object.insert("gates".into(), report.stages.iter().map(gate).collect());
    match report.outgoing() {
        Some(Outgoing::Json(value)) => {
            object.insert("outgoingPayload".into(), value.to_json().into());
        }
        Some(Outgoing::Binary(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => {
                object.insert("outgoingPayload".into(), text.into());
            }
            Err(_) => {
                object.insert("outgoingPayloadBase64".into(), BASE64.encode(bytes).into());
            }
        },
        None => {}
    }
    object
        .insert("records".into(), report.records().iter().map(|written| written.record.to_json()).collect());
    object.insert("deliveries".into(), report.deliveries.iter().map(delivery).collect());
    if let Some(told) = &report.error_delivery {
        object.insert("errorDelivery".into(), delivery(told));
    }
    object.insert("diagnostics".into(), diagnostics(&report.diagnostics, viewer));
    object.insert("trace".into(), trace_json(trace, viewer.sql));
    let types = report.records().iter().filter_map(|written| written.type_reason(reasons?));
    let types = types.map(|reason| {
        json!({
            "measureName": reason.measure_name,
            "measureValueType": reason.kind.name(),
            "rule": reason.rule.name(),
            "value": reason.value,
            "sqlVersion": reason.version.name(),
            "explanation": reason.explanation,
            "evidence": reason.evidence.name(),
        })
    });
    object.insert("types".into(), types.collect());
    object.into()
}

fn delivery(delivery: &Delivery) -> Json {
    let mut object = Map::new();
    object.insert("action".into(), delivery.kind.into());
    object.insert("path".into(), delivery.path.as_str().into());
    object.insert("destination".into(), delivery.destination.as_str().into());
    match &delivery.content {
        Content::Nothing => {}
        Content::Records { records, .. } => {
            let records = records.iter().map(|written| {
                let mut json = written.record.to_json();
                json["Verdict"] = verdict(&written.verdict);
                json
            });
            object.insert("records".into(), records.collect());
        }
        Content::Points(points) => {
            object.insert("points".into(), points.iter().map(point).collect());
        }
        Content::Request { operation, body } => {
            object.insert("operation".into(), (*operation).into());
            object.insert("request".into(), body.clone());
        }
        Content::Text { format, text } => {
            object.insert("format".into(), (*format).into());
            object.insert("text".into(), text.as_str().into());
        }
    }
    object.into()
}

fn point(point: &Point) -> Json {
    let tags: Vec<Json> = point.tags.iter().map(|tag| json!({"key": tag.key, "value": tag.value})).collect();
    let fields = point.fields.iter().map(
        |field| json!({"key": field.key, "type": field.value.field_type().name(), "value": field.value.to_string()}),
    );
    let precision = match point.time_unit {
        TimeUnit::Seconds => "s",
        TimeUnit::Milliseconds => "ms",
        TimeUnit::Microseconds => "us",
        TimeUnit::Nanoseconds => "ns",
    };
    json!({
        "measurement": point.measurement,
        "tags": tags,
        "fields": fields.collect::<Vec<_>>(),
        "time": point.time.to_string(),
        "precision": precision,
        "line": point.line(),
    })
}

fn verdict(verdict: &Verdict) -> Json {
    let mut object = Map::new();
    let outcome = match verdict.outcome {
        WriteOutcome::Rejected => "refused",
        other => other.name(),
    };
    object.insert("outcome".into(), outcome.into());
    if let Some(store) = verdict.store {
        object.insert("store".into(), store.name().into());
    }
    if !verdict.reasons.is_empty() {
        let codes = verdict.reasons.iter().map(|reason| Json::from(reason.code.id));
        object.insert("reasons".into(), codes.collect());
    }
    object.into()
}

pub(super) fn refusal(errors: &[Diagnostic], viewer: &Viewer<'_>) -> Json {
    json!({"outcome": "refused", "gates": [], "records": [], "diagnostics": diagnostics(errors, viewer)})
}

fn diagnostics(diagnostics: &[Diagnostic], viewer: &Viewer<'_>) -> Json {
    diagnostics.iter().map(|diagnostic| self::diagnostic(diagnostic, viewer)).collect()
}

fn gate(stage: &Stage) -> Json {
    json!({
        "name": match stage.name {
            StageName::Topic => "topic",
            StageName::Where => "where",
            StageName::Select => "select",
            StageName::Actions => "actions",
        },
        "state": match stage.state {
            StageState::Passed => "passed",
            StageState::Absent => "absent",
            StageState::Stopped => "stopped",
            StageState::NotReached => "notReached",
        },
        "summary": stage.summary,
        "explanation": stage.explanation,
    })
}

fn diagnostic(diagnostic: &Diagnostic, viewer: &Viewer<'_>) -> Json {
    let text = viewer.text(&diagnostic.input);
    let (input, path) = match &diagnostic.input {
        Input::Sql => ("sql", None),
        Input::Payload => ("payload", None),
        Input::Topic => ("topic", None),
        Input::Action(path) => ("action", Some(path)),
        Input::Document => ("document", None),
        Input::Request => ("request", None),
    };
    let label = |label: &Label| {
        let (line, column) = position(&text, label.range.start);
        let (end_line, end_column) = position(&text, label.range.end);
        json!({
            "start": label.range.start, "end": label.range.end,
            "line": line, "column": column, "endLine": end_line, "endColumn": end_column,
            "message": label.message,
        })
    };
    let edit = |edit: &Edit| json!({"start": edit.range.start, "end": edit.range.end, "text": edit.text});
    let mut object = Map::new();
    object.insert("code".into(), diagnostic.code.id.into());
    object.insert("severity".into(), diagnostic.severity().name().into());
    object.insert("message".into(), diagnostic.message.as_str().into());
    object.insert("input".into(), input.into());
    if let Some(path) = path {
        object.insert("actionPath".into(), path.as_str().into());
    }
    object.insert("labels".into(), diagnostic.labels.iter().map(label).collect());
    if let Some(help) = &diagnostic.help {
        object.insert("help".into(), help.as_str().into());
    }
    if let Some(evidence) = diagnostic.evidence {
        object.insert("evidence".into(), evidence.name().into());
    }
    let fixes = diagnostic.fixes.iter().map(|fix| {
        let edits: Vec<Json> = fix.edits.iter().map(edit).collect();
        json!({"title": fix.title, "edits": edits})
    });
    object.insert("fixes".into(), fixes.collect());
    object.into()
}

fn position(text: &[u8], offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before[..line_start].split(|byte| *byte == b'\n').count();
    (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
}

fn trace_json(trace: &Trace, sql: &str) -> Json {
    let value = |value: &Value| if value.is_undefined() { Json::Null } else { Json::String(value.to_json()) };
    let attributes: Vec<Json> = trace
        .attributes
        .iter()
        .map(|attribute| {
            json!({
                "key": attribute.key.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "item": [attribute.item.start, attribute.item.end],
                "json": value(&attribute.value),
                "type": attribute.value.type_name(),
                "pointers": attribute.pointers,
            })
        })
        .collect();
    let expressions: Vec<Json> = trace
        .expressions()
        .map(|expression| {
            json!({
                "text": &sql[expression.range.clone()],
                "range": [expression.range.start, expression.range.end],
                "count": expression.count,
                "values": expression.values.iter().map(|each| {
                    json!({"json": value(each), "type": each.type_name()})
                }).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"attributes": attributes, "expressions": expressions})
}
