//! From request to response.

use crate::api::{DiagnosticView, EvaluateRequest, EvaluateResponse, InputName, OutcomeKind, SeverityView};
use crate::context::ContextRequest;
use crate::delivery::DeliveryView;
#[cfg(feature = "documents")]
use crate::documents::{RuleView, rule_document};
use crate::table::{Sequence, TableRequest};
use crate::trace;
use crate::view::{Texts, gate};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Diagnostic, Message, Outcome, Outgoing, SqlVersion};
use rule_actions::{Plan, Report, Simulation};
use std::borrow::Cow;

/// Earlier messages that one request can name.
const MAX_EARLIER: usize = 1000;

/// Evaluates a rule for a message.
///
/// Nothing is read from outside the request: where its context names no moment, that moment is 1970-01-01, and the
/// random functions always start from the same seed.
#[must_use]
pub fn respond(request: &EvaluateRequest) -> EvaluateResponse {
    let payload = match payload(&request.payload, request.payload_base64.as_deref()) {
        Ok(payload) => payload,
        Err(message) => return refused(vec![bad_request(message)]),
    };
    let rule = RequestedRule {
        sql: &request.sql,
        version: request.sql_version.as_deref(),
        action: request.action.as_deref(),
        #[cfg(feature = "documents")]
        document: request.rule.as_ref(),
    };
    let texts = Texts { topic: &request.topic, payload: &payload, ..rule.texts() };
    let plan = match rule.plan(&texts) {
        Ok(plan) => plan,
        Err(errors) => return refused(errors),
    };
    let (context, mut simulation) = match surroundings(request.context.as_ref(), request.table.as_ref()) {
        Ok(surroundings) => surroundings,
        Err(message) => return refused(vec![bad_request(message)]),
    };
    if let Err(error) = take_earlier(request, &plan, &context, &mut simulation, &texts) {
        return refused(vec![error]);
    }
    let message = Message { topic: &request.topic, payload: &payload };
    let (report, trace) = if request.trace {
        let (report, trace) = plan.explain(message, &context, &mut simulation);
        (report, Some(trace::view(&trace, plan.rule(), texts.sql)))
    } else {
        (plan.deliver(message, &context, &mut simulation), None)
    };
    let (text, base64) = match report.outgoing() {
        None => (None, None),
        Some(Outgoing::Json(value)) => (Some(value.to_json()), None),
        Some(Outgoing::Binary(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(BASE64.encode(bytes))),
        },
    };
    let reasons = if request.type_reasons { report.type_reasons(plan.rule(), &payload) } else { None };
    let delivery = |delivery| DeliveryView::new(delivery, reasons.as_ref(), &texts);
    let told = report.error_delivery.as_ref();
    EvaluateResponse {
        outcome: outcome(&report),
        outgoing_payload: text,
        outgoing_payload_base64: base64,
        diagnostics: report.diagnostics.iter().map(|diagnostic| texts.diagnostic(diagnostic)).collect(),
        gates: report.gates.iter().cloned().map(gate).collect(),
        error_delivery: told.map(|delivery| DeliveryView::new(delivery, None, &texts)),
        deliveries: report.deliveries.iter().map(delivery).collect(),
        trace,
    }
}

/// Whether a part was needed that this build leaves out, so that a build with the feature `whole` has to be asked.
#[must_use]
pub fn needs_whole(response: &EvaluateResponse) -> bool {
    response.diagnostics.iter().any(is_left_out)
}

/// Whether a diagnostic says that a part was needed that this build leaves out; its label says what needs what.
#[must_use]
pub fn is_left_out(diagnostic: &DiagnosticView) -> bool {
    diagnostic.code == iot_sql::FEATURE_DISABLED.id
}

/// A payload's bytes, or what is wrong with their base64.
pub(crate) fn payload<'p>(text: &'p str, base64: Option<&str>) -> Result<Cow<'p, [u8]>, String> {
    match base64 {
        None => Ok(Cow::Borrowed(text.as_bytes())),
        Some(text) => BASE64
            .decode(text)
            .map(Cow::Owned)
            .map_err(|error| format!("The payload is not base64: {error}.")),
    }
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
    #[cfg(feature = "documents")]
    pub(crate) document: Option<&'r RuleView>,
}

