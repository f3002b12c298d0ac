//! Noticing Decimals that become Ints.

use crate::value::{Number, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// The first member of a payload that is written as a Decimal without fraction, for a rule whose version makes it an
/// Int.
#[derive(Clone, Debug, Default)]
pub(crate) struct WholeDecimal {
    first: Option<(SmolStr, Number)>,
}

impl WholeDecimal {
    /// The member's key and the number as written.
    pub(crate) fn first(&self) -> Option<(&str, Number)> {
        self.first.as_ref().map(|(key, number)| (key.as_str(), *number))
    }

    /// Sees a member that is a number; gives it as the version sees it.
    pub(super) fn see(&mut self, key: &SmolStr, written: Number, version: SqlVersion) -> Value {
        let seen = written.for_version(version);
        match (written, seen, &self.first) {
            (Number::Decimal(_), Number::Int(_), None) => self.first = Some((key.clone(), written)),
            // A key that comes twice counts as it comes last.
            (_, _, Some((known, _))) if known == key => self.first = None,
            _ => {}
        }
        seen.into()
    }
}
