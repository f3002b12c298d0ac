//! What is compared of a message: facts with their places, so that two rules are right in the same way whatever their
//! words are, and so that a difference has a name.

use crate::lesson::Compare;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::Outgoing;
use iot_sql::text::shortened;
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::Point;
use rule_actions::timestream::{Record, TimeUnit, Written};
use rule_actions::{OutcomeKind, Report};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a payload or a request whose members are compared one by one; a longer one is compared as a whole.
const MAX_BYTES: usize = 256 * 1024;

/// Differences of a message that are told.
const MOST_DIFFERENCES: usize = 20;

/// Characters of a value that a difference shows.
const SHOWN: usize = 200;

/// Something in which a message goes other than wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// What it is, such as `temperature` or ``record `kwh`, type``.
    pub what: String,
    /// What is wanted; `None` where nothing is.
    pub wanted: Option<String>,
    /// What came; `None` where nothing did.
    pub got: Option<String>,
}

/// Facts that belong together: those of a record, of a request, of the outgoing payload.
#[derive(Clone, Debug, Default)]
struct Group {
    /// All of it in a few words.
    shown: String,
    /// The facts by their places: what is compared, and how it is shown.
    facts: BTreeMap<String, (String, String)>,
    /// The objects and arrays of JSON by their places, as they are shown.
    containers: BTreeMap<String, String>,
    /// Whether nothing was sent, since the action failed.
    fails: bool,
}

impl Group {
    fn add(&mut self, place: impl Into<String>, value: impl Into<String>, shown: impl Into<String>) {
        self.facts.insert(place.into(), (value.into(), shown.into()));
    }

    fn same(&mut self, place: &str, value: &str) {
        self.add(place, value, value);
    }

    /// The facts of a JSON value at a place.
    fn json(&mut self, place: &str, json: &Json) {
        // What is far inside is shown by its members only.
        if matches!(json, Json::Object(_) | Json::Array(_)) && place.matches(['.', '[']).count() < 3 {
            self.containers.insert(place.to_owned(), shortened(&json.to_string(), SHOWN));
        }
        match json {
            Json::Object(_) if place.is_empty() && json == &Json::Object(serde_json::Map::new()) => {}
            Json::Object(members) if !members.is_empty() => {
                for (key, value) in members {
                    self.json(&member(place, key), value);
                }
            }
            Json::Array(elements) if !elements.is_empty() => {
                for (at, value) in elements.iter().enumerate() {
                    self.json(&format!("{place}[{at}]"), value);
                }
            }
            Json::Number(number) => self.add(place, canonical(&number.to_string()), number.to_string()),
            other => {
                let text = other.to_string();
                self.add(place, text.clone(), text);
            }
        }
    }
}

/// A member's place in that of its object.
fn member(place: &str, key: &str) -> String {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !key.is_empty();
    match (place, plain) {
        ("", true) => key.to_owned(),
        (_, true) => format!("{place}.{key}"),
        (_, false) => format!("{place}[{}]", Json::from(key)),
    }
}

/// A number by its value: its digits without zeros at either end, and the power of ten.
fn canonical(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (digits, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let Ok(exponent) = exponent.parse::<i64>() else { return text.to_owned() };
    let all = format!("{whole}{fraction}");
    let kept = all.trim_end_matches('0');
    let exponent = exponent - fraction.len() as i64 + (all.len() - kept.len()) as i64;
    match kept.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}e{exponent}"),
    }
}

/// What is compared of one message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    acts: bool,
    groups: BTreeMap<String, Group>,
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        let values = |facts: &Self| -> Vec<(String, Vec<(String, String)>)> {
            let of_group = |group: &Group| -> Vec<(String, String)> {
                group.facts.iter().map(|(place, (value, _))| (place.clone(), value.clone())).collect()
            };
            facts.groups.iter().map(|(name, group)| (name.clone(), of_group(group))).collect()
        };
        self.acts == other.acts && values(self) == values(other)
    }
}

