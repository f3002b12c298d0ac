use super::{Comparing, ComparisonView, DifferenceKind, MAX_ROWS, MIN_OF_KIND};
use crate::requests::{MessageRequest, ReplayRequest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the two rules of a case.
#[derive(Deserialize)]
struct Rule {
    sql: String,
    #[serde(default = "newest")]
    version: String,
    #[serde(default)]
    action: serde_json::Value,
}

fn newest() -> String {
    "2016-03-23".to_owned()
}

/// Two rules, messages, and what is found.
#[derive(Deserialize)]
struct Case {
    title: String,
    a: Rule,
    b: Rule,
    messages: Vec<serde_json::Value>,
    found: Found,
}

/// A row: message, name, both values, and what differs.
type FoundRow = (usize, String, Option<String>, Option<String>, String);

/// What is found.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Found {
    /// How often each kind is there.
    kinds: BTreeMap<String, usize>,
    /// The rows that differ.
    rows: Vec<FoundRow>,
    /// What differs of each message that is listed.
    words: Vec<(usize, String)>,
    /// How many records differ, and of how many.
    records: (usize, usize),
    /// How many fields differ, and of how many.
    #[serde(default)]
    fields: (usize, usize),
    /// For how many messages something differs, and of how many.
    messages: (usize, usize),
}

fn request(rule: &Rule) -> ReplayRequest {
    ReplayRequest {
        sql: rule.sql.clone(),
        sql_version: Some(rule.version.clone()),
        action: (!rule.action.is_null()).then(|| rule.action.to_string()),
        topic: "plant/a/state".to_owned(),
        interval: 1000.0,
        ..ReplayRequest::default()
    }
}

fn compared(a: &ReplayRequest, b: &ReplayRequest, payloads: impl Iterator<Item = String>) -> ComparisonView {
    let mut comparing = Comparing::new([a, b], ["A", "B"]).expect("valid rules");
    for payload in payloads {
        comparing.take(&MessageRequest { payload, ..MessageRequest::default() }).expect("every part");
    }
    comparing.finish()
}

fn found(view: &ComparisonView) -> Found {
    let rows = view.listed.iter().flat_map(|message| message.rows.iter().map(|row| (message.at, row)));
    let named = |kind: &DifferenceKind| match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        other => panic!("{other:?}"),
    };
    Found {
        kinds: view.kinds.iter().map(|(kind, count)| (named(kind), *count)).collect(),
        rows: rows
            .filter(|(_, row)| !row.kinds.is_empty())
            .map(|(at, row)| {
                let [one, other] = row.sides.clone().map(|side| side.map(|cell| cell.value));
                (at, row.name.clone(), one, other, row.words.clone())
            })
            .collect(),
        words: view.listed.iter().map(|message| (message.at, message.words.clone())).collect(),
        records: (view.differing_records, view.records),
        fields: (view.differing_fields, view.fields),
        messages: (view.differing_messages, view.messages),
    }
}

#[test]
fn what_differs_is_told_and_counted() {
    let mut wrong = Vec::new();
    for line in include_str!("cases.jsonl").lines() {
        let case: Case = serde_json::from_str(line).expect(line);
        let payloads = case
            .messages
            .iter()
            .map(|message| message.as_str().map_or_else(|| message.to_string(), str::to_owned));
        let view = compared(&request(&case.a), &request(&case.b), payloads);
        assert!(view.complete, "{}", case.title);
        let found = found(&view);
        if found != case.found {
            let found = serde_json::to_string(&found).expect("JSON");
            wrong.push(format!("{}\t{found}", case.title));
        }
    }
    assert!(wrong.is_empty(), "found instead:\n{}", wrong.join("\n"));
}

const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;

fn rule(sql: &str) -> ReplayRequest {
    ReplayRequest {
        sql: sql.to_owned(),
        action: Some(ACTION.to_owned()),
        topic: "a".to_owned(),
        interval: 1000.0,
        ..ReplayRequest::default()
    }
}

#[test]
fn a_rule_that_is_not_valid_is_named() {
    let (good, bad) = (rule("SELECT * FROM 'a'"), rule("SELECT FROM"));
    let place = |sides| Comparing::new(sides, ["A", "B"]).err().map(|(at, errors)| (at, errors.is_empty()));
    assert_eq!(place([&good, &bad]), Some((1, false)));
    assert_eq!(place([&bad, &good]), Some((0, false)));
    assert_eq!(place([&good, &good]), None);
}

#[test]
fn what_is_listed_is_bounded_and_has_some_of_each_kind() {
    let (a, b) = (rule("SELECT t FROM 'a'"), rule("SELECT t + 1 AS t, u FROM 'a'"));
    let many = MAX_ROWS + 100;
    let payloads =
        (0..many).map(|at| if at + 1 < many { r#"{"t": 1}"# } else { r#"{"t": 1, "u": 2}"# }.to_owned());
    let found = compared(&a, &b, payloads);
    assert_eq!((found.differing_records, found.complete), (many + 1, false));
    let rows: Vec<_> = found.listed.iter().flat_map(|message| &message.rows).collect();
    assert_eq!(rows.len(), MAX_ROWS + 1, "the rows that there is room for, and the only one of its kind");
    assert_eq!(rows.last().map(|row| row.name.as_str()), Some("u"));
    let same = compared(&a, &a, (0..many).map(|_| r#"{"t": 1}"#.to_owned()));
    assert_eq!((same.listed.len(), same.complete, same.differing_messages), (MIN_OF_KIND, true, 0));
}

#[test]
fn long_texts_are_shortened_and_many_records_pair_quickly() {
    let wide: Vec<String> = (0..2_000).map(|at| format!("\"m{at}\": {at}")).collect();
    let payload = format!("{{{}, \"long\": \"{}\"}}", wide.join(","), "x".repeat(5_000));
    let (a, b) = (rule("SELECT * FROM 'a'"), rule("SELECT *, 'y' AS long FROM 'a'"));
    let found = compared(&a, &b, std::iter::once(payload));
    assert_eq!(found.records, 2_001);
    let long = found.listed[0].rows.iter().find(|row| row.name == "long").expect("a row that differs");
    let [Some(one), Some(other)] = &long.sides else { panic!("{long:?}") };
    assert_eq!(other.value, "y");
    assert!(one.value.chars().count() <= 201, "{}", one.value.len());
}
