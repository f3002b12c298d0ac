//! Noticing Decimals that become Ints.

use crate::value::{Number, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// The first member of a payload that is written as a Decimal without fraction, for a rule whose version makes it an
/// Int.
#[derive(Clone, Debug, Default)]
pub(crate) struct WholeDecimal {
    /// Off the struct, because most payloads have none.
    first: Option<Box<(SmolStr, Number)>>,
}

impl WholeDecimal {
    /// The member's key and the number as written.
    pub(crate) fn first(&self) -> Option<(&str, Number)> {
        self.first.as_deref().map(|(key, number)| (key.as_str(), *number))
    }

    /// Sees a member that is a number; gives it as the version sees it.
    #[inline]
    pub(super) fn see(&mut self, key: &SmolStr, written: Number, version: SqlVersion) -> Value {
        let seen = written.for_version(version);
        let is_changed = matches!((written, seen), (Number::Decimal(_), Number::Int(_)));
        if is_changed || self.first.is_some() {
            self.note(key, written, is_changed);
        }
        seen.into()
    }

    #[inline(never)]
    fn note(&mut self, key: &SmolStr, written: Number, is_changed: bool) {
        match &self.first {
            None if is_changed => self.first = Some(Box::new((key.clone(), written))),
            // A key that comes twice counts as it comes last.
            Some(first) if first.0 == *key => self.first = None,
            _ => {}
        }
    }
}
