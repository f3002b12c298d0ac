//! Which numbers DynamoDB stores (`HowItWorks.NamingRulesDataTypes`).

/// Significant digits of a number.
const MAX_DIGITS: usize = 38;

/// Powers of ten of a number's first digit: magnitudes from 1E-130 to 9.99…E125.
const EXPONENTS: std::ops::RangeInclusive<i64> = -130..=125;

/// Why DynamoDB does not store a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberProblem {
    /// The text is not a number.
    NotANumber,
    /// It has more than 38 significant digits.
    Digits,
    /// It is too large, or too close to zero.
    Magnitude,
}

/// The significant digits of a number written as JSON writes it; leading zeros are allowed, as DynamoDB trims them.
pub(crate) fn check(text: &str) -> Result<usize, NumberProblem> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !is_digits(whole) || !is_digits(fraction) || !is_digits(exponent_digits) {
        return Err(NumberProblem::NotANumber);
    }
    let significant = || {
        let digits = whole.bytes().chain(fraction.bytes()).enumerate();
        digits.filter(|(_, digit)| *digit != b'0').map(|(at, _)| at)
    };
    let (Some(first), Some(last)) = (significant().next(), significant().last()) else { return Ok(0) };
    let count = last + 1 - first;
    // An exponent that no i64 holds is far outside the range either way.
    let exponent = exponent.parse::<i64>().map_err(|_| NumberProblem::Magnitude)?;
    let leading =
        i64::try_from(whole.len()).unwrap_or(i64::MAX) - 1 - i64::try_from(first).unwrap_or(i64::MAX);
    if !EXPONENTS.contains(&leading.saturating_add(exponent)) {
        return Err(NumberProblem::Magnitude);
    }
    if count > MAX_DIGITS { Err(NumberProblem::Digits) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use super::{NumberProblem, check};

    #[test]
    fn digits_and_magnitude_are_bounded() {
        let nines = "9".repeat(38);
        for (text, expected) in [
            ("0", Ok(0)),
            ("-0.00", Ok(0)),
            ("007", Ok(1)),
            ("1200", Ok(2)),
            ("-1.50", Ok(2)),
            (nines.as_str(), Ok(38)),
            (&format!("{nines}.9"), Err(NumberProblem::Digits)),
            (&format!("{nines}000"), Ok(38)),
            ("9.99E+125", Ok(3)),
            ("1E126", Err(NumberProblem::Magnitude)),
            ("0.1E127", Err(NumberProblem::Magnitude)),
            ("0.1E126", Ok(1)),
            ("1E-130", Ok(1)),
            ("1E-131", Err(NumberProblem::Magnitude)),
            ("1E99999999999999999999", Err(NumberProblem::Magnitude)),
            ("", Err(NumberProblem::NotANumber)),
            ("d1", Err(NumberProblem::NotANumber)),
            ("1.", Err(NumberProblem::NotANumber)),
            ("NaN", Err(NumberProblem::NotANumber)),
            (" 1", Err(NumberProblem::NotANumber)),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }
}
