//! From request to response.

use crate::api::{EvaluateRequest, EvaluateResponse, OutcomeKind};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// Evaluates a rule for a message.
#[must_use]
pub fn respond(_request: &EvaluateRequest) -> EvaluateResponse {
    EvaluateResponse {
        outcome: OutcomeKind::Output,
        gates: Vec::new(),
        outgoing_payload: None,
        outgoing_payload_base64: None,
        records: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// Evaluates a rule for a message.
///
/// What a user typed never throws; it becomes diagnostics. Throws an `Error` only where `request` does not have the
/// shape of an `EvaluateRequest`.
#[wasm_bindgen(unchecked_return_type = "EvaluateResponse")]
pub fn evaluate(
    #[wasm_bindgen(unchecked_param_type = "EvaluateRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    let request: EvaluateRequest = serde_wasm_bindgen::from_value(request)?;
    Ok(respond(&request).serialize(&Serializer::json_compatible())?)
}
