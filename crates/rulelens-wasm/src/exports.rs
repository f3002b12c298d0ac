//! What JavaScript calls. All of it is plain data in, plain data out.

use crate::forms;
use crate::replay::replay_messages;
use crate::requests::{EvaluateRequest, ReplayRequest};
use crate::respond::respond;
use rule_actions::ContextDocument;
use rule_actions::view::RecordView;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// Evaluates a rule for a message.
///
/// Where the request's context names no time, it is the present one by the browser's clock. What a user typed never
/// throws; it becomes diagnostics. Throws an `Error` only where `request` does not have the shape of an
/// `EvaluateRequest`.
#[wasm_bindgen(unchecked_return_type = "Evaluation")]
pub fn evaluate(
    #[wasm_bindgen(unchecked_param_type = "EvaluateRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    let mut request: EvaluateRequest = serde_wasm_bindgen::from_value(request)?;
    set_clock(&mut request.context);
    hand_over(&respond(&request))
}

/// Takes many messages through one rule, one after the other, and returns the result of each and the totals.
///
/// Messages for which no time is named, by themselves or by the request's context, all have the present one. Throws an
/// `Error` only where `request` does not have the shape of a `ReplayRequest`.
#[wasm_bindgen(unchecked_return_type = "ReplayResponse")]
pub fn replay(
    #[wasm_bindgen(unchecked_param_type = "ReplayRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    let mut request: ReplayRequest = serde_wasm_bindgen::from_value(request)?;
    set_clock(&mut request.context);
    hand_over(&replay_messages(&request))
}

/// The `WriteRecords` requests that write records, each as JSON text; one request holds at most 100 records.
///
/// Throws an `Error` where `records` are none that came out of `evaluate`.
#[wasm_bindgen(js_name = writeRecordsRequests)]
pub fn write_records_requests(
    database: &str,
    table: &str,
    #[wasm_bindgen(unchecked_param_type = "RecordView[]")] records: JsValue,
) -> Result<Vec<String>, JsError> {
    Ok(forms::write_records(database, table, &record_views(records)?))
}

/// The rows that records become, where they are written: columns and cells.
///
/// Throws an `Error` where `records` are none that came out of `evaluate`.
#[wasm_bindgen(js_name = recordsToRows, unchecked_return_type = "RowsView")]
pub fn records_to_rows(
    #[wasm_bindgen(unchecked_param_type = "RecordView[]")] records: JsValue,
) -> Result<JsValue, JsError> {
    let rows = forms::table_rows(&record_views(records)?);
    // An empty cell is null here, as in the table.
    Ok(rows.serialize(&Serializer::json_compatible())?)
}

/// The rows that records become, where they are written, as CSV.
///
/// Throws an `Error` where `records` are none that came out of `evaluate`.
#[wasm_bindgen(js_name = recordsToCsv)]
pub fn records_to_csv(
    #[wasm_bindgen(unchecked_param_type = "RecordView[]")] records: JsValue,
) -> Result<String, JsError> {
    forms::csv(&record_views(records)?).map_err(|why| JsError::new(&why))
}

fn record_views(records: JsValue) -> Result<Vec<RecordView>, JsError> {
    Ok(serde_wasm_bindgen::from_value(records)?)
}

/// The current time by the browser's clock, where a request names none.
fn set_clock(context: &mut Option<ContextDocument>) {
    context.get_or_insert_default().timestamp.get_or_insert_with(js_sys::Date::now);
}

/// A value as plain objects and arrays; members that are not there are undefined, as their TypeScript types say.
fn hand_over(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible().serialize_missing_as_null(false))?)
}

/// What JavaScript calls of rule documents.
#[cfg(feature = "documents")]
pub(crate) mod documents {
    use super::hand_over;
    use crate::document_views::{RuleView, ToInfluxdbRequest};
    use crate::documents::{read_document, to_influxdb, write_document};
    use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

    /// Reads a rule document of any kind: a topic rule payload, CloudFormation, SAM, Serverless, Terraform. What is
    /// wrong with it becomes diagnostics.
    #[wasm_bindgen(js_name = readRuleDocument, unchecked_return_type = "DocumentView")]
    pub fn read_rule_document(text: &str) -> Result<JsValue, JsError> {
        hand_over(&read_document(text))
    }

    /// Writes a rule as a document. Throws an `Error` only where `rule` does not have the shape of a `RuleView`.
    #[wasm_bindgen(js_name = writeRuleDocument, unchecked_return_type = "WrittenView")]
    pub fn write_rule_document(
        #[wasm_bindgen(unchecked_param_type = "RuleView")] rule: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Format")] format: &str,
    ) -> Result<JsValue, JsError> {
        let rule: RuleView = serde_wasm_bindgen::from_value(rule)?;
        hand_over(&write_document(&rule, format))
    }

    /// Makes an InfluxDB action of a Timestream action, and says what changes. Throws an `Error` only where `request`
    /// does not have the shape of a `ToInfluxdbRequest`.
    #[wasm_bindgen(js_name = toInfluxdb, unchecked_return_type = "ToInfluxdbResponse")]
    pub fn to_influxdb_action(
        #[wasm_bindgen(unchecked_param_type = "ToInfluxdbRequest")] request: JsValue,
    ) -> Result<JsValue, JsError> {
        let request: ToInfluxdbRequest = serde_wasm_bindgen::from_value(request)?;
        hand_over(&to_influxdb(&request))
    }
}
