//! Numbers as text: how they are read and written.

use super::{DIGITS, Decimal, MAX_INT, Number, POWERS_OF_TEN};
use crate::value::Value;
use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use smol_str::{SmolStr, SmolStrBuilder};

/// Digits whose value always fits 63 bits.
const FAST_DIGITS: usize = 18;

/// The digits of an integer; most fit 64 bits, which are divided faster than 128.
fn format_int(buffer: &mut itoa::Buffer, int: u128) -> &str {
    match u64::try_from(int) {
        Ok(int) => buffer.format(int),
        Err(_) => buffer.format(int),
    }
}

/// An integer with its sign.
pub(in crate::value) fn format_signed(buffer: &mut itoa::Buffer, int: i128) -> &str {
    match i64::try_from(int) {
        Ok(int) => buffer.format(int),
        Err(_) => buffer.format(int),
    }
}

/// The value of the digits at a place, after others of this value, and where they end; it wraps where they are too many.
#[inline]
fn value_at(bytes: &[u8], mut at: usize, before: u64) -> (u64, usize) {
    let mut value = before;
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

/// The value of the digits with which a text begins, after others of this value, and what follows them.
#[inline]
fn leading_value(text: &[u8], before: u64) -> (u64, &[u8]) {
    let (mut value, mut rest) = (before, text);
    while let [byte @ b'0'..=b'9', after @ ..] = rest {
        value = value * 10 + u64::from(byte - b'0');
        rest = after;
    }
    (value, rest)
}

/// A number in JSON with few digits and no exponent, as most have.
#[derive(Clone, Copy, Debug)]
pub(in crate::value) struct Short {
    digits: i64,
    /// Digits after the point; none for an Int.
    after_point: u32,
    end: usize,
}

impl Short {
    /// Where it ends.
    #[inline]
    pub(in crate::value) fn end(self) -> usize {
        self.end
    }

    /// Whether it may be a Decimal without a fraction.
    #[inline]
    pub(in crate::value) fn may_be_whole(self) -> bool {
        self.after_point > 0 && self.digits % 10 == 0
    }

    /// The number.
    #[inline]
    pub(in crate::value) fn number(self) -> Number {
        match self.after_point {
            0 => Number::Int(self.digits.into()),
            scale => Number::Decimal(Decimal { coefficient: self.digits.into(), scale: scale as i32 }),
        }
    }

    /// The number as a value, as every version sees it where it has a fraction or is an Int.
    #[inline]
    pub(in crate::value) fn value(self) -> Value {
        match self.after_point {
            0 => Value::Int(self.digits.into()),
            scale => Value::Decimal(Decimal { coefficient: self.digits.into(), scale: scale as i32 }),
        }
    }
}

impl Decimal {
    /// Appends the number as Java's `BigDecimal.toString` writes it: plain, or scientific for very small numbers and
    /// for those with a positive power of ten.
    ///
    /// Writing to memory cannot fail.
    pub(in crate::value) fn write(self, out: &mut impl std::fmt::Write) {
        let _ = self.try_write(out);
    }

    /// What [`Decimal::write`] writes.
    pub(in crate::value) fn to_text(self) -> SmolStr {
        self.to_plain_text().unwrap_or_else(|| {
            let mut text = SmolStrBuilder::new();
            self.write(&mut text);
            text.finish()
        })
    }

    /// The same for what most Decimals are: digits of 64 bits with a point among them.
    fn to_plain_text(self) -> Option<SmolStr> {
        /// A sign, the digits of 64 bits, and a point.
        const LONGEST: usize = 22;
        let coefficient = i64::try_from(self.coefficient).ok()?;
        let after_point = usize::try_from(self.scale).ok().filter(|scale| *scale > 0)?;
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(coefficient).as_bytes();
        let point = digits.len().checked_sub(after_point)?;
        let (whole, fraction) = digits.split_at_checked(point)?;
        // `0.5` has only its fraction among the digits.
        if matches!(whole, [] | [b'-']) {
            return None;
        }
        let mut text = [0; LONGEST];
        text[..point].copy_from_slice(whole);
        text[point] = b'.';
        text[point + 1..=digits.len()].copy_from_slice(fraction);
        std::str::from_utf8(&text[..=digits.len()]).ok().map(SmolStr::new)
    }

    fn try_write(self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        let mut buffer = itoa::Buffer::new();
        let digits = format_int(&mut buffer, self.coefficient.unsigned_abs());
        if self.coefficient < 0 {
            out.write_char('-')?;
        }
        let exponent = digits.len() as i64 - 1 - i64::from(self.scale);
        if self.scale >= 0 && exponent >= -6 {
            let scale = self.scale as usize;
            if scale == 0 {
                out.write_str(digits)?;
            } else if digits.len() > scale {
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                out.write_str(whole)?;
                out.write_char('.')?;
                out.write_str(fraction)?;
            } else {
                out.write_str("0.")?;
                for _ in digits.len()..scale {
                    out.write_char('0')?;
                }
                out.write_str(digits)?;
            }
            return Ok(());
        }
        let (first, rest) = digits.split_at(1);
        out.write_str(first)?;
        if !rest.is_empty() {
            out.write_char('.')?;
            out.write_str(rest)?;
        }
        write!(out, "E{exponent:+}")
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.try_write(formatter)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(int) => write!(formatter, "{int}"),
            Self::Decimal(decimal) => decimal.fmt(formatter),
        }
    }
}

