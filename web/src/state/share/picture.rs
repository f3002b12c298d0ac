//! A rule with its chosen message and what comes of it, as the lines of a picture.

#[cfg(any(feature = "whole", test))]
use crate::state::formatted;
#[cfg(any(feature = "whole", test))]
use crate::state::portable::Portable;
#[cfg(any(feature = "whole", test))]
use rulelens_wasm::{ContentView, DeliveryView, Evaluation, RecordView, StageState, WriteOutcome};
use serde::{Deserialize, Serialize};

/// How many lines of a text a picture has.
#[cfg(any(feature = "whole", test))]
const MAX_LINES: usize = 40;

/// How many records a picture has.
#[cfg(any(feature = "whole", test))]
const MAX_RECORDS: usize = 40;

/// How many characters a line has; a longer one goes on in the next.
#[cfg(any(feature = "whole", test))]
const MAX_COLUMNS: usize = 92;

/// How many characters a name or value of a record has.
#[cfg(any(feature = "whole", test))]
const MAX_CELL: usize = 32;

/// A line of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PictureLine {
    /// What the picture is about.
    Title(String),
    /// What stands below.
    Heading(String),
    /// A line of code.
    Code(String),
    /// What is said.
    Words(String),
    /// A record: its name, value and type, and why it is rejected where it is.
    Record([String; 3], Option<String>),
}

/// The picture of a rule and its chosen message, of which this came.
#[cfg(any(feature = "whole", test))]
pub(crate) fn picture(rule: &Portable, came: &Evaluation) -> Vec<PictureLine> {
    let messages = &rule.inputs.messages;
    let at = messages.chosen();
    let name = if rule.name.is_empty() { "AWS IoT rule" } else { &rule.name };
    let mut lines = vec![
        PictureLine::Title(seen(name)),
        PictureLine::Heading(format!("SQL, version {}", seen(&rule.inputs.sql_version))),
    ];
    lines.extend(code(&rule.sql));
    let which = if messages.count() > 1 {
        format!("Message {} of {}", at + 1, messages.count())
    } else {
        "Message".to_owned()
    };
    lines.push(PictureLine::Heading(format!("{which}, {}", seen(rule.inputs.topic_of(at)))));
    let payload = rule.payloads.get(at).map_or("", String::as_str);
    lines.extend(code(&formatted(payload).unwrap_or_else(|| payload.to_owned())));
    lines.extend(outcome(came));
    lines
}

/// What came of the message.
#[cfg(any(feature = "whole", test))]
fn outcome(came: &Evaluation) -> Vec<PictureLine> {
    let mut lines = Vec::new();
    if came.stages.is_empty() {
        lines.push(PictureLine::Heading("The rule is not valid".to_owned()));
        lines.extend(came.diagnostics.first().map(|found| PictureLine::Words(seen(&found.message))));
        return lines;
    }
    if let Some(stopped) = came.stages.iter().find(|stage| stage.state == StageState::Stopped)
        && came.deliveries.is_empty()
    {
        lines.push(PictureLine::Heading(seen(&format!("{}: {}", stopped.title, stopped.summary))));
        lines.push(PictureLine::Words(seen(&stopped.explanation)));
        return lines;
    }
    for delivery in came.deliveries.iter().chain(&came.error_delivery) {
        lines.extend(delivered(delivery));
    }
    if came.deliveries.is_empty() {
        lines.push(PictureLine::Heading("Outgoing payload".to_owned()));
        let outgoing = came.outgoing_payload.as_deref().unwrap_or("bytes that are not text");
        lines.extend(code(&formatted(outgoing).unwrap_or_else(|| outgoing.to_owned())));
    }
    lines
}

/// What an action did.
#[cfg(any(feature = "whole", test))]
fn delivered(delivery: &DeliveryView) -> Vec<PictureLine> {
    let mut lines =
        vec![PictureLine::Heading(seen(&format!("{}, {}", delivery.title, delivery.destination)))];
    match &delivery.content {
        ContentView::Nothing => {}
        ContentView::Records { records, .. } => {
            lines.extend(records.iter().take(MAX_RECORDS).map(record));
            lines.extend(more(records.len(), MAX_RECORDS, "records"));
        }
        ContentView::Points { points } => {
            lines.extend(points.iter().take(MAX_RECORDS).flat_map(|point| code(&point.line)));
            lines.extend(more(points.len(), MAX_RECORDS, "points"));
        }
        ContentView::Request { request, .. } => {
            lines.extend(code(&formatted(request).unwrap_or_else(|| request.clone())));
        }
        ContentView::Text { text, .. } => lines.extend(code(text)),
    }
    // Records say themselves why they are rejected.
    if lines.len() == 1 {
        lines.extend(delivery.errors.first().map(|error| PictureLine::Words(seen(&error.message))));
    }
    lines
}

