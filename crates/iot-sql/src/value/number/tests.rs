use super::{Decimal, MAX_INT, Number};
use crate::version::SqlVersion;
use bigdecimal::RoundingMode;
use proptest::prelude::*;

fn number(text: &str) -> Number {
    Number::from_json_text(text).expect(text)
}

#[test]
fn texts_are_kept() {
    for text in ["0", "-5", "24.04", "5.0", "0.000001", "9999999999999999999999999999999999", "1E+3", "1E-7"]
    {
        assert_eq!(number(text).to_string(), text);
    }
    for (text, expected) in [
        ("1e2", "1E+2"),
        ("1.50e-3", "0.00150"),
        ("0.0000001", "1E-7"),
        ("12345678901234567890123456789012345", "1.234567890123456789012345678901234E+34"),
        ("0.12345678901234567890123456789012345", "0.1234567890123456789012345678901234"),
        ("1e999", "1E+999"),
        ("1e-1000", "0"),
    ] {
        assert_eq!(number(text).to_string(), expected, "{text}");
    }
    for text in ["", "-", "1.", ".5", "1e", "+1", "1e1000", "0x1", "1_0"] {
        assert!(Number::from_json_text(text).is_none(), "{text}");
    }
}

#[test]
fn arithmetic_keeps_34_digits() {
    let divide = |a, b| number(a).divided_by(number(b)).map(|n| n.to_string());
    assert_eq!(divide("1", "3").as_deref(), Some("0.3333333333333333333333333333333333"));
    assert_eq!(divide("2", "3").as_deref(), Some("0.6666666666666666666666666666666667"));
    assert_eq!(divide("90", "9").as_deref(), Some("10"));
    assert_eq!(divide("1", "8").as_deref(), Some("0.125"));
    assert_eq!(divide("1", "0"), None);
    assert_eq!(divide("22.50", "3").as_deref(), Some("7.50"));
    assert_eq!(divide("10.0", "5").as_deref(), Some("2.0"));
    assert_eq!(divide("0.00", "5").as_deref(), Some("0.00"));
    assert_eq!(divide("100", "2.5").as_deref(), Some("40"));
    assert_eq!(divide("7.5", "2.50").as_deref(), Some("3"));
    assert_eq!(divide("1E999", "3E-999").as_deref(), None);
    assert_eq!(
        number("1E999").plus(number("1E-999")).map(|n| n.to_string()).as_deref(),
        Some("1.000000000000000000000000000000000E+999")
    );
    assert_eq!(number("1E999").times(number("10")), None);
    assert_eq!(number("0.1").plus(number("0.2")).map(|n| n.to_string()).as_deref(), Some("0.3"));
    assert_eq!(number("5.5").remainder(number("2")).map(|n| n.to_string()).as_deref(), Some("1.5"));
    assert_eq!(number("-7").remainder(number("3")).map(|n| n.to_string()).as_deref(), Some("-1"));
}

#[test]
fn whole_decimals_become_ints_since_2016() {
    for (text, expected) in [("5.0", "5"), ("1e2", "100"), ("5.5", "5.5"), ("0.0", "0"), ("1e50", "1E+50")] {
        assert_eq!(number(text).for_version(SqlVersion::V2016_03_23).to_string(), expected, "{text}");
    }
    assert_eq!(number("5.0").for_version(SqlVersion::V2015_10_08).to_string(), "5.0");
}

#[test]
fn rounding() {
    let round = |text, mode| number(text).rounded(mode).to_string();
    assert_eq!(round("-1.2", RoundingMode::Floor), "-2");
    assert_eq!(round("-1.2", RoundingMode::Ceiling), "-1");
    assert_eq!(round("-1.5", RoundingMode::HalfUp), "-2");
    assert_eq!(number("2.888").truncated(2).to_string(), "2.88");
    assert_eq!(number("2.00").truncated(5).to_string(), "2");
    assert_eq!(Decimal::from_f64(2.0).expect("finite").to_string(), "2.0");
    assert_eq!(Decimal::from_f64(1e300).expect("finite").to_string(), "1E+300");
}

#[test]
fn comparison_ignores_the_text() {
    assert!(number("5.0") == number("5"));
    assert!(number("1e500").compare(number("2")).is_gt());
    assert!(number("-1e-500").compare(number("0")).is_lt());
}

proptest! {
    #[test]
    fn plain_numbers_keep_their_text(text in "(0|-?[1-9][0-9]{0,20})\\.[0-9]{1,6}") {
        prop_assert_eq!(number(&text).to_string(), text);
    }

    #[test]
    fn the_text_is_what_is_written(coefficient in prop_oneof![-200_i128..200, any::<i64>().prop_map(i128::from), any::<i128>().prop_map(|any| any % MAX_INT)], scale in -3..24_i32) {
        let decimal = Decimal { coefficient, scale };
        prop_assert_eq!(decimal.to_text().to_string(), decimal.to_string());
    }

    #[test]
    fn one_division_gives_the_nearest_double(text in "-?[0-9]{1,17}\\.[0-9]{1,24}") {
        let Number::Decimal(decimal) = number(&text) else { panic!("{text} has a point") };
        if let Some(double) = decimal.as_exact_quotient() {
            prop_assert_eq!(double.to_bits(), text.parse::<f64>().expect("a double").to_bits());
        }
    }

    #[test]
    fn the_fast_reader_says_the_same(text in "-?[0-9.e+-]{0,24}") {
        let short = Number::from_short_text(text.as_bytes());
        let long = Number::from_long_text(&text);
        if let Some(short) = short {
            prop_assert_eq!(Some(short.to_string()), long.map(|long| whole_as_int(&text, long).to_string()));
        }
    }
}

/// The reader of long texts makes a Decimal of everything.
fn whole_as_int(text: &str, number: Number) -> Number {
    match text.parse() {
        Ok(int) if !text.starts_with('+') => Number::Int(int),
        _ => number,
    }
}
