//! A timestamp whose unit gives a year in which no device sends.

use super::Seen;
use crate::timestream::TimeUnit;
use crate::wording::near_misses as wording;
use iot_sql::Diagnostic;

/// Nanoseconds since 1970 of the years 2000 and 2100.
const SENSIBLE: std::ops::Range<i128> = 946_684_800_000_000_000..4_102_444_800_000_000_000;

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let timestamp = seen.action.timestamp.as_ref()?;
    let record = seen.records.first()?;
    let time: i128 = record.time.parse().ok()?;
    let fits = |unit: &TimeUnit| {
        time.checked_mul(unit.nanoseconds()).is_some_and(|nanoseconds| SENSIBLE.contains(&nanoseconds))
    };
    if fits(&timestamp.unit) {
        return None;
    }
    let right = TimeUnit::ALL.into_iter().find(fits);
    Some(wording::unit(record, timestamp.unit, timestamp.unit_given, right))
}
