//! Many messages, one after the other, through one rule.

mod api;

pub use api::{
    MeasureView, ReplayRequest, ReplayResponse, ReplayedMessage, SaidView, SummaryView, TableView, WriteView,
};

use crate::api::OutcomeKind;
use crate::respond::{RequestedRule, bad_request, left_out, outcome, surroundings};
use crate::table::Sequence;
use crate::view::{Texts, severity};
use iot_sql::{Diagnostic, Severity};
use rule_actions::action::Delivery;
use rule_actions::timestream::table::{Measure, Tables, Write, WriteOutcome};
use rule_actions::{Counts, Report, Totals};
use std::collections::BTreeMap;

/// Messages that one replay takes.
pub const MAX_MESSAGES: usize = 10_000;

/// Things said of one message.
const MAX_SAID: usize = 8;

/// Characters of one thing said of a message.
const MAX_WORDS: usize = 300;

/// Measures that are listed of all tables together.
const MAX_MEASURES: usize = 10_000;

/// Takes messages through a rule and its actions, one after the other, with services that remember.
///
/// Nothing is read from outside the request: a message for which no moment is named has 1970-01-01. The response stays
/// small: a line for each message, and what all came to.
#[must_use]
pub fn replay_messages(request: &ReplayRequest) -> ReplayResponse {
    let refused = |diagnostics| ReplayResponse { diagnostics, ..ReplayResponse::default() };
    let count = request.messages.len();
    if count > MAX_MESSAGES {
        let message = format!("There are {count} messages; at most {MAX_MESSAGES} are taken at a time.");
        return refused(vec![bad_request(message)]);
    }
    let rule = RequestedRule {
        sql: &request.sql,
        version: request.sql_version.as_deref(),
        action: request.action.as_deref(),
        #[cfg(feature = "documents")]
        document: request.rule.as_ref(),
    };
    let texts = Texts { topic: &request.topic, ..rule.texts() };
    let plan = match rule.plan(&texts) {
        Ok(plan) => plan,
        Err(errors) => return refused(errors),
    };
    let (context, mut simulation) = match surroundings(request.context.as_ref(), request.table.as_ref()) {
        Ok(surroundings) => surroundings,
        Err(message) => return refused(vec![bad_request(message)]),
    };
    simulation.absences.counts_only = true;
    let sequence = Sequence { plan: &plan, topic: &request.topic, context: &context };
    let (mut totals, mut malformed) = (Totals::default(), 0);
    let mut messages = Vec::with_capacity(count);
    for message in &request.messages {
        match sequence.take(message, &mut simulation) {
            Ok(report) => {
                if let Some(left_out) = left_out(&report) {
                    return refused(vec![texts.diagnostic(left_out)]);
                }
                totals.count(&report);
                messages.push(replayed(&report, plan.warnings()));
            }
            Err(why) => {
                malformed += 1;
                // Messages are named by their place in the request.
                simulation.messages += 1;
                messages.push(malformed_message(&why));
            }
        }
    }
    let mut diagnostics = simulation.absences.summary();
    diagnostics.extend_from_slice(plan.warnings());
    diagnostics.sort_by_key(Diagnostic::severity);
    ReplayResponse {
        diagnostics: diagnostics.iter().map(|diagnostic| texts.diagnostic(diagnostic)).collect(),
        messages,
        summary: Some(summary(&totals, malformed, &simulation.tables)),
    }
}

/// What became of one message; what is said of the rule itself is said once for all messages.
fn replayed(report: &Report, of_rule: &[Diagnostic]) -> ReplayedMessage {
    let mut said: Vec<SaidView> = Vec::new();
    for diagnostic in &report.diagnostics {
        let known = said.iter().any(|before| before.code == diagnostic.code.id);
        if said.len() < MAX_SAID
            && !known
            && diagnostic.severity() != Severity::Info
            && !of_rule.contains(diagnostic)
        {
            said.push(SaidView {
                code: diagnostic.code.id.to_owned(),
                severity: severity(diagnostic.severity()),
                message: cut(&diagnostic.message),
            });
        }
    }
    let records = || report.deliveries.iter().flat_map(Delivery::records);
    let refused = records().filter(|written| written.verdict.outcome == WriteOutcome::Refused);
    ReplayedMessage {
        outcome: outcome(report),
        records: records().count(),
        refused: refused.count(),
        failures: report.deliveries.iter().filter(|delivery| delivery.errors().next().is_some()).count(),
        said,
    }
}

fn malformed_message(why: &str) -> ReplayedMessage {
    let problem = bad_request(cut(why));
    let said = SaidView { code: problem.code, severity: problem.severity, message: problem.message };
    ReplayedMessage { outcome: OutcomeKind::Refused, records: 0, refused: 0, failures: 0, said: vec![said] }
}

