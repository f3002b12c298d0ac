//! The JSON that `--format json` writes.
//!
//! The names are those of the JavaScript API; places are bytes, with the line and the column in characters beside them.

use crate::texts::{Texts, position};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Diagnostic, Edit, Input, Label, Outgoing};
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::Point;
use rule_actions::timestream::table::Verdict;
use rule_actions::{Gate, GateName, GateState, Report};
use serde_json::{Map, Value as Json, json};

/// A report as one JSON object.
pub(crate) fn report(report: &Report, texts: &Texts<'_>) -> Json {
    let mut object = Map::new();
    object.insert("outcome".into(), report.outcome_name().into());
    object.insert("gates".into(), report.gates.iter().map(gate).collect());
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
    object.insert("diagnostics".into(), diagnostics(&report.diagnostics, texts));
    object.into()
}

/// What an action did, as one JSON object.
pub(crate) fn delivery(delivery: &Delivery) -> Json {
    let mut object = Map::new();
    object.insert("action".into(), delivery.kind.into());
    object.insert("path".into(), delivery.path.as_str().into());
    object.insert("destination".into(), delivery.destination.as_str().into());
    match &delivery.content {
        Content::Nothing => {}
        Content::Records { records, .. } => {
            let records = records.iter().map(|written| {
                let mut json = written.record.to_json();
                json["Verdict"] = self::verdict(&written.verdict);
                json
            });
            object.insert("records".into(), records.collect());
        }
        Content::Points(points) => {
            object.insert("points".into(), points.iter().map(Point::to_json).collect());
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

/// What becomes of a record, with the codes of the reasons; the diagnostics say them in full.
fn verdict(verdict: &Verdict) -> Json {
    let mut object = Map::new();
    object.insert("outcome".into(), verdict.outcome.name().into());
    if let Some(store) = verdict.outcome.store() {
        object.insert("store".into(), store.name().into());
    }
    if !verdict.reasons.is_empty() {
        let codes = verdict.reasons.iter().map(|reason| Json::from(reason.code.id));
        object.insert("reasons".into(), codes.collect());
    }
    object.into()
}

/// What a refused rule or action comes to, in the shape of a report.
pub(crate) fn refusal(errors: &[Diagnostic], texts: &Texts<'_>) -> Json {
    json!({"outcome": "refused", "gates": [], "records": [], "diagnostics": diagnostics(errors, texts)})
}

/// Diagnostics as a JSON array.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic], texts: &Texts<'_>) -> Json {
    diagnostics.iter().map(|diagnostic| self::diagnostic(diagnostic, texts)).collect()
}

fn gate(gate: &Gate) -> Json {
    let mut json = json!({
        "name": gate_name(gate.name),
        "state": match gate.state {
            GateState::Passed => "passed",
            GateState::Absent => "absent",
            GateState::Stopped => "stopped",
            GateState::NotReached => "notReached",
        },
        "summary": gate.summary,
        "explanation": gate.explanation,
    });
    if let Some(severity) = gate.severity {
        json["severity"] = severity.name().into();
    }
    json
}

/// A gate's name, in lower case.
pub(crate) fn gate_name(name: GateName) -> &'static str {
    match name {
        GateName::Topic => "topic",
        GateName::Where => "where",
        GateName::Select => "select",
        GateName::Actions => "actions",
    }
}

/// A diagnostic as a JSON object.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, texts: &Texts<'_>) -> Json {
    let text = texts.text(&diagnostic.input);
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
