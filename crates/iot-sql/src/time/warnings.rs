//! Patterns that are valid and most likely not meant.

use super::jdk;
use std::fmt;
use std::ops::Range;

/// Which of the two pattern languages a pattern is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `parse_time`
    Joda,
    /// `time_to_epoch`
    Jdk,
}

/// What is probably not meant in a pattern. [`Display`](fmt::Display) says it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternWarning {
    /// The year that a week belongs to, beside a month or day.
    WeekYear(Dialect),
    /// The year of the era, harmless in itself.
    YearOfEra,
    /// Hours of a 12-hour clock without AM or PM.
    HalfDayHours(Dialect),
    /// The day of the year, beside a month.
    DayOfYear,
    /// Minutes where a date has its month.
    MinuteAsMonth,
    /// The month where a time has its minutes.
    MonthAsMinute,
    /// A fraction where a time has its seconds.
    FractionAsSecond,
    /// A fraction with other than three digits.
    FractionDigits(Dialect, usize),
    /// Zone names, of which many are ambiguous.
    ZoneName,
    /// A letter that has no meaning and is not quoted.
    IllegalLetter(char),
}

impl PatternWarning {
    /// Whether the pattern works, and this is only worth knowing.
    pub(crate) fn is_note(&self) -> bool {
        matches!(
            self,
            PatternWarning::YearOfEra | PatternWarning::FractionDigits(..) | PatternWarning::ZoneName
        )
    }

    /// What to write instead of `written`, the part of the pattern that was warned about.
    pub(crate) fn fix(&self, written: &str) -> Option<String> {
        let all = |letter: &str| Some(letter.repeat(written.len()));
        match self {
            PatternWarning::WeekYear(_) | PatternWarning::YearOfEra => all("y"),
            PatternWarning::HalfDayHours(_) => all("H"),
            PatternWarning::DayOfYear => all("d"),
            PatternWarning::MinuteAsMonth => all("M"),
            PatternWarning::MonthAsMinute => all("m"),
            PatternWarning::FractionAsSecond => all("s"),
            PatternWarning::FractionDigits(Dialect::Joda, _) => Some("SSS".to_owned()),
            PatternWarning::IllegalLetter(_) => Some(format!("'{written}'")),
            PatternWarning::FractionDigits(Dialect::Jdk, _) | PatternWarning::ZoneName => None,
        }
    }
}

impl fmt::Display for PatternWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternWarning::WeekYear(Dialect::Jdk) => f.write_str(
                "`Y` is the year that the week belongs to, and makes no date together with month and day; the year is `y`",
            ),
            PatternWarning::WeekYear(Dialect::Joda) => f.write_str(
                "`x` is the year that the week belongs to, another one around New Year; the year is `y`",
            ),
            PatternWarning::YearOfEra => f.write_str(
                "`Y` is the year of the era: right here, but `time_to_epoch` reads it as the year of the week; `y` is the year in both",
            ),
            PatternWarning::HalfDayHours(Dialect::Joda) => f.write_str(
                "hours of the 12-hour clock without `a`: morning and afternoon look the same; `H` counts 0 to 23",
            ),
            PatternWarning::HalfDayHours(Dialect::Jdk) => f.write_str(
                "hours of the 12-hour clock need `a` for AM or PM, else the time stays unknown; `H` counts 0 to 23",
            ),
            PatternWarning::DayOfYear => f.write_str("`D` is the day of the year; the day of the month is `d`"),
            PatternWarning::MinuteAsMonth => f.write_str("`m` is the minute; the month is `M`"),
            PatternWarning::MonthAsMinute => f.write_str("`M` is the month; the minute is `m`"),
            PatternWarning::FractionAsSecond => f.write_str("`S` is the fraction of a second; the second is `s`"),
            PatternWarning::FractionDigits(Dialect::Joda, 1..=2) => f.write_str(
                "`S` writes one digit of the fraction for each letter and cuts off the rest; milliseconds are `SSS`",
            ),
            PatternWarning::FractionDigits(Dialect::Joda, _) => {
                f.write_str("times have milliseconds only: every letter `S` after the third writes a zero")
            }
            PatternWarning::FractionDigits(Dialect::Jdk, count) => {
                write!(f, "the text must have exactly {count} digits here; milliseconds are `SSS`")
            }
            PatternWarning::ZoneName => f.write_str(
                "short zone names are ambiguous (`CST`, `IST`, `BST`) and may be read as another zone; offsets (`XXX`) and ids (`VV`) are not",
            ),
            PatternWarning::IllegalLetter(letter) => {
                write!(f, "`{letter}` is not a pattern letter; text belongs in quotes: `'{letter}'`")
            }
        }
    }
}

