//! Lessons about AWS IoT rules: read from Markdown files, judged by what the rules do.
//!
//! A [`Lesson`] is a file that a teacher writes: a task, a rule to start from, messages, a solution, and the mistakes that
//! people make, each with what to say to somebody who made it. `docs/lessons.md` describes it. A [`Judge`] takes an
//! [`Answer`] through all messages of a lesson, in order and through one set of simulated services, and compares what it
//! does with what the solution does. No text is compared.
//!
//! ````
//! use rule_lessons::{Answer, Judge, Lesson, Status};
//!
//! let text = [
//!     "---",
//!     "id: too-warm",
//!     "title: Too warm",
//!     "aim: Let only some messages through with WHERE.",
//!     "topic: coldchain/truck7/reading",
//!     "---",
//!     "The pager should beep only above 8 °C.",
//!     "## Start",
//!     "```sql",
//!     "SELECT temperature AS t FROM 'coldchain/+/reading'",
//!     "```",
//!     "## Messages",
//!     "### Too warm",
//!     "```json",
//!     r#"{"temperature": 9.1}"#,
//!     "```",
//!     "### hidden: Exactly 8",
//!     "```json",
//!     r#"{"temperature": 8.0}"#,
//!     "```",
//!     "## Hints",
//!     "1. WHERE stands at the end.",
//!     "## Solution",
//!     "```sql",
//!     "SELECT temperature AS t FROM 'coldchain/+/reading' WHERE temperature > 8",
//!     "```",
//!     "## Wrong: At 8 too",
//!     "```sql",
//!     "SELECT temperature AS t FROM 'coldchain/+/reading' WHERE temperature >= 8",
//!     "```",
//!     "At exactly 8.0 the load is still fine.",
//!     "## Why",
//!     "Silence is an answer, too.",
//! ];
//! let judge = Judge::new(Lesson::read(&text.join("\n")).expect("a lesson"));
//!
//! let select = "SELECT temperature AS t FROM 'coldchain/#' WHERE";
//! let answer = Answer { sql: format!("{select} NOT (temperature <= 8)"), ..Answer::default() };
//! assert_eq!(judge.judge(&answer).status, Status::Solved);
//!
//! let answer = Answer { sql: format!("{select} NOT (temperature < 8)"), ..Answer::default() };
//! let judgement = judge.judge(&answer);
//! let mistake = judgement.mistake.map(|at| judge.lesson().wrong[at].title.as_str());
//! assert_eq!(mistake, Some("At 8 too"));
//! assert_eq!(
//!     judgement.says,
//!     "1 of 2 messages is right. “Exactly 8”, a message you have not seen: should stay silent, and gets through."
//! );
//! ````

mod ask;
mod check;
mod contents;
mod course;
mod facts;
mod judge;
mod judging;
mod lesson;
mod markdown;
mod moment;
mod outcomes;
mod problem;
mod read;
mod record;
mod run;
mod sections;
mod told;
mod uses;
mod verify;

pub use ask::{About, Ask};
pub use check::{Check, CheckKind, Condition};
pub use contents::{Contents, ListedChapter, ListedLesson};
pub use course::{Chapter, Course, Entry, MAX_LESSONS};
pub use facts::Difference;
pub use judge::{CheckFailure, CheckJudgement, Judge, Judgement, MessageJudgement, Status};
pub use lesson::{
    Answer, Compare, Expectation, Front, Hint, Kind, Lesson, Lines, Message, Part, Payload, Prediction, Wrong,
};
pub use markdown::{Block, Inline, Target, plain, plain_blocks};
pub use problem::Problem;
pub use read::MAX_LESSON_BYTES;
pub use record::{Progress, RecordLine};
pub use told::Told;
pub use verify::{Finding, MAX_HINTS, MAX_WORDS, Verified, verify_course};
