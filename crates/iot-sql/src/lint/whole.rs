//! Decimals that become Ints since 2016-03-23.

use crate::diagnostic::{Diagnostic, wording};
use crate::value::WholeDecimal;
use crate::version::SqlVersion;

/// What to say about a Decimal without fraction, for a rule whose version makes it an Int.
pub(crate) fn whole_decimal(seen: &WholeDecimal, version: SqlVersion) -> Option<Diagnostic> {
    let (key, written) = seen.first()?;
    Some(wording::whole_decimal(key, &written.to_string(), &written.for_version(version).to_string()))
}
