//! Which points were written, remembered as fingerprints.

use super::series::Series;
use crate::actions::timestream::record::{MeasureValueType, Record};
use crate::actions::timestream::written::Numbers;
use foldhash::quality::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::BuildHasher;

/// Points that are remembered; of more, the oldest are forgotten, and their duplicates are no longer noticed.
pub const MAX_POINTS: usize = 200_000;

/// Points from which on there is room for all of them at once.
const MANY: usize = 512;

/// Makes fingerprints that do not depend on the run.
const FINGERPRINTS: FixedState = FixedState::with_seed(0);

/// The last points that were written: 64 bits for what a point is, 64 for its value.
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    /// In the order in which they were written, from the oldest on, which stands at `oldest`.
    written: Blocks,
    oldest: usize,
    /// Where each stands in `written`, by its point's fingerprint.
    places: HashTable<u32>,
}

/// Points in blocks, so that none of them moves when more come.
#[derive(Clone, Debug, Default)]
struct Blocks(Vec<Vec<Written>>);

/// Points of a block.
const BLOCK: usize = 4096;

impl Blocks {
    #[cfg(test)]
    fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * BLOCK + last.len())
    }

    /// Adds a point; gives where it stands.
    #[inline]
    fn push(&mut self, new: Written) -> usize {
        let before = self.0.len();
        match self.0.last_mut() {
            Some(last) if last.len() < BLOCK => {
                last.push(new);
                (before - 1) * BLOCK + last.len() - 1
            }
            _ => {
                // The first block of a table may stay almost empty.
                let room = if self.0.is_empty() { 4 } else { BLOCK };
                let mut block = Vec::with_capacity(room);
                block.push(new);
                match before {
                    0 => self.0 = vec![block],
                    _ => self.0.push(block),
                }
                before * BLOCK
            }
        }
    }

    #[inline]
    fn get(&self, at: usize) -> &Written {
        &self.0[at / BLOCK][at % BLOCK]
    }

    /// What a point is found by, from where it stands.
    fn hashes(&self) -> impl Fn(&u32) -> u64 {
        |at| self.get(*at as usize).point
    }

    /// Puts a point where another one stood; gives that place.
    fn replace(&mut self, at: usize, new: Written) -> usize {
        self.0[at / BLOCK][at % BLOCK] = new;
        at
    }
}

/// A point as it is remembered.
#[derive(Clone, Copy, Debug)]
struct Written {
    point: u64,
    value: u64,
    message: u64,
}

/// A record's point and its value, as fingerprints.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fingerprint {
    point: u64,
    value: u64,
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
    /// What is known of a point.
    pub(super) fn find(&self, record: Fingerprint) -> Known {
        let at = self.places.find(record.point, |at| self.written.get(*at as usize).point == record.point);
        match at.map(|at| *self.written.get(*at as usize)) {
            None => Known::New,
            Some(known) if known.value == record.value => Known::Same(known.message),
            Some(known) => Known::Other(known.message),
        }
    }

    /// Remembers a point if it is new, and says whether it is.
    pub(super) fn remember(&mut self, record: Fingerprint, message: u64) -> bool {
        let free = if self.places.len() < MAX_POINTS {
            None
        } else if self.find(record) == Known::New {
            Some(self.forget_oldest())
        } else {
            return false;
        };
        let Self { written, places, .. } = self;
        if places.len() == places.capacity() && places.len() >= MANY {
            // They will be as many as are remembered; growing by halves moves each of them several times.
            places.reserve(MAX_POINTS.saturating_sub(places.len()), written.hashes());
        }
        let is_it = |at: &u32| written.get(*at as usize).point == record.point;
        let Entry::Vacant(place) = places.entry(record.point, is_it, written.hashes()) else { return false };
        let new = Written { point: record.point, value: record.value, message };
        let at = match free {
            Some(at) => written.replace(at, new),
            None => written.push(new),
        };
        place.insert(at as u32);
        true
    }

    /// Forgets the oldest point; gives where it stood.
    fn forget_oldest(&mut self) -> usize {
        let at = self.oldest;
        let forgotten = self.written.get(at).point;
        if let Ok(place) = self.places.find_entry(forgotten, |place| *place as usize == at) {
            place.remove();
        }
        self.oldest = (at + 1) % MAX_POINTS;
        at
    }
}

