//! What holds for any input.

use iot_sql::{Context, Diagnostic, Input, Message, Outgoing, Rule, SqlVersion, Template, Value};
use proptest::prelude::*;
use rule_actions::Plan;
use serde_json::{Value as Json, json};

/// Pieces that statements are made of, right and wrong ones.
const PIECES: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "SET",
    "AS",
    "VALUE",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "AND",
    "OR",
    "NOT",
    "IN",
    "EXISTS",
    "LIKE",
    "IS NULL",
    "JOIN",
    "null",
    "true",
    "*",
    "a",
    "b.c",
    "Ünï",
    "@v",
    "@v =",
    "'t/+'",
    "\"x\"",
    "'",
    "\"",
    "1",
    "-2.5",
    "1e5",
    ".5",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{'k': 1}",
    "{'k': 1,}",
    ",",
    ".",
    ":",
    ";",
    "+",
    "-",
    "/",
    "%",
    "=",
    "<>",
    "!=",
    "<=",
    "||",
    "--",
    "/*",
    "${",
    "abs(",
    "get(",
    "topic()",
    "cast(a AS Int)",
    "concat(",
    "nosuch(",
    "😀",
    "“",
    "\u{0}",
    "\t",
    "\n",
    "#",
    "`q`",
];

/// Rules that read a payload in all ways.
const RULES: &[&str] = &[
    "SELECT * FROM '#'",
    "SELECT a, b.c AS x.y, nothing FROM '#'",
    "SELECT VALUE a FROM '#'",
    "SELECT *, topic(1) AS t, encode(*, 'base64') AS e FROM '#' WHERE NOT isUndefined(a) OR true",
    "SELECT (SELECT VALUE v FROM a WHERE v > 1) AS r, get(a, 0) AS g, -a AS m, a + b AS s, a / b AS d FROM '#'",
    "SET @v = a SELECT CASE @v WHEN 1 THEN 'x' ELSE upper(b) END AS c, [a, b] AS l, {'k': a} AS o FROM '#'",
];

const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
    "dimensions": [{"name": "x", "value": "${a}-${topic()}"}]}}"#;

fn statement() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(
        (prop::sample::select(PIECES), prop::sample::select(&[" ", "", "\n"][..])),
        0..24,
    );
    prop_oneof![
        pieces.prop_map(|pieces| pieces.into_iter().flat_map(|(piece, space)| [piece, space]).collect()),
        "\\PC{0,60}",
        "SELECT \\PC{0,30} FROM '\\PC{0,10}'( WHERE \\PC{0,20})?",
    ]
}

fn version() -> impl Strategy<Value = SqlVersion> {
    prop::sample::select(&SqlVersion::ALL[..])
}