/// A run of one letter outside quotes.
struct Run {
    letter: char,
    range: Range<usize>,
}

/// What is probably not meant in the pattern, from left to right, each with the bytes of the pattern it is about.
pub(crate) fn pattern_warnings(dialect: Dialect, pattern: &str) -> Vec<(Range<usize>, PatternWarning)> {
    let runs = runs(pattern);
    let has = |letters: &str| runs.iter().any(|run| letters.contains(run.letter));
    let (by_month, halves, weeks) = (has("ML"), has("a"), has("wW"));
    let (by_day, seconds) = (by_month || has("dD"), has("s"));
    let mut warnings = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let letter_at =
            |index: Option<usize>| index.and_then(|index| runs.get(index)).map_or(' ', |run| run.letter);
        let (before, after) = (letter_at(index.checked_sub(1)), letter_at(Some(index + 1)));
        let is_date = |letter| "yYuxdDeE".contains(letter);
        let is_hour = |letter| "HhkK".contains(letter);
        let count = run.range.len();
        let warning = match (dialect, run.letter) {
            (Dialect::Jdk, 'Y') if by_day || !weeks => PatternWarning::WeekYear(dialect),
            (Dialect::Joda, 'x') if by_day => PatternWarning::WeekYear(dialect),
            (Dialect::Joda, 'Y') if count != 1 => PatternWarning::YearOfEra,
            (_, 'h' | 'K') if !halves => PatternWarning::HalfDayHours(dialect),
            (_, 'D') if by_month => PatternWarning::DayOfYear,
            (_, 'm') if !is_hour(before) && after != 's' && (is_date(before) || is_date(after)) => {
                PatternWarning::MinuteAsMonth
            }
            (_, 'M') if count <= 2 && (after == 's' || (is_hour(before) && !is_date(after))) => {
                PatternWarning::MonthAsMinute
            }
            (_, 'S') if !seconds && before == 'm' => PatternWarning::FractionAsSecond,
            (Dialect::Joda, 'S') if count != 3 => PatternWarning::FractionDigits(dialect, count),
            (Dialect::Jdk, 'S') if ![3, 6, 9].contains(&count) => {
                PatternWarning::FractionDigits(dialect, count)
            }
            (Dialect::Jdk, 'z') => PatternWarning::ZoneName,
            (Dialect::Joda, letter) if !"GCxyYweEDMdaKhHkmsSzZ".contains(letter) => {
                PatternWarning::IllegalLetter(letter)
            }
            (Dialect::Jdk, letter) if !jdk::is_letter(letter) => PatternWarning::IllegalLetter(letter),
            _ => continue,
        };
        warnings.push((run.range.clone(), warning));
    }
    warnings
}

/// All runs of letters outside quotes. A quote that is never closed hides the rest.
fn runs(pattern: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut quoted = false;
    for (at, char) in pattern.char_indices() {
        if char == '\'' {
            quoted = !quoted;
        } else if !quoted && char.is_ascii_alphabetic() {
            match runs.last_mut() {
                Some(run) if run.letter == char && run.range.end == at => run.range.end = at + 1,
                _ => runs.push(Run { letter: char, range: at..at + 1 }),
            }
        }
    }
    runs
}
