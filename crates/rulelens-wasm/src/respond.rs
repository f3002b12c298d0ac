//! From request to response.

use crate::api::{DiagnosticView, EvaluateRequest, EvaluateResponse, InputName, OutcomeKind, SeverityView};
use crate::trace;
use crate::view::{Texts, gate, record};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Message, Outcome, Outgoing, SqlVersion};
use rule_actions::{Plan, Simulation};
#[cfg(feature = "exports")]
use serde::Serialize;
#[cfg(feature = "exports")]
use serde_wasm_bindgen::Serializer;
#[cfg(feature = "exports")]
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// Evaluates a rule for a message.
///
/// Nothing is read from outside the request: where its context names no moment, that moment is 1970-01-01, and the
/// random functions always start from the same seed.
#[must_use]
pub fn respond(request: &EvaluateRequest) -> EvaluateResponse {
    let decoded;
    let payload = match &request.payload_base64 {
        None => request.payload.as_bytes(),
        Some(text) => match BASE64.decode(text) {
            Ok(bytes) => {
                decoded = bytes;
                decoded.as_slice()
            }
            Err(error) => return refused(vec![bad_request(format!("The payload is not base64: {error}."))]),
        },
    };
    let version = match sql_version(request.sql_version.as_deref()) {
        Ok(version) => version,
        Err(message) => return refused(vec![bad_request(message)]),
    };
    let action = request.action.as_deref();
    let texts = Texts { sql: &request.sql, topic: &request.topic, payload, action };
    let plan = match Plan::new(&request.sql, version, action) {
        Ok(plan) => plan,
        Err(errors) => return refused(errors.iter().map(|error| texts.diagnostic(error)).collect()),
    };
    let surroundings = request.context.clone().unwrap_or_default();
    let mut simulation =
        Simulation { dynamodb_tables: surroundings.dynamodb_tables.clone(), ..Simulation::default() };
    let context = match surroundings.into_context(0, 0) {
        Ok(context) => context,
        Err(error) => return refused(vec![bad_request(format!("The context cannot be used: {error}."))]),
    };
    let message = Message { topic: &request.topic, payload };
    let (report, trace) = if request.trace {
        let (report, trace) = plan.explain(message, &context, &mut simulation);
        (report, Some(trace::view(&trace, plan.rule(), &request.sql)))
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
    EvaluateResponse {
        outcome: match &report.outcome {
            Outcome::OtherTopic | Outcome::NotTrue { .. } => OutcomeKind::NotMatched,
            Outcome::Failed(_) => OutcomeKind::Failed,
            Outcome::Output(_) => OutcomeKind::Output,
        },
        outgoing_payload: text,
        outgoing_payload_base64: base64,
        diagnostics: report.diagnostics.iter().map(|diagnostic| texts.diagnostic(diagnostic)).collect(),
        gates: report.gates.iter().cloned().map(gate).collect(),
        records: report.records().iter().cloned().map(record).collect(),
        trace,
    }
}

/// Whether a part was needed that this build leaves out, so that a build with the feature `whole` has to be asked.
#[must_use]
pub fn needs_whole(response: &EvaluateResponse) -> bool {
    response.diagnostics.iter().any(|diagnostic| diagnostic.code == iot_sql::codes::LEFT_OUT.id)
}

/// The SQL version of a name, or what is wrong with the name.
pub(crate) fn sql_version(name: Option<&str>) -> Result<SqlVersion, String> {
    match name {
        None => Ok(SqlVersion::default()),
        Some(name) => SqlVersion::from_name(name).ok_or_else(|| format!("There is no SQL version `{name}`.")),
    }
}

fn refused(diagnostics: Vec<DiagnosticView>) -> EvaluateResponse {
    EvaluateResponse {
        outcome: OutcomeKind::Refused,
        gates: Vec::new(),
        outgoing_payload: None,
        outgoing_payload_base64: None,
        records: Vec::new(),
        diagnostics,
        trace: None,
    }
}

fn bad_request(message: String) -> DiagnosticView {
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
    }
}

/// Evaluates a rule for a message.
///
/// Where the request's context names no moment, it is the present one by the browser's clock. What a user typed never
/// throws; it becomes diagnostics. Throws an `Error` only where `request` does not have the shape of an
/// `EvaluateRequest`.
#[cfg(feature = "exports")]
#[wasm_bindgen(unchecked_return_type = "EvaluateResponse")]
pub fn evaluate(
    #[wasm_bindgen(unchecked_param_type = "EvaluateRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    let mut request: EvaluateRequest = serde_wasm_bindgen::from_value(request)?;
    let context = request.context.get_or_insert_default();
    context.timestamp.get_or_insert_with(js_sys::Date::now);
    Ok(respond(&request).serialize(&Serializer::json_compatible())?)
}