/// JSON as a sensor might send it; numbers are whole or have a fraction that does not end in 0.
fn payload(depth: u32) -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (any::<i32>(), 1..10_u8).prop_map(|(whole, tenth)| {
            serde_json::from_str(&format!("{whole}.0{tenth}")).expect("a number")
        }),
        "\\PC{0,8}".prop_map(Json::from),
    ];
    leaf.prop_recursive(depth, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::hash_map("[a-c\\PC]{0,3}", inner, 0..5)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Every place lies in its text, between characters where the text is one.
fn check_places(diagnostics: &[Diagnostic], sql: &str, payload: &[u8]) -> Result<(), TestCaseError> {
    for diagnostic in diagnostics {
        prop_assert!(!diagnostic.message.is_empty());
        let labels = diagnostic.labels.iter().map(|label| label.range.clone());
        let edits = diagnostic.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.range.clone()));
        for range in labels.chain(edits) {
            match &diagnostic.input {
                Input::Sql => prop_assert!(sql.get(range.clone()).is_some(), "{diagnostic:?} in {sql:?}"),
                Input::Payload => prop_assert!(payload.get(range.clone()).is_some(), "{diagnostic:?}"),
                Input::Topic | Input::Action(_) | Input::Document | Input::Request => {
                    prop_assert!(range.start <= range.end);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed_or_rejected_with_places_in_it(sql in statement(), version in version()) {
        match Rule::parse(&sql, version) {
            Ok(rule) => {
                check_places(rule.warnings(), &sql, b"")?;
                let message = Message { topic: "t/x", payload: br#"{"a": [1, {"v": 2.5}], "b": {"c": "text"}}"# };
                let report = Plan::new(&sql, version, None).expect("a rule").evaluate(message, &Context::default());
                check_places(&report.diagnostics, &sql, message.payload)?;
            }
            Err(diagnostic) => check_places(&[diagnostic], &sql, b"")?,
        }
    }

    /// A fix of a statement that cannot be read removes what was wrong there: what is still wrong comes later.
    #[test]
    fn any_fix_of_a_rejected_statement_helps(sql in statement(), version in version()) {
        if let Err(before) = Rule::parse(&sql, version) {
            let place = |found: &Diagnostic| found.primary().map(|label| label.range.start);
            for fix in &before.fixes {
                let changed = fix.apply(&sql).expect("edits of the statement");
                if let Err(after) = Rule::parse(&changed, version) {
                    let is_same = after.code == before.code && place(&after) <= place(&before);
                    prop_assert!(!is_same, "{:?} of {sql:?} gives {changed:?}: {after}", fix.title);
                }
            }
        }
    }

    /// The same of a template.
    #[test]
    fn any_fix_of_a_rejected_template_helps(text in statement(), before in "\\PC{0,5}", after in "\\PC{0,5}") {
        let text = format!("{before}${{{text}{after}");
        if let Err(diagnostic) = Template::parse(&text, SqlVersion::default()) {
            let place = |found: &Diagnostic| found.primary().map(|label| label.range.start);
            for fix in &diagnostic.fixes {
                let changed = fix.apply(&text).expect("edits of the template");
                if let Err(after) = Template::parse(&changed, SqlVersion::default()) {
                    let is_same = after.code == diagnostic.code && place(&after) <= place(&diagnostic);
                    prop_assert!(!is_same, "{:?} of {text:?} gives {changed:?}: {after}", fix.title);
                }
            }
        }
    }

    #[test]
    fn any_template_is_parsed_or_rejected_with_places_in_it(text in statement(), before in "\\PC{0,5}") {
        let text = format!("{before}${{{text}");
        if let Err(diagnostic) = Template::parse(&text, SqlVersion::default()) {
            check_places(&[diagnostic], &text, b"")?;
        }
    }

    #[test]
    fn any_bytes_can_be_a_payload(
        payload in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..64),
            r#"[\[\]{}",:0-9a-c\\ue.tn -]{0,40}"#.prop_map(String::into_bytes),
            r#"\{"a": [\PC]{0,20}\}"#.prop_map(String::into_bytes),
        ],
        version in version(),
        topic in "\\PC{0,12}",
    ) {
        for sql in RULES {
            let Ok(plan) = Plan::new(sql, version, Some(ACTION)) else { continue };
            let report = plan.evaluate(Message { topic: &topic, payload: &payload }, &Context::default());
            check_places(&report.diagnostics, sql, &payload)?;
        }
    }

    #[test]
    fn everything_of_a_payload_leaves_the_rule_as_it_came(payload in payload(4)) {
        let text = payload.to_string();
        let plan = Plan::new("SELECT * FROM '#'", SqlVersion::default(), Some(ACTION)).expect("a rule");
        let report = plan.evaluate(Message { topic: "t", payload: text.as_bytes() }, &Context::default());
        let outgoing = report.outgoing().map(Outgoing::to_bytes).unwrap_or_default();
        prop_assert_eq!(String::from_utf8_lossy(&outgoing).into_owned(), text);
    }

    #[test]
    fn every_attribute_but_null_is_a_record(payload in prop::collection::hash_map("[a-f]{1,3}", payload(2), 0..8)) {
        let payload = Json::Object(payload.into_iter().collect());
        let text = payload.to_string();
        let plan = Plan::new("SELECT * FROM '#'", SqlVersion::default(), Some(ACTION)).expect("a rule");
        let report = plan.evaluate(Message { topic: "t", payload: text.as_bytes() }, &Context::default());
        let members = payload.as_object().expect("an object");
        let expected: Vec<Json> = members
            .iter()
            .filter_map(|(name, member)| {
                let (kind, value) = match member {
                    Json::Null => return None,
                    Json::Bool(truth) => ("BOOLEAN", truth.to_string()),
                    Json::Number(number) if number.is_i64() => ("BIGINT", number.to_string()),
                    Json::Number(number) => ("DOUBLE", number.to_string()),
                    Json::String(text) => ("VARCHAR", text.clone()),
                    other => ("VARCHAR", other.to_string()),
                };
                Some(json!([name, value, kind]))
            })
            .collect();
        let found: Vec<Json> = report
            .records()
            .iter()
            .map(|written| &written.record)
            .map(|record| json!([record.measure_name.as_str(), record.measure_value.text().as_str(), record.measure_value_type.name()]))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn values_are_read_and_written_without_a_change(payload in payload(4)) {
        let text = payload.to_string();
        let value = Value::from_json(text.as_bytes()).expect("JSON");
        prop_assert_eq!(value.to_json(), text);
    }
}
