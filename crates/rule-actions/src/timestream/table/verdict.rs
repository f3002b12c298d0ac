//! What becomes of a record.

use iot_sql::Diagnostic;

/// What a table does with one record, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What becomes of the record.
    pub outcome: WriteOutcome,
    /// What there is to say about it; nothing for a record that is simply written.
    pub reasons: Vec<Diagnostic>,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WriteOutcome {
    /// It is written.
    Accepted {
        /// The store that it is written to.
        store: Store,
    },
    /// The same point is there with the same value: nothing changes.
    Unchanged,
    /// It is not written.
    Refused,
    /// AWS does not say; it counts as written, so that what follows from it can be seen.
    Undocumented,
}

/// A table's two stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// For recent records.
    Memory,
    /// For older ones.
    Magnetic,
}

impl Verdict {
    /// Each distinct reason once, in order: many records of one message are refused for the same one.
    #[must_use]
    pub fn distinct_reasons(verdicts: &[Self]) -> Vec<Diagnostic> {
        let mut distinct: Vec<Diagnostic> = Vec::new();
        for reason in verdicts.iter().flat_map(|verdict| &verdict.reasons) {
            if !distinct.contains(reason) {
                distinct.push(reason.clone());
            }
        }
        distinct
    }

    /// The code of the reason that decided, where there is one.
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
            Self::Accepted { .. } => "accepted",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Undocumented => "undocumented",
        }
    }

    /// The store that the record is written to, where it is accepted.
    #[must_use]
    pub fn store(self) -> Option<Store> {
        match self {
            Self::Accepted { store } => Some(store),
            _ => None,
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
