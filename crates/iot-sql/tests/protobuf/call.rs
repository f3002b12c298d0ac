//! The arguments of the call.

use crate::data::TELEMETRY_SET;
use crate::{context, decode, run, set, sources, text};
use iot_sql::{Context, Mock, Value};

#[test]
fn files_and_types_are_found_by_every_form_of_their_names() {
    let context = context(sources(&[
        (
            "x/v1/message.proto",
            "syntax = \"proto3\"; package x.v1; import \"y/message.proto\"; message M { message N { int32 a = 1; } int32 a = 1; y.M y = 2; }",
        ),
        ("y/message.proto", "syntax = \"proto3\"; package y; message M { int32 b = 1; }"),
        ("plain.proto", "syntax = \"proto3\"; message M { int32 c = 1; }"),
    ]));
    for (proto, name, expected) in [
        ("x/v1/message.proto", "M", r#"{"a":1}"#),
        ("x/v1/message", "x.v1.M", r#"{"a":1}"#),
        ("v1/message", ".x.v1.M", r#"{"a":1}"#),
        ("y/message", "M", r#"{"b":1}"#),
        ("plain", "M", r#"{"c":1}"#),
        ("plain.proto", "M", r#"{"c":1}"#),
        ("v1/message", "M.N", r#"{"a":1}"#),
        ("v1/message", "x.v1.M.N", r#"{"a":1}"#),
        (
            "message",
            "M",
            "`message` may be any of `y/message.proto`, `x/v1/message.proto`; write its folder too",
        ),
        (
            "other",
            "M",
            "the descriptor has no file `other`; it has `y/message.proto`, `x/v1/message.proto`, `plain.proto`",
        ),
        ("plain", "N", "`plain.proto` has no message type `N`; it has `M`"),
        ("plain", "m", "`plain.proto` has no message type `m`; it has `M`"),
        ("plain", "y.M", "the message type `y.M` is in `y/message.proto`, not in `plain.proto`"),
        (
            "",
            "M",
            "the descriptor has no file ``; it has `y/message.proto`, `x/v1/message.proto`, `plain.proto`",
        ),
        ("plain", "", "`plain.proto` has no message type ``; it has `M`"),
    ] {
        let given = text(decode(&context, proto, name, &[8, 1]));
        let given = given.strip_prefix("The protobuf message cannot be decoded: ").unwrap_or(&given);
        assert_eq!(given.trim_end_matches('.'), expected, "{proto} {name}");
    }
}

#[test]
fn the_value_may_be_the_payload_or_base64() {
    let context = context(set(TELEMETRY_SET));
    let tail = "'proto', 'bucket', 'a.desc', 'telemetry', 'Reading')";
    for (sql, payload, expected) in [
        (
            format!("SELECT VALUE decode(*, {tail}"),
            &b"\x0a\x02s1\x10x"[..],
            r#"{"sensor_id":"s1","reading":120}"#,
        ),
        (format!("SELECT VALUE decode(*, {tail}"), b"\"CgJzMRB4\"", r#"{"sensor_id":"s1","reading":120}"#),
        (format!("SELECT decode(a.b, {tail}.reading AS r"), br#"{"a":{"b":"CgJzMRB4"}}"#, r#"{"r":120}"#),
        (format!("SELECT decode(x, {tail} AS r"), br#"{"x":" YAA "}"#, r#"{"r":{"code":0}}"#),
        (
            format!("SET @d = decode(encode(*, 'base64'), {tail} SELECT @d.sensor_id, @d.reading"),
            b"\x0a\x02s1\x10x",
            r#"{"sensor_id":"s1","reading":120}"#,
        ),
        (
            format!("SELECT (SELECT VALUE decode(*, {tail} FROM list) AS r"),
            br#"{"list":["YAA=","UAA="]}"#,
            r#"{"r":[{"code":0},{"alarm":false}]}"#,
        ),
        // A message inside the bytes of another.
        (format!("SELECT VALUE decode(decode(*, {tail}.raw, {tail}"), b"\x32\x02\x60\x07", r#"{"code":7}"#),
    ] {
        assert_eq!(text(run(&format!("{sql} FROM 'a'"), payload, &context)), expected, "{sql}");
    }
}

#[test]
fn arguments_that_are_no_texts_fail() {
    let context = context(set(TELEMETRY_SET));
    for (call, expected) in [
        (
            "decode(missing, 'proto', 'bucket', 'a.desc', 'telemetry', 'Reading')",
            "the value is Undefined, not a String of base64",
        ),
        (
            "decode(5, 'proto', 'bucket', 'a.desc', 'telemetry', 'Reading')",
            "the value is Int, not a String of base64",
        ),
        ("decode('%', 'proto', 'bucket', 'a.desc', 'telemetry', 'Reading')", "the value is not base64: "),
        (
            "decode('YAA=', 'proto', missing, 'a.desc', 'telemetry', 'Reading')",
            "the bucket is Undefined, not a String",
        ),
        (
            "decode('YAA=', 'proto', 'bucket', 1, 'telemetry', 'Reading')",
            "the object key is Int, not a String",
        ),
        (
            "decode('YAA=', 'proto', 'bucket', 'a.desc', NULL, 'Reading')",
            "the proto name is Null, not a String",
        ),
        (
            "decode('YAA=', 'proto', 'bucket', 'a.desc', 'telemetry', [])",
            "the message type is Array, not a String",
        ),
    ] {
        let given = text(run(&format!("SELECT {call} AS d FROM 'a'"), b"{}", &context));
        assert!(given.contains(expected), "{call}: {given}");
    }
}

#[test]
fn without_a_descriptor_the_outcome_says_what_to_supply() {
    let context = context(set(TELEMETRY_SET));
    for (bucket, key) in [("bucket", "b.desc"), ("other", "a.desc")] {
        let sql =
            format!("SELECT VALUE decode(*, 'proto', '{bucket}', '{key}', 'telemetry', 'Reading') FROM 'a'");
        let failed = run(&sql, &[], &context).expect_err("no descriptor");
        assert_eq!(failed.code.id, "run.needs-mock");
        let help = failed.help.expect("help");
        assert!(help.contains(&format!(r#"{{"bucket":"{bucket}","key":"{key}","base64":"…"}}"#)), "{help}");
    }
}

#[test]
fn a_mock_may_answer_for_decode_too() {
    let answer = Value::from_json(br#"{"reading":5.0}"#).expect("JSON");
    let mock = Mock::new("decode", answer).for_arguments([Value::from("eA==")]);
    let context = Context { mocks: vec![mock], ..Context::default() };
    assert_eq!(text(decode(&context, "p", "M", b"x")), r#"{"reading":5}"#);
    let failed = decode(&context, "p", "M", b"y").expect_err("no answer");
    assert_eq!(failed.code.id, "run.needs-mock");
}
