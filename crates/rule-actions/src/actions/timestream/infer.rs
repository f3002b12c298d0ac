//! Which type a measure gets.

use super::measure_value::MeasureValue;
use super::record::MeasureValueType;
use iot_sql::Value;

/// The type and value that the action gives an attribute (`timestream-rule-action`); `None` for Null and Undefined.
///
/// A number without a fraction is BIGINT, with one DOUBLE, a Boolean BOOLEAN, a string VARCHAR; arrays and objects
/// are VARCHAR with their JSON text.
#[inline]
#[must_use]
pub(crate) fn infer(value: &Value) -> Option<(MeasureValueType, MeasureValue)> {
    let kind = match value {
        Value::Undefined | Value::Null => return None,
        Value::Boolean(_) => MeasureValueType::Boolean,
        Value::Int(_) => MeasureValueType::Bigint,
        Value::Decimal(_) => MeasureValueType::Double,
        Value::String(_) | Value::Array(_) | Value::Object(_) => MeasureValueType::Varchar,
    };
    Some((kind, MeasureValue::of(value)))
}

#[cfg(test)]
mod tests {
    use super::infer;
    use iot_sql::Value;

    #[test]
    fn types_follow_the_action_page() {
        for (json, kind, text) in [
            ("true", "BOOLEAN", "true"),
            ("123456789012", "BIGINT", "123456789012"),
            ("123.456789012", "DOUBLE", "123.456789012"),
            ("\"String value\"", "VARCHAR", "String value"),
            ("\"true\"", "VARCHAR", "true"),
            ("\"123.456789012\"", "VARCHAR", "123.456789012"),
            ("[23, 36, 56, 72]", "VARCHAR", "[23,36,56,72]"),
            ("{\"simple_element\": 42}", "VARCHAR", "{\"simple_element\":42}"),
        ] {
            let (found, value) = infer(&Value::from_json(json.as_bytes()).expect(json)).expect(json);
            assert_eq!((found.name(), value.text().as_str()), (kind, text), "{json}");
        }
        assert!(infer(&Value::Null).is_none());
    }
}
