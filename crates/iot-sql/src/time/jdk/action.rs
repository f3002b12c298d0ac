//! What a step of a pattern reads.

use super::super::zone_names::Length;
use super::field::Field;
use super::offset::OffsetForm;

/// What a step reads.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// A number of so many digits; `reserved` of those that follow belong to the numbers after it.
    Number { field: Field, least: usize, most: usize, sign: Sign, reserved: usize },
    /// The last two digits of a year from 2000 to 2099.
    TwoDigitYear { field: Field },
    /// So many digits after the decimal point.
    Fraction { digits: usize },
    /// One of a list of names, cut to so many letters; the first stands for the given value.
    Name { field: Field, names: &'static [&'static str], first: i64, letters: usize },
    /// Exactly this string.
    Literal(String),
    /// `VV`
    ZoneId,
    /// `z`, `v`
    ZoneName(Length),
    /// `X`, `x`, `Z`
    Offset(OffsetForm),
    /// `O`, `ZZZZ`: whether hours and minutes have all their digits.
    LocalizedOffset { full: bool },
    /// The begin of an optional section, which ends at this step.
    Begin { end: usize },
    /// The end of an optional section.
    End,
}

/// How a number may carry a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `-` only.
    Normal,
    /// Neither.
    Never,
    /// `-`, and `+` exactly where there are more digits than the pattern has letters.
    ExceedsPad,
}
