//! Which argument of which call is being typed.

use super::place::{FrameKind, Walk};
use super::{Language, boundary, statements, within_limit};
use crate::functions::{Function, Occurs};
use crate::syntax::{LexemeKind, scan};
use std::ops::Range;

/// A call that is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// The function's name in the text.
    pub name: Range<usize>,
    /// The function.
    pub function: &'static Function,
    /// The form of the call.
    pub signature: String,
    /// Where each parameter stands in the signature, in bytes.
    pub places: Vec<Range<usize>>,
    /// The parameter that is being typed; `None` where there are more arguments than parameters.
    pub active: Option<usize>,
}

/// The innermost call whose brackets the offset is in.
#[must_use]
pub fn parameters(text: &str, offset: usize, language: Language) -> Option<Parameters> {
    let text = within_limit(text);
    let offset = boundary(text, offset);
    let is_here = |inner: &Range<usize>| inner.start <= offset && offset <= inner.end;
    let statement = statements(text, language).into_iter().find(|statement| is_here(&statement.inner))?;
    let lexemes = scan(text, statement.inner.clone(), !statement.is_template);
    // What is being typed is not done yet; brackets and commas are.
    let is_before = |lexeme: &crate::syntax::Lexeme| match lexeme.kind {
        LexemeKind::Open | LexemeKind::Close | LexemeKind::Comma => lexeme.range.end <= offset,
        _ => lexeme.range.start < offset,
    };
    let count = lexemes.iter().take_while(|lexeme| is_before(lexeme)).count();
    let walk = Walk::over(text, &lexemes[..count], statement.is_template);
    let frame = walk.call()?;
    let FrameKind::Call(Some(function)) = frame.kind else { return None };
    let signature = function.signature();
    let mut from = function.name.len();
    let mut places = Vec::with_capacity(function.parameters.len());
    for parameter in function.parameters {
        let start = from + signature[from..].find(parameter.name)?;
        from = start + parameter.name.len();
        places.push(start..from);
    }
    // `cast(value AS type)` has no comma.
    let is_type = function.name == "cast"
        && lexemes[..count].iter().any(|lexeme| {
            lexeme.range.start > frame.open.start && text[lexeme.range.clone()].eq_ignore_ascii_case("AS")
        });
    let typed = if is_type { 1 } else { frame.commas };
    let last = function.parameters.len().checked_sub(1);
    let repeats = function.parameters.last().is_some_and(|last| last.occurs == Occurs::Any);
    let active = if typed < function.parameters.len() { Some(typed) } else { last.filter(|_| repeats) };
    Some(Parameters { name: frame.name.clone(), function, signature, places, active })
}
