//! What a case expects of each record's verdict, and the messages that the table saw before.

use super::case::{Malformed, payload};
use super::check::{Difference, acts_difference, records_differences};
use super::expected::ExpectedRecord;
use crate::timestream::table::{Store, TableSettings, Verdict};
use crate::{Plan, Report, Simulation, TableKeys};
use iot_sql::{Context, Message};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A message before the case's own, as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct WrittenMessage<'a> {
    name: Option<String>,
    topic: Option<String>,
    #[serde(borrow, default, deserialize_with = "super::case::present")]
    input_payload: Option<&'a RawValue>,
    input_payload_base64: Option<String>,
    timestamp: Option<i64>,
    client_id: Option<String>,
    expected_match: Option<bool>,
    expected_records: Option<Vec<ExpectedRecord>>,
    expected_verdicts: Option<Vec<ExpectedVerdict>>,
}

/// What came before the case's message.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The tables' settings.
    pub table: TableSettings,
    /// The keys of DynamoDB tables, by the table's name, where the context states them.
    pub dynamodb_tables: BTreeMap<String, TableKeys>,
    /// The messages that the rule took before, in order.
    pub earlier: Vec<EarlierMessage>,
}

/// A message before the case's own.
#[derive(Clone, Debug)]
pub struct EarlierMessage {
    /// What it is called; empty where it has no name.
    pub name: String,
    /// Its topic; the case's where it is `None`.
    pub topic: Option<String>,
    /// Its payload.
    pub payload: Vec<u8>,
    /// The engine's clock for it, in milliseconds since 1970-01-01 UTC; the case's where it is `None`.
    pub timestamp: Option<i64>,
    /// The client that published it; the case's where it is `None`.
    pub client_id: Option<String>,
    /// Whether the rule acts on it; not checked where it is `None`.
    acts: Option<bool>,
    /// Its records; not checked where they are `None`.
    records: Option<Vec<ExpectedRecord>>,
    /// What becomes of each of its records; not checked where it is `None`.
    verdicts: Option<Vec<ExpectedVerdict>>,
}

impl EarlierMessage {
    pub(super) fn read(written: WrittenMessage<'_>) -> Result<Self, Malformed> {
        let (payload, _) = payload(written.input_payload, written.input_payload_base64.as_deref())?;
        Ok(Self {
            name: written.name.unwrap_or_default(),
            topic: written.topic,
            payload,
            timestamp: written.timestamp,
            client_id: written.client_id,
            acts: written.expected_match,
            records: written.expected_records,
            verdicts: written.expected_verdicts,
        })
    }

    /// How what became of it differs from what is expected.
    pub(super) fn differences(&self, at: usize, report: &Report) -> Vec<Difference> {
        let mut found = Vec::new();
        found.extend(self.acts.and_then(|acts| acts_difference(acts, report)));
        found.extend(self.records.iter().flat_map(|records| records_differences(records, report, "")));
        found.extend(self.verdicts.iter().flat_map(|verdicts| differences(verdicts, report)));
        let of_message = |found: Difference| {
            let what = format!("earlier message {}, {}", at + 1, found.what);
            Difference { what, ..found }
        };
        found.into_iter().map(of_message).collect()
    }
}

impl History {
    /// The services after the earlier messages; `visit` is told what became of each.
    pub(super) fn simulate(
        &self,
        plan: &Plan,
        topic: &str,
        context: &Context,
        mut visit: impl FnMut(usize, Report),
    ) -> Simulation {
        let mut simulation = Simulation::new(self.table.clone());
        simulation.dynamodb_tables.clone_from(&self.dynamodb_tables);
        let mut context = context.clone();
        let (now, client) = (context.timestamp_ms, context.client_id.clone());
        simulation.absences.counts_only = true;
        for (at, earlier) in self.earlier.iter().enumerate() {
            context.timestamp_ms = earlier.timestamp.unwrap_or(now);
            context.client_id = earlier.client_id.clone().or_else(|| client.clone());
            let topic = earlier.topic.as_deref().unwrap_or(topic);
            let message = Message { topic, payload: &earlier.payload };
            visit(at, plan.deliver(message, &context, &mut simulation));
        }
        simulation.absences.counts_only = false;
        simulation
    }
}

/// What becomes of a record, as a case gives it: `accepted`, `unchanged`, `rejected`, `undocumented`, and after a colon
/// the store or the code of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ExpectedVerdict {
    outcome: String,
    detail: Option<String>,
}

impl TryFrom<String> for ExpectedVerdict {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (outcome, detail) = match text.split_once(':') {
            Some((outcome, detail)) => (outcome.trim().to_owned(), Some(detail.trim().to_owned())),
            None => (text.trim().to_owned(), None),
        };
        let known = ["accepted", "unchanged", "rejected", "undocumented"];
        if !known.contains(&outcome.as_str()) {
            return Err(format!("the verdict `{outcome}` is not one of {}", known.join(", ")));
        }
        if let Some(detail) = &detail
            && !is_detail(&outcome, detail)
        {
            return Err(format!("`{detail}` is nothing that can follow `{outcome}:`"));
        }
        Ok(Self { outcome, detail })
    }
}

/// Whether this can follow the outcome: a store where it is accepted, or a code, with `timestream.` or without.
fn is_detail(outcome: &str, detail: &str) -> bool {
    let is_store = outcome == "accepted" && ["memory", "magnetic"].contains(&detail);
    is_store || crate::codes().any(|code| is_code(code.id, detail))
}

