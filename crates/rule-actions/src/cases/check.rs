//! Running a case.

use super::Case;
use super::deliveries;
use super::expected::{Expected, ExpectedOutput, ExpectedRecord};
use super::rounding::is_rounding;
use super::verdicts;
use crate::action::Delivery;
use crate::{Plan, Report, StageState};
use iot_sql::{Diagnostic, Input, Message, Outcome, Severity, Trace};
use serde_json::Value as Json;

/// What became of a case.
#[derive(Clone, Debug, Default)]
pub struct CaseResult {
    /// What is not as expected; nothing where the case passes.
    pub differences: Vec<Difference>,
    /// The diagnostics about the case's rule, action and message.
    pub diagnostics: Vec<Diagnostic>,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is, such as `record 2`.
    pub what: String,
    /// What the case expects.
    pub expected: String,
    /// What came instead.
    pub found: String,
    /// Whether both sides are of one kind, so that the parts in which they differ can be marked.
    pub comparable: bool,
}

/// Characters that are shown before the first difference.
const BEFORE: usize = 60;

/// Characters of a side that are shown.
const SHOWN: usize = 400;

fn piece(text: &str, skipped: usize) -> String {
    let mut piece = String::new();
    if skipped > 0 {
        piece.push('…');
    }
    let mut rest = text.chars().skip(skipped);
    piece.extend(rest.by_ref().take(SHOWN).map(|ch| if ch == '\n' { '⏎' } else { ch }));
    if rest.next().is_some() {
        piece.push('…');
    }
    piece
}

impl Difference {
    /// Two values, such as two payloads.
    pub(super) fn between(
        what: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self { what: what.into(), expected: expected.into(), found: found.into(), comparable: true }
    }

    /// What was expected and what was found, each on one line: from a little before the first difference on, as far as it is
    /// shown.
    #[must_use]
    pub fn sides(&self) -> (String, String) {
        let Self { expected, found, .. } = self;
        let same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
        let skipped = same.saturating_sub(BEFORE);
        (piece(expected, skipped), piece(found, skipped))
    }

    /// What was expected, and in words what came instead.
    pub(super) fn words(what: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { comparable: false, ..Self::between(what, expected, found) }
    }
}

impl Case {
    /// Runs the case.
    #[must_use]
    pub fn run(&self) -> CaseResult {
        match self.plan() {
            Err(errors) => CaseResult { differences: self.of_rejection(&errors), diagnostics: errors },
            Ok(plan) => {
                let earlier = &self.history.earlier;
                let mut differences = Vec::new();
                let report = self.deliver(&plan, |at, report| {
                    differences.extend(earlier[at].differences(at, &report));
                });
                differences.extend(self.differences(&report));
                CaseResult { differences, diagnostics: report.diagnostics }
            }
        }
    }

    /// What becomes of every message, the earlier ones first.
    #[must_use]
    pub fn reports(&self, plan: &Plan) -> Vec<Report> {
        let mut reports = Vec::new();
        let last = self.deliver(plan, |_, report| reports.push(report));
        reports.push(last);
        reports
    }

    /// Takes the case's message through its rule, after the messages before it; `visit` is told what became of these.
    pub(super) fn deliver(&self, plan: &Plan, visit: impl FnMut(usize, Report)) -> Report {
        let message = Message { topic: &self.topic, payload: &self.payload };
        let mut simulation = self.history.simulate(plan, &self.topic, &self.context, visit);
        plan.deliver(message, &self.context, &mut simulation)
    }

