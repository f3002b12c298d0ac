//! What the side worker tells of a lesson, ready to be drawn.

use rule_lessons::{Block, Inline, Part, Told};
use serde::{Deserialize, Serialize};

/// A rule that is tried in a lesson; in a record of what a learner did it stands the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tried {
    /// The statement.
    pub sql: String,
    /// The actions as JSON text.
    pub action: Option<String>,
    /// The SQL version.
    pub version: String,
    /// The topic of messages that name none, where it is not the lesson's.
    pub topic: Option<String>,
}

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonView {
    /// Its name in links.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is learnt, in a sentence.
    pub aim: String,
    /// What somebody complains about, in a case.
    pub symptom: String,
    /// Whether something is broken, and its cause to be found.
    pub is_case: bool,
    /// What sends the messages.
    pub device: String,
    /// How long it takes; 0 where that is not said.
    pub minutes: u32,
    /// The ids of lessons that teach what is needed.
    pub after: Vec<String>,
    /// The task.
    pub task: Vec<Block>,
    /// A question that is asked before anything is tried.
    pub prediction: Option<PredictionView>,
    /// What may be changed.
    pub edit: Vec<Part>,
    /// The rule that a learner starts from.
    pub start: Tried,
    /// The rule with all messages, in its portable form.
    pub rule: String,
    /// The messages.
    pub messages: Vec<LessonMessage>,
    /// What is said on request.
    pub hints: Vec<HintView>,
    /// What is said when it is solved.
    pub why: Vec<Block>,
}

/// A question that is asked before anything is tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictionView {
    /// The question.
    pub question: Vec<Block>,
    /// The answers to choose from.
    pub choices: Vec<Vec<Inline>>,
    /// Which of them is right, from 0.
    pub right: usize,
}

/// A message of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonMessage {
    /// What it is called.
    pub name: String,
    /// Whether it is seen only when it goes wrong.
    pub hidden: bool,
    /// Whether it is published on a topic of its own.
    pub names_topic: bool,
    /// What must come of it.
    pub wanted: Told,
}

/// Something to say on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintView {
    /// The code of a diagnostic; while that is reported, this hint is the first.
    pub code: Option<String>,
    /// What to say.
    pub text: Vec<Inline>,
}

/// What a rule is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Worth {
    /// It is rejected, so that no message was taken through it.
    Rejected,
    /// Some message goes wrong.
    #[default]
    Wrong,
    /// Every message does what it should, but the rule is not written as the lesson wants it.
    Wish,
    /// All is as it should be.
    Solved,
}

/// What is to be said about a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedView {
    /// What it is worth.
    pub worth: Worth,
    /// The same in a sentence or two.
    pub says: String,
    /// What became of each message; none where the rule is rejected.
    pub messages: Vec<JudgedMessage>,
    /// The mistake that it is recognised as: what it is called, and what to say.
    pub mistake: Option<(String, Vec<Block>)>,
    /// The first message that goes wrong.
    pub first_wrong: Option<usize>,
    /// The hidden message that now comes out into the open.
    pub reveals: Option<usize>,
    /// What is reported of the codes that hints name.
    pub reported: Vec<(String, String)>,
    /// Whether it is another rule than the one that the learner started from.
    pub changed: bool,
}

/// What became of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedMessage {
    /// Whether it does what it should.
    pub right: bool,
    /// What became of it.
    pub got: Told,
    /// In what that is not as wanted: what it is, what is wanted, what came.
    pub differences: Vec<(String, Option<String>, Option<String>)>,
    /// Which checks do not hold because of it, as sentences without their full stop.
    pub failures: Vec<String>,
}

/// The solution beside the learner's own rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SolutionView {
    /// What is other in it.
    pub parts: Vec<ChangedPart>,
    /// The solution.
    pub answer: Tried,
}

/// A part in which the solution differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedPart {
    /// What it is called, such as `SQL`.
    pub title: String,
    /// Its lines.
    pub lines: Vec<ChangedLine>,
}

/// A line of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangedLine {
    /// One that both have.
    Same(String),
    /// One that the solution does not have.
    Removed(String),
    /// One that only the solution has.
    Added(String),
}

/// A course that a teacher wrote, or one of its files, as its author sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedFile {
    /// What does not hold: the test, the line, and the sentence.
    pub findings: Vec<(String, usize, String)>,
    /// What comes of each rule, one a line.
    pub outcomes: String,
    /// How many rules were tried.
    pub rules: usize,
}
