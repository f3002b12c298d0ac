//! Takes a string apart, step by step.

use super::super::error::{Expected, TextFault, TimeError};
use super::super::zone::Zone;
use super::action::{Action, Sign};
use super::field::{Field, Fields, Slot};
use super::offset::{self, Rejection};
use super::pattern::Step;

/// Why a step did not succeed.
enum Stop {
    /// The text does not fit: an optional section is then omitted.
    Mismatch(TimeError),
    /// The text cannot be meant at all.
    Rejected(TimeError),
}

/// An optional section that is being read, and the state to go back to.
struct Attempt {
    end: usize,
    at: usize,
    fields: Fields,
}

/// Reads the whole text.
pub(super) fn read(text: &str, steps: &[Step]) -> Result<Fields, TimeError> {
    let mut reader = Reader { text, at: 0, fields: Fields::default() };
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut next = 0;
    // Says more than the text that was left over, if the text ends up with some.
    let mut abandoned = None;
    while let Some(step) = steps.get(next) {
        next += 1;
        match step.action {
            Action::Begin { end } => {
                attempts.push(Attempt { end, at: reader.at, fields: reader.fields.clone() });
            }
            Action::End => drop(attempts.pop()),
            _ => match (reader.step(step), attempts.pop()) {
                (Ok(()), attempt) => attempts.extend(attempt),
                (Err(Stop::Mismatch(error)), Some(attempt)) => {
                    abandoned = Some(error).filter(|error| error.range().start > attempt.at);
                    (reader.at, reader.fields, next) = (attempt.at, attempt.fields, attempt.end + 1);
                }
                (Err(Stop::Mismatch(error) | Stop::Rejected(error)), _) => return Err(error),
            },
        }
    }
    if reader.at < text.len() {
        let trailing =
            TimeError::Text { range: reader.at..text.len(), pattern: 0..0, fault: TextFault::Trailing };
        return Err(abandoned.unwrap_or(trailing));
    }
    Ok(reader.fields)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    fields: Fields,
}

impl Reader<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Stop> {
        let Some(width) = step.pad else { return self.action(step, self.at, self.text.len()) };
        let rest = &self.text[self.at..];
        // An offset may be longer than the text's end only without padding, so the end is looked for first.
        let end = rest
            .char_indices()
            .nth(width)
            .map_or_else(|| (rest.chars().count() == width).then_some(rest.len()), |(index, _)| Some(index));
        let expected = || TextFault::Expected(Expected::Padding(width));
        let Some(end) = end.filter(|_| !rest.is_empty()).map(|end| self.at + end) else {
            return Err(self.mismatch(step, self.at, expected()));
        };
        let padded = &self.text[self.at..end];
        let start = end - padded.trim_start_matches(' ').len();
        self.action(step, start, end)?;
        if self.at == end { Ok(()) } else { Err(self.mismatch(step, start, expected())) }
    }

    /// Does the step's work on the text between `at` and `end`.
    fn action(&mut self, step: &Step, at: usize, end: usize) -> Result<(), Stop> {
        let text = &self.text[at..end];
        let zone =
            |result: Result<(usize, Zone), Rejection>| result.map(|(length, zone)| (length, Some(zone), 0));
        let offset =
            |result: Result<(usize, i64), Rejection>| result.map(|(length, value)| (length, None, value));
        let (result, expected) = match &step.action {
            Action::Number { field, .. } | Action::TwoDigitYear { field } => {
                return match read_number(text, &step.action) {
                    Ok((length, value)) => self.set(step, *field, value, at, length),
                    Err(within) => {
                        Err(self.mismatch(step, at + within, expected_number(&step.action, *field)))
                    }
                };
            }
            Action::Fraction { digits } => {
                let length = digits_at(text, *digits);
                if length < *digits {
                    let expected = Expected::Number(Field::Nano.name(), *digits, *digits);
                    return Err(self.mismatch(step, at, TextFault::Expected(expected)));
                }
                let value = decimal(&text[..length]) as i64 * 10i64.pow(9 - length as u32);
                return self.set(step, Field::Nano, value, at, length);
            }
            Action::Name { field, names, first, letters } => {
                return match read_name(text, names, *letters) {
                    Some((length, index)) => self.set(step, *field, first + index as i64, at, length),
                    None => Err(self.mismatch(step, at, TextFault::Expected(Expected::Name(field.name())))),
                };
            }
            Action::Literal(literal) => {
                if text.starts_with(literal.as_str()) {
                    self.at = at + literal.len();
                    return Ok(());
                }
                let expected = Expected::Literal(literal.clone());
                return Err(self.mismatch(step, at, TextFault::Expected(expected)));
            }
            Action::ZoneId => (zone(offset::read_zone(text, None)), Expected::Zone),
            Action::ZoneName(length) => (zone(offset::read_zone(text, Some(*length))), Expected::Zone),
            Action::Offset(form) => (offset(form.read(text)), Expected::Offset),
            Action::LocalizedOffset { full } => {
                (offset(offset::read_localized(text, *full)), Expected::Offset)
            }
            Action::Begin { .. } | Action::End => return Ok(()),
        };
        match result {
            Ok((length, Some(zone), _)) => {
                self.fields.zone = Some(zone);
                self.at = at + length;
                Ok(())
            }
            Ok((length, None, seconds)) => self.set(step, Field::Offset, seconds, at, length),
            Err(Rejection::Absent) => Err(self.mismatch(step, at, TextFault::Expected(expected))),
            Err(Rejection::OutOfRange) => Err(Stop::Rejected(TimeError::Text {
                range: at..end,
                pattern: step.range.clone(),
                fault: TextFault::OffsetOutOfRange,
            })),
        }
    }

    /// Keeps a value, unless the same field had another one.
    fn set(&mut self, step: &Step, field: Field, value: i64, at: usize, length: usize) -> Result<(), Stop> {
        let slot = Slot { value, text: (at, at + length), pattern: (step.range.start, step.range.end) };
        match self.fields.set(field, slot) {
            Some(before) if before.value != value => Err(Stop::Mismatch(TimeError::Text {
                range: slot.text(),
                pattern: slot.pattern(),
                fault: TextFault::Conflict(field.name()),
            })),
            _ => {
                self.at = at + length;
                Ok(())
            }
        }
    }

    /// The fault at the character that does not fit, or at the text's end.
    fn mismatch(&self, step: &Step, at: usize, fault: TextFault) -> Stop {
        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Stop::Mismatch(TimeError::Text { range: at..at + length, pattern: step.range.clone(), fault })
    }
}

