//! Time zones by id, and the offset from UTC that a zone has at an instant or at a local time.

use super::calendar::{DAYS_PER_CYCLE, SECONDS_PER_DAY};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A time zone: a fixed offset, or a region of the time zone database.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A region, whose offset changes over time.
    Region(TimeZone),
}

/// Ids that the database has and Java has not.
const NOT_IN_JAVA: [&str; 6] = ["EST", "HST", "MST", "ROC", "GMT+0", "GMT-0"];
/// Ids that stand for no place.
const NOWHERE: [&str; 2] = ["Factory", "Etc/Unknown"];
/// Zones whose winter time is a negative daylight saving time in the database, but standard time in Java and Joda-Time.
const WINTER_IS_STANDARD: [&str; 4] = ["Europe/Dublin", "Eire", "Africa/Casablanca", "Africa/El_Aaiun"];
/// The longest id that the database has room for, in bytes.
const LONGEST_ID: usize = 40;

impl Zone {
    /// Seconds east of UTC at an instant, and whether that is daylight saving time.
    pub(super) fn offset_at(&self, epoch_seconds: i64) -> (i64, bool) {
        match self {
            Zone::Fixed(seconds) => (i64::from(*seconds), false),
            Zone::Region(zone) => {
                let info = zone.to_offset_info(timestamp(epoch_seconds));
                let seconds = info.offset().seconds();
                let winter_is_standard = zone.iana_name().is_some_and(|id| WINTER_IS_STANDARD.contains(&id));
                let daylight = if winter_is_standard { seconds > 0 } else { info.dst().is_dst() };
                (i64::from(seconds), daylight)
            }
        }
    }

    /// Seconds east of UTC at a local time, given as the epoch seconds it would have in UTC.
    ///
    /// A local time that a clock change skips or repeats is taken with the offset before the change, as Java takes it.
    pub(super) fn offset_at_local(&self, local_seconds: i64) -> i64 {
        match self {
            Zone::Fixed(seconds) => i64::from(*seconds),
            Zone::Region(zone) => {
                let local = TimeZone::UTC.to_datetime(timestamp(local_seconds));
                let offset = match zone.to_ambiguous_timestamp(local).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset,
                    AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
                };
                i64::from(offset.seconds())
            }
        }
    }
}

/// The region with exactly this id, among those that Joda-Time has.
pub(super) fn region(id: &str) -> Option<Zone> {
    let zone = lookup(id)?;
    (zone.iana_name() == Some(id)).then_some(Zone::Region(zone))
}

/// The id that differs from this one in nothing but upper and lower case.
pub(super) fn in_right_case(id: &str) -> Option<String> {
    lookup(id)?.iana_name().filter(|known| *known != id).map(str::to_owned)
}

/// The longest region id that the text begins with, among those that Java has, and its length in bytes.
pub(super) fn read_region(text: &str) -> Option<(usize, Zone)> {
    let end = text
        .bytes()
        .take(LONGEST_ID)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(byte))
        .count();
    (1..=end).rev().find_map(|length| {
        let id = &text[..length];
        Some((length, region(id).filter(|_| !NOT_IN_JAVA.contains(&id))?))
    })
}

fn lookup(id: &str) -> Option<TimeZone> {
    if id.len() > LONGEST_ID || NOWHERE.iter().any(|other| id.eq_ignore_ascii_case(other)) {
        return None;
    }
    #[cfg(feature = "zones")]
    return jiff::tz::TimeZoneDatabase::bundled().get(id).ok();
    #[cfg(not(feature = "zones"))]
    return None;
}

/// The instant, moved by whole cycles of the calendar into the years that jiff knows.
///
/// Zone rules repeat with the calendar after the last recorded change, and are constant before the first.
fn timestamp(epoch_seconds: i64) -> Timestamp {
    const FIRST: i64 = -300_000_000_000;
    const LAST: i64 = 250_000_000_000;
    const CYCLE: i64 = DAYS_PER_CYCLE * SECONDS_PER_DAY;
    let cycles = if epoch_seconds > LAST { (epoch_seconds - LAST) / CYCLE + 1 } else { 0 };
    // Both bounds lie well within jiff's range, so the fallback is never taken.
    Timestamp::from_second((epoch_seconds - cycles * CYCLE).max(FIRST)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_case_sensitive() {
        assert!(region("America/Belize").is_some());
        assert_eq!(region("America/belize"), None);
        assert_eq!(in_right_case("america/belize").as_deref(), Some("America/Belize"));
        assert_eq!(in_right_case("America/Belize"), None);
        assert_eq!((region("Factory"), region("Etc/Unknown"), region("")), (None, None, None));
    }

    #[test]
    fn reading_takes_the_longest_id_that_java_has() {
        let length = |text| read_region(text).map(|(length, _)| length);
        assert_eq!(length("America/New_York]"), Some(16));
        assert_eq!(length("EST5EDT"), Some(7));
        assert_eq!(length("EST"), None);
        assert_eq!(length("America/"), None);
        assert_eq!(length("Überall"), None);
    }

    #[test]
    fn rules_go_on_for_ever() {
        let zone = region("America/New_York").expect("a known zone");
        let summer_2100 = 4_118_083_200;
        let cycle = DAYS_PER_CYCLE * SECONDS_PER_DAY;
        for cycles in [0, 1, 40, 20_000, 700_000] {
            assert_eq!(zone.offset_at(summer_2100 + cycles * cycle), (-14_400, true), "{cycles}");
        }
        assert_eq!(zone.offset_at(i64::MIN / 1_000), (-17_762, false));
    }

    #[test]
    fn irish_winter_is_standard_time() {
        let zone = region("Europe/Dublin").expect("a known zone");
        assert_eq!(zone.offset_at(1_577_836_800), (0, false));
        assert_eq!(zone.offset_at(1_593_561_600), (3_600, true));
    }
}
