//! Int and Decimal, with the digits that AWS keeps.
//!
//! The arithmetic is `bigdecimal`'s; this file says where results are cut to 34 digits, when a Decimal becomes an Int,
//! and how numbers are written.

mod arithmetic;
#[cfg(test)]
mod tests;

use crate::version::SqlVersion;
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, RoundingMode, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::num::NonZeroU64;

/// Digits that an Int or a Decimal keeps (`iot-sql-data-types`).
const DIGITS: u32 = 34;

/// The largest power of ten of a Decimal's leading digit (`iot-sql-data-types`).
const MAX_EXPONENT: i64 = 999;

/// The largest Int: 34 nines.
const MAX_INT: i128 = 10_i128.pow(DIGITS) - 1;

/// Powers of ten that an `i128` holds.
const POWERS_OF_TEN: [i128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// The digits of an integer; most fit 64 bits, which are divided faster than 128.
pub(super) fn format_int(buffer: &mut itoa::Buffer, int: u128) -> &str {
    match u64::try_from(int) {
        Ok(int) => buffer.format(int),
        Err(_) => buffer.format(int),
    }
}

/// An integer with its sign.
pub(super) fn format_signed(buffer: &mut itoa::Buffer, int: i128) -> &str {
    match i64::try_from(int) {
        Ok(int) => buffer.format(int),
        Err(_) => buffer.format(int),
    }
}

fn power_of_ten(exponent: u32) -> Option<i128> {
    POWERS_OF_TEN.get(exponent as usize).copied()
}

/// A number with up to 34 digits and a power of ten: `coefficient × 10^-scale`.
///
/// `5.0` and `5` are different strings of equal numbers; the scale keeps them apart. Packed so that a value takes 32
/// bytes instead of 48.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(8))]
pub struct Decimal {
    coefficient: i128,
    scale: i32,
}

/// A number: Int or Decimal.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Int(i128),
    /// A number with a power of ten.
    Decimal(Decimal),
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        Number::Decimal(*self).compare(Number::Decimal(*other)) == Ordering::Equal
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other) == Ordering::Equal
    }
}

impl Decimal {
    /// The digits as an integer.
    pub(crate) fn coefficient(self) -> i128 {
        self.coefficient
    }

    /// Rounds to 34 digits, half to even; `None` beyond 9.99…E999, zero below 1E-999.
    fn from_big(value: &BigDecimal) -> Option<Self> {
        if value.is_zero() {
            let scale = value.as_bigint_and_exponent().1.clamp(0, MAX_EXPONENT);
            return Some(Self { coefficient: 0, scale: scale as i32 });
        }
        let fits = |coefficient: &BigInt| coefficient.to_i128().filter(|int| int.abs() <= MAX_INT);
        let (exact, mut scale) = value.as_bigint_and_exponent();
        // Rounding would pad with zeros; a number that fits keeps its own text.
        let coefficient = match fits(&exact) {
            Some(coefficient) => coefficient,
            None => {
                let precision = NonZeroU64::new(u64::from(DIGITS))?;
                let rounded = value.with_precision_round(precision, RoundingMode::HalfEven);
                let (mut coefficient, rounded_scale) = rounded.into_bigint_and_exponent();
                scale = rounded_scale;
                // Nines that are rounded up give a digit more, which is a zero.
                while fits(&coefficient).is_none() {
                    coefficient /= 10;
                    scale -= 1;
                }
                fits(&coefficient)?
            }
        };
        let leading = i64::from(coefficient.unsigned_abs().ilog10()) - scale;
        if leading > MAX_EXPONENT {
            return None;
        }
        if leading < -MAX_EXPONENT {
            return Some(Self { coefficient: 0, scale: 0 });
        }
        Some(Self { coefficient, scale: i32::try_from(scale).ok()? })
    }

    fn to_big(self) -> BigDecimal {
        BigDecimal::new(BigInt::from(self.coefficient), i64::from(self.scale))
    }

