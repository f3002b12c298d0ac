//! The value of a record.

use super::record::SHOWN_CHARACTERS;
use iot_sql::Value;
use iot_sql::text::shortened;
use smol_str::SmolStr;
use std::fmt;

/// Bytes that a number's text has at most: 34 digits with a sign, a point and an exponent of 32 bits, or so many digits
/// behind the zeros of a millionth.
const LONGEST_NUMBER: usize = 48;

/// The value of a record, which is text in the request; that of a number or of a Boolean is made when it is asked for.
///
/// ```
/// use rule_actions::timestream::MeasureValue;
///
/// assert_eq!(MeasureValue::from("21.5").text(), "21.5");
/// ```
#[derive(Clone, Debug)]
pub struct MeasureValue(Value);

impl MeasureValue {
    /// That of a value, as it stands in JSON but for the quotes of a string.
    pub(super) fn of(value: &Value) -> Self {
        Self(match value {
            Value::Array(_) | Value::Object(_) => Value::String(value.to_json_text()),
            plain => plain.clone(),
        })
    }

    /// The text in the request.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        match &self.0 {
            Value::String(text) => text.clone(),
            other => other.to_json_text(),
        }
    }

    /// What a sentence shows of it, from which the text can be made on demand.
    pub(super) fn shown(&self) -> Self {
        const { assert!(SHOWN_CHARACTERS >= LONGEST_NUMBER, "a number is shown as it is") };
        match &self.0 {
            Value::String(text) if text.len() > SHOWN_CHARACTERS => shortened(text, SHOWN_CHARACTERS).into(),
            plain => Self(plain.clone()),
        }
    }

    /// Appends the text as a JSON string.
    #[cfg(feature = "view")]
    pub(crate) fn write_json(&self, out: &mut String) {
        if let Value::String(text) = &self.0 {
            return iot_sql::text::push_json_string(text, out);
        }
        // Nothing in it is escaped.
        out.push('"');
        self.0.write_json(out);
        out.push('"');
    }

    /// Bytes that the text has at most; exact for more than a number may have.
    #[inline]
    pub(super) fn most_bytes(&self) -> usize {
        match &self.0 {
            Value::String(text) => text.len(),
            _ => LONGEST_NUMBER,
        }
    }

    /// The integer that it is; `None` for all else, a string that looks like one too.
    #[inline]
    pub(super) fn integer(&self) -> Option<i128> {
        match &self.0 {
            Value::Int(int) => Some(int.get()),
            _ => None,
        }
    }
}

/// Equal where the texts are.
impl PartialEq for MeasureValue {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for MeasureValue {}

impl fmt::Display for MeasureValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl From<SmolStr> for MeasureValue {
    fn from(text: SmolStr) -> Self {
        Self(Value::String(text))
    }
}

impl From<&str> for MeasureValue {
    fn from(text: &str) -> Self {
        SmolStr::new(text).into()
    }
}

impl From<String> for MeasureValue {
    fn from(text: String) -> Self {
        SmolStr::from(text).into()
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NUMBER, MeasureValue};
    use iot_sql::Value;

    #[test]
    fn a_value_is_its_text() {
        for (json, text) in [
            ("12", "12"),
            ("-0.50", "-0.50"),
            ("1E+3", "1E+3"),
            ("true", "true"),
            ("\"a\\\"b\"", "a\"b"),
            ("\"\"", ""),
            ("[1,\"x\"]", "[1,\"x\"]"),
        ] {
            let value = MeasureValue::of(&Value::from_json(json.as_bytes()).expect(json));
            assert_eq!((value.text().as_str(), value.to_string().as_str()), (text, text));
            assert_eq!(value, text.into());
            #[cfg(feature = "view")]
            {
                let mut written = String::new();
                value.write_json(&mut written);
                assert_eq!(written, serde_json::to_string(text).expect("JSON"), "{json}");
            }
            assert!(value.most_bytes() >= text.len());
        }
    }

    #[test]
    fn no_number_is_longer_than_the_longest() {
        let digits = "9".repeat(34);
        for number in [
            format!("-{digits}"),
            format!("-0.00000{digits}"),
            format!("-{}.{}", &digits[..1], &digits[1..]),
            format!("-{}.{}E-900", &digits[..1], &digits[1..]),
            format!("-{}.{}E+900", &digits[..1], &digits[1..]),
            format!("-0.{}1", "0".repeat(33)),
        ] {
            let value = MeasureValue::of(&Value::from_json(number.as_bytes()).expect("a number"));
            assert!(value.text().len() <= LONGEST_NUMBER, "{number}");
        }
    }
}
