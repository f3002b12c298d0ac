//! Cuts a response down to what a page can draw without freezing.

use super::protocol::Answer;
use rulelens_wasm::EvaluateResponse;

/// How many records the page shows.
pub const RECORD_LIMIT: usize = 200;

/// How many diagnostics the page shows.
pub const DIAGNOSTIC_LIMIT: usize = 100;

/// How many bytes of one text in a record or a diagnostic the page shows.
///
/// Twice the 2,048 bytes that Timestream takes in a VARCHAR, so that only a text that would be refused is cut.
pub const TEXT_LIMIT: usize = 4096;

/// Splits a response into what is shown and the outgoing payload's whole text.
#[must_use]
pub fn preview(mut response: EvaluateResponse) -> (Answer, Option<String>) {
    let record_count = response.records.len();
    let diagnostic_count = response.diagnostics.len();
    response.records.truncate(RECORD_LIMIT);
    response.diagnostics.truncate(DIAGNOSTIC_LIMIT);
    let mut text_cut = false;
    for record in &mut response.records {
        text_cut |= cut(&mut record.measure_name);
        text_cut |= cut(&mut record.measure_value);
        for dimension in &mut record.dimensions {
            text_cut |= cut(&mut dimension.name);
            text_cut |= cut(&mut dimension.value);
        }
    }
    for diagnostic in &mut response.diagnostics {
        cut(&mut diagnostic.message);
        if let Some(help) = &mut diagnostic.help {
            cut(help);
        }
        for label in &mut diagnostic.labels {
            cut(&mut label.message);
        }
    }
    for gate in &mut response.gates {
        cut(&mut gate.summary);
        cut(&mut gate.explanation);
    }
    let outgoing = response.outgoing_payload.take().or_else(|| response.outgoing_payload_base64.clone());
    (Answer { response, record_count, diagnostic_count, text_cut }, outgoing)
}

/// Cuts a text at the last character boundary below the limit; whether it was longer.
fn cut(text: &mut String) -> bool {
    if text.len() <= TEXT_LIMIT {
        return false;
    }
    let end = (0..=TEXT_LIMIT).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.truncate(end);
    text.push('…');
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulelens_wasm::{OutcomeKind, RecordView};

    fn response(records: Vec<RecordView>) -> EvaluateResponse {
        EvaluateResponse {
            outcome: OutcomeKind::Output,
            gates: Vec::new(),
            outgoing_payload: Some("{}".to_owned()),
            outgoing_payload_base64: None,
            records,
            diagnostics: Vec::new(),
            trace: None,
        }
    }

    fn record(value: &str) -> RecordView {
        RecordView {
            measure_name: "temperature".to_owned(),
            measure_value: value.to_owned(),
            measure_value_type: "VARCHAR".to_owned(),
            time: "0".to_owned(),
            time_unit: "MILLISECONDS".to_owned(),
            time_utc: None,
            processing_time: true,
            dimensions: Vec::new(),
        }
    }

    #[test]
    fn a_small_response_is_kept_as_it_is() {
        let (answer, outgoing) = preview(response(vec![record("24.04")]));
        assert_eq!(answer.response.records, [record("24.04")]);
        assert_eq!((answer.record_count, answer.text_cut), (1, false));
        assert_eq!(outgoing.as_deref(), Some("{}"));
        assert_eq!(answer.response.outgoing_payload, None, "it travels beside the answer");
    }

    #[test]
    fn records_beyond_the_limit_are_counted_but_not_sent() {
        let (answer, _) = preview(response(vec![record("1"); RECORD_LIMIT + 7]));
        assert_eq!(answer.response.records.len(), RECORD_LIMIT);
        assert_eq!(answer.record_count, RECORD_LIMIT + 7);
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let (answer, _) = preview(response(vec![record(&"€".repeat(TEXT_LIMIT))]));
        let shown = &answer.response.records[0].measure_value;
        assert!(answer.text_cut);
        assert!(shown.len() <= TEXT_LIMIT + '…'.len_utf8());
        assert!(shown.starts_with('€') && shown.ends_with('…'));
    }
}
