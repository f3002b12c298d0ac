//! Cuts a response down to what a page can draw without freezing.

use super::protocol::Answer;
use rulelens_wasm::{
    Bounded, Bounds, ContentView, DeliveryView, DiagnosticView, EvaluateRequest, PointView, RecordView,
    TraceView, TracedExpressionView, respond_within,
};

/// How many records the page shows.
pub const RECORD_LIMIT: usize = 200;

/// How many diagnostics the page shows.
pub const DIAGNOSTIC_LIMIT: usize = 100;

/// How many bytes of one text in a record or a diagnostic the page shows.
///
/// Twice the 2,048 bytes that Timestream takes in a VARCHAR, so that only a text that would be rejected is cut.
pub const TEXT_LIMIT: usize = 4096;

/// How many actions the page shows; AWS takes ten in a rule.
pub const DELIVERY_LIMIT: usize = 20;

/// How many bytes of a request to another service the page shows.
pub const REQUEST_LIMIT: usize = 65_536;

/// How many reasons of one record's verdict the page shows.
const REASON_LIMIT: usize = 8;

/// How many attributes and how many expressions of a trace the page shows.
pub const TRACE_LIMIT: usize = 300;

/// How many places in the payload the page shows for an attribute.
pub const POINTER_LIMIT: usize = 20;

/// The response to a request, with no more records than are shown.
pub(crate) fn respond_shown(request: &EvaluateRequest) -> Bounded {
    let bounds = Bounds { records: Some(RECORD_LIMIT), ..Bounds::default() };
    // As many steps as the engine allows are never too many.
    respond_within(request, &bounds).unwrap_or_else(|| Bounded::rejected(Vec::new()))
}

/// Splits a response into what is shown and the outgoing payload's whole text.
#[must_use]
pub fn preview(response: impl Into<Bounded>) -> (Answer, Option<String>) {
    cut_down(response.into())
}

fn cut_down(response: Bounded) -> (Answer, Option<String>) {
    let Bounded { evaluation: mut response, record_count, rejected_count } = response;
    let diagnostic_count = response.diagnostics.len();
    let mut text_cut = false;
    response.deliveries.truncate(DELIVERY_LIMIT);
    for delivery in response.deliveries.iter_mut().chain(&mut response.error_delivery) {
        text_cut |= cut_delivery(delivery);
    }
    cut_diagnostics(&mut response.diagnostics, DIAGNOSTIC_LIMIT);
    for stage in &mut response.stages {
        cut(&mut stage.summary, TEXT_LIMIT);
        cut(&mut stage.explanation, TEXT_LIMIT);
        for need in &mut stage.needs {
            cut(need, TEXT_LIMIT);
        }
    }
    let outgoing = response.outgoing_payload.take().or_else(|| response.outgoing_payload_base64.clone());
    if let Some(trace) = &mut response.trace {
        cut_trace(trace);
    }
    (Answer { response, record_count, rejected_count, diagnostic_count, text_cut }, outgoing)
}

/// Whether a record's text was cut.
fn cut_delivery(delivery: &mut DeliveryView) -> bool {
    cut_diagnostics(&mut delivery.errors, DIAGNOSTIC_LIMIT);
    cut(&mut delivery.destination, TEXT_LIMIT);
    for template in &mut delivery.templates {
        cut(&mut template.text, TEXT_LIMIT);
        if let Some(trace) = &mut template.trace {
            cut(&mut trace.template, TEXT_LIMIT);
            cut_expressions(&mut trace.expressions);
        }
    }
    match &mut delivery.content {
        ContentView::Nothing => false,
        ContentView::Records { database, table, records } => {
            cut(database, TEXT_LIMIT);
            cut(table, TEXT_LIMIT);
            records.truncate(RECORD_LIMIT);
            records.iter_mut().fold(false, |before, record| cut_record(record) | before)
        }
        ContentView::Points { points } => {
            points.truncate(RECORD_LIMIT);
            points.iter_mut().for_each(cut_point);
            false
        }
        ContentView::Request { request: text, .. } | ContentView::Text { text, .. } => {
            cut(text, REQUEST_LIMIT);
            false
        }
    }
}

