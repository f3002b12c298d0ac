//! What one message comes to under two versions of a rule, and what differs.

use super::{Member, MemberChange, difference};
use crate::worker::protocol::Evaluated;
use rulelens_wasm::{
    ContentView, DeliveryView, DiagnosticView, MeasureValueType, OutcomeKind, RecordView, Severity,
    StageState, WriteOutcome,
};

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What it is called.
    pub name: &'static str,
    /// What the message comes to.
    pub evaluated: Evaluated,
}

/// What differs between two sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Sentences about the message's way, where it ends elsewhere.
    pub outcome: Vec<String>,
    /// Records of the first Timestream action that are not the same.
    pub records: Vec<Difference>,
    /// How many records are the same.
    pub same_records: usize,
    /// The outgoing payloads' members on each side, with whether they differ; none where both are the same, or not
    /// objects.
    pub payloads: Option<[Vec<(Member, bool)>; 2]>,
    /// Whether the outgoing payloads differ.
    pub payload_differs: bool,
    /// Actions other than the first Timestream action of which the request differs: their titles with both requests.
    pub requests: Vec<(String, [String; 2])>,
    /// Errors and warnings that are there on one side only, with its place.
    pub said: Vec<(usize, DiagnosticView)>,
}

/// A record on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The measure's name.
    pub measure: String,
    /// What each side writes; none where it does not.
    pub cells: [Option<Cell>; 2],
    /// What differs, in words.
    pub words: String,
}

/// What a side writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The value.
    pub value: String,
    /// Its type.
    pub kind: MeasureValueType,
    /// What Timestream does with it.
    pub outcome: WriteOutcome,
}

