//! What is noticed while a payload is read: Decimals that become Ints, and a key that stands there twice.

use crate::value::{Number, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// The first member of a payload that is written as a Decimal without fraction, for a rule whose version makes it an
/// Int; and the first key that an object has again.
#[derive(Clone, Debug, Default)]
pub(crate) struct WholeDecimal {
    /// Off the struct, because most payloads have none.
    first: Option<Box<(SmolStr, Number)>>,
    /// The place behind the key.
    again: Option<Box<usize>>,
}

impl WholeDecimal {
    /// The member's key and the number as written.
    #[inline]
    pub(crate) fn first(&self) -> Option<(&str, Number)> {
        self.first.as_deref().map(|(key, number)| (key.as_str(), *number))
    }

    /// The place behind the first key that its object had already, in bytes of the text that was read.
    pub(crate) fn again(&self) -> Option<usize> {
        self.again.as_deref().copied()
    }

    /// Sees a key that its object has already.
    pub(super) fn see_again(&mut self, behind: usize) {
        self.again.get_or_insert_with(|| Box::new(behind));
    }

    /// Sees a member that is a number; gives it as the version sees it.
    #[inline(never)]
    pub(super) fn see(&mut self, key: &SmolStr, written: Number, version: SqlVersion) -> Value {
        let seen = written.for_version(version);
        let is_changed = matches!((written, seen), (Number::Decimal(_), Number::Int(_)));
        if is_changed || self.first.is_some() {
            self.note(key, written, is_changed);
        }
        seen.into()
    }

    fn note(&mut self, key: &SmolStr, written: Number, is_changed: bool) {
        match &self.first {
            None if is_changed => self.first = Some(Box::new((key.clone(), written))),
            // A key that comes twice counts as it comes last.
            Some(first) if first.0 == *key => self.first = None,
            _ => {}
        }
    }
}