fn cut_record(record: &mut RecordView) -> bool {
    cut_diagnostics(&mut record.verdict.reasons, REASON_LIMIT);
    let mut was_cut = cut(&mut record.measure_name, TEXT_LIMIT) | cut(&mut record.measure_value, TEXT_LIMIT);
    for dimension in &mut record.dimensions {
        was_cut |= cut(&mut dimension.name, TEXT_LIMIT) | cut(&mut dimension.value, TEXT_LIMIT);
    }
    was_cut
}

fn cut_point(point: &mut PointView) {
    // The line repeats tags and fields.
    cut(&mut point.line, REQUEST_LIMIT);
    cut(&mut point.measurement, TEXT_LIMIT);
    let tags = point.tags.iter_mut().flat_map(|tag| [&mut tag.key, &mut tag.value]);
    let fields = point.fields.iter_mut().flat_map(|field| [&mut field.key, &mut field.value]);
    for text in tags.chain(fields) {
        cut(text, TEXT_LIMIT);
    }
}

fn cut_diagnostics(diagnostics: &mut Vec<DiagnosticView>, limit: usize) {
    diagnostics.truncate(limit);
    for diagnostic in diagnostics {
        cut(&mut diagnostic.message, TEXT_LIMIT);
        if let Some(help) = &mut diagnostic.help {
            cut(help, TEXT_LIMIT);
        }
        for label in &mut diagnostic.labels {
            cut(&mut label.message, TEXT_LIMIT);
        }
    }
}

/// Keeps of a trace what can be looked at.
fn cut_trace(trace: &mut TraceView) {
    trace.attributes.truncate(TRACE_LIMIT);
    for level in &mut trace.topic {
        for text in level.filter.iter_mut().chain(&mut level.topic) {
            cut(text, TEXT_LIMIT);
        }
    }
    for attribute in &mut trace.attributes {
        attribute.pointers.truncate(POINTER_LIMIT);
        for text in attribute.key.iter_mut().chain(&mut attribute.pointers).chain(&mut attribute.value.json) {
            cut(text, TEXT_LIMIT);
        }
    }
    cut_expressions(&mut trace.expressions);
}

fn cut_expressions(expressions: &mut Vec<TracedExpressionView>) {
    expressions.truncate(TRACE_LIMIT);
    for expression in expressions {
        expression.values.truncate(1);
        for text in expression.values.iter_mut().filter_map(|value| value.json.as_mut()) {
            cut(text, TEXT_LIMIT);
        }
    }
}

/// The beginning of a text of at most so many bytes, with an ellipsis where it is longer.
#[must_use]
pub fn beginning(mut text: String, limit: usize) -> String {
    cut(&mut text, limit);
    text
}

