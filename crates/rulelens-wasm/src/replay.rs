//! Many messages, one after the other, through one rule.

use crate::forms::{RowsView, csv, table_rows};
use crate::requests::{MessageRequest, ReplayRequest, ReplayResponse, ReplayedMessage};
use crate::respond::{RequestedRule, bad_request, left_out};
use crate::sequence::Sequence;
use crate::series::AllSeries;
use iot_sql::text::shortened;
use iot_sql::{Context, Diagnostic, Severity};
use rule_actions::action::{Content, Delivery};
use rule_actions::timestream::table::{Measure, Named, WriteOutcome};
use rule_actions::view::{ContentView, DiagnosticView, RecordView, ShortDiagnostic, Viewer};
use rule_actions::{OutcomeKind, Plan, Report, Simulation, Totals, invalid_request};

/// Messages that one replay takes.
pub const MAX_MESSAGES: usize = 10_000;

/// Diagnostics of one message.
const MAX_DIAGNOSTICS: usize = 8;

/// Characters of the message of a diagnostic.
const MAX_WORDS: usize = 300;

/// Reasons of one record's verdict that are listed.
const MAX_REASONS: usize = 2;

/// Measures that are listed of all tables together.
const MAX_MEASURES: usize = 10_000;

/// Takes messages through a rule and its actions, one after the other, with services that remember.
///
/// Nothing is read from outside the request: a message for which no time is named has 1970-01-01. The response stays
/// small: a line for each message, what all came to, and as many records and values as were asked for.
#[must_use]
pub fn replay_messages(request: &ReplayRequest) -> ReplayResponse {
    let count = request.messages.len();
    if count > MAX_MESSAGES {
        let message = format!("There are {count} messages; at most {MAX_MESSAGES} are taken at a time.");
        return rejected(vec![bad_request(message)]);
    }
    let mut replay = match Replay::new(request) {
        Ok(replay) => replay,
        Err(errors) => return rejected(errors),
    };
    let mut messages = Vec::with_capacity(count);
    for message in &request.messages {
        match replay.take(message) {
            Ok(replayed) => messages.push(replayed),
            Err(left_out) => return rejected(vec![left_out]),
        }
    }
    ReplayResponse { messages, ..replay.finish() }
}

fn rejected(diagnostics: Vec<DiagnosticView>) -> ReplayResponse {
    ReplayResponse { diagnostics, ..ReplayResponse::default() }
}

/// A rule with services that remember, through which messages are taken one by one; memory stays bounded whatever
/// their number.
pub struct Replay<'r> {
    request: &'r ReplayRequest,
    viewer: Viewer<'r>,
    plan: Plan,
    context: Context,
    simulation: Simulation,
    totals: Totals,
    malformed: u64,
    taken: u64,
    series: AllSeries,
    /// The records that are in the tables, as many as are listed.
    stored: Vec<RecordView>,
    stored_count: usize,
    room: usize,
}

impl<'r> Replay<'r> {
    /// Prepares a request's rule; the request's messages are not looked at.
    ///
    /// # Errors
    /// What is wrong with rule, actions or request.
    pub fn new(request: &'r ReplayRequest) -> Result<Self, Vec<DiagnosticView>> {
        let rule = RequestedRule {
            sql: &request.sql,
            version: request.sql_version.as_deref(),
            action: request.action.as_deref(),
            placeholders: &request.placeholders,
            #[cfg(feature = "documents")]
            document: request.rule.as_ref(),
        };
        let viewer = Viewer { topic: &request.topic, ..rule.viewer() };
        let (plan, context, mut simulation) =
            rule.prepare(&viewer, request.context.as_ref(), request.table.as_ref())?;
        simulation.absences.counts_only = true;
        Ok(Self {
            request,
            viewer,
            plan,
            context,
            simulation,
            totals: Totals::default(),
            malformed: 0,
            taken: 0,
            series: AllSeries::new(request.point_limit),
            stored: Vec::new(),
            stored_count: 0,
            room: request.record_limit,
        })
    }

