//! From request to response.

use crate::document_views::PlaceholderView;
#[cfg(feature = "documents")]
use crate::document_views::RuleView;
#[cfg(feature = "documents")]
use crate::documents::rule_document;
use crate::requests::{EvaluateRequest, TableRequest};
use crate::sequence::Sequence;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Diagnostic, Input, Message, SqlVersion};
#[cfg(feature = "documents")]
use rule_actions::documents::{Placeholder, RuleDocument};
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::view::{DiagnosticView, Evaluation, Positions, Viewer};
use rule_actions::{ContextDocument, Plan, Report, Simulation, Unknown, invalid_request};
use std::borrow::Cow;

/// Earlier messages that one request can name.
const MAX_EARLIER: usize = 1000;

/// Evaluates a rule for a message.
///
/// Nothing is read from outside the request: where its context names no time, that time is 1970-01-01, and the
/// random functions always start from the same seed.
#[must_use]
pub fn respond(request: &EvaluateRequest) -> Evaluation {
    respond_within(request, &Bounds::default())
        .map_or_else(|| Evaluation::rejected(Vec::new()), |bounded| bounded.evaluation)
}

/// How much is made of a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// The most steps that one of the messages may take, or finding out why something in it is Undefined; at most
    /// [`iot_sql::MAX_STEPS`], which is the default.
    pub steps: Option<u64>,
    /// The maximum number of records, or of points, of each action in the response; default: all.
    pub records: Option<usize>,
}

/// A response of which a part may be omitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounded {
    /// The response.
    pub evaluation: Evaluation,
    /// How many records the first Timestream action would write.
    pub record_count: usize,
    /// How many of them Timestream would reject.
    pub rejected_count: usize,
}

impl Bounded {
    /// The response where nothing was evaluated.
    #[must_use]
    pub fn rejected(diagnostics: Vec<DiagnosticView>) -> Self {
        Self { evaluation: Evaluation::rejected(diagnostics), record_count: 0, rejected_count: 0 }
    }
}

impl From<Evaluation> for Bounded {
    /// A whole response.
    fn from(evaluation: Evaluation) -> Self {
        let (record_count, rejected_count) =
            counts(evaluation.records().iter().map(|record| record.verdict.outcome));
        Self { evaluation, record_count, rejected_count }
    }
}

/// How many records there are, and how many of them are rejected.
fn counts(outcomes: impl ExactSizeIterator<Item = WriteOutcome>) -> (usize, usize) {
    (outcomes.len(), outcomes.filter(|outcome| *outcome == WriteOutcome::Rejected).count())
}

/// The same within bounds: `None` where a message takes more steps than they allow, as soon as that is seen.
#[must_use]
pub fn respond_within(request: &EvaluateRequest, bounds: &Bounds) -> Option<Bounded> {
    match evaluation(request, bounds) {
        Ok(bounded) => Some(bounded),
        Err(Unanswered::Rejected(errors)) => Some(Bounded::rejected(errors)),
        Err(Unanswered::Exceeded) => None,
    }
}

/// Why a request is not evaluated to its end.
enum Unanswered {
    /// Something is wrong with it.
    Rejected(Vec<DiagnosticView>),
    /// A message takes more steps than it may.
    Exceeded,
}

fn evaluation(request: &EvaluateRequest, bounds: &Bounds) -> Result<Bounded, Unanswered> {
    let payload = payload_of(request).map_err(|message| Unanswered::Rejected(vec![bad_request(message)]))?;
    let rule = RequestedRule::of(request);
    let viewer = Viewer { topic: &request.topic, payload: &payload, limit: bounds.records, ..rule.viewer() };
    let (plan, mut context, mut simulation) = rule
        .prepare(&viewer, request.context.as_ref(), request.table.as_ref())
        .map_err(Unanswered::Rejected)?;
    context.step_limit = bounds.steps;
    take_earlier(request, &plan, &context, &mut simulation, &viewer)?;
    let message = Message { topic: &request.topic, payload: &payload };
    let (report, trace) = if request.trace {
        let (report, trace) = plan.explain(message, &context, &mut simulation);
        (report, Some(viewer.trace(&trace, plan.rule())))
    } else {
        (plan.deliver(message, &context, &mut simulation), None)
    };
    check_steps(&report, &context)?;
    let reasons = if request.type_reasons { report.type_reasons(plan.rule(), &payload) } else { None };
    let (record_count, rejected_count) =
        counts(report.records().iter().map(|written| written.verdict.outcome));
    let evaluation = Evaluation { trace, ..viewer.evaluation(&report, reasons.as_ref()) };
    Ok(Bounded { evaluation, record_count, rejected_count })
}

fn check_steps(report: &Report, context: &Context) -> Result<(), Unanswered> {
    if context.step_limit.is_some() && report.is_short { Err(Unanswered::Exceeded) } else { Ok(()) }
}

