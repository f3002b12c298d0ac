//! Offsets from UTC, and the zones that are written as one.

use super::super::zone::{self, Zone};
use super::super::zone_names::{self, Length};

/// How an offset is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct OffsetForm {
    /// Whether minutes must be there.
    minutes: Part,
    /// Whether seconds must be there.
    seconds: Part,
    /// Whether colons stand between them.
    colons: bool,
    /// The text for no offset at all.
    none: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Absent,
    Optional,
    Required,
}

const fn form(minutes: Part, seconds: Part, colons: bool) -> OffsetForm {
    OffsetForm { minutes, seconds, colons, none: "Z" }
}

/// The forms of one to five letters `X`.
pub(super) const ISO_FORMS: [OffsetForm; 5] = [
    form(Part::Optional, Part::Absent, false),
    form(Part::Required, Part::Absent, false),
    form(Part::Required, Part::Absent, true),
    form(Part::Required, Part::Optional, false),
    form(Part::Required, Part::Optional, true),
];

/// Why an offset or a zone could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rejection {
    /// It is not there; an optional section may do without it.
    Absent,
    /// It is there, and beyond all limits: the whole text is rejected.
    OutOfRange,
}

impl OffsetForm {
    /// The same form with another string for no offset at all.
    pub(super) fn with_none(self, none: &'static str) -> Self {
        OffsetForm { none, ..self }
    }

    /// The offset that the text begins with, as its length in bytes and seconds east of UTC.
    pub(super) fn read(&self, text: &str) -> Result<(usize, i64), Rejection> {
        if text.starts_with(self.none) {
            return Ok((self.none.len(), 0));
        }
        let sign = match text.as_bytes().first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Err(Rejection::Absent),
        };
        let (mut length, hours) = (3, two_digits(text, 1).ok_or(Rejection::Absent)?);
        let mut parts = [0, 0];
        for (value, part) in parts.iter_mut().zip([self.minutes, self.seconds]) {
            if part == Part::Absent {
                break;
            }
            let colon = usize::from(self.colons);
            let digits = if self.colons && text.as_bytes().get(length) != Some(&b':') {
                None
            } else {
                two_digits(text, length + colon)
            };
            match digits {
                Some(digits) => (*value, length) = (digits, length + colon + 2),
                None if part == Part::Required => return Err(Rejection::Absent),
                None => break,
            }
        }
        if hours > 23 {
            return Err(Rejection::OutOfRange);
        }
        Ok((length, sign * (hours * 3_600 + parts[0] * 60 + parts[1])))
    }
}

/// Two digits of at most 59.
fn two_digits(text: &str, at: usize) -> Option<i64> {
    let value = digit(text, at)? * 10 + digit(text, at + 1)?;
    (value <= 59).then_some(value)
}

fn digit(text: &str, at: usize) -> Option<i64> {
    text.as_bytes().get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| i64::from(byte - b'0'))
}

/// Reads `GMT`, `GMT+8`, `GMT+8:30`, or with `full` only `GMT+08:30`, each with seconds if they are there.
pub(super) fn read_localized(text: &str, full: bool) -> Result<(usize, i64), Rejection> {
    let rest = text.strip_prefix("GMT").ok_or(Rejection::Absent)?;
    let sign = match rest.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Ok((3, 0)),
    };
    let pair = |at| Some(digit(rest, at)? * 10 + digit(rest, at + 1)?);
    let after_colon = |at| (rest.as_bytes().get(at) == Some(&b':')).then(|| pair(at + 1)).flatten();
    let (mut at, hours, minutes) = if full {
        // Java fails altogether where the text ends too early.
        let short = if rest.len() < 6 { Rejection::OutOfRange } else { Rejection::Absent };
        (6, pair(1).ok_or(short)?, Some(after_colon(3).ok_or(short)?))
    } else {
        let short = if rest.len() < 2 { Rejection::OutOfRange } else { Rejection::Absent };
        let ones = digit(rest, 1).ok_or(short)?;
        let (at, hours) = digit(rest, 2).map_or((2, ones), |next| (3, ones * 10 + next));
        let minutes = after_colon(at);
        (at + if minutes.is_some() { 3 } else { 0 }, hours, minutes)
    };
    let seconds = minutes.and_then(|_| after_colon(at));
    at += if seconds.is_some() { 3 } else { 0 };
    Ok((3 + at, sign * (hours * 3_600 + minutes.unwrap_or(0) * 60 + seconds.unwrap_or(0))))
}

/// Reads a zone id, or with a length also a zone name.
pub(super) fn read_zone(text: &str, names: Option<Length>) -> Result<(usize, Zone), Rejection> {
    if text.starts_with(['+', '-']) {
        let (length, seconds) = ISO_FORMS[4].read(text)?;
        return Ok((length, fixed(seconds).ok_or(Rejection::Absent)?));
    }
    if text.starts_with("GMT0") {
        return Ok((4, Zone::Fixed(0)));
    }
    if let Some(prefix) = ["UTC", "UT", "GMT"].into_iter().find(|prefix| text.starts_with(prefix)) {
        let rest = &text[prefix.len()..];
        if !rest.starts_with(['+', '-']) {
            return Ok((prefix.len(), Zone::Fixed(0)));
        }
        return match ISO_FORMS[4].with_none("0").read(rest) {
            Ok((length, seconds)) => Ok((prefix.len() + length, fixed(seconds).ok_or(Rejection::Absent)?)),
            Err(Rejection::Absent) => Ok((prefix.len(), Zone::Fixed(0))),
            Err(refusal) => Err(refusal),
        };
    }
    let by_name = names.and_then(|length| zone_names::read(text, length));
    let region = zone::read_region(text);
    match (by_name, region) {
        (Some((name, id)), region) if region.as_ref().is_none_or(|(length, _)| name >= *length) => {
            zone::region(id).map(|zone| (name, zone)).ok_or(Rejection::Absent)
        }
        (_, Some(region)) => Ok(region),
        _ if text.starts_with('Z') => Ok((1, Zone::Fixed(0))),
        _ => Err(Rejection::Absent),
    }
}

/// A zone of that offset, if it is within Java's 18 hours.
fn fixed(seconds: i64) -> Option<Zone> {
    (seconds.abs() <= 64_800).then_some(Zone::Fixed(seconds as i32))
}
