//! A rule with its action, and what they do with a message.

use crate::gates::{Gate, gates};
use crate::timestream::{Record, TimestreamAction, Written};
use crate::wording;
use iot_sql::{Context, Diagnostic, Message, Outcome, Outgoing, Rule, Run, SqlVersion, Trace};
use serde_json::Value as Json;

/// A rule with its action, read once and used for any number of messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    rule: Rule,
    action: Option<TimestreamAction>,
    warnings: Vec<Diagnostic>,
}

/// What a rule and its action do with one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What the rule did.
    pub outcome: Outcome,
    /// How far the message got: topic, WHERE, SELECT, Timestream.
    pub gates: Vec<Gate>,
    /// The records that the Timestream action would write, in order.
    pub records: Vec<Record>,
    /// Everything there is to say about rule, action and message, errors first.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The outgoing payload, where there is one.
    #[must_use]
    pub fn outgoing(&self) -> Option<&Outgoing> {
        match &self.outcome {
            Outcome::Output(outgoing) => Some(outgoing),
            _ => None,
        }
    }
}

impl Plan {
    /// Reads a rule's statement and, where there is one, its action: JSON text as in a rule,
    /// `{"timestream": {…}}`.
    ///
    /// # Errors
    /// Everything that makes AWS refuse the statement or the action.
    pub fn new(sql: &str, version: SqlVersion, action: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let rule = Rule::parse(sql, version);
        let mut warnings = Vec::new();
        let action = match action {
            None => Ok(None),
            Some(text) => read_action(text, version, &mut warnings).map(Some),
        };
        match (rule, action) {
            (Ok(rule), Ok(action)) => {
                let mut warnings: Vec<Diagnostic> = rule.warnings().iter().cloned().chain(warnings).collect();
                warnings.extend(action.iter().flat_map(|action| action.warnings(&rule)));
                Ok(Self { rule, action, warnings })
            }
            (Ok(_), Err(errors)) => Err(errors),
            (Err(error), Ok(_)) => Err(vec![error]),
            (Err(error), Err(errors)) => Err(std::iter::once(error).chain(errors).collect()),
        }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The Timestream action, where there is one.
    #[must_use]
    pub fn action(&self) -> Option<&TimestreamAction> {
        self.action.as_ref()
    }

    /// What is accepted but odd about the rule and its action.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Takes a message through the rule and its action.
    #[must_use]
    pub fn evaluate(&self, message: Message<'_>, context: &Context) -> Report {
        self.take(message, context, self.rule.start(message, context)).0
    }

    /// Takes a message through the rule and its action, and tells every expression's value and where each outgoing
    /// attribute came from. The trace is of the rule, not of the action's templates.
    #[must_use]
    pub fn explain(&self, message: Message<'_>, context: &Context) -> (Report, Trace) {
        let mut run = self.rule.start(message, context);
        run.trace();
        let (report, trace) = self.take(message, context, run);
        (report, trace.unwrap_or_default())
    }

    fn take(&self, message: Message<'_>, context: &Context, mut run: Run<'_>) -> (Report, Option<Trace>) {
        let mut diagnostics = message.check();
        run.listen();
        let outcome = run.run();
        let trace = run.take_trace();
        diagnostics.extend(run.remarks(&outcome));
        let mut written = None;
        if let (Outcome::Output(outgoing), Some(action)) = (&outcome, &self.action) {
            let result = action.write(outgoing, &mut run, context);
            diagnostics.extend(result.diagnostics.iter().cloned());
            written = Some(result);
        }
        let gates = gates(&self.rule, message.topic, &outcome, written.as_ref());
        diagnostics.extend(self.warnings.iter().cloned());
        diagnostics.sort_by_key(Diagnostic::severity);
        let records = written.map(|Written { records, .. }| records).unwrap_or_default();
        (Report { outcome, gates, records, diagnostics }, trace)
    }
}

fn read_action(
    text: &str,
    version: SqlVersion,
    warnings: &mut Vec<Diagnostic>,
) -> Result<TimestreamAction, Vec<Diagnostic>> {
    // Read twice: the first reader tells places in the same words as for payloads.
    if let Err(error) = iot_sql::Value::from_json(text.as_bytes()) {
        return Err(vec![wording::action_not_json(&error, text.len())]);
    }
    let json: Json = serde_json::from_str(text).unwrap_or_default();
    let known =
        json.as_object().filter(|object| object.len() == 1).and_then(|object| object.get("timestream"));
    match known {
        Some(timestream) => TimestreamAction::from_json(timestream, version, warnings),
        None => {
            let kind = json.as_object().and_then(|object| object.keys().find(|key| *key != "timestream"));
            Err(vec![wording::action_unknown(kind.map_or("", String::as_str))])
        }
    }
}
