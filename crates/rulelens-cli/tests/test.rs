//! `rulelens test` as a process.

mod common;

use common::{Ran, rulelens};
use serde_json::Value as Json;
use std::fs;

const PASSES: &str = r#"{"name":"passes","inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{"a":1,"b":2},"expectedOutput":{"a":1}}"#;
const FAILS: &str = r#"{"name":"one digit off","inputSql":"SELECT a, b FROM 't'","topic":"t","inputPayload":{"a":24.04,"b":2},"expectedOutput":{"a":24.05,"b":2}}"#;

/// Runs `test` on a folder with these files.
fn test(files: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    rulelens(folder.path(), &[&["test"], arguments].concat(), b"")
}

fn last_line(ran: &Ran) -> &str {
    ran.out.lines().last().unwrap_or_default()
}

#[test]
fn cases_that_pass_are_counted() {
    let lines = [PASSES, "", PASSES].join("\n");
    let ran = test(
        &[("cases/a.jsonl", &lines), ("cases/deeper/b.json", PASSES), ("cases/c.txt", "no case")],
        &["cases"],
    );
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "3 passed, 0 failed\n", ""));
}

#[test]
fn a_failing_case_shows_both_sides_with_the_difference_marked() {
    let ran = test(&[("a.jsonl", &[PASSES, FAILS].join("\n"))], &["a.jsonl"]);
    let expected = "\
FAILED a.jsonl:2: one digit off
  outgoing payload
    expected {\"a\":24.05,\"b\":2}
                  ^^^^^
    found    {\"a\":24.04,\"b\":2}
                  ^^^^^

1 passed, 1 failed
";
    assert_eq!((ran.code, ran.out.as_str()), (1, expected));
}

#[test]
fn a_malformed_case_or_missing_file_is_told_and_the_others_run() {
    let ran = test(
        &[("a.jsonl", &[PASSES, "{\"inputSql\": 5}", FAILS, "{"].join("\n"))],
        &["a.jsonl", "missing.json"],
    );
    assert_eq!(ran.code, 2);
    assert_eq!(last_line(&ran), "1 passed, 1 failed");
    let lines: Vec<&str> = ran.err.lines().collect();
    let [first, second, third] = lines.as_slice() else { panic!("{}", ran.err) };
    assert!(first.starts_with("error: a.jsonl:2: invalid type: integer `5`"), "{first}");
    assert!(second.starts_with("error: a.jsonl:4: "), "{second}");
    assert!(third.starts_with("error: missing.json: "), "{third}");
}

#[test]
fn nothing_to_run_is_an_error() {
    assert_eq!(test(&[("a.jsonl", "\n")], &["a.jsonl"]).code, 2);
    assert_eq!(test(&[("a/b.txt", "")], &["a"]).code, 2);
    assert_eq!(test(&[], &[]).code, 2);
}

#[test]
fn unknown_fields_are_told() {
    let case = PASSES.replacen('{', "{\"remark\":1,", 1);
    let ran = test(&[("a.json", &case)], &["a.json"]);
    assert_eq!((ran.code, last_line(&ran)), (0, "1 passed, 0 failed"));
    assert_eq!(ran.err, "warning: a.json:1: the field `remark` means nothing here\n");
}

#[test]
fn the_validation_tools_files_run_unchanged() {
    // Its files are written for people, and its payloads were rounded by JavaScript before they were published.
    let file = r#"{ "sqlVersion": "2016-03-23",
  "topic": "plant/3",
  "inputPayload": {
    "rows": [ { "x": 36.249999999999999999, "n": 5 }, { "y": -25.2632837000000772, "n": 7 } ]
  },
  "inputSql": "SELECT rows AS r FROM 'plant/3'",
  "expectedOutput": {
    "r": [
      { "x": 36.25, "n": 5 },
      { "y": -25.263283700000077, "n": 7 }
    ]
  }
}


"#;
    let ran = test(&[("a.json", file)], &["."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 passed, 0 failed\n"));
}

#[test]
fn one_json_document_holds_everything() {
    let ran = test(&[("a.jsonl", &[PASSES, FAILS, "{}"].join("\n"))], &["--format", "json", "a.jsonl"]);
    assert_eq!(ran.code, 2);
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&json["passed"], &json["failed"]), (&1.into(), &1.into()));
    assert_eq!(json["cases"][0]["passed"], true);
    assert_eq!(json["cases"][1]["name"], "one digit off");
    assert_eq!(json["cases"][1]["differences"][0]["expected"], r#"{"a":24.05,"b":2}"#);
    assert_eq!(json["malformed"][0]["line"], 3);
}

/// Every kind of expectation, met and not met.
#[test]
fn expectations_are_checked() {
    let action = r#""action":{"timestream":{"databaseName":"d","tableName":"t","roleArn":"r","dimensions":[{"name":"room","value":"${topic(2)}"}]}}"#;
    let acting = r#""inputSql":"SELECT a FROM 'x/+'","topic":"x/y","inputPayload":{"a":1.5}"#;
    let silent = r#""inputSql":"SELECT a FROM 'x/+' WHERE a > 2","topic":"x/y","inputPayload":{"a":1.5}"#;
    let rejected = r#""inputSql":"SELECT nosuch(a) FROM 'x/+'","topic":"x/y","inputPayload":{"a":1.5}"#;
    let warned = r#""inputSql":"SELECT a FROM 'x/+';","topic":"x/y","inputPayload":{"a":1.5}"#;
    let failing = r#""inputSql":"SELECT a FROM 'x/+'","topic":"x/y","inputPayload":"{""#;
    let record = r#"{"Dimensions":[{"Name":"room","Value":"y"}],"MeasureName":"a","MeasureValue":"1.5","MeasureValueType":"DOUBLE","Time":"0","TimeUnit":"MILLISECONDS"}"#;
    for (rule, expectation, passes) in [
        (acting, r#""expectedOutput":"{\"a\":1.5}""#, true),
        (acting, r#""expectedOutput":"{\"a\": 1.5}""#, false),
        (acting, r#""expectedOutput":{ "a" : 1.5 }"#, true),
        (acting, r#""expectedOutput":{ "a" : 1.50 }"#, false),
        (acting, r#""expectedMatch":true"#, true),
        (acting, r#""expectedMatch":false"#, false),
        (acting, r#""expectedError":"""#, false),
        (silent, r#""expectedMatch":false"#, true),
        (silent, r#""expectedMatch":true"#, false),
        (silent, r#""expectedOutput":{}"#, false),
        (silent, r#""expectedError":"""#, false),
        (rejected, r#""expectedError":"""#, true),
        (rejected, r#""expectedError":"no function `nosuch`""#, true),
        (rejected, r#""expectedError":"sql.unknown-function""#, true),
        (rejected, r#""expectedError":"another reason""#, false),
        (rejected, r#""expectedMatch":false"#, false),
        (failing, r#""expectedError":"payload.not-json""#, true),
        (failing, r#""expectedMatch":false"#, false),
        (failing, r#""expectedMatch":true"#, false),
        (acting, &format!(r#"{action},"expectedRecords":[{record}]"#), true),
        (acting, &format!(r#"{action},"expectedRecords":[{{"MeasureValue":1.5,"Time":0}}]"#), true),
        (acting, &format!(r#"{action},"expectedRecords":[{{"Dimensions":[{{"Value":"y"}}]}}]"#), true),
        (acting, &format!(r#"{action},"expectedRecords":[{{"Dimensions":[]}}]"#), false),
        (acting, &format!(r#"{action},"expectedRecords":[{{"MeasureValueType":"BIGINT"}}]"#), false),
        (acting, &format!(r#"{action},"expectedRecords":[]"#), false),
        (acting, &format!(r#"{action},"expectedRecords":[{{}},{{}}]"#), false),
        (silent, &format!(r#"{action},"expectedRecords":[]"#), true),
        (acting, r#""action":{"timestream":{}},"expectedError":"1 to 128""#, true),
        (acting, &format!(r#"{action},"expectedDiagnostics":["timestream.in-future"]"#), false),
        (acting, &format!(r#"{action},"expectedDiagnostics":[]"#), true),
        (acting, r#""action":{"timestream":{}},"expectedDiagnostics":["timestream.dimension-count"]"#, true),
        (acting, r#""action":{"timestream":{},"lambda":{}},"expectedError":"one key""#, true),
        (acting, r#""onlyDiagnostics":true"#, true),
        (warned, r#""onlyDiagnostics":true"#, false),
        (warned, r#""onlyDiagnostics":false,"expectedMatch":true"#, true),
        (warned, r#""expectedDiagnostics":[],"onlyDiagnostics":true"#, false),
        (warned, r#""expectedDiagnostics":["sql.trailing-semicolon"],"onlyDiagnostics":true"#, true),
        (warned, r#""expectedDiagnostics":["sql.trailing-comma"],"onlyDiagnostics":true"#, false),
        (rejected, r#""expectedError":"nosuch","onlyDiagnostics":true"#, true),
        (rejected, r#""expectedError":"another reason","onlyDiagnostics":true"#, false),
        (rejected, r#""expectedDiagnostics":["sql.unknown-function"],"onlyDiagnostics":true"#, true),
    ] {
        let case = format!("{{{rule},{expectation}}}");
        let ran = test(&[("a.json", &case)], &["a.json"]);
        assert_eq!(ran.code, i32::from(!passes), "{case}\n{}{}", ran.out, ran.err);
    }
}
