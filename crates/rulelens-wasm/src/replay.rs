//! Many messages, one after the other, through one rule.

use crate::requests::{ReplayRequest, ReplayResponse, ReplayedMessage};
use crate::respond::{RequestedRule, bad_request, left_out, surroundings};
use crate::sequence::Sequence;
use iot_sql::text::shortened;
use iot_sql::{Diagnostic, Severity};
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::view::{ShortDiagnostic, Viewer};
use rule_actions::{OutcomeKind, Report, Totals, invalid_request};

/// Messages that one replay takes.
pub const MAX_MESSAGES: usize = 10_000;

/// Diagnostics of one message.
const MAX_DIAGNOSTICS: usize = 8;

/// Characters of the message of a diagnostic.
const MAX_WORDS: usize = 300;

/// Measures that are listed of all tables together.
const MAX_MEASURES: usize = 10_000;

/// Takes messages through a rule and its actions, one after the other, with services that remember.
///
/// Nothing is read from outside the request: a message for which no time is named has 1970-01-01. The response stays
/// small: a line for each message, and what all came to.
#[must_use]
pub fn replay_messages(request: &ReplayRequest) -> ReplayResponse {
    let rejected = |diagnostics| ReplayResponse { diagnostics, ..ReplayResponse::default() };
    let count = request.messages.len();
    if count > MAX_MESSAGES {
        let message = format!("There are {count} messages; at most {MAX_MESSAGES} are taken at a time.");
        return rejected(vec![bad_request(message)]);
    }
    let rule = RequestedRule {
        sql: &request.sql,
        version: request.sql_version.as_deref(),
        action: request.action.as_deref(),
        #[cfg(feature = "documents")]
        document: request.rule.as_ref(),
    };
    let viewer = Viewer { topic: &request.topic, ..rule.viewer() };
    let plan = match rule.plan(&viewer) {
        Ok(plan) => plan,
        Err(errors) => return rejected(errors),
    };
    let (context, mut simulation) = match surroundings(request.context.as_ref(), request.table.as_ref()) {
        Ok(surroundings) => surroundings,
        Err(message) => return rejected(vec![bad_request(message)]),
    };
    simulation.absences.counts_only = true;
    let sequence = Sequence { plan: &plan, topic: &request.topic, context: &context };
    let (mut totals, mut malformed) = (Totals::default(), 0);
    let mut messages = Vec::with_capacity(count);
    for message in &request.messages {
        match sequence.take(message, &mut simulation) {
            Ok(report) => {
                if let Some(left_out) = left_out(&report) {
                    return rejected(vec![viewer.diagnostic(left_out)]);
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
        diagnostics: viewer.diagnostics(&diagnostics),
        messages,
        summary: Some(viewer.summary(&totals, malformed, &simulation, MAX_MEASURES)),
    }
}

/// What became of one message; what is reported about the rule itself is reported once for all messages.
fn replayed(report: &Report, of_rule: &[Diagnostic]) -> ReplayedMessage {
    let mut diagnostics: Vec<ShortDiagnostic> = Vec::new();
    for diagnostic in &report.diagnostics {
        let is_known = diagnostics.iter().any(|before| before.code == diagnostic.code.id);
        if diagnostics.len() < MAX_DIAGNOSTICS
            && !is_known
            && diagnostic.severity() != Severity::Info
            && !of_rule.contains(diagnostic)
        {
            diagnostics.push(short(diagnostic));
        }
    }
    let records = || report.deliveries.iter().flat_map(rule_actions::action::Delivery::records);
    let rejected = records().filter(|written| written.verdict.outcome == WriteOutcome::Rejected);
    ReplayedMessage {
        outcome: report.outcome_kind(),
        stopped_at: report.stopped_at().map(|stage| stage.name),
        records: records().count(),
        rejected: rejected.count(),
        failures: report.deliveries.iter().filter(|delivery| delivery.errors().next().is_some()).count(),
        diagnostics,
    }
}

fn malformed_message(why: &str) -> ReplayedMessage {
    let diagnostics = vec![short(&invalid_request(why))];
    ReplayedMessage {
        outcome: OutcomeKind::Rejected,
        stopped_at: None,
        records: 0,
        rejected: 0,
        failures: 0,
        diagnostics,
    }
}

fn short(diagnostic: &Diagnostic) -> ShortDiagnostic {
    let short = ShortDiagnostic::from(diagnostic);
    ShortDiagnostic { message: shortened(&short.message, MAX_WORDS), ..short }
}

#[cfg(test)]
mod tests {
    use super::{MAX_DIAGNOSTICS, MAX_MEASURES, MAX_MESSAGES, MAX_WORDS, replay_messages};
    use crate::requests::{MessageRequest, ReplayRequest};

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
    fn what_is_reported_about_a_message_is_bounded() {
        let response = replay_messages(&request([format!("{{\"{}\": 1}}", "n:".repeat(5000))]));
        let [message] = response.messages.as_slice() else { panic!() };
        assert_eq!(message.diagnostics[0].code, "timestream.measure-name");
        assert!(message.diagnostics.len() <= MAX_DIAGNOSTICS);
        assert_eq!(
            message.diagnostics[0].message.chars().count().min(MAX_WORDS + 1),
            message.diagnostics[0].message.chars().count()
        );
    }

    #[test]
    fn what_is_undefined_is_reported_once() {
        let sql = "SELECT t, humidty, co2 FROM 'a/+'".into();
        let payloads = [r#"{"t": 1, "humidity": 2, "co2": 3}"#, r#"{"t": 2, "humidity": 2}"#];
        let request = ReplayRequest { sql, ..request(payloads.map(str::to_owned)) };
        let response = replay_messages(&request);
        let reported: Vec<(&str, &str)> =
            response.diagnostics.iter().map(|one| (one.code.as_str(), one.message.as_str())).collect();
        let missing =
            "`humidty` is not in the payload; did you mean `humidity`? This is so for all 2 messages.";
        let sometimes = "`co2` is not in the payload, for 1 of 2 messages; for the others it has a value.";
        assert_eq!(reported, [("run.missing-key", missing), ("run.sometimes-undefined", sometimes)]);
        assert_eq!(response.diagnostics[0].fixes[0].edits[0].text, "humidity");
        assert_eq!(response.summary.map(|summary| summary.undefined), Some(response.diagnostics));
        assert!(response.messages.iter().all(|message| message.diagnostics.is_empty()));
    }
}
