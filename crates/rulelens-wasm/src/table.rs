//! Tables, and what was written to them before, as they cross the border from JavaScript.

use crate::context::ContextRequest;
use crate::respond;
use iot_sql::{Context, Message};
use rule_actions::timestream::table::{SettingsError, TableSettings};
use rule_actions::{Plan, Report, Simulation};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// The settings of Timestream tables. What is left out is as in a new table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct TableRequest {
    /// Hours that the memory store keeps records, 1 to 8766; left out: 6.
    #[tsify(optional)]
    pub memory_retention_hours: Option<u32>,
    /// Days that the magnetic store keeps records, 1 to 73000; left out: 73000.
    #[tsify(optional)]
    pub magnetic_retention_days: Option<u32>,
    /// Whether records too old for the memory store are written to the magnetic one; left out: they are not.
    #[tsify(optional)]
    pub magnetic_writes: Option<bool>,
}

/// A message among others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct MessageRequest {
    /// The topic that it was published to; left out: the request's.
    #[tsify(optional)]
    pub topic: Option<String>,
    /// The payload as text; published as UTF-8.
    pub payload: String,
    /// The payload as bytes in base64; where given, it takes the place of `payload`.
    #[tsify(optional)]
    pub payload_base64: Option<String>,
    /// What surrounds it; what is left out is as in the request's context.
    #[tsify(optional, type = "ContextRequest")]
    pub context: Option<ContextRequest>,
}

impl TableRequest {
    pub(crate) fn settings(&self) -> Result<TableSettings, SettingsError> {
        let usual = TableSettings::default();
        TableSettings::new(
            self.memory_retention_hours.unwrap_or_else(|| usual.memory_retention_hours()),
            self.magnetic_retention_days.unwrap_or_else(|| usual.magnetic_retention_days()),
            self.magnetic_writes.unwrap_or_else(|| usual.magnetic_writes()),
        )
    }
}

/// Messages of one rule, and what they have in common.
pub(crate) struct Sequence<'s> {
    pub(crate) plan: &'s Plan,
    pub(crate) topic: &'s str,
    pub(crate) context: &'s Context,
}

impl Sequence<'_> {
    /// Takes a message through the rule and its actions, after those before it; or says what is wrong with it.
    pub(crate) fn take(
        &self,
        message: &MessageRequest,
        simulation: &mut Simulation,
    ) -> Result<Report, String> {
        let payload = respond::payload(&message.payload, message.payload_base64.as_deref())?;
        let own = message.context.clone().map(|context| context.over(self.context)).transpose();
        let own = own.map_err(|error| format!("The context cannot be used: {error}."))?;
        let topic = message.topic.as_deref().unwrap_or(self.topic);
        let message = Message { topic, payload: &payload };
        Ok(self.plan.deliver(message, own.as_ref().unwrap_or(self.context), simulation))
    }
}
