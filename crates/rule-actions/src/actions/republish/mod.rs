//! The Republish action: the outgoing payload as a message on another topic (`republish-rule-action`).

mod headers;
mod topic;

use super::payload;
use crate::action::wording;
use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec, template_warnings};
use crate::actions::large_example::large;
use headers::Headers;
use iot_sql::{
    Diagnostic, Evidence, Example, Input, MAX_PAYLOAD_BYTES, Message, Outcome, Reading, Rule, Template,
    ingesting_rule,
};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// An action without fault.
const SOUND: &str =
    r#"{"republish": {"topic": "copies/${topic(2)}", "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

iot_sql::declare_codes! {
    pub(crate) CODES;
    REPUBLISH_LOOP = "republish.loop", Warning, "The republished message triggers the same rule again.",
        [
            Example::action(r#"{"republish": {"topic": "${topic()}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "$$aws/things/t/shadow/update", "roleArn": "r"}}"#).selecting("SELECT * FROM '$aws/things/+/shadow/update'"),
        ],
        silent [Example::action(SOUND)];
    REPUBLISH_OWN_FILTER = "republish.own-filter", Error, "The topic lies within the rule's own filter.",
        [
            Example::action(r#"{"republish": {"topic": "sensors/all", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "sensors/${t}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "sensors", "roleArn": "r"}}"#).selecting("SELECT * FROM 'sensors/#'"),
        ],
        silent [
            Example::action(SOUND),
            Example::action(r#"{"republish": {"topic": "${topic()}", "roleArn": "r"}}"#),
            Example::action(r#"{"actions": [{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:t", "roleArn": "r"}}], "errorAction": {"republish": {"topic": "sensors/all", "roleArn": "r"}}}"#),
        ];
    REPUBLISH_TOO_LARGE = "republish.too-large", Error, "The message is larger than 128 KB.",
        [large(SOUND)];
}

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "republish",
    title: "Republish",
    failed_action: "RepublishAction",
    page: "republish-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("topic").required(),
        Parameter::number("qos").one_of(&["0", "1"]),
        Parameter::object(
            "headers",
            &[
                Parameter::template("payloadFormatIndicator").one_of(&headers::INDICATORS),
                Parameter::template("contentType"),
                Parameter::template("responseTopic"),
                Parameter::template("correlationData"),
                Parameter::template("messageExpiry"),
                Parameter::list(
                    "userProperties",
                    &[Parameter::template("key").required(), Parameter::template("value").required()],
                ),
            ],
        )
        .no_terraform(),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[topic::CODES, headers::CODES, CODES],
    read: Some(|parameters, reader| {
        RepublishAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// Where the topic stands.
const TOPIC: &str = "topic";

/// The parameters of a Republish action (`republish-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct RepublishAction {
    /// The topic, a template.
    topic: Template,
    /// The quality of service, 0 or 1.
    qos: u8,
    /// The MQTT 5 headers.
    headers: Headers,
}

impl RepublishAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let topic = reader.required_template(object, TOPIC);
        let qos = match object.get("qos").map(Json::as_u64) {
            None | Some(Some(0)) => 0,
            Some(Some(1)) => 1,
            Some(_) => {
                reader.errors.push(wording::parameter("qos", "must be 0 or 1"));
                0
            }
        };
        let headers = reader.object(object, "headers").map(|headers| Headers::read(headers, reader));
        let topic = topic?;
        // A topic that is written out is wrong with every message, so it is rejected with the rule.
        if !topic.has_expressions() {
            reader.errors.extend(topic::check(&topic::published(topic.text()), TOPIC, &topic).err());
        }
        Some(Self { topic, qos, headers: headers.unwrap_or_default() })
    }

    fn publish(&self, topic: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        topic::check(topic, TOPIC, &self.topic)?;
        let bytes = delivering.outgoing.to_bytes();
        if bytes.len() > MAX_PAYLOAD_BYTES {
            return Err(too_large(bytes.len()));
        }
        let mut body = Map::new();
        body.insert("topic".into(), json!(topic));
        body.insert("qos".into(), json!(self.qos));
        self.headers.put(&mut body, delivering)?;
        payload::put(delivering.outgoing, "payload", &mut body);
        // Whatever is wrong with the rule in the end, it is not this action that fails.
        if self.is_loop(topic, &bytes, delivering) {
            delivering.diagnostics.push(a_loop(TOPIC, &self.topic, topic, false));
        }
        Ok(Content::Request { operation: "Publish", body: body.into() })
    }

    /// Whether the rule acts on what it publishes. A warning that was given with the rule is not given again.
    fn is_loop(&self, topic: &str, payload: &[u8], delivering: &Delivering<'_, '_>) -> bool {
        let rule = delivering.rule;
        if !topic::reaches(topic, rule) || self.always_loops(rule) {
            return false;
        }
        let (message, unread) = (Message { topic, payload }, Reading::default());
        let outcome = rule.start_with(message, delivering.context, delivering.invocation, unread).run();
        matches!(outcome, Outcome::Output(_))
    }

    /// Whether every message comes back, whatever is in it and whatever the rule's name.
    fn always_loops(&self, rule: &Rule) -> bool {
        let topic = topic::published(self.topic.text());
        !self.topic.has_expressions()
            && rule.query().condition.is_none()
            && ingesting_rule(&topic).is_none()
            && topic::reaches(&topic, rule)
    }
}

impl Action for RepublishAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        std::iter::once((TOPIC.to_owned(), &self.topic)).chain(self.headers.templates()).collect()
    }

    fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        let mut warnings = template_warnings(self, rule);
        if topic::is_bare_reserved(self.topic.text()) && !self.topic.text().starts_with("${") {
            warnings.push(topic::reserved(TOPIC, &self.topic, self.topic.text()));
        }
        if self.always_loops(rule) {
            let topic = topic::published(self.topic.text());
            warnings.push(a_loop(TOPIC, &self.topic, &topic, true));
        }
        warnings
    }

    fn errors(&self, rule: &Rule) -> Vec<Diagnostic> {
        let filter = rule.topic_filter().filter(|filter| filter.includes_written(self.topic.text()));
        filter.map(|filter| own_filter(&self.topic, filter.as_str())).into_iter().collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        let rendered = match delivering.template(TOPIC, &self.topic) {
            Ok(rendered) => rendered,
            Err(diagnostic) => return delivering.failed("", diagnostic),
        };
        if topic::is_bare_reserved(&rendered) && self.topic.text().starts_with("${") {
            delivering.diagnostics.push(topic::reserved(TOPIC, &self.topic, &rendered));
        }
        let topic = topic::published(&rendered);
        match self.publish(&topic, delivering) {
            Ok(content) => (topic.into(), content),
            Err(diagnostic) => delivering.failed(topic, diagnostic),
        }
    }
}

