//! Numbers that JavaScript has rounded.
//!
//! AWS's validation tool reads a case with JavaScript, so of a payload that is given as JSON it publishes numbers that
//! were rounded to doubles, and expects rounded ones. RuleLens publishes all digits; so an expected number that is the
//! rounding of the number found is accepted. `5` for `5.0` is no rounding: those differ in AWS's tool as well.

use serde_json::Value as Json;

/// Whether the expected JSON text is the found one with numbers rounded to doubles.
pub(super) fn is_rounding(expected: &str, found: &str) -> bool {
    match (serde_json::from_str(expected), serde_json::from_str(found)) {
        (Ok(expected), Ok(found)) => same(&expected, &found),
        _ => false,
    }
}

fn same(expected: &Json, found: &Json) -> bool {
    match (expected, found) {
        (Json::Number(expected), Json::Number(found)) => {
            let (expected, found) = (expected.to_string(), found.to_string());
            expected == found || rounds_to(&found, &expected)
        }
        (Json::Array(expected), Json::Array(found)) => {
            expected.len() == found.len()
                && expected.iter().zip(found).all(|(expected, found)| same(expected, found))
        }
        (Json::Object(expected), Json::Object(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .zip(found)
                    .all(|(expected, found)| expected.0 == found.0 && same(expected.1, found.1))
        }
        _ => expected == found,
    }
}

/// Whether a number has more digits than a double, and the other one is how JavaScript writes that double.
fn rounds_to(number: &str, rounded: &str) -> bool {
    let (Ok(double), Ok(other)) = (number.parse::<f64>(), rounded.parse::<f64>()) else { return false };
    let shortest = format!("{double:e}");
    let same_double = double.to_bits() == other.to_bits() && double.is_finite();
    same_double && digits(number) != digits(&shortest) && digits(rounded) == digits(&shortest)
}

/// A number's significant digits.
fn digits(number: &str) -> String {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::is_rounding;

    #[test]
    fn only_digits_beyond_a_double_may_differ() {
        for (expected, found, accepted) in [
            ("[36.25]", "[36.249999999999999999]", true),
            ("{\"a\":-0.1}", "{\"a\":-0.1000000000000000055}", true),
            ("12345678901234567000", "12345678901234567890", true),
            ("12345678901234567891", "12345678901234567890", false),
            ("5", "5.0", false),
            ("1.5", "1.50", false),
            ("100", "1e2", false),
            ("36.25", "36.26", false),
            ("0.30000000000000004", "0.3", false),
            ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", false),
            ("[1]", "[1,2]", false),
            ("\"1\"", "1", false),
        ] {
            assert_eq!(is_rounding(expected, found), accepted, "{expected} for {found}");
        }
    }
}
