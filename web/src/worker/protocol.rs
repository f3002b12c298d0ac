//! What the page and its workers say to each other.
//!
//! The messages are plain JavaScript objects. What is asked and what is answered stands in them as bytes of [`wire`]. Texts that can be large travel as strings of their own, and only when they changed since the worker last got
//! them.
//!
//! A worker answers two kinds of asks: [`Ask`], for each key press, and [`SideAsk`], for all that need not be there
//! within a frame; the second only in the program with every part of the engine.

use super::asked::{Asked, AskedMessage, AskedReplay};
use super::wire;
use crate::state::ReplayedLine;
use crate::state::cases::CaseOutcome;
use crate::state::compare::Detail;
use crate::state::lessons::{CheckedFile, JudgedView, LessonView, SolutionView, Tried};
use crate::state::share::{Found, PictureLine, Shown, Treatment};
use js_sys::{Reflect, Uint8Array};
use rule_lessons::Contents;
use rulelens_wasm::{
    ComparisonView, DocumentView, Evaluation, Measure, RecordView, ReplayResponse, RuleView, SummaryView,
    ToInfluxdbRequest, ToInfluxdbResponse, WrittenView,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// The version of these messages.
///
/// The page and its worker are two files, which a cache may serve from different releases; the first message names
/// the version, so that neither misreads the other.
pub const VERSION: u32 = 17;

/// The field of the first message of a worker that holds the [`VERSION`] that it was built with: it is loaded and waits
/// for requests.
pub const READY_FIELD: &str = "ready";

/// The field of a worker's last message: it met a fault of its own and is about to end; what and where, for a report.
pub const CRASHED_FIELD: &str = "crashed";

/// The field of an evaluator's message that holds the id of a request which gets no answer now: it needs the rest of the
/// engine, which is being fetched.
pub const POSTPONED_FIELD: &str = "postponed";

/// The field of an evaluator's message that says that the rest of the engine has come, or that it cannot be had: what was
/// postponed may be asked again.
pub const FETCHED_FIELD: &str = "fetched";

/// The field of a message to the evaluator that holds an [`Ask`], and of its answers that holds an [`Answered`].
pub const ASK_FIELD: &str = "ask";

/// The field of the message with an [`Ask`] that holds the SQL, where it changed.
pub const SQL_FIELD: &str = "sql";

/// The field of the message with an [`Ask`] that holds the payload, where it changed.
pub const PAYLOAD_FIELD: &str = "payload";

/// The SQL of the rule that another one is compared with.
pub const OTHER_SQL_FIELD: &str = "otherSql";

/// The field of the evaluator's messages that holds the outgoing payload's whole text, beside [`ASK_FIELD`].
pub const OUTGOING_FIELD: &str = "outgoing";

/// The field of a message to the side worker, and of its answers, by which they are told from all others.
pub const SIDE_FIELD: &str = "side";

/// The field of an [`Ask`] or of a message to the side worker that holds the payloads of its messages as an array, where
/// they changed.
pub const PAYLOADS_FIELD: &str = "payloads";

/// The field of a message to the side worker that holds the messages of a replay without their payloads, as JSON, where
/// they changed.
pub const MESSAGES_FIELD: &str = "messages";

/// The field of a message to the side worker that holds the file that it is about.
pub const FILE_FIELD: &str = "file";

/// The field of a message to the evaluator that is a question of the code editor, and of its answer: the question's id.
pub const ASSIST_FIELD: &str = "assist";

/// The field of a question that names the text that it is about by its field: [`SQL_FIELD`], [`PAYLOAD_FIELD`], or
/// nothing for the rule and the message as they were evaluated last.
pub const ABOUT_FIELD: &str = "about";

/// The field of a question that holds the newest request, where it was answered elsewhere.
pub const ABOUT_REQUEST_FIELD: &str = "aboutRequest";

/// The field that holds the question itself, as JSON.
pub const QUESTION_FIELD: &str = "question";

/// The field of its answer, as JSON.
pub const ANSWER_FIELD: &str = "answer";

/// One request to the evaluator, but for its SQL and payload.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ask {
    /// Names the request in its answer.
    pub id: u32,
    /// Topic, SQL version, action and context.
    pub request: Asked,
    /// Whether the request has the earlier messages, which changed since the evaluator last got them.
    pub has_earlier: bool,
    /// Whether the page hears the channel that has the worker's name; the answer may come there then.
    pub hears_channel: bool,
}

