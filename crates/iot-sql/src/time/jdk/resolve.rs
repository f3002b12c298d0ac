//! Makes a point in time of the fields that were read.

use super::super::calendar::{Date, SECONDS_PER_DAY, days_in_month, days_in_year};
use super::super::error::{TextFault, TimeError};
use super::field::{Field, Fields, Slot};

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// The point in time that the fields name, in milliseconds since 1970-01-01 UTC.
///
/// `length` is the text's, in bytes: that is where what is missing would stand.
pub(super) fn resolve(fields: Fields, length: usize) -> Result<i64, TimeError> {
    let mut resolver = Resolver { fields, date: None };
    resolver.date()?;
    resolver.time()?;
    resolver.weeks()?;
    let missing = |fault, slot: Option<Slot>| TimeError::Text {
        range: length..length,
        pattern: pattern_of(slot),
        fault,
    };
    let time = resolver.whole_time()?;
    let date = resolver.date.ok_or_else(|| missing(TextFault::NoDate, None))?;
    resolver.cross_check(date, time)?;
    let (nanos, next_day) = match time {
        Some(time) => time,
        None => match resolver.fields.iter().find(|(field, _)| field.is_time()) {
            Some((_, slot)) => return Err(missing(TextFault::HalfTime, Some(slot))),
            None => (0, false),
        },
    };
    let local = (date.days + i64::from(next_day)) * SECONDS_PER_DAY + nanos / NANOS_PER_SECOND;
    let offset = match (resolver.fields.get(Field::Offset), &resolver.fields.zone) {
        // An offset says more than a zone, where the text has both.
        (Some(offset), _) => match within(Field::Offset, offset) {
            Ok(seconds) => seconds,
            Err(_) => return Err(at(offset, TextFault::OffsetOutOfRange)),
        },
        (None, Some(zone)) => zone.offset_at_local(local),
        (None, None) => 0,
    };
    let millis = i128::from(local - offset) * 1_000 + i128::from(nanos % NANOS_PER_SECOND / 1_000_000);
    i64::try_from(millis).map_err(|_| TimeError::Text {
        range: 0..length,
        pattern: 0..0,
        fault: TextFault::TooFar,
    })
}

/// A fault that is to be shown where the value was read.
fn at(slot: Slot, fault: TextFault) -> TimeError {
    TimeError::Text { range: slot.text(), pattern: slot.pattern(), fault }
}

fn pattern_of(slot: Option<Slot>) -> std::ops::Range<usize> {
    slot.map_or(0..0, |slot| slot.pattern())
}

/// The slot's value, which must be one that the field can have.
fn within(field: Field, slot: Slot) -> Result<i64, TimeError> {
    let (least, greatest) = field.bounds();
    if (least..=greatest).contains(&slot.value) {
        Ok(slot.value)
    } else {
        Err(at(slot, TextFault::OutOfRange(field.name(), least, greatest)))
    }
}

struct Resolver {
    fields: Fields,
    date: Option<Date>,
}

impl Resolver {
    /// Sets a field that follows from another one, and must agree with what the text says of it.
    fn derive(&mut self, field: Field, slot: Slot) -> Result<(), TimeError> {
        match self.fields.set(field, slot) {
            Some(before) if before.value != slot.value => Err(at(before, TextFault::Conflict(field.name()))),
            _ => Ok(()),
        }
    }

    /// Keeps the date, which must agree with one that is already known.
    fn found(&mut self, date: Date, source: Slot) -> Result<(), TimeError> {
        match self.date.replace(date) {
            Some(before) if before != date => Err(at(source, TextFault::Conflict("date"))),
            _ => Ok(()),
        }
    }

