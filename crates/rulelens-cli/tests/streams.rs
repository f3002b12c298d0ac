//! What goes into the program comes out of it: nothing is lost on the way, and nothing reaches a terminal that it obeys.

mod common;

use common::{Ran, rulelens};
use serde_json::Value as Json;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a terminal obeys, or what does not show: an escape sequence, delete, a C1 control, a turned direction.
const NASTY: &str = "x\u{1b}]0;y\u{7f}\u{9b}2J\u{202e}z";

/// The characters of it that must not reach people.
const OBEYED: [char; 4] = ['\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}'];

const ACTION: &str = r#"{"timestream":{"databaseName":"d","tableName":"t","roleArn":"r","dimensions":[{"name":"dim","value":"${d}"}]}}"#;

const BOM: &str = "\u{FEFF}";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn nasty_payload() -> String {
    serde_json::json!({"a": NASTY, "b": "second", "c": 3, "d": "k"}).to_string()
}

fn eval(folder: &Path, payload: &str, more: &[&str]) -> Ran {
    let arguments = [&["eval", "--sql", "SELECT * FROM 't'", "--topic", "t"], more].concat();
    rulelens(folder, &arguments, payload.as_bytes())
}

#[test]
fn data_is_written_as_it_is() {
    let folder = folder(&[("action.json", ACTION)]);
    let with =
        |format| eval(folder.path(), &nasty_payload(), &["--action", "action.json", "--format", format]).out;
    let csv = with("csv");
    assert!(csv.contains(NASTY) && csv.contains("second") && csv.lines().count() == 5, "{csv:?}");
    let requests: Json = serde_json::from_str(&with("write-records")).expect("JSON");
    assert_eq!(requests["Records"][0]["MeasureValue"], NASTY);
    assert_eq!(requests["Records"].as_array().map(Vec::len), Some(4));
    let json: Json = serde_json::from_str(&with("json")).expect("JSON");
    let outgoing: Json = serde_json::from_str(json["outgoingPayload"].as_str().expect("text")).expect("JSON");
    assert_eq!(outgoing["a"], NASTY);
    let line = rulelens(
        folder.path(),
        &["replay", "--sql", "SELECT * FROM 't'", "--topic", "t"],
        nasty_payload().as_bytes(),
    );
    let first: Json = serde_json::from_str(line.out.lines().next().expect("a line")).expect("JSON");
    let outgoing: Json =
        serde_json::from_str(first["outgoingPayload"].as_str().expect("text")).expect("JSON");
    assert_eq!(outgoing["a"], NASTY);
}

#[test]
fn lines_and_documents_are_written_as_they_are() {
    let rule = serde_json::json!({
        "sql": "SELECT 1 AS a FROM 't'", "description": NASTY, "awsIotSqlVersion": "2016-03-23", "actions": [],
    });
    let folder = folder(&[("rule.json", &rule.to_string())]);
    for to in ["json", "cfn", "cfn-yaml", "terraform"] {
        let ran = rulelens(folder.path(), &["convert", "rule.json", "--name", "r", "--to", to], b"");
        assert_eq!(ran.code, 0, "{}", ran.err);
        // JSON keeps delete as it is; YAML writes all of them as escapes. Neither drops one.
        let kept = ran.out.contains('\u{7f}') || ran.out.contains("\\u007F") || ran.out.contains("\\u007f");
        assert!(kept && ran.out.contains("]0;y"), "{to}: {:?}", ran.out);
    }
}

#[test]
fn long_keys_are_written_so_that_yaml_reads_them() {
    for length in [1_022, 1_024, 1_025, 5_000] {
        for key in ["x".repeat(length), "é\u{7f}".repeat(length / 2), "#".repeat(length)] {
            let rule = serde_json::json!({
                "sql": "SELECT 1 AS a FROM 't'", "awsIotSqlVersion": "2016-03-23",
                "actions": [{"kafka": {"destinationArn": "x", "topic": "y", "clientProperties": {key: "v", "k": "w"}}}],
            });
            let folder = folder(&[("rule.json", &rule.to_string())]);
            let convert = ["convert", "rule.json", "--to", "cfn-yaml", "-o", "rule.yaml"];
            assert_eq!(rulelens(folder.path(), &convert, b"").code, 0);
            let ran = rulelens(folder.path(), &["convert", "rule.yaml", "--to", "json"], b"");
            let back: Json = serde_json::from_str(&ran.out)
                .unwrap_or_else(|error| panic!("{length}: {error} {}", ran.err));
            assert_eq!(back["actions"], rule["actions"], "{length}");
        }
    }
}

