//! Which type a measure gets.

use super::record::MeasureValueType;
use iot_sql::Value;
use smol_str::SmolStr;

/// The type and text that the action gives an attribute (`timestream-rule-action`); `None` for Null and Undefined.
///
/// A number without a fraction is BIGINT, with one DOUBLE, a Boolean BOOLEAN, a string VARCHAR; arrays and objects
/// are VARCHAR with their JSON text.
#[must_use]
pub(crate) fn infer(value: &Value) -> Option<(MeasureValueType, SmolStr)> {
    match value {
        Value::Undefined | Value::Null => None,
        Value::Boolean(_) => Some((MeasureValueType::Boolean, value.to_json_text())),
        Value::Int(_) => Some((MeasureValueType::Bigint, value.to_json_text())),
        Value::Decimal(_) => Some((MeasureValueType::Double, value.to_json_text())),
        Value::String(text) => Some((MeasureValueType::Varchar, text.clone())),
        Value::Array(_) | Value::Object(_) => Some((MeasureValueType::Varchar, value.to_json_text())),
    }
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
            assert_eq!((found.name(), value.as_str()), (kind, text), "{json}");
        }
        assert!(infer(&Value::Null).is_none());
    }
}
