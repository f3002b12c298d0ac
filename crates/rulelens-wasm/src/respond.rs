//! From request to response.

#[cfg(feature = "documents")]
use crate::document_views::RuleView;
#[cfg(feature = "documents")]
use crate::documents::rule_document;
use crate::requests::{EvaluateRequest, TableRequest};
use crate::sequence::Sequence;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Diagnostic, Message, SqlVersion};
use rule_actions::view::{DiagnosticView, Evaluation, Positions, Viewer};
use rule_actions::{ContextDocument, Plan, Report, Simulation, invalid_request};
use std::borrow::Cow;

/// Earlier messages that one request can name.
const MAX_EARLIER: usize = 1000;

/// Evaluates a rule for a message.
///
/// Nothing is read from outside the request: where its context names no time, that time is 1970-01-01, and the
/// random functions always start from the same seed.
#[must_use]
pub fn respond(request: &EvaluateRequest) -> Evaluation {
    let payload = match payload(&request.payload, request.payload_base64.as_deref()) {
        Ok(payload) => payload,
        Err(message) => return Evaluation::rejected(vec![bad_request(message)]),
    };
    let rule = RequestedRule {
        sql: &request.sql,
        version: request.sql_version.as_deref(),
        action: request.action.as_deref(),
        #[cfg(feature = "documents")]
        document: request.rule.as_ref(),
    };
    let viewer = Viewer { topic: &request.topic, payload: &payload, ..rule.viewer() };
    let plan = match rule.plan(&viewer) {
        Ok(plan) => plan,
        Err(errors) => return Evaluation::rejected(errors),
    };
    let (context, mut simulation) = match surroundings(request.context.as_ref(), request.table.as_ref()) {
        Ok(surroundings) => surroundings,
        Err(message) => return Evaluation::rejected(vec![bad_request(message)]),
    };
    if let Err(error) = take_earlier(request, &plan, &context, &mut simulation, &viewer) {
        return Evaluation::rejected(vec![error]);
    }
    let message = Message { topic: &request.topic, payload: &payload };
    let (report, trace) = if request.trace {
        let (report, trace) = plan.explain(message, &context, &mut simulation);
        (report, Some(viewer.trace(&trace, plan.rule())))
    } else {
        (plan.deliver(message, &context, &mut simulation), None)
    };
    let reasons = if request.type_reasons { report.type_reasons(plan.rule(), &payload) } else { None };
    Evaluation { trace, ..viewer.evaluation(&report, reasons.as_ref()) }
}

/// Whether a part was needed that this build omits, so that a build with the feature `whole` has to be asked.
#[must_use]
pub fn needs_whole(response: &Evaluation) -> bool {
    response.diagnostics.iter().any(is_left_out)
}

/// Whether a diagnostic says that a part was needed that this build omits; its label says what needs what.
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
    /// What makes the view of results of the rule.
    pub(crate) fn viewer(&self) -> Viewer<'r> {
        let base = Viewer { positions: Positions::Utf16, ..Viewer::default() };
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            return Viewer { sql: &rule.sql, action: Some(&rule.action), ..base };
        }
        Viewer { sql: self.sql, action: self.action, ..base }
    }

    /// The rule with its actions, or everything that is wrong with them.
    pub(crate) fn plan(&self, viewer: &Viewer<'_>) -> Result<Plan, Vec<DiagnosticView>> {
        let plan = self.read().map_err(|message| vec![bad_request(message)])?;
        plan.map_err(|errors| viewer.diagnostics(&errors))
    }

    fn read(&self) -> Result<Result<Plan, Vec<Diagnostic>>, String> {
        #[cfg(feature = "documents")]
        if let Some(rule) = self.document {
            return Ok(rule_document(rule)?.plan());
        }
        Ok(Plan::new(self.sql, sql_version(self.version)?, self.action))
    }
}

/// The context of the messages of a request, and services that have seen none of them; or what is wrong with either.
pub(crate) fn surroundings(
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

/// Takes the earlier messages through the rule, or says what is wrong with one.
fn take_earlier(
    request: &EvaluateRequest,
    plan: &Plan,
    context: &Context,
    simulation: &mut Simulation,
    viewer: &Viewer<'_>,
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
            return Err(viewer.diagnostic(left_out));
        }
    }
    simulation.absences.counts_only = false;
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
    use super::sql_version;
    use iot_sql::SqlVersion;

    #[test]
    fn a_bare_statement_has_the_version_that_the_console_sets() {
        assert_eq!(sql_version(None), Ok(SqlVersion::V2016_03_23));
        assert_eq!(sql_version(Some("2015-10-08")), Ok(SqlVersion::V2015_10_08));
        assert!(sql_version(Some("2015-10-09")).is_err());
    }
}
