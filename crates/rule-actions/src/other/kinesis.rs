//! The Kinesis action: the outgoing payload as a record of a data stream (`kinesis-rule-action`).

use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Reader};
use crate::wording;
use iot_sql::{Diagnostic, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Where the stream's name stands.
const STREAM: &str = "streamName";

/// Where the partition key stands.
const PARTITION_KEY: &str = "partitionKey";

/// Characters that a partition key may have (`API_PutRecord` of Kinesis).
const MAX_PARTITION_KEY: usize = 256;

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    key: "kinesis",
    title: "Kinesis",
    failed_action: "KinesisAction",
    page: "kinesis-rule-action",
    read: |parameters, reader| {
        KinesisAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
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
        reader.unknown(object, &[STREAM, PARTITION_KEY, "roleArn"], "");
        reader.name(object, "roleArn");
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
                return Err(wording::kinesis_partition_key(PARTITION_KEY, template, length));
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

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        delivering.hand_on(STREAM, &self.stream_name, |delivering, stream| self.put(stream, delivering))
    }
}
