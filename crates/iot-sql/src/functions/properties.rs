//! Functions of a message's MQTT 5 properties.

use super::{Body, Function, documented, gives, one, optional};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::Reported;
use crate::limits::SLOT_BYTES;
use crate::syntax::tree::Expr;
use crate::value::{Object, Value};
use crate::version::SqlVersion::V2015_10_08;

/// The properties that are Undefined where the message does not have them.
const NAMES: &[&str] = &["content_type", "response_topic", "correlation_data"];

const FORMAT_INDICATOR: &str = "format_indicator";

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "get_mqtt_property",
        parameters: &[one(
            "name",
            "'content_type', 'format_indicator', 'response_topic', 'correlation_data'",
            "The property to return.",
        )],
        summary: "Returns a property of an MQTT 5 message; correlation data in base64.",
        absent: "A property that the message does not have returns Undefined, except format_indicator, which returns UNSPECIFIED_BYTES. Any other name returns Undefined.",
        since: V2015_10_08,
        evidence: Reported,
        note: "The integration tests of aws-samples/toolbox-for-aws-iot, commit 37ab847, read the four properties on AWS, correlation data in base64. The page names no SQL version, so that all are taken to have it. It does not speak of messages without MQTT 5 either; they are taken as messages without properties.",
        examples: &[
            gives("get_mqtt_property('content_type')", "\"application/json\""),
            gives("get_mqtt_property('format_indicator')", "\"UNSPECIFIED_BYTES\""),
            gives("get_mqtt_property('response_topic')", "Undefined"),
            gives("get_mqtt_property('some_invalid_name')", "Undefined"),
        ],
        body: Body::Full(get_mqtt_property),
    },
    Function {
        name: "get_user_properties",
        parameters: &[optional(
            "key",
            "String",
            "The key of the user properties to return; without it, all are returned.",
        )],
        summary: "Returns the values of all user properties with the given key, or, without a key, all user properties as objects.",
        absent: "A key that the message does not have, or that is not a string, returns Undefined.",
        since: V2015_10_08,
        evidence: Reported,
        note: "The page asks for 'other key' where its message has 'a different key', and prints the objects of the call without a key in a form that is not JSON. One object with one member for each property, in order, is what the integration tests of aws-samples/toolbox-for-aws-iot, commit 37ab847, got from AWS. No SQL version is named, so that all are taken to have it.",
        examples: &[
            gives("get_user_properties('some key')", r#"["some value","value with duplicate key"]"#),
            gives("get_user_properties('a different key')", r#"["a different value"]"#),
            gives(
                "get_user_properties()",
                r#"[{"some key":"some value"},{"a different key":"a different value"},{"some key":"value with duplicate key"}]"#,
            ),
            gives("get_user_properties('non-existent key')", "Undefined"),
        ],
        body: Body::Full(get_user_properties),
    },
]);

fn get_mqtt_property(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let [name] = arguments else { return Ok(Value::Undefined) };
    let Value::String(name) = evaluator.evaluate(name)? else { return Ok(Value::Undefined) };
    let known = evaluator.context().mqtt_properties.get(name.as_str());
    Ok(match (name.as_str(), known) {
        (FORMAT_INDICATOR, known) => Value::string(known.map_or("UNSPECIFIED_BYTES", String::as_str)),
        (name, Some(known)) if NAMES.contains(&name) => Value::string(known),
        _ => Value::Undefined,
    })
}

fn get_user_properties(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let properties = &evaluator.context().user_properties;
    let bytes = properties.iter().map(|(key, value)| 4 * SLOT_BYTES + key.len() + value.len()).sum();
    evaluator.meter().build(bytes);
    let Some(key) = arguments.first() else {
        let pairs = properties.iter().map(|(key, value)| {
            Value::object(Object::from_iter([(key.as_str().into(), Value::string(value))]))
        });
        return Ok(Value::array(pairs));
    };
    let Value::String(key) = evaluator.evaluate(key)? else { return Ok(Value::Undefined) };
    let mut values = properties
        .iter()
        .filter(|(known, _)| *known == key)
        .map(|(_, value)| Value::string(value))
        .peekable();
    if values.peek().is_none() {
        return Ok(Value::Undefined);
    }
    Ok(Value::array(values))
}