/// The answer to an [`Ask`], but for the outgoing payload.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answered {
    /// The request's id.
    pub id: u32,
    /// Whether the request needs a part of the engine that only the whole evaluator has. Then the answer is what can be
    /// had without that part: the diagnostics say what is missing.
    pub needs_whole: bool,
    /// The answer.
    pub answer: Box<Answer>,
}

/// What a worker says, as far as it is about the worker itself.
#[derive(Debug)]
pub(crate) enum Told {
    /// It is loaded, and was built with this [`VERSION`].
    Ready(u32),
    /// It met a fault of its own and is about to end.
    Crashed(String),
    /// It fetches the rest of the engine, which the request with this id needs.
    Postponed(u32),
    /// It has the rest of the engine, or cannot have it.
    Fetched,
    /// Something else.
    Other,
}

impl Told {
    /// What a message says.
    pub(crate) fn of(message: &JsValue) -> Self {
        if let Some(version) = field(message, READY_FIELD).as_f64() {
            return Self::Ready(version as u32);
        }
        if let Some(id) = field(message, POSTPONED_FIELD).as_f64() {
            return Self::Postponed(id as u32);
        }
        if field(message, FETCHED_FIELD).is_truthy() {
            return Self::Fetched;
        }
        field(message, CRASHED_FIELD).as_string().map_or(Self::Other, Self::Crashed)
    }
}

/// A field of a message; undefined where it has none.
pub(crate) fn field(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &name.into()).unwrap_or_default()
}

/// The bytes that stand for something in a message.
#[must_use]
pub fn as_bytes(answer: &impl Serialize) -> Option<Uint8Array> {
    wire::to_bytes(answer).ok().map(|bytes| Uint8Array::from(&bytes[..]))
}

/// What stands in a field of a message as bytes; none where it has another form.
pub(crate) fn answer_in<T: DeserializeOwned>(message: &JsValue, name: &str) -> Option<T> {
    let bytes = field(message, name).dyn_into::<Uint8Array>().ok()?;
    wire::from_bytes(&bytes.to_vec()).ok()
}

/// A response, cut down to what a page can show; the outgoing payload travels beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The response, with the first records and diagnostics only, and without the outgoing payload.
    pub response: Evaluation,
    /// How many records there are in all.
    pub record_count: usize,
    /// How many of them Timestream rejects.
    pub rejected_count: usize,
    /// How many diagnostics there are in all.
    pub diagnostic_count: usize,
    /// Whether a record's text was cut, and is marked with an ellipsis.
    pub text_cut: bool,
}

/// One request to the side worker, but for its texts; stands in [`SIDE_FIELD`].
#[derive(Debug, Serialize, Deserialize)]
pub struct SideAsk {
    /// Names the request in its answer.
    pub id: u32,
    /// What is asked.
    pub ask: SideRequest,
}