impl Fingerprint {
    /// That of a record of a [moment] whose name has this [fingerprint](of_text).
    ///
    /// What makes a point: dimensions in any order, measure name, time (`data-modeling`). `1.0` and `1.00` are one DOUBLE.
    #[inline]
    pub(super) fn of(moment: u64, name: u64, record: &Record, numbers: Numbers) -> Self {
        let kind = record.measure_value_type;
        let value = match (kind, numbers.double) {
            (MeasureValueType::Double, Some(double)) => double.to_bits(),
            _ => match record.measure_value.integer().map(i64::try_from) {
                Some(Ok(integer)) => of_text(itoa::Buffer::new().format(integer)),
                _ => of_text(&record.measure_value.text()),
            },
        };
        Self { point: both(moment, name), value: both(kind as u64, value) }
    }
}

/// The fingerprint of what records of one series have in common at one time; `table` keeps tables apart.
pub(super) fn moment(series: Series, table: u64, time: i64) -> u64 {
    both(both(table, series.fingerprint), time as u64)
}

/// The fingerprint of a text, such as a measure's name.
pub(super) fn of_text(text: &str) -> u64 {
    FINGERPRINTS.hash_one(text)
}

/// The fingerprint of two numbers.
pub(super) fn both(one: u64, other: u64) -> u64 {
    FINGERPRINTS.hash_one((one, other))
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Known, MAX_POINTS, Numbers, Points, moment, of_text};
    use crate::actions::timestream::record::MeasureValueType::{Double, Varchar};
    use crate::actions::timestream::record::{Dimension, Record};
    use crate::actions::timestream::table::series::Shared;
    use crate::actions::timestream::table::tests::record;
    use crate::actions::timestream::written::Written;

    fn of(table: u64, record: &Record, time: i64) -> Fingerprint {
        let numbers = Numbers { time: Some(time), ..Written::of(record.clone()).numbers };
        let moment = moment(Shared::default().series(record), table, time);
        Fingerprint::of(moment, of_text(&record.measure_name), record, numbers)
    }

    #[test]
    fn points_are_told_apart() {
        let mut points = Points::default();
        let first = record("t", Double, "1.0");
        points.remember(of(0, &first, 5), 1);
        assert_eq!(points.find(of(0, &first, 5)), Known::Same(1));
        assert_eq!(points.find(of(0, &record("t", Double, "1.00"), 5)), Known::Same(1));
        assert_eq!(points.find(of(0, &record("t", Double, "1.5"), 5)), Known::Other(1));
        assert_eq!(points.find(of(0, &record("t", Varchar, "1.0"), 5)), Known::Other(1));
        assert_eq!(points.find(of(0, &first, 6)), Known::New);
        assert_eq!(points.find(of(1, &first, 5)), Known::New);
        assert_eq!(points.find(of(0, &record("T", Double, "1.0"), 5)), Known::New);
    }

    #[test]
    fn the_order_of_dimensions_does_not_matter() {
        let dimension = |name: &str, value: &str| Dimension { name: name.into(), value: value.into() };
        let with = |dimensions: Vec<Dimension>| Record {
            dimensions: dimensions.into(),
            ..record("t", Double, "1.0")
        };
        let mut points = Points::default();
        points.remember(of(0, &with(vec![dimension("a", "1"), dimension("b", "2")]), 5), 1);
        let turned = with(vec![dimension("b", "2"), dimension("a", "1")]);
        assert_eq!(points.find(of(0, &turned, 5)), Known::Same(1));
        let swapped = with(vec![dimension("a", "2"), dimension("b", "1")]);
        assert_eq!(points.find(of(0, &swapped, 5)), Known::New);
    }

    #[test]
    fn the_oldest_points_are_forgotten() {
        let mut points = Points::default();
        let record = record("t", Double, "1.0");
        let count = MAX_POINTS as i64 + 10;
        for time in 0..count {
            assert!(points.remember(of(0, &record, time), 1), "{time}");
            assert!(!points.remember(of(0, &record, time), 1), "{time}");
        }
        assert_eq!((points.places.len(), points.written.len()), (MAX_POINTS, MAX_POINTS));
        assert_eq!(points.find(of(0, &record, 9)), Known::New);
        assert_eq!(points.find(of(0, &record, 10)), Known::Same(1));
        assert_eq!(points.find(of(0, &record, count - 1)), Known::Same(1));
    }
}
