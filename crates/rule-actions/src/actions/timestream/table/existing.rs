//! The measures that a table has before the first message.

use crate::actions::timestream::record::MeasureValueType;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// The measures of a table that was written to before, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Existing {
    kinds: BTreeMap<String, MeasureValueType>,
    /// A name for each name in small letters.
    by_lowercase: HashMap<String, String>,
}

impl Existing {
    pub(super) fn new(kinds: BTreeMap<String, MeasureValueType>) -> Self {
        let by_lowercase = kinds.keys().rev().map(|name| (name.to_lowercase(), name.clone())).collect();
        Self { kinds, by_lowercase }
    }

    /// No measures: those of every table of which nothing is said.
    pub(super) fn none() -> Arc<Self> {
        static NONE: LazyLock<Arc<Existing>> = LazyLock::new(Arc::default);
        Arc::clone(&NONE)
    }

    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The type of a measure that the table has.
    pub(super) fn kind(&self, name: &str) -> Option<MeasureValueType> {
        self.kinds.get(name).copied()
    }

    /// A measure whose name differs from this one only in case.
    pub(super) fn twin(&self, name: &str) -> Option<&str> {
        if self.kinds.is_empty() {
            return None;
        }
        let twin = self.by_lowercase.get(&name.to_lowercase())?;
        (twin != name).then_some(twin)
    }

    /// Whether there is none, for serde.
    pub(super) fn is_empty(existing: &Arc<Self>) -> bool {
        existing.kinds.is_empty()
    }

    /// Writes the types by their names, for serde.
    pub(super) fn write<S: Serializer>(existing: &Arc<Self>, serializer: S) -> Result<S::Ok, S::Error> {
        existing.kinds.serialize(serializer)
    }
}
