//! What stands in quotes: topic filters, date patterns, zones, and values that are written out.

use super::offer::{CompletionKind, Offers};
use super::{Expects, FrameKind, Site, ValuesHere};
use crate::functions::Parameter;
use crate::time::joda;
use crate::topic::seen_by_rule;
use crate::value::Value;
use crate::version::SqlVersion;

/// A time whose parts differ: 2026-03-01 14:30:05.042 UTC.
const EXAMPLE_MS: i64 = 1_772_375_405_042;

/// Parts of date patterns that are offered.
const PATTERNS: &[&str] = &[
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd",
    "yyyy",
    "MM",
    "dd",
    "HH",
    "mm",
    "ss",
    "SSS",
    "EEE",
    "MMM",
    "hh",
    "a",
];

/// The parameter that is being typed.
fn parameter(site: &Site<'_>) -> Option<(&'static str, &'static Parameter)> {
    let frame = site.walk.top();
    let FrameKind::Call(Some(function)) = frame.kind else { return None };
    if frame.left.is_some() {
        return None;
    }
    Some((function.name, function.parameters.get(frame.commas)?))
}

/// Whether what stands here is the name of something on AWS, which neither the payload nor the language knows.
pub(super) fn is_written_out(site: &Site<'_>) -> bool {
    parameter(site).is_some_and(|(_, parameter)| {
        let name = parameter.name;
        name == "tableName" || name.contains("Arn") || name.ends_with("KeyName") || name.ends_with("Id")
    })
}

/// The strings that a parameter takes, where it lists them.
fn listed(types: &'static str) -> impl Iterator<Item = &'static str> {
    types.split('\'').skip(1).step_by(2)
}

/// Values to compare with, or to pass, as they are written.
pub(super) fn literals(site: &Site<'_>, values: &mut ValuesHere<'_>, offers: &mut Offers<'_>) {
    if let Some((function, parameter)) = parameter(site) {
        if function == "topic" {
            for (index, level) in seen_by_rule(site.sample.topic).split('/').enumerate() {
                let number = (index + 1).to_string();
                offers.add(&number, CompletionKind::Number, level.to_owned(), "", 0);
            }
        }
        for text in listed(parameter.types) {
            offers.add(&format!("'{text}'"), CompletionKind::Text, String::new(), "", 0);
        }
    }
    let Some((left, operator)) = &site.walk.top().left else { return };
    if !["=", "<>", "!=", "<", ">", "<=", ">="].contains(&&site.text[operator.clone()]) {
        return;
    }
    for value in compared(&site.text[left.clone()], values) {
        let (written, kind) = match &value {
            Value::String(text) if !text.contains(['\'', '\n']) && text.len() <= 64 => {
                (format!("'{text}'"), CompletionKind::Text)
            }
            Value::Int(_) | Value::Decimal(_) => (value.to_json(), CompletionKind::Number),
            _ => continue,
        };
        // What is smaller or greater is seldom the message's own value.
        let rank = u8::from(site.text[operator.clone()].starts_with(['<', '>']));
        offers.add(&written, kind, String::new(), "", rank);
    }
}

/// What the left side of a comparison is for the message.
fn compared(left: &str, values: &mut ValuesHere<'_>) -> Vec<Value> {
    if left.trim_end().to_ascii_lowercase().ends_with("sql_version()") {
        return SqlVersion::ALL.iter().map(|version| Value::string(version.name())).collect();
    }
    vec![values.get(left)]
}

/// What can be typed in a string.
pub(super) fn inside(site: &Site<'_>, values: &mut ValuesHere<'_>, offers: &mut Offers<'_>) {
    offers.unasked = true;
    if matches!(site.walk.top().expects, Expects::Topic) {
        return topic(site, offers, false);
    }
    if let Some((_, operator)) = &site.walk.top().left {
        if site.text[operator.clone()].contains(['=', '<', '>']) {
            let left = site.walk.top().left.as_ref().map_or("", |(left, _)| &site.text[left.clone()]);
            for value in compared(left, values) {
                if let Value::String(text) = value
                    && text.len() <= 64
                {
                    offers.add(&text, CompletionKind::Text, String::new(), "", 0);
                }
            }
        }
        return;
    }
    let Some((function, parameter)) = parameter(site) else { return };
    listed(parameter.types).for_each(|text| offers.add(text, CompletionKind::Text, String::new(), "", 0));
    match (function, parameter.name) {
        ("get", "key") => {
            if let Value::Object(object) = values.get(site.argument(0)) {
                for (key, member) in object.iter().take(100).filter(|(key, _)| !key.contains(['\'', '\\'])) {
                    offers.add(key, CompletionKind::Key, crate::assist::sample::shown(member), "", 0);
                }
            }
        }
        ("parse_time" | "time_to_epoch", "pattern") => {
            let run = offers.typed().trim_end_matches(|ch: char| ch.is_ascii_alphabetic()).len();
            offers.from(run);
            for pattern in PATTERNS {
                let example = joda::format(pattern, EXAMPLE_MS, "UTC").unwrap_or_default();
                offers.add(pattern, CompletionKind::Text, example, "", 0);
            }
        }
        ("parse_time", "zone") => {
            for zone in std::iter::once("UTC").chain(crate::time::zone_ids()) {
                offers.add(zone, CompletionKind::Text, String::new(), "", 0);
            }
        }
        _ => {}
    }
}

/// Topic filters; `quoted` where the quotes are not typed yet.
pub(super) fn topic(site: &Site<'_>, offers: &mut Offers<'_>, quoted: bool) {
    let topic = seen_by_rule(site.sample.topic);
    let kind = CompletionKind::Topic;
    if quoted {
        for filter in [topic.to_owned(), with_plus(topic), "#".to_owned()] {
            if !filter.is_empty() && !filter.contains(['\'', '\n']) {
                offers.add(&format!("'{filter}'"), kind, String::new(), "", 0);
            }
        }
        return;
    }
    let typed = offers.typed();
    let done = typed.rfind('/').map_or(0, |slash| slash + 1);
    let levels = typed[..done].matches('/').count();
    let begins_alike = typed[..done]
        .split('/')
        .zip(topic.split('/'))
        .take(levels)
        .all(|(filter, level)| filter == "+" || filter == level);
    let mut rest = topic.split('/').skip(levels);
    offers.from(done);
    if begins_alike
        && let Some(level) = rest.next().filter(|level| !level.is_empty() && !level.contains('\''))
    {
        let all: Vec<&str> = std::iter::once(level).chain(rest).collect();
        if all.len() > 1 {
            offers.add(&all.join("/"), kind, String::new(), "", 0);
        }
        offers.add(level, kind, String::new(), "", 1);
    }
    offers.add("+", kind, String::new(), "Matches any one level.", 2);
    offers.add("#", kind, String::new(), "Matches all further levels.", 3);
}

/// The topic with `+` in place of its second level, which mostly names the sender.
fn with_plus(topic: &str) -> String {
    let levels = topic.split('/').enumerate().map(|(index, level)| if index == 1 { "+" } else { level });
    levels.collect::<Vec<_>>().join("/")
}
