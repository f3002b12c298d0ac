//! A table's measures as they come in.

use crate::actions::timestream::record::{MeasureValueType, Record};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Measure names that a table can have (`ts-limits`).
pub const MAX_MEASURES: usize = 8192;

/// Conflicts that are kept of one measure; more are counted.
const MAX_CONFLICTS: usize = 3;

/// A record that was written, or would have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WrittenValue {
    /// The message's ordinal, from 1.
    pub message: u64,
    /// The value's type.
    #[serde(rename = "MeasureValueType")]
    pub kind: MeasureValueType,
    /// The value, cut after 60 characters.
    #[serde(rename = "MeasureValue")]
    pub value: String,
}

/// A measure of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Measure {
    /// Its name.
    #[serde(rename = "MeasureName")]
    pub name: String,
    /// The record that gave it its type, which is the type of all later ones.
    pub first: WrittenValue,
    /// The first records of another type, each of another message; at most three.
    pub conflicts: Vec<WrittenValue>,
    /// How many records had another type.
    pub conflict_count: u64,
}

/// What a table's schema says about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The measure is new.
    New,
    /// The measure has this type.
    Known,
    /// The measure is bound to another type by this record.
    Conflict(WrittenValue),
    /// The measure is new, and there are as many as a table can have.
    MeasuresFull,
}

/// A table's measures.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    measures: Vec<Measure>,
    by_name: HashMap<String, usize>,
    /// The first measure of each name in small letters.
    by_lowercase: HashMap<String, usize>,
}

impl WrittenValue {
    fn of(record: &Record, message: u64) -> Self {
        Self { message, kind: record.measure_value_type, value: record.shown_value() }
    }
}

impl Schema {
    /// The measures in the order of their first records.
    pub(super) fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Whether a record fits; one that conflicts is counted.
    pub(super) fn fit(&mut self, record: &Record, message: u64) -> Fit {
        let Some(measure) = self.by_name.get(&record.measure_name).map(|at| &mut self.measures[*at]) else {
            return if self.measures.len() < MAX_MEASURES { Fit::New } else { Fit::MeasuresFull };
        };
        if measure.first.kind == record.measure_value_type {
            return Fit::Known;
        }
        measure.conflict_count += 1;
        if measure.conflicts.len() < MAX_CONFLICTS {
            measure.conflicts.push(WrittenValue::of(record, message));
        }
        Fit::Conflict(measure.first.clone())
    }

    /// A measure whose name differs from this one only in case.
    pub(super) fn twin(&self, name: &str) -> Option<&Measure> {
        let twin = &self.measures[*self.by_lowercase.get(&name.to_lowercase())?];
        (twin.name != name).then_some(twin)
    }

    /// Takes a record's measure over where it is new.
    pub(super) fn take(&mut self, record: &Record, message: u64) {
        if !self.by_name.contains_key(&record.measure_name) {
            self.by_lowercase.entry(record.measure_name.to_lowercase()).or_insert(self.measures.len());
            self.by_name.insert(record.measure_name.clone(), self.measures.len());
            self.measures.push(Measure {
                name: record.measure_name.clone(),
                first: WrittenValue::of(record, message),
                conflicts: Vec::new(),
                conflict_count: 0,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, MAX_MEASURES, Schema};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Double};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn a_measure_keeps_its_first_type() {
        let mut schema = Schema::default();
        let whole = record("t", Bigint, "5");
        assert_eq!(schema.fit(&whole, 1), Fit::New);
        schema.take(&whole, 1);
        assert_eq!(schema.fit(&whole, 2), Fit::Known);
        for message in 3..10 {
            let Fit::Conflict(first) = schema.fit(&record("t", Double, "5.5"), message) else { panic!() };
            assert_eq!((first.message, first.kind, first.value.as_str()), (1, Bigint, "5"));
        }
        let [measure] = schema.measures() else { panic!() };
        assert_eq!((measure.conflict_count, measure.conflicts.len()), (7, 3));
        assert_eq!((measure.conflicts[0].message, measure.conflicts[0].value.as_str()), (3, "5.5"));
        assert_eq!(schema.fit(&record("T", Double, "5.5"), 3), Fit::New);
    }

    #[test]
    fn a_table_has_so_many_measures() {
        let mut schema = Schema::default();
        for index in 0..MAX_MEASURES {
            let record = record(&format!("m{index}"), Bigint, "5");
            assert_eq!(schema.fit(&record, 1), Fit::New);
            schema.take(&record, 1);
        }
        assert_eq!(schema.fit(&record("another", Bigint, "5"), 1), Fit::MeasuresFull);
        assert_eq!(schema.fit(&record("m0", Bigint, "5"), 1), Fit::Known);
    }
}