impl<'r> RequestedRule<'r> {
    /// The texts into which diagnostics about the rule point.
    pub(crate) fn texts(&self) -> Texts<'r> {
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            return Texts { sql: &rule.sql, action: Some(&rule.action), ..Texts::default() };
        }
        Texts { sql: self.sql, action: self.action, ..Texts::default() }
    }

    /// The rule with its actions, or everything that is wrong with them.
    pub(crate) fn plan(&self, texts: &Texts<'_>) -> Result<Plan, Vec<DiagnosticView>> {
        let plan = self.read().map_err(|message| vec![bad_request(message)])?;
        plan.map_err(|errors| errors.iter().map(|error| texts.diagnostic(error)).collect())
    }

    fn read(&self) -> Result<Result<Plan, Vec<Diagnostic>>, String> {
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            return Ok(rule_document(rule)?.plan());
        }
        Ok(Plan::new(self.sql, sql_version(self.version)?, self.action))
    }
}

/// What surrounds the messages of a request, and services that have seen none of them; or what is wrong with either.
pub(crate) fn surroundings(
    context: Option<&ContextRequest>,
    table: Option<&TableRequest>,
) -> Result<(Context, Simulation), String> {
    let settings = table.cloned().unwrap_or_default().settings();
    let settings = settings.map_err(|error| format!("There is no such table: {error}."))?;
    let context = context.cloned().unwrap_or_default();
    let dynamodb_tables = context.dynamodb_tables.clone();
    let simulation = Simulation { dynamodb_tables, ..Simulation::new(settings) };
    let context = context.into_context(0, 0);
    Ok((context.map_err(|error| format!("The context cannot be used: {error}."))?, simulation))
}

/// Takes the earlier messages through the rule, or says what is wrong with one.
fn take_earlier(
    request: &EvaluateRequest,
    plan: &Plan,
    context: &Context,
    simulation: &mut Simulation,
    texts: &Texts<'_>,
) -> Result<(), DiagnosticView> {
    let count = request.earlier.len();
    if count > MAX_EARLIER {
        let message = format!("There are {count} earlier messages; at most {MAX_EARLIER} are taken.");
        return Err(bad_request(message));
    }
    let sequence = Sequence { plan, topic: &request.topic, context };
    simulation.absences.counts_only = true;
    for (index, message) in request.earlier.iter().enumerate() {
        let taken = sequence.take(message, simulation);
        let report = taken.map_err(|error| bad_request(format!("Earlier message {}: {error}", index + 1)))?;
        if let Some(left_out) = left_out(&report) {
            return Err(texts.diagnostic(left_out));
        }
    }
    simulation.absences.counts_only = false;
    Ok(())
}

/// What says that a part of the engine was needed that this build leaves out.
pub(crate) fn left_out(report: &Report) -> Option<&Diagnostic> {
    report.diagnostics.iter().find(|diagnostic| *diagnostic.code == iot_sql::FEATURE_DISABLED)
}

pub(crate) fn outcome(report: &Report) -> OutcomeKind {
    match &report.outcome {
        _ if !report.is_published => OutcomeKind::NotPublished,
        Outcome::OtherTopic | Outcome::NotTrue { .. } => OutcomeKind::NotMatched,
        Outcome::Failed(_) => OutcomeKind::Failed,
        Outcome::Output(_) => OutcomeKind::Output,
    }
}

fn refused(diagnostics: Vec<DiagnosticView>) -> EvaluateResponse {
    EvaluateResponse {
        outcome: OutcomeKind::Refused,
        gates: Vec::new(),
        outgoing_payload: None,
        outgoing_payload_base64: None,
        deliveries: Vec::new(),
        error_delivery: None,
        diagnostics,
        trace: None,
    }
}

pub(crate) fn bad_request(message: String) -> DiagnosticView {
    DiagnosticView {
        code: "request.invalid".into(),
        severity: SeverityView::Error,
        message,
        input: InputName::Request,
        action_path: None,
        labels: Vec::new(),
        help: None,
        evidence: None,
        fixes: Vec::new(),
        needed: None,
    }
}
