//! Which points were written, remembered as fingerprints.

use crate::actions::timestream::record::{MeasureValueType, Record};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// Points that are remembered; of more, the oldest are forgotten, and their duplicates are no longer noticed.
pub const MAX_POINTS: usize = 200_000;

/// A hasher whose fingerprints do not depend on the run.
type Fixed = BuildHasherDefault<DefaultHasher>;

/// The last points that were written: 64 bits for what a point is, 64 for its value.
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    written: HashMap<u64, Written, Fixed>,
    order: VecDeque<u64>,
}

/// A point as it is remembered.
#[derive(Clone, Copy, Debug)]
struct Written {
    value: u64,
    message: u64,
}

/// What is known of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It was not written, or so long ago that it is forgotten.
    New,
    /// The message of this ordinal wrote it with the same value.
    Same(u64),
    /// The message of this ordinal wrote it with another value.
    Other(u64),
}

impl Points {
    /// What is known of a record's point; `table` keeps tables apart, `time` is in nanoseconds.
    pub(super) fn find(&self, table: u64, record: &Record, time: i128) -> Known {
        match self.written.get(&identity(table, record, time)) {
            None => Known::New,
            Some(known) if known.value == value(record) => Known::Same(known.message),
            Some(known) => Known::Other(known.message),
        }
    }

    /// Remembers a record's point, unless it is remembered already.
    pub(super) fn remember(&mut self, table: u64, record: &Record, time: i128, message: u64) {
        let identity = identity(table, record, time);
        if self.written.contains_key(&identity) {
            return;
        }
        if self.order.len() >= MAX_POINTS
            && let Some(oldest) = self.order.pop_front()
        {
            self.written.remove(&oldest);
        }
        self.order.push_back(identity);
        self.written.insert(identity, Written { value: value(record), message });
    }
}

/// What makes a point: dimensions in any order, measure name, time (`data-modeling`).
fn identity(table: u64, record: &Record, time: i128) -> u64 {
    let mut hasher = DefaultHasher::new();
    (table, &record.measure_name, time).hash(&mut hasher);
    let dimensions = record.dimensions.iter().map(|dimension| {
        let mut hasher = DefaultHasher::new();
        dimension.hash(&mut hasher);
        hasher.finish()
    });
    dimensions.fold(0, u64::wrapping_add).hash(&mut hasher);
    hasher.finish()
}

/// A value's fingerprint: `1.0` and `1.00` are one DOUBLE.
fn value(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    let text = record.measure_value.as_str();
    match (record.measure_value_type, text.parse::<f64>()) {
        (MeasureValueType::Double, Ok(double)) => double.to_bits().hash(&mut hasher),
        (kind, _) => (kind, text).hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Known, MAX_POINTS, Points};
    use crate::actions::timestream::record::MeasureValueType::{Double, Varchar};
    use crate::actions::timestream::record::{Dimension, Record};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn points_are_told_apart() {
        let mut points = Points::default();
        let first = record("t", Double, "1.0");
        points.remember(0, &first, 5, 1);
        assert_eq!(points.find(0, &first, 5), Known::Same(1));
        assert_eq!(points.find(0, &record("t", Double, "1.00"), 5), Known::Same(1));
        assert_eq!(points.find(0, &record("t", Double, "1.5"), 5), Known::Other(1));
        assert_eq!(points.find(0, &record("t", Varchar, "1.0"), 5), Known::Other(1));
        assert_eq!(points.find(0, &first, 6), Known::New);
        assert_eq!(points.find(1, &first, 5), Known::New);
        assert_eq!(points.find(0, &record("T", Double, "1.0"), 5), Known::New);
    }

    #[test]
    fn the_order_of_dimensions_does_not_matter() {
        let dimension = |name: &str, value: &str| Dimension { name: name.into(), value: value.into() };
        let with = |dimensions: Vec<Dimension>| Record { dimensions, ..record("t", Double, "1.0") };
        let mut points = Points::default();
        points.remember(0, &with(vec![dimension("a", "1"), dimension("b", "2")]), 5, 1);
        let turned = with(vec![dimension("b", "2"), dimension("a", "1")]);
        assert_eq!(points.find(0, &turned, 5), Known::Same(1));
        let swapped = with(vec![dimension("a", "2"), dimension("b", "1")]);
        assert_eq!(points.find(0, &swapped, 5), Known::New);
    }

    #[test]
    fn the_oldest_points_are_forgotten() {
        let mut points = Points::default();
        let record = record("t", Double, "1.0");
        let count = MAX_POINTS as i128 + 10;
        for time in 0..count {
            points.remember(0, &record, time, 1);
        }
        assert_eq!((points.order.len(), points.written.len()), (MAX_POINTS, MAX_POINTS));
        assert_eq!(points.find(0, &record, 9), Known::New);
        assert_eq!(points.find(0, &record, 10), Known::Same(1));
        assert_eq!(points.find(0, &record, count - 1), Known::Same(1));
    }
}