#[cfg(any(feature = "whole", test))]
fn record(record: &RecordView) -> PictureLine {
    let cell = |text: &str| shortened(&seen(text));
    let why = (record.verdict.outcome == WriteOutcome::Rejected).then(|| {
        record.verdict.reasons.first().map_or_else(|| "rejected".to_owned(), |reason| seen(&reason.message))
    });
    let kind = record.measure_value_type.name().to_owned();
    PictureLine::Record([cell(&record.measure_name), cell(&record.measure_value), kind], why)
}

#[cfg(any(feature = "whole", test))]
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CELL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(any(feature = "whole", test))]
fn more(all: usize, shown: usize, what: &str) -> Option<PictureLine> {
    (all > shown).then(|| PictureLine::Words(format!("and {} more {what}", all - shown)))
}

/// The lines of a text.
#[cfg(any(feature = "whole", test))]
fn code(text: &str) -> Vec<PictureLine> {
    let mut lines: Vec<PictureLine> =
        text.lines().take(MAX_LINES + 1).flat_map(wrapped).take(MAX_LINES + 1).collect();
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push(PictureLine::Words("and more".to_owned()));
    }
    lines
}

/// A line of a text in lines that are not too long.
#[cfg(any(feature = "whole", test))]
fn wrapped(line: &str) -> Vec<PictureLine> {
    let letters: Vec<char> = line.chars().take(MAX_COLUMNS * (MAX_LINES + 1)).collect();
    if letters.is_empty() {
        return vec![PictureLine::Code(String::new())];
    }
    letters
        .chunks(MAX_COLUMNS)
        .map(|part| PictureLine::Code(seen(&part.iter().collect::<String>())))
        .collect()
}

/// The text with escapes in place of what is not seen, or would turn the line round.
#[cfg(any(feature = "whole", test))]
fn seen(text: &str) -> String {
    rulelens_wasm::hidden::visible(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use rulelens_wasm::{EvaluateRequest, respond};

    fn drawn(sql: &str, payload: &str) -> Vec<PictureLine> {
        let rule = Portable {
            name: "Ruuvi".to_owned(),
            inputs: sample::inputs(),
            sql: sql.to_owned(),
            payloads: vec![payload.to_owned()],
        };
        let request = EvaluateRequest {
            sql: sql.to_owned(),
            payload: payload.to_owned(),
            ..rule.inputs.request(1_770_000_000_000.0)
        };
        picture(&rule, &respond(&request))
    }

    fn has(lines: &[PictureLine], part: &str) -> bool {
        lines.iter().any(|line| format!("{line:?}").contains(part))
    }

    #[test]
    fn rule_message_and_records_are_in_the_picture() {
        let lines = drawn("SELECT temperature\nFROM 'iot/topic'", r#"{"temperature": 21.5, "more": [1]}"#);
        assert_eq!(lines[0], PictureLine::Title("Ruuvi".to_owned()));
        for line in [
            PictureLine::Heading("SQL, version 2016-03-23".to_owned()),
            PictureLine::Code("FROM 'iot/topic'".to_owned()),
            PictureLine::Heading("Message, iot/topic".to_owned()),
            PictureLine::Code("  \"temperature\": 21.5,".to_owned()),
            PictureLine::Heading("Timestream, sampleDB.sampleTable".to_owned()),
            PictureLine::Record(["temperature", "21.5", "DOUBLE"].map(str::to_owned), None),
        ] {
            assert!(lines.contains(&line), "{line:?}: {lines:?}");
        }
    }

    #[test]
    fn what_stops_a_message_is_in_the_picture() {
        let silent = drawn("SELECT * FROM 'iot/topic' WHERE temperature > 50", r#"{"temperature": 21.5}"#);
        assert!(has(&silent, "WHERE: false"), "{silent:?}");
        let wrong = drawn("SELECT FROM", "{}");
        assert!(has(&wrong, "The rule is not valid"), "{wrong:?}");
        let rejected = drawn("SELECT '' AS t FROM 'iot/topic'", "{}");
        let is_rejected =
            |line: &PictureLine| matches!(line, PictureLine::Record(_, Some(why)) if !why.is_empty());
        assert!(rejected.iter().any(is_rejected), "{rejected:?}");
    }

    #[test]
    fn a_picture_is_bounded_and_shows_what_hides() {
        let many: Vec<String> = (0..500).map(|at| format!("\"k{at}\": {at}")).collect();
        let lines = drawn(
            &format!("SELECT *, '{}' AS long FROM 'iot/topic'", "x".repeat(20_000)),
            &format!("{{{}}}", many.join(",")),
        );
        assert!(lines.len() <= 2 * (MAX_LINES + 2) + MAX_RECORDS + 3, "{}", lines.len());
        assert!(has(&lines, "and 461 more records") && has(&lines, "and more"));
        let turned = drawn("SELECT 'a\u{202e}b' AS t FROM 'iot/topic'", "{}");
        assert!(!has(&turned, "\u{202e}"), "{turned:?}");
    }
}
