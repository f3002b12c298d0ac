//! Every example of what AWS leaves open is run, and every entry is checked for what readers rely on.

use iot_sql::assumptions::{self, Assumption, Effect, Shown};
use iot_sql::{Context, Evidence, Message, Outcome, Rule, Template};
use std::collections::HashSet;

fn all() -> impl Iterator<Item = &'static Assumption> {
    assumptions::ALL.iter().flat_map(|subject| subject.assumptions)
}

/// What comes of an example, in words.
fn outcome(example: &Shown) -> String {
    let rule = match Rule::parse(example.sql, example.version) {
        Ok(rule) => rule,
        Err(diagnostic) => return format!("fails: {}", diagnostic.code.id),
    };
    let message = Message { topic: example.topic, payload: example.payload.as_bytes() };
    let context = Context::default();
    if let Some(text) = example.template {
        let template = Template::parse(text, example.version).expect(text);
        return match rule.start(message, &context).template(&template) {
            Ok(text) => format!("becomes {text}"),
            Err(diagnostic) => format!("fails: {}", diagnostic.code.id),
        };
    }
    match rule.evaluate(message, &context) {
        Outcome::OtherTopic | Outcome::NotTrue { .. } => "no action".into(),
        Outcome::Failed(diagnostic) => format!("fails: {}", diagnostic.code.id),
        Outcome::Output(outgoing) => format!("gives {}", String::from_utf8_lossy(&outgoing.to_bytes())),
    }
}

#[test]
fn examples_show_what_is_done() {
    let mut wrong = Vec::new();
    for example in all().flat_map(|assumption| assumption.examples) {
        let expected = match example.effect {
            Effect::Outgoing(text) => format!("gives {text}"),
            Effect::Text(text) => format!("becomes {text}"),
            Effect::NoAction => "no action".into(),
            Effect::Fails(code) => format!("fails: {code}"),
            Effect::Records(_) | Effect::Lines(_) => "records, which belong to actions".into(),
        };
        let given = outcome(example);
        if given != expected {
            wrong.push(format!("{} for {}\n  {given}\n  not {expected}", example.sql, example.payload));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn entries_are_complete() {
    let mut topics = HashSet::new();
    for assumption in all() {
        let topic = assumption.topic;
        assert!(topics.insert(topic), "{topic} is there twice");
        assert!(assumption.readings.len() >= 2, "{topic} has one reading, so nothing is open");
        assert!(assumption.followed < assumption.readings.len(), "{topic} follows no reading");
        assert!(matches!(assumption.evidence, Evidence::Assumed | Evidence::Contradicted), "{topic}");
        for sentence in assumption.readings.iter().chain([&assumption.stated]) {
            assert!(sentence.ends_with('.'), "{topic}: {sentence}");
        }
    }
}
