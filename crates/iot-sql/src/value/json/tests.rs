//! Reading JSON: faults, bounds, and that the quick reader and the thorough one agree.

use super::{Layout, Payload, WholeDecimal};
use crate::value::{JsonError, Object, Value};
use crate::version::SqlVersion::V2016_03_23;
use proptest::prelude::*;
use smol_str::SmolStr;

fn read(text: &[u8]) -> Result<Value, JsonError> {
    super::read(text, V2016_03_23).map(|(value, _)| value)
}

fn read_keys(text: &[u8], keys: &[SmolStr]) -> Result<Value, JsonError> {
    super::read_keys(text, keys, V2016_03_23, None).payload.expect("it was read").map(value)
}

fn value(payload: Payload) -> Value {
    match payload {
        Payload::Members(object) => Value::object(object),
        Payload::Whole(value) => value,
    }
}

#[test]
fn faults_have_a_place() {
    for (text, offset) in [
        (&b"{\"a\": tru}"[..], 9),
        (b"{\"a\" 1}", 5),
        (b"[1, 2", 5),
        (b"", 0),
        (b"{'a': 1}", 1),
        (b"[01]", 2),
        (b"{\"a\": NaN}", 6),
        (b"{\"a\": 1} x", 9),
        (b"\"\\ud800\"", 7),
        (b"\"a\xFFb\"", 2),
        (b"[1e1000]", 1),
    ] {
        let shown = String::from_utf8_lossy(text);
        let error = read(text).expect_err(&shown);
        assert_eq!(error.offset, offset, "{shown}: {error}");
        assert!(read_keys(text, &["b".into()]).is_err(), "{shown} with wanted keys");
    }
}

#[test]
fn nesting_is_bounded_in_wanted_and_skipped_values() {
    let arrays = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let objects = |levels: usize| r#"{"c":"#.repeat(levels) + "1" + &"}".repeat(levels);
    for (levels, accepted) in [(200, true), (201, false), (10_000, false)] {
        for nested in [&arrays as &dyn Fn(usize) -> String, &objects] {
            assert_eq!(read(nested(levels).as_bytes()).is_ok(), accepted, "{levels}");
            let text = format!(r#"{{"a":{}}}"#, nested(levels - 1));
            for key in ["a", "b"] {
                assert_eq!(read_keys(text.as_bytes(), &[key.into()]).is_ok(), accepted, "{levels} {key}");
            }
        }
    }
}

#[test]
fn only_wanted_keys_are_kept_and_the_last_of_two_wins() {
    let value =
        read_keys(br#"{"a":1,"b":{"c":[1]},"a":2,"d":"x"}"#, &["a".into(), "d".into()]).expect("JSON");
    assert_eq!(value.to_json(), r#"{"a":2,"d":"x"}"#);
}

proptest! {
    /// Whatever the quick reader says yes to, the thorough one reads too, and the same; also after payloads that look
    /// like this one or otherwise.
    #[test]
    fn the_quick_reader_agrees(texts in prop::collection::vec(bytes_like_an_object(), 1..5)) {
        let keys = ["a".into(), "bc".into()];
        let mut layout = Layout::default();
        for bytes in texts.iter().chain(&texts) {
            let quick = |layout| super::quick::read_keys(bytes, &keys, V2016_03_23, layout);
            let seen = |object: Object, whole: &WholeDecimal| {
                (Value::object(object).to_json(), whole.first().map(|(key, number)| format!("{key} {number}")))
            };
            let alone = quick(None).map(|kept| seen(kept.object, &kept.whole_decimal));
            let after_others = quick(Some(&mut layout)).map(|kept| seen(kept.object, &kept.whole_decimal));
            prop_assert_eq!(&alone, &after_others);
            let whole = super::quick::read_whole(bytes, V2016_03_23);
            let Ok(text) = std::str::from_utf8(bytes) else {
                prop_assert!(alone.is_none() && whole.is_none(), "what is no UTF-8 is no JSON");
                continue;
            };
            if let Some(alone) = alone {
                let thorough = super::read_keys_of_any(text, &keys, V2016_03_23);
                let Ok((Payload::Members(object), whole)) = thorough else { panic!("{text}: {thorough:?}") };
                prop_assert_eq!(alone, seen(object, &whole));
            }
            let mut compact = String::new();
            if super::write_compact(text, V2016_03_23, &mut compact).is_some() {
                let Ok((thorough, _)) = super::read_any(text, V2016_03_23) else { panic!("{text}") };
                prop_assert_eq!(compact, thorough.to_json());
            }
            if let Some((value, whole)) = whole {
                let Ok((thorough, of_thorough)) = super::read_any(text, V2016_03_23) else { panic!("{text}") };
                prop_assert_eq!(value.to_json(), thorough.to_json());
                prop_assert_eq!(whole.first().is_some(), of_thorough.first().is_some());
            }
        }
    }
}

/// The bytes of such objects, some of them with a byte that is another.
fn bytes_like_an_object() -> impl Strategy<Value = Vec<u8>> {
    let changed = (
        anything_like_an_object(),
        any::<prop::sample::Index>(),
        prop::sample::select(vec![b'"', 0x80, 0xC3, 0xFF]),
    );
    let changed = changed.prop_map(|(text, at, byte)| {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes
    });
    prop_oneof![2 => anything_like_an_object().prop_map(String::into_bytes), 1 => changed]
}

/// Objects of JSON, most of them with a fault somewhere.
fn anything_like_an_object() -> impl Strategy<Value = String> {
    let pieces = vec![
        "{", "}", "[", "]", ",", ":", " ", "\"a\"", "\"bc\"", "\"\\n\"", "\"", "0", "-1.50", "01", "2e3",
        "1e", "true", "nul", "null", "\u{1}", "é",
    ];
    let loose = prop::collection::vec(prop::sample::select(pieces.clone()), 0..12);
    let value = prop::sample::select(vec![
        "0",
        "-1.50",
        "2E+3",
        "01",
        "1.",
        "true",
        "null",
        "\"x\"",
        "\"\\u00e9\"",
        "\"é\"",
        "\"more than eight bytes é\"",
        "[]",
        "[1, {\"a\": []}]",
        "[{\"a\":1,\"b\":2.0} , {\"a\":3,\"b\":\"x\"},{\"a\":3,\"b\":4,\"a\":5},{\"b\":1,\"a\":2,\"c\":3}]",
        "{}",
        "[1,]",
    ]);
    let member = (prop::sample::select(vec!["a", "bc", "d"]), value);
    let strict = prop::collection::vec(member, 0..5).prop_map(|members| {
        let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect();
        format!(" {{{}}} ", members.join(" , "))
    });
    prop_oneof![strict, loose.prop_map(|pieces| format!("{{{}}}", pieces.concat()))]
}
