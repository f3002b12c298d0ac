//! `parse_time`: writes an instant in a pattern of Joda-Time's `DateTimeFormat`.
//!
//! A run of one letter is a field; quoted text and everything that is not an ASCII letter stands for itself. Joda-Time does not
//! ask that a quote is closed. Which Joda-Time release AWS runs is not known; the letters have not changed for years.

use super::MAX_LENGTH;
use super::calendar::{Date, SECONDS_PER_DAY};
use super::error::{PatternFault, TimeError};
use super::names::{ERAS, HALVES, MONTHS, WEEKDAYS};
use super::zone::{self, Zone};
use super::zone_names::{self, Length};

use std::fmt::Write;

/// Writes the instant as the pattern says, in the given time zone.
///
/// `epoch_ms` counts milliseconds since 1970-01-01 UTC. `zone` is an id of the time zone database or an offset such as
/// `+05:30`; upper and lower case matter.
///
/// # Errors
///
/// The pattern is empty or has a letter without meaning, or the zone is not known.
pub(crate) fn format(pattern: &str, epoch_ms: i64, zone: &str) -> Result<String, TimeError> {
    let fault = |range, fault| Err(TimeError::Pattern { range, fault });
    if pattern.len() > MAX_LENGTH {
        return fault(0..pattern.len(), PatternFault::TooLong);
    }
    let zone = JodaZone::new(zone)?;
    let moment = Moment::new(epoch_ms, &zone);
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut wrote = false;
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let at = pattern.len() - rest.len();
        if first.is_ascii_alphabetic() {
            let count = rest.len() - rest.trim_start_matches(first).len();
            if !moment.write_field(&mut out, first, count) {
                return fault(at..at + count, PatternFault::UnknownLetter(first));
            }
            rest = &rest[count..];
            wrote = true;
        } else {
            let before = out.len();
            rest = &rest[write_literal(&mut out, rest)..];
            wrote |= out.len() > before;
        }
    }
    // A pattern of nothing but a lone quote writes nothing, and Joda-Time rejects it like an empty one.
    if wrote { Ok(out) } else { fault(0..pattern.len(), PatternFault::Empty) }
}

/// Writes the text up to the next unquoted letter, and says how many bytes of the pattern it took.
fn write_literal(out: &mut String, rest: &str) -> usize {
    let mut quoted = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\'' if chars.next_if(|(_, next)| *next == '\'').is_some() => out.push('\''),
            '\'' => quoted = !quoted,
            _ if !quoted && char.is_ascii_alphabetic() => return at,
            _ => out.push(char),
        }
    }
    rest.len()
}

/// The ids that are one and the same zone to Joda-Time.
const UTC: [&str; 10] =
    ["UTC", "UT", "Z", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"];

/// Whether writing a date by the pattern in the zone asks for the time zone database or the names of zones.
///
/// May say so of one that does not, because a build without them answers it with a request for a build that has them.
pub(crate) fn needs_zones(pattern: &str, zone: &str) -> bool {
    pattern.contains('z') || !(UTC.contains(&zone) || zone.starts_with(['+', '-']))
}

/// A zone as Joda-Time sees it: with the id that it prints.
struct JodaZone {
    id: String,
    zone: Zone,
}

impl JodaZone {
    fn new(id: &str) -> Result<Self, TimeError> {
        if UTC.contains(&id) {
            return Ok(JodaZone { id: "UTC".to_owned(), zone: Zone::Fixed(0) });
        }
        if let Some(zone) = zone::region(id) {
            return Ok(JodaZone { id: id.to_owned(), zone });
        }
        let offset = ["UTC", "GMT", "UT"].iter().find_map(|prefix| id.strip_prefix(prefix)).unwrap_or(id);
        match read_offset(offset) {
            Some(0) => Ok(JodaZone { id: "UTC".to_owned(), zone: Zone::Fixed(0) }),
            Some(seconds) => Ok(JodaZone { id: offset_id(seconds), zone: Zone::Fixed(seconds) }),
            None => Err(TimeError::Zone { range: 0..id.len(), suggestion: zone::in_right_case(id) }),
        }
    }

    /// The short or the long name; without one the offset, as Joda-Time does.
    fn name(&self, length: Length, offset: i64, daylight: bool) -> String {
        if matches!(self.zone, Zone::Fixed(seconds) if seconds != 0) {
            return self.id.clone();
        }
        match zone_names::name(&self.id, length, daylight) {
            Some(name) => name.to_owned(),
            None => offset_id(offset as i32),
        }
    }
}

/// Reads `+hh`, `+hh:mm`, `+hhmm`, `+hh:mm:ss` or `+hhmmss` as seconds.
fn read_offset(text: &str) -> Option<i32> {
    let (sign, mut rest) = match text.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let colons = rest.get(2) == Some(&b':');
    let mut seconds = 0;
    for (unit, limit) in [(3_600, 23), (60, 59), (1, 59)] {
        if unit != 3_600 && colons {
            rest = rest.strip_prefix(b":")?;
        }
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] = *rest else { return None };
        let value = i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
        if value > limit {
            return None;
        }
        seconds += value * unit;
        rest = &rest[2..];
        if rest.is_empty() {
            return Some(sign * seconds);
        }
    }
    None
}

