//! Which times a table takes.

use super::{Store, TableSettings};
use crate::actions::timestream::record::TimeUnit;
use crate::actions::timestream::record::date_and_time;

/// Nanoseconds in a millisecond.
const MILLISECOND: i128 = 1_000_000;

/// Nanoseconds in an hour.
const HOUR: i128 = 3_600_000 * MILLISECOND;

/// How far ahead of the system's time a record may be, in nanoseconds: 15 minutes (`ts-limits`).
const AHEAD: i128 = 15 * 60_000 * MILLISECOND;

/// The times that a table takes at one time, in nanoseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The first time of the memory store.
    memory: i128,
    /// The first time that is taken at all.
    start: i128,
    /// The first time that is not taken any more.
    end: i128,
}

/// Where a record's time lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the time of this store.
    In(Store),
    /// Before what is taken.
    TooOld,
    /// After what is taken.
    TooNew,
}

impl Window {
    pub(super) fn new(settings: &TableSettings, now_ms: i64) -> Self {
        let now = i128::from(now_ms) * MILLISECOND;
        let memory = now - i128::from(settings.memory_retention_hours()) * HOUR;
        let magnetic = now - i128::from(settings.magnetic_retention_days()) * 24 * HOUR;
        let start = if settings.magnetic_writes() { memory.min(magnetic) } else { memory };
        Self { memory, start, end: now + AHEAD }
    }

    pub(super) fn place(&self, time: i128) -> Place {
        if time < self.start {
            Place::TooOld
        } else if time >= self.end {
            Place::TooNew
        } else if time >= self.memory {
            Place::In(Store::Memory)
        } else {
            Place::In(Store::Magnetic)
        }
    }

    /// Both ends as Timestream's messages write them.
    pub(super) fn ends(&self) -> (String, String) {
        (shown(self.start), shown(self.end))
    }
}

/// A time in nanoseconds since 1970-01-01 UTC; `None` where Timestream cannot hold it: before 1970 or after 2262-04-11
/// (`writes`).
pub(in crate::actions::timestream) fn nanoseconds(time: &str, unit: TimeUnit) -> Option<i64> {
    held(unit.parse(time)?)
}

/// The same for one that is given in nanoseconds.
pub(in crate::actions::timestream) fn held(nanoseconds: i128) -> Option<i64> {
    i64::try_from(nanoseconds).ok().filter(|time| *time >= 0)
}

/// A time as Timestream's messages write it: `2023-11-23T06:45:39.648Z`.
pub(super) fn shown(nanoseconds: i128) -> String {
    match jiff::Timestamp::from_nanosecond(nanoseconds) {
        Ok(moment) => date_and_time(moment, TimeUnit::Milliseconds).replacen(' ', "T", 1) + "Z",
        Err(_) => format!("{nanoseconds} ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::{HOUR, MILLISECOND, Place, Window};
    use crate::actions::timestream::table::{Store, TableSettings};

    const NOW_MS: i64 = 1_700_000_000_000;
    const NOW: i128 = 1_700_000_000_000 * MILLISECOND;

    #[test]
    fn the_window_is_half_open() {
        let window = Window::new(&TableSettings::default(), NOW_MS);
        assert_eq!(window.place(NOW), Place::In(Store::Memory));
        assert_eq!(window.place(NOW - 6 * HOUR), Place::In(Store::Memory));
        assert_eq!(window.place(NOW - 6 * HOUR - 1), Place::TooOld);
        assert_eq!(window.place(NOW + HOUR / 4 - 1), Place::In(Store::Memory));
        assert_eq!(window.place(NOW + HOUR / 4), Place::TooNew);
        assert_eq!(
            window.ends(),
            ("2023-11-14T16:13:20.000Z".to_owned(), "2023-11-14T22:28:20.000Z".to_owned())
        );
    }

    #[test]
    fn magnetic_writes_reach_further_back() {
        let settings = TableSettings::new(1, 2, true).expect("in bounds");
        let window = Window::new(&settings, NOW_MS);
        assert_eq!(window.place(NOW - HOUR), Place::In(Store::Memory));
        assert_eq!(window.place(NOW - HOUR - 1), Place::In(Store::Magnetic));
        assert_eq!(window.place(NOW - 48 * HOUR), Place::In(Store::Magnetic));
        assert_eq!(window.place(NOW - 48 * HOUR - 1), Place::TooOld);
    }

    #[test]
    fn any_clock_has_a_window() {
        for now in [i64::MIN, 0, i64::MAX] {
            let window = Window::new(&TableSettings::new(8766, 73_000, true).expect("in bounds"), now);
            assert_eq!(window.place(i128::from(now) * MILLISECOND), Place::In(Store::Memory));
            assert!(!window.ends().0.is_empty());
        }
    }
}
