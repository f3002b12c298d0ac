//! What the error action of a rule is fields.

use super::content::Delivery;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Message, Outgoing, Value};
use serde_json::{Map, Value as Json, json};

/// Something that an action could not do.
pub(crate) struct Failure {
    failed_action: &'static str,
    failed_resource: String,
    error_message: String,
}

impl Failure {
    /// The failures of a delivery, one for each error.
    pub(crate) fn of(delivery: &Delivery, failed_action: &'static str) -> Vec<Self> {
        // RuleLens stopped there, not AWS.
        let errors = delivery.errors().filter(|error| !error.is_limit());
        let failures = errors.map(|error| Self {
            failed_action,
            failed_resource: delivery.destination.to_string(),
            error_message: error.message.clone(),
        });
        failures.collect()
    }
}

/// How an action gathers messages into batches, which the message of the rule's error action then describes in another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Batching {
    /// Whether messages of several topics come together.
    pub(crate) across_topics: bool,
}

impl Batching {
    /// From an action's `batchConfig`.
    pub(crate) fn from_config(config: Option<&Json>) -> Self {
        Self { across_topics: config.is_some_and(|config| config["batchAcrossTopics"] == json!(true)) }
    }
}

/// The message that the error action receives (`rule-error-handling`; for InfluxDB `influxdb-rule-action`), or, where an
/// action of the rule gathers batches, the form that tells of several messages (`http_batching`). Here there is one.
///
/// AWS's own strings of `errorMessage` are mostly unknown; RuleLens puts what it has to say in their place. A message
/// that no MQTT client sent has the client ID `N/A` (reported). The source address is left out where it is not known.
pub(crate) fn error_message(
    rule_name: Option<&str>,
    message: Message<'_>,
    context: &Context,
    failures: &[Failure],
    batching: Option<Batching>,
) -> Outgoing {
    /// The number of the only message in a batch.
    const ID: u64 = 1;
    let failures = failures.iter().map(|failure| {
        let mut fields = Map::new();
        if batching.is_some() {
            fields.insert("affectedIds".into(), json!([ID]));
        }
        fields.insert("failedAction".into(), failure.failed_action.into());
        fields.insert("failedResource".into(), failure.failed_resource.as_str().into());
        fields.insert("errorMessage".into(), failure.error_message.as_str().into());
        Json::Object(fields)
    });
    let failures: Json = failures.collect();
    let mut of_message = Map::new();
    of_message.insert("cloudwatchTraceId".into(), context.trace_id.as_deref().unwrap_or_default().into());
    of_message.insert("clientId".into(), context.client_id.as_deref().unwrap_or("N/A").into());
    if let Some(address) = &context.source_ip {
        of_message.insert("sourceIp".into(), address.as_str().into());
    }
    of_message.insert("base64OriginalPayload".into(), BASE64.encode(message.payload).into());
    let mut fields = Map::new();
    fields.insert("ruleName".into(), rule_name.unwrap_or_default().into());
    match batching {
        None => {
            fields.insert("topic".into(), message.topic.into());
            fields.append(&mut of_message);
        }
        Some(batching) => {
            let mut entry = Map::new();
            entry.insert("id".into(), json!(ID));
            let topic_of = if batching.across_topics { &mut entry } else { &mut fields };
            topic_of.insert("topic".into(), message.topic.into());
            entry.append(&mut of_message);
            fields.insert("payloadsWithMetadata".into(), json!([entry]));
        }
    }
    fields.insert("failures".into(), failures);
    // It has a few levels and no number but the message's, so it is always a value.
    Outgoing::Json(Value::try_from(&Json::Object(fields)).unwrap_or_default())
}
