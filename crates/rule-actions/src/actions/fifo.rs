//! FIFO topics and queues, to which rules do not send.

use crate::action::wording::at_action;
use iot_sql::{Diagnostic, Evidence, Example, Template};

iot_sql::declare_codes! {
    pub(crate) CODES;
    ACTION_FIFO = "action.fifo", Error, "The action does not send to FIFO topics and queues.",
        [Example::action(r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms.fifo", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms", "roleArn": "r"}}"#)];
}

/// Whether an SNS topic or SQS queue is a FIFO one, which its name ends with.
pub(super) fn is_fifo(name: &str) -> bool {
    name.strip_suffix(".fifo").is_some()
}

pub(super) fn rejected(path: &str, template: &Template, name: &str) -> Diagnostic {
    let message = format!("`{name}` is FIFO, to which rules do not send.");
    at_action(Diagnostic::new(&ACTION_FIFO, message), path, template.text())
        .help(
            "Rules do not guarantee order. Send to a standard topic or queue, or call a function that sends.",
        )
        .evidence(Evidence::Documented)
}