/// Cuts a text at the last character boundary below so many bytes; whether it was longer.
fn cut(text: &mut String, limit: usize) -> bool {
    if text.len() <= limit {
        return false;
    }
    let end = (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.truncate(end);
    text.push('…');
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulelens_wasm::{
        Evaluation, InputName, MeasureValueType, OutcomeKind, Severity, TimeUnit, VerdictView, WriteOutcome,
    };

    fn response(records: Vec<RecordView>) -> Evaluation {
        let content = ContentView::Records { database: "d".to_owned(), table: "t".to_owned(), records };
        response_with(vec![delivery("timestream", content)])
    }

    fn delivery(kind: &str, content: ContentView) -> DeliveryView {
        DeliveryView {
            kind: kind.to_owned(),
            title: String::new(),
            path: String::new(),
            destination: String::new(),
            content,
            templates: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn response_with(deliveries: Vec<DeliveryView>) -> Evaluation {
        Evaluation {
            outcome: OutcomeKind::Output,
            stages: Vec::new(),
            outgoing_payload: Some("{}".to_owned()),
            outgoing_payload_base64: None,
            deliveries,
            error_delivery: None,
            diagnostics: Vec::new(),
            trace: None,
        }
    }

    fn record(value: &str) -> RecordView {
        RecordView {
            measure_name: "temperature".to_owned(),
            measure_value: value.to_owned(),
            measure_value_type: MeasureValueType::Varchar,
            time: "0".to_owned(),
            time_unit: TimeUnit::Milliseconds,
            time_utc: None,
            processing_time: true,
            dimensions: Vec::new(),
            type_reason: None,
            verdict: VerdictView { outcome: WriteOutcome::Accepted, store: None, reasons: Vec::new() },
        }
    }

    #[test]
    fn a_small_response_is_kept_as_it_is() {
        let (answer, outgoing) = preview(response(vec![record("24.04")]));
        assert_eq!(answer.response.records(), [record("24.04")]);
        assert_eq!((answer.record_count, answer.text_cut), (1, false));
        assert_eq!(outgoing.as_deref(), Some("{}"));
        assert_eq!(answer.response.outgoing_payload, None, "it travels beside the answer");
    }

    #[test]
    fn records_beyond_the_limit_are_counted_but_not_sent() {
        let (answer, _) = preview(response(vec![record("1"); RECORD_LIMIT + 7]));
        assert_eq!(answer.response.records().len(), RECORD_LIMIT);
        assert_eq!(answer.record_count, RECORD_LIMIT + 7);
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let (answer, _) = preview(response(vec![record(&"€".repeat(TEXT_LIMIT))]));
        let shown = &answer.response.records()[0].measure_value;
        assert!(answer.text_cut);
        assert!(shown.len() <= TEXT_LIMIT + '…'.len_utf8());
        assert!(shown.starts_with('€') && shown.ends_with('…'));
    }

    #[test]
    fn rejected_records_are_counted_and_their_reasons_bounded() {
        let reason = DiagnosticView {
            code: "timestream.too-old".to_owned(),
            severity: Severity::Error,
            message: "x".repeat(TEXT_LIMIT + 1),
            input: InputName::Request,
            action_path: None,
            labels: Vec::new(),
            help: None,
            evidence: None,
            fixes: Vec::new(),
            needed: None,
        };
        let reasons = vec![reason; REASON_LIMIT + 1];
        let verdict = VerdictView { outcome: WriteOutcome::Rejected, store: None, reasons };
        let rejected = RecordView { verdict, ..record("1") };
        let (answer, _) = preview(response(vec![rejected, record("1")]));
        assert_eq!((answer.record_count, answer.rejected_count), (2, 1));
        let reasons = &answer.response.records()[0].verdict.reasons;
        assert_eq!(reasons.len(), REASON_LIMIT);
        assert!(reasons[0].message.ends_with('…') && !answer.text_cut, "no record's own text is cut");
    }

    #[test]
    fn every_kind_of_content_travels_as_bytes() {
        let contents = [
            ContentView::Nothing,
            ContentView::Records {
                database: "d".to_owned(),
                table: "t".to_owned(),
                records: vec![record("1")],
            },
            ContentView::Points { points: Vec::new() },
            ContentView::Request { operation: "PutItem".to_owned(), request: "{}".to_owned() },
            ContentView::Text { format: "line protocol".to_owned(), text: "a b=1".to_owned() },
        ];
        let deliveries = contents.into_iter().map(|content| delivery("kind", content)).collect();
        let (answer, _) = preview(response_with(deliveries));
        let bytes = crate::worker::wire::to_bytes(&answer).expect("bytes");
        assert_eq!(crate::worker::wire::from_bytes(&bytes), Ok(answer));
    }

    #[test]
    fn what_other_actions_receive_is_cut() {
        let request =
            || ContentView::Request { operation: "PutItem".to_owned(), request: "1".repeat(100_000) };
        let deliveries = vec![delivery("dynamoDB", request()); DELIVERY_LIMIT + 1];
        let (answer, _) = preview(response_with(deliveries));
        assert_eq!(answer.response.deliveries.len(), DELIVERY_LIMIT);
        let ContentView::Request { request, .. } = &answer.response.deliveries[0].content else { panic!() };
        assert_eq!(request.len(), REQUEST_LIMIT + '…'.len_utf8());
    }
}
