//! What a lesson is made of.

use crate::ask::Ask;
use crate::check::{Check, Condition};
use crate::markdown::{Block, Inline};
use iot_sql::SqlVersion;
use serde::{Deserialize, Serialize};

/// A lesson, as its file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lesson {
    /// What is known of it without opening it.
    pub front: Front,
    /// The task.
    pub task: Vec<Block>,
    /// How many words the task has.
    pub words: usize,
    /// A question that is asked before anything is tried.
    pub prediction: Option<Prediction>,
    /// The rule that a learner starts from.
    pub start: Answer,
    /// The messages, in the order in which they are published.
    pub messages: Vec<Message>,
    /// What must hold beyond doing what the solution does.
    pub checks: Vec<Check>,
    /// What is said on request, one after the other.
    pub hints: Vec<Hint>,
    /// A rule that does what is wanted.
    pub solution: Answer,
    /// Other rules that are right, though they do something else.
    pub also_right: Vec<Answer>,
    /// Rules that people write by mistake, and what to say to them.
    pub wrong: Vec<Wrong>,
    /// What is said when it is solved.
    pub why: Vec<Block>,
    /// The line of each part that a message may have to point to.
    pub lines: Lines,
}

/// The lines where parts of a file stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lines {
    /// The task.
    pub task: usize,
    /// The key `id`.
    pub id: usize,
    /// The key `after`.
    pub after: usize,
    /// The key `open`.
    pub open: usize,
    /// The heading of the hints.
    pub hints: usize,
}

/// The keys at the head of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Front {
    /// Its name in links; never changed, as a learner's progress hangs on it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is learnt, in a sentence.
    pub aim: String,
    /// The ids of lessons that teach what is needed.
    pub after: Vec<String>,
    /// Whether something is to be learnt or to be found out.
    pub kind: Kind,
    /// What sends the messages.
    pub device: String,
    /// How long it takes, for somebody who needs no hint.
    pub minutes: Option<u32>,
    /// What somebody complains about, in a case.
    pub symptom: String,
    /// The topic of messages that name none.
    pub topic: String,
    /// The time of the first message, in milliseconds since 1970-01-01 UTC.
    pub time: i64,
    /// The client that publishes messages that name none.
    pub client: Option<String>,
    /// The context of all messages, as JSON.
    pub context: String,
    /// The settings of Timestream tables, as JSON.
    pub table: String,
    /// What a learner may change.
    pub edit: Vec<Part>,
    /// What must be as the solution's.
    pub compare: Compare,
    /// The codes of what the lesson rests on and AWS leaves open.
    pub open: Vec<String>,
}

/// What kind of lesson it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// One with a task.
    #[default]
    Lesson,
    /// One with a symptom, whose cause is to be found.
    Case,
}

/// What a learner may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// The statement.
    Sql,
    /// The actions.
    Action,
    /// The SQL version.
    Version,
    /// The topic that messages are published on.
    Topic,
}

impl Part {
    /// All of them with their names.
    pub(crate) const NAMES: [(&'static str, Self); 4] =
        [("sql", Self::Sql), ("action", Self::Action), ("version", Self::Version), ("topic", Self::Topic)];

    /// The name in a file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What must be as the solution's for every message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Compare {
    /// Whether the rule acts.
    Match,
    /// The outgoing payload.
    #[default]
    Output,
    /// The records of Timestream tables.
    Records,
    /// What each action sends, and what the error action gets.
    Deliveries,
    /// The points of InfluxDB tables.
    Lines,
    /// Nothing: only the checks count.
    None,
}

impl Compare {
    /// All of them with their names.
    pub(crate) const NAMES: [(&'static str, Self); 6] = [
        ("match", Self::Match),
        ("output", Self::Output),
        ("records", Self::Records),
        ("deliveries", Self::Deliveries),
        ("lines", Self::Lines),
        ("none", Self::None),
    ];
}

/// A rule as a learner or an author wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The statement.
    pub sql: String,
    /// The actions as JSON text.
    pub action: Option<String>,
    /// The SQL version.
    #[serde(with = "version_name")]
    pub version: SqlVersion,
    /// The topic of messages that name none, where it is not the lesson's.
    pub topic: Option<String>,
    /// The line where it stands in the lesson; 0 for a learner's.
    #[serde(default)]
    pub line: usize,
}

impl Answer {
    /// The parts in which it differs from another one.
    #[must_use]
    pub fn changes(&self, other: &Self) -> Vec<Part> {
        let changed = [
            (Part::Sql, self.sql != other.sql),
            (Part::Action, self.action != other.action),
            (Part::Version, self.version != other.version),
            (Part::Topic, self.topic != other.topic),
        ];
        changed.into_iter().filter(|(_, changed)| *changed).map(|(part, _)| part).collect()
    }
}

/// A version is its name.
mod version_name {
    use iot_sql::SqlVersion;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    // Serde hands it by reference.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub(super) fn serialize<S: Serializer>(version: &SqlVersion, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(version.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SqlVersion, D::Error> {
        let name = String::deserialize(deserializer)?;
        SqlVersion::from_name(&name).ok_or_else(|| D::Error::custom("not a version of the SQL"))
    }
}

/// A message that is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// What it is called.
    pub name: String,
    /// Whether a learner sees it only when it goes wrong.
    pub hidden: bool,
    /// Its payload.
    pub payload: Payload,
    /// Its topic, where it is not that of the lesson or the answer.
    pub topic: Option<String>,
    /// When it arrives, in milliseconds since 1970-01-01 UTC.
    pub time: i64,
    /// The client that publishes it, where it is not the lesson's.
    pub client: Option<String>,
    /// What of its context is not as the lesson's, as JSON.
    pub context: String,
    /// Whether the file says that the rule must not act on it.
    pub silent: bool,
    /// What else the file says must come of it.
    pub expected: Vec<Expectation>,
    /// The line of its heading.
    pub line: usize,
}

/// A payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Payload {
    /// JSON, published as it is written.
    Json(String),
    /// Text that need not be JSON.
    Text(String),
    /// Bytes, in base64.
    Base64(String),
}

/// What a file says must come of a message, in the words of test cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Expectation {
    /// The field of a test case, such as `expectedOutput`.
    pub field: String,
    /// Its JSON.
    pub json: String,
    /// The line of its fence.
    pub line: usize,
}

/// A question before anything is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prediction {
    /// The question.
    pub question: Vec<Block>,
    /// The answers to choose from.
    pub choices: Vec<Vec<Inline>>,
    /// Which of them is right, from 0.
    pub right: usize,
    /// What the engine must say for that.
    pub asks: Ask,
}

/// Something to say on request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hint {
    /// The code of a diagnostic; while that is reported, this hint is the first.
    pub code: Option<String>,
    /// What to say.
    pub text: Vec<Inline>,
    /// Its line.
    pub line: usize,
}

/// A rule that people write by mistake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wrong {
    /// What the mistake is called.
    pub title: String,
    /// The rule.
    pub answer: Answer,
    /// What tells it apart from another mistake that looks alike from outside.
    pub condition: Option<Condition>,
    /// What to say to somebody who made it.
    pub says: Vec<Block>,
}