/// Whether a part was needed that this build omits, so that a build with the feature `whole` has to be asked.
#[must_use]
pub fn needs_whole(response: &Evaluation) -> bool {
    response.diagnostics.iter().any(is_left_out)
}

/// The response to a request that needs the rest of the engine, where that cannot be had: the same as where a part of the
/// engine is needed that this build omits.
#[must_use]
pub fn without_rest() -> Bounded {
    let message = "The rule needs a part of RuleLens that did not load.";
    let diagnostic = Diagnostic::new(&iot_sql::FEATURE_DISABLED, message).input(Input::Request);
    Bounded::rejected(vec![Viewer::default().diagnostic(&diagnostic)])
}

/// Whether a diagnostic says that a part was needed that this build omits; its label says what needs what.
#[must_use]
pub fn is_left_out(diagnostic: &DiagnosticView) -> bool {
    diagnostic.code == iot_sql::FEATURE_DISABLED.id
}

/// Whether a diagnostic says that a value is needed that the rule leaves open until it is deployed.
#[must_use]
pub fn is_value_needed(diagnostic: &DiagnosticView) -> bool {
    diagnostic.code == rule_actions::VALUE_NEEDED.id
}

/// The payload of a request, or what is wrong with it.
pub(crate) fn payload_of(request: &EvaluateRequest) -> Result<Cow<'_, [u8]>, String> {
    payload(&request.payload, request.payload_base64.as_deref(), request.payload_hex.as_deref())
}

/// A payload's bytes, or what is wrong with their base64 or their digits; white space between them is skipped.
pub(crate) fn payload<'p>(
    text: &'p str,
    base64: Option<&str>,
    hex: Option<&str>,
) -> Result<Cow<'p, [u8]>, String> {
    let dense = |text: &str| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>();
    match (base64, hex) {
        (None, None) => Ok(Cow::Borrowed(text.as_bytes())),
        (Some(text), None) => BASE64
            .decode(dense(text))
            .map(Cow::Owned)
            .map_err(|error| format!("The payload is not base64: {error}.")),
        (None, Some(text)) => bytes_of(&dense(text)).map(Cow::Owned),
        (Some(_), Some(_)) => {
            Err("There is `payloadBase64` and `payloadHex`; the payload needs one of them.".to_owned())
        }
    }
}

/// The bytes that hexadecimal digits write.
fn bytes_of(digits: &[u8]) -> Result<Vec<u8>, String> {
    let digit = |(at, digit): (usize, &u8)| {
        let value = char::from(*digit).to_digit(16).map(|value| value as u8);
        value.ok_or_else(|| {
            format!("The payload is not hexadecimal: digit {} is neither 0 to 9 nor a to f.", at + 1)
        })
    };
    let digits = digits.iter().enumerate().map(digit).collect::<Result<Vec<u8>, _>>()?;
    if digits.len() % 2 == 1 {
        let count = digits.len();
        return Err(format!("The payload is not hexadecimal: a byte has two digits, and there are {count}."));
    }
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The SQL version of a name, or what is wrong with the name.
pub(crate) fn sql_version(name: Option<&str>) -> Result<SqlVersion, String> {
    match name {
        None => Ok(SqlVersion::default()),
        Some(name) => SqlVersion::from_name(name).ok_or_else(|| format!("There is no SQL version `{name}`.")),
    }
}

/// The rule of a request: a statement with actions, or a rule of a document.
pub(crate) struct RequestedRule<'r> {
    pub(crate) sql: &'r str,
    pub(crate) version: Option<&'r str>,
    pub(crate) action: Option<&'r str>,
    pub(crate) placeholders: &'r [PlaceholderView],
    #[cfg(feature = "documents")]
    pub(crate) document: Option<&'r RuleView>,
}

impl<'r> RequestedRule<'r> {
    /// The rule of a request for one message.
    pub(crate) fn of(request: &'r EvaluateRequest) -> Self {
        Self {
            sql: &request.sql,
            version: request.sql_version.as_deref(),
            action: request.action.as_deref(),
            placeholders: &request.placeholders,
            #[cfg(feature = "documents")]
            document: request.rule.as_ref(),
        }
    }

