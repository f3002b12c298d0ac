//! That the targets reach what they are for.

use crate::case::Case;
use crate::protobuf::Input;
use crate::{assist, check, pool, protobuf};
use arbitrary::{Arbitrary, Unstructured};
use iot_sql::{Context, Message, Outcome, Rule};

/// Bytes that look random and are the same each time.
fn noise(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).take(60).flatten().collect()
}

fn cases() -> impl Iterator<Item = Case> {
    (1..400).filter_map(|seed| Case::arbitrary(&mut Unstructured::new(&noise(seed))).ok())
}

#[test]
fn most_statements_are_read_and_many_give_something() {
    let rules: Vec<_> = cases()
        .filter_map(|case| Rule::parse(&case.sql, case.version).ok().map(|rule| (rule, case)))
        .collect();
    let output = rules.iter().filter(|(rule, case)| {
        let message = Message { topic: case.topic, payload: &case.payload };
        matches!(rule.evaluate(message, &case.context), Outcome::Output(_))
    });
    let (read, output) = (rules.len(), output.count());
    assert!(read > 150 && output > 50, "{read} are read, {output} give something");
}

#[test]
fn what_is_checked_holds_of_some_cases() {
    for case in cases() {
        // Shown where the check fails.
        println!("{case:?}");
        check::evaluation(&case);
    }
}

#[test]
fn what_an_editor_is_told_holds_of_some_cases() {
    for (place, case) in cases().take(40).enumerate() {
        println!("{case:?}");
        assist::text(&case.sql, place * 7 % 256, &case.payload);
        let half = case.sql.floor_char_boundary(case.sql.len() / 2);
        assist::text(&case.sql[..half], 255, &case.payload);
    }
}

#[test]
fn what_is_checked_holds_of_the_examples() {
    for example in pool::functions().flat_map(|function| function.examples) {
        check::statement(&format!("SELECT {} AS x FROM 'iot/topic'", example.call));
        check::template(&format!("a ${{{}}} b", example.call), example.payload.as_bytes());
    }
}

#[test]
fn what_is_checked_holds_of_some_payloads() {
    for payload in
        [r#"{"a":1,"bc":{"a":[2.50]},"c":null}"#, r#"{"a":1,"#, r#"{"a":1E1000,"b":"\n"}"#, "[1]", ""]
    {
        (0..18).for_each(|rule| check::evaluation(&Case::of_payload(rule, payload.as_bytes())));
    }
}

#[test]
fn the_dictionary_has_every_function() {
    let dictionary = include_str!("../sql.dict");
    let missing: Vec<_> = pool::functions()
        .map(|function| function.name)
        .filter(|name| !dictionary.contains(&format!("\"{name}(\"")))
        .collect();
    assert!(missing.is_empty(), "sql.dict lacks {missing:?}");
}

#[test]
fn protobuf_inputs_of_each_kind_are_decoded() {
    // Field 13, a bool, is true; field 17 holds an empty message.
    let message = [0x68, 1, 0x8a, 1, 0];
    let text = protobuf::SOURCES[0].1;
    for (kind, descriptor) in [(0, ""), (2, text)] {
        let bytes = Input::bytes(kind, 0, descriptor.as_bytes(), &message);
        let input = Input::read(&bytes).expect("long enough");
        check::protobuf(&input);
        let context = Context { descriptors: vec![input.descriptor.clone()], ..Context::default() };
        let sql = "SELECT VALUE decode(*, 'proto', 'bucket', 'a.desc', 'every', 'Every') FROM 'a'";
        let rule = Rule::parse(sql, iot_sql::SqlVersion::default()).expect(sql);
        match rule.evaluate(Message { topic: "a", payload: input.message }, &context) {
            Outcome::Output(value) => assert_eq!(value.to_bytes(), br#"{"bool":true,"inner":{}}"#),
            other => panic!("{other:?}"),
        }
    }
    check::protobuf(&Input::read(&Input::bytes(1, 0, b"\x0a\x00", &message)).expect("long enough"));
}