    /// From a double, with the shortest digits that name it, at least one of them after the point (`2.0`), as Java
    /// writes doubles; `None` for NaN and infinities.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{value:?}");
        match Number::from_json_text(&text)? {
            Number::Decimal(decimal) => Some(decimal),
            Number::Int(int) => Some(Self { coefficient: int.checked_mul(10)?, scale: 1 }),
        }
    }

    /// The integer it equals, if it has no fraction and fits an Int.
    fn whole(self) -> Option<i128> {
        if self.coefficient == 0 {
            return Some(0);
        }
        let power = power_of_ten(self.scale.unsigned_abs())?;
        if self.scale <= 0 {
            return self.coefficient.checked_mul(power).filter(|int| int.abs() <= MAX_INT);
        }
        // Dividing 128 bits takes long, and most numbers are short.
        match (i64::try_from(self.coefficient), i64::try_from(power)) {
            // Most fractions end in another digit than zero, and a fixed divisor is none to the processor.
            (Ok(coefficient), Ok(power)) => {
                (coefficient % 10 == 0 && coefficient % power == 0).then(|| i128::from(coefficient / power))
            }
            _ => (self.coefficient % power == 0).then(|| self.coefficient / power),
        }
    }

    /// Appends the number as Java's `BigDecimal.toString` writes it: plain, or scientific for very small numbers and
    /// for those with a positive power of ten.
    ///
    /// Writing to memory cannot fail.
    pub(super) fn write(self, out: &mut impl std::fmt::Write) {
        let _ = self.try_write(out);
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

    /// Numbers of up to 34 digits and a small exponent, without any allocation.
    fn from_short_text(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        if digits.is_empty() || digits.len() > DIGITS as usize + 1 {
            return None;
        }
        let mut coefficient = 0_i128;
        let mut point = None;
        // 18 digits at a time fit 64 bits, which are multiplied faster than 128.
        for (part, bytes) in digits.chunks(18).enumerate() {
            let (mut value, mut count) = (0_u64, 0);
            for (at, byte) in bytes.iter().enumerate() {
                let at = part * 18 + at;
                match byte {
                    b'0'..=b'9' => {
                        value = value * 10 + u64::from(byte - b'0');
                        count += 1;
                    }
                    b'.' if point.is_none() && at > 0 && at + 1 < digits.len() => point = Some(at),
                    _ => return None,
                }
            }
            coefficient = if part == 0 {
                i128::from(value)
            } else {
                coefficient * POWERS_OF_TEN[count] + i128::from(value)
            };
        }
        if coefficient > MAX_INT {
            return None;
        }
        let coefficient = if negative { -coefficient } else { coefficient };
        Some(match point {
            None => Self::Int(coefficient),
            Some(at) => Self::Decimal(Decimal { coefficient, scale: (digits.len() - at - 1) as i32 }),
        })
    }

    fn from_long_text(text: &str) -> Option<Self> {
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

    /// The number as a rule of this version sees it: since 2016-03-23 a Decimal without fraction is an Int.
    #[must_use]
    pub fn for_version(self, version: SqlVersion) -> Self {
        match self {
            Self::Decimal(decimal) if !version.keeps_whole_decimals() => {
                decimal.whole().map_or(self, Self::Int)
            }
            _ => self,
        }
    }

    fn to_big(self) -> BigDecimal {
        match self {
            Self::Int(int) => BigDecimal::new(BigInt::from(int), 0),
            Self::Decimal(decimal) => decimal.to_big(),
        }
    }

    /// An Int, or a Decimal where the integer has more than 34 digits.
    pub(crate) fn from_whole(int: i128) -> Self {
        if int.abs() <= MAX_INT {
            return Self::Int(int);
        }
        let big = BigDecimal::new(BigInt::from(int), 0);
        Decimal::from_big(&big).map_or(Self::Int(int), Self::Decimal)
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// A Decimal with no more digits than a double has; `None` beyond a double's range.
    pub(crate) fn as_double(self) -> Option<Self> {
        match self {
            Self::Decimal(decimal) if decimal.coefficient.unsigned_abs() >= 10_u128.pow(f64::DIGITS) => {
                Decimal::from_f64(self.to_f64()).map(Self::Decimal)
            }
            Self::Decimal(_) if self.to_f64().is_infinite() => None,
            _ => Some(self),
        }
    }

    /// Which of two numbers is larger, whatever their types.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let parts = |number: Self| match number {
            Self::Int(int) => (int, 0),
            Self::Decimal(decimal) => (decimal.coefficient, decimal.scale),
        };
        let ((a, a_scale), (b, b_scale)) = (parts(self), parts(other));
        if a_scale == b_scale {
            return a.cmp(&b);
        }
        // Bring both to one scale where that fits; numbers of everyday size always do.
        let scale = a_scale.max(b_scale);
        let widen = |coefficient: i128, from: i32| {
            let power = power_of_ten((scale - from).unsigned_abs())?;
            match (i32::try_from(coefficient), i32::try_from(power)) {
                (Ok(coefficient), Ok(power)) => Some(i128::from(i64::from(coefficient) * i64::from(power))),
                _ => coefficient.checked_mul(power),
            }
        };
        match (widen(a, a_scale), widen(b, b_scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}
