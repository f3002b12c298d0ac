//! What AWS's pages leave open or contradict, and what RuleLens does: data for the docs and for the page.
//!
//! A function's own doubts stand in its row of the function table; here is what belongs to no single function. Every
//! example is run as a test.

mod messages;
mod queries;
mod statements;
mod values;
mod variables;

use crate::evidence::Evidence;
use crate::version::SqlVersion;

/// A subject with what is open about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The heading.
    pub title: &'static str,
    /// The open questions.
    pub assumptions: &'static [Assumption],
}

/// A behaviour that AWS's pages leave open or contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What the question is about, in a few words.
    pub topic: &'static str,
    /// What AWS's pages say, in our words.
    pub stated: &'static str,
    /// The ways to read that.
    pub readings: &'static [&'static str],
    /// Which of the readings RuleLens follows, counted from 0.
    pub followed: usize,
    /// Whether AWS is silent (`assumed`) or disagrees with itself (`contradicted`).
    pub evidence: Evidence,
    /// The page of AWS's documentation that it is about.
    pub page: &'static str,
    /// Examples, each run as a test.
    pub examples: &'static [Shown],
}

/// An example of a behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The rule's SQL version.
    pub version: SqlVersion,
    /// The statement.
    pub sql: &'static str,
    /// The message's topic.
    pub topic: &'static str,
    /// The message's payload.
    pub payload: &'static str,
    /// A substitution template of one of the rule's actions, where the example is about templates; of a Timestream
    /// action its timestamp's value.
    pub template: Option<&'static str>,
    /// What comes of it.
    pub effect: Effect,
}

/// What comes of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The outgoing payload; empty for Undefined.
    Outgoing(&'static str),
    /// What the template becomes.
    Text(&'static str),
    /// The rule does not act.
    NoAction,
    /// The statement is refused, or the rule fails, with the diagnostic of this code.
    Fails(&'static str),
    /// The Timestream action writes these records: name, type and value of each.
    Records(&'static [&'static str]),
    /// The InfluxDB action writes these lines of line protocol.
    Lines(&'static [&'static str]),
}

impl Shown {
    /// An example with the outgoing payload.
    #[must_use]
    pub const fn gives(sql: &'static str, payload: &'static str, outgoing: &'static str) -> Self {
        Self {
            version: SqlVersion::V2016_03_23,
            sql,
            topic: "a",
            payload,
            template: None,
            effect: Effect::Outgoing(outgoing),
        }
    }

    /// An example of a template, beside a statement whose message has this payload.
    #[must_use]
    pub const fn template(
        template: &'static str,
        sql: &'static str,
        payload: &'static str,
        text: &'static str,
    ) -> Self {
        Self { template: Some(template), effect: Effect::Text(text), ..Self::gives(sql, payload, "") }
    }

    /// An example that fails with the diagnostic of this code.
    #[must_use]
    pub const fn fails(sql: &'static str, payload: &'static str, code: &'static str) -> Self {
        Self { effect: Effect::Fails(code), ..Self::gives(sql, payload, "") }
    }

    /// An example of a message on which the rule does not act.
    #[must_use]
    pub const fn no_action(sql: &'static str, payload: &'static str) -> Self {
        Self { effect: Effect::NoAction, ..Self::gives(sql, payload, "") }
    }

    /// An example whose outgoing payload becomes these records.
    #[must_use]
    pub const fn records(sql: &'static str, payload: &'static str, records: &'static [&'static str]) -> Self {
        Self { effect: Effect::Records(records), ..Self::gives(sql, payload, "") }
    }

    /// An example whose outgoing payload becomes these lines.
    #[must_use]
    pub const fn lines(sql: &'static str, payload: &'static str, lines: &'static [&'static str]) -> Self {
        Self { effect: Effect::Lines(lines), ..Self::gives(sql, payload, "") }
    }

    /// The example with a template in the action.
    #[must_use]
    pub const fn with_template(self, template: &'static str) -> Self {
        Self { template: Some(template), ..self }
    }

    /// The example with another topic.
    #[must_use]
    pub const fn on(self, topic: &'static str) -> Self {
        Self { topic, ..self }
    }

    /// The example with another SQL version.
    #[must_use]
    pub const fn under(self, version: SqlVersion) -> Self {
        Self { version, ..self }
    }
}

/// What is open about the language, by subject.
pub static ALL: &[Subject] = &[
    Subject { title: "Statements", assumptions: statements::WRITTEN },
    Subject { title: "Keys of the outgoing payload", assumptions: statements::KEYS },
    Subject { title: "SET variables", assumptions: variables::ASSUMPTIONS },
    Subject { title: "Numbers", assumptions: values::NUMBERS },
    Subject { title: "Comparison and conversion", assumptions: values::COMPARISON },
    Subject { title: "Nested queries", assumptions: queries::ASSUMPTIONS },
    Subject { title: "Topics", assumptions: messages::TOPICS },
    Subject { title: "Payloads", assumptions: messages::PAYLOADS },
    Subject { title: "Substitution templates", assumptions: messages::TEMPLATES },
];
