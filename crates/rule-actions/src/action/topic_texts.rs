//! What is known of a topic, which many messages in a row have in common: texts of templates that read nothing else.

use iot_sql::{Diagnostic, MAX_PAYLOAD_BYTES, Message, Run, SqlVersion, Template};
use smol_str::SmolStr;

/// Templates that are remembered; an action with more evaluates the others.
const MOST: usize = 16;

/// What templates that read nothing but the topic gave for the last message's topic, and whether it is in order.
///
/// It makes messages of one topic faster, and changes nothing: not the steps that they take either.
#[derive(Clone, Debug, Default)]
pub struct TopicTexts {
    topic: String,
    version: SqlVersion,
    /// Whether AWS IoT's broker accepts a message of it, as far as the topic goes.
    is_in_order: bool,
    texts: Vec<Known>,
}

#[derive(Clone, Debug)]
struct Known {
    template: String,
    text: SmolStr,
    /// What evaluating it took.
    steps: u64,
}

impl TopicTexts {
    /// A message comes to a rule of this version; what the broker has to say about it.
    pub(crate) fn comes(&mut self, message: Message<'_>, version: SqlVersion) -> Vec<Diagnostic> {
        if self.topic != message.topic || self.version != version {
            self.texts.clear();
            self.topic.clear();
            self.topic.push_str(message.topic);
            self.version = version;
            self.is_in_order = false;
        }
        if self.is_in_order && message.payload.len() <= MAX_PAYLOAD_BYTES {
            return Vec::new();
        }
        let checked = message.check();
        self.is_in_order = checked.is_empty();
        checked
    }

    /// A template's text for the message's topic, where it is known and the message may take its steps, which are counted.
    pub(crate) fn find(&self, template: &Template, run: &Run<'_>) -> Option<SmolStr> {
        let known = self.texts.iter().find(|known| known.template == template.text())?;
        run.count_known(known.steps).then(|| known.text.clone())
    }

    /// Remembers what a template gave, which was not [found](Self::find) for this topic.
    pub(crate) fn remember(&mut self, template: &Template, text: &SmolStr, steps: u64) {
        if self.texts.len() < MOST {
            self.texts.push(Known { template: template.text().to_owned(), text: text.clone(), steps });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Absences, Plan, Report, Simulation, TopicTexts};
    use iot_sql::{Context, Message, SqlVersion};

    const ACTIONS: &str = r#"[
        {"timestream": {"databaseName": "d", "tableName": "t_${topic(2)}", "roleArn": "r",
            "dimensions": [{"name": "x", "value": "${topic(3)}-${upper(topic(1))}"}, {"name": "y", "value": "${t}"}]}},
        {"republish": {"topic": "out/${topic(2)}", "roleArn": "r"}}]"#;

    #[test]
    fn messages_of_one_topic_get_what_each_gets_by_itself() {
        let plan = |version| Plan::new("SELECT * FROM 'a/#'", version, Some(ACTIONS)).expect("a rule");
        let plans = [plan(SqlVersion::V2016_03_23), plan(SqlVersion::V2015_10_08)];
        let counting = || Simulation { brief: true, absences: Absences::counting(), ..Simulation::default() };
        let take = |plan: &Plan, topic, payload: &str, simulation: &mut Simulation| -> Report {
            let message = Message { topic, payload: payload.as_bytes() };
            plan.deliver(message, &Context::default(), simulation)
        };
        let mut shared = counting();
        let topics = ["a/b/c", "a/b/c", "a/b", "a/b", "a/b/c", "a/b/c", "a/f/g", "a/é/c", "a/é/c"];
        for (at, topic) in topics.into_iter().enumerate() {
            for plan in &plans {
                let payload = format!(r#"{{"t": {at}}}"#);
                let (one, other) =
                    (take(plan, topic, &payload, &mut shared), take(plan, topic, &payload, &mut counting()));
                assert_eq!(one.steps, other.steps, "{topic}");
                let texts = |report: &Report| -> Vec<String> {
                    let of_records =
                        report.records().iter().flat_map(|written| written.record.dimensions.iter());
                    let destinations =
                        report.deliveries.iter().map(|delivery| delivery.destination.to_string());
                    of_records.map(|dimension| dimension.value.to_string()).chain(destinations).collect()
                };
                assert_eq!(texts(&one), texts(&other), "{topic}");
            }
        }
    }

    #[test]
    fn only_what_reads_the_topic_alone_is_remembered() {
        let plan = Plan::new("SELECT t FROM 'a/#'", SqlVersion::default(), Some(ACTIONS)).expect("a rule");
        let mut simulation = Simulation { absences: Absences::counting(), ..Simulation::default() };
        let mut remembered = |topic| -> Vec<(String, String)> {
            let message = Message { topic, payload: br#"{"t": 1}"# };
            plan.deliver(message, &Context::default(), &mut simulation);
            let TopicTexts { texts, .. } = &simulation.topic_texts;
            texts.iter().map(|known| (known.template.clone(), known.text.to_string())).collect()
        };
        let pair = |template: &str, text: &str| (template.to_owned(), text.to_owned());
        let all = [
            pair("t_${topic(2)}", "t_b"),
            pair("${topic(3)}-${upper(topic(1))}", "c-A"),
            pair("out/${topic(2)}", "out/b"),
        ];
        assert_eq!(remembered("a/b/c"), all);
        assert_eq!(remembered("a/b/c"), all, "each once");
        assert_eq!(remembered("a/b").len(), 2, "what is Undefined is evaluated each time");
    }
}
