//! Messages one after the other.

use crate::requests::{MessageRequest, TableRequest};
use crate::respond;
use iot_sql::{Context, Diagnostic, Message};
use rule_actions::timestream::table::{SettingsError, TableSettings};
use rule_actions::{Plan, Report, Simulation};

impl TableRequest {
    pub(crate) fn settings(&self) -> Result<TableSettings, SettingsError> {
        let usual = TableSettings::default();
        TableSettings::new(
            self.memory_retention_hours.unwrap_or_else(|| usual.memory_retention_hours()),
            self.magnetic_retention_days.unwrap_or_else(|| usual.magnetic_retention_days()),
            self.magnetic_writes.unwrap_or_else(|| usual.magnetic_writes()),
        )?
        .with_measures(self.measures.clone())
    }
}

/// Messages of one rule, and what they have in common.
pub(crate) struct Sequence<'s> {
    pub(crate) plan: &'s Plan,
    pub(crate) topic: &'s str,
    pub(crate) context: &'s Context,
    /// Milliseconds between messages that name no time.
    pub(crate) interval: f64,
}

impl Sequence<'_> {
    /// Takes a message through the rule and its actions, after those before it; or says what is wrong with it. A
    /// message that names no time has that of the common context, and so many intervals more.
    pub(crate) fn take(
        &self,
        message: &MessageRequest,
        intervals: f64,
        simulation: &mut Simulation,
    ) -> Result<Report, String> {
        let payload = respond::payload(
            &message.payload,
            message.payload_base64.as_deref(),
            message.payload_hex.as_deref(),
        )?;
        let tables = message.context.as_ref().map(|context| context.dynamodb_tables.clone());
        let tables = tables.filter(|tables| !tables.is_empty());
        let later = (intervals * self.interval) as i64;
        let usual = (later != 0).then(|| Context {
            timestamp_ms: self.context.timestamp_ms.saturating_add(later),
            ..self.context.clone()
        });
        let usual = usual.as_ref().unwrap_or(self.context);
        let own = message.context.clone().map(|context| context.over(usual)).transpose();
        let own = own.map_err(|error| Diagnostic::from(error).message)?;
        let topic = message.topic.as_deref().unwrap_or(self.topic);
        let message = Message { topic, payload: &payload };
        let context = own.as_ref().unwrap_or(usual);
        Ok(simulation
            .with_dynamodb_tables(tables, |simulation| self.plan.deliver(message, context, simulation)))
    }
}
