//! What each run of letters in a pattern reads.

use super::super::error::PatternFault;
use super::super::names::{
    ERAS, ERAS_FULL, HALVES, MONTHS, QUARTERS, QUARTERS_FULL, QUARTERS_NARROW, WEEKDAYS,
};
use super::super::zone_names::Length;
use super::action::{Action, Sign};
use super::field::Field;
use super::offset::{ISO_FORMS, OffsetForm};

/// Every letter with a meaning. `B` came with JDK 16 and is none of them.
pub(super) const ALL: &str = "GuyDMLdgQqYwWEecFahKkHmsSAnNVvzOXxZp";
/// The most digits that a number can have.
const MOST_DIGITS: usize = 19;

/// The step for a run of `count` times `letter`.
pub(super) fn action(letter: char, count: usize) -> Result<Action, PatternFault> {
    let Some(field) = field(letter) else { return zone(letter, count) };
    match letter {
        'u' | 'y' | 'Y' => year(letter, field, count),
        'c' if count == 2 => Err(PatternFault::Count(letter, "once or 3 to 5 times")),
        'e' | 'c' if count <= 2 => Ok(number(field, count, count, Sign::Never)),
        'E' | 'e' | 'c' => name(letter, Field::Weekday, count.max(3), &WEEKDAYS, 1),
        'M' | 'L' | 'Q' | 'q' | 'd' | 'h' | 'H' | 'k' | 'K' | 'm' | 's' if count <= 2 => {
            Ok(short_number(field, count))
        }
        'M' | 'L' => name(letter, field, count, &MONTHS, 1),
        'Q' | 'q' => quarter(letter, count),
        'a' if count == 1 => Ok(Action::Name { field, names: &HALVES, first: 0, letters: 2 }),
        'G' if count == 4 => Ok(Action::Name { field, names: &ERAS_FULL, first: 0, letters: usize::MAX }),
        'G' => name(letter, field, count.max(3), &ERAS, 0),
        'S' if count <= 9 => Ok(Action::Fraction { digits: count }),
        'S' => Err(PatternFault::Count(letter, "1 to 9 times")),
        'F' | 'W' | 'a' if count > 1 => Err(PatternFault::Count(letter, "once")),
        'F' => Ok(number(field, 1, MOST_DIGITS, Sign::Normal)),
        'W' => Ok(number(field, 1, 1, Sign::Never)),
        'w' if count <= 2 => Ok(number(field, count, 2, Sign::Never)),
        'w' | 'd' | 'h' | 'H' | 'k' | 'K' | 'm' | 's' => Err(PatternFault::Count(letter, "once or twice")),
        'D' if count == 1 => Ok(short_number(field, 1)),
        'D' if count <= 3 => Ok(number(field, count, 3, Sign::Never)),
        'D' => Err(PatternFault::Count(letter, "1 to 3 times")),
        _ if count > MOST_DIGITS => Err(PatternFault::Count(letter, "1 to 19 times")),
        'g' => Ok(number(field, count, MOST_DIGITS, Sign::Normal)),
        _ => Ok(number(field, count, MOST_DIGITS, Sign::Never)),
    }
}

/// The field of a letter that stands for one.
fn field(letter: char) -> Option<Field> {
    Some(match letter {
        'G' => Field::Era,
        'y' => Field::YearOfEra,
        'u' => Field::Year,
        'Q' | 'q' => Field::Quarter,
        'M' | 'L' => Field::Month,
        'd' => Field::Day,
        'D' => Field::DayOfYear,
        'g' => Field::ModifiedJulianDay,
        'F' => Field::DayInAlignedWeek,
        'E' => Field::Weekday,
        'e' | 'c' => Field::LocalWeekday,
        'W' => Field::WeekOfMonth,
        'w' => Field::WeekOfWeekYear,
        'Y' => Field::WeekYear,
        'a' => Field::HalfDay,
        'H' => Field::Hour,
        'k' => Field::ClockHour,
        'K' => Field::HourOfHalf,
        'h' => Field::ClockHourOfHalf,
        'm' => Field::Minute,
        's' => Field::Second,
        'S' | 'n' => Field::Nano,
        'A' => Field::MilliOfDay,
        'N' => Field::NanoOfDay,
        _ => return None,
    })
}

/// The step for a letter of zones and offsets.
fn zone(letter: char, count: usize) -> Result<Action, PatternFault> {
    let offset = |form: OffsetForm, none| Ok(Action::Offset(form.with_none(none)));
    match (letter, count) {
        ('V', 2) => Ok(Action::ZoneId),
        ('V', _) => Err(PatternFault::Count(letter, "twice")),
        ('z', 1..=3) | ('v', 1) => Ok(Action::ZoneName(Length::Short)),
        ('z' | 'v', 4) => Ok(Action::ZoneName(Length::Long)),
        ('z', _) => Err(PatternFault::Count(letter, "1 to 4 times")),
        ('Z', 1..=3) => offset(ISO_FORMS[1], "+0000"),
        ('Z', 5) => offset(ISO_FORMS[4], "Z"),
        ('O', 1) => Ok(Action::LocalizedOffset { full: false }),
        ('O' | 'Z', 4) => Ok(Action::LocalizedOffset { full: true }),
        ('O' | 'v', _) => Err(PatternFault::Count(letter, "once or 4 times")),
        ('X', 1..=5) => offset(ISO_FORMS[count - 1], "Z"),
        ('x', 1) => offset(ISO_FORMS[0], "+00"),
        ('x', 2 | 4) => offset(ISO_FORMS[count - 1], "+0000"),
        ('x', 3 | 5) => offset(ISO_FORMS[count - 1], "+00:00"),
        ('X' | 'x' | 'Z', _) => Err(PatternFault::Count(letter, "1 to 5 times")),
        _ => Err(PatternFault::UnknownLetter(letter)),
    }
}

fn number(field: Field, least: usize, most: usize, sign: Sign) -> Action {
    Action::Number { field, least, most, sign, reserved: 0 }
}

/// One letter takes as many digits as there are, two take exactly two.
fn short_number(field: Field, count: usize) -> Action {
    if count == 1 {
        number(field, 1, MOST_DIGITS, Sign::Normal)
    } else {
        number(field, count, count, Sign::Never)
    }
}

fn year(letter: char, field: Field, count: usize) -> Result<Action, PatternFault> {
    match count {
        2 => Ok(Action::TwoDigitYear { field }),
        1 | 3 => Ok(number(field, count, MOST_DIGITS, Sign::Normal)),
        4..=MOST_DIGITS => Ok(number(field, count, MOST_DIGITS, Sign::ExceedsPad)),
        _ => Err(PatternFault::Count(letter, "1 to 19 times")),
    }
}

/// 3 letters are the short name, 4 the full one, 5 its first letter.
fn name(
    letter: char,
    field: Field,
    count: usize,
    names: &'static [&'static str],
    first: i64,
) -> Result<Action, PatternFault> {
    let letters = match count {
        3 => 3,
        4 => usize::MAX,
        5 => 1,
        _ => return Err(PatternFault::Count(letter, "1 to 5 times")),
    };
    Ok(Action::Name { field, names, first, letters })
}

fn quarter(letter: char, count: usize) -> Result<Action, PatternFault> {
    let names = match count {
        3 => &QUARTERS,
        4 => &QUARTERS_FULL,
        5 => &QUARTERS_NARROW,
        _ => return Err(PatternFault::Count(letter, "1 to 5 times")),
    };
    Ok(Action::Name { field: Field::Quarter, names, first: 1, letters: usize::MAX })
}