    /// The case's rule with its actions.
    ///
    /// # Errors
    /// Everything that makes AWS reject it.
    pub fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        Plan::new(&self.sql, self.version, self.action.as_deref())
    }

    /// Takes the case's message through its rule, after the messages before it, and tells where everything came from.
    #[must_use]
    pub fn explain(&self, plan: &Plan) -> (Report, Trace) {
        let message = Message { topic: &self.topic, payload: &self.payload };
        let mut simulation = self.history.simulate(plan, &self.topic, &self.context, |_, _| {});
        plan.explain(message, &self.context, &mut simulation)
    }

    fn of_rejection(&self, errors: &[Diagnostic]) -> Vec<Difference> {
        let Expected {
            output,
            acts,
            error,
            records,
            verdicts,
            deliveries,
            error_action,
            lines: expected_lines,
            diagnostics: _,
            only_diagnostics: _,
        } = &self.expected;
        let found = format!("rejected: {}", lines(errors.iter()));
        let mut differences = Vec::new();
        differences.extend(error.as_deref().and_then(|part| error_difference(part, errors.iter(), "")));
        if let Some(acts) = acts {
            differences.push(Difference::words("the rule", acts_text(*acts), &found));
        }
        if let Some(output) = output {
            differences.push(Difference::words("outgoing payload", output_text(output), &found));
        }
        let actions = [
            ("records", records.is_some() || verdicts.is_some()),
            ("lines", expected_lines.is_some()),
            ("deliveries", deliveries.is_some()),
            ("the error action", error_action.is_some()),
        ];
        differences.extend(diagnostics_differences(&self.expected, errors));
        for (what, _) in actions.into_iter().filter(|(_, expected)| *expected) {
            differences.push(Difference::words(what, "a rule that is accepted", &found));
        }
        differences
    }

    /// What of a report is not as the case expects.
    #[must_use]
    pub fn differences(&self, report: &Report) -> Vec<Difference> {
        let Expected {
            output,
            acts,
            error,
            records,
            verdicts,
            deliveries,
            error_action,
            lines: expected_lines,
            diagnostics: _,
            only_diagnostics: _,
        } = &self.expected;
        // A topic that no message can have is the message's fault, not the rule's.
        let errors = || {
            report.diagnostics.iter().filter(|diagnostic| {
                diagnostic.severity() == Severity::Error && diagnostic.input != Input::Topic
            })
        };
        let came = came(report);
        let mut differences = Vec::new();
        differences.extend(error.as_deref().and_then(|part| error_difference(part, errors(), &came)));
        differences.extend(acts.and_then(|acts| acts_difference(acts, report)));
        if let Some(output) = output
            && !self.output_is(output, report)
        {
            let difference = Difference::between("outgoing payload", output_text(output), came);
            differences.push(Difference { comparable: acted(report) == Some(true), ..difference });
        }
        if let Some(records) = records {
            differences.extend(records_differences(records, report, &lines(errors())));
        }
        if let Some(verdicts) = verdicts {
            differences.extend(verdicts::differences(verdicts, report));
        }
        if let Some(expected) = deliveries {
            differences.extend(deliveries::of_actions(expected, report));
        }
        if let Some(expected) = error_action {
            differences.extend(deliveries::of_error_action(expected.as_ref(), report));
        }
        if let Some(expected) = expected_lines {
            differences.extend(lines_difference(expected, report, &lines(errors())));
        }
        differences.extend(diagnostics_differences(&self.expected, &report.diagnostics));
        differences
    }

    fn output_is(&self, expected: &ExpectedOutput, report: &Report) -> bool {
        let Some(outgoing) = report.outgoing() else { return false };
        let found = outgoing.to_bytes();
        match expected {
            ExpectedOutput::Text(text) => text.as_bytes() == found,
            ExpectedOutput::Json(json) => {
                json.as_bytes() == found
                    || self.payload_is_json
                        && std::str::from_utf8(&found).is_ok_and(|found| is_rounding(json, found))
            }
        }
    }
}

/// The codes that must be reported and are not, and what is reported although nothing else may be.
fn diagnostics_differences(expected: &Expected, reported: &[Diagnostic]) -> Vec<Difference> {
    let codes = expected.diagnostics.as_deref().unwrap_or_default();
    let is_reported = |code: &&String| reported.iter().any(|diagnostic| diagnostic.code.id == code.as_str());
    let missing: Vec<&str> = codes.iter().filter(|code| !is_reported(code)).map(String::as_str).collect();
    let mut differences = Vec::new();
    if !missing.is_empty() {
        let reported: Vec<&str> = reported.iter().map(|diagnostic| diagnostic.code.id).collect();
        let found = format!("only {}", reported.join(", "));
        differences.push(Difference::words("diagnostics", missing.join(", "), found));
    }
    if expected.only_diagnostics {
        let is_expected = |diagnostic: &&Diagnostic| {
            codes.iter().any(|code| diagnostic.code.id == code.as_str())
                || diagnostic.severity() == Severity::Error
                    && expected.error.as_deref().is_some_and(|part| names(part, diagnostic))
        };
        let others = reported.iter().filter(|diagnostic| !is_expected(diagnostic));
        let others: Vec<String> =
            others.map(|diagnostic| format!("{}: {}", diagnostic.code.id, diagnostic.message)).collect();
        if !others.is_empty() {
            differences.push(Difference::words("other diagnostics", "none", others.join("\n")));
        }
    }
    differences
}