    /// Takes a message through, after those before it.
    ///
    /// # Errors
    /// That a part of the engine was needed that this build omits.
    pub fn take(&mut self, message: &MessageRequest) -> Result<ReplayedMessage, DiagnosticView> {
        match self.report(message)? {
            Ok(report) => {
                self.totals.count(&report);
                let listed = self.list(&report);
                Ok(ReplayedMessage { listed, ..replayed(&report, self.plan.warnings()) })
            }
            Err(why) => {
                self.malformed += 1;
                // Messages are named by their place in the request.
                self.simulation.messages += 1;
                Ok(malformed_message(&why))
            }
        }
    }

    /// Takes a message through and reports on it, or says what is wrong with it.
    pub(crate) fn report(
        &mut self,
        message: &MessageRequest,
    ) -> Result<Result<Report, String>, DiagnosticView> {
        let Self { request, viewer, plan, context, simulation, .. } = self;
        let sequence = Sequence { plan, topic: &request.topic, context, interval: request.interval };
        let taken = sequence.take(message, self.taken as f64, simulation);
        self.taken += 1;
        match taken.as_ref().ok().and_then(left_out) {
            Some(left_out) => Err(viewer.diagnostic(left_out)),
            None => Ok(taken),
        }
    }

    /// The rule with its actions.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The records of a report that are listed, with what series and rows take of them.
    fn list(&mut self, report: &Report) -> Vec<RecordView> {
        let mut listed = Vec::new();
        for delivery in &report.deliveries {
            let Content::Records { database, table, records } = &delivery.content else { continue };
            self.series.take((database, table), self.simulation.messages, records);
            let is_stored = |outcome| matches!(outcome, WriteOutcome::Accepted | WriteOutcome::Undocumented);
            self.stored_count += records.iter().filter(|written| is_stored(written.verdict.outcome)).count();
            if self.room == 0 {
                continue;
            }
            let viewer = Viewer { limit: Some(self.room), ..self.viewer };
            let ContentView::Records { records: views, .. } = viewer.delivery(delivery, None).content else {
                continue;
            };
            for mut record in views {
                record.verdict.reasons.truncate(MAX_REASONS);
                if is_stored(record.verdict.outcome) {
                    self.stored.push(record.clone());
                }
                listed.push(record);
            }
            self.room -= records.len().min(self.room);
        }
        listed
    }

    /// How many messages were taken.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// What the messages came to so far.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The first measures of which records had more than one type, at most so many.
    #[must_use]
    pub fn conflicts(&self, most: usize) -> Vec<Measure> {
        let tables = self.simulation.tables.all();
        tables.iter().flat_map(Named::conflicts).take(most).collect()
    }

    /// What all messages came to, without the messages themselves.
    #[must_use]
    pub fn finish(self) -> ReplayResponse {
        let Self { viewer, plan, simulation, totals, malformed, series, stored, stored_count, .. } = self;
        let mut diagnostics = simulation.absences.summary();
        diagnostics.extend_from_slice(plan.warnings());
        Diagnostic::sort_by_severity(&mut diagnostics);
        ReplayResponse {
            diagnostics: viewer.diagnostics(&diagnostics),
            messages: Vec::new(),
            summary: Some(viewer.summary(&totals, malformed, &simulation, MAX_MEASURES)),
            series: series.views(),
            rows: if stored.is_empty() { RowsView::default() } else { table_rows(&stored) },
            row_count: stored_count,
            // Never fails for records in memory.
            csv: if stored.is_empty() { String::new() } else { csv(&stored).unwrap_or_default() },
        }
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
    let records = || report.deliveries.iter().flat_map(Delivery::records);
    let stopped = report.stopped_at();
    let rejected = records().filter(|written| written.verdict.outcome == WriteOutcome::Rejected);
    ReplayedMessage {
        outcome: report.outcome_kind(),
        stopped_at: stopped.map(|stage| stage.name),
        stop: stopped.map(|stage| shortened(&stage.summary, MAX_WORDS)),
        stop_severity: stopped.and_then(|stage| stage.severity),
        explanation: stopped.map(|stage| shortened(&stage.explanation, MAX_WORDS)),
        records: records().count(),
        rejected: rejected.count(),
        failures: report.deliveries.iter().filter(|delivery| delivery.errors().next().is_some()).count(),
        empty: report.comes_to_nothing(),
        diagnostics,
        listed: Vec::new(),
    }
}

fn malformed_message(why: &str) -> ReplayedMessage {
    let diagnostics = vec![short(&invalid_request(why))];
    ReplayedMessage {
        outcome: OutcomeKind::Rejected,
        stopped_at: None,
        stop: None,
        stop_severity: None,
        explanation: None,
        records: 0,
        rejected: 0,
        failures: 0,
        empty: false,
        diagnostics,
        listed: Vec::new(),
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

    const ONE_TABLE: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
        "dimensions": [{"name": "x", "value": "y"}]}}"#;

