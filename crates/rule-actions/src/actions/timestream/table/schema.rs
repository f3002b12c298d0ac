//! A table's measures as they come in.

use super::check::is_plain_name;
use super::existing::Existing;
use super::points::of_text;
use crate::actions::timestream::MeasureValue;
use crate::actions::timestream::record::{MeasureValueType, Record};
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::Arc;

/// Measure names that a table can have (`ts-limits`).
pub const MAX_MEASURES: usize = 8192;

/// Conflicts that are kept of one measure; more are counted.
const MAX_CONFLICTS: usize = 3;

/// Measures up to which a name is looked for from the first one on.
const FEW: usize = 8;

/// A record that was written, or would have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WrittenValue {
    /// The message's ordinal, from 1; 0 for a measure that the table had before the first message.
    pub message: u64,
    /// The value's type.
    #[serde(rename = "MeasureValueType")]
    pub kind: MeasureValueType,
    /// The value, cut after 60 characters; empty for a measure that the table had before.
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
    Conflict(Box<WrittenValue>),
    /// The measure is new, and there are as many as a table can have.
    MeasuresFull,
}

/// A table's measures.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    measures: Vec<Kept>,
    /// Where each stands, once there are more than [`FEW`].
    index: Option<Box<Index>>,
    /// What the table has before the first message.
    existing: Arc<Existing>,
    /// How many of the measures it did not have before.
    new: usize,
    /// The measure that is looked at first: messages mostly have the same measures in the same order.
    next: usize,
}

/// A measure as it is kept: what is told of it is made when it is asked for, as most tables are never asked.
#[derive(Clone, Debug)]
struct Kept {
    name: SmolStr,
    /// The measure's type.
    kind: MeasureValueType,
    /// The name's fingerprint, where there is nothing to say about the name.
    plain: Option<u64>,
    /// The message of the record that gave the type; 0 for a measure that the table had before.
    message: u64,
    /// What is shown of that record's value.
    value: MeasureValue,
    /// Most measures have none.
    conflicts: Option<Box<Conflicts>>,
}

/// The records that conflict with a measure.
#[derive(Clone, Debug, Default)]
struct Conflicts {
    first: Vec<WrittenValue>,
    count: u64,
}

impl Kept {
    fn first(&self) -> WrittenValue {
        WrittenValue { message: self.message, kind: self.kind, value: self.value.text().into() }
    }

    fn measure(&self) -> Measure {
        let Conflicts { first: conflicts, count } = self.conflicts.as_deref().cloned().unwrap_or_default();
        Measure { name: self.name.to_string(), first: self.first(), conflicts, conflict_count: count }
    }
}

/// Where measures stand, by their names.
#[derive(Clone, Debug, Default)]
struct Index {
    by_name: HashMap<SmolStr, usize, RandomState>,
    /// The first measure of each name in small letters.
    by_lowercase: HashMap<SmolStr, usize, RandomState>,
}

impl Index {
    fn of(measures: &[Kept]) -> Self {
        let mut index = Self::default();
        for (at, measure) in measures.iter().enumerate() {
            index.add(&measure.name, at);
        }
        index
    }

    fn add(&mut self, name: &SmolStr, at: usize) {
        self.by_lowercase.entry(lowercase(name)).or_insert(at);
        self.by_name.insert(name.clone(), at);
    }
}

impl WrittenValue {
    fn of(record: &Record, message: u64) -> Self {
        Self { message, kind: record.measure_value_type, value: record.shown_value() }
    }
}

impl Schema {
    /// That of a table that already has these measures.
    pub(super) fn new(existing: &Arc<Existing>) -> Self {
        let existing = Arc::clone(existing);
        Self { measures: Vec::new(), index: None, existing, new: 0, next: 0 }
    }

    /// How many measures there are.
    pub(super) fn len(&self) -> usize {
        self.measures.len()
    }

    /// The measures in the order of their first records.
    pub(super) fn measures(&self) -> impl ExactSizeIterator<Item = Measure> {
        self.measures.iter().map(Kept::measure)
    }

    /// Those of which records had more than one type.
    pub(super) fn conflicts(&self) -> impl Iterator<Item = Measure> {
        self.measures.iter().filter(|measure| measure.conflicts.is_some()).map(Kept::measure)
    }

