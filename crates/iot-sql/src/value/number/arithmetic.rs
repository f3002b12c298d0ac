//! Sums, products, quotients and rounding, with results cut to 34 digits.

use super::{DIGITS, Decimal, Number};
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, RoundingMode, Signed, ToPrimitive, Zero};

impl Number {
    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(Self::from_whole(a + b)),
            _ => Self::sum(self, other),
        }
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(Self::from_whole(a - b)),
            _ => Self::sum(self, other.negated()),
        }
    }

    /// Adds numbers of any scale. Where they lie so far apart that the smaller one cannot reach the 34th digit, only
    /// its sign counts, so that 1E999 + 1E-999 does not write out two thousand digits.
    fn sum(self, other: Self) -> Option<Self> {
        let (a, b) = (self.to_big(), other.to_big());
        let leading = |value: &BigDecimal| value.digits() as i64 - value.as_bigint_and_exponent().1;
        if !a.is_zero() && !b.is_zero() && (leading(&a) - leading(&b)).abs() > 2 * i64::from(DIGITS) + 4 {
            let (large, small) = if leading(&a) > leading(&b) { (a, b) } else { (b, a) };
            let nudge_scale = i64::from(DIGITS) + 4 - leading(&large);
            let sign = if small.is_negative() { -1 } else { 1 };
            return Decimal::from_big(&(large + BigDecimal::new(BigInt::from(sign), nudge_scale)))
                .map(Self::Decimal);
        }
        Decimal::from_big(&(a + b)).map(Self::Decimal)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && let Some(product) = a.checked_mul(b)
        {
            return Some(Self::from_whole(product));
        }
        Decimal::from_big(&(self.to_big() * other.to_big())).map(Self::Decimal)
    }

    /// The quotient; `None` for a division by zero.
    ///
    /// Two Ints give an Int where the division leaves no remainder, otherwise a Decimal of up to 34 digits
    /// (contradicted: the operator table says Int, the SET page's example has a fraction). An exact Decimal keeps as
    /// many digits after the point as the dividend has more than the divisor, as `BigDecimal` does.
    #[must_use]
    pub fn divided_by(self, other: Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            if b == 0 {
                return None;
            }
            if a % b == 0 {
                return Some(Self::from_whole(a / b));
            }
        }
        let divisor = other.to_big();
        if divisor.is_zero() {
            return None;
        }
        let dividend = self.to_big();
        // Scaled up so that the whole quotient has more than the 34 digits that are kept; a remainder only has to be
        // told from none, which the last digit does.
        let (dividend, dividend_scale) = dividend.into_bigint_and_exponent();
        let (divisor, divisor_scale) = divisor.into_bigint_and_exponent();
        let kept_scale = (dividend_scale - divisor_scale).max(0);
        let shift = 2 * DIGITS + 4;
        let scaled = dividend * BigInt::from(10).pow(shift);
        let mut quotient = &scaled / &divisor;
        let exact = (&scaled % &divisor).is_zero();
        let mut scale = dividend_scale - divisor_scale + i64::from(shift);
        if !exact {
            quotient = quotient * 10 + if scaled.is_negative() == divisor.is_negative() { 1 } else { -1 };
            scale += 1;
        }
        let big = BigDecimal::new(quotient, scale);
        let big = if exact { big.normalized() } else { big };
        let big = if exact && big.as_bigint_and_exponent().1 < kept_scale {
            big.with_scale(kept_scale)
        } else {
            big
        };
        Decimal::from_big(&big).map(Self::Decimal)
    }

    /// The remainder with the dividend's sign; `None` for a division by zero.
    #[must_use]
    pub fn remainder(self, other: Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            return a.checked_rem(b).map(Self::Int);
        }
        let (a, b) = (self.to_big(), other.to_big());
        if b.is_zero() {
            return None;
        }
        let result = &a % &b;
        Decimal::from_big(&result).map(Self::Decimal)
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Int(int) => Self::Int(-int),
            Self::Decimal(decimal) => Self::Decimal(Decimal { coefficient: -decimal.coefficient, ..decimal }),
        }
    }

    /// Its size without the sign.
    #[must_use]
    pub fn absolute(self) -> Self {
        match self {
            Self::Int(int) => Self::Int(int.abs()),
            Self::Decimal(decimal) => {
                Self::Decimal(Decimal { coefficient: decimal.coefficient.abs(), ..decimal })
            }
        }
    }

    /// -1, 0 or 1.
    #[must_use]
    pub fn sign(self) -> i128 {
        match self {
            Self::Int(int) => int.signum(),
            Self::Decimal(decimal) => decimal.coefficient.signum(),
        }
    }

    /// Rounded to an integer; a Decimal still where the integer has more than 34 digits.
    #[must_use]
    pub fn rounded(self, mode: RoundingMode) -> Self {
        match self {
            Self::Int(_) => self,
            Self::Decimal(decimal) if decimal.scale <= 0 => decimal.whole().map_or(self, Self::Int),
            Self::Decimal(decimal) => {
                let whole = decimal.to_big().with_scale_round(0, mode);
                whole.to_i128().map_or(self, Self::from_whole)
            }
        }
    }

    /// Cut to `places` digits after the point, without trailing zeros.
    #[must_use]
    pub fn truncated(self, places: u32) -> Self {
        match self {
            Self::Int(_) => self,
            Self::Decimal(decimal) => {
                let cut = decimal
                    .to_big()
                    .with_scale_round(i64::from(decimal.scale).min(i64::from(places)), RoundingMode::Down);
                let cut = cut.normalized();
                let cut = if cut.as_bigint_and_exponent().1 < 0 { cut.with_scale(0) } else { cut };
                Decimal::from_big(&cut).map_or(self, Self::Decimal)
            }
        }
    }

    /// The integer it is rounded down to, if an `i128` holds it.
    #[must_use]
    pub fn floor_i128(self) -> Option<i128> {
        match self.rounded(RoundingMode::Floor) {
            Self::Int(int) => Some(int),
            Self::Decimal(_) => None,
        }
    }
}
