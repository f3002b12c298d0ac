//! From a statement's text to its tree. The only place that names sqlparser.

mod dialect;
mod height;
mod lexer;
mod limits;
mod nearest;
mod parser;
pub(crate) mod print;
pub mod tree;
mod walk;

pub(crate) use limits::with_templates as call_limit_with_templates;
pub use nearest::{nearest, nearest_within};
pub(crate) use parser::{Parsed, parse_expression, parse_statement};

/// The longest statement that is read, in bytes: a whole rule document may have 128 KB (`iot-core` quotas).
pub const MAX_STATEMENT_BYTES: usize = 128 * 1024;

/// How deep brackets, calls, CASE and nested queries may stand inside each other.
///
/// AWS documents no limit; this one keeps every later step clear of the stack's end.
pub const MAX_NESTING: usize = 64;