    /// The date from year and month and day, or from year and day of the year.
    fn date(&mut self) -> Result<(), TimeError> {
        self.year_of_era()?;
        let Some(year) = self.fields.get(Field::Year) else { return Ok(()) };
        if let (Some(month), Some(day)) = (self.fields.get(Field::Month), self.fields.get(Field::Day)) {
            let number = within(Field::Year, year)?;
            let month = within(Field::Month, month)?;
            let last = days_in_month(number, month);
            let date = Date::new(number, month, within(Field::Day, day)?.min(last));
            for field in [Field::Year, Field::Month, Field::Day] {
                self.fields.take(field);
            }
            return self.found(date, day);
        }
        if let Some(day) = self.fields.get(Field::DayOfYear) {
            let number = within(Field::Year, year)?;
            if within(Field::DayOfYear, day)? > days_in_year(number) {
                return Err(at(day, TextFault::NoSuchDay));
            }
            self.fields.take(Field::Year);
            self.fields.take(Field::DayOfYear);
            return self.found(Date::from_days(Date::new(number, 1, 1).days + day.value - 1), day);
        }
        Ok(())
    }

    /// Makes a plain year of the year of the era.
    fn year_of_era(&mut self) -> Result<(), TimeError> {
        let Some(year) = self.fields.take(Field::YearOfEra) else { return Ok(()) };
        within(Field::YearOfEra, year)?;
        let after_christ = match self.fields.take(Field::Era) {
            Some(era) => era.value == 1,
            None => self.fields.get(Field::Year).is_none_or(|known| known.value > 0),
        };
        let value = if after_christ { year.value } else { 1 - year.value };
        self.derive(Field::Year, year.with(value))
    }

    /// Dates that are given in weeks, or as a day number.
    fn weeks(&mut self) -> Result<(), TimeError> {
        if let Some(day) = self.fields.take(Field::ModifiedJulianDay) {
            // Day 40 587 is 1970-01-01.
            let days = within(Field::ModifiedJulianDay, day)? - 40_587;
            self.found(Date::from_days(days), day)?;
        }
        if let Some(day) = self.fields.take(Field::LocalWeekday) {
            let monday_first = (within(Field::LocalWeekday, day)? + 5) % 7 + 1;
            self.fields.set(Field::Weekday, day.with(monday_first));
        }
        let Some(weekday) = self.fields.get(Field::Weekday) else { return Ok(()) };
        let sunday_first = within(Field::Weekday, weekday)? % 7 + 1;
        if let Some(year) = self.fields.get(Field::Year) {
            if let (Some(month), Some(week)) =
                (self.fields.get(Field::Month), self.fields.get(Field::WeekOfMonth))
            {
                let first = Date::new(within(Field::Year, year)?, within(Field::Month, month)?, 1);
                let weeks = within(Field::WeekOfMonth, week)? - 1;
                let days = first.days + weeks * 7 + sunday_first - first.weekday_from_sunday();
                for field in [Field::Year, Field::Month, Field::WeekOfMonth, Field::Weekday] {
                    self.fields.take(field);
                }
                self.found(Date::from_days(days), week)?;
            }
        } else if let (Some(year), Some(week)) =
            (self.fields.get(Field::WeekYear), self.fields.get(Field::WeekOfWeekYear))
        {
            let first = Date::new(within(Field::WeekYear, year)?, 1, 1);
            let before = first.weekday_from_sunday() - 1;
            let weeks =
                within(Field::WeekOfWeekYear, week)?.min((7 + before + days_in_year(first.year)) / 7 - 1);
            for field in [Field::WeekYear, Field::WeekOfWeekYear, Field::Weekday] {
                self.fields.take(field);
            }
            self.found(Date::from_days(first.days - before + sunday_first - 1 + (weeks - 1) * 7), week)?;
        }
        Ok(())
    }

