//! The codes of everything that this crate reports.

use crate::diagnostic::Code;
use crate::{absence, eval, functions, lint, lookalike, message, payload, syntax, template, topic};

/// The codes of everything that this crate reports about statements, templates, messages and their evaluation.
///
/// ```
/// assert!(iot_sql::codes().any(|code| code.id == "lint.hyphen-as-minus"));
/// ```
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let declared = [
        topic::CODES,
        template::CODES,
        lookalike::CODES,
        payload::CODES,
        message::CODES,
        absence::CODES,
        eval::CODES,
    ];
    let declared = syntax::codes().chain(declared.into_iter().flatten().copied());
    declared.chain(functions::codes()).chain(lint::codes())
}