#[test]
fn people_see_escapes() {
    let nasty = serde_json::to_string(NASTY).expect("JSON");
    let case = format!(
        r#"[{{"name":{nasty},"inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{{"a":{nasty}}},"expectedOutput":{{"a":2}},{nasty}:1}}]"#
    );
    let folder = folder(&[
        ("action.json", &format!("{{{nasty}:{{}}}}")),
        ("case.json", &case),
        ("ts.json", ACTION),
        ("bad.sql", &format!("SELECT nosuch{NASTY}(a) FROM 't'")),
    ]);
    let strange = format!("{}.json", NASTY.replace('/', ""));
    fs::write(folder.path().join(&strange), "{").expect("a file of that name");
    let envelope = format!("{{\"payload\":1,{nasty}:1}}");
    let replay =
        ["replay", "--sql", "SELECT * FROM 't'", "--topic", "t", "--envelope", "--format", "summary"];
    let sql = "SELECT * FROM 't'";
    let wrong = format!("SELECT a AS {NASTY} FROM 't'");
    let runs: Vec<(Vec<&str>, String)> = vec![
        (vec!["eval", "--sql", sql, "--topic", "t", "--explain"], nasty_payload()),
        (vec!["eval", "--sql", sql, "--topic", "t", "--action", "ts.json"], nasty_payload()),
        (
            vec!["eval", "--sql", sql, "--topic", "t", "--action", "ts.json", "--format", "table"],
            nasty_payload(),
        ),
        (vec!["eval", "--sql", sql, "--topic", "t", "--action", "action.json"], "{}".into()),
        (vec!["eval", "--sql", "SELECT nosuch FROM 't'", "--topic", "t"], nasty_payload()),
        (vec!["eval", "--sql", &wrong, "--topic", "t"], "{}".into()),
        (vec!["eval", "--sql", sql, "--topic", NASTY], "{}".into()),
        (vec!["eval", "--sql", "SELECT a FROM 't'", "--topic", "t"], NASTY.into()),
        (vec!["eval", "--sql", sql, "--topic", "t", "--context", &strange], "{}".into()),
        (vec!["eval", "--sql", sql, "--topic", "t", "--payload", NASTY], "{}".into()),
        (replay.to_vec(), envelope),
        (vec!["test", "case.json"], String::new()),
        (vec!["test", &strange], String::new()),
        (vec!["check", "bad.sql", &strange], String::new()),
        (vec!["convert", &strange, "--to", "json"], String::new()),
        (vec!["questions", NASTY], String::new()),
        (vec!["functions", NASTY], String::new()),
    ];
    let mut wrong = Vec::new();
    for (arguments, input) in runs {
        let Ran { out, err, .. } = rulelens(folder.path(), &arguments, input.as_bytes());
        if out.contains(OBEYED) || err.contains(OBEYED) || out.is_empty() && err.is_empty() {
            wrong.push(format!("{arguments:?}\n{out:?}\n{err:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A replay at work, with pipes at all three streams.
fn replay(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rulelens"))
        .args(["replay", "--sql", "SELECT * FROM 't'", "--topic", "t"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

#[test]
fn whoever_stops_reading_ends_the_program_quietly() {
    let folder = folder(&[]);
    let mut child = replay(folder.path());
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || {
        let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1_000));
        (0..1_000).take_while(|_| stdin.write_all(line.as_bytes()).is_ok()).count()
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the input is written");
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_closed_error_stream_loses_nothing() {
    let folder = folder(&[]);
    let mut child = replay(folder.path());
    drop(child.stderr.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    for index in 0..50 {
        writeln!(stdin, "{{\"a\":{index}}}\nnot JSON").expect("a line");
    }
    drop(stdin);
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
    assert_eq!(child.wait().expect("the program ends").code(), Some(1));
    assert_eq!(out.lines().count(), 101, "50 messages, 50 problems, a summary");
}

#[test]
fn a_byte_order_mark_is_accepted_wherever_text_is_read() {
    let case =
        r#"{"inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{"a":1},"expectedOutput":{"a":1}}"#;
    let rule = r#"{"sql":"SELECT a FROM 't'","awsIotSqlVersion":"2016-03-23","actions":[]}"#;
    let mark = |text: &str| format!("{BOM}{text}");
    let folder = folder(&[
        ("rule.sql", &mark("SELECT a FROM 't'")),
        ("rule.json", &mark(rule)),
        ("rule.yaml", &mark("R:\n  Type: AWS::IoT::TopicRule\n  Properties:\n    TopicRulePayload: {Sql: \"SELECT a FROM 't'\", Actions: []}\n").replace("R:", "Resources:\n R:").replace("\n  ", "\n   ")),
        ("action.json", &mark(ACTION)),
        ("context.json", &mark(r#"{"clientId":"c"}"#)),
        ("case.json", &mark(case)),
        ("cases.jsonl", &format!("{BOM}{case}\n{BOM}{case}\n")),
        ("rules.jsonl", &mark(r#"{"sql":"SELECT a FROM 't'"}"#)),
        ("payload.json", &mark(r#"{"a":1,"d":"k"}"#)),
    ]);
    let lines = format!("{BOM}{{\"a\":1}}\n{BOM}{{\"a\":2}}\n");
    let envelopes = format!("{BOM}{{\"payload\":{{\"a\":1}}}}\n{{\"payload\":\"{BOM}{{\\\"a\\\":1}}\"}}\n");
    let eval = ["eval", "--topic", "t", "--payload", "payload.json"];
    for (arguments, input) in [
        ([&eval[..], &["--sql-file", "rule.sql", "--context", "context.json"]].concat(), ""),
        ([&eval[..], &["--sql-file", "rule.sql", "--action", "action.json"]].concat(), ""),
        ([&eval[..], &["--rule", "rule.json"]].concat(), ""),
        (vec!["check", "rule.sql", "rule.json", "rules.jsonl"], ""),
        (vec!["convert", "rule.json", "--to", "json"], ""),
        (vec!["test", "case.json", "cases.jsonl"], ""),
        (vec!["replay", "--sql", "SELECT a FROM 't'", "--topic", "t"], lines.as_str()),
        (vec!["replay", "--sql", "SELECT a FROM 't'", "--topic", "t", "--envelope"], envelopes.as_str()),
    ] {
        let ran = rulelens(folder.path(), &arguments, input.as_bytes());
        assert_eq!(ran.code, 0, "{arguments:?}\n{}\n{}", ran.out, ran.err);
        assert!(!ran.out.contains(BOM), "{arguments:?}\n{}", ran.out);
    }
}

#[test]
fn a_number_beyond_is_judged_the_same_wherever_it_is_read() {
    let folder = folder(&[]);
    for payload in [r#"{"a":1e1000}"#, r#"{"a":1,"b":1e1000}"#, r#"{"a":1,"b":[{"c":-1e1000}]}"#] {
        for sql in ["SELECT a FROM 't'", "SELECT a, b FROM 't'", "SELECT *, 1 AS x FROM 't'"] {
            let code = |ran: &Ran| (ran.code, ran.out.contains("payload.not-json"));
            let json = ["--format", "json"];
            let eval = rulelens(
                folder.path(),
                &[&["eval", "--sql", sql, "--topic", "t"], &json[..]].concat(),
                payload.as_bytes(),
            );
            assert_eq!(code(&eval), (1, true), "{sql} {payload}: {}", eval.out);
            let replay = ["replay", "--sql", sql, "--topic", "t"];
            let ran = rulelens(folder.path(), &replay, payload.as_bytes());
            assert_eq!(code(&ran), (1, true), "{sql} {payload}: {}", ran.out);
            for envelope in
                [format!("{{\"payload\":{payload}}}"), format!("{{\"payload\":{}}}", Json::from(payload))]
            {
                let ran =
                    rulelens(folder.path(), &[&replay[..], &["--envelope"]].concat(), envelope.as_bytes());
                assert_eq!(code(&ran), (1, true), "{sql} {envelope}: {}", ran.out);
            }
            let case = format!(
                r#"{{"inputSql":"{sql}","topic":"t","inputPayload":{payload},"expectedError":"payload.not-json"}}"#
            );
            fs::write(folder.path().join("case.json"), case).expect("a file");
            let ran = rulelens(folder.path(), &["test", "case.json"], b"");
            assert_eq!(ran.code, 0, "{sql} {payload}: {}", ran.out);
        }
    }
}

#[test]
fn keys_of_a_library_are_data() {
    let data = r#"{"$serde_json::private::Number":"5"}"#;
    let raw = r#"{"$serde_json::private::RawValue":"[1]"}"#;
    let folder = folder(&[
        ("context.json", &format!(r#"{{"mocks":{{"aws_lambda":{data},"get_thing_shadow":{raw}}}}}"#)),
        (
            "action.json",
            &format!(r#"{{"kafka":{{"destinationArn":"x","topic":"y","clientProperties":{data}}}}}"#),
        ),
    ]);
    let sql = "SELECT aws_lambda('f', {}) AS n, get_thing_shadow('t', 'r') AS r, p FROM 't'";
    let payload = format!("{{\"p\":{data}}}");
    let arguments = ["eval", "--sql", sql, "--topic", "t", "--context", "context.json", "--format", "json"];
    let ran = rulelens(folder.path(), &arguments, payload.as_bytes());
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["outgoingPayload"], format!("{{\"n\":{data},\"r\":{raw},\"p\":{data}}}"));
    let arguments = ["eval", "--sql", "SELECT * FROM 't'", "--topic", "t", "--action", "action.json"];
    let ran = rulelens(folder.path(), &arguments, b"{}");
    assert!(!ran.out.contains("must be an object"), "{}", ran.out);
}

#[test]
fn what_never_ends_is_read_up_to_a_limit() {
    if !Path::new("/dev/zero").exists() {
        return;
    }
    let folder = folder(&[("payload.json", "{}")]);
    let sql = "SELECT * FROM 't'";
    for arguments in [
        vec!["eval", "--sql", sql, "--topic", "t", "--payload", "/dev/zero"],
        vec!["eval", "--sql-file", "/dev/zero", "--topic", "t", "--payload", "payload.json"],
        vec!["eval", "--rule", "/dev/zero", "--topic", "t", "--payload", "payload.json"],
        vec!["eval", "--sql", sql, "--topic", "t", "--action", "/dev/zero", "--payload", "payload.json"],
        vec!["eval", "--sql", sql, "--topic", "t", "--context", "/dev/zero", "--payload", "payload.json"],
        vec!["check", "/dev/zero"],
        vec!["convert", "/dev/zero", "--to", "json"],
        vec!["test", "/dev/zero"],
    ] {
        let ran = rulelens(folder.path(), &arguments, b"");
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("more than 16777216 bytes"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn files_are_read_up_to_their_limit_and_no_further() {
    const LIMIT: usize = 16 << 20;
    let folder = folder(&[("payload.json", "{}")]);
    let space = |text: &str, bytes: usize| text.to_owned() + &" ".repeat(bytes - text.len());
    let sql = "SELECT 1 AS x FROM 't'";
    let case = r#"{"inputSql":"SELECT * FROM 't'","topic":"t","inputPayload":"{}","expectedMatch":true}"#;
    for (text, arguments) in [
        ("{}", vec!["eval", "--sql", sql, "--topic", "t", "--payload", "large"]),
        (sql, vec!["eval", "--sql-file", "large", "--topic", "t", "--payload", "payload.json"]),
        ("{}", vec!["eval", "--sql", sql, "--topic", "t", "--context", "large", "--payload", "payload.json"]),
        ("[]", vec!["eval", "--sql", sql, "--topic", "t", "--action", "large", "--payload", "payload.json"]),
        (case, vec!["test", "large.json"]),
    ] {
        for bytes in [LIMIT, LIMIT + 1] {
            for name in ["large", "large.json"] {
                fs::write(folder.path().join(name), space(text, bytes)).expect("a file");
            }
            let ran = rulelens(folder.path(), &arguments, b"");
            let is_too_long = ran.code == 2 && ran.err.contains("16777216 bytes");
            assert_eq!(
                is_too_long,
                bytes > LIMIT,
                "{arguments:?} with {bytes} bytes: {} {}",
                ran.code,
                ran.err
            );
        }
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded_on_request() {
    let folder = folder(&[("action.json", ACTION)]);
    let payload = r#"{"a":"=1+1","b":-2.5,"d":"k"}"#;
    let csv = |more: &[&str]| {
        let arguments = [&["--action", "action.json", "--format", "csv"], more].concat();
        eval(folder.path(), payload, &arguments).out
    };
    assert!(csv(&[]).contains(",=1+1,"));
    let guarded = csv(&["--csv-guard"]);
    assert!(guarded.contains(",'=1+1,") && guarded.contains(",-2.5,"), "{guarded}");
}