impl Facts {
    /// What is compared of a message that became this.
    pub(crate) fn of(report: &Report, compare: Compare) -> Self {
        let acts = report.outcome_kind() == OutcomeKind::Output;
        let mut facts = Self { acts, groups: BTreeMap::new() };
        if !acts || compare == Compare::Match {
            return facts;
        }
        let writes_records =
            report.deliveries.iter().any(|delivery| matches!(delivery.content, Content::Records { .. }));
        if compare == Compare::Output || compare == Compare::None && !writes_records {
            if let Some(outgoing) = report.outgoing() {
                facts.groups.insert(String::new(), payload(outgoing));
            }
            return facts;
        }
        for (at, delivery) in report.deliveries.iter().enumerate() {
            let name = if at == 0 {
                delivery.title.to_owned()
            } else {
                format!("{}, action {}", delivery.title, at + 1)
            };
            facts.delivery(&name, delivery, compare);
        }
        if compare == Compare::Deliveries
            && let Some(delivery) = &report.error_delivery
        {
            facts.delivery(&format!("error action: {}", delivery.title), delivery, compare);
        }
        facts
    }

    /// Whether anything comes of the message that could tell one rule from another.
    pub(crate) fn is_something(&self, compare: Compare) -> bool {
        let tells = |group: &Group| !group.fails && !group.facts.is_empty();
        self.acts && (compare == Compare::Match || self.groups.values().any(tells))
    }

    /// Whether the rule acts.
    pub(crate) fn acts(&self) -> bool {
        self.acts
    }

    fn delivery(&mut self, name: &str, delivery: &Delivery, compare: Compare) {
        match &delivery.content {
            Content::Records { records, .. } if compare != Compare::Lines => self.records(records, compare),
            Content::Points(points) if compare != Compare::Records => self.points(points),
            Content::Request { operation, body } if compare == Compare::Deliveries => {
                let mut group =
                    Group { shown: format!("{operation} to {}", delivery.destination), ..Group::default() };
                group.same("destination", &delivery.destination);
                group.same("operation", operation);
                request(&mut group, body);
                self.insert(name, group);
            }
            Content::Text { text, .. } if compare == Compare::Deliveries => {
                let mut group = Group { shown: text.clone(), ..Group::default() };
                group.same("destination", &delivery.destination);
                group.same("text", text);
                self.insert(name, group);
            }
            Content::Nothing => {
                let reason = delivery.errors().next().map(|error| error.message.trim_end_matches('.'));
                let shown = shortened(reason.unwrap_or("there is nothing to send"), SHOWN);
                let mut group = Group { shown, fails: true, ..Group::default() };
                group.same("outcome", "fails");
                self.insert(name, group);
            }
            _ => {}
        }
    }

    fn insert(&mut self, name: &str, group: Group) {
        let mut name = name.to_owned();
        let mut count = 1;
        while self.groups.contains_key(&name) {
            count += 1;
            name = format!(
                "{} ({count})",
                name.trim_end_matches(|ch: char| ch.is_ascii_digit() || " ()".contains(ch))
            );
        }
        self.groups.insert(name, group);
    }

    fn records(&mut self, records: &[Written], compare: Compare) {
        // The order of records does not matter, so those of one measure are told apart by what is in them.
        let mut groups: Vec<(String, Group)> =
            records.iter().map(|written| record(written, compare)).collect();
        groups.sort_by(|(a, one), (b, other)| (a, &one.shown).cmp(&(b, &other.shown)));
        for (name, group) in groups {
            self.insert(&name, group);
        }
    }

    fn points(&mut self, points: &[Point]) {
        for point in points {
            let mut group = Group { shown: point.line(), ..Group::default() };
            for tag in &point.tags {
                group.same(&format!("tag `{}`", tag.key), &tag.value);
            }
            for field in &point.fields {
                let (kind, value) = (field.value.field_type().name(), field.value.to_string());
                let value = if kind == "float" { canonical(&value) } else { value };
                group.add(
                    format!("field `{}`", field.key),
                    format!("{kind} {value}"),
                    format!("{} ({kind})", field.value),
                );
            }
            let nanoseconds = i128::from(point.time).saturating_mul(point.time_unit.nanoseconds());
            group.add("time", nanoseconds.to_string(), moment(nanoseconds, &point.time.to_string()));
            self.insert(&format!("point of `{}`", point.measurement), group);
        }
    }

