//! The Kinesis action: the outgoing payload as a record of a data stream (`kinesis-rule-action`).

use super::payload;
use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    KINESIS_PARTITION_KEY = "kinesis.partition-key", Error, "A partition key is empty or too long.",
        [Example::action(r#"{"kinesis": {"streamName": "readings", "partitionKey": "${device}", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"kinesis": {"streamName": "readings", "partitionKey": "${topic()}", "roleArn": "r"}}"#)];
}

/// Where the stream's name stands.
const STREAM: &str = "streamName";

/// Where the partition key stands.
const PARTITION_KEY: &str = "partitionKey";

/// Characters that a partition key may have (`API_PutRecord` of Kinesis).
const MAX_PARTITION_KEY: usize = 256;

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "kinesis",
    title: "Kinesis",
    failed_action: "KinesisAction",
    page: "kinesis-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("streamName").required(),
        Parameter::template("partitionKey"),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        KinesisAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a Kinesis action (`kinesis-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct KinesisAction {
    /// The stream's name, a template.
    stream_name: Template,
    /// The partition key, a template.
    partition_key: Option<Template>,
}

impl KinesisAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let stream_name = reader.required_template(object, STREAM);
        let partition_key = reader.optional_template(object, PARTITION_KEY);
        Some(Self { stream_name: stream_name?, partition_key })
    }

    fn put(&self, stream: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let mut body = Map::new();
        body.insert("StreamName".into(), json!(stream));
        // The page asks for a key, the API does not; what stands in its place is not documented.
        if let Some(template) = &self.partition_key {
            let key = delivering.template(PARTITION_KEY, template)?;
            let length = key.chars().count();
            if length == 0 || length > MAX_PARTITION_KEY {
                return Err(partition_key_length(PARTITION_KEY, template, length));
            }
            body.insert("PartitionKey".into(), json!(key));
        }
        payload::put_text(delivering.outgoing, "Data", &mut body);
        Ok(Content::Request { operation: "PutRecord", body: body.into() })
    }
}

impl Action for KinesisAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let key = self.partition_key.iter().map(|key| (PARTITION_KEY.to_owned(), key));
        std::iter::once((STREAM.to_owned(), &self.stream_name)).chain(key).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(STREAM, &self.stream_name, |delivering, stream| self.put(stream, delivering))
    }
}

fn partition_key_length(path: &str, template: &Template, length: usize) -> Diagnostic {
    let message = match length {
        0 => "The partition key is empty: its template returns Undefined.".to_owned(),
        length => format!("The partition key has {length} characters; 256 are allowed."),
    };
    at_action(Diagnostic::new(&KINESIS_PARTITION_KEY, message), path, template.text())
        .help("Use a value that every message has, such as ${topic()}.")
        .evidence(Evidence::Documented)
}