impl Number {
    /// Reads a number as JSON writes it.
    ///
    /// Digits alone make an Int, a point or an exponent a Decimal. More than 34 digits are rounded (half to even), an
    /// Int then becoming a Decimal (assumed). `None` where the text is not a number or beyond 9.99…E999.
    #[must_use]
    pub fn from_json_text(text: &str) -> Option<Self> {
        Self::from_short_text(text.as_bytes()).or_else(|| Self::from_long_text(text))
    }

    /// The number at a place in JSON, where it is a short one; `None` for all else, be it a number or not.
    #[inline]
    pub(in crate::value) fn short_at(bytes: &[u8], at: usize) -> Option<Short> {
        let is_negative = *bytes.get(at)? == b'-';
        let start = at + usize::from(is_negative);
        let (value, whole_end) = value_at(bytes, start, 0);
        let (value, end) = match bytes.get(whole_end) {
            Some(b'.') => value_at(bytes, whole_end + 1, value),
            _ => (value, whole_end),
        };
        let is_led_by_zero = bytes.get(start) == Some(&b'0') && whole_end > start + 1;
        if whole_end == start
            || end == whole_end + 1
            || end - start > FAST_DIGITS
            || is_led_by_zero
            || matches!(bytes.get(end), Some(b'e' | b'E'))
        {
            return None;
        }
        let digits = if is_negative { -(value as i64) } else { value as i64 };
        Some(Short { digits, after_point: (end - whole_end).saturating_sub(1) as u32, end })
    }

    /// Numbers of up to 34 digits without exponent, without any allocation.
    #[inline]
    pub(super) fn from_short_text(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        if digits.len() > FAST_DIGITS {
            return Self::from_middle_text(digits, negative);
        }
        // Its value fits 64 bits, which are multiplied faster than 128.
        let (whole, rest) = leading_value(digits, 0);
        if rest.len() == digits.len() {
            return None;
        }
        let signed = |value: u64| i128::from(if negative { -(value as i64) } else { value as i64 });
        match rest {
            [] => Some(Self::Int(signed(whole))),
            [b'.', fraction @ ..] => match leading_value(fraction, whole) {
                (value, []) if !fraction.is_empty() => Some(Self::of(signed(value), Some(fraction.len()))),
                _ => None,
            },
            _ => None,
        }
    }

    /// The same for more than [`FAST_DIGITS`] bytes.
    fn from_middle_text(digits: &[u8], negative: bool) -> Option<Self> {
        if digits.len() > DIGITS as usize + 1 {
            return None;
        }
        let mut coefficient = 0_i128;
        let mut point = None;
        for (part, bytes) in digits.chunks(FAST_DIGITS).enumerate() {
            let (mut value, mut count) = (0_u64, 0);
            for (at, byte) in bytes.iter().enumerate() {
                let at = part * FAST_DIGITS + at;
                match byte {
                    b'0'..=b'9' => {
                        value = value * 10 + u64::from(byte - b'0');
                        count += 1;
                    }
                    b'.' if point.is_none() && at > 0 && at + 1 < digits.len() => point = Some(at),
                    _ => return None,
                }
            }
            coefficient = coefficient * POWERS_OF_TEN[count] + i128::from(value);
        }
        if coefficient > MAX_INT {
            return None;
        }
        let coefficient = if negative { -coefficient } else { coefficient };
        Some(Self::of(coefficient, point.map(|at| digits.len() - at - 1)))
    }

    /// An Int, or a Decimal with so many digits after its point.
    #[inline]
    fn of(coefficient: i128, after_point: Option<usize>) -> Self {
        match after_point {
            None => Self::Int(coefficient),
            Some(scale) => Self::Decimal(Decimal { coefficient, scale: scale as i32 }),
        }
    }

    pub(super) fn from_long_text(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = unsigned
            .split_once(['e', 'E'])
            .map_or((unsigned, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
        let (whole, fraction) =
            mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || fraction.is_some_and(|fraction| !all_digits(fraction)) {
            return None;
        }
        let exponent = match exponent {
            None => 0,
            Some(text) => {
                let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
                if !all_digits(digits) {
                    return None;
                }
                // An exponent that no i32 holds is far outside the range either way.
                let size = digits.parse::<i32>().unwrap_or(i32::MAX / 2);
                if text.starts_with('-') { -i64::from(size) } else { i64::from(size) }
            }
        };
        // Only the digits that decide the rounding are handed on, so that a payload of a million digits costs no more
        // than its length: 34, one more for the half, and one that stands for "something follows".
        let fraction = fraction.unwrap_or_default();
        let mut digits: String = whole.chars().chain(fraction.chars()).skip_while(|ch| *ch == '0').collect();
        let mut scale = fraction.len() as i64 - exponent;
        let keep = DIGITS as usize + 2;
        if digits.len() > keep {
            let rest = digits.split_off(keep);
            scale -= rest.len() as i64;
            if rest.bytes().any(|byte| byte != b'0') && digits.ends_with('0') {
                digits.pop();
                digits.push('1');
            }
        }
        if digits.is_empty() {
            digits.push('0');
        }
        let coefficient: i128 = digits.parse().ok()?;
        let coefficient = if text.starts_with('-') { -coefficient } else { coefficient };
        let big = BigDecimal::new(BigInt::from(coefficient), scale);
        Decimal::from_big(&big).map(Self::Decimal)
    }

    /// Reads a string the way conversions do: `^-?\d+(\.\d+)?(E-?\d+)?$`, the E in either case.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if text.contains(['+']) { None } else { Self::from_json_text(text) }
    }
}