    /// In what a message goes other than wanted, a few differences at most; what is wanted and did not come stands first.
    pub(crate) fn differences(&self, wanted: &Self) -> Vec<Difference> {
        if self.acts != wanted.acts {
            let word = |acts| Some(if acts { "acts" } else { "stays silent" }.to_owned());
            return vec![Difference { what: RULE.into(), wanted: word(wanted.acts), got: word(self.acts) }];
        }
        let mut found = Vec::new();
        let names: BTreeSet<&String> = wanted.groups.keys().chain(self.groups.keys()).collect();
        for name in names {
            between(name, wanted.groups.get(name), self.groups.get(name), &mut found);
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST_DIFFERENCES);
        found.into_iter().map(|(_, difference)| difference).collect()
    }
}

/// What a difference is called that is about whether the rule acts.
pub(crate) const RULE: &str = "the rule";

/// What an action does that does not fail, in a difference.
pub(crate) const SENT: &str = "is sent";

/// How much a difference matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// An action failed, or was meant to.
    Fails,
    /// Something wanted did not come.
    Wanted,
    /// Something came that is not wanted.
    Extra,
}

/// The differences of two groups of one name.
fn between(name: &str, want: Option<&Group>, got: Option<&Group>, found: &mut Vec<(Rank, Difference)>) {
    let mut add = |rank, what: String, wanted: Option<String>, got: Option<String>| {
        found.push((rank, Difference { what, wanted, got }));
    };
    if want.is_some_and(|group| group.fails) != got.is_some_and(|group| group.fails) {
        let side = |group: Option<&Group>| match group {
            Some(group) if group.fails => Some(format!("fails: {}", group.shown)),
            _ => Some(SENT.to_owned()),
        };
        return add(Rank::Fails, name.to_owned(), side(want), side(got));
    }
    let (Some(want), Some(got)) = (want, got) else {
        let rank = if want.is_some() { Rank::Wanted } else { Rank::Extra };
        let shown = |group: Option<&Group>| group.map(|group| shown(&group.shown));
        return add(rank, name.to_owned(), shown(want), shown(got));
    };
    let places: BTreeSet<&String> = want.facts.keys().chain(got.facts.keys()).collect();
    // The members of an object or array that stands where something else is wanted, or the other way round.
    let mut covered: Vec<&str> = Vec::new();
    let mut differences = Vec::new();
    for place in places {
        let (wanted, came) = (want.facts.get(place), got.facts.get(place));
        if wanted.map(|(value, _)| value) == came.map(|(value, _)| value) {
            continue;
        }
        let side = |fact: Option<&(String, String)>, group: &Group| {
            fact.map(|(_, text)| shown(text)).or_else(|| group.containers.get(place).cloned())
        };
        let (wanted, came) = (side(wanted, want), side(came, got));
        if want.containers.contains_key(place) || got.containers.contains_key(place) {
            covered.push(place);
        }
        differences.push((place, wanted, came));
    }
    for (place, wanted, came) in differences {
        let is_inside = |outer: &&str| {
            place.strip_prefix(*outer).is_some_and(|rest| rest.starts_with(['.', '[']) || outer.is_empty())
        };
        if covered.iter().any(|outer| *outer != place.as_str() && is_inside(outer)) {
            continue;
        }
        let what = match (name, place.as_str()) {
            ("", "") => "the outgoing payload".to_owned(),
            ("", place) => place.to_owned(),
            (name, "") => name.to_owned(),
            (name, place) => format!("{name}, {place}"),
        };
        let rank = if wanted.is_some() { Rank::Wanted } else { Rank::Extra };
        add(rank, what, wanted, came);
    }
}

/// A value as a difference shows it.
fn shown(text: &str) -> String {
    if text.is_empty() { "empty".to_owned() } else { shortened(text, SHOWN) }
}

