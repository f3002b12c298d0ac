//! What the records of one message have in common: their dimensions and their time.

use super::points::FINGERPRINTS;
use crate::actions::timestream::record::{Dimension, Record};
use crate::actions::timestream::table::time::nanoseconds;
use crate::actions::timestream::written::Written;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The dimensions of the record that was looked at last, so that they are looked at once for all that share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    series: Option<(Arc<[Dimension]>, Series)>,
}

/// The times of a message's records, which mostly have one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// That of all of them in nanoseconds, where they have one and Timestream can hold it.
    common: Option<i128>,
    are_the_same: bool,
}

impl Times {
    pub(super) fn of(records: &[Written]) -> Self {
        let Some((Written { record: first, .. }, others)) = records.split_first() else {
            return Self { common: None, are_the_same: true };
        };
        let is_the_same = |other: &Record| other.time_unit == first.time_unit && other.time == first.time;
        let are_the_same = others.iter().all(|other| is_the_same(&other.record));
        Self { common: nanoseconds(first), are_the_same }
    }

    /// A record's time in nanoseconds, where Timestream can hold it.
    pub(super) fn time(self, record: &Record) -> Option<i128> {
        if self.are_the_same { self.common } else { nanoseconds(record) }
    }
}

/// What there is to know of a record's dimensions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Series {
    /// A fingerprint that does not depend on their order.
    pub(super) fingerprint: u64,
    /// The bytes of names and values.
    pub(super) bytes: usize,
    /// The first one without a value.
    pub(super) empty: Option<usize>,
}

impl Shared {
    /// What there is to know of a record's dimensions.
    pub(super) fn series(&mut self, record: &Record) -> Series {
        if let Some((known, series)) = &self.series
            && Arc::ptr_eq(known, &record.dimensions)
        {
            return *series;
        }
        let series = Series::of(&record.dimensions);
        self.series = Some((Arc::clone(&record.dimensions), series));
        series
    }
}

impl Series {
    fn of(dimensions: &[Dimension]) -> Self {
        let fingerprint = |dimension: &Dimension| {
            let Dimension { name, value } = dimension;
            FINGERPRINTS.hash_one((name.as_str(), value.as_str()))
        };
        Self {
            fingerprint: dimensions.iter().map(fingerprint).fold(0, u64::wrapping_add),
            bytes: dimensions.iter().map(|dimension| dimension.name.len() + dimension.value.len()).sum(),
            empty: dimensions.iter().position(|dimension| dimension.value.is_empty()),
        }
    }
}
