//! What is said about calls that ask other services, and about where and how often functions may be called.

use crate::diagnostic::code::{
    ARGUMENT_COUNT, CALL_LIMIT, CALL_NOT_ALLOWED, CONSTANT_ARGUMENT, EVALUATION_FAILED, LEFT_OUT,
    NEEDS_STAND_IN,
};
use crate::diagnostic::{Diagnostic, Needed};
use crate::evidence::Evidence;
use crate::functions::Function;
use crate::syntax::tree::Expr;
use crate::value::{Object, Value};
use std::ops::Range;

/// The longest arguments that a help text shows, in bytes.
const MAX_SHOWN: usize = 2_000;

pub(crate) fn argument_count(range: Range<usize>, function: &Function, arguments: &[Expr]) -> Diagnostic {
    let given = arguments.len();
    let (scheme, form) = match function.written_scheme(arguments) {
        Some("base64") => (" of 'base64'", "decode(value, 'base64')".to_owned()),
        Some("proto") => {
            (" of 'proto'", "decode(value, 'proto', bucket, key, protoName, messageType)".to_owned())
        }
        _ => ("", function.signature()),
    };
    Diagnostic::new(
        &ARGUMENT_COUNT,
        format!(
            "`{}`{scheme} with {given} argument{} is Undefined.",
            function.name,
            if given == 1 { "" } else { "s" }
        ),
    )
    .at(range, format!("write `{form}`"))
    .help(format!("A call with a wrong number of arguments gives Undefined. {}", function.summary))
    .evidence(Evidence::Documented)
}

pub(crate) fn needs_stand_in(range: Range<usize>, function: &str, arguments: &[Value]) -> Diagnostic {
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
    Diagnostic::new(&NEEDS_STAND_IN, format!("`{function}` asks another service, and no mock answers this call."))
        .at(range, "no answer")
        .help(format!("Supply what the service would answer: `{shown}`. Without `arguments` it answers every call; `error` instead of `result` makes the call fail."))
        .needed(Needed::Mock { function: function.to_owned(), arguments: fits.then_some(written) })
}

pub(crate) fn needs_descriptor(range: Range<usize>, bucket: &str, key: &str) -> Diagnostic {
    let mut object = Object::new();
    object.set("bucket".into(), Value::string(bucket));
    object.set("key".into(), Value::string(key));
    object.set("base64".into(), Value::string("…"));
    let shown = Value::object(object).to_json();
    Diagnostic::new(&NEEDS_STAND_IN, "`decode` reads a protobuf descriptor from Amazon S3, and none was supplied.")
        .at(range, "no descriptor")
        .help(format!("Supply the descriptor: `{shown}` with the bytes that `protoc --include_imports --descriptor_set_out` writes, or with `proto`, an object of .proto files, instead of `base64`."))
        .needed(Needed::Descriptor { bucket: bucket.to_owned(), key: key.to_owned() })
}

pub(crate) fn call_failed(range: Range<usize>, function: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&EVALUATION_FAILED, format!("`{function}` failed: {}.", why.trim_end_matches('.')))
        .at(range, "this call failed")
        .help("The rule execution fails and no action runs. get_or_default() around the call gives a default instead.")
        .evidence(Evidence::Documented)
}

pub(crate) fn decode_failed(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&EVALUATION_FAILED, format!("The protobuf message cannot be decoded: {why}."))
        .at(range, "this call failed")
        .help("The rule execution fails and no action runs. get_or_default() around the call gives a default instead.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn left_out(range: Range<usize>, function: &str, part: &str) -> Diagnostic {
    Diagnostic::new(&LEFT_OUT, format!("`{function}` needs {part}, which this build of RuleLens leaves out."))
        .at(range, format!("`{function}` needs {part}"))
        .help("A build with all features of the crate iot-sql has every part.")
}

pub(crate) fn call_limit(range: Range<usize>, what: &str, limit: usize, first: Range<usize>) -> Diagnostic {
    Diagnostic::new(&CALL_LIMIT, format!("A statement may call {what} at most {}.", times(limit)))
        .at(range, "one call too many")
        .at(first, "called here first")
        .help("AWS ends such a rule without running any action. Call it once in a SET variable and use the variable.")
        .evidence(Evidence::Documented)
}

pub(crate) fn call_limit_with_templates(range: Range<usize>, what: &str, limit: usize) -> Diagnostic {
    let times = times(limit);
    Diagnostic::new(
        &CALL_LIMIT,
        format!("A statement and the templates of its actions may together call {what} at most {times}."),
    )
    .at(range, "one call too many")
    .help("Call it once in a SET variable of the statement and write `${@variable}` here.")
    .evidence(Evidence::Documented)
}

fn times(limit: usize) -> String {
    if limit == 1 { "once".to_owned() } else { format!("{limit} times") }
}

pub(crate) fn must_be_one_of(range: Range<usize>, argument: &str, allowed: &[&str]) -> Diagnostic {
    let listed: Vec<String> = allowed.iter().map(|name| format!("'{name}'")).collect();
    let listed = listed.join(" or ");
    let diagnostic =
        Diagnostic::new(&CONSTANT_ARGUMENT, format!("`{argument}` must be written out: {listed}."))
            .at(range.clone(), format!("write {listed}"))
            .evidence(Evidence::Documented);
    allowed.iter().fold(diagnostic, |diagnostic, name| {
        diagnostic.fix(format!("Write '{name}'"), range.clone(), format!("'{name}'"))
    })
}

pub(crate) fn no_variable_here(range: Range<usize>, argument: &str) -> Diagnostic {
    Diagnostic::new(&CONSTANT_ARGUMENT, format!("`{argument}` cannot be a SET variable."))
        .at(range, "a variable")
        .help("AWS takes no variables for role ARNs and for arguments that choose what a function does.")
        .evidence(Evidence::Documented)
}

pub(crate) fn not_in_default(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&CALL_NOT_ALLOWED, format!("The default of get_or_default() cannot call {what}."))
        .at(range, "fetches data from a customer's resources")
        .help("AWS allows no such function there. Write a literal, an attribute or a variable.")
        .evidence(Evidence::Documented)
}

pub(crate) fn not_in_template(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&CALL_NOT_ALLOWED, format!("A substitution template cannot call {what}."))
        .at(range, "not in a template")
        .help("Decode in a SET variable of the statement and write `${@variable}` here.")
        .evidence(Evidence::Documented)
}