/// Whether the rule acted on a message; `None` where it failed.
pub(super) fn acted(report: &Report) -> Option<bool> {
    match &report.outcome {
        // No rule acts on a message that the broker rejects.
        _ if !report.is_published => Some(false),
        Outcome::Output(_) => Some(true),
        Outcome::OtherTopic | Outcome::NotTrue { .. } => Some(false),
        Outcome::Failed(_) => None,
    }
}

pub(super) fn acts_difference(acts: bool, report: &Report) -> Option<Difference> {
    let acted = acted(report);
    if acted == Some(acts) {
        return None;
    }
    let came = came(report);
    let found = if acted == Some(true) { format!("acts and sends {came}") } else { came };
    Some(Difference::words("the rule", acts_text(acts), found))
}

/// What came of a message, in a line: the outgoing payload, or why there is none.
fn came(report: &Report) -> String {
    match report.outgoing() {
        Some(outgoing) => String::from_utf8_lossy(&outgoing.to_bytes()).into_owned(),
        None => {
            let stopped = report.stages.iter().find(|stage| stage.state == StageState::Stopped);
            format!("nothing: {}", stopped.map_or("", |stage| stage.explanation.as_str()))
        }
    }
}

pub(super) fn records_differences(
    expected: &[ExpectedRecord],
    report: &Report,
    errors: &str,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let count = report.records().len();
    if expected.len() != count {
        let found = if errors.is_empty() { count.to_string() } else { format!("{count}: {errors}") };
        differences.push(Difference::words("number of records", expected.len().to_string(), found));
    }
    for index in 0..expected.len().max(count) {
        let (expected, found) = match (expected.get(index), report.records().get(index)) {
            (Some(expected), Some(found)) => expected.beside(&found.record),
            (Some(expected), None) => (expected.to_json(), Json::Null),
            (None, found) => (Json::Null, found.map(|written| written.record.to_json()).unwrap_or_default()),
        };
        if expected != found {
            let side = |json: &Json| if json.is_null() { "no record".to_owned() } else { json.to_string() };
            let comparable = !expected.is_null() && !found.is_null();
            let what = format!("record {}", index + 1);
            let difference = Difference::between(what, side(&expected), side(&found));
            differences.push(Difference { comparable, ..difference });
        }
    }
    differences
}

fn lines_difference(expected: &[String], report: &Report, errors: &str) -> Option<Difference> {
    let found: Vec<String> = report.influxdb().into_iter().flat_map(Delivery::lines).collect();
    if found == expected {
        return None;
    }
    if found.is_empty() && !errors.is_empty() {
        return Some(Difference::words("lines", expected.join("\n"), errors));
    }
    Some(Difference::between("lines", expected.join("\n"), found.join("\n")))
}

/// Whether a string is a part of an error's message, help or code.
fn names(part: &str, error: &Diagnostic) -> bool {
    let has = |text: &str| text.contains(part);
    has(&error.message) || has(error.code.id) || error.help.as_deref().is_some_and(has)
}

pub(super) fn error_difference<'d>(
    part: &str,
    errors: impl Iterator<Item = &'d Diagnostic> + Clone,
    came: &str,
) -> Option<Difference> {
    if errors.clone().any(|error| names(part, error)) {
        return None;
    }
    let expected = if part.is_empty() { "an error".to_owned() } else { format!("an error with `{part}`") };
    let found = lines(errors);
    let found = if found.is_empty() { format!("no error: {came}") } else { found };
    Some(Difference::words("error", expected, found))
}

pub(super) fn lines<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> String {
    diagnostics.map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join(" ")
}

fn acts_text(acts: bool) -> &'static str {
    if acts { "acts" } else { "does not act" }
}

fn output_text(output: &ExpectedOutput) -> String {
    match output {
        ExpectedOutput::Text(text) | ExpectedOutput::Json(text) => text.clone(),
    }
}
