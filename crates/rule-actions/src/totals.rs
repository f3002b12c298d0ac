//! What many messages together come to.

use crate::report::Report;
use std::collections::BTreeMap;

/// How often something was seen, by its name.
pub type Counts = BTreeMap<&'static str, u64>;

/// What many messages together come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Messages.
    pub messages: u64,
    /// Messages by their outcome, [`Report::outcome_name`].
    pub outcomes: Counts,
    /// Messages by the stage that stopped them, [`StageName::name`](crate::StageName::name).
    pub stopped_at: Counts,
    /// Records by what becomes of them,
    /// [`WriteOutcome::name`](crate::actions::timestream::table::WriteOutcome::name).
    pub verdicts: Counts,
    /// Deliveries of which something is lost, by the action's name.
    pub failures: Counts,
    /// Messages of which a diagnostic was said, by its code.
    pub diagnostics: Counts,
}

impl Totals {
    /// Adds a message.
    pub fn count(&mut self, report: &Report) {
        self.messages += 1;
        *self.outcomes.entry(report.outcome_name()).or_default() += 1;
        if let Some(stage) = report.stopped {
            *self.stopped_at.entry(stage.name()).or_default() += 1;
        }
        for delivery in &report.deliveries {
            for written in delivery.records() {
                *self.verdicts.entry(written.verdict.outcome.name()).or_default() += 1;
            }
            if delivery.errors().next().is_some() {
                *self.failures.entry(delivery.title).or_default() += 1;
            }
        }
        for (index, diagnostic) in report.diagnostics.iter().enumerate() {
            let code = diagnostic.code.id;
            if report.diagnostics[..index].iter().all(|before| before.code.id != code) {
                *self.diagnostics.entry(code).or_default() += 1;
            }
        }
    }
}

impl Totals {
    /// Adds what other messages came to.
    pub fn merge(&mut self, other: Self) {
        self.messages += other.messages;
        for (counts, other) in [
            (&mut self.outcomes, other.outcomes),
            (&mut self.stopped_at, other.stopped_at),
            (&mut self.verdicts, other.verdicts),
            (&mut self.failures, other.failures),
            (&mut self.diagnostics, other.diagnostics),
        ] {
            for (name, count) in other {
                *counts.entry(name).or_default() += count;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Totals};
    use crate::{Plan, Simulation};
    use iot_sql::{Context, Message, SqlVersion};

    #[test]
    fn messages_add_up() {
        let action = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;
        let plan = Plan::new("SELECT t, u FROM 'a'", SqlVersion::default(), Some(action))
            .expect("a rule and an action");
        let (mut totals, mut simulation) = (Totals::default(), Simulation::default());
        for (timestamp_ms, topic, payload) in [
            (1, "a", r#"{"t": 1, "u": 1}"#),
            (2, "a", r#"{"t": 1.5, "u": 1.5}"#),
            (3, "b", "{}"),
            (4, "a", "no"),
        ] {
            let context = Context { timestamp_ms, ..Context::default() };
            let message = Message { topic, payload: payload.as_bytes() };
            totals.count(&plan.deliver(message, &context, &mut simulation));
        }
        assert_eq!(totals.messages, 4);
        assert_eq!(totals.outcomes, Counts::from([("failed", 1), ("notMatched", 1), ("output", 2)]));
        assert_eq!(totals.stopped_at, Counts::from([("actions", 1), ("select", 1), ("topic", 1)]));
        assert_eq!(totals.verdicts, Counts::from([("accepted", 2), ("rejected", 2)]));
        assert_eq!(totals.failures, Counts::from([("Timestream", 1)]));
        assert_eq!(totals.diagnostics["timestream.type-conflict"], 1, "messages, not records");
    }
}
