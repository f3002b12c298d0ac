//! The line of JSON of one message among many, written at once.

use super::{Positions, Viewer};
use crate::action::{Content, Delivery};
use crate::actions::timestream::table::Verdict;
use crate::actions::timestream::{Record, Written};
use crate::report::Report;
use iot_sql::text::push_json_string;
use iot_sql::{Diagnostic, Outgoing};
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// Writes the lines of many messages: the JSON of [`ReplayLine`](super::ReplayLine), without making one.
#[derive(Debug, Default)]
pub struct LineWriter {
    /// The outgoing payload, which stands in the line as a string.
    payload: String,
}

impl LineWriter {
    /// Appends a message's line, without the line break; places in texts are omitted.
    pub fn write(&mut self, line: u64, report: &Report, out: &mut String) {
        out.push_str("{\"line\":");
        out.push_str(itoa::Buffer::new().format(line));
        plain_member(out, "outcome", report.outcome_name());
        if let Some(stage) = report.stopped_at() {
            plain_member(out, "stoppedAt", stage.name.name());
            member(out, "explanation", &stage.explanation);
        }
        match report.outgoing() {
            None => {}
            Some(Outgoing::Json(value)) => {
                self.payload.clear();
                value.write_json(&mut self.payload);
                member(out, "outgoingPayload", &self.payload);
            }
            binary @ Some(Outgoing::Binary(_)) => match super::evaluation::text_or_base64(binary) {
                (Some(text), _) => member(out, "outgoingPayload", &text),
                (None, base64) => member(out, "outgoingPayloadBase64", &base64.unwrap_or_default()),
            },
        }
        out.push_str(",\"deliveries\":");
        array(out, &report.deliveries, self::delivery);
        if let Some(delivery) = &report.error_delivery {
            out.push_str(",\"errorDelivery\":");
            self::delivery(delivery, out);
        }
        out.push_str(",\"diagnostics\":");
        array(out, &report.diagnostics, |diagnostic, out| {
            out.push_str("{\"code\":\"");
            out.push_str(diagnostic.code.id);
            out.push('"');
            plain_member(out, "severity", diagnostic.severity().name());
            member(out, "message", &diagnostic.message);
            out.push('}');
        });
        out.push('}');
    }
}

/// A member that follows another one; its value has nothing to escape.
fn plain_member(out: &mut String, key: &str, value: &str) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":\"");
    out.push_str(value);
    out.push('"');
}

/// A member that follows another one.
fn member(out: &mut String, key: &str, value: &str) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":");
    push_json_string(value, out);
}

fn array<'t, T>(out: &mut String, elements: &'t [T], mut write: impl FnMut(&'t T, &mut String)) {
    out.push('[');
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(element, out);
    }
    out.push(']');
}

/// What is seldom there, as serde writes it.
fn view(out: &mut String, value: &impl Serialize) {
    // The views are plain data, of which serde can always make JSON.
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}

fn diagnostics<'d>(out: &mut String, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) {
    let viewer = Viewer { positions: Positions::Omitted, ..Viewer::default() };
    let mut diagnostics = diagnostics.into_iter().peekable();
    if diagnostics.peek().is_none() {
        return out.push_str("[]");
    }
    view(out, &viewer.diagnostics(diagnostics));
}

fn delivery(delivery: &Delivery, out: &mut String) {
    let Content::Records { database, table, records } = &delivery.content else {
        let viewer = Viewer { positions: Positions::Omitted, ..Viewer::default() };
        return view(out, &viewer.delivery(delivery, None));
    };
    out.push_str("{\"kind\":\"");
    out.push_str(delivery.kind);
    out.push('"');
    member(out, "title", delivery.title);
    member(out, "path", &delivery.path);
    member(out, "destination", &delivery.destination);
    out.push_str(",\"content\":{\"kind\":\"records\"");
    member(out, "DatabaseName", database);
    member(out, "TableName", table);
    out.push_str(",\"records\":");
    let mut shared = Shared::default();
    array(out, records, |written, out| shared.record(written, out));
    out.push('}');
    if !delivery.templates.is_empty() {
        out.push_str(",\"templates\":");
        let viewer = Viewer::default();
        view(out, &viewer.templates(delivery));
    }
    out.push_str(",\"errors\":");
    diagnostics(out, delivery.errors());
    out.push('}');
}

/// What the records of a message have in common is written once and copied.
#[derive(Default)]
struct Shared<'r> {
    first: Option<(&'r Record, Range<usize>)>,
}

impl<'r> Shared<'r> {
    fn record(&mut self, written: &'r Written, out: &mut String) {
        let Written { record, verdict } = written;
        out.push_str("{\"MeasureName\":");
        push_json_string(&record.measure_name, out);
        member(out, "MeasureValue", &record.measure_value);
        plain_member(out, "MeasureValueType", record.measure_value_type.name());
        match &self.first {
            Some((first, range)) if has_in_common(first, record) => out.extend_from_within(range.clone()),
            _ => {
                let start = out.len();
                common(record, out);
                self.first = Some((record, start..out.len()));
            }
        }
        out.push_str(",\"verdict\":");
        self::verdict(verdict, out);
        out.push('}');
    }
}

fn has_in_common(one: &Record, other: &Record) -> bool {
    Arc::ptr_eq(&one.dimensions, &other.dimensions)
        && one.time == other.time
        && one.time_unit == other.time_unit
        && one.processing_time == other.processing_time
}

/// Time and dimensions.
fn common(record: &Record, out: &mut String) {
    member(out, "Time", &record.time);
    plain_member(out, "TimeUnit", record.time_unit.name());
    out.push_str(",\"Dimensions\":");
    array(out, &record.dimensions, |dimension, out| {
        out.push_str("{\"Name\":");
        push_json_string(&dimension.name, out);
        member(out, "Value", &dimension.value);
        out.push('}');
    });
    if let Some(date) = record.time_utc() {
        plain_member(out, "timeUtc", &date);
    }
    out.push_str(",\"processingTime\":");
    out.push_str(if record.processing_time { "true" } else { "false" });
}

fn verdict(verdict: &Verdict, out: &mut String) {
    out.push_str("{\"outcome\":\"");
    out.push_str(verdict.outcome.name());
    out.push('"');
    if let Some(store) = verdict.store {
        plain_member(out, "store", store.name());
    }
    out.push_str(",\"reasons\":");
    diagnostics(out, verdict.reasons.iter().map(AsRef::as_ref));
    out.push('}');
}
