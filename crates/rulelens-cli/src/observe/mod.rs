//! `rulelens observe`: what nobody knows about AWS, as a script that asks AWS, and its answers as a change of the open
//! questions.

mod asked;
mod export;
mod outcome;
mod read;
mod script;

use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// Ask AWS what its documentation leaves open, and read its answers.
///
/// The open questions are those of `rulelens questions` that are assumed or contradicted. RuleLens itself never calls AWS:
/// `export` writes a script that does, for an account of yours; `read` says what its answers settle.
#[derive(Args, Clone, Debug)]
pub struct ObserveOptions {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    Export(ExportOptions),
    Read(ReadOptions),
}

/// Write the questions as a script for the AWS CLI, and as files for AWS's validation tool.
///
/// The folder gets observe.sh, which says what it will do before it does it; rules/ and payloads/, which it uses;
/// questions.md, which lists what is asked and what cannot be asked so; and validation-tool/, files for
/// github.com/aws-iot-builder-tools/validation-tool-for-aws-iot-rules.
///
/// Exit status: 0; 2 if the folder exists and is not empty, or cannot be written.
#[derive(Args, Clone, Debug)]
pub(crate) struct ExportOptions {
    /// The folder to write.
    #[arg(default_value = "observe", value_name = "FOLDER")]
    folder: PathBuf,
    /// Only the questions that contain this word, in any case.
    #[arg(long, value_name = "WORD")]
    word: Option<String>,
}

/// Say which open questions the answers settle, as a patch of docs/open-questions.
///
/// The patch goes to standard output, for `git apply`; what it means, question by question, to standard error.
///
/// Exit status: 0 at least one question is settled; 1 none is; 2 a file cannot be read.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReadOptions {
    /// The files that observe.sh wrote: answers.jsonl.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Runs `rulelens observe`; gives the exit status.
///
/// # Errors
/// Files that cannot be read or written, an output that cannot be written.
pub fn observe(options: &ObserveOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    match &options.command {
        Command::Export(options) => export::export(options, out, err),
        Command::Read(options) => read::read(options, out, err),
    }
}