fn expected_number(action: &Action, field: Field) -> TextFault {
    let (least, most) = match action {
        Action::Number { least, most, .. } => (*least, *most),
        _ => (2, 2),
    };
    TextFault::Expected(Expected::Number(field.name(), least, most))
}

/// Reads a number as its length and value, or says how many bytes of the text still fit.
fn read_number(text: &str, action: &Action) -> Result<(usize, i64), usize> {
    let Action::Number { least, most, sign, reserved, .. } = action else {
        let length = digits_at(text, 2);
        return if length == 2 { Ok((2, 2_000 + decimal(&text[..2]) as i64)) } else { Err(0) };
    };
    let (negative, positive) = (text.starts_with('-'), text.starts_with('+'));
    if (negative && *sign == Sign::Never) || (positive && *sign != Sign::ExceedsPad) {
        return Err(0);
    }
    let start = usize::from(negative || positive);
    let digits = &text[start..];
    let found = digits_at(digits, most + reserved);
    if found < *least {
        return Err(0);
    }
    // The numbers that follow get their digits first, and this one what is left.
    let mut length = if *reserved > 0 { found.saturating_sub(*reserved).max(*least) } else { found };
    let mut value = decimal(&digits[..length]);
    if i64::try_from(value).is_err() {
        length -= 1;
        value = decimal(&digits[..length]);
    }
    if negative && value == 0 {
        return Err(0);
    }
    if *sign == Sign::ExceedsPad && !negative && (length > *least) != positive {
        return Err(0);
    }
    let value = value as i64;
    Ok((start + length, if negative { -value } else { value }))
}

/// How many digits the text begins with, up to a limit.
fn digits_at(text: &str, limit: usize) -> usize {
    text.bytes().take(limit).take_while(u8::is_ascii_digit).count()
}

/// The value of up to 20 digits; more than that never reach here.
fn decimal(digits: &str) -> u128 {
    digits.bytes().fold(0, |value, digit| value * 10 + u128::from(digit - b'0'))
}

/// The longest name that the text begins with, each cut to so many letters, and its place in the list.
///
/// Of single letters that several names share, the last name counts.
fn read_name(text: &str, names: &[&str], letters: usize) -> Option<(usize, usize)> {
    let mut best = None;
    for (index, name) in names.iter().enumerate() {
        let name = &name[..letters.min(name.len())];
        if text.starts_with(name) && best.is_none_or(|(length, _)| name.len() >= length) {
            best = Some((name.len(), index));
        }
    }
    best
}