/// `+05:30`, with seconds only where there are any.
fn offset_id(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let mut id = format!("{sign}{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    if seconds % 60 != 0 {
        let _ = write!(id, ":{:02}", seconds % 60);
    }
    id
}

/// An instant, taken apart in its zone.
struct Moment<'a> {
    zone: &'a JodaZone,
    offset: i64,
    daylight: bool,
    date: Date,
    second_of_day: i64,
    millis: i64,
}

impl<'a> Moment<'a> {
    fn new(epoch_ms: i64, zone: &'a JodaZone) -> Self {
        let seconds = epoch_ms.div_euclid(1_000);
        let (offset, daylight) = zone.zone.offset_at(seconds);
        let local = seconds + offset;
        Moment {
            zone,
            offset,
            daylight,
            date: Date::from_days(local.div_euclid(SECONDS_PER_DAY)),
            second_of_day: local.rem_euclid(SECONDS_PER_DAY),
            millis: epoch_ms.rem_euclid(1_000),
        }
    }

    /// Writes the field of a run of letters, or says that there is no such letter.
    fn write_field(&self, out: &mut String, letter: char, count: usize) -> bool {
        let date = self.date;
        let (hour, month, weekday) =
            (self.second_of_day / 3_600, (date.month - 1) as usize, (date.weekday() - 1) as usize);
        // Hour 0 of the clock is written as the last one.
        let from_one = |hour, last| if hour == 0 { last } else { hour };
        let year_of_era = if date.year > 0 { date.year } else { 1 - date.year };
        match letter {
            'G' => out.push_str(ERAS[usize::from(date.year > 0)]),
            // Centuries count the years before Christ from year 0, unlike `Y`.
            'C' => number(out, date.year.abs() / 100, count),
            'x' if count == 2 => number(out, date.iso_week().0.abs() % 100, 2),
            'y' | 'Y' if count == 2 => number(out, date.year.abs() % 100, 2),
            'Y' => number(out, year_of_era, count),
            'y' => number(out, date.year, count),
            'x' => number(out, date.iso_week().0, count),
            'w' => number(out, date.iso_week().1, count),
            'e' => number(out, date.weekday(), count),
            'E' if count >= 4 => out.push_str(WEEKDAYS[weekday]),
            'E' => out.push_str(&WEEKDAYS[weekday][..3]),
            'D' => number(out, date.day_of_year(), count),
            'M' if count >= 4 => out.push_str(MONTHS[month]),
            'M' if count == 3 => out.push_str(&MONTHS[month][..3]),
            'M' => number(out, date.month, count),
            'd' => number(out, date.day, count),
            'a' => out.push_str(HALVES[usize::from(hour >= 12)]),
            'K' => number(out, hour % 12, count),
            'h' => number(out, from_one(hour % 12, 12), count),
            'H' => number(out, hour, count),
            'k' => number(out, from_one(hour, 24), count),
            'm' => number(out, self.second_of_day / 60 % 60, count),
            's' => number(out, self.second_of_day % 60, count),
            'S' => self.write_fraction(out, count),
            'z' => {
                let length = if count >= 4 { Length::Long } else { Length::Short };
                out.push_str(&self.zone.name(length, self.offset, self.daylight));
            }
            'Z' if count >= 3 => out.push_str(&self.zone.id),
            'Z' => {
                let (sign, offset) = (if self.offset < 0 { '-' } else { '+' }, self.offset.abs());
                let colon = if count == 2 { ":" } else { "" };
                let _ = write!(out, "{sign}{:02}{colon}{:02}", offset / 3_600, offset / 60 % 60);
            }
            _ => return false,
        }
        true
    }

    /// Writes so many digits of the fraction of the second, cut off, never rounded.
    fn write_fraction(&self, out: &mut String, count: usize) {
        // Joda-Time reckons with 15 digits at most, and omits those beyond unless all are zero.
        let count = if self.millis == 0 { count } else { count.min(15) };
        let start = out.len();
        let _ = write!(out, "{:03}", self.millis);
        out.truncate(start + count.min(3));
        out.extend(std::iter::repeat_n('0', count.saturating_sub(3)));
    }
}

/// Writes a number with at least so many digits, the sign not counted.
fn number(out: &mut String, value: i64, digits: usize) {
    if value < 0 {
        out.push('-');
    }
    let text = value.unsigned_abs().to_string();
    out.extend(std::iter::repeat_n('0', digits.saturating_sub(text.len())));
    out.push_str(&text);
}