    /// Whether a record fits; one that conflicts is counted. Measures that the table had before are listed from the first
    /// record on that is written to them, unless nothing more is to be remembered.
    pub(super) fn fit(&mut self, record: &Record, message: u64, remembers: bool) -> Fit {
        let Record { measure_name, measure_value_type, .. } = record;
        let known = self.position(measure_name);
        if known.is_some_and(|at| self.measures[at].kind == *measure_value_type) {
            return Fit::Known;
        }
        if known.is_none()
            && let Some(kind) = self.existing.kind(measure_name)
        {
            if !remembers {
                let first = WrittenValue { message: 0, kind, value: String::new() };
                return if kind == *measure_value_type { Fit::Known } else { Fit::Conflict(Box::new(first)) };
            }
            self.add(measure_name, kind, 0, SmolStr::default().into());
            return self.fit(record, message, remembers);
        }
        let Some(measure) = known.map(|at| &mut self.measures[at]) else {
            let has_room = self.existing.len() + self.new < MAX_MEASURES;
            return if has_room { Fit::New } else { Fit::MeasuresFull };
        };
        let conflicts = measure.conflicts.get_or_insert_default();
        conflicts.count += 1;
        if conflicts.first.len() < MAX_CONFLICTS {
            conflicts.first.push(WrittenValue::of(record, message));
        }
        Fit::Conflict(Box::new(measure.first()))
    }

    /// The fingerprint of a record's name, where the table has the measure with the record's type, and there is nothing to
    /// say about the name.
    #[inline]
    pub(super) fn plain(&mut self, record: &Record) -> Option<u64> {
        let at = self.position(&record.measure_name)?;
        let measure = &self.measures[at];
        if measure.kind == record.measure_value_type { measure.plain } else { None }
    }

    #[inline]
    fn position(&mut self, name: &SmolStr) -> Option<usize> {
        let next = if self.next < self.measures.len() { self.next } else { 0 };
        let is_next = self.measures.get(next).is_some_and(|measure| measure.name == *name);
        let at = match &self.index {
            _ if is_next => next,
            Some(index) => *index.by_name.get(name)?,
            None => self.measures.iter().position(|measure| measure.name == *name)?,
        };
        self.next = at + 1;
        Some(at)
    }

    /// A measure whose name differs from this one only in case, with the message that gave it, 0 for none.
    pub(super) fn twin(&self, name: &str) -> Option<(&str, u64)> {
        if let Some(twin) = self.existing.twin(name) {
            return Some((twin, 0));
        }
        let at = match &self.index {
            Some(index) => *index.by_lowercase.get(&lowercase(name))?,
            None => self.measures.iter().position(|measure| same_letters(&measure.name, name))?,
        };
        let twin = &self.measures[at];
        (twin.name != name).then_some((&twin.name, twin.message))
    }

    /// Takes over the measure of a record that [fits](Schema::fit) as a new one.
    pub(super) fn take(&mut self, record: &Record, message: u64) {
        self.new += 1;
        let value = record.measure_value.shown();
        self.add(&record.measure_name, record.measure_value_type, message, value);
    }

    fn add(&mut self, name: &SmolStr, kind: MeasureValueType, message: u64, value: MeasureValue) {
        let at = self.measures.len();
        let plain = is_plain_name(name).then(|| of_text(name));
        if at == 0 {
            // Less work than letting it grow, which many tables do that get one message.
            self.measures = Vec::with_capacity(FEW / 2);
        }
        self.measures.push(Kept { name: name.clone(), kind, plain, message, value, conflicts: None });
        match &mut self.index {
            Some(index) => index.add(name, at),
            None if at >= FEW => self.index = Some(Box::new(Index::of(&self.measures))),
            None => {}
        }
    }
}

/// Whether two names are one in small letters.
fn same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    lowercase(one) == lowercase(other)
}

/// A name in small letters.
fn lowercase(name: &str) -> SmolStr {
    // Most names are short, and most of them are in small letters already.
    let is_lowercase =
        name.bytes().fold(true, |all, byte| all & byte.is_ascii() & !byte.is_ascii_uppercase());
    if is_lowercase { name.into() } else { name.to_lowercase().into() }
}

