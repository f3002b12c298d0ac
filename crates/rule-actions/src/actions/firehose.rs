//! The Firehose action: the outgoing payload as one record or several (`kinesis-firehose-rule-action`).

use super::payload;
use crate::action::wording;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    FIREHOSE_NOT_AN_ARRAY = "firehose.not-an-array", Warning, "batchMode does nothing, because the outgoing payload is not an array.",
        [Example::action(r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#).selecting("SELECT VALUE t FROM 'sensors/+'").payload(r#"{"t": [1]}"#)];
    FIREHOSE_TOO_MANY = "firehose.too-many-records", Error, "A batch has more than 500 records.",
        [Example::action(r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#)
            .selecting("SELECT VALUE t FROM 'sensors/+'")
            .built_payload("an array of 501 numbers under the key t", || format!("{{\"t\":[{}]}}", ["1"; 501].join(",")))],
        silent [Example::action(r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#)
            .selecting("SELECT VALUE t FROM 'sensors/+'")
            .built_payload("an array of 500 numbers under the key t", || format!("{{\"t\":[{}]}}", ["1"; 500].join(",")))];
}

/// Where the stream's name stands.
const STREAM: &str = "deliveryStreamName";

/// Records that a batch may have (`kinesis-firehose-rule-action`).
const MAX_RECORDS: usize = 500;

/// What can stand between records.
const SEPARATORS: [&str; 4] = ["\n", "\t", "\r\n", ","];

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "firehose",
    title: "Firehose",
    failed_action: "FirehoseAction",
    page: "kinesis-firehose-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("deliveryStreamName").required(),
        Parameter::string("separator").one_of(&SEPARATORS),
        Parameter::boolean("batchMode"),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        FirehoseAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a Firehose action (`kinesis-firehose-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct FirehoseAction {
    /// The stream's name, a template.
    stream_name: Template,
    /// What follows each record.
    separator: String,
    /// Whether the elements of an array are records of their own.
    batch_mode: bool,
}

impl FirehoseAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let stream_name = reader.required_template(object, STREAM);
        let separator = match object.get("separator") {
            None | Some(Json::Null) => String::new(),
            Some(Json::String(text)) if SEPARATORS.contains(&text.as_str()) => text.clone(),
            Some(_) => {
                reader.errors.push(wording::parameter("separator", "must be a comma, tab or line break"));
                String::new()
            }
        };
        let batch_mode = reader.flag(object, "batchMode");
        Some(Self { stream_name: stream_name?, separator, batch_mode })
    }

    fn put(&self, stream: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        if self.batch_mode {
            if let Outgoing::Json(Value::Array(elements)) = delivering.outgoing {
                if elements.len() > MAX_RECORDS {
                    return Err(too_many(elements.len()));
                }
                let records: Vec<Json> =
                    elements.iter().map(|element| self.record(&Outgoing::Json(element.clone()))).collect();
                let body = json!({"DeliveryStreamName": stream, "Records": records});
                return Ok(Content::Request { operation: "PutRecordBatch", body });
            }
            delivering.diagnostics.push(not_an_array());
        }
        let body = json!({"DeliveryStreamName": stream, "Record": self.record(delivering.outgoing)});
        Ok(Content::Request { operation: "PutRecord", body })
    }

    /// A record: the payload and the separator after it.
    fn record(&self, outgoing: &Outgoing) -> Json {
        let mut record = Map::new();
        let mut bytes = outgoing.to_bytes();
        bytes.extend_from_slice(self.separator.as_bytes());
        payload::put_bytes(bytes, "Data", &mut record);
        record.into()
    }
}

impl Action for FirehoseAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(STREAM.to_owned(), &self.stream_name)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(STREAM, &self.stream_name, |delivering, stream| self.put(stream, delivering))
    }
}

fn not_an_array() -> Diagnostic {
    Diagnostic::new(&FIREHOSE_NOT_AN_ARRAY, "batchMode does nothing: the outgoing payload is not an array.")
        .input(Input::Request)
        .help("Let the statement return an array: SELECT VALUE readings. The payload becomes one record, unchanged.")
        .evidence(Evidence::Documented)
}

fn too_many(count: usize) -> Diagnostic {
    Diagnostic::new(&FIREHOSE_TOO_MANY, format!("The array has {count} elements; a batch has up to 500."))
        .input(Input::Request)
        .help("Select fewer elements, or publish smaller arrays.")
        .evidence(Evidence::Documented)
}