/// The facts of an outgoing payload.
fn payload(outgoing: &Outgoing) -> Group {
    let mut group = Group::default();
    let bytes = outgoing.to_bytes();
    let json = serde_json::from_slice::<Json>(&bytes).ok().filter(|_| bytes.len() <= MAX_BYTES);
    match json {
        Some(json) => group.json("", &json),
        None => match String::from_utf8(bytes) {
            Ok(text) => group.add("", format!("text {text}"), text),
            Err(error) => {
                let text = format!("bytes {}", BASE64.encode(error.as_bytes()));
                group.add("", text.clone(), text);
            }
        },
    }
    group
}

/// The facts of a request. A string that is JSON itself is compared by what is in it.
fn request(group: &mut Group, body: &Json) {
    let text = body.to_string();
    if text.len() > MAX_BYTES {
        group.same("", &text);
    } else {
        group.json("", &unwrapped(body, 0));
    }
}

/// The body with strings that are JSON objects or arrays as these, and with numbers of DynamoDB by their value.
fn unwrapped(json: &Json, depth: usize) -> Json {
    match json {
        Json::Object(members) => {
            let value = |(key, value): (&String, &Json)| {
                let number = value.as_str().filter(|_| key == "N" && members.len() == 1);
                let number = number.and_then(|text| serde_json::from_str::<serde_json::Number>(text).ok());
                (key.clone(), number.map_or_else(|| unwrapped(value, depth), Json::Number))
            };
            Json::Object(members.iter().map(value).collect())
        }
        Json::Array(elements) => elements.iter().map(|element| unwrapped(element, depth)).collect(),
        Json::String(text) if depth < 4 && text.starts_with(['{', '[']) => serde_json::from_str::<Json>(text)
            .map_or_else(|_| json.clone(), |inner| unwrapped(&inner, depth + 1)),
        other => other.clone(),
    }
}

fn record(written: &Written, compare: Compare) -> (String, Group) {
    let Record { measure_name, measure_value, measure_value_type, time, dimensions, .. } = &written.record;
    let kind = measure_value_type.name();
    let dimensions_text: Vec<String> =
        dimensions.iter().map(|dimension| format!("{}={}", dimension.name, dimension.value)).collect();
    let nanoseconds = written.record.nanoseconds();
    let when = nanoseconds.map_or_else(|| time.to_string(), |nanoseconds| moment(nanoseconds, time));
    let mut group = Group {
        shown: format!("{measure_value} ({kind}; {}; {when})", dimensions_text.join(", ")),
        ..Group::default()
    };
    let is_number = matches!(kind, "DOUBLE" | "BIGINT");
    let value = if is_number { canonical(measure_value) } else { measure_value.to_string() };
    group.add("value", value, measure_value.as_str());
    group.same("type", kind);
    group.same("verdict", written.verdict.outcome.name());
    if compare != Compare::None {
        for dimension in dimensions.iter() {
            group.same(&format!("dimension `{}`", dimension.name), &dimension.value);
        }
        let value = nanoseconds.map_or_else(|| time.to_string(), |time| time.to_string());
        group.add("time", value, when);
    }
    (format!("record `{measure_name}`"), group)
}

