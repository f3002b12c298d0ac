//! What the benchmarks measure: rules with messages, the same natively and in Node.
//!
//! `cargo xtask bench` runs them: `benches/` natively with criterion, `node/` on `rulelens-wasm`.

pub mod load;

use iot_sql::{Context, Diagnostic, Message, Outcome, Rule, SqlVersion};

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
