//! A rule that is read once, as JavaScript calls it.
#![cfg(target_arch = "wasm32")]

use js_sys::{JsString, Uint8Array};
use rulelens_wasm::PreparedRule;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const SQL: &str = "SELECT t, name FROM 'sensors/+' WHERE t > 20";

fn prepared(sql: &str) -> PreparedRule {
    PreparedRule::new(sql, "sensors/a".into(), None).unwrap_or_else(|_| panic!("{sql}"))
}

fn run(rule: &mut PreparedRule, payload: &[u8]) -> i32 {
    let room = rule.room(payload.len());
    room.copy_from(payload);
    rule.run(payload.len())
}

#[wasm_bindgen_test]
fn messages_go_in_and_come_out() {
    let mut rule = prepared(SQL);
    let outgoing = r#"{"t":21.50,"name":"Zoë"}"#;
    assert_eq!(run(&mut rule, r#"{"t": 21.50, "name": "Zoë"}"#.as_bytes()), outgoing.len() as i32);
    assert_eq!(rule.text(), JsValue::from(JsString::from(outgoing)));
    assert_eq!(rule.bytes().to_vec(), outgoing.as_bytes());
    assert_eq!(run(&mut rule, br#"{"t": 20}"#), -1, "WHERE is false");
    assert_eq!(rule.bytes().length(), 0);
    rule.set_topic("elsewhere".into());
    assert_eq!(run(&mut rule, br#"{"t": 21}"#), -1, "another topic");
}

#[wasm_bindgen_test]
fn failures_have_words() {
    assert!(PreparedRule::new("SELECT", "sensors/a".into(), None).is_err());
    assert!(PreparedRule::new(SQL, "sensors/a".into(), Some("2020-01-01".into())).is_err());
    let mut rule = prepared(SQL);
    assert_eq!(run(&mut rule, b"{"), -1, "WHERE is Undefined");
    let mut rule = prepared("SELECT t FROM 'sensors/+'");
    assert_eq!(run(&mut rule, b"{"), -2);
    assert!(rule.failure().is_some());
    assert_eq!(rule.run(1_000_000), -2, "more than there is room for");
    assert_eq!(run(&mut rule, br#"{"t": 1}"#), 7);
    assert_eq!(rule.failure(), None);
}

#[wasm_bindgen_test]
fn functions_see_the_time_that_is_set() {
    let mut rule = prepared("SELECT timestamp() AS now FROM 'sensors/+'");
    rule.set_timestamp(1_700_000_000_000.0);
    assert!(run(&mut rule, b"{}") > 0);
    assert_eq!(rule.text(), JsValue::from_str(r#"{"now":1700000000000}"#));
    let place: Uint8Array = rule.room(3);
    assert_eq!(place.length(), 3);
}

#[wasm_bindgen_test]
fn outgoing_payloads_of_any_length_are_read_whatever_the_memory_does() {
    let mut rule = prepared("SELECT * FROM 'sensors/+'");
    // The longer one has another place, and the memory stays as large as it is.
    for text in ["a", &"b".repeat(500), "c"] {
        let outgoing = format!(r#"{{"x":"{text}"}}"#);
        run(&mut rule, outgoing.as_bytes());
        assert_eq!(rule.text(), JsValue::from_str(&outgoing));
    }
    let lengths = [0, 1, 7, 8, 1_000, 1_015, 1_016, 1_017, 5_000, 100_000];
    for length in lengths.into_iter().chain(lengths.into_iter().rev()) {
        for letter in ["a", "b"] {
            let outgoing = format!(r#"{{"x":"{}"}}"#, letter.repeat(length));
            assert_eq!(run(&mut rule, outgoing.as_bytes()), outgoing.len() as i32);
            assert_eq!(rule.text(), JsValue::from_str(&outgoing), "{length}");
            // Its room first: where the memory grows, the view is empty.
            let mut bytes = vec![0; outgoing.len()];
            rule.bytes().copy_to(&mut bytes);
            assert_eq!(bytes, outgoing.as_bytes(), "{length}");
            let grown: Vec<u8> = vec![1; 100_000 + length];
            assert_eq!(rule.text(), JsValue::from_str(&outgoing), "{length}, beside {}", grown.len());
        }
    }
    let pages = std::arch::wasm32::memory_size::<0>();
    let room = rule.room(pages << 16);
    assert!(room.length() > 0 && std::arch::wasm32::memory_size::<0>() > pages, "it has grown");
    assert_eq!(rule.text(), JsValue::from_str(r#"{"x":""}"#));
}

#[wasm_bindgen_test]
fn what_is_no_json_passes_as_it_is() {
    let mut rule = prepared("SELECT * FROM 'sensors/+'");
    let marked = "\u{FEFF}21.5;47";
    assert_eq!(run(&mut rule, marked.as_bytes()), marked.len() as i32);
    assert_eq!(rule.text(), JsValue::from_str(marked), "a byte order mark stays");
    assert_eq!(run(&mut rule, b"\xFF\xFE"), 2);
    assert!(rule.text().is_undefined(), "no text");
    assert_eq!(rule.bytes().to_vec(), b"\xFF\xFE");
}
