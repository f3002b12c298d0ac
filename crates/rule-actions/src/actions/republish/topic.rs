//! The topics that a rule publishes to.

use crate::action::wording::at_action;
use iot_sql::{Diagnostic, Evidence, Example, Message, Rule, Template, ingesting_rule};
use std::borrow::Cow;

iot_sql::declare_codes! {
    pub(crate) CODES;
    REPUBLISH_TOPIC = "republish.topic", Error, "No message can be published to this topic.",
        [Example::action(r#"{"republish": {"topic": "copies/#", "roleArn": "r"}}"#)];
    REPUBLISH_RESERVED = "republish.reserved-topic", Warning, "A topic that starts with $ is not written with $$.",
        [Example::action(r#"{"republish": {"topic": "$aws/things/kitchen/shadow/update", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"republish": {"topic": "$$aws/things/kitchen/shadow/update", "roleArn": "r"}}"#)];
    REPUBLISH_UNSUPPORTED = "republish.unsupported-topic", Error, "AWS does not republish to this reserved topic.",
        [Example::action(r#"{"republish": {"topic": "$$aws/things/kitchen/jobs/start-next", "roleArn": "r"}}"#)];
}

/// The topic that a rendered template stands for: `$$` at its start is `$` (`republish-rule-action`).
pub(super) fn published(rendered: &str) -> Cow<'_, str> {
    match rendered.strip_prefix("$$") {
        Some(rest) => Cow::Owned(format!("${rest}")),
        None => Cow::Borrowed(rendered),
    }
}

/// Whether a topic is a reserved one that is written with a single `$`.
pub(super) fn is_bare_reserved(rendered: &str) -> bool {
    rendered.starts_with('$') && !rendered.starts_with("$$")
}

/// Rejects a topic to which nothing can be published, or not by a rule.
pub(super) fn check(topic: &str, path: &str, template: &Template) -> Result<(), Diagnostic> {
    if let Some(problem) = (Message { topic, payload: b"" }).check().into_iter().next() {
        return Err(not_a_topic(path, template, topic, &problem.message));
    }
    let thing = topic.strip_prefix("$aws/things/").and_then(|rest| rest.split_once('/'));
    match thing {
        Some((_, rest)) if rest == "jobs" || rest.starts_with("jobs/") => {
            Err(unsupported(path, template, topic))
        }
        _ => Ok(()),
    }
}

/// Whether a rule is known to see messages of this topic: one whose name or FROM is not known is not.
pub(super) fn reaches(topic: &str, rule: &Rule) -> bool {
    match ingesting_rule(topic) {
        Some(named) => rule.is_called(named) == Some(true),
        None => rule.topic_filter().is_some() && rule.sees(topic),
    }
}

fn not_a_topic(path: &str, template: &Template, topic: &str, why: &str) -> Diagnostic {
    let diagnostic = at_action(Diagnostic::new(&REPUBLISH_TOPIC, why), path, template.text());
    let help = if topic.is_empty() {
        "Its template returns Undefined: templates see the payload as it was published, not the aliases of SELECT."
            .to_owned()
    } else {
        format!(
            "The topic is `{topic}`. A message's topic has no wildcards, up to 256 bytes and up to 8 levels."
        )
    };
    diagnostic.help(help).evidence(Evidence::Documented)
}

pub(super) fn reserved(path: &str, template: &Template, topic: &str) -> Diagnostic {
    let diagnostic = at_action(
        Diagnostic::new(&REPUBLISH_RESERVED, format!("The reserved topic `{topic}` starts with a single $.")),
        path,
        template.text(),
    )
    .help("Rules republish to a reserved topic with $$ in place of its first $. AWS does not document what happens with a single one; it is shown unchanged.")
    .evidence(Evidence::Documented);
    if template.text().starts_with("${") {
        return diagnostic.fix("Write $$", 0..0, "$");
    }
    diagnostic.fix("Write $$", 0..1, "$$")
}

fn unsupported(path: &str, template: &Template, topic: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(
            &REPUBLISH_UNSUPPORTED,
            format!("Rules cannot republish to `{topic}`, a topic of jobs."),
        ),
        path,
        template.text(),
    )
    .help("Let the device publish to it, or call the Jobs API from a function.")
    .evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use super::{check, published, reaches};
    use iot_sql::{Rule, SqlVersion, Template};

    #[test]
    fn two_dollars_are_one() {
        for (written, expected) in [
            ("$$aws/things/t/shadow/update", "$aws/things/t/shadow/update"),
            ("a/$$b", "a/$$b"),
            ("$aws/x", "$aws/x"),
        ] {
            assert_eq!(published(written), expected);
        }
    }

    #[test]
    fn topics_are_checked() {
        let template = Template::parse("t", SqlVersion::V2016_03_23).expect("a template");
        for (topic, expected) in [
            ("a/b", None),
            ("$aws/things/t/shadow/update", None),
            ("", Some("republish.topic")),
            ("a/+", Some("republish.topic")),
            ("a/#", Some("republish.topic")),
            ("1/2/3/4/5/6/7/8/9", Some("republish.topic")),
            (&"x".repeat(257), Some("republish.topic")),
            ("$aws/things/t/jobs/1/update", Some("republish.unsupported-topic")),
        ] {
            let found = check(topic, "topic", &template).err().map(|diagnostic| diagnostic.code.id);
            assert_eq!(found, expected, "{topic}");
        }
    }

    #[test]
    fn only_the_named_rule_is_reached_through_basic_ingest() {
        let rule = Rule::parse("SELECT * FROM '#'", SqlVersion::V2016_03_23).expect("a rule");
        assert!(reaches("a", &rule));
        assert!(!reaches("$aws/rules/r/a", &rule));
        assert!(!reaches("$aws/rules/r/a", &rule.clone().named("s")));
        assert!(reaches("$aws/rules/r/a", &rule.named("r")));
    }
}
