//! What the error action of a rule is told.

use super::content::Delivery;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Message, Outgoing, Value};
use serde_json::json;

/// Something that an action could not do.
pub(crate) struct Failure {
    failed_action: &'static str,
    failed_resource: String,
    error_message: String,
}

impl Failure {
    /// The failures of a delivery, one for each error.
    pub(crate) fn of(delivery: &Delivery, failed_action: &'static str) -> Vec<Self> {
        let failures = delivery.errors().map(|error| Self {
            failed_action,
            failed_resource: delivery.destination.clone(),
            error_message: error.message.clone(),
        });
        failures.collect()
    }
}

/// The message that the error action receives (`rule-error-handling`).
///
/// AWS's own strings of `errorMessage` are mostly unknown; RuleLens puts what it has to say in their place. A message
/// that no MQTT client sent has the client id that `clientid()` gives (assumed).
pub(crate) fn error_message(
    rule_name: Option<&str>,
    message: Message<'_>,
    context: &Context,
    failures: &[Failure],
) -> Outgoing {
    let failures: Vec<_> = failures
        .iter()
        .map(|failure| {
            json!({
                "failedAction": failure.failed_action,
                "failedResource": failure.failed_resource,
                "errorMessage": failure.error_message,
            })
        })
        .collect();
    let json = json!({
        "ruleName": rule_name.unwrap_or_default(),
        "topic": message.topic,
        "cloudwatchTraceId": context.trace_id.as_deref().unwrap_or_default(),
        "clientId": context.client_id.as_deref().unwrap_or("n/a"),
        "base64OriginalPayload": BASE64.encode(message.payload),
        "failures": failures,
    });
    // It has a few levels and no numbers, so it is always a value.
    Outgoing::Json(Value::try_from(&json).unwrap_or_default())
}
