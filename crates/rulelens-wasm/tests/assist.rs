//! What a code editor is told, with its positions in UTF-16 code units.

use rulelens_wasm::{AssistAnswer, AssistQuestion, EvaluateRequest, InputName, assist};

fn request(sql: &str) -> EvaluateRequest {
    EvaluateRequest {
        sql: sql.to_owned(),
        topic: "plant/7".to_owned(),
        payload: r#"{"🌡": "é", "temperature": 24.04, "humidity": 43}"#.to_owned(),
        action: Some(
            r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "arn:aws:iam::123456789012:role/r",
                "dimensions": [{"name": "sensor", "value": "${humidity}"}]}}"#
                .to_owned(),
        ),
        ..EvaluateRequest::default()
    }
}

fn about_sql(sql: &str, question: &str) -> AssistAnswer {
    let question: AssistQuestion = serde_json::from_str(question).expect("a question");
    assist(&request(sql), Some(InputName::Sql), &question)
}

#[test]
fn tokens_count_in_utf_16() {
    let AssistAnswer::Tokens(tokens) = about_sql("SELECT '🌡' AS x", r#"{"tokens": {"from": 0, "to": 16}}"#)
    else {
        panic!("tokens")
    };
    let named: Vec<_> = tokens.list.chunks(3).map(|one| (one[0], one[1], tokens.kinds[one[2]])).collect();
    assert_eq!(named, [(0, 6, "keyword"), (7, 11, "string"), (12, 14, "keyword"), (15, 16, "")]);
}

#[test]
fn lines_of_the_payload_are_read_by_themselves() {
    let payload = "{\n  \"a\": 1.5,\n  \"b\": [true]\n}";
    let request = EvaluateRequest { payload: payload.to_owned(), ..EvaluateRequest::default() };
    let question: AssistQuestion = serde_json::from_str(r#"{"tokens": {"from": 15, "to": 28}}"#).unwrap();
    let AssistAnswer::Tokens(tokens) = assist(&request, Some(InputName::Payload), &question) else {
        panic!("tokens")
    };
    let kinds: Vec<_> =
        tokens.list.chunks(3).map(|one| (&payload[one[0]..one[1]], tokens.kinds[one[2]])).collect();
    assert!(kinds.contains(&("\"b\"", "key")) && kinds.contains(&("true", "constant")), "{kinds:?}");
    assert!(!kinds.iter().any(|(text, _)| *text == "\"a\""), "only what is in view: {kinds:?}");
}

#[test]
fn a_part_of_a_line_is_read_as_what_it_is() {
    let payload = r#"{"first": "true 5", "second": "null", "third": 2.5}"#;
    let request = EvaluateRequest { payload: payload.to_owned(), ..EvaluateRequest::default() };
    // Both ends are inside of strings.
    let question: AssistQuestion = serde_json::from_str(r#"{"tokens": {"from": 13, "to": 33}}"#).unwrap();
    let AssistAnswer::Tokens(tokens) = assist(&request, Some(InputName::Payload), &question) else {
        panic!("tokens")
    };
    let kinds: Vec<_> =
        tokens.list.chunks(3).map(|one| (&payload[one[0]..one[1]], tokens.kinds[one[2]])).collect();
    for expected in [("\"true 5\"", "string"), ("\"second\"", "key"), ("\"null\"", "string")] {
        assert!(kinds.contains(&expected), "{kinds:?}");
    }
    assert!(kinds.len() < 9, "only what is in view: {kinds:?}");
}

#[test]
fn keys_of_the_payload_are_offered() {
    let AssistAnswer::Completions(found) =
        about_sql("SELECT '🌡' AS x, tem", r#"{"complete": {"at": 21, "asked": false}}"#)
    else {
        panic!("completions")
    };
    assert_eq!((found.from, found.to), (18, 21));
    assert_eq!((found.items[0].label.as_str(), found.items[0].kind), ("temperature", "key"));
    assert!(found.items[0].detail.contains("24.04"), "{:?}", found.items[0]);
}

#[test]
fn a_card_tells_the_value() {
    let AssistAnswer::Hover(card) =
        about_sql("SELECT '🌡' AS x, round(temperature) AS t FROM '#'", r#"{"hover": {"at": 20}}"#)
    else {
        panic!("a card")
    };
    assert_eq!((card.from, card.now.as_deref(), card.r#type), (18, Some("24"), Some("Int")));
    assert!(!card.paragraphs.is_empty() && card.evidence.is_some(), "{card:?}");
    let broken = about_sql("SELECT round(temperature AS t FORM", r#"{"hover": {"at": 8}}"#);
    assert!(
        matches!(broken, AssistAnswer::Hover(_)),
        "a rule that cannot be read has functions all the same"
    );
}

#[test]
fn parts_give_values_and_read_keys() {
    let sql = "SELECT temperature * 2 AS t, nosuch FROM 'plant/+' WHERE temperature > 20";
    let question: AssistQuestion = serde_json::from_str(r#""explain""#).unwrap();
    let AssistAnswer::Explained(explained) = assist(&request(sql), None, &question) else {
        panic!("explained")
    };
    let values: Vec<_> = explained.values.iter().map(|value| (value.at, value.r#type, value.state)).collect();
    assert_eq!(values[0], (27, "DOUBLE", "value"));
    assert_eq!(values[1].2, "undefined");
    // 🌡, temperature and humidity; the last is read by a template.
    assert_eq!((explained.keys, explained.unread_keys), (3, 1));
    assert_eq!(explained.unread[0], 1, "from the key on");
    let first = &explained.parts[0];
    assert_eq!((first.template.is_none(), first.attributes.join(",").as_str()), (true, "t"));
    assert_eq!(first.reads, [12, 32], "counted in UTF-16");
    let template = explained.parts.iter().find_map(|part| part.template).expect("a part in a template");
    assert_eq!(explained.templates[template], "${humidity}");
}

#[test]
fn a_text_is_formatted_or_left_alone() {
    let format = |about, sql: &str| {
        let question: AssistQuestion = serde_json::from_str(r#""format""#).unwrap();
        match assist(&request(sql), Some(about), &question) {
            AssistAnswer::Formatted(formatted) => (formatted.text, formatted.why),
            other => panic!("{other:?}"),
        }
    };
    let (text, _) = format(InputName::Sql, "select a from 'b'");
    assert!(text.unwrap().starts_with("SELECT a"));
    let (text, why) = format(InputName::Sql, "select a form 'b'");
    assert!(text.is_none() && why.is_some());
    let (text, _) = format(InputName::Payload, "");
    assert!(text.unwrap().contains("\"temperature\": 24.04"));
}

#[test]
fn a_long_message_takes_no_values_along() {
    let mut request = request("SELECT temperature FROM 'plant/+'");
    request.payload = format!(r#"{{"temperature": 1, "filler": "{}"}}"#, "x".repeat(256 * 1024));
    let ask = |about, question: &str| assist(&request, about, &serde_json::from_str(question).unwrap());
    let AssistAnswer::Explained(explained) = ask(None, r#""explain""#) else { panic!("explained") };
    assert!(explained.values.is_empty() && explained.keys == 0, "what was shown before is taken away");
    let AssistAnswer::Hover(card) = ask(Some(InputName::Sql), r#"{"hover": {"at": 3}}"#) else {
        panic!("a card")
    };
    assert_eq!((card.title.as_str(), card.now), ("SELECT", None));
}

#[test]
fn positions_beyond_the_text_are_taken_for_its_end() {
    for question in [
        r#"{"tokens": {"from": 90, "to": 5}}"#,
        r#"{"brackets": {"at": 9999}}"#,
        r#"{"complete": {"at": 9999, "asked": true}}"#,
        r#"{"hover": {"at": 9999}}"#,
    ] {
        for sql in ["", "SELECT '🌡", "SELECT a FROM 'b'"] {
            about_sql(sql, question);
        }
    }
}

#[test]
fn the_form_of_a_call_tells_which_argument_is_due() {
    let AssistAnswer::Parameters(call) =
        about_sql("SELECT '🌡' AS x, power(temperature, ", r#"{"parameters": {"at": 37}}"#)
    else {
        panic!("a call")
    };
    assert_eq!(call.from, 18, "the function's name, counted in UTF-16");
    assert!(call.signature.starts_with("power("), "{call:?}");
    let [from, to] = call.active.expect("a second argument");
    assert!(call.signature.find(&call.signature[from..to]) > call.signature.find(','), "{call:?}");
    assert!(matches!(about_sql("SELECT a FROM 'b'", r#"{"parameters": {"at": 8}}"#), AssistAnswer::Nothing));
}

#[test]
fn a_template_is_asked_about_by_its_text() {
    let ask = |text: &str, ask: &str| {
        let question = format!(r#"{{"template": {{"text": {text:?}, "ask": {ask}}}}}"#);
        let question: AssistQuestion = serde_json::from_str(&question).expect("a question");
        assist(&request("SELECT temperature AS t FROM 'plant/+'"), None, &question)
    };
    let AssistAnswer::Hover(card) = ask("é-${humidity}", r#"{"hover": {"at": 6}}"#) else {
        panic!("a card")
    };
    assert_eq!((card.from, card.now.as_deref()), (4, Some("43")));
    let AssistAnswer::Completions(found) = ask("${tem}", r#"{"complete": {"at": 5, "asked": false}}"#) else {
        panic!("completions")
    };
    assert_eq!((found.from, found.items[0].label.as_str()), (2, "temperature"));
    let AssistAnswer::Tokens(tokens) = ask("x${topic(2)}", r#"{"tokens": {"from": 0, "to": 12}}"#) else {
        panic!("tokens")
    };
    let kinds: Vec<_> = tokens.list.chunks(3).map(|one| tokens.kinds[one[2]]).collect();
    assert!(kinds.contains(&"template") && kinds.contains(&"function"), "{kinds:?}");
    assert!(matches!(ask("${topic(2)}", r#""explain""#), AssistAnswer::Nothing));
}