    /// What makes the view of results of the rule.
    pub(crate) fn viewer(&self) -> Viewer<'r> {
        let base = Viewer { positions: Positions::Utf16, ..Viewer::default() };
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            return Viewer { sql: &rule.sql, action: Some(&rule.action), ..base };
        }
        Viewer { sql: self.sql, action: self.action, ..base }
    }

    /// The rule with its actions, the context of the request's messages, and services that have seen none of them; or
    /// everything that is wrong with the rule, or what is wrong with one of the others.
    pub(crate) fn prepare(
        &self,
        viewer: &Viewer<'_>,
        context: Option<&ContextDocument>,
        table: Option<&TableRequest>,
    ) -> Result<(Plan, Context, Simulation), Vec<DiagnosticView>> {
        let of_request = |message| vec![bad_request(message)];
        let plan = self.read().map_err(of_request)?.map_err(|errors| viewer.diagnostics(&errors))?;
        let (context, simulation) = surroundings(context, table).map_err(of_request)?;
        Ok((plan, context, simulation))
    }

    fn read(&self) -> Result<Result<Plan, Vec<Diagnostic>>, String> {
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            let placeholders = self.placeholders.iter();
            let placeholders = placeholders.map(|one| Placeholder::new(&one.text, &one.stands_for)).collect();
            return Ok(RuleDocument { placeholders, ..rule_document(rule)? }.plan());
        }
        let unknown = self.placeholders.iter();
        let unknown =
            unknown.map(|one| Unknown { text: one.text.clone(), stands_for: one.stands_for.clone() });
        let unknown: Vec<Unknown> = unknown.collect();
        Ok(Plan::with_unknown(self.sql, sql_version(self.version)?, self.action, &unknown))
    }
}

/// The context of the messages of a request, and services that have seen none of them; or what is wrong with either.
fn surroundings(
    context: Option<&ContextDocument>,
    table: Option<&TableRequest>,
) -> Result<(Context, Simulation), String> {
    let settings = table.cloned().unwrap_or_default().settings();
    let settings = settings.map_err(|error| format!("There is no such table: {error}."))?;
    let context = context.cloned().unwrap_or_default();
    let dynamodb_tables = context.dynamodb_tables.clone();
    let simulation = Simulation { dynamodb_tables, ..Simulation::new(settings) };
    let context = context.into_context(0, 0);
    Ok((context.map_err(|error| Diagnostic::from(error).message)?, simulation))
}

/// Takes the earlier messages through the rule.
fn take_earlier(
    request: &EvaluateRequest,
    plan: &Plan,
    context: &Context,
    simulation: &mut Simulation,
    viewer: &Viewer<'_>,
) -> Result<(), Unanswered> {
    let rejected = |message: String| Unanswered::Rejected(vec![bad_request(message)]);
    let count = request.earlier.len();
    if count > MAX_EARLIER {
        return Err(rejected(format!(
            "There are {count} earlier messages; at most {MAX_EARLIER} are taken."
        )));
    }
    let sequence = Sequence { plan, topic: &request.topic, context, interval: request.interval };
    simulation.messages = request.skipped;
    simulation.absences.counts_only = true;
    // What lints find about earlier messages is not part of the answer.
    simulation.brief = true;
    for (index, message) in request.earlier.iter().enumerate() {
        let taken = sequence.take(message, -((count - index) as f64), simulation);
        let report = taken.map_err(|error| rejected(format!("Earlier message {}: {error}", index + 1)))?;
        if let Some(left_out) = left_out(&report) {
            return Err(Unanswered::Rejected(vec![viewer.diagnostic(left_out)]));
        }
        check_steps(&report, context)?;
    }
    simulation.absences.counts_only = false;
    simulation.brief = false;
    Ok(())
}

/// What says that a part of the engine was needed that this build omits.
pub(crate) fn left_out(report: &Report) -> Option<&Diagnostic> {
    report.diagnostics.iter().find(|diagnostic| *diagnostic.code == iot_sql::FEATURE_DISABLED)
}

/// The view of what is wrong with a request.
pub(crate) fn bad_request(message: impl Into<String>) -> DiagnosticView {
    Viewer::default().diagnostic(&invalid_request(message))
}

#[cfg(test)]
mod tests {
    use super::{payload, sql_version};
    use iot_sql::SqlVersion;

    #[test]
    fn a_payload_of_bytes_is_base64_or_hexadecimal() {
        let of = |base64, hex| payload("text", base64, hex).map(std::borrow::Cow::into_owned);
        assert_eq!(of(None, None), Ok(b"text".to_vec()));
        assert_eq!(of(Some("aG\nk="), None), Ok(b"hi".to_vec()));
        assert_eq!(of(None, Some("68 69\n0aFF")), Ok(b"hi\x0a\xff".to_vec()));
        for (base64, hex, wrong) in [
            (Some("?"), None, "not base64"),
            (None, Some("6"), "two digits"),
            (None, Some("6g"), "digit 2"),
            (None, Some("é"), "digit 1"),
            (Some(""), Some(""), "one of them"),
        ] {
            let error = of(base64, hex).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_bare_statement_has_the_version_that_the_console_sets() {
        assert_eq!(sql_version(None), Ok(SqlVersion::V2016_03_23));
        assert_eq!(sql_version(Some("2015-10-08")), Ok(SqlVersion::V2015_10_08));
        assert!(sql_version(Some("2015-10-09")).is_err());
    }
}
