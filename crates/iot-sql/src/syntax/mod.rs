//! From a statement's text to its tree. The only place that names sqlparser.

mod call_limits;
mod dialect;
mod errors;
mod height;
mod lexer;
mod nearest;
mod parser;
pub(crate) mod print;
mod quotes;
pub mod tree;
mod walk;

pub(crate) use call_limits::with_templates as call_limit_with_templates;
pub use nearest::{nearest, nearest_within};
pub(crate) use parser::{Lexeme, LexemeKind, Parsed, is_reserved, parse_expression, parse_statement, scan};

pub(crate) use errors::unterminated_string;

use crate::diagnostic::Code;

/// The codes of everything that is reported about a statement while it is read.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    errors::CODES.iter().copied().chain([call_limits::CODES]).flatten().copied()
}
