//! The CloudWatch Logs action: the outgoing payload as one log event or several (`cloudwatch-logs-rule-action`).

use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    CLOUDWATCH_LOGS_BATCH = "cloudwatch-logs.batch", Error, "The outgoing payload is not an array of log events.",
        [Example::action(r#"{"cloudwatchLogs": {"logGroupName": "home", "batchMode": true, "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"cloudwatchLogs": {"logGroupName": "home", "roleArn": "r"}}"#)];
}

/// Where the log group's name stands.
const GROUP: &str = "logGroupName";

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "cloudwatchLogs",
    title: "CloudWatch Logs",
    failed_action: "CloudwatchLogsAction",
    page: "cloudwatch-logs-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("logGroupName").required(),
        Parameter::boolean("batchMode"),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        LogsAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a CloudWatch Logs action (`cloudwatch-logs-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct LogsAction {
    /// The log group's name, a template.
    log_group_name: Template,
    /// Whether the elements of an array are log events of their own, each with its time.
    batch_mode: bool,
}

impl LogsAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let batch_mode = reader.flag(object, "batchMode");
        Some(Self { log_group_name: reader.required_template(object, GROUP)?, batch_mode })
    }

    fn put(&self, group: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let events = if self.batch_mode {
            batch(delivering.outgoing).ok_or_else(not_a_batch)?
        } else {
            let message = String::from_utf8_lossy(&delivering.outgoing.to_bytes()).into_owned();
            vec![json!({"timestamp": delivering.invocation.timestamp_ms, "message": message})]
        };
        // The log stream's name is AWS's to choose.
        let body = json!({"logGroupName": group, "logEvents": events});
        Ok(Content::Request { operation: "PutLogEvents", body })
    }
}

/// The log events of an array; `None` where it is none, or an element lacks its time in milliseconds or its message.
fn batch(outgoing: &Outgoing) -> Option<Vec<Json>> {
    let Outgoing::Json(Value::Array(elements)) = outgoing else { return None };
    let event = |element: &Value| match (element.member("timestamp"), element.member("message")) {
        (Value::Int(timestamp), Value::String(message)) => {
            let timestamp = i64::try_from(timestamp.get()).ok()?;
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

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(GROUP, &self.log_group_name, |delivering, group| self.put(group, delivering))
    }
}

fn not_a_batch() -> Diagnostic {
    Diagnostic::new(&CLOUDWATCH_LOGS_BATCH, "The outgoing payload is not an array of log events.")
        .input(Input::Request)
        .help("With batchMode each element holds `timestamp`, in milliseconds since 1970, and `message`: SELECT VALUE logs. What AWS does with others is not documented; the action fails here.")
        .evidence(Evidence::Documented)
}
