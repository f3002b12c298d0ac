//! Decimals that become Ints since version 2016-03-23.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Input};
use crate::evidence::Evidence;
use crate::value::WholeDecimal;
use crate::version::SqlVersion;

/// One selected attribute.
const fn measured(payload: &'static str) -> Example {
    Example::sql("SELECT t FROM 'sensors/+'").payload(payload)
}

crate::declare_codes! {
    pub(super) CODES;
    WHOLE_DECIMAL = "lint.whole-decimal", Info, "A Decimal without fraction is an Int since SQL version 2016-03-23.",
        [measured(r#"{"t": 10.0}"#)],
        silent [
            measured(r#"{"t": 10}"#),
            measured(r#"{"t": 10.5}"#),
            measured(r#"{"t": "10.0"}"#),
            measured(r#"{"t": 10.0}"#).version(Some(SqlVersion::V2015_10_08)),
            // The outgoing payload does not have it.
            measured(r#"{"t": 10.5, "other": 1.0}"#),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Reports a Decimal without fraction, for a rule whose version makes it an Int.
pub(crate) fn check(seen: &WholeDecimal, version: SqlVersion) -> Option<Diagnostic> {
    let (key, written) = seen.first()?;
    let becomes = written.for_version(version);
    let diagnostic =
        Diagnostic::new(&WHOLE_DECIMAL, format!("`{key}` is {written} in the payload and {becomes}, an Int, in the rule."))
            .input(Input::Payload)
            .help("Since SQL version 2016-03-23 a Decimal without fraction is an Int, and a cast to Decimal does not change that. If the first value fixes a column's type in the database, 5.5 in the next message is rejected; version 2015-10-08 keeps the Decimal.")
            .evidence(Evidence::Verified);
    Some(diagnostic)
}
