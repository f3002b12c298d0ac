//! What became of a message, told in lines: what is wanted and what came are told the same way.

use crate::lesson::Compare;
use rule_actions::OutcomeKind;
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::view::{ContentView, DeliveryView, RecordView, ReplayLine};
use serde::{Deserialize, Serialize};

/// Lines of a message that are told.
const MOST_LINES: usize = 24;

/// What became of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// In two or three words, such as `2 records`.
    pub short: String,
    /// All of it that a lesson compares.
    pub lines: Vec<String>,
}

impl Told {
    /// What became of a message, as far as it is compared.
    #[must_use]
    pub fn of(line: &ReplayLine, compare: Compare) -> Self {
        if line.outcome != OutcomeKind::Output {
            let short = if line.outcome == OutcomeKind::Failed { "fails" } else { "silent" };
            let all = if line.outcome == OutcomeKind::Failed {
                "nothing: the rule fails"
            } else {
                "nothing: the rule does not act"
            };
            return Self { short: short.to_owned(), lines: vec![all.to_owned()] };
        }
        let of_payload = matches!(compare, Compare::Match | Compare::Output);
        if of_payload || line.deliveries.is_empty() {
            let text = line.outgoing_payload.clone();
            let text =
                text.or_else(|| line.outgoing_payload_base64.as_ref().map(|it| format!("base64 {it}")));
            return Self { short: "acts".to_owned(), lines: text.into_iter().collect() };
        }
        let mut told = Self::default();
        let mut counts = [0_usize; 3];
        for delivery in &line.deliveries {
            told.add(delivery, "", &mut counts);
        }
        if let Some(delivery) = &line.error_delivery {
            told.add(delivery, "error action: ", &mut counts);
        }
        let words = [("record", counts[0]), ("point", counts[1]), ("request", counts[2])];
        let words = words.iter().filter(|(_, count)| *count > 0);
        let words: Vec<String> = words
            .map(|(thing, count)| format!("{count} {thing}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        told.short = if words.is_empty() { "sends nothing".to_owned() } else { words.join(", ") };
        if told.lines.is_empty() {
            told.lines.push("nothing: the rule acts, and there is nothing to send".to_owned());
        }
        let all = told.lines.len();
        if all > MOST_LINES {
            told.lines.truncate(MOST_LINES);
            told.lines.push(format!("and {} more", all - MOST_LINES));
        }
        told
    }

    fn add(&mut self, delivery: &DeliveryView, before: &str, [records, points, requests]: &mut [usize; 3]) {
        let DeliveryView { title, destination, content, errors, .. } = delivery;
        let lines = &mut self.lines;
        match content {
            ContentView::Records { records: written, .. } => {
                *records += written.len();
                lines.extend(written.iter().map(|written| format!("{before}{}", record(written))));
            }
            ContentView::Points { points: written } => {
                *points += written.len();
                lines.extend(written.iter().map(|point| format!("{before}{}", point.line)));
            }
            ContentView::Request { operation, request } => {
                *requests += 1;
                lines.push(format!("{before}{operation} to {destination}: {request}"));
            }
            ContentView::Text { text, .. } => {
                *requests += 1;
                lines.push(format!("{before}{title} to {destination}: {text}"));
            }
            ContentView::Nothing if errors.is_empty() => lines.push(format!("{before}{title} sends nothing")),
            ContentView::Nothing => {}
        }
        lines.extend(errors.iter().map(|error| format!("{before}{title} fails: {}", error.message)));
    }
}

/// A record with its verdict.
fn record(record: &RecordView) -> String {
    let RecordView { measure_name, measure_value, measure_value_type, dimensions, .. } = record;
    let time = record.time_utc.clone().unwrap_or_else(|| format!("{} {:?}", record.time, record.time_unit));
    let dimensions: Vec<String> =
        dimensions.iter().map(|dimension| format!("{}={}", dimension.name, dimension.value)).collect();
    let verdict = match record.verdict.outcome {
        WriteOutcome::Accepted => "accepted",
        WriteOutcome::Unchanged => "unchanged",
        WriteOutcome::Rejected => "rejected",
        WriteOutcome::Undocumented => "undocumented",
    };
    format!(
        "{measure_name} = {measure_value} {} · {} · {time} · {verdict}",
        measure_value_type.name(),
        dimensions.join(", ")
    )
}
