//! What is reported about calls that cannot be answered.

use crate::diagnostic::{Code, Diagnostic, Example, Needed, Severity};
use crate::evidence::Evidence;
use crate::value::{Object, Value};
use std::ops::Range;

/// A part that the rule needs is not included in this build.
///
/// It is not in the list of codes: a build with all features never reports it.
pub static FEATURE_DISABLED: Code = Code {
    id: "build.feature-disabled",
    severity: Severity::Error,
    summary: "A part that the rule needs is not included in this build.",
    examples: &[],
    silent: &[],
};

crate::declare_codes! {
    pub(crate) CODES;
    EVALUATION_FAILED = "run.failed", Error, "The evaluation of the rule failed.",
        [Example::sql("SELECT decode(5, 'proto', 'bucket', 'climate.desc', 'climate', 'Reading') AS r FROM 'sensors/+'")],
        silent [
            Example::sql("SELECT get_or_default(decode(5, 'proto', 'bucket', 'climate.desc', 'climate', 'Reading'), 0) AS r FROM 'sensors/+'"),
            Example::sql("SELECT decode(5, 'base64') AS r FROM 'sensors/+'"),
        ];
    NEEDS_MOCK = "run.needs-mock", Error, "The function calls another service, and the context has no mock for this call.",
        [
            Example::sql("SELECT get_thing_shadow(id, 'arn:aws:iam::123456789012:role/r').state AS s FROM 'sensors/+'")
                .payload(r#"{"id": "lamp"}"#),
            Example::sql("SELECT decode(*, 'proto', 'bucket', 'climate.desc', 'climate', 'Reading') AS r FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT get_thing_shadow(id, 'arn:aws:iam::123456789012:role/r').state AS s FROM 'sensors/+' WHERE false")
                .payload(r#"{"id": "lamp"}"#),
            Example::sql("SELECT 'get_thing_shadow()' AS s FROM 'sensors/+'"),
        ];
    TYPE_WITH_PACKAGE = "run.type-with-package", Warning, "A protobuf message type is named with its package.",
        [decoding("SELECT decode(*, 'proto', 'bucket', 'climate.desc', 'climate.proto', 'home.Reading') AS r FROM 'sensors/+'")],
        silent [
            decoding("SELECT decode(*, 'proto', 'bucket', 'climate.desc', 'climate.proto', 'Reading') AS r FROM 'sensors/+'"),
            decoding("SELECT decode(*, 'proto', 'bucket', 'climate.desc', 'climate.proto', 'Reading.Part') AS r FROM 'sensors/+'"),
        ];
}

/// A message of five in base64, and the descriptor of its type.
const fn decoding(sql: &'static str) -> Example {
    Example::sql(sql).payload("\"CAU=\"").in_context(
        r#"{"descriptors": [{"bucket": "bucket", "key": "climate.desc", "proto": {"climate.proto": "syntax = \"proto3\"; package home; message Reading { int32 t = 1; message Part { int32 p = 1; } }"}}]}"#,
    )
}

/// The longest arguments that a help text shows, in bytes.
const MAX_SHOWN: usize = 2_000;

pub(super) fn needs_mock(range: Range<usize>, function: &str, arguments: &[Value]) -> Diagnostic {
    // JSON has no Undefined; a mock's null answers for it too.
    let written = arguments.iter().map(|value| match value {
        Value::Undefined => Value::Null,
        other => other.clone(),
    });
    let arguments = Value::array(written);
    let written = arguments.to_json();
    let fits = written.len() <= MAX_SHOWN;
    let mut example = Object::new();
    example.set("function".into(), Value::string(function));
    if fits {
        example.set("arguments".into(), arguments);
    }
    example.set("result".into(), Value::object(Object::new()));
    let shown = Value::object(example).to_json();
    Diagnostic::new(&NEEDS_MOCK, format!("`{function}` calls another service, and no mock answers this call."))
        .at(range, "no answer")
        .help(format!("Add a mock with what the service would return: `{shown}`. Without `arguments` it answers every call; `error` instead of `result` makes the call fail."))
        .needed(Needed::Mock { function: function.to_owned(), arguments: fits.then_some(written) })
}

pub(super) fn needs_descriptor(range: Range<usize>, bucket: &str, key: &str) -> Diagnostic {
    let mut object = Object::new();
    object.set("bucket".into(), Value::string(bucket));
    object.set("key".into(), Value::string(key));
    object.set("base64".into(), Value::string("…"));
    let shown = Value::object(object).to_json();
    Diagnostic::new(&NEEDS_MOCK, "`decode` reads a protobuf descriptor from Amazon S3, and none was supplied.")
        .at(range, "no descriptor")
        .help(format!("Supply the descriptor: `{shown}` with the bytes that `protoc --include_imports --descriptor_set_out` writes, or with `proto`, an object of .proto files, instead of `base64`."))
        .needed(Needed::Descriptor { bucket: bucket.to_owned(), key: key.to_owned() })
}

pub(super) fn call_failed(range: Range<usize>, function: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&EVALUATION_FAILED, format!("`{function}` failed: {}.", why.trim_end_matches('.')))
        .at(range, "this call failed")
        .help("The rule execution fails and no action runs. get_or_default() around the call returns a default instead.")
        .evidence(Evidence::Documented)
}

pub(super) fn decode_failed(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&EVALUATION_FAILED, format!("The protobuf message cannot be decoded: {why}."))
        .at(range, "this call failed")
        .help("The rule execution fails and no action runs. get_or_default() around the call returns a default instead.")
        .evidence(Evidence::Assumed)
}

/// A type that is named with its package, in the string at `range`.
pub(super) fn type_with_package(range: Range<usize>, name: &str, package: &str) -> Diagnostic {
    let simple = name.trim_start_matches('.').strip_prefix(package).unwrap_or(name).trim_start_matches('.');
    let simple = simple.to_owned();
    Diagnostic::new(
        &TYPE_WITH_PACKAGE,
        format!("The message type `{name}` has its package `{package}` in front, with which AWS may not find it."),
    )
    .at(range, format!("write '{simple}'"))
    .help("A developer noted in 2025 that decode() on AWS wants the type without its package. AWS's pages do not say; it is decoded here.")
    .evidence(Evidence::Reported)
}

pub(crate) fn feature_disabled(range: Range<usize>, function: &str, part: &str) -> Diagnostic {
    Diagnostic::new(
        &FEATURE_DISABLED,
        format!("`{function}` needs {part}, which this build of RuleLens does not include."),
    )
    .at(range, format!("`{function}` needs {part}"))
    .help("Build the crate iot-sql with all its features.")
}