fn is_code(code: &str, text: &str) -> bool {
    code == text || code.strip_prefix("timestream.") == Some(text)
}

impl ExpectedVerdict {
    fn fits(&self, found: &Verdict) -> bool {
        let detail = self.detail.as_deref().is_none_or(|detail| {
            found.store.is_some_and(|store| store.name() == detail)
                || found.reasons.iter().any(|reason| is_code(reason.code.id, detail))
        });
        found.outcome.name() == self.outcome && detail
    }

    fn text(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{}: {detail}", self.outcome),
            None => self.outcome.clone(),
        }
    }
}

/// A verdict as a case would give it.
pub(super) fn text(verdict: &Verdict) -> String {
    let detail = verdict.store.map(Store::name).or_else(|| verdict.code());
    detail.map_or_else(
        || verdict.outcome.name().to_owned(),
        |detail| format!("{}: {detail}", verdict.outcome.name()),
    )
}

/// What is not as expected of the verdicts of the first Timestream action.
pub(super) fn differences(expected: &[ExpectedVerdict], report: &Report) -> Vec<Difference> {
    let found = report.records();
    (0..expected.len().max(found.len()))
        .filter_map(|index| {
            let (wanted, has) = (expected.get(index), found.get(index));
            if let (Some(wanted), Some(has)) = (wanted, has)
                && wanted.fits(&has.verdict)
            {
                return None;
            }
            let none = || "no record".to_owned();
            let what = match has {
                Some(written) => format!("verdict {} (`{}`)", index + 1, written.record.measure_name),
                None => format!("verdict {}", index + 1),
            };
            let (wanted, has) = (
                wanted.map_or_else(none, ExpectedVerdict::text),
                has.map_or_else(none, |written| text(&written.verdict)),
            );
            Some(Difference::words(&what, wanted, has))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::cases::Case;

    /// What differs for a message of two records, after one that gave `t` the type BIGINT.
    fn differences(expected: &str) -> Vec<(String, String, String)> {
        let case = format!(
            r#"{{"inputSql": "SELECT * FROM 'a'", "topic": "a", "inputPayload": {{"t": 2.5, "u": 1}},
                "earlier": [{{"inputPayload": {{"t": 2}}}}], "expectedVerdicts": {expected},
                "action": {{"timestream": {{"databaseName": "d", "tableName": "t", "roleArn": "r",
                    "dimensions": [{{"name": "x", "value": "y"}}]}}}}}}"#
        );
        let differences = Case::from_json(&case).expect("a case").run().differences;
        differences.into_iter().map(|found| (found.what, found.expected, found.found)).collect()
    }

    #[test]
    fn verdicts_are_compared() {
        for expected in [
            r#"["rejected", "accepted"]"#,
            r#"["rejected: type-conflict", "accepted: memory"]"#,
            r#"["rejected: timestream.type-conflict", "accepted"]"#,
        ] {
            assert_eq!(differences(expected), [], "{expected}");
        }
        for (expected, what, found) in [
            (r#"["accepted", "accepted"]"#, "verdict 1 (`t`)", "rejected: timestream.type-conflict"),
            (r#"["rejected: too-old", "accepted"]"#, "verdict 1 (`t`)", "rejected: timestream.type-conflict"),
            (r#"["rejected", "accepted: magnetic"]"#, "verdict 2 (`u`)", "accepted: memory"),
            (r#"["rejected"]"#, "verdict 2 (`u`)", "accepted: memory"),
            (r#"["rejected", "accepted", "accepted"]"#, "verdict 3", "no record"),
        ] {
            let [(place, _, came)] = differences(expected).try_into().expect(expected);
            assert_eq!((place.as_str(), came.as_str()), (what, found), "{expected}");
        }
    }

    #[test]
    fn earlier_messages_are_compared_with_what_is_expected_of_them() {
        let differences = |expected: &str| {
            let case = format!(
                r#"{{"inputSql": "SELECT t, clientid() AS by FROM 'a' WHERE t > 0", "topic": "a",
                    "inputPayload": {{"t": 3}}, "expectedMatch": true, "context": {{"clientId": "last"}},
                    "earlier": [{{"inputPayload": {{"t": 1}}, "timestamp": 1}},
                        {{"inputPayload": {{"t": 2}}, "timestamp": 2, "clientId": "b", {expected}}}],
                    "action": {{"timestream": {{"databaseName": "d", "tableName": "t", "roleArn": "r",
                        "dimensions": [{{"name": "x", "value": "y"}}]}}}}}}"#
            );
            let differences = Case::from_json(&case).expect("a case").run().differences;
            differences.into_iter().map(|found| (found.what, found.found)).collect::<Vec<_>>()
        };
        let right = r#""expectedMatch": true, "expectedVerdicts": ["accepted", "accepted"],
            "expectedRecords": [{"MeasureName": "t"}, {"MeasureName": "by", "MeasureValue": "b"}]"#;
        assert_eq!(differences(right), []);
        for (wrong, what) in [
            (r#""expectedMatch": false"#, "earlier message 2, the rule"),
            (r#""expectedVerdicts": ["accepted", "rejected"]"#, "earlier message 2, verdict 2 (`by`)"),
            (
                r#""expectedRecords": [{"MeasureValue": "2"}, {"MeasureValue": "last"}]"#,
                "earlier message 2, record 2",
            ),
        ] {
            let [(place, _)] = differences(wrong).try_into().expect(wrong);
            assert_eq!(place, what, "{wrong}");
        }
    }
}
