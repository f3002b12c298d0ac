//! What many messages together come to.

use crate::action::Delivery;
use crate::actions::timestream::written::Written;
use crate::report::{OutcomeKind, Report};
use crate::stages::StageName;
use iot_sql::Diagnostic;

/// How often something was seen, by its name, in the order of the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(&'static str, u64)>);

impl Counts {
    /// How often something of this name was seen.
    #[must_use]
    pub fn get(&self, name: &str) -> u64 {
        self.0.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count)
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names with how often they were seen.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.0.iter().copied()
    }

    fn add(&mut self, name: &'static str, count: u64) {
        // Names are few, and the same name mostly comes from the same place.
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| std::ptr::eq(*known, name)) {
            *known += count;
            return;
        }
        match self.0.binary_search_by_key(&name, |(known, _)| known) {
            Ok(at) => self.0[at].1 += count,
            Err(at) => self.0.insert(at, (name, count)),
        }
    }
}

impl<const COUNT: usize> From<[(&'static str, u64); COUNT]> for Counts {
    fn from(counts: [(&'static str, u64); COUNT]) -> Self {
        let mut all = Self::default();
        for (name, count) in counts {
            all.add(name, count);
        }
        all
    }
}

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
        let Report { stopped, deliveries, diagnostics, .. } = report;
        self.add(report.outcome_kind(), *stopped, deliveries);
        self.add_diagnostics(diagnostics);
    }

    /// Adds a message of which this is known, but for its diagnostics.
    pub(crate) fn add(&mut self, outcome: OutcomeKind, stopped: Option<StageName>, deliveries: &[Delivery]) {
        self.messages += 1;
        self.outcomes.add(outcome.name(), 1);
        if let Some(stage) = stopped {
            self.stopped_at.add(stage.name(), 1);
        }
        for delivery in deliveries {
            let outcome = |written: &Written| written.verdict.outcome;
            // Records of one message mostly fare alike.
            for alike in delivery.records().chunk_by(|one, other| outcome(one) == outcome(other)) {
                self.verdicts.add(outcome(&alike[0]).name(), alike.len() as u64);
            }
            if delivery.errors().next().is_some() {
                self.failures.add(delivery.title, 1);
            }
        }
    }

    /// Adds the diagnostics of a message; those of one code count once.
    pub(crate) fn add_diagnostics<'d>(&mut self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) {
        let mut seen: Vec<&'static str> = Vec::new();
        for diagnostic in diagnostics {
            let code = diagnostic.code.id;
            if !seen.contains(&code) {
                seen.push(code);
                self.diagnostics.add(code, 1);
            }
        }
    }

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
            for (name, count) in other.iter() {
                counts.add(name, count);
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
        assert_eq!(totals.diagnostics.get("timestream.type-conflict"), 1, "messages, not records");
    }
}
