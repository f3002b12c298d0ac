//! The arithmetic of Int and Decimal beside a second implementation, `dashu-float`, and how numbers are written beside
//! Java's description of `BigDecimal.toString`.

use dashu_float::round::Round;
use dashu_float::round::mode::{HalfEven, Zero};
use dashu_float::{Context as Precision, FBig, Repr};
use iot_sql::{Context, Message, Number, Outcome, Outgoing, Rule, SqlVersion};
use proptest::prelude::*;
use std::str::FromStr;

/// Digits and largest power of ten of a Decimal (`iot-sql-data-types`).
const DIGITS: usize = 34;
const MAX_EXPONENT: isize = 999;

/// The precision of results that are not rounded.
const EXACT: usize = 0;

/// A number as it stands in a payload: digits, and the power of ten behind them; `None` for an Int.
#[derive(Clone, Copy, Debug)]
struct Written {
    digits: i128,
    exponent: Option<i16>,
}

impl Written {
    fn text(self) -> String {
        match self.exponent {
            None => self.digits.to_string(),
            Some(exponent) => format!("{}E{exponent}", self.digits),
        }
    }

    fn number(self) -> Number {
        Number::from_json_text(&self.text()).expect("a number in range")
    }

    /// For the other implementation, which keeps so many digits of results; 0 is all of them.
    fn other<R: Round>(self, precision: usize) -> FBig<R, 10> {
        let repr = Repr::new(self.digits.into(), self.exponent.unwrap_or_default().into());
        FBig::from_repr(repr, Precision::new(precision))
    }
}

fn leading(digits: i128) -> i16 {
    i16::try_from(digits.unsigned_abs().checked_ilog10().unwrap_or_default()).expect("at most 34")
}

/// Numbers of all lengths; most have few digits and lie near 1, where sums and rests are worth something.
fn number() -> impl Strategy<Value = Written> {
    let digits = (0..=34_u32, any::<i128>(), any::<bool>()).prop_map(|(length, random, nines)| {
        let bound = 10_i128.pow(length);
        // Nines and round numbers are where carries and halves come from.
        if nines { (bound - 1) * random.signum() } else { random % bound }
    });
    let exponent = prop_oneof![
        2 => Just(None),
        4 => (-12..12_i16).prop_map(Some),
        2 => (-80..80_i16).prop_map(Some),
        1 => (-1032..=999_i16).prop_map(Some),
    ];
    (digits, exponent).prop_filter_map("beyond the range", |(digits, exponent)| {
        let largest = leading(digits) + exponent.unwrap_or_default();
        ((-999..=999).contains(&largest)).then_some(Written { digits, exponent })
    })
}

/// What AWS's limits leave of a result: 34 digits, nothing above 9.99…E999, zero below 1E-999.
fn limited(result: FBig<HalfEven, 10>) -> Option<FBig<HalfEven, 10>> {
    let result = result.with_precision(DIGITS).value();
    let leading = result.repr().digits() as isize - 1 + result.repr().exponent();
    if result.repr().significand().is_zero() || leading < -MAX_EXPONENT {
        return Some(FBig::ZERO);
    }
    (leading <= MAX_EXPONENT).then_some(result)
}

/// A result of ours, by the text that goes out, as the other implementation reads it.
fn read(result: Option<Number>) -> Option<FBig<HalfEven, 10>> {
    result.map(|number| FBig::from_str(&number.to_string()).expect("a number"))
}

/// `BigDecimal.toString`: digits with a point in them, or with an exponent where the scale is negative or more than
/// six zeros would stand before the digits.
fn java_text(digits: i128, scale: i32) -> String {
    let sign = if digits < 0 { "-" } else { "" };
    let digits = digits.unsigned_abs().to_string();
    let adjusted = i32::try_from(digits.len()).expect("few digits") - 1 - scale;
    if scale < 0 || adjusted < -6 {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{rest}E{adjusted:+}");
    }
    let scale = usize::try_from(scale).expect("not negative");
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}{}{fraction}", if scale == 0 { "" } else { "." })
}

