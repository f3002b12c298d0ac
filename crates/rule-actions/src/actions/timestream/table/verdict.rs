//! What becomes of a record.

use iot_sql::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

/// Reasons that are told of one message.
const MAX_REASONS: usize = 100;

/// What a table does with one record, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What becomes of the record.
    pub outcome: WriteOutcome,
    /// The store that the record is written to, if it is accepted.
    pub store: Option<Store>,
    /// What there is to say about it, remarks included; nothing for most records that are written.
    pub reasons: Vec<Arc<Diagnostic>>,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum WriteOutcome {
    /// It is written.
    Accepted,
    /// The same point is there with the same value: nothing changes.
    Unchanged,
    /// It is not written.
    Rejected,
    /// AWS does not say; it counts as written, so that what follows from it can be seen.
    Undocumented,
}

/// A table's two stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Store {
    /// For recent records.
    Memory,
    /// For older ones.
    Magnetic,
}

impl Verdict {
    /// That of a record which no table has taken yet.
    pub(in crate::actions::timestream) fn open() -> Self {
        Self { outcome: WriteOutcome::Undocumented, store: None, reasons: Vec::new() }
    }

    /// Each distinct reason once, in order, at most 100: many records of one message are rejected for the same one.
    #[must_use]
    pub fn distinct_reasons<'v>(verdicts: impl IntoIterator<Item = &'v Self>) -> Vec<Diagnostic> {
        let mut told: HashSet<(&str, &str)> = HashSet::new();
        let reasons = verdicts.into_iter().flat_map(|verdict| &verdict.reasons);
        let distinct = reasons.filter(|reason| told.insert((reason.code.id, &reason.message)));
        distinct.take(MAX_REASONS).map(|reason| reason.as_ref().clone()).collect()
    }

    /// The code of the most severe reason, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.reasons.iter().min_by_key(|reason| reason.severity()).map(|reason| reason.code.id)
    }
}

impl WriteOutcome {
    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Undocumented => "undocumented",
        }
    }
}

impl Store {
    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Magnetic => "magnetic",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;
    use crate::actions::timestream::record::MeasureValueType::Bigint;
    use crate::actions::timestream::record::Record;
    use crate::actions::timestream::table::tests::record;
    use crate::actions::timestream::table::{Table, TableSettings};

    #[test]
    fn reasons_are_told_once_and_not_without_end() {
        let big = |index: usize| record(&format!("m{index}"), Bigint, "9223372036854775808");
        let records: Vec<Record> = (0..50_000).map(big).collect();
        let verdicts = Table::new(TableSettings::default()).write(&records, 1_700_000_000_000, 1);
        assert_eq!(Verdict::distinct_reasons(&verdicts).len(), 100);
        let old: Vec<Record> = records
            .into_iter()
            .map(|record| Record { time: "5".into(), measure_value: "1".into(), ..record })
            .collect();
        let verdicts = Table::new(TableSettings::default()).write(&old, 1_700_000_000_000, 1);
        assert_eq!(Verdict::distinct_reasons(&verdicts).len(), 1);
    }
}
