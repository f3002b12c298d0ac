//! The line of JSON of one message among many, written at once.

use super::{Positions, Viewer};
use crate::action::{Content, Delivery};
use crate::actions::timestream::table::{Store, Verdict, WriteOutcome};
use crate::actions::timestream::{Record, Written};
use crate::report::Report;
use iot_sql::text::push_json_string;
use iot_sql::{Diagnostic, Outgoing};
use serde::Serialize;
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::Arc;

/// Writes the lines of many messages: the JSON of [`ReplayLine`](super::ReplayLine), without making one.
#[derive(Debug, Default)]
pub struct LineWriter {
    /// How the last delivery of each action began: most messages go to the same place as the one before.
    heads: Vec<Option<Head>>,
    /// The last verdict of which there was nothing to say, as most are, and how it was written.
    verdict: Option<(WriteOutcome, Option<Store>, String)>,
}

/// What stands before the records of a delivery, and where that goes.
#[derive(Debug)]
struct Head {
    path: SmolStr,
    destination: SmolStr,
    database: SmolStr,
    table: SmolStr,
    text: String,
}

impl LineWriter {
    /// Appends a message's line, without the line break; places in texts are omitted.
    pub fn write(&mut self, line: u64, report: &Report, out: &mut String) {
        out.push_str("{\"line\":");
        out.push_str(itoa::Buffer::new().format(line));
        plain(out, ",\"outcome\":\"", report.outcome_name());
        if let Some(stage) = report.stopped_at() {
            plain(out, ",\"stoppedAt\":\"", stage.name.name());
            member(out, ",\"explanation\":", &stage.explanation);
        }
        match report.outgoing() {
            None => {}
            Some(Outgoing::Json(value)) => {
                out.push_str(",\"outgoingPayload\":\"");
                value.write_json_in_string(out);
                out.push('"');
            }
            binary @ Some(Outgoing::Binary(_)) => match super::evaluation::text_or_base64(binary) {
                (Some(text), _) => member(out, ",\"outgoingPayload\":", &text),
                (None, base64) => member(out, ",\"outgoingPayloadBase64\":", &base64.unwrap_or_default()),
            },
        }
        out.push_str(",\"deliveries\":");
        let mut at = 0;
        array(out, &report.deliveries, |delivery, out| {
            self.delivery(delivery, at, out);
            at += 1;
        });
        if let Some(delivery) = &report.error_delivery {
            out.push_str(",\"errorDelivery\":");
            self.delivery(delivery, at, out);
        }
        out.push_str(",\"diagnostics\":");
        array(out, &report.diagnostics, |diagnostic, out| {
            out.push_str("{\"code\":\"");
            out.push_str(diagnostic.code.id);
            out.push('"');
            plain(out, ",\"severity\":\"", diagnostic.severity().name());
            member(out, ",\"message\":", &diagnostic.message);
            out.push('}');
        });
        out.push('}');
    }

    /// A delivery, which is that of the action with this number; the error action comes last.
    fn delivery(&mut self, delivery: &Delivery, at: usize, out: &mut String) {
        let Self { heads, verdict } = self;
        let Content::Records { database, table, records } = &delivery.content else {
            let viewer = Viewer { positions: Positions::Omitted, ..Viewer::default() };
            return view(out, &viewer.delivery(delivery, None));
        };
        let is_the_same = |head: &Head| {
            head.path == delivery.path
                && head.destination == delivery.destination
                && head.database == *database
                && head.table == *table
        };
        if heads.len() <= at {
            heads.resize_with(at + 1, || None);
        }
        let head = &mut heads[at];
        if !head.as_ref().is_some_and(is_the_same) {
            *head = Some(Head::of(delivery, database, table));
        }
        out.push_str(head.as_ref().map_or("", |head| &head.text));
        let mut shared = Shared::default();
        array(out, records, |written, out| shared.record(written, verdict, out));
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
}

/// A member whose value has nothing to escape; `start` is its key, up to the quote before the value.
#[inline]
fn plain(out: &mut String, start: &str, value: &str) {
    out.push_str(start);
    out.push_str(value);
    out.push('"');
}

/// A member with a string; `start` is its key with the colon.
#[inline]
fn member(out: &mut String, start: &str, value: &str) {
    out.push_str(start);
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

impl Head {
    fn of(delivery: &Delivery, database: &SmolStr, table: &SmolStr) -> Self {
        let mut text = String::new();
        plain(&mut text, "{\"kind\":\"", delivery.kind);
        member(&mut text, ",\"title\":", delivery.title);
        member(&mut text, ",\"path\":", &delivery.path);
        member(&mut text, ",\"destination\":", &delivery.destination);
        text.push_str(",\"content\":{\"kind\":\"records\"");
        member(&mut text, ",\"DatabaseName\":", database);
        member(&mut text, ",\"TableName\":", table);
        text.push_str(",\"records\":");
        let (path, destination) = (delivery.path.clone(), delivery.destination.clone());
        Self { path, destination, database: database.clone(), table: table.clone(), text }
    }
}

/// What the records of a message have in common is written once and copied.
#[derive(Default)]
struct Shared<'r> {
    first: Option<(&'r Record, Range<usize>)>,
}

impl<'r> Shared<'r> {
    fn record(
        &mut self,
        written: &'r Written,
        quiet: &mut Option<(WriteOutcome, Option<Store>, String)>,
        out: &mut String,
    ) {
        let Written { record, verdict, .. } = written;
        out.push_str("{\"MeasureName\":");
        push_json_string(&record.measure_name, out);
        out.push_str(",\"MeasureValue\":");
        record.measure_value.write_json(out);
        plain(out, ",\"MeasureValueType\":\"", record.measure_value_type.name());
        match &self.first {
            Some((first, range)) if has_in_common(first, record) => out.extend_from_within(range.clone()),
            _ => {
                let start = out.len();
                common(record, out);
                self.first = Some((record, start..out.len()));
            }
        }
        out.push_str(",\"verdict\":");
        let Verdict { outcome, store, reasons } = verdict;
        match quiet {
            Some((of, at, text)) if reasons.is_empty() && of == outcome && at == store => out.push_str(text),
            _ => {
                let start = out.len();
                self::verdict(verdict, out);
                if reasons.is_empty() {
                    *quiet = Some((*outcome, *store, out[start..].to_owned()));
                }
            }
        }
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
    member(out, ",\"Time\":", &record.time);
    plain(out, ",\"TimeUnit\":\"", record.time_unit.name());
    out.push_str(",\"Dimensions\":");
    array(out, &record.dimensions, |dimension, out| {
        out.push_str("{\"Name\":");
        push_json_string(&dimension.name, out);
        member(out, ",\"Value\":", &dimension.value);
        out.push('}');
    });
    if let Some(date) = record.time_utc() {
        plain(out, ",\"timeUtc\":\"", &date);
    }
    out.push_str(if record.processing_time {
        ",\"processingTime\":true"
    } else {
        ",\"processingTime\":false"
    });
}

fn verdict(verdict: &Verdict, out: &mut String) {
    plain(out, "{\"outcome\":\"", verdict.outcome.name());
    if let Some(store) = verdict.store {
        plain(out, ",\"store\":\"", store.name());
    }
    out.push_str(",\"reasons\":");
    diagnostics(out, verdict.reasons.iter().map(AsRef::as_ref));
    out.push('}');
}
