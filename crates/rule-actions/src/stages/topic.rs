//! The stage of the topic.

use super::{Stage, StageName, StageState};
use iot_sql::text::counted;
use iot_sql::{Rule, Severity, ingesting_rule, seen_by_rule};

/// Whether the rule sees the topic.
pub(super) fn stage(rule: &Rule, topic: &str, stopped: bool) -> Stage {
    if let Some(named) = ingesting_rule(topic) {
        return basic_ingest_stage(rule, topic, named);
    }
    let Some(filter) = rule.topic_filter() else {
        let text = "The rule has no FROM: it is reached by Basic Ingest, on topics that start with $aws/rules/ and its name.";
        return Stage::new(StageName::Topic, StageState::Absent, "no FROM", text);
    };
    let filter = filter.as_str();
    if stopped {
        let text =
            format!("The topic `{topic}` does not match the filter `{filter}`{}.", difference(filter, topic));
        let stage =
            Stage::new(StageName::Topic, StageState::Stopped, "no match", text).with(Severity::Warning);
        return Stage { needs: vec![need(filter, topic)], ..stage };
    }
    let mut text = format!("The topic `{topic}` matches the filter `{filter}`.");
    if filter == "#" && topic.starts_with('$') {
        text += " Others saw `#` match topics that start with $aws/things/; AWS's pages do not say so (reported).";
    }
    Stage::new(StageName::Topic, StageState::Passed, "matches", text)
}

/// The topic's stage for a message that starts the rule `named` through Basic Ingest.
fn basic_ingest_stage(rule: &Rule, topic: &str, named: &str) -> Stage {
    let state = if rule.sees(topic) { StageState::Passed } else { StageState::Stopped };
    let mut text = format!("Through Basic Ingest the message starts the rule `{named}`");
    let summary = match (rule.is_called(named), rule.name()) {
        (Some(false), Some(name)) => {
            text += &format!(", and this one is `{name}`");
            text += if name.eq_ignore_ascii_case(named) { "; case counts." } else { "." };
            "another rule"
        }
        (Some(true), _) => {
            text += ", this one, whatever its FROM says.";
            "Basic Ingest"
        }
        _ => {
            text += ", whatever its FROM says. This rule's name is not known here, so it is taken to be that one.";
            "Basic Ingest"
        }
    };
    if state == StageState::Passed {
        text += &match seen_by_rule(topic) {
            "" => " Behind the name there is no topic: topic() is empty.".to_owned(),
            seen => format!(" The rule sees the topic `{seen}`."),
        };
    }
    let reached = Stage::new(StageName::Topic, state, summary, text);
    if state == StageState::Stopped { reached.with(Severity::Warning) } else { reached }
}

/// A topic that the filter matches, as near to this one as can be, or a filter that matches this one.
fn need(filter: &str, topic: &str) -> String {
    if filter.starts_with("$aws/rules/") {
        return format!(
            "FROM needs an ordinary topic, such as `'{topic}'`, or the message a topic of Basic Ingest."
        );
    }
    let reserved = topic.starts_with('$') && filter.starts_with(['+', '#']);
    let mut levels = topic.split('/');
    let mut matching: Vec<&str> = Vec::new();
    for wanted in filter.split('/') {
        let level = levels.next().filter(|level| !level.is_empty());
        match wanted {
            "#" => {
                matching.push(level.unwrap_or("x"));
                matching.extend(levels.by_ref());
            }
            "+" => matching.push(level.unwrap_or("x")),
            wanted => matching.push(wanted),
        }
    }
    if reserved {
        return format!("FROM needs to name the first level, such as `'{topic}'`.");
    }
    format!("Publish to `{}`, or write `FROM '{topic}'`.", matching.join("/"))
}

/// The first level in which a topic differs from a filter.
fn difference(filter: &str, topic: &str) -> String {
    if filter.starts_with("$aws/rules/") {
        return ": it is for Basic Ingest, whose messages are published to `$aws/rules/`, the rule's name and a topic".into();
    }
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        let what = if filter == "#" {
            "`#` matches no topic that starts with $, except those below $aws/things/"
        } else {
            "a wildcard in the first level does not match topics that start with $"
        };
        let known = if topic.starts_with("$aws/events/") { "reported" } else { "assumed" };
        return format!(": {what} ({known})");
    }
    let mut levels = topic.split('/');
    for (index, wanted) in filter.split('/').enumerate() {
        match (wanted, levels.next()) {
            ("+" | "#", Some(_)) => {}
            (wanted, Some(level)) if wanted == level => {}
            ("", Some(level)) => {
                let where_it_is = match index {
                    0 => "the filter starts with a slash, so its first level is empty".to_owned(),
                    _ => format!(
                        "level {} of the filter is empty, because of a slash after another",
                        index + 1
                    ),
                };
                let ends = index > 0 && filter.split('/').count() == index + 1;
                let why = if ends {
                    "the filter ends with a slash, so its last level is empty"
                } else {
                    &where_it_is
                };
                return format!(": {why}, and that of the topic is `{level}`");
            }
            (wanted, Some("")) => {
                let (number, ends) = (index + 1, topic.split('/').count() == index + 1);
                return match (index, ends) {
                    (0, _) => format!(
                        ": the topic starts with a slash, so its first level is empty, and that of the filter is `{wanted}`"
                    ),
                    (_, true) => format!(
                        ": the topic ends with a slash, so its last level is empty, and level {number} of the filter is `{wanted}`"
                    ),
                    _ => format!(
                        ": level {number} of the topic is empty, because of a slash after another, and that of the filter is `{wanted}`"
                    ),
                };
            }
            (wanted, Some(level)) if wanted.eq_ignore_ascii_case(level) => {
                return format!(
                    ": level {} is `{level}`; the filter needs `{wanted}`, and case counts",
                    index + 1
                );
            }
            (wanted, Some(level)) => {
                let why = if wanted.trim() == level.trim() { ", and white space counts" } else { "" };
                return format!(": level {} is `{level}`; the filter needs `{wanted}`{why}", index + 1);
            }
            ("", None) if filter.ends_with('/') && filter.split('/').count() == index + 1 => {
                return ": the filter ends with a slash, so it has one more level, which is empty".into();
            }
            ("#", None) => return ": `#` stands for at least one more level".into(),
            (_, None) => {
                let (has, needs) = (topic.split('/').count(), filter.split('/').count());
                return format!(": it has {}, the filter {needs}", counted(has, "level"));
            }
        }
    }
    let (has, needs) = (topic.split('/').count(), filter.split('/').count());
    if topic.ends_with('/') && has == needs + 1 {
        return ": the topic ends with a slash, so it has one more level, which is empty".into();
    }
    format!(": it has {}, the filter {needs}", counted(has, "level"))
}
