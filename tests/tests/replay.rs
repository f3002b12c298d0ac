//! What the replay of many messages rests on, for any payload.

use iot_sql::{Layout, Message, Rule, SqlVersion};
use proptest::prelude::*;

proptest! {
    /// A payload that a rule reads as JSON is JSON for every reader, so that it need not be read a second time to know;
    /// only a byte order mark, which the rule passes over, tells them apart.
    #[test]
    fn what_a_rule_reads_as_json_is_json(texts in prop::collection::vec(anything_like_json(), 1..6)) {
        let mut layouts = [Layout::default(), Layout::default()];
        let rules = ["SELECT a, bc FROM 't'", "SELECT * FROM 't'"]
            .map(|sql| Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql));
        for text in texts {
            for (rule, layout) in rules.iter().zip(&mut layouts) {
                let reading = rule.read(Message { topic: "t", payload: &text }, layout);
                if reading.is_json() == Some(true) && !text.starts_with("\u{FEFF}".as_bytes()) {
                    let other = serde_json::from_slice::<serde::de::IgnoredAny>(&text);
                    prop_assert!(other.is_ok(), "{}: {other:?}", String::from_utf8_lossy(&text));
                }
            }
        }
    }
}

/// JSON, most of it with a fault somewhere.
fn anything_like_json() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b" ",
        b"\"a\"",
        b"\"bc\"",
        b"\"\\n\"",
        b"\"\\u12",
        b"\"\\ud800\"",
        b"\"\\x\"",
        b"\"",
        b"\\",
        b"0",
        b"-1.50",
        b"01",
        b"2e3",
        b"1e",
        b"1e400",
        b"1e1000",
        b"-",
        b"true",
        b"nul",
        b"null",
        b"NaN",
        b"Infinity",
        b"\x01",
        b"\x7f",
        b"\xc3\xa9",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r\n",
    ];
    let member =
        (prop::sample::select(vec!["a", "bc", "d", "\\u0061"]), prop::sample::select(pieces.clone()));
    let strict = prop::collection::vec(member, 0..5).prop_map(|members| {
        let mut text = b"{".to_vec();
        for (index, (key, value)) in members.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            text.extend(format!("{comma}\"{key}\": ").bytes());
            text.extend(*value);
        }
        text.push(b'}');
        text
    });
    let loose = prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![strict, loose]
}
