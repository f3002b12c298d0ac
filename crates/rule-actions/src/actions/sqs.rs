//! The SQS action: the outgoing payload as a message in a queue (`sqs-rule-action`).

use super::fifo;
use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Diagnostic, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Where the queue stands.
const QUEUE: &str = "queueUrl";

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "sqs",
    title: "SQS",
    failed_action: "SqsAction",
    page: "sqs-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("queueUrl").required(),
        Parameter::boolean("useBase64"),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[],
    read: Some(|parameters, reader| {
        SqsAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of an SQS action (`sqs-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct SqsAction {
    /// The queue's URL, a template.
    queue_url: Template,
    /// Whether the message is written in base64.
    use_base64: bool,
}

impl SqsAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let use_base64 = reader.flag(object, "useBase64");
        Some(Self { queue_url: reader.required_template(object, QUEUE)?, use_base64 })
    }

    fn send(&self, queue: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        if fifo::is_fifo(queue) {
            return Err(fifo::rejected(QUEUE, &self.queue_url, queue));
        }
        let mut body = Map::new();
        body.insert("QueueUrl".into(), json!(queue));
        if self.use_base64 {
            body.insert("MessageBody".into(), json!(BASE64.encode(delivering.outgoing.to_bytes())));
        } else {
            payload::put_text(delivering.outgoing, "MessageBody", &mut body);
        }
        Ok(Content::Request { operation: "SendMessage", body: body.into() })
    }
}

impl Action for SqsAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(QUEUE.to_owned(), &self.queue_url)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(QUEUE, &self.queue_url, |delivering, queue| self.send(queue, delivering))
    }
}
