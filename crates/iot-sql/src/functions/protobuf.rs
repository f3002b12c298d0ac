//! `decode(value, 'proto', bucket, key, protoName, messageType)`.

use super::{errors, external};
use crate::eval::{Evaluator, Failure};
use crate::limits::SLOT_BYTES;
use crate::protobuf::{BASE64, MAX_MESSAGE_BYTES, Reason};
use crate::syntax::tree::{Call, Expr, ExprKind};
use crate::value::Value;
use base64::Engine;
use std::borrow::Cow;

/// How protobuf becomes JSON, on which AWS is silent; each part is an assumption.
pub(super) const NOTE: &str = "For base64 AWS documents all of it. For protobuf it documents the limits, but not the JSON that comes out, so that is assumed, after protobuf's own JSON mapping: field names as the .proto writes them, in the order of their numbers; 64-bit integers and bytes (base64) as strings; an enum's value by its name, an unknown number as the number; NaN and Infinity as strings; unset fields omitted, set `optional` ones kept; a map as an object in the order of the message; Timestamp, Duration, Any, Struct, FieldMask and wrappers in their JSON forms; extensions and unknown fields omitted. Also assumed: a name of the .proto with or without extension and folders; a type by its simple, nested (Outer.Inner) or full name, of which the full one gets a warning, because a developer noted in 2025 that AWS takes it without its package only; that a failure, which AWS counts among those that get_or_default catches, fails the rule.";

/// What a byte of a message may come to: packed fields are as many values as they have bytes.
const BUILT_PER_BYTE: usize = SLOT_BYTES;

/// Decodes a protobuf message.
pub(super) fn decode(evaluator: &mut Evaluator<'_>, expr: &Expr, call: &Call) -> Result<Value, Failure> {
    let [operand, scheme, descriptor @ ..] = call.arguments.as_slice() else { return Ok(Value::Undefined) };
    let reads_payload = matches!(operand.kind, ExprKind::Star) && evaluator.at_top();
    let operand = if reads_payload { None } else { Some(evaluator.evaluate(operand)?) };
    let mut names: [Value; 4] = Default::default();
    for (name, argument) in names.iter_mut().zip(descriptor) {
        *name = evaluator.evaluate(argument)?;
    }
    if external::is_stood_in(evaluator, call) {
        let value =
            operand.clone().unwrap_or_else(|| Value::string(BASE64.encode(evaluator.payload_bytes())));
        let mut arguments = vec![value, evaluator.evaluate(scheme)?];
        arguments.extend(names.iter().cloned());
        if let Some(answer) = external::answer(evaluator, expr, call, &arguments) {
            return answer;
        }
    }
    let failed = |reason: Reason| Failure::from(errors::decode_failed(expr.range.clone(), &reason));
    let [bucket, key, proto, message] = texts(&names).map_err(failed)?;
    let bytes = match &operand {
        Some(value) => {
            evaluator.counted(evaluator.meter().read_text(value), expr)?;
            Cow::Owned(from_base64(value).map_err(failed)?)
        }
        None => payload(evaluator.payload_bytes()),
    };
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(failed(format!("it has {} bytes; 131,072 are allowed", bytes.len()).into()));
    }
    evaluator.counted(evaluator.meter().build(bytes.len() * BUILT_PER_BYTE), expr)?;
    let descriptors = &evaluator.context().descriptors;
    let Some(file) = descriptors.iter().find(|file| file.bucket() == bucket && file.key() == key) else {
        return Err(errors::needs_descriptor(expr.range.clone(), bucket, key).into());
    };
    if !cfg!(feature = "protobuf") {
        return Err(errors::feature_disabled(expr.range.clone(), "decode", "protobuf").into());
    }
    let value = file.decode(&bytes, proto, message).map_err(failed)?;
    let file = file.clone();
    let range = call.arguments.last().map_or_else(|| expr.range.clone(), |last| last.range.clone());
    evaluator.remark(|| {
        file.package_in(proto, message).map(|package| errors::type_with_package(range, message, &package))
    });
    Ok(value.for_version(evaluator.version()))
}

/// The strings of the arguments that name the message's type.
fn texts(names: &[Value; 4]) -> Result<[&str; 4], Reason> {
    const WHAT: [&str; 4] = ["bucket", "object key", "proto name", "message type"];
    let mut texts = [""; 4];
    for ((text, name), what) in texts.iter_mut().zip(names).zip(WHAT) {
        let Value::String(name) = name else {
            return Err(format!("the {what} is {}, not a String", name.type_name()).into());
        };
        *text = name;
    }
    Ok(texts)
}

fn from_base64(value: &Value) -> Result<Vec<u8>, Reason> {
    let Value::String(text) = value else {
        return Err(format!("the value is {}, not a String of base64", value.type_name()).into());
    };
    BASE64.decode(text.trim()).map_err(|error| format!("the value is not base64: {error}").into())
}

/// A payload's message: its bytes, or what a JSON string of base64 stands for (`binary-payloads`).
fn payload(bytes: &[u8]) -> Cow<'_, [u8]> {
    let text = bytes.starts_with(b"\"").then(|| Value::from_json(bytes).ok()).flatten();
    match text.as_ref().and_then(|text| from_base64(text).ok()) {
        Some(decoded) => Cow::Owned(decoded),
        None => Cow::Borrowed(bytes),
    }
}