#[cfg(test)]
mod tests {
    use super::{Existing, FEW, Fit, MAX_MEASURES, Schema};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Double};
    use crate::actions::timestream::table::tests::record;
    use std::sync::Arc;

    #[test]
    fn a_measure_keeps_its_first_type() {
        let mut schema = Schema::default();
        let whole = record("t", Bigint, "5");
        assert_eq!(schema.fit(&whole, 1, true), Fit::New);
        schema.take(&whole, 1);
        assert_eq!(schema.fit(&whole, 2, true), Fit::Known);
        for message in 3..10 {
            let Fit::Conflict(first) = schema.fit(&record("t", Double, "5.5"), message, true) else {
                panic!()
            };
            assert_eq!((first.message, first.kind, first.value.as_str()), (1, Bigint, "5"));
        }
        let [measure] = &schema.measures().collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((measure.conflict_count, measure.conflicts.len()), (7, 3));
        assert_eq!((measure.conflicts[0].message, measure.conflicts[0].value.as_str()), (3, "5.5"));
        assert_eq!(schema.fit(&record("T", Double, "5.5"), 3, true), Fit::New);
    }

    #[test]
    fn twins_are_found_among_few_measures_and_among_many() {
        for count in [1, FEW, FEW + 1, 100] {
            let mut schema = Schema::default();
            let others = (2..=count).map(|at| format!("m{at}"));
            for name in ["Größe".to_owned()].into_iter().chain(others) {
                let record = record(&name, Bigint, "5");
                assert_eq!(schema.fit(&record, 1, true), Fit::New, "{name}");
                assert_eq!(schema.twin(&name), None, "{name}");
                schema.take(&record, 1);
                assert_eq!(schema.fit(&record, 2, true), Fit::Known, "{name}");
            }
            assert_eq!(schema.twin("GRÖßE"), Some(("Größe", 1)), "{count}");
            assert_eq!(schema.twin("Größe"), None, "{count}");
            assert_eq!(schema.fit(&record("größe", Bigint, "5"), 1, true), Fit::New, "{count}");
        }
    }

    #[test]
    fn a_measure_that_the_table_has_keeps_its_type() {
        let kinds = [("t".to_owned(), Double), ("Hum".to_owned(), Bigint)].into_iter().collect();
        let mut schema = Schema::new(&Arc::new(Existing::new(kinds)));
        let Fit::Conflict(first) = schema.fit(&record("t", Bigint, "5"), 1, false) else { panic!() };
        assert_eq!((first.message, first.kind), (0, Double));
        assert_eq!(schema.len(), 0, "nothing was to be remembered");
        assert_eq!(schema.fit(&record("t", Bigint, "5"), 1, true), Fit::Conflict(first));
        assert_eq!(schema.fit(&record("t", Double, "5.5"), 2, true), Fit::Known);
        let [measure] = &schema.measures().collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((measure.first.message, measure.conflict_count), (0, 1));
        assert_eq!(schema.twin("hum"), Some(("Hum", 0)));
    }

    #[test]
    fn measures_that_the_table_has_count() {
        let kinds = (0..MAX_MEASURES).map(|at| (format!("m{at}"), Double)).collect();
        let mut schema = Schema::new(&Arc::new(Existing::new(kinds)));
        assert_eq!(schema.fit(&record("m5", Double, "5"), 1, true), Fit::Known);
        assert_eq!(schema.fit(&record("another", Double, "5"), 1, true), Fit::MeasuresFull);
    }

    #[test]
    fn a_table_has_so_many_measures() {
        let mut schema = Schema::default();
        for index in 0..MAX_MEASURES {
            let record = record(&format!("m{index}"), Bigint, "5");
            assert_eq!(schema.fit(&record, 1, true), Fit::New);
            schema.take(&record, 1);
        }
        assert_eq!(schema.fit(&record("another", Bigint, "5"), 1, true), Fit::MeasuresFull);
        assert_eq!(schema.fit(&record("m0", Bigint, "5"), 1, true), Fit::Known);
    }
}
