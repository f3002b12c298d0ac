//! What is compared of a message: facts with their places, so that two rules are right in the same way whatever their
//! words are, and so that a difference has a name.

mod difference;
mod group;
#[cfg(test)]
mod tests;

pub use difference::Difference;
pub(crate) use difference::{RULE, SENT};

use self::group::{Group, canonical};
use crate::lesson::Compare;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::Outgoing;
use iot_sql::text::shortened;
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::Point;
use rule_actions::timestream::{Record, TimeUnit, Written};
use rule_actions::{OutcomeKind, Report};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Bytes of a payload or a request whose members are compared one by one; a longer one is compared as a whole.
const MAX_BYTES: usize = 256 * 1024;

/// Characters of a value that a difference shows.
const SHOWN: usize = 200;

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
    let (kind, measure_value) = (measure_value_type.name(), measure_value.text());
    let dimensions_text: Vec<String> =
        dimensions.iter().map(|dimension| format!("{}={}", dimension.name, dimension.value)).collect();
    let nanoseconds = written.record.nanoseconds();
    let when = nanoseconds.map_or_else(|| time.to_string(), |nanoseconds| moment(nanoseconds, time));
    let mut group = Group {
        shown: format!("{measure_value} ({kind}; {}; {when})", dimensions_text.join(", ")),
        ..Group::default()
    };
    let is_number = matches!(kind, "DOUBLE" | "BIGINT");
    let value = if is_number { canonical(&measure_value) } else { measure_value.to_string() };
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
