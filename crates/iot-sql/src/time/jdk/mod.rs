//! `time_to_epoch`: reads a date in a pattern of JDK 11's `DateTimeFormatter`.
//!
//! The work has Java's three stages: [`pattern`] turns the letters into steps, [`read`] takes the text apart step by step, and
//! [`resolve`] makes a point in time of the fields that were found, with Java's "smart" leniency: 30 February is the
//! last day of February, 24:00 the next day's midnight, while a weekday that does not fit the date is rejected.
//!
//! Java's own classes stop at the fields. Three answers are therefore assumed, since AWS documents none: a date
//! without a time of day is its midnight, a string without zone or offset is UTC, and a time of day that cannot be
//! told (`hh` without `a`) is an error instead of a midnight that nobody wrote.

mod action;
mod field;
mod letters;
mod offset;
mod pattern;
mod read;
mod resolve;

use super::MAX_LENGTH;
use super::error::{PatternFault, TextFault, TimeError};

/// Reads the text as the pattern says, and returns milliseconds since 1970-01-01 UTC, cut off below the millisecond.
///
/// # Errors
///
/// The pattern is not valid, the text does not fit it, or the text names no point in time: no full date, a
/// contradiction, a value out of range, or a date whose milliseconds do not fit.
pub(crate) fn parse(text: &str, pattern: &str) -> Result<i64, TimeError> {
    if pattern.len() > MAX_LENGTH {
        return Err(TimeError::Pattern { range: 0..pattern.len(), fault: PatternFault::TooLong });
    }
    if text.len() > MAX_LENGTH {
        return Err(TimeError::Text { range: 0..text.len(), pattern: 0..0, fault: TextFault::TooLong });
    }
    let steps = pattern::compile(pattern)?;
    let fields = read::read(text, &steps)?;
    resolve::resolve(fields, text.len())
}

/// Whether reading a date by the pattern asks for the time zone database or the names of zones.
///
/// May say so of one that does not, because a build without them answers it with a request for a build that has them.
pub(crate) fn needs_zones(pattern: &str) -> bool {
    pattern.contains(['z', 'v', 'V'])
}

/// Whether `time_to_epoch` knows the letter at all.
pub(super) fn is_letter(letter: char) -> bool {
    letters::ALL.contains(letter)
}