/// What can be asked of the side worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SideRequest {
    /// Takes many messages through a rule. Messages and payloads travel beside the request.
    Replay {
        /// The rule and its surroundings.
        request: Box<AskedReplay>,
        /// The message that may differ from the one that was sent, with its place; its payload travels beside the
        /// request.
        chosen: Option<(usize, AskedMessage)>,
    },
    /// Takes many messages through two rules and tells what differs. Messages, payloads and both statements travel beside
    /// the request.
    Compare {
        /// The rules and their surroundings.
        requests: Box<[AskedReplay; 2]>,
        /// What sentences call them.
        names: [String; 2],
        /// As for a replay.
        chosen: (usize, AskedMessage),
    },
    /// Reads the messages of the text or the file that travels beside the request, and takes them through a rule.
    ReadMessages {
        /// The rule and its surroundings.
        request: Box<AskedReplay>,
    },
    /// Reads the text that travels beside the request as a rule document.
    ReadDocument,
    /// Writes a rule as a document.
    WriteDocument {
        /// The rule.
        rule: RuleView,
        /// The format's name.
        format: String,
    },
    /// Makes an InfluxDB action of a Timestream action.
    ToInfluxdb(ToInfluxdbRequest),
    /// Evaluates one message under two rules. Both statements and the payload travel beside the request, and so do all
    /// messages where there are several, among which it has this place.
    CompareOne(Box<[Asked; 2]>, Option<usize>),
    /// Makes the rule ready to be passed on that travels beside the request in its portable form: with what becomes of
    /// values that look private where that is not the usual, at a time.
    Share(Vec<(String, Treatment)>, f64),
    /// Something about the cases of a rule, whose SQL travels beside the request, and so does a text.
    Cases(CasesAsk),
    /// Something about lessons; the text that travels beside the request is a lesson's file.
    Lessons(LessonsAsk),
}

/// What can be asked about lessons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LessonsAsk {
    /// What a course has; the text is pairs of file name and text as JSON, of which the first is the course's list.
    Contents,
    /// The lesson.
    Open,
    /// What a learner's rule is worth.
    Judge(Box<Tried>),
    /// The solution beside a learner's rule.
    Solution(Box<Tried>),
    /// What holds of the file and what does not, for its author.
    Check,
}

/// What can be asked about the cases of a rule; `version` and `action` are the rule's. Cases stand without their rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CasesAsk {
    /// What becomes of them; the text has pairs of id and case as JSON.
    Run {
        /// The SQL version.
        version: String,
        /// The actions.
        action: Option<String>,
    },
    /// The chosen message as a case; the text is the rule in its portable form.
    Save {
        /// The time.
        now: f64,
    },
    /// A case that expects what comes now; the text is the case.
    Update {
        /// The SQL version.
        version: String,
        /// The actions.
        action: Option<String>,
    },
    /// A file of cases; the text has pairs of name and case as JSON.
    Export {
        /// The SQL version.
        version: String,
        /// The actions.
        action: Option<String>,
    },
    /// The cases of a file; the text is that file.
    Import {
        /// Whether it has a case on each line.
        lines: bool,
        /// The SQL version.
        version: String,
    },
    /// The messages of a case; the text is the case.
    Messages,
}

/// What the side worker answers; stands in [`SIDE_FIELD`].
#[derive(Debug, Serialize, Deserialize)]
pub struct SideSaid {
    /// The request's id.
    pub id: u32,
    /// The answer.
    pub answer: SideAnswer,
}

/// The answer to a [`SideRequest`] of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SideAnswer {
    /// How far a replay or the reading of messages came; the answer itself is still to come.
    Replaying(ReplayingView),
    /// The messages of the text or file; their payloads travel beside the answer.
    ReadMessages(Box<MessagesView>),
    /// What differs, or which side's rule is not valid, and why.
    Compare(Result<Box<ComparisonView>, (Option<usize>, String)>),
    /// What many messages came to.
    Replay(Box<ReplayView>),
    /// What the text holds.
    ReadDocument(DocumentView),
    /// The document.
    WriteDocument(WrittenView),
    /// The rule with the other action.
    ToInfluxdb(ToInfluxdbResponse),
    /// What differs beside records.
    CompareOne(Box<Detail>),
    /// The rule as it is passed on, or why it cannot be.
    Share(Result<Box<SharedView>, String>),
    /// What was asked about cases.
    Cases(CasesAnswer),
    /// What was asked about lessons.
    Lessons(LessonsAnswer),
}

