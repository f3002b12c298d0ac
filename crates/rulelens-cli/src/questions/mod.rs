//! The open questions: behaviour on which AWS's pages are silent or disagree, or that others have seen on AWS.
//!
//! They are written by hand in `docs/open-questions/*.md`, whose README describes the format. The files are part of the
//! program, so that `rulelens questions` shows them, and a test runs every example.

mod command;
mod example;
mod markdown;
mod read;

pub use command::{QuestionsOptions, questions};
pub use example::Example;
pub use read::subject;

use iot_sql::Evidence;
use std::fmt;

/// A file of questions.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The heading.
    pub title: String,
    /// What the file says before its first question, as Markdown.
    pub introduction: String,
    /// The questions, in the file's order.
    pub questions: Vec<Question>,
}

/// A behaviour that AWS's pages leave open.
#[derive(Clone, Debug)]
pub struct Question {
    /// What the question is about, in a few words.
    pub topic: String,
    /// The line of the heading, from 1.
    pub line: usize,
    /// How the reading that is followed is known.
    pub evidence: Evidence,
    /// The pages of AWS's documentation that it is about, by the last part of their address.
    pub pages: Vec<String>,
    /// What these pages state, as Markdown.
    pub stated: String,
    /// The ways in which AWS may behave.
    pub readings: Vec<Reading>,
    /// Who saw or relies on what, as Markdown; at least one where the evidence is `reported`.
    pub sources: Vec<String>,
    /// Rules, messages and what comes of them.
    pub examples: Vec<Example>,
    /// All of it, as Markdown.
    pub text: String,
}

/// A way in which AWS may behave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The reading, as Markdown.
    pub text: String,
    /// Whether RuleLens behaves so.
    pub is_followed: bool,
}

/// What is wrong with a file of questions, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.line, self.message)
    }
}

impl std::error::Error for Problem {}

/// A file of questions, by its name; build.rs says where they are.
macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("RULELENS_QUESTIONS"), "/", $name)))
    };
}

/// The files of `docs/open-questions`, by name, in the order in which they are shown.
pub const FILES: [(&str, &str); 16] = [
    file!("statements.md"),
    file!("keys.md"),
    file!("variables.md"),
    file!("numbers.md"),
    file!("values.md"),
    file!("nested-queries.md"),
    file!("topics.md"),
    file!("payloads.md"),
    file!("templates.md"),
    file!("timestream-action.md"),
    file!("timestream-tables.md"),
    file!("dynamodb-and-lambda.md"),
    file!("republish.md"),
    file!("other-actions.md"),
    file!("error-action.md"),
    file!("influxdb.md"),
];

/// All subjects, by their files' names.
///
/// # Errors
/// The file that breaks the format, and where; a test makes sure that none does.
pub fn all() -> anyhow::Result<Vec<(&'static str, Subject)>> {
    let read = |(name, text)| {
        let subject = subject(text);
        Ok((name, subject.map_err(|problem| anyhow::anyhow!("docs/open-questions/{name}:{problem}"))?))
    };
    FILES.into_iter().map(read).collect()
}
