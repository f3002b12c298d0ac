//! A record with what becomes of it.

use super::record::Record;
use super::table::verdict::Verdict;

/// A record with what becomes of it.
///
/// Why it has its type is worked out when it is [asked for](Written::type_reason).
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The record.
    pub record: Record,
    /// What the table does with it.
    pub verdict: Verdict,
}

impl Written {
    /// A record that no table has taken yet.
    pub(super) fn of(record: Record) -> Self {
        Self { record, verdict: Verdict::open() }
    }
}