/// A time as a date, or as it is written where it is none.
fn moment(nanoseconds: i128, written: &str) -> String {
    let date = TimeUnit::Nanoseconds.date(nanoseconds);
    let date = date.map(|date| date.trim_end_matches('0').trim_end_matches('.').to_owned());
    date.unwrap_or_else(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Facts, canonical};
    use crate::lesson::Compare;
    use iot_sql::{Context, Message, SqlVersion};
    use rule_actions::Plan;

    #[test]
    fn numbers_are_compared_by_their_value() {
        for (a, b) in [
            ("4", "4.0"),
            ("1e3", "1000"),
            ("0.50", "5e-1"),
            ("-0.0", "0"),
            ("1E+2", "100.00"),
            ("-7", "-7.00"),
        ] {
            assert_eq!(canonical(a), canonical(b), "{a} {b}");
        }
        for (a, b) in [("4", "-4"), ("4", "40"), ("0.1", "0.10000001"), ("1", "0")] {
            assert_ne!(canonical(a), canonical(b), "{a} {b}");
        }
    }

    fn facts(sql: &str, action: Option<&str>, compare: Compare) -> Facts {
        let plan = Plan::new(sql, SqlVersion::V2016_03_23, action).expect(sql);
        let payload = br#"{"t": 4.50, "n": 7, "s": "x", "o": {"odd key": [1, {}]}, "ts": 1772353795}"#;
        let context = Context { timestamp_ms: 1_772_353_800_000, ..Context::default() };
        Facts::of(&plan.evaluate(Message { topic: "a/b", payload }, &context), compare)
    }

    fn told(wanted: &Facts, got: &Facts) -> Vec<String> {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        let differences = got.differences(wanted);
        differences
            .iter()
            .map(|found| format!("{}: {} | {}", found.what, side(&found.wanted), side(&found.got)))
            .collect()
    }

    const TIMESTREAM: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "arn:aws:iam::123456789012:role/r",
        "dimensions": [{"name": "who", "value": "${topic(2)}"}], "timestamp": {"value": "TIME", "unit": "UNIT"}}}"#;

    fn timestream(time: &str, unit: &str) -> String {
        TIMESTREAM.replace("TIME", time).replace("UNIT", unit)
    }

    #[test]
    fn payloads_are_the_same_in_any_order_and_form() {
        let one = facts("SELECT t, o FROM 'a/b'", None, Compare::Output);
        let other = facts("SELECT o, t * 1 AS t FROM 'a/+'", None, Compare::Output);
        assert_eq!(one, other);
        let other = facts("SELECT s AS t, o.* FROM 'a/b'", None, Compare::Output);
        assert_eq!(
            told(&one, &other),
            [
                "o[\"odd key\"][0]: 1 | -",
                "o[\"odd key\"][1]: {} | -",
                "t: 4.50 | \"x\"",
                "[\"odd key\"][0]: - | 1",
                "[\"odd key\"][1]: - | {}",
            ]
        );
        let silent = facts("SELECT t FROM 'b'", None, Compare::Output);
        assert_eq!(told(&one, &silent), ["the rule: acts | stays silent"]);
        assert_eq!(
            facts("SELECT * FROM 'a/b'", None, Compare::Match),
            facts("SELECT s FROM '#'", None, Compare::Match)
        );
    }

    #[test]
    fn records_are_the_same_whatever_their_unit_and_order() {
        let seconds = timestream("${ts}", "SECONDS");
        let one = facts("SELECT t, n FROM 'a/b'", Some(&seconds), Compare::Records);
        let milliseconds = timestream("${ts * 1000}", "MILLISECONDS");
        assert_eq!(one, facts("SELECT n, t FROM 'a/b'", Some(&milliseconds), Compare::Records));
        let other = facts(
            "SELECT t + 0.25 AS t, s FROM 'a/b'",
            Some(&timestream("1772353800", "SECONDS")),
            Compare::Records,
        );
        assert_eq!(
            told(&one, &other),
            [
                "record `n`: 7 (BIGINT; who=b; 2026-03-01 08:29:55) | -",
                "record `t`, time: 2026-03-01 08:29:55 | 2026-03-01 08:30:00",
                "record `t`, value: 4.50 | 4.75",
                "record `s`: - | x (VARCHAR; who=b; 2026-03-01 08:30:00)",
            ]
        );
        // Without what only a table knows, two ways to the same values are the same.
        assert_eq!(
            facts("SELECT t FROM 'a/b'", Some(&seconds), Compare::None),
            facts("SELECT t FROM 'a/b'", Some(&timestream("1772353800", "SECONDS")), Compare::None)
        );
    }

    #[test]
    fn requests_are_compared_by_what_is_in_them() {
        let sqs = r#"{"sqs": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "roleArn": "arn:aws:iam::123456789012:role/r", "useBase64": false}}"#;
        let one = facts("SELECT t, n FROM 'a/b'", Some(sqs), Compare::Deliveries);
        assert_eq!(one, facts("SELECT n, t FROM 'a/b'", Some(sqs), Compare::Deliveries));
        let other = facts("SELECT n, s AS t FROM 'a/b'", Some(sqs), Compare::Deliveries);
        assert_eq!(told(&one, &other), ["SQS, MessageBody.t: 4.50 | \"x\""]);
    }
}