/// The answer to a [`LessonsAsk`]; in the place of one that cannot be given, what is wrong with the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LessonsAnswer {
    /// What the course has.
    Contents(Result<Contents, Vec<String>>),
    /// The lesson.
    Opened(Result<Box<LessonView>, Vec<String>>),
    /// What the rule is worth.
    Judged(Result<Box<JudgedView>, Vec<String>>),
    /// The solution.
    Solution(Result<SolutionView, Vec<String>>),
    /// What holds of the file.
    Checked(CheckedFile),
}

/// The answer to a [`CasesAsk`]; in the place of one that cannot be given, why not, as a clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CasesAnswer {
    /// What became of each, with its id.
    Ran(Vec<(u32, CaseOutcome)>),
    /// The name and the text of a case.
    Saved(Result<(String, String), String>),
    /// The text of a case.
    Updated(Result<String, String>),
    /// The file.
    Exported(Result<String, String>),
    /// What the file holds.
    Imported(ImportedCases),
    /// The messages in order, the case's own as the last one.
    Messages(Result<Vec<CaseMessage>, String>),
}

/// The cases of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedCases {
    /// Their names and texts.
    pub cases: Vec<(String, String)>,
    /// The lines that are none, with why.
    pub problems: Vec<(usize, String)>,
    /// How many of the cases have another statement or SQL version than the rule.
    pub of_others: usize,
}

/// A message of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseMessage {
    /// The payload as text, or in base64.
    pub payload: String,
    /// All else.
    pub message: ListedMessage,
}

/// A rule as it is passed on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedView {
    /// What looks private, and what becomes of it.
    pub found: Vec<Found>,
    /// Its texts as others will see them.
    pub shown: Vec<Shown>,
    /// The rule in its portable form.
    pub json: String,
    /// The rule as Markdown, without a link.
    pub markdown: String,
    /// The chosen message as a case, or why there is none.
    pub case: Result<String, String>,
    /// The rule, the chosen message and what comes of it, to be drawn.
    pub picture: Vec<PictureLine>,
    /// Whether each message comes to the same as before.
    pub same: bool,
    /// What all come to.
    pub result: String,
}

/// What many messages came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayView {
    /// What became of each message.
    pub lines: Vec<ReplayedLine>,
    /// The records that are listed, with the places of their messages.
    pub listed: Vec<(usize, Vec<RecordView>)>,
    /// What all came to; the messages are not here.
    pub response: ReplayResponse,
}

/// Messages that were read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagesView {
    /// What the text is, such as `lines of JSON`.
    pub format: String,
    /// How many messages there are.
    pub count: u64,
    /// Those that the list takes.
    pub listed: Vec<ListedMessage>,
    /// How many could not be read.
    pub malformed: u64,
    /// What is wrong with the first of these, with its place.
    pub first_problem: Option<(u64, String)>,
    /// What all of them came to, where the rule is valid.
    pub summary: Option<SummaryView>,
}

/// A message that was read, but for its payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListedMessage {
    /// Its topic, where it names one.
    pub topic: Option<String>,
    /// Whether its payload is not text and stands there in base64.
    pub base64: bool,
    /// Its client ID, where it names one.
    pub client_id: Option<String>,
    /// Its time, where it names one.
    pub time: Option<f64>,
    /// What else of the context is its own, as a JSON object; empty for nothing.
    pub more: String,
}

/// How far a replay came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayingView {
    /// How many messages are done.
    pub done: u64,
    /// Of how many; 0 where that is not known.
    pub of: u64,
    /// The share of the text that is read, where messages are read.
    pub share: Option<f64>,
    /// Milliseconds that it took.
    pub took: f64,
    /// Records that are in the tables.
    pub accepted: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// The first measures of which records had more than one type.
    pub conflicts: Vec<Measure>,
}
