//! What can be wrong with a pattern, a string or a zone id, and the words for it.

use super::MAX_LENGTH;
use std::fmt;
use std::ops::Range;

/// Which of the given strings a byte range points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The date pattern.
    Pattern,
    /// The text that holds a date.
    Text,
    /// The time zone id.
    Zone,
}

/// Why a date could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeError {
    /// The pattern is not valid, whatever the date.
    Pattern {
        /// Bytes of the pattern.
        range: Range<usize>,
        /// What is wrong there.
        fault: PatternFault,
    },
    /// The text does not fit the pattern, or holds no point in time.
    Text {
        /// Bytes of the text; empty where something is missing.
        range: Range<usize>,
        /// Bytes of the pattern that were being matched; empty where no part of it is to blame.
        pattern: Range<usize>,
        /// What is wrong there.
        fault: TextFault,
    },
    /// The time zone is not known.
    Zone {
        /// Bytes of the zone id.
        range: Range<usize>,
        /// The id that was probably meant.
        suggestion: Option<String>,
    },
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternFault {
    /// There is nothing to write.
    Empty,
    /// It is longer than [`MAX_LENGTH`].
    TooLong,
    /// A letter without meaning.
    UnknownLetter(char),
    /// A letter that stands too often or too rarely; the text says how often it may stand.
    Count(char, &'static str),
    /// A quote without its partner.
    UnclosedQuote,
    /// `]` without `[`.
    UnopenedOption,
    /// More nested `[` than are followed.
    TooDeep,
    /// One of `{`, `}` and `#`.
    Reserved(char),
    /// `p` without a letter to pad.
    PadsNothing,
    /// A padded number with another number right after it, which Java cannot compile.
    PadBeforeNumber,
}

/// What is wrong with a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextFault {
    /// It is longer than [`MAX_LENGTH`].
    TooLong,
    /// Something else stands where this is expected.
    Expected(Expected),
    /// The text goes on after the pattern has ended.
    Trailing,
    /// A number beyond what its field can be: its name, the least and the greatest value.
    OutOfRange(&'static str, i64, i64),
    /// Two parts of the text contradict each other; the name of the field that does not fit the rest.
    Conflict(&'static str),
    /// An offset beyond 18 hours.
    OffsetOutOfRange,
    /// The text does not say which day.
    NoDate,
    /// The text has some of the time of day, but not enough to know it.
    HalfTime,
    /// The day does not exist in that year.
    NoSuchDay,
    /// Milliseconds since 1970 do not fit 64 bits.
    TooFar,
}

/// What a pattern wants to find in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A number: of which field, and its least and greatest count of digits.
    Number(&'static str, usize, usize),
    /// The name of a month, weekday or the like.
    Name(&'static str),
    /// Exactly this string.
    Literal(String),
    /// An offset such as `+01:00`.
    Offset,
    /// A zone id or zone name.
    Zone,
    /// As many characters as the padding wants.
    Padding(usize),
}

impl TimeError {
    /// The text that [`range`](Self::range) points into.
    pub(crate) fn place(&self) -> Place {
        match self {
            TimeError::Pattern { .. } => Place::Pattern,
            TimeError::Text { .. } => Place::Text,
            TimeError::Zone { .. } => Place::Zone,
        }
    }

    /// Where the mistake is, in bytes of [`place`](Self::place).
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            TimeError::Pattern { range, .. }
            | TimeError::Text { range, .. }
            | TimeError::Zone { range, .. } => range.clone(),
        }
    }

    /// The part of the pattern that the mistake has to do with, in bytes.
    pub(crate) fn pattern_range(&self) -> Option<Range<usize>> {
        match self {
            TimeError::Pattern { range: pattern, .. } | TimeError::Text { pattern, .. } => {
                (!pattern.is_empty()).then(|| pattern.clone())
            }
            TimeError::Zone { .. } => None,
        }
    }
}

impl std::error::Error for TimeError {}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::Pattern { fault, .. } => fault.fmt(f),
            TimeError::Text { fault, .. } => fault.fmt(f),
            TimeError::Zone { suggestion: Some(id), .. } => {
                write!(f, "no time zone has this id; ids are case-sensitive, and `{id}` is one")
            }
            TimeError::Zone { suggestion: None, .. } => {
                f.write_str("no time zone has this id; write a name such as `Europe/Berlin` or an offset such as `+01:00`")
            }
        }
    }
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternFault::Empty => f.write_str("the date pattern is empty"),
            PatternFault::TooLong => write!(f, "the date pattern is longer than {MAX_LENGTH} bytes"),
            PatternFault::UnknownLetter(letter) => {
                write!(f, "`{letter}` is not a pattern letter; text belongs in quotes: `'{letter}'`")
            }
            PatternFault::Count(letter, allowed) => write!(f, "`{letter}` may stand here {allowed}"),
            PatternFault::UnclosedQuote => {
                f.write_str("this quote is never closed; a quote itself is written `''`")
            }
            PatternFault::UnopenedOption => f.write_str("this `]` closes no `[`"),
            PatternFault::TooDeep => f.write_str("optional sections are nested too deeply"),
            PatternFault::Reserved(sign) => {
                write!(f, "`{sign}` is reserved; as text it is written `'{sign}'`")
            }
            PatternFault::PadsNothing => f.write_str("`p` pads the letter after it, and none follows"),
            PatternFault::PadBeforeNumber => {
                f.write_str("a padded number needs something other than a number after it")
            }
        }
    }
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextFault::TooLong => write!(f, "the text is longer than {MAX_LENGTH} bytes"),
            TextFault::Expected(expected) => write!(f, "expected {expected} here"),
            TextFault::Trailing => f.write_str("the pattern ends before this part of the text"),
            TextFault::OutOfRange(field, least, greatest) => {
                write!(f, "the {field} must be between {least} and {greatest}")
            }
            TextFault::Conflict(field) => write!(f, "the {field} contradicts the rest of the text"),
            TextFault::OffsetOutOfRange => f.write_str("an offset from UTC is at most 18 hours"),
            TextFault::NoDate => f.write_str("year, month and day are not all known, so there is no date to convert"),
            TextFault::HalfTime => f.write_str(
                "the time of day stays unknown: it needs `H` or `k`, or `h` or `K` together with `a`, and no unit may be omitted",
            ),
            TextFault::NoSuchDay => f.write_str("that year has no such day"),
            TextFault::TooFar => f.write_str("this date is too far from 1970 for milliseconds in 64 bits"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Number(field, 1, 1) => write!(f, "the {field} as one digit"),
            Expected::Number(field, least, greatest) if least == greatest => {
                write!(f, "the {field} as exactly {least} digits")
            }
            Expected::Number(field, 1, _) => write!(f, "the {field} as a number"),
            Expected::Number(field, least, _) => write!(f, "the {field} as at least {least} digits"),
            Expected::Name(field) => {
                write!(f, "the English name of the {field}, upper and lower case as in English")
            }
            Expected::Literal(text) => write!(f, "`{text}`"),
            Expected::Offset => f.write_str("an offset from UTC in the form that the pattern asks for"),
            Expected::Zone => f.write_str("a time zone"),
            Expected::Padding(width) => write!(f, "{width} characters, padded with leading spaces"),
        }
    }
}
