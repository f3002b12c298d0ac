//! The fields that a string can have, and what was read into them.

use std::ops::Range;

/// A field of a date or a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    /// `G`: 0 before Christ, 1 since.
    Era,
    /// `y`
    YearOfEra,
    /// `u`; year 0 is 1 BC.
    Year,
    /// `Q`, `q`
    Quarter,
    /// `M`, `L`
    Month,
    /// `d`
    Day,
    /// `D`
    DayOfYear,
    /// `g`: days since 1858-11-17.
    ModifiedJulianDay,
    /// `F`: 1 for the 1st, 8th, 15th … of the month. Java 19 gave the letter another meaning.
    DayInAlignedWeek,
    /// `E`: Monday 1 to Sunday 7.
    Weekday,
    /// `e`, `c`: Sunday 1 to Saturday 7.
    LocalWeekday,
    /// `W`: weeks begin on Sunday.
    WeekOfMonth,
    /// `w`
    WeekOfWeekYear,
    /// `Y`
    WeekYear,
    /// `a`: 0 before noon, 1 after.
    HalfDay,
    /// `H`
    Hour,
    /// `k`: 1 to 24.
    ClockHour,
    /// `K`: 0 to 11.
    HourOfHalf,
    /// `h`: 1 to 12.
    ClockHourOfHalf,
    /// `m`
    Minute,
    /// `s`
    Second,
    /// `S`, `n`: nanoseconds of the second.
    Nano,
    /// `A`
    MilliOfDay,
    /// `N`
    NanoOfDay,
    /// All offset letters: seconds east of UTC.
    Offset,
}

/// How many fields there are.
const COUNT: usize = Field::Offset as usize + 1;

impl Field {
    /// What a message calls the field.
    pub(super) fn name(self) -> &'static str {
        match self {
            Field::Era => "era",
            Field::YearOfEra => "year of the era",
            Field::Year => "year",
            Field::Quarter => "quarter",
            Field::Month => "month",
            Field::Day => "day of the month",
            Field::DayOfYear => "day of the year",
            Field::ModifiedJulianDay => "modified Julian day",
            Field::DayInAlignedWeek => "day within the month's weeks",
            Field::Weekday | Field::LocalWeekday => "day of the week",
            Field::WeekOfMonth => "week of the month",
            Field::WeekOfWeekYear => "week of the year",
            Field::WeekYear => "week-based year",
            Field::HalfDay => "half of the day (AM or PM)",
            Field::Hour => "hour",
            Field::ClockHour => "hour of 1 to 24",
            Field::HourOfHalf => "hour of 0 to 11",
            Field::ClockHourOfHalf => "hour of 1 to 12",
            Field::Minute => "minute",
            Field::Second => "second",
            Field::Nano => "fraction of the second",
            Field::MilliOfDay => "millisecond of the day",
            Field::NanoOfDay => "nanosecond of the day",
            Field::Offset => "offset from UTC",
        }
    }

    /// The least and the greatest value that makes sense.
    pub(super) fn bounds(self) -> (i64, i64) {
        const YEAR: i64 = 999_999_999;
        match self {
            Field::Era | Field::HalfDay => (0, 1),
            Field::YearOfEra => (1, YEAR + 1),
            Field::Year | Field::WeekYear => (-YEAR, YEAR),
            Field::Quarter => (1, 4),
            Field::Month | Field::ClockHourOfHalf => (1, 12),
            Field::Day => (1, 31),
            Field::DayOfYear => (1, 366),
            Field::ModifiedJulianDay => (-365_243_219_162 + 40_587, 365_241_780_471 + 40_587),
            Field::DayInAlignedWeek | Field::Weekday | Field::LocalWeekday => (1, 7),
            Field::WeekOfMonth => (0, 6),
            Field::WeekOfWeekYear => (1, 53),
            Field::Hour => (0, 23),
            Field::ClockHour => (1, 24),
            Field::HourOfHalf => (0, 11),
            Field::Minute | Field::Second => (0, 59),
            Field::Nano => (0, 999_999_999),
            Field::MilliOfDay => (0, 86_399_999),
            Field::NanoOfDay => (0, 86_399_999_999_999),
            Field::Offset => (-64_800, 64_800),
        }
    }

    /// Whether the field belongs to the time of day.
    pub(super) fn is_time(self) -> bool {
        (Field::HalfDay as u8..=Field::NanoOfDay as u8).contains(&(self as u8))
    }
}

/// A value, and where it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) value: i64,
    /// Bytes of the text.
    pub(super) text: (usize, usize),
    /// Bytes of the pattern.
    pub(super) pattern: (usize, usize),
}

impl Slot {
    /// The same place with another value.
    pub(super) fn with(self, value: i64) -> Self {
        Slot { value, ..self }
    }

    /// Bytes of the text.
    pub(super) fn text(&self) -> Range<usize> {
        self.text.0..self.text.1
    }

    /// Bytes of the pattern.
    pub(super) fn pattern(&self) -> Range<usize> {
        self.pattern.0..self.pattern.1
    }
}

/// The fields read so far, and the zone if there was one.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    slots: [Option<(Field, Slot)>; COUNT],
    /// The time zone that was named last.
    pub(super) zone: Option<super::super::zone::Zone>,
}

impl Fields {
    /// What was read into the field.
    pub(super) fn get(&self, field: Field) -> Option<Slot> {
        self.slots[field as usize].map(|(_, slot)| slot)
    }

    /// The field's value, which is then no longer there.
    pub(super) fn take(&mut self, field: Field) -> Option<Slot> {
        self.slots[field as usize].take().map(|(_, slot)| slot)
    }

    /// Sets the field, and returns what it held before.
    pub(super) fn set(&mut self, field: Field, slot: Slot) -> Option<Slot> {
        self.slots[field as usize].replace((field, slot)).map(|(_, slot)| slot)
    }

    /// All fields that hold a value.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Field, Slot)> + '_ {
        self.slots.iter().flatten().copied()
    }
}
