//! Records in the shape of a WriteRecords request.

use super::measure_value::MeasureValue;
use iot_sql::text::shortened;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use smol_str::SmolStr;
use std::sync::Arc;

/// Values that one call of the action can write (`timestream-rule-action`).
pub const MAX_VALUES: usize = 100;

/// Characters of a value that a sentence shows.
pub(crate) const SHOWN_CHARACTERS: usize = 60;

/// A measure's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum MeasureValueType {
    /// An integer of 64 bits.
    Bigint,
    /// A floating-point number of 64 bits.
    Double,
    /// A Boolean.
    Boolean,
    /// A string.
    Varchar,
}

impl MeasureValueType {
    /// All types.
    pub const ALL: [Self; 4] = [Self::Bigint, Self::Double, Self::Boolean, Self::Varchar];

    /// The name in a WriteRecords request.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bigint => "BIGINT",
            Self::Double => "DOUBLE",
            Self::Boolean => "BOOLEAN",
            Self::Varchar => "VARCHAR",
        }
    }

    /// The type of that name, or `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The unit of a record's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeUnit {
    /// Seconds since 1970-01-01 UTC.
    Seconds,
    /// Milliseconds since 1970-01-01 UTC.
    #[default]
    Milliseconds,
    /// Microseconds since 1970-01-01 UTC.
    Microseconds,
    /// Nanoseconds since 1970-01-01 UTC.
    Nanoseconds,
}

impl TimeUnit {
    /// All units.
    pub const ALL: [Self; 4] = [Self::Seconds, Self::Milliseconds, Self::Microseconds, Self::Nanoseconds];

    /// The names in a rule and in a WriteRecords request, in the order of [`Self::ALL`].
    pub const NAMES: [&'static str; 4] = ["SECONDS", "MILLISECONDS", "MICROSECONDS", "NANOSECONDS"];

    /// The names in the order in which they are offered.
    pub(crate) const CHOICES: [&'static str; 4] =
        [Self::NAMES[1], Self::NAMES[0], Self::NAMES[2], Self::NAMES[3]];

    /// The name in a rule and in a WriteRecords request.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The unit's symbol: `s`, `ms`, `µs` or `ns`.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::Nanoseconds => "ns",
        }
    }

    /// The unit of that name, or `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// A time in this unit as a date in UTC with as many digits as the unit has (`2026-01-31 08:15:00.000`), where it
    /// lies in the years -9999 to 9999.
    #[must_use]
    pub fn date(self, time: i128) -> Option<String> {
        let moment = jiff::Timestamp::from_nanosecond(time.checked_mul(self.nanoseconds())?).ok()?;
        Some(date_and_time(moment, self))
    }

    /// Whether a time in this unit lies in the years 2000 to 2099, in which devices send.
    pub(crate) fn is_plausible(self, time: i128) -> bool {
        /// Nanoseconds since 1970 from the start of the year 2000 to that of 2100.
        const PLAUSIBLE: std::ops::Range<i128> = 946_684_800_000_000_000..4_102_444_800_000_000_000;
        time.checked_mul(self.nanoseconds()).is_some_and(|nanoseconds| PLAUSIBLE.contains(&nanoseconds))
    }

    /// The unit in which a time lies in these years, where it does not in this one.
    pub(crate) fn probable(self, time: i128) -> Option<Self> {
        if self.is_plausible(time) {
            return None;
        }
        Self::ALL.into_iter().find(|unit| unit.is_plausible(time))
    }

    /// A time that is written in this unit, in nanoseconds; `None` where it is not an integer of 128 bits.
    pub(super) fn parse(self, time: &str) -> Option<i128> {
        let time = match plain_integer(time.as_bytes()) {
            Some(time) => i128::from(time),
            None => time.parse::<i128>().ok()?,
        };
        time.checked_mul(self.nanoseconds())
    }

    /// Nanoseconds in one of this unit.
    #[must_use]
    pub fn nanoseconds(self) -> i128 {
        match self {
            Self::Seconds => 1_000_000_000,
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
            Self::Nanoseconds => 1,
        }
    }
}

/// A dimension of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dimension {
    /// Its name.
    pub name: SmolStr,
    /// Its value after templates.
    pub value: SmolStr,
}

/// One record: a measure of one time (`API_Record`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The attribute's name.
    pub measure_name: SmolStr,
    /// The value, which is text.
    pub measure_value: MeasureValue,
    /// Its type.
    pub measure_value_type: MeasureValueType,
    /// The time as text, an integer in `time_unit`.
    pub time: SmolStr,
    /// The time's unit.
    pub time_unit: TimeUnit,
    /// Whether the time is the processing time, because the action names no timestamp.
    pub processing_time: bool,
    /// The dimensions, in the action's order; the records of a message share them.
    pub dimensions: Arc<[Dimension]>,
}

