//! Functions that change a value's type or encoding.

use super::{Body, Function, documented, gives, gives_for, one, optional, protobuf};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{Assumed, Contradicted};
use crate::limits::SLOT_BYTES;
use crate::syntax::tree::{Call, CastType, Expr, ExprKind};
use crate::value::{Decimal, Number, Value, convert};
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "cast",
        parameters: &[
            one("value", "any", "The value to convert."),
            one("type", "String, Int, Decimal, Boolean", "The type to convert it to."),
        ],
        summary: "Converts a value to another type.",
        absent: "Null, Undefined, arrays and objects return Undefined, except that arrays and objects can be cast to a string.",
        since: V2015_10_08,
        evidence: Contradicted,
        note: "Under 2016-03-23 a Decimal without fraction is an Int, so a cast to Decimal does not change 5 or 5.0 (observed on AWS). The data types page rounds to the nearest Int, cast's own table rounds down, which is followed here.",
        examples: &[
            gives("cast(true AS Int)", "1"),
            gives("cast('21.5' AS Decimal)", "21.5"),
            gives("cast('0.1234567890123456789' AS Double)", "0.12345678901234568"),
            gives("cast(-1.5 AS Int)", "-2"),
            gives("cast(0 AS Boolean)", "false"),
            gives("cast('TRUE' AS Bool)", "true"),
            gives("cast([1,'a'] AS String)", r#""[1,\"a\"]""#),
            gives("cast('1,5' AS Decimal)", "Undefined"),
            gives_for("cast(light AS double)", r#"{"light":5.0}"#, "5"),
        ],
        body: Body::Full(cast),
    },
    Function {
        name: "encode",
        parameters: &[
            one("value", "any", "The value to encode, or * for the payload as it was published."),
            one("scheme", "'base64'", "How to encode it; there is one scheme."),
        ],
        summary: "Encodes a value, or with * the whole payload as it was published, in base64.",
        absent: "Values other than strings are converted to strings first; Null and Undefined, and any other scheme, return Undefined.",
        since: V2015_10_08,
        evidence: Contradicted,
        note: "The page says since 2016-03-23; a user observed it at work in rules of version 2015-10-08, which is followed here. aws-samples/toolbox-for-aws-iot, start-recording/index.mjs, relies on arrays and objects being encoded as their JSON.",
        examples: &[
            gives("encode('hello', 'base64')", r#""aGVsbG8=""#),
            gives_for("encode(*, 'base64')", r#"{"a": 1}"#, r#""eyJhIjogMX0=""#),
            gives("encode('hello', 'hex')", "Undefined"),
        ],
        body: Body::Full(encode),
    },
    Function {
        name: "decode",
        parameters: &[
            one("value", "String, or * for the payload's bytes", "What to decode."),
            one("scheme", "'base64' or 'proto'", "How it is encoded."),
            optional("bucket", "String", "The S3 bucket of the protobuf descriptor; needed for 'proto'."),
            optional("key", "String", "The object's key in that bucket."),
            optional("protoName", "String", "The name of the .proto file in the descriptor."),
            optional("messageType", "String", "The name of the message type in that file."),
        ],
        summary: "Decodes base64: a JSON document becomes a value, anything else a string. With 'proto', decodes a protobuf message with a descriptor in Amazon S3.",
        absent: "A string that is not base64 returns Null, any other scheme Undefined. If protobuf cannot be decoded, the rule fails; get_or_default() returns a default instead.",
        since: V2016_03_23,
        evidence: Assumed,
        note: protobuf::NOTE,
        examples: &[
            gives("decode('eyAidGVtcGVyYXR1cmUiOiAzMyB9Cg==', 'base64').temperature", "33"),
            gives("decode('aGVsbG8=', 'base64')", r#""hello""#),
            gives("decode('%', 'base64')", "null"),
            gives("decode('aGVsbG8=', 'hex')", "Undefined"),
            gives(
                "get_or_default(decode('CAE=', 'proto', 'bucket', 'none.desc', 'none', 'None'))",
                "Undefined",
            ),
        ],
        body: Body::Call(decode),
    },
]);

fn cast(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let [operand, Expr { kind: ExprKind::TypeName(keyword), .. }] = arguments else {
        return Ok(Value::Undefined);
    };
    let value = evaluator.evaluate(operand)?;
    let version = evaluator.version();
    if let Value::String(text) = &value {
        evaluator.counted(evaluator.meter().read(text.len()), operand)?;
    }
    let as_int = || match &value {
        Value::Boolean(boolean) => Some(Number::Int(i128::from(*boolean))),
        other => convert::to_number(other),
    };
    let as_decimal = || match &value {
        Value::Boolean(boolean) => Decimal::from_f64(f64::from(u8::from(*boolean))).map(Number::Decimal),
        other => convert::to_number(other),
    };
    Ok(match keyword.kind {
        CastType::String => evaluator.text_of(&value, operand)?.map(Value::String),
        CastType::Int => as_int().map(|number| number.rounded(bigdecimal::RoundingMode::Floor).into()),
        CastType::Decimal => as_decimal().map(|number| number.for_version(version).into()),
        CastType::Double => {
            as_decimal().and_then(Number::as_double).map(|number| number.for_version(version).into())
        }
        CastType::Boolean => match &value {
            Value::Int(_) | Value::Decimal(_) => as_int().map(|number| Value::Boolean(number.sign() != 0)),
            other => convert::to_boolean(other).map(Value::Boolean),
        },
    }
    .unwrap_or_default())
}

fn encode(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let [operand, scheme] = arguments else { return Ok(Value::Undefined) };
    if !matches!(evaluator.evaluate(scheme)?, Value::String(name) if name == "base64") {
        return Ok(Value::Undefined);
    }
    if matches!(operand.kind, ExprKind::Star) && evaluator.at_top() {
        evaluator.counted(evaluator.meter().build(evaluator.payload_bytes().len() * 2), operand)?;
        return Ok(Value::string(BASE64.encode(evaluator.payload_bytes())));
    }
    let value = evaluator.evaluate(operand)?;
    let Some(text) = evaluator.text_of(&value, operand)? else { return Ok(Value::Undefined) };
    evaluator.counted(evaluator.meter().build(text.len() * 2), operand)?;
    Ok(Value::string(BASE64.encode(text.as_bytes())))
}

fn decode(evaluator: &mut Evaluator<'_>, expr: &Expr, call: &Call) -> Result<Value, Failure> {
    let [operand, scheme, ..] = call.arguments.as_slice() else { return Ok(Value::Undefined) };
    match (evaluator.evaluate(scheme)?, call.arguments.len()) {
        (Value::String(name), 2) if name == "base64" => {}
        (Value::String(name), 6) if name == "proto" => return protobuf::decode(evaluator, expr, call),
        _ => return Ok(Value::Undefined),
    }
    let value = evaluator.evaluate(operand)?;
    let Some(text) = evaluator.text_of(&value, operand)? else { return Ok(Value::Null) };
    evaluator.counted(evaluator.meter().build(text.len()), operand)?;
    let Ok(bytes) = BASE64.decode(text.trim().as_bytes()) else { return Ok(Value::Null) };
    // What the JSON in it may come to, which is known before it is read.
    let values = bytes.iter().filter(|byte| b",[{:".contains(byte)).count();
    evaluator.counted(evaluator.meter().build(values * SLOT_BYTES), operand)?;
    match Value::from_json(&bytes) {
        Ok(value) => Ok(value.for_version(evaluator.version())),
        Err(_) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Value::string(text)),
            Err(_) => Ok(Value::Null),
        },
    }
}