fn summary(totals: &Totals, malformed: u64, tables: &Tables) -> SummaryView {
    let mut room = MAX_MEASURES;
    let mut listed = Vec::new();
    for table in tables.all() {
        if room == 0 {
            break;
        }
        let measures: Vec<MeasureView> = table.schema().iter().take(room).map(measure).collect();
        // A table without measures takes room too.
        room -= measures.len().max(1);
        listed.push(TableView { database: table.database.clone(), table: table.table.clone(), measures });
    }
    let measures = |counts: &mut dyn Iterator<Item = usize>| counts.sum::<usize>();
    let kept = measures(&mut tables.all().iter().map(|table| table.schema().len()));
    let shown = measures(&mut listed.iter().map(|table| table.measures.len()));
    SummaryView {
        messages: totals.messages,
        malformed,
        outcomes: named(&totals.outcomes),
        records: named(&totals.verdicts),
        failures: named(&totals.failures),
        diagnostics: named(&totals.diagnostics),
        complete: !tables.is_forgetful() && listed.len() == tables.all().len() && shown == kept,
        tables: listed,
    }
}

fn named(counts: &Counts) -> BTreeMap<String, u64> {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn measure(measure: &Measure) -> MeasureView {
    MeasureView {
        name: measure.name.clone(),
        measure_value_type: measure.first.kind.name().to_owned(),
        first: write(&measure.first),
        conflicts: measure.conflicts.iter().map(write).collect(),
        conflict_count: measure.conflict_count,
    }
}

fn write(write: &Write) -> WriteView {
    WriteView {
        message: write.message,
        measure_value_type: write.kind.name().to_owned(),
        value: write.value.clone(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_WORDS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MEASURES, MAX_MESSAGES, MAX_SAID, MAX_WORDS, ReplayRequest, replay_messages};
    use crate::table::MessageRequest;

    const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "${topic(2)}", "roleArn": "r",
        "dimensions": [{"name": "x", "value": "y"}]}}"#;

    fn request(payloads: impl IntoIterator<Item = String>) -> ReplayRequest {
        let message = |(index, payload)| MessageRequest {
            topic: Some(format!("a/{index}")),
            payload,
            ..MessageRequest::default()
        };
        ReplayRequest {
            sql: "SELECT * FROM 'a/+'".into(),
            action: Some(ACTION.into()),
            messages: payloads.into_iter().enumerate().map(message).collect(),
            ..ReplayRequest::default()
        }
    }

    #[test]
    fn there_are_so_many_messages_at_most() {
        let most = replay_messages(&request(vec!["{}".to_owned(); MAX_MESSAGES]));
        assert_eq!(most.messages.len(), MAX_MESSAGES);
        let more = replay_messages(&request(vec!["{}".to_owned(); MAX_MESSAGES + 1]));
        assert_eq!((more.messages.len(), more.summary.is_none()), (0, true));
        assert_eq!(more.diagnostics[0].code, "request.invalid");
    }

    #[test]
    fn what_is_listed_is_bounded() {
        let wide = |table: usize| {
            let members: Vec<String> = (0..90).map(|index| format!("\"m{table}_{index}\": 1")).collect();
            format!("{{{}}}", members.join(","))
        };
        let response = replay_messages(&request((0..200).map(wide)));
        let summary = response.summary.expect("a summary");
        assert_eq!(summary.tables.iter().map(|table| table.measures.len()).sum::<usize>(), MAX_MEASURES);
        assert_eq!((summary.tables.len(), summary.complete), (112, false));
        assert!(replay_messages(&request((0..2).map(wide))).summary.expect("a summary").complete);
    }

    #[test]
    fn what_is_undefined_is_told_once() {
        let sql = "SELECT t, humidty, co2 FROM 'a/+'".into();
        let payloads = [r#"{"t": 1, "humidity": 2, "co2": 3}"#, r#"{"t": 2, "humidity": 2}"#];
        let request = ReplayRequest { sql, ..request(payloads.map(str::to_owned)) };
        let response = replay_messages(&request);
        let said: Vec<(&str, &str)> =
            response.diagnostics.iter().map(|one| (one.code.as_str(), one.message.as_str())).collect();
        let missing =
            "`humidty` is not in the payload; did you mean `humidity`? This is so for all 2 messages.";
        let sometimes = "`co2` is not in the payload, for 1 of 2 messages; for the others it has a value.";
        assert_eq!(said, [("run.missing-key", missing), ("run.sometimes-undefined", sometimes)]);
        assert_eq!(response.diagnostics[0].fixes[0].edits[0].text, "humidity");
        assert!(response.messages.iter().all(|message| message.said.is_empty()), "{:?}", response.messages);
    }

    #[test]
    fn what_is_said_of_a_message_is_bounded() {
        let response = replay_messages(&request([format!("{{\"{}\": 1}}", "n:".repeat(5000))]));
        let [message] = response.messages.as_slice() else { panic!() };
        assert_eq!(message.said[0].code, "timestream.measure-name");
        assert!(message.said.len() <= MAX_SAID);
        assert_eq!(
            message.said[0].message.chars().count().min(MAX_WORDS + 1),
            message.said[0].message.chars().count()
        );
    }
}