impl Record {
    /// The value as a sentence shows it.
    pub(crate) fn shown_value(&self) -> String {
        shortened(&self.measure_value.text(), SHOWN_CHARACTERS)
    }

    /// The record as WriteRecords takes it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let dimensions: Vec<Json> = self
            .dimensions
            .iter()
            .map(|dimension| json!({"Name": dimension.name.as_str(), "Value": dimension.value.as_str()}))
            .collect();
        json!({
            "Dimensions": dimensions,
            "MeasureName": self.measure_name.as_str(),
            "MeasureValue": self.measure_value.text().as_str(),
            "MeasureValueType": self.measure_value_type.name(),
            "Time": self.time.as_str(),
            "TimeUnit": self.time_unit.name(),
        })
    }

    /// The time in nanoseconds since 1970-01-01 UTC; `None` where it is not an integer of 128 bits.
    #[must_use]
    pub fn nanoseconds(&self) -> Option<i128> {
        self.time_unit.parse(&self.time)
    }

    /// The time, where it lies in the years -9999 to 9999.
    pub(super) fn moment(&self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_nanosecond(self.nanoseconds()?).ok()
    }

    /// The time as a date in UTC, as [`TimeUnit::date`] writes it.
    #[must_use]
    pub fn time_utc(&self) -> Option<String> {
        Some(date_and_time(self.moment()?, self.time_unit))
    }
}

/// The value of up to 18 digits, as most times have: it fits 64 bits, which are read faster than 128.
pub(super) fn plain_integer(digits: &[u8]) -> Option<i64> {
    if !(1..=18).contains(&digits.len()) {
        return None;
    }
    digits.iter().try_fold(0_i64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(value * 10 + i64::from(digit))
    })
}

/// A time as a date in UTC with as many digits as the unit has: `2026-01-31 08:15:00.000`.
///
/// Without `jiff`'s formatter, which would weigh on the engine that the page loads.
pub(super) fn date_and_time(moment: jiff::Timestamp, digits: TimeUnit) -> String {
    let local = jiff::tz::TimeZone::UTC.to_datetime(moment);
    let (date, time) = (local.date(), local.time());
    let mut text = Ascii { bytes: [0; LONGEST], length: 0 };
    if date.year() < 0 {
        text.push(b'-');
    }
    text.push_digits(date.year().unsigned_abs().into(), 4);
    for (before, number) in [
        (b'-', date.month()),
        (b'-', date.day()),
        (b' ', time.hour()),
        (b':', time.minute()),
        (b':', time.second()),
    ] {
        text.push(before);
        text.push_digits(number.unsigned_abs().into(), 2);
    }
    let fraction = time.subsec_nanosecond().unsigned_abs();
    let (fraction, count) = match digits {
        TimeUnit::Seconds => return text.finish(),
        TimeUnit::Milliseconds => (fraction / 1_000_000, 3),
        TimeUnit::Microseconds => (fraction / 1_000, 6),
        TimeUnit::Nanoseconds => (fraction, 9),
    };
    text.push(b'.');
    text.push_digits(fraction, count);
    text.finish()
}

/// Bytes of the longest date with its time.
const LONGEST: usize = "-2026-01-31 08:15:00.000000000".len();

/// A date while it is written.
struct Ascii {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Ascii {
    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    /// Appends a number with so many digits.
    fn push_digits(&mut self, number: u32, count: usize) {
        let (mut rest, start) = (number, self.length);
        self.length += count;
        for digit in self.bytes[start..self.length].iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }

    fn finish(self) -> String {
        String::from_utf8_lossy(&self.bytes[..self.length]).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{MeasureValueType, Record, TimeUnit};

    #[test]
    fn times_are_dates_in_utc() {
        for (time, unit, expected) in [
            ("0", TimeUnit::Seconds, Some("1970-01-01 00:00:00")),
            ("1598481736423", TimeUnit::Milliseconds, Some("2020-08-26 22:42:16.423")),
            ("1598481736423000001", TimeUnit::Nanoseconds, Some("2020-08-26 22:42:16.423000001")),
            ("-1", TimeUnit::Milliseconds, Some("1969-12-31 23:59:59.999")),
            ("-62198755200000001", TimeUnit::Microseconds, Some("-0002-12-31 23:59:59.999999")),
            ("1598481736423", TimeUnit::Seconds, None),
            ("99999999999999999999999999999999999999999", TimeUnit::Seconds, None),
        ] {
            let record = Record {
                measure_name: "m".into(),
                measure_value: "1".into(),
                measure_value_type: MeasureValueType::Bigint,
                time: time.into(),
                time_unit: unit,
                processing_time: false,
                dimensions: [].into(),
            };
            assert_eq!(record.time_utc().as_deref(), expected, "{time}");
        }
    }
}
