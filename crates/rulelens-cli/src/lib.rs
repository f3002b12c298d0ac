//! The `rulelens` program as a library: what its commands do, apart from reading arguments.
//!
//! `rulelens eval` takes one message through one rule and shows what becomes of it. `rulelens test` runs [`cases`]
//! from files; other programs can run them too:
//!
//! ```
//! use rulelens_cli::cases::Case;
//!
//! let case = Case::from_json(r#"{
//!     "inputSql": "SELECT temperature AS temp FROM 'iot/topic'",
//!     "topic": "iot/topic",
//!     "inputPayload": {"temperature": 24.04},
//!     "expectedOutput": {"temp": 24.04}
//! }"#)?;
//! assert!(case.run().differences.is_empty());
//! # Ok::<(), rulelens_cli::cases::Malformed>(())
//! ```

pub mod cases;
mod check;
mod convert;
mod diagnostics;
mod difference;
mod document;
mod eval;
mod excerpt;
mod explain;
mod formats;
mod functions;
mod input;
pub mod lessons;
mod levels;
mod lsp;
mod observe;
mod printable;
mod project;
pub mod questions;
mod replay;
mod report;
mod rule_options;
mod selection;
pub mod situations;
mod table_options;
mod terminal;
mod test;
mod texts;

pub use check::{CheckOptions, check};
pub use convert::{ConvertOptions, convert};
pub use eval::{EvalFormat, EvalOptions, eval};
pub use functions::{FunctionsOptions, functions};
pub use lessons::{LessonsOptions, lessons};
pub use lsp::{LspOptions, lsp};
pub use observe::{ObserveOptions, observe};
pub use printable::printable;
pub use project::{InitOptions, init};
pub use questions::{QuestionsOptions, questions};
pub use replay::{ReplayFormat, ReplayOptions, replay};
pub use terminal::Aside;
pub use test::{TestOptions, test};

use clap::ValueEnum;

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document, for programs.
    Json,
}

/// The exit status where everything was as it should be.
pub const GOOD: u8 = 0;
/// The exit status where a rule, an action or a message was rejected or failed, or where a case failed.
pub const BAD: u8 = 1;
/// The exit status where whoever reads standard output has closed it: that of a program which SIGPIPE ends.
pub const CLOSED: u8 = 128 + 13;
/// The exit status where the program could not do what it was asked to: a file, a case or an argument is wrong.
pub const UNUSABLE: u8 = 2;