    /// Makes hours of 0 to 23, minutes, seconds and nanoseconds of every other way to tell the time.
    fn time(&mut self) -> Result<(), TimeError> {
        for (clock, hour) in [(Field::ClockHour, Field::Hour), (Field::ClockHourOfHalf, Field::HourOfHalf)] {
            if let Some(slot) = self.fields.take(clock) {
                // 0 is accepted beside the last hour.
                let value = if slot.value == 0 { 0 } else { within(clock, slot)? % clock.bounds().1 };
                self.derive(hour, slot.with(value))?;
            }
        }
        if let (Some(half), Some(hour)) =
            (self.fields.get(Field::HalfDay), self.fields.get(Field::HourOfHalf))
        {
            let value = half.value * 12 + within(Field::HourOfHalf, hour)?;
            self.fields.take(Field::HalfDay);
            self.fields.take(Field::HourOfHalf);
            self.derive(Field::Hour, hour.with(value))?;
        }
        if let Some(slot) = self.fields.take(Field::NanoOfDay) {
            let nanos = within(Field::NanoOfDay, slot)?;
            self.derive_clock(slot, nanos / NANOS_PER_SECOND)?;
            self.derive(Field::Nano, slot.with(nanos % NANOS_PER_SECOND))?;
        }
        if let Some(slot) = self.fields.take(Field::MilliOfDay) {
            let millis = within(Field::MilliOfDay, slot)?;
            self.derive_clock(slot, millis / 1_000)?;
            // Finer digits may come from a fraction of their own.
            let finer = match self.fields.get(Field::Nano) {
                Some(nanos) => within(Field::Nano, nanos)? % 1_000_000,
                None => 0,
            };
            self.derive(Field::Nano, slot.with(millis % 1_000 * 1_000_000 + finer))?;
        }
        Ok(())
    }

    fn derive_clock(&mut self, slot: Slot, second_of_day: i64) -> Result<(), TimeError> {
        self.derive(Field::Hour, slot.with(second_of_day / 3_600))?;
        self.derive(Field::Minute, slot.with(second_of_day / 60 % 60))?;
        self.derive(Field::Second, slot.with(second_of_day % 60))
    }

    /// The time of day in nanoseconds, and whether it is the midnight that ends the day.
    ///
    /// Units that are omitted at the end are zero; one that is omitted between others makes the time unknown.
    fn whole_time(&mut self) -> Result<Option<(i64, bool)>, TimeError> {
        const UNITS: [Field; 4] = [Field::Hour, Field::Minute, Field::Second, Field::Nano];
        let slots = UNITS.map(|field| self.fields.get(field));
        let known = slots.iter().take_while(|slot| slot.is_some()).count();
        if known == 0 || slots[known..].iter().any(Option::is_some) {
            return Ok(None);
        }
        let value = |index: usize| slots[index].map_or(0, |slot| slot.value);
        let ends_the_day = [value(0), value(1), value(2), value(3)] == [24, 0, 0, 0];
        let mut units = [0; 4];
        for (index, (unit, slot)) in units.iter_mut().zip(slots).enumerate() {
            if let Some(slot) = slot.filter(|_| !ends_the_day) {
                *unit = within(UNITS[index], slot)?;
            }
            self.fields.take(UNITS[index]);
        }
        let [hours, minutes, seconds, nanos] = units;
        Ok(Some((((hours * 60 + minutes) * 60 + seconds) * NANOS_PER_SECOND + nanos, ends_the_day)))
    }

    /// Whatever else the text says must be true of the date and time.
    fn cross_check(&mut self, date: Date, time: Option<(i64, bool)>) -> Result<(), TimeError> {
        let (week_year, week) = date.us_week();
        let year_of_era = if date.year > 0 { date.year } else { 1 - date.year };
        let hour = time.map(|(nanos, _)| nanos / NANOS_PER_SECOND / 3_600);
        for (field, slot) in self.fields.iter() {
            let actual = match field {
                Field::Era => Some(i64::from(date.year > 0)),
                Field::YearOfEra => Some(year_of_era),
                Field::Year => Some(date.year),
                Field::Quarter => Some((date.month + 2) / 3),
                Field::Month => Some(date.month),
                Field::Day => Some(date.day),
                Field::DayOfYear => Some(date.day_of_year()),
                Field::DayInAlignedWeek => Some((date.day - 1) % 7 + 1),
                Field::Weekday => Some(date.weekday()),
                Field::WeekOfMonth => Some(date.us_week_of_month()),
                Field::WeekOfWeekYear => Some(week),
                Field::WeekYear => Some(week_year),
                Field::HalfDay => hour.map(|hour| hour / 12),
                Field::HourOfHalf => hour.map(|hour| hour % 12),
                _ => None,
            };
            if actual.is_some_and(|actual| actual != slot.value) {
                return Err(at(slot, TextFault::Conflict(field.name())));
            }
        }
        Ok(())
    }
}
