//! Requests as they travel to a worker: without SQL and payloads, which go beside them, in a form that has no names.

use rulelens_wasm::{
    ContextDocument, EvaluateRequest, MessageRequest, PlaceholderView, ReplayRequest, TableRequest,
};
use serde::{Deserialize, Serialize};

/// An [`EvaluateRequest`] but for its texts; what has no form as bytes is JSON in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    placeholders: Vec<PlaceholderView>,
    sql_version: Option<String>,
    topic: String,
    place: Place,
    action: Option<String>,
    context: Option<String>,
    trace: bool,
    table: Option<TableRequest>,
    earlier: Vec<AskedMessage>,
    /// As in the request.
    pub(super) skipped: u64,
    interval: f64,
    type_reasons: bool,
}

/// A [`ReplayRequest`] but for its SQL and messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedReplay {
    placeholders: Vec<PlaceholderView>,
    sql_version: Option<String>,
    action: Option<String>,
    table: Option<TableRequest>,
    topic: String,
    context: Option<String>,
    interval: f64,
    record_limit: usize,
    point_limit: usize,
}

/// A [`MessageRequest`] but for its payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedMessage {
    topic: Option<String>,
    place: Place,
    context: Option<String>,
}

/// Whether the payload is base64, and whether it is hexadecimal digits; it is text otherwise.
type Place = (bool, bool);

impl Asked {
    /// A request, with earlier messages.
    #[must_use]
    pub fn new(request: &EvaluateRequest, earlier: &[MessageRequest]) -> Self {
        Self {
            placeholders: request.placeholders.clone(),
            sql_version: request.sql_version.clone(),
            topic: request.topic.clone(),
            place: (request.payload_base64.is_some(), request.payload_hex.is_some()),
            action: request.action.clone(),
            context: written(request.context.as_ref()),
            trace: request.trace,
            table: request.table.clone(),
            earlier: earlier.iter().map(AskedMessage::new).collect(),
            skipped: request.skipped,
            interval: request.interval,
            type_reasons: request.type_reasons,
        }
    }

    /// The request, with empty texts.
    #[must_use]
    pub fn request(self) -> EvaluateRequest {
        let (payload_base64, payload_hex) = empty(self.place);
        EvaluateRequest {
            placeholders: self.placeholders,
            sql_version: self.sql_version,
            topic: self.topic,
            payload_base64,
            payload_hex,
            action: self.action,
            context: read(self.context),
            trace: self.trace,
            table: self.table,
            earlier: self.earlier.into_iter().map(AskedMessage::request).collect(),
            skipped: self.skipped,
            interval: self.interval,
            type_reasons: self.type_reasons,
            ..EvaluateRequest::default()
        }
    }
}

impl AskedReplay {
    /// A request.
    #[must_use]
    pub fn new(request: &ReplayRequest) -> Self {
        Self {
            placeholders: request.placeholders.clone(),
            sql_version: request.sql_version.clone(),
            action: request.action.clone(),
            table: request.table.clone(),
            topic: request.topic.clone(),
            context: written(request.context.as_ref()),
            interval: request.interval,
            record_limit: request.record_limit,
            point_limit: request.point_limit,
        }
    }

    /// The request, with the SQL and without messages.
    #[must_use]
    pub fn request(self, sql: String) -> ReplayRequest {
        ReplayRequest {
            placeholders: self.placeholders,
            sql,
            sql_version: self.sql_version,
            action: self.action,
            table: self.table,
            topic: self.topic,
            context: read(self.context),
            interval: self.interval,
            record_limit: self.record_limit,
            point_limit: self.point_limit,
            ..ReplayRequest::default()
        }
    }
}

impl AskedMessage {
    /// A message.
    #[must_use]
    pub fn new(message: &MessageRequest) -> Self {
        Self {
            topic: message.topic.clone(),
            place: (message.payload_base64.is_some(), message.payload_hex.is_some()),
            context: written(message.context.as_ref()),
        }
    }

    /// The message, with an empty payload.
    #[must_use]
    pub fn request(self) -> MessageRequest {
        let (payload_base64, payload_hex) = empty(self.place);
        MessageRequest {
            topic: self.topic,
            payload: String::new(),
            payload_base64,
            payload_hex,
            context: read(self.context),
        }
    }
}

fn empty((base64, hex): Place) -> (Option<String>, Option<String>) {
    (base64.then(String::new), hex.then(String::new))
}

fn written(context: Option<&ContextDocument>) -> Option<String> {
    context.and_then(|context| serde_json::to_string(context).ok())
}

/// The context that was written, which can be read.
fn read(context: Option<String>) -> Option<ContextDocument> {
    context.and_then(|context| serde_json::from_str(&context).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::wire;

    #[test]
    fn a_request_arrives_as_it_was_but_for_its_texts() {
        let context: ContextDocument = serde_json::from_str(
            r#"{"clientId": "c", "timestamp": 1.5, "mqttProperties": {"contentType": "json"}, "userProperties": {"a": ["1", "2"]},
                "mocks": {"get_dynamodb": {"x": 1.50}}, "descriptors": [{"bucket": "b", "key": "k", "base64": ""}],
                "randomSeed": 7, "dynamodbTables": {"t": {"partitionKey": "h"}}}"#,
        )
        .expect("a context");
        let base64 = MessageRequest {
            topic: Some("a/1".to_owned()),
            payload_base64: Some(String::new()),
            context: Some(context.clone()),
            ..MessageRequest::default()
        };
        let earlier = vec![base64, MessageRequest::default()];
        let stands_for = "a number".to_owned();
        let request = EvaluateRequest {
            placeholders: vec![PlaceholderView { text: "{{x}}".to_owned(), stands_for }],
            sql_version: Some("2015-10-08".to_owned()),
            topic: "a/b".to_owned(),
            payload_hex: Some(String::new()),
            action: Some("{}".to_owned()),
            context: Some(context),
            trace: true,
            table: Some(TableRequest { magnetic_writes: Some(true), ..TableRequest::default() }),
            skipped: 300,
            interval: 2.5,
            type_reasons: true,
            ..EvaluateRequest::default()
        };
        let replay = ReplayRequest {
            placeholders: request.placeholders.clone(),
            sql: "SELECT 1".to_owned(),
            sql_version: request.sql_version.clone(),
            action: request.action.clone(),
            table: request.table.clone(),
            topic: request.topic.clone(),
            context: request.context.clone(),
            interval: 2.5,
            record_limit: 200,
            point_limit: 300,
            ..ReplayRequest::default()
        };
        let bytes = wire::to_bytes(&AskedReplay::new(&replay)).expect("bytes");
        let arrived = wire::from_bytes::<AskedReplay>(&bytes).expect("a request");
        assert_eq!(arrived.request(replay.sql.clone()), replay);
        for (request, earlier) in [(request, earlier), (EvaluateRequest::default(), Vec::new())] {
            let bytes = wire::to_bytes(&Asked::new(&request, &earlier)).expect("bytes");
            let arrived = wire::from_bytes::<Asked>(&bytes).expect("a request").request();
            assert_eq!(arrived, EvaluateRequest { earlier, ..request });
        }
    }
}
