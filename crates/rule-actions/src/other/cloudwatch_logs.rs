//! The CloudWatch Logs action: the outgoing payload as one log event or several (`cloudwatch-logs-rule-action`).

use crate::action::{Action, Content, Delivering, Kind, Reader};
use crate::wording;
use iot_sql::{Diagnostic, Outgoing, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Where the log group's name stands.
const GROUP: &str = "logGroupName";

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    key: "cloudwatchLogs",
    title: "CloudWatch Logs",
    failed_action: "CloudwatchLogsAction",
    page: "cloudwatch-logs-rule-action",
    read: |parameters, reader| {
        LogsAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};

/// The parameters of a CloudWatch Logs action (`cloudwatch-logs-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct LogsAction {
    /// The log group's name, a template.
    log_group_name: Template,
    /// Whether the elements of an array are log events of their own, each with its moment.
    batch_mode: bool,
}

impl LogsAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.unknown(object, &[GROUP, "batchMode", "roleArn"], "");
        reader.name(object, "roleArn");
        let batch_mode = reader.flag(object, "batchMode");
        Some(Self { log_group_name: reader.required_template(object, GROUP)?, batch_mode })
    }

    fn put(&self, group: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let events = if self.batch_mode {
            batch(delivering.outgoing).ok_or_else(wording::cloudwatch_logs_batch)?
        } else {
            let message = String::from_utf8_lossy(&delivering.outgoing.to_bytes()).into_owned();
            vec![json!({"timestamp": delivering.context.timestamp_ms, "message": message})]
        };
        // The log stream's name is AWS's to choose.
        let body = json!({"logGroupName": group, "logEvents": events});
        Ok(Content::Request { operation: "PutLogEvents", body })
    }
}

/// The log events of an array; `None` where it is none, or an element lacks its moment in milliseconds or its message.
fn batch(outgoing: &Outgoing) -> Option<Vec<Json>> {
    let Outgoing::Json(Value::Array(elements)) = outgoing else { return None };
    let event = |element: &Value| match (element.member("timestamp"), element.member("message")) {
        (Value::Int(timestamp), Value::String(message)) => {
            let timestamp = i64::try_from(timestamp).ok()?;
            Some(json!({"timestamp": timestamp, "message": message.as_str()}))
        }
        _ => None,
    };
    elements.iter().map(event).collect()
}

impl Action for LogsAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(GROUP.to_owned(), &self.log_group_name)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        delivering.hand_on(GROUP, &self.log_group_name, |delivering, group| self.put(group, delivering))
    }
}