/// `always`: whatever is in the message.
fn a_loop(path: &str, template: &Template, topic: &str, always: bool) -> Diagnostic {
    let which = if always { "Every message" } else { "This message" };
    at_action(
        Diagnostic::new(
            &REPUBLISH_LOOP,
            format!("{which} triggers this rule again: the rule also matches `{topic}`."),
        ),
        path,
        template.text(),
    )
    .help("The loop is billed each time. Publish to a topic that the filter in FROM does not match, or let WHERE reject what the rule has published.")
    .evidence(Evidence::Documented)
}

fn own_filter(template: &Template, filter: &str) -> Diagnostic {
    let message = format!(
        "The topic `{}` lies within the rule's own filter `{filter}`. AWS answers: Republish topic cannot be within topic space of rule's topic pattern.",
        template.text()
    );
    at_action(Diagnostic::new(&REPUBLISH_OWN_FILTER, message), TOPIC, template.text())
        .help("AWS compares the topic as it is written, with its templates unexpanded, whatever WHERE says. Publish to a topic outside the filter, such as one with another first level. An error action may publish there. One author saw this on AWS; AWS's pages only warn of loops.")
        .evidence(Evidence::Reported)
}

fn too_large(bytes: usize) -> Diagnostic {
    Diagnostic::new(&REPUBLISH_TOO_LARGE, format!("The message has {bytes} bytes; 131,072 are allowed."))
        .input(Input::Request)
        .help("Select fewer attributes.")
        .evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use crate::{Plan, Simulation};
    use iot_sql::{Context, Message, SqlVersion};

    /// How often a rule's action is said to make a loop: with the rule, and with a message.
    fn loops(sql: &str, topic: &str, payload: &str) -> (usize, usize) {
        let action = format!(r#"{{"republish": {{"topic": "{topic}", "roleArn": "r"}}}}"#);
        let plan = Plan::new(sql, SqlVersion::V2016_03_23, Some(&action)).expect(sql).named("r");
        let message = Message { topic: "a/b", payload: payload.as_bytes() };
        let report = plan.deliver(message, &Context::default(), &mut Simulation::default());
        assert!(report.delivers(), "{topic}");
        let count = |diagnostics: &[iot_sql::Diagnostic]| {
            diagnostics.iter().filter(|diagnostic| diagnostic.code.id == "republish.loop").count()
        };
        (count(plan.warnings()), count(&report.deliveries[0].diagnostics))
    }

    #[test]
    fn loops_are_warned_of_once() {
        for (sql, topic, payload, expected) in [
            ("SELECT * FROM 'a/+'", "b/c", "{}", (0, 0)),
            ("SELECT * FROM 'a/+'", "${topic()}", "{}", (0, 1)),
            ("SELECT * FROM 'a/+'", "${topic()}/copy", "{}", (0, 0)),
            // WHERE looks at what comes back.
            ("SELECT *, true AS seen FROM 'a/+' WHERE isUndefined(seen)", "${'a/c'}", "{}", (0, 0)),
            ("SELECT *, true AS seen FROM 'a/+' WHERE n > 1", "${'a'}/c", r#"{"n":2}"#, (0, 1)),
            ("SELECT m AS n FROM 'a/+' WHERE n > 1", "${'a'}/c", r#"{"n":2,"m":1}"#, (0, 0)),
            ("SELECT * FROM '#'", "$$aws/rules/r/x", "{}", (0, 1)),
            ("SELECT * FROM '#'", "$$aws/rules/s/x", "{}", (0, 0)),
        ] {
            assert_eq!(loops(sql, topic, payload), expected, "{sql} {topic}");
        }
    }

    #[test]
    fn a_single_dollar_is_warned_of_and_mended() {
        for (topic, expected) in [
            ("$aws/things/t/shadow/update", Some("$$aws/things/t/shadow/update")),
            ("$$aws/things/t/shadow/update", None),
            ("${s}/x", Some("$${s}/x")),
        ] {
            let action = format!(r#"{{"republish": {{"topic": "{topic}", "roleArn": "r"}}}}"#);
            let plan = Plan::new("SELECT * FROM 'a'", SqlVersion::V2016_03_23, Some(&action)).expect(topic);
            let message = Message { topic: "a", payload: br#"{"s":"$aws/things"}"# };
            let report = plan.evaluate(message, &Context::default());
            let mut found =
                report.diagnostics.iter().filter(|found| found.code.id == "republish.reserved-topic");
            let mended = found.next().map(|found| found.fixes[0].apply(topic).expect("edits of the topic"));
            assert_eq!((mended.as_deref(), found.count()), (expected, 0), "{topic}");
        }
    }
}
