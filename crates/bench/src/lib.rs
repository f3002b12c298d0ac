//! What the benchmarks measure: rules with messages, the same natively and in Node.
//!
//! `cargo xtask bench` runs them: `benches/` natively with criterion, `node/` on `rulelens-wasm`.

pub mod load;

use iot_sql::{Context, Diagnostic, Layout, Message, Outcome, Rule, SqlVersion};
use rule_actions::{Absences, Plan, Simulation, StageWords};

/// A rule and a message for it.
pub struct Job {
    rule: Rule,
    payload: Vec<u8>,
    context: Context,
}

impl Job {
    /// Parses the rule.
    ///
    /// # Errors
    /// Where the rule is rejected.
    pub fn new(sql: &str, payload: impl Into<Vec<u8>>) -> Result<Self, Diagnostic> {
        let rule = Rule::parse(sql, SqlVersion::V2016_03_23)?;
        Ok(Self { rule, payload: payload.into(), context: Context::default() })
    }

    /// The message's payload.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// From the payload's bytes to the outgoing payload's bytes; `None` where the rule does not act.
    #[must_use]
    pub fn run(&self) -> Option<Vec<u8>> {
        self.run_for(&self.payload)
    }

    /// The same for another payload.
    #[must_use]
    pub fn run_for(&self, payload: &[u8]) -> Option<Vec<u8>> {
        match self.rule.evaluate(Message { topic: load::TOPIC, payload }, &self.context) {
            Outcome::Output(outgoing) => Some(outgoing.to_bytes()),
            _ => None,
        }
    }
}

/// A rule and an action for many messages, of which only the records are asked, as in a replay.
pub struct Deliveries {
    plan: Plan,
    layout: Layout,
    own: Simulation,
    services: Simulation,
    context: Context,
}

impl Deliveries {
    /// Reads rule and action.
    ///
    /// # Errors
    /// Where they are rejected.
    pub fn new(sql: &str, action: &str) -> Result<Self, Vec<Diagnostic>> {
        let plan = Plan::new(sql, SqlVersion::V2016_03_23, Some(action))?;
        let simulation =
            || Simulation { brief: true, absences: Absences::counting(), ..Simulation::default() };
        let context = Context { timestamp_ms: 1_700_000_000_000, ..Context::default() };
        Ok(Self { plan, layout: Layout::default(), own: simulation(), services: simulation(), context })
    }

    /// Takes a message through, a second after the one before; gives how many records come of it.
    pub fn take(&mut self, payload: &str) -> usize {
        self.context.timestamp_ms += 1000;
        let message = Message { topic: load::TOPIC, payload: payload.as_bytes() };
        let reading = self.plan.rule().read(message, &mut self.layout);
        let mut begun =
            self.plan.begin(message, &self.context, self.context.invocation(), reading, &mut self.own);
        begun.write(&mut self.own, &mut self.services);
        begun.report(StageWords::None).records().len()
    }
}