impl Comparison {
    /// Compares two sides.
    #[must_use]
    pub fn of(sides: &[Side; 2]) -> Self {
        let responses = sides.each_ref().map(|side| &side.evaluated.answer.response);
        let (records, same_records) = records(sides);
        let texts = sides.each_ref().map(|side| side.evaluated.outgoing.as_deref());
        let payload_differs = texts[0] != texts[1];
        let payloads = match texts {
            [Some(one), Some(other)] if payload_differs => members(one, other),
            _ => None,
        };
        let said = (0..2).flat_map(|at| {
            let known = move |found: &DiagnosticView| {
                responses[1 - at].diagnostics.iter().any(|other| other.message == found.message)
            };
            let own = responses[at].diagnostics.iter();
            own.filter(move |found| found.severity != Severity::Info && !known(found))
                .map(move |found| (at, found.clone()))
        });
        Self {
            outcome: outcome(sides),
            records,
            same_records,
            payloads,
            payload_differs,
            requests: requests(sides),
            said: said.collect(),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.outcome.is_empty()
            && self.records.is_empty()
            && !self.payload_differs
            && self.requests.is_empty()
            && self.said.is_empty()
    }
}

/// Where the message ends, where that differs.
fn outcome(sides: &[Side; 2]) -> Vec<String> {
    let ends = sides.each_ref().map(|side| {
        let response = &side.evaluated.answer.response;
        let stopped = response.stages.iter().find(|stage| stage.state == StageState::Stopped);
        (response.outcome, stopped.map(|stage| stage.name))
    });
    if ends[0] == ends[1] {
        return Vec::new();
    }
    let sentence = |side: &Side| {
        let response = &side.evaluated.answer.response;
        let stopped = response.stages.iter().find(|stage| stage.state == StageState::Stopped);
        let what = match (response.outcome, stopped) {
            (OutcomeKind::Rejected, _) => "AWS rejects the rule".to_owned(),
            (OutcomeKind::Output, None) => "the rule acts".to_owned(),
            (OutcomeKind::Failed, _) => "the rule fails".to_owned(),
            (_, Some(stage)) => format!("{} stops the message: {}", stage.title, stage.summary),
            (_, None) => "the rule does not act".to_owned(),
        };
        format!("Under {} {what}.", side.name)
    };
    sides.iter().map(sentence).collect()
}

/// The records that differ, and how many do not. Records are told by measure and place among those of the same name.
fn records(sides: &[Side; 2]) -> (Vec<Difference>, usize) {
    let lists = sides.each_ref().map(|side| side.evaluated.answer.response.records());
    let keyed = lists.map(|records| {
        let nth = |at: usize| {
            records[..at].iter().filter(|before| before.measure_name == records[at].measure_name).count()
        };
        records
            .iter()
            .enumerate()
            .map(|(at, record)| ((record.measure_name.as_str(), nth(at)), record))
            .collect::<Vec<_>>()
    });
    let find = |side: usize, key: &(&str, usize)| {
        keyed[side].iter().find(|(other, _)| other == key).map(|(_, record)| *record)
    };
    let mut keys: Vec<_> = keyed[1].iter().map(|(key, _)| *key).collect();
    for (at, (key, _)) in keyed[0].iter().enumerate() {
        if !keys.contains(key) {
            keys.insert(at.min(keys.len()), *key);
        }
    }
    let (mut differences, mut same) = (Vec::new(), 0);
    for key in keys {
        let pair = [find(0, &key), find(1, &key)];
        match words(sides, pair) {
            Some(words) => differences.push(Difference {
                measure: key.0.to_owned(),
                cells: pair.map(|record| record.map(cell)),
                words,
            }),
            None => same += 1,
        }
    }
    (differences, same)
}

fn cell(record: &RecordView) -> Cell {
    Cell {
        value: record.measure_value.clone(),
        kind: record.measure_value_type,
        outcome: record.verdict.outcome,
    }
}

/// What differs between two records, in words.
fn words(sides: &[Side; 2], pair: [Option<&RecordView>; 2]) -> Option<String> {
    let (one, other) = match pair {
        [Some(one), Some(other)] => (one, other),
        [Some(_), None] => return Some(format!("Only {} writes it.", sides[0].name)),
        [None, Some(_)] => return Some(format!("Only {} writes it.", sides[1].name)),
        [None, None] => return None,
    };
    let mut words = Vec::new();
    if one.measure_value_type != other.measure_value_type {
        let reason = other.type_reason.as_ref().or(one.type_reason.as_ref());
        words.push(reason.map_or_else(
            || format!("{} becomes {}.", one.measure_value_type.name(), other.measure_value_type.name()),
            |reason| reason.explanation.clone(),
        ));
    } else if one.measure_value != other.measure_value {
        words.push("The value differs.".to_owned());
    }
    if one.verdict.outcome != other.verdict.outcome {
        for (side, record) in sides.iter().zip([one, other]) {
            if let (WriteOutcome::Rejected, Some(reason)) =
                (record.verdict.outcome, record.verdict.reasons.first())
            {
                words.push(format!("Rejected under {}: {}", side.name, reason.message));
            }
        }
        if words.is_empty() {
            words.push("Timestream treats it differently.".to_owned());
        }
    }
    if one.time != other.time && !one.processing_time && !other.processing_time {
        words.push("The time differs.".to_owned());
    }
    if one.dimensions != other.dimensions {
        words.push("The dimensions differ.".to_owned());
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// The members of both payloads, with whether they differ.
fn members(one: &str, other: &str) -> Option<[Vec<(Member, bool)>; 2]> {
    let all = difference(one, other)?;
    let side = |hidden: MemberChange| {
        let shown = all.iter().filter(|member| member.change != hidden);
        shown.map(|member| (member.clone(), member.change != MemberChange::Same)).collect::<Vec<_>>()
    };
    Some([side(MemberChange::Added), side(MemberChange::Removed)])
}

/// The requests that differ, of all actions but those to Timestream, whose records are compared one by one.
fn requests(sides: &[Side; 2]) -> Vec<(String, [String; 2])> {
    let lists = sides.each_ref().map(|side| &side.evaluated.answer.response.deliveries);
    let first = lists[0].iter().position(|delivery| delivery.kind == "timestream");
    let pairs = lists[0].iter().zip(lists[1]).enumerate();
    let differing = pairs.filter(|(at, (one, other))| Some(*at) != first && one.content != other.content);
    differing
        .map(|(at, (one, other))| (format!("Action {}, {}", at + 1, one.title), [text(one), text(other)]))
        .collect()
}

fn text(delivery: &DeliveryView) -> String {
    match &delivery.content {
        ContentView::Nothing => "nothing".to_owned(),
        ContentView::Records { database, table, records } => {
            rulelens_wasm::forms::write_records(database, table, records).join("\n")
        }
        ContentView::Points { points } => {
            points.iter().map(|point| point.line.as_str()).collect::<Vec<_>>().join("\n")
        }
        ContentView::Request { request, .. } => super::formatted(request).unwrap_or_else(|| request.clone()),
        ContentView::Text { text, .. } => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::preview::preview;
    use rulelens_wasm::{ContextDocument, EvaluateRequest, respond};

    fn compared(sql: &str, payload: &str, action: Option<&str>) -> Comparison {
        let side = |name: &'static str| {
            let request = EvaluateRequest {
                sql: sql.to_owned(),
                sql_version: Some(name.to_owned()),
                topic: "plant/a/state".to_owned(),
                payload: payload.to_owned(),
                action: action.map(str::to_owned),
                context: Some(ContextDocument {
                    timestamp: Some(1_772_353_795_000.0),
                    ..ContextDocument::default()
                }),
                type_reasons: true,
                ..EvaluateRequest::default()
            };
            let (answer, outgoing) = preview(respond(&request));
            Side { name, evaluated: Evaluated { answer, outgoing } }
        };
        Comparison::of(&[side("2015-10-08"), side("2016-03-23")])
    }

    const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;

    #[test]
    fn arrays_are_there_under_one_version_only() {
        let found = compared(
            "SELECT flow, valves FROM 'plant/+/state'",
            r#"{"flow": 3.2, "valves": [1]}"#,
            Some(ACTION),
        );
        let measures: Vec<_> =
            found.records.iter().map(|one| (one.measure.as_str(), one.words.as_str())).collect();
        assert_eq!(measures, [("valves", "Only 2016-03-23 writes it.")]);
        assert_eq!(found.same_records, 1);
        let [left, right] = found.payloads.expect("objects");
        assert_eq!((left.len(), right.len()), (1, 2));
        assert_eq!(right.iter().filter(|(_, differs)| *differs).count(), 1);
    }

    #[test]
    fn a_type_that_changes_is_explained() {
        let found = compared("SELECT flow FROM 'plant/+/state'", r#"{"flow": 3.0}"#, Some(ACTION));
        let one = &found.records[0];
        let kinds = one.cells.clone().map(|cell| cell.map(|cell| cell.kind));
        assert_ne!(kinds[0], kinds[1]);
        assert!(!one.words.is_empty());
    }

    #[test]
    fn no_difference_is_none() {
        let found = compared("SELECT flow FROM 'plant/+/state'", r#"{"flow": 3.2}"#, Some(ACTION));
        assert!(found.is_same(), "{found:?}");
        assert_eq!(found.same_records, 1);
    }

    #[test]
    fn another_request_is_shown_on_both_sides() {
        let action = r#"{"republish": {"topic": "copies", "roleArn": "r"}}"#;
        let found = compared("SELECT * FROM 'plant/+/state'", r#"{"list": [1]}"#, Some(action));
        assert_eq!(found.requests.len(), 1);
        assert_eq!(found.requests[0].0, "Action 1, Republish");
    }

    #[test]
    fn a_rule_that_one_version_rejects_is_told() {
        let found = compared(
            "SELECT (SELECT VALUE n FROM v) AS n FROM 'plant/+/state'",
            r#"{"v": [{"n": 1}]}"#,
            None,
        );
        assert!(!found.is_same());
        assert!(!found.outcome.is_empty() || found.payload_differs, "{found:?}");
    }
}