    fn listing(payloads: &[&str]) -> ReplayRequest {
        ReplayRequest {
            action: Some(ONE_TABLE.into()),
            interval: 1000.0,
            record_limit: 3,
            point_limit: 10,
            ..request(payloads.iter().map(|payload| (*payload).to_owned()))
        }
    }

    #[test]
    fn records_series_and_rows_are_listed_where_they_are_asked_for() {
        let request = listing(&[r#"{"t": 1, "u": "a"}"#, r#"{"t": 2.5, "u": "b"}"#, r#"{"t": 3, "u": "c"}"#]);
        let response = replay_messages(&request);
        let listed: Vec<usize> = response.messages.iter().map(|message| message.listed.len()).collect();
        assert_eq!(listed, [2, 1, 0], "as many as were asked for");
        let times: Vec<&str> =
            response.messages.iter().flat_map(|message| &message.listed).map(|one| &*one.time).collect();
        assert_eq!(times, ["0", "0", "1000"], "an interval lies between messages");
        let series: Vec<_> = response
            .series
            .iter()
            .map(|one| (&*one.measure, one.accepted, one.rejected, one.written.len(), one.lost.len()))
            .collect();
        assert_eq!(series, [("t", 2, 1, 2, 1), ("u", 3, 0, 3, 0)]);
        let lost = &response.series[0].lost[0];
        assert_eq!((lost.message, lost.time, &*lost.value), (2, Some(1000.0), "2.5"));
        assert_eq!((response.rows.rows.len(), response.row_count), (2, 5), "what is rejected is no row");
        assert_eq!(response.csv.lines().count(), 3);
        let plain = ReplayRequest { record_limit: 0, point_limit: 0, ..request };
        let response = replay_messages(&plain);
        assert!(response.messages.iter().all(|message| message.listed.is_empty()));
        assert_eq!((response.series.len(), response.rows.rows.len(), response.row_count), (0, 0, 5));
    }

    #[test]
    fn a_message_that_stops_says_where_and_why() {
        let sql = "SELECT t FROM 'a/+' WHERE t > 1".into();
        let request = ReplayRequest { sql, ..listing(&[r#"{"t": 1}"#, r#"{"u": 1}"#, r#"{"t": 2}"#]) };
        let response = replay_messages(&request);
        let stops: Vec<_> = response
            .messages
            .iter()
            .map(|message| (message.stop.as_deref(), message.stop_severity))
            .collect();
        let undefined = Some(iot_sql::Severity::Warning);
        assert_eq!(stops, [(Some("false"), None), (Some("Undefined"), undefined), (None, None)]);
        assert!(response.messages[0].explanation.as_deref().is_some_and(|why| why.contains("t > 1")));
    }

    #[test]
    fn earlier_messages_are_as_in_a_replay_of_all() {
        let replayed = listing(&[r#"{"t": 1}"#, r#"{"t": 2.5}"#]);
        let all = replay_messages(&replayed);
        let chosen = crate::EvaluateRequest {
            sql: replayed.sql.clone(),
            action: replayed.action.clone(),
            topic: "a/1".into(),
            payload: r#"{"t": 2.5}"#.into(),
            context: Some(rule_actions::ContextDocument { timestamp: Some(1000.0), ..Default::default() }),
            earlier: replayed.messages[..1].to_vec(),
            interval: 1000.0,
            ..Default::default()
        };
        let one = crate::respond(&chosen);
        assert_eq!(one.records()[0].verdict.outcome, all.messages[1].listed[0].verdict.outcome);
        assert_eq!(one.records()[0].time, all.messages[1].listed[0].time);
        let numbered = crate::respond(&crate::EvaluateRequest { skipped: 7, ..chosen });
        let reason = &numbered.records()[0].verdict.reasons[0].message;
        assert!(reason.contains("message 8"), "{reason}");
    }
}