/// What a statement gives for `a` and `b`, as text.
fn evaluated(expression: &str, a: Written, b: Written, version: SqlVersion) -> String {
    let rule = Rule::parse(&format!("SELECT VALUE {expression} FROM 't'"), version).expect("a rule");
    let payload = format!(r#"{{"a":{},"b":{}}}"#, a.text(), b.text());
    match rule.evaluate(Message { topic: "t", payload: payload.as_bytes() }, &Context::default()) {
        Outcome::Output(Outgoing::Json(value)) => value.to_json(),
        other => panic!("{other:?} for {payload}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_differences_and_products_are_rounded_to_34_digits(a in number(), b in number()) {
        let (x, y) = (a.other::<HalfEven>(EXACT), b.other::<HalfEven>(EXACT));
        prop_assert_eq!(read(a.number().plus(b.number())), limited(&x + &y), "{} + {}", a.text(), b.text());
        prop_assert_eq!(read(a.number().minus(b.number())), limited(&x - &y), "{} - {}", a.text(), b.text());
        prop_assert_eq!(read(a.number().times(b.number())), limited(&x * &y), "{} * {}", a.text(), b.text());
    }

    #[test]
    fn quotients_are_rounded_to_34_digits(a in number(), b in number()) {
        let quotient = if b.digits == 0 { None } else { limited(a.other(DIGITS) / b.other(DIGITS)) };
        prop_assert_eq!(read(a.number().divided_by(b.number())), quotient, "{} / {}", a.text(), b.text());
    }

    #[test]
    fn remainders_have_the_sign_of_the_dividend(a in number(), b in number()) {
        let rest = if b.digits == 0 { None } else {
            limited((a.other::<Zero>(EXACT) % b.other::<Zero>(EXACT)).with_rounding())
        };
        prop_assert_eq!(read(a.number().remainder(b.number())), rest, "{} % {}", a.text(), b.text());
    }

    #[test]
    fn numbers_are_compared_by_their_size(a in number(), b in number()) {
        let expected = a.other::<HalfEven>(EXACT).partial_cmp(&b.other::<HalfEven>(EXACT));
        prop_assert_eq!(Some(a.number().compare(b.number())), expected, "{} and {}", a.text(), b.text());
        prop_assert_eq!(a.number() == b.number(), a.other::<HalfEven>(EXACT) == b.other::<HalfEven>(EXACT));
    }

    #[test]
    fn decimals_are_written_as_java_writes_them(a in number()) {
        let expected = match a.exponent {
            None => a.digits.to_string(),
            // Zero has no power of ten above its last digit, and no more than 999 digits after the point.
            Some(exponent) if a.digits == 0 => java_text(0, (-i32::from(exponent)).clamp(0, 999)),
            Some(exponent) => java_text(a.digits, -i32::from(exponent)),
        };
        prop_assert_eq!(a.number().to_string(), expected);
    }

    /// The operators and functions of a statement are that arithmetic, and since 2016-03-23 a whole result is an Int.
    #[test]
    fn statements_compute_with_it(a in number(), b in number()) {
        for (expression, result) in [
            ("a + b", a.number().plus(b.number())),
            ("a - b", a.number().minus(b.number())),
            ("a * b", a.number().times(b.number())),
            ("a / b", a.number().divided_by(b.number())),
            ("a % b", a.number().remainder(b.number())),
            ("mod(a, b)", a.number().remainder(b.number())),
            ("remainder(a, b)", a.number().remainder(b.number())),
        ] {
            for version in SqlVersion::ALL {
                let given = evaluated(expression, a, b, version);
                match result {
                    None => prop_assert_eq!(&given, "", "{} of {} and {}", expression, a.text(), b.text()),
                    Some(result) => {
                        let value = FBig::<HalfEven, 10>::from_str(&given).expect("a number");
                        prop_assert_eq!(&value, &read(Some(result)).expect("a number"));
                        let digits = value.repr().digits() as isize + value.repr().exponent();
                        if version != SqlVersion::V2015_10_08 && value.repr().exponent() >= 0 && digits <= 34 {
                            let whole = given.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
                            prop_assert!(whole, "{} of {} and {} is {}", expression, a.text(), b.text(), given);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn powers_are_those_of_doubles(base in -999..1000_i128, exponent in -40..=40_i128) {
        let [a, b] = [base, exponent].map(|digits| Written { digits, exponent: None });
        let given = evaluated("power(a, b)", a, b, SqlVersion::V2016_03_23);
        if base == 0 && exponent < 0 {
            prop_assert_eq!(given, "");
        } else {
            let power = Written { digits: 1, exponent: None }.other::<HalfEven>(DIGITS);
            let base = a.other::<HalfEven>(DIGITS);
            let power = (0..exponent.abs()).fold(power, |power, _| power * &base);
            let exact = if exponent < 0 { FBig::ONE / power } else { power }.to_string();
            let (given, exact): (f64, f64) = (given.parse().expect("a number"), exact.parse().expect("a number"));
            prop_assert!((given - exact).abs() <= exact.abs() * f64::EPSILON, "{base}^{exponent}: {given}, not {exact}");
        }
    }
}
