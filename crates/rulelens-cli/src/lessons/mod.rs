//! `rulelens lessons`: lessons about rules, for those who write them and for those who look at what learners did.

mod check;
mod folder;
mod grade;
mod new;

pub use check::{CheckedCourse, check_folder};

use crate::Format;
use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// Check lessons, begin one, or judge what learners did.
///
/// A lesson is a Markdown file: a task, a rule to start from, messages, a solution, and mistakes with what to say to
/// somebody who made them. A course is a folder of lessons with a list of them, course.md. docs/lessons.md describes
/// both.
#[derive(Args, Clone, Debug)]
pub struct LessonsOptions {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    Check(CheckOptions),
    New(NewOptions),
    Grade(GradeOptions),
}

/// Try every rule of lessons, and say what does not hold.
///
/// Start must fail, the solution must pass, and each mistake must fail and be answered by its own words. A line reads
/// `FILE:LINE: TEST: what does not hold`, where TEST is T1 to T11 as docs/lessons.md lists them.
///
/// Exit status: 0 everything holds; 1 something does not; 2 a file cannot be read.
#[derive(Args, Clone, Debug)]
pub(crate) struct CheckOptions {
    /// Folders with a course.md, and files with a lesson.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A file with what comes of every rule (T10): compared if it exists, written if it does not.
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
    /// Write the file of --outcomes anew instead of comparing it.
    #[arg(long, requires = "outcomes")]
    update: bool,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Write a lesson to begin with: a small one that already holds.
///
/// Exit status: 0; 2 if the file is there already or cannot be written.
#[derive(Args, Clone, Debug)]
pub(crate) struct NewOptions {
    /// The lesson's id: lower-case letters, digits and hyphens. The file is called ID.md.
    id: String,
    /// The folder of the course; a course.md is begun if it has none.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// What the lesson is called; by default, the words of its id.
    #[arg(long)]
    title: Option<String>,
}

/// Judge what learners did: take the rules in their records through all messages again, hidden ones too.
///
/// A record is what the page saves, one JSON document on each line: the lesson's id, its state, and the learner's rule.
///
/// Exit status: 0 every lesson that is claimed to be solved is; 1 something is not; 2 a file cannot be read.
#[derive(Args, Clone, Debug)]
pub(crate) struct GradeOptions {
    /// The folder of the course.
    folder: PathBuf,
    /// Records.
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `rulelens lessons`; gives the exit status.
///
/// # Errors
/// A file or an output that cannot be read or written.
pub fn lessons(options: &LessonsOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    match &options.command {
        Command::Check(options) => check::check(options, out, err),
        Command::New(options) => new::new(options, out),
        Command::Grade(options) => grade::grade(options, out, err),
    }
}
