//! What the records of one message have in common: their dimensions.

use super::points::{both, of_text};
use crate::actions::timestream::record::{Dimension, Record};
use std::sync::Arc;

/// The dimensions of the record that was looked at last, so that they are looked at once for all that share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    series: Option<(Arc<[Dimension]>, Series)>,
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
            both(of_text(name), of_text(value))
        };
        Self {
            fingerprint: dimensions.iter().map(fingerprint).fold(0, u64::wrapping_add),
            bytes: dimensions.iter().map(|dimension| dimension.name.len() + dimension.value.len()).sum(),
            empty: dimensions.iter().position(|dimension| dimension.value.is_empty()),
        }
    }
}
