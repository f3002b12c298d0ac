//! What one message comes to under two rules beside its records: payloads, requests, and what is reported.

use crate::state::{Member, MemberChange, difference, formatted};
use rulelens_wasm::{ContentView, DeliveryView, DiagnosticView, Evaluation, Severity};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a message comes to under one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The answer, as much of it as the page shows.
    pub response: Evaluation,
    /// The beginning of the outgoing payload's text.
    pub outgoing: Option<String>,
}

/// What differs of a message beside its records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// The outgoing payloads' members on each side, with whether they differ; none where both are the same, or not
    /// objects.
    pub payloads: Option<[Vec<(Member, bool)>; 2]>,
    /// Actions other than Timestream of which the request differs: their titles with both requests.
    pub requests: Vec<(String, [String; 2])>,
    /// Errors and warnings that are there on one side only, with its place.
    pub said: Vec<(usize, DiagnosticView)>,
}

impl Detail {
    /// Compares two sides.
    #[must_use]
    pub fn of(sides: &[Evaluated; 2]) -> Self {
        let responses = sides.each_ref().map(|side| &side.response);
        let payloads = match sides.each_ref().map(|side| side.outgoing.as_deref()) {
            [Some(one), Some(other)] if one != other => members(one, other),
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
        Self { payloads, requests: requests(responses), said: said.collect() }
    }

    /// Whether nothing of it differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.payloads.is_none() && self.requests.is_empty() && self.said.is_empty()
    }
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

/// The requests that differ, of all actions but those that write records. Actions stand beside those of the same kind.
fn requests(responses: [&Evaluation; 2]) -> Vec<(String, [String; 2])> {
    let lists = responses.map(|response| {
        let mut seen: HashMap<_, usize> = HashMap::new();
        let others = response.deliveries.iter().enumerate();
        let others = others.filter(|(_, one)| !matches!(one.content, ContentView::Records { .. }));
        let keyed = others.map(|(at, delivery)| {
            let kind = (delivery.kind.as_str(), delivery.path.starts_with("errorAction"));
            let nth = seen.entry(kind).or_default();
            *nth += 1;
            ((kind, *nth), (at, delivery))
        });
        keyed.collect::<Vec<_>>()
    });
    let mut keys: Vec<_> = lists[0].iter().map(|(key, _)| *key).collect();
    keys.extend(
        lists[1].iter().map(|(key, _)| *key).filter(|key| lists[0].iter().all(|(other, _)| other != key)),
    );
    let found =
        |side: usize, key| lists[side].iter().find(|(other, _)| *other == key).map(|(_, found)| *found);
    let pairs = keys.into_iter().map(|key| [found(0, key), found(1, key)]);
    let differing = pairs.filter_map(|pair| {
        let contents = pair.map(|one| one.map_or(&ContentView::Nothing, |(_, delivery)| &delivery.content));
        let (at, delivery) = pair.iter().flatten().next()?;
        (contents[0] != contents[1]).then(|| {
            let texts =
                pair.map(|one| one.map_or_else(|| "nothing".to_owned(), |(_, delivery)| text(delivery)));
            (format!("Action {}, {}", at + 1, delivery.title), texts)
        })
    });
    differing.collect()
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
        ContentView::Request { request, .. } => formatted(request).unwrap_or_else(|| request.clone()),
        ContentView::Text { text, .. } => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::preview::preview;
    use rulelens_wasm::{EvaluateRequest, respond};

    fn detail(payload: &str, sides: [(&str, &str, Option<&str>); 2]) -> Detail {
        let side = |(version, sql, action): (&str, &str, Option<&str>)| {
            let request = EvaluateRequest {
                sql: format!("SELECT {sql} FROM 'plant/+/state'"),
                sql_version: Some(version.to_owned()),
                topic: "plant/a/state".to_owned(),
                payload: payload.to_owned(),
                action: action.map(str::to_owned),
                ..EvaluateRequest::default()
            };
            let (answer, outgoing) = preview(respond(&request));
            Evaluated { response: answer.response, outgoing }
        };
        Detail::of(&sides.map(side))
    }

    #[test]
    fn members_of_both_payloads_are_marked_where_they_differ() {
        let sides = [("2015-10-08", "flow, valves", None), ("2016-03-23", "flow, valves", None)];
        let found = detail(r#"{"flow": 3.2, "valves": [1]}"#, sides);
        let [left, right] = found.payloads.expect("objects");
        assert_eq!((left.len(), right.len()), (1, 2));
        assert_eq!(right.iter().filter(|(_, differs)| *differs).count(), 1);
        assert!(detail(r#"{"flow": 3.2}"#, sides).is_empty());
    }

    #[test]
    fn actions_stand_beside_those_of_their_kind() {
        let republish = r#"{"republish": {"topic": "copies", "roleArn": "r"}}"#;
        let queue = r#"{"sqs": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/1/q", "roleArn": "r"}}"#;
        let (one, both) = (republish.to_owned(), format!("[{queue}, {republish}]"));
        let sides = [("2016-03-23", "a", Some(one.as_str())), ("2016-03-23", "a", Some(both.as_str()))];
        let found = detail(r#"{"a": 1}"#, sides);
        let told: Vec<_> =
            found.requests.iter().map(|(title, texts)| (title.as_str(), texts[0].as_str())).collect();
        assert_eq!(told, [("Action 1, SQS", "nothing")]);
    }

    #[test]
    fn what_one_side_alone_reports_is_told() {
        let sides = [("2016-03-23", "a", None), ("2016-03-23", "b", None)];
        let found = detail(r#"{"a": 1}"#, sides);
        let said: Vec<_> = found.said.iter().map(|(side, said)| (*side, said.code.as_str())).collect();
        assert_eq!(said, [(1, "run.missing-key")]);
    }
}
