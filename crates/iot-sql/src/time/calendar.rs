//! The calendar of ISO 8601, reckoned in whole days, for any year that fits 64 bits with room to spare.

/// Days in 400 years, after which the calendar repeats itself, weekdays included.
pub(super) const DAYS_PER_CYCLE: i64 = 146_097;
/// Seconds in a day.
pub(super) const SECONDS_PER_DAY: i64 = 86_400;

/// A date; year 0 is 1 BC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    /// Days since 1970-01-01.
    pub(super) days: i64,
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: i64,
    /// 1 to 31.
    pub(super) day: i64,
}

impl Date {
    /// The date with these numbers, which must be one that exists.
    pub(super) fn new(year: i64, month: i64, day: i64) -> Self {
        // Years that begin in March put the leap day last.
        let march_year = if month <= 2 { year - 1 } else { year };
        let (cycle, year_of_cycle) = (march_year.div_euclid(400), march_year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
        // 719 468 days lie between March of year 0 and 1970.
        Date { days: cycle * DAYS_PER_CYCLE + day_of_cycle - 719_468, year, month, day }
    }

    /// The date so many days after 1970-01-01.
    pub(super) fn from_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let (cycle, day_of_cycle) = (shifted.div_euclid(DAYS_PER_CYCLE), shifted.rem_euclid(DAYS_PER_CYCLE));
        let year_of_cycle =
            (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_cycle + cycle * 400 + i64::from(month <= 2);
        Date { days, year, month, day }
    }

    /// 1 to 366.
    pub(super) fn day_of_year(self) -> i64 {
        self.days - Date::new(self.year, 1, 1).days + 1
    }

    /// Monday 1 to Sunday 7.
    pub(super) fn weekday(self) -> i64 {
        (self.days + 3).rem_euclid(7) + 1
    }

    /// Sunday 1 to Saturday 7, as weeks are counted in the United States.
    pub(super) fn weekday_from_sunday(self) -> i64 {
        self.weekday() % 7 + 1
    }

    /// ISO week year and week: weeks begin on Monday, and week 1 holds the first Thursday.
    pub(super) fn iso_week(self) -> (i64, i64) {
        let thursday = Date::from_days(self.days - self.weekday() + 4);
        (thursday.year, (thursday.day_of_year() - 1) / 7 + 1)
    }

    /// Week-based year and week as in the United States: weeks begin on Sunday, and week 1 holds 1 January.
    pub(super) fn us_week(self) -> (i64, i64) {
        let saturday = Date::from_days(self.days + 7 - self.weekday_from_sunday());
        if saturday.year == self.year {
            (self.year, (saturday.day_of_year() - 1) / 7 + 1)
        } else {
            (saturday.year, 1)
        }
    }

    /// The week of the month as in the United States, from 1.
    pub(super) fn us_week_of_month(self) -> i64 {
        let first = Date::from_days(self.days - self.day + 1);
        (self.day + first.weekday_from_sunday() - 2) / 7 + 1
    }
}

/// Whether the year has 366 days.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days the month has; `month` is 1 to 12.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How many days the year has.
pub(super) fn days_in_year(year: i64) -> i64 {
    365 + i64::from(is_leap(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_day_numbers_agree_with_jiff() {
        let epoch = jiff::civil::date(1970, 1, 1);
        for step in -7_000..=7_000i64 {
            let days = step * 411;
            let date = Date::from_days(days);
            let theirs = epoch + jiff::Span::new().days(days);
            assert_eq!(
                (date.year, date.month, date.day),
                (theirs.year().into(), theirs.month().into(), theirs.day().into()),
                "{days}"
            );
            assert_eq!(Date::new(date.year, date.month, date.day), date);
            assert_eq!(date.weekday(), i64::from(theirs.weekday().to_monday_one_offset()), "{date:?}");
            assert_eq!(date.day_of_year(), i64::from(theirs.day_of_year()), "{date:?}");
            let week = theirs.iso_week_date();
            assert_eq!(date.iso_week(), (week.year().into(), week.week().into()), "{date:?}");
        }
    }

    #[test]
    fn years_beyond_every_library_come_back() {
        for year in [-999_999_999, -292_275_055, -10_000, 0, 10_000, 999_999_999] {
            let last = Date::new(year, 12, 31);
            assert_eq!(Date::from_days(last.days), last);
            assert_eq!(last.day_of_year(), days_in_year(year));
        }
    }
}
