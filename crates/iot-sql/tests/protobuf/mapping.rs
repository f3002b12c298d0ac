//! Messages and the values that they become.

use crate::data::{LEGACY, READINGS, TELEMETRY, TELEMETRY_SET, WELL_KNOWN, WELL_KNOWN_ALL};
use crate::{context, decode, set, sources, text};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::Context;

fn check(context: &Context, proto: &str, name: &str, cases: &[(&str, &str)]) {
    for (base64, expected) in cases {
        let bytes = BASE64.decode(base64).expect(base64);
        assert_eq!(text(decode(context, proto, name, &bytes)), *expected, "{base64}");
    }
}

#[test]
fn messages_become_values_from_a_set_and_from_sources() {
    check(&context(set(TELEMETRY_SET)), "telemetry", "Reading", READINGS);
    check(&context(sources(&[("telemetry.proto", TELEMETRY)])), "telemetry", "Reading", READINGS);
    check(&context(sources(&[("all.proto", WELL_KNOWN)])), "all", "All", WELL_KNOWN_ALL);
}

#[test]
fn the_older_syntax_has_required_fields_closed_enums_and_groups() {
    let context = context(sources(&[("old.proto", LEGACY)]));
    for (bytes, expected) in [
        (&[8, 7][..], r#"{"id":7}"#),
        (&[8, 0], r#"{"id":0}"#),
        (&[8, 7, 16, 1], r#"{"id":7,"colour":"RED"}"#),
        (&[8, 7, 16, 9], r#"{"id":7}"#),
        (&[8, 7, 0x23, 40, 1, 0x24, 0x23, 0x24], r#"{"id":7,"row":[{"cell":1},{}]}"#),
        (&[8, 7, 0xA2, 6, 1, b'x'], r#"{"id":7}"#),
        (
            &[16, 1],
            "The protobuf message cannot be decoded: the required field `id` of `old.Parent` is missing.",
        ),
        (
            &[8, 7, 26, 0],
            "The protobuf message cannot be decoded: the required field `id` of `old.Parent` is missing.",
        ),
    ] {
        assert_eq!(text(decode(&context, "old.proto", "Parent", bytes)), expected, "{bytes:?}");
    }
}
