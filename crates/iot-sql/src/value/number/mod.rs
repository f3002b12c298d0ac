//! Int and Decimal, with the digits that AWS keeps.
//!
//! The arithmetic is `bigdecimal`'s; this file says where results are cut to 34 digits and when a Decimal becomes an Int.

mod arithmetic;
#[cfg(test)]
mod tests;
mod text;

pub(super) use text::{Short, format_signed};

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

fn power_of_ten(exponent: u32) -> Option<i128> {
    POWERS_OF_TEN.get(exponent as usize).copied()
}

/// An integer of up to 34 digits, as a value holds it.
///
/// Packed so that a value takes 24 bytes, as much as a short string, instead of 48.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(Rust, packed(4))]
pub struct Int(i128);

impl Int {
    /// The integer.
    #[must_use]
    #[inline]
    pub fn get(self) -> i128 {
        self.0
    }
}

impl From<i128> for Int {
    #[inline]
    fn from(int: i128) -> Self {
        Self(int)
    }
}

impl From<i64> for Int {
    #[inline]
    fn from(int: i64) -> Self {
        Self(int.into())
    }
}

/// A number with up to 34 digits and a power of ten: `coefficient × 10^-scale`.
///
/// `5.0` and `5` are different strings of equal numbers; the scale keeps them apart. Packed as [`Int`] is.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(4))]
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

    /// The digits after the point, less than none where there are zeros before it that are not among the digits.
    pub(crate) fn scale(self) -> i32 {
        self.scale
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

    /// The nearest double, where that can be told by one division: where digits and power of ten are doubles themselves.
    /// `None` where it cannot, and for zero, which may be the negative one.
    #[must_use]
    pub fn as_exact_quotient(self) -> Option<f64> {
        /// The digits of which all are doubles.
        const MOST: u64 = 1 << f64::MANTISSA_DIGITS;
        /// The powers of ten that are doubles.
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
            1e18, 1e19, 1e20, 1e21, 1e22,
        ];
        let coefficient = i64::try_from(self.coefficient).ok()?;
        let power = POWERS.get(usize::try_from(self.scale).ok()?)?;
        (coefficient != 0 && coefficient.unsigned_abs() <= MOST).then(|| coefficient as f64 / power)
    }

    /// Whether it may have no fraction: most fractions are short and end in another digit than zero.
    #[inline]
    fn ends_in_zero(self) -> bool {
        self.scale <= 0 || i64::try_from(self.coefficient).map_or(true, |coefficient| coefficient % 10 == 0)
    }

    /// The integer it equals, if it has no fraction and fits an Int.
    fn whole(self) -> Option<i128> {
        if self.coefficient == 0 {
            return Some(0);
        }
        if !self.ends_in_zero() {
            return None;
        }
        let power = power_of_ten(self.scale.unsigned_abs())?;
        if self.scale <= 0 {
            return self.coefficient.checked_mul(power).filter(|int| int.abs() <= MAX_INT);
        }
        // Dividing 128 bits takes long, and most numbers are short.
        match (i64::try_from(self.coefficient), i64::try_from(power)) {
            (Ok(coefficient), Ok(power)) => {
                (coefficient % power == 0).then(|| i128::from(coefficient / power))
            }
            _ => (self.coefficient % power == 0).then(|| self.coefficient / power),
        }
    }
}

impl Number {
    /// The number as a rule of this version sees it: since 2016-03-23 a Decimal without fraction is an Int.
    #[must_use]
    #[inline]
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
            if from == scale {
                return Some(coefficient);
            }
            let power = power_of_ten((scale - from).unsigned_abs())?;
            match (i64::try_from(coefficient), i64::try_from(power)) {
                // Two of 64 bits are multiplied at once, and fit.
                (Ok(coefficient), Ok(power)) => Some(i128::from(coefficient) * i128::from(power)),
                _ => coefficient.checked_mul(power),
            }
        };
        match (widen(a, a_scale), widen(b, b_scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}
