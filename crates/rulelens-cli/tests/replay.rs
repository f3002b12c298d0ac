//! `rulelens replay` as a process.

mod common;

use common::{Ran, rulelens};
use serde_json::Value as Json;
use std::fs;

const ACTION: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn",
    "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#;

/// Runs `replay` with a rule, an action and a context available.
fn replay(arguments: &[&str], messages: &[u8]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("rule.sql", "SELECT t, battery FROM 'rooms/+' WHERE t > -50"),
        ("unversioned.json", r#"{"sql": "SELECT t FROM 'rooms/+'", "actions": []}"#),
        ("broken.yaml", "Resources:\n  Rule:\n    Type: [\n"),
        ("action.json", ACTION),
        ("context.json", r#"{"clientId": "c", "timestamp": 1598481736000}"#),
        (
            "rules.yaml",
            "Resources:\n  Cold:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT t FROM 'rooms/+' WHERE t < 0\n        AwsIotSqlVersion: '2016-03-23'\n        Actions: []\n  All:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'rooms/+'\n        AwsIotSqlVersion: '2016-03-23'\n        Actions: []\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    rulelens(folder.path(), &[&["replay"], arguments].concat(), messages)
}

const RULE: [&str; 6] = ["--sql-file", "rule.sql", "--action", "action.json", "--context", "context.json"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&RULE[..], more].concat()
}

fn lines(ran: &Ran) -> Vec<Json> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn each_message_gets_a_line_and_all_of_them_one() {
    let messages = b"{\"t\": 21, \"battery\": 3}\n\n{\"t\": 21.5}\n{\"t\": -60}\n";
    let ran = replay(&with(&["--topic", "rooms/hall"]), messages);
    let lines = lines(&ran);
    assert_eq!(lines.len(), 4, "{}", ran.out);
    assert_eq!(lines[0]["outgoingPayload"], r#"{"t":21,"battery":3}"#);
    assert_eq!(lines[0]["deliveries"][0]["destination"], "home.climate");
    assert_eq!(lines[0]["deliveries"][0]["content"]["records"][1]["verdict"]["outcome"], "accepted");
    assert_eq!(lines[1]["line"], 3);
    let rejected = &lines[1]["deliveries"][0]["content"]["records"][0];
    assert_eq!(
        (rejected["Time"].as_str(), rejected["MeasureValueType"].as_str()),
        (Some("1598481737000"), Some("DOUBLE"))
    );
    assert_eq!(rejected["verdict"]["reasons"][0]["code"], "timestream.type-conflict");
    assert_eq!(lines[2]["outcome"], "notMatched");
    let summary = &lines[3]["summary"];
    assert_eq!(summary["messages"], 3);
    assert_eq!(summary["outcomes"], serde_json::json!({"output": 2, "notMatched": 1}));
    assert_eq!(summary["records"], serde_json::json!({"accepted": 2, "rejected": 1}));
    let measure = &summary["tables"][0]["measures"][0];
    assert_eq!(measure["first"]["MeasureValueType"], "BIGINT");
    assert_eq!(measure["first"]["message"], 1);
    assert_eq!(
        measure["conflicts"],
        serde_json::json!([{"message": 2, "MeasureValueType": "DOUBLE", "MeasureValue": "21.5"}])
    );
    assert_eq!(ran.code, 1, "a record was rejected");
}

#[test]
fn a_line_may_have_a_mebibyte() {
    let line = |bytes: usize| format!("{{\"t\":1,\"x\":\"{}\"}}\n", "x".repeat(bytes - 14));
    for (bytes, malformed) in [(1024 * 1024, 0), (1024 * 1024 + 1, 1)] {
        let ran = replay(&with(&["--topic", "rooms/hall"]), line(bytes).as_bytes());
        let lines = lines(&ran);
        assert_eq!(lines[1]["summary"]["malformed"], malformed, "{bytes} bytes: {}", lines[0]["error"]);
    }
}

#[test]
fn a_line_that_cannot_be_read_does_not_stop_the_rest() {
    let long = format!("{{\"t\": \"{}\"}}\n", "x".repeat(1024 * 1024));
    let messages = format!("{{\"t\": 1}}\n{{\"t\": \n{long}{{\"t\": 2}}");
    let ran = replay(&with(&["--topic", "rooms/hall"]), messages.as_bytes());
    let lines = lines(&ran);
    assert_eq!(lines.len(), 5);
    assert!(lines[1]["error"].as_str().is_some_and(|error| error.contains("not JSON")), "{}", lines[1]);
    assert!(lines[2]["error"].as_str().is_some_and(|error| error.contains("bytes")), "{}", lines[2]);
    assert_eq!(lines[3]["outgoingPayload"], r#"{"t":2}"#);
    assert_eq!(lines[4]["summary"]["malformed"], 2);
    assert!(ran.err.contains("line 2: ") && ran.err.contains("line 3: "), "{}", ran.err);
    assert_eq!(ran.code, 1);
}

#[test]
fn envelopes_say_topic_payload_and_context() {
    let messages = br#"{"topic": "rooms/attic", "payload": {"t": 1}, "context": {"timestamp": 1598481700000}}
{"payloadBase64": "eyJ0IjogMn0="}
{"topic": "rooms/attic"}
{"topic": "other", "payload": "not json"}
"#;
    let ran = replay(&with(&["--envelope", "--topic", "rooms/hall"]), messages);
    let lines = lines(&ran);
    let record = |line: usize| &lines[line]["deliveries"][0]["content"]["records"][0];
    assert_eq!(record(0)["Dimensions"][0]["Value"], "attic");
    assert_eq!(record(0)["Time"], "1598481700000");
    assert_eq!(record(1)["Dimensions"][0]["Value"], "hall");
    assert_eq!(record(1)["Time"], "1598481737000", "a message later than the first");
    assert!(lines[2]["error"].as_str().is_some_and(|error| error.contains("payload")));
    assert_eq!(lines[3]["outcome"], "notMatched");

    let ran = replay(&with(&["--envelope"]), br#"{"payload": {"t": 1}}"#);
    assert!(ran.err.contains("no `topic`"), "{}", ran.err);
}

#[test]
fn a_capture_of_mosquitto_sub_is_read_as_envelopes() {
    let messages = br#"{"tst":"2020-08-27T00:41:40.500000+0200","topic":"rooms/attic","qos":0,"retain":0,"payloadlen":8,"payload":"{\"t\": 1}"}
{"tst":"2020-08-27T00:41:41.000000+0200","topic":"rooms/attic","qos":0,"retain":0,"payloadlen":8,"payload":{"t":2}}
"#;
    let ran = replay(&with(&["--envelope"]), messages);
    let lines = lines(&ran);
    let record = |line: usize| &lines[line]["deliveries"][0]["content"]["records"][0];
    assert_eq!(record(0)["Dimensions"][0]["Value"], "attic");
    assert_eq!((&record(0)["Time"], &record(0)["MeasureValue"]), (&"1598481700500".into(), &"1".into()));
    assert_eq!((&record(1)["Time"], &record(1)["MeasureValue"]), (&"1598481701000".into(), &"2".into()));
}

#[test]
fn the_tables_can_be_shown_to_people() {
    let messages = b"{\"t\": 21}\n{\"t\": 21.5}\n{\"t\": 22.5}\n";
    let ran = replay(&with(&["--topic", "rooms/hall", "--format", "table"]), messages);
    for part in ["3 messages", "home.climate  t        BIGINT", "DOUBLE 21.5 (message 2)"] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    let ran = replay(&with(&["--topic", "rooms/hall", "--format", "summary"]), messages);
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn late_messages_go_where_the_table_lets_them() {
    let message = br#"{"payload": {"t": 1}, "topic": "rooms/hall", "context": {"timestamp": 1598481736000}}"#;
    let action = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
        "dimensions": [{"name": "a", "value": "b"}], "timestamp": {"value": "${timestamp() - 36000000}", "unit": "MILLISECONDS"}}}"#;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("action.json"), action).expect("a file");
    let sql = ["replay", "--sql", "SELECT t FROM 'rooms/+'", "--action", "action.json", "--envelope"];
    for (more, outcome, code) in [
        (&[][..], "rejected", 1),
        (&["--memory-hours", "12"][..], "accepted", 0),
        (&["--magnetic-writes"][..], "accepted", 0),
        (&["--magnetic-writes", "--magnetic-days", "0"][..], "", 2),
    ] {
        let ran = rulelens(folder.path(), &[&sql[..], more].concat(), message);
        assert_eq!(ran.code, code, "{more:?} {}", ran.err);
        assert!(ran.out.contains(&format!(r#"{{"outcome":"{outcome}""#)) || code == 2, "{}", ran.out);
    }
}

#[test]
fn a_rule_document_gives_the_rule() {
    let messages = b"{\"t\": 1}\n{\"t\": -1}\n";
    let ran = replay(&["--rule", "rules.yaml", "--topic", "rooms/hall"], messages);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Cold, All"), "{}", ran.err);
    let ran = replay(&["--rule", "rules.yaml", "--rule-name", "Cold", "--topic", "rooms/hall"], messages);
    let lines = lines(&ran);
    assert_eq!((&lines[0]["outcome"], &lines[1]["outcome"]), (&"notMatched".into(), &"output".into()));
    assert_eq!(ran.code, 0);
}

#[test]
fn a_rule_document_without_version_is_warned_about() {
    let ran = replay(&["--rule", "unversioned.json", "--topic", "rooms/hall"], b"{\"t\": 5.0}\n");
    let lines = lines(&ran);
    assert_eq!(lines[0]["outgoingPayload"], r#"{"t":5.0}"#);
    assert_eq!(lines[0]["diagnostics"][0]["code"], "lint.no-version");
    let broken = replay(&["--rule", "broken.yaml", "--topic", "rooms/hall"], b"{}\n");
    assert_eq!((broken.code, broken.out.as_str()), (2, ""));
    assert!(broken.err.contains(" --> broken.yaml:4:1\n"), "{}", broken.err);
}

#[test]
fn what_is_undefined_is_told_once_with_counts() {
    let messages = b"{\"t\": 1, \"battry\": 3}\n{\"t\": 2, \"battry\": 3}\n{\"t\": -60}\n";
    let ran = replay(&with(&["--topic", "rooms/hall"]), messages);
    let lines = lines(&ran);
    let codes = |json: &Json| {
        let all = json.as_array().expect("diagnostics").iter();
        all.map(|one| one["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    for line in &lines[..3] {
        assert!(!line["diagnostics"].to_string().contains("\"run."), "{line}");
    }
    let undefined = &lines[3]["summary"]["undefined"];
    assert_eq!(codes(undefined), ["run.missing-key"]);
    assert_eq!(
        undefined[0]["message"],
        "`battery` is not in the payload; did you mean `battry`? This is so for all 2 messages."
    );
    let some = b"{\"t\": 1, \"battery\": 3}\n{\"t\": 2}\n{\"t\": 3}\n";
    let ran = replay(&with(&["--topic", "rooms/hall", "--format", "table"]), some);
    assert!(ran.out.contains("info[run.sometimes-undefined]"), "{}", ran.out);
    assert!(ran.out.contains("`battery` is not in the payload, for 2 of 3 messages"), "{}", ran.out);
    assert_eq!(ran.code, 0);
}

#[test]
fn bytes_that_are_not_text_are_kept_in_base64() {
    let arguments = ["--sql", "SELECT * FROM 'rooms/+'", "--topic", "rooms/hall", "--envelope"];
    let ran = replay(&arguments, b"{\"payloadBase64\": \"//79AAE=\"}\n");
    let lines = lines(&ran);
    assert_eq!(lines[0]["outgoingPayloadBase64"], "//79AAE=");
    assert!(lines[0].get("outgoingPayload").is_none(), "{}", ran.out);
}

/// A rule that writes items, and lines of an envelope whose contexts differ.
fn items(lines_of_input: &str) -> Vec<Json> {
    let folder = tempfile::tempdir().expect("a folder");
    let action = r#"{"dynamoDBv2": {"putItem": {"tableName": "sessions"}, "roleArn": "r"}}"#;
    let context = r#"{"clientId": "base", "timestamp": 5, "mqttProperties": {"content_type": "base"},
        "userProperties": {"k": "base"}, "mocks": {"get_secret": "base"},
        "dynamodbTables": {"sessions": {"partitionKey": "kwh", "partitionKeyType": "NUMBER"}}}"#;
    fs::write(folder.path().join("action.json"), action).expect("a file");
    fs::write(folder.path().join("context.json"), context).expect("a file");
    let sql = "SELECT kwh, clientid() AS client, get_mqtt_property('content_type') AS kind, get_user_properties('k') AS k, get_or_default(get_secret('s', 'SecretString', 'p', 'r'), 'no secret') AS secret FROM 'ev/+/s'";
    let arguments =
        ["replay", "--sql", sql, "--action", "action.json", "--context", "context.json", "--envelope"];
    lines(&rulelens(folder.path(), &arguments, lines_of_input.as_bytes()))
}

#[test]
fn every_name_of_a_lines_context_counts() {
    let line = |context: &str| {
        items(&format!(r#"{{"topic":"ev/1/s","payload":{{"kwh":3.2}},"context":{context}}}"#)).remove(0)
    };
    let base = line("{}");
    assert_eq!(
        base["outgoingPayload"],
        r#"{"kwh":3.2,"client":"base","kind":"base","k":["base"],"secret":"base"}"#
    );
    assert_eq!(base["diagnostics"], serde_json::json!([]));
    // The keys of tables are those that the line states.
    let other = line(r#"{"dynamodbTables":{"sessions":{"partitionKey":"charger"}}}"#);
    assert_eq!(other["diagnostics"][0]["code"], "dynamodb.key", "{other}");
    let none = line(r#"{"dynamodbTables":{}}"#);
    assert_eq!(none["diagnostics"][0]["code"], "dynamodb.table-keys", "{none}");
    // What is named with nothing in it is not taken from the context of all messages.
    for (context, payload) in [
        (r#"{"clientId":null}"#, r#"{"kwh":3.2,"client":"n/a","kind":"base","k":["base"],"secret":"base"}"#),
        (r#"{"mqttProperties":{}}"#, r#"{"kwh":3.2,"client":"base","k":["base"],"secret":"base"}"#),
        (r#"{"userProperties":{}}"#, r#"{"kwh":3.2,"client":"base","kind":"base","secret":"base"}"#),
        (
            r#"{"userProperties":{"k":"own"}}"#,
            r#"{"kwh":3.2,"client":"base","kind":"base","k":["own"],"secret":"base"}"#,
        ),
    ] {
        assert_eq!(line(context)["outgoingPayload"], payload, "{context}");
    }
    assert!(line(r#"{"table":{}}"#)["error"].as_str().is_some_and(|error| error.contains("table")));
}

#[test]
fn a_lines_tables_are_its_own() {
    let input = r#"{"topic":"ev/1/s","payload":{"kwh":3.2},"context":{"dynamodbTables":{"sessions":{"partitionKey":"charger"}}}}
{"topic":"ev/1/s","payload":{"kwh":3.2},"context":{"dynamodbTables":{"sessions":{"partitionKey":"charger"}},"mocks":[{"function":"f"}]}}
{"topic":"ev/1/s","payload":{"kwh":3.2}}
"#;
    let lines = items(input);
    assert_eq!(lines[0]["diagnostics"][0]["code"], "dynamodb.key");
    assert!(lines[1]["error"].as_str().is_some_and(|error| error.contains("context")), "{}", lines[1]);
    assert_eq!(
        lines[2]["diagnostics"],
        serde_json::json!([]),
        "the next message has the tables of all again"
    );
}

#[test]
fn a_replay_says_which_stage_stopped_a_message() {
    let messages = r#"{"topic":"halls/a","payload":{"t":1}}
{"topic":"rooms/a","payload":{"t":-60}}
{"topic":"rooms/a","payload":{"battery":1}}
{"topic":"rooms/a","payload":{"t":1}}
"#;
    let lines = lines(&replay(&with(&["--envelope"]), messages.as_bytes()));
    let stopped: Vec<(Option<&str>, Option<&str>)> =
        lines[..4].iter().map(|line| (line["stoppedAt"].as_str(), line["explanation"].as_str())).collect();
    assert_eq!(stopped[0].0, Some("topic"));
    assert!(
        stopped[0].1.is_some_and(|why| why.contains("level 1 is `halls`; the filter needs `rooms`")),
        "{stopped:?}"
    );
    assert_eq!(stopped[1].0, Some("where"));
    assert_eq!(stopped[2].0, Some("where"));
    assert!(stopped[2].1.is_some_and(|why| why.contains("`t` is not in the payload")), "{stopped:?}");
    assert_eq!(stopped[3], (None, None));
    assert_eq!(lines[4]["summary"]["stoppedAt"], serde_json::json!({"topic": 1, "where": 2}));
}

/// Many messages of all kinds: records of several tables, conflicts, faults, and lines that are empty.
fn many() -> Vec<u8> {
    let mut lines = String::new();
    for number in 0..3000 {
        lines += &match number % 11 {
            0 => format!("{{\"t\": {number}.5, \"battery\": {number}, \"room\": \"r{}\"}}\n", number % 7),
            1 => format!("{{\"t\": {number}}}\n"),
            2 => "{\"t\": -60}\n".to_owned(),
            3 => "{\"t\": tru}\n".to_owned(),
            4 => "\n".to_owned(),
            5 => format!("{{\"t\": \"{number}\", \"battery\": null}}\r\n"),
            6 => format!("\u{FEFF}{{\"room\": \"{}\", \"t\": 3.5}}\n", "x".repeat(number)),
            7 => "[1, 2]\n".to_owned(),
            _ => "{\"t\": 21.5, \"battery\": 3}\n".to_owned(),
        };
    }
    lines.into_bytes()
}

#[test]
fn the_output_does_not_depend_on_the_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("action.json", ACTION.as_bytes()), ("messages.jsonl", &many())] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for format in ["json", "summary", "table"] {
        // Not by `replay`, which holds each of the lines against the schema.
        let ran = |threads| {
            std::process::Command::new(env!("CARGO_BIN_EXE_rulelens"))
                .args(["replay", "--sql", "SELECT t, battery FROM 'rooms/+' WHERE t > -50"])
                .args(["--action", "action.json", "--messages", "messages.jsonl", "--topic", "rooms/hall"])
                .args(["--format", format, "--threads", threads, "--context"])
                .arg(context_file(folder.path()))
                .current_dir(folder.path())
                .output()
                .expect("the program runs")
        };
        let one = ran("1");
        let said = String::from_utf8_lossy(&one.stderr);
        assert!(said.lines().count() > 200, "{said}");
        for threads in ["2", "7"] {
            let other = ran(threads);
            assert_eq!(one.status, other.status, "{format} {threads}");
            assert!(one.stdout == other.stdout && one.stderr == other.stderr, "{format} {threads}");
        }
    }
}

/// A context whose time is not that of the test.
fn context_file(folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("context.json");
    fs::write(&path, r#"{"timestamp": 1598481736000, "randomSeed": 7}"#).expect("a file");
    path
}

#[test]
fn there_is_at_least_one_thread() {
    for threads in ["0", "257", "many"] {
        let ran = replay(&with(&["--topic", "rooms/hall", "--threads", threads]), b"");
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
}

/// A program whose input does not end writes what it has, and the totals when it is interrupted.
#[cfg(unix)]
#[test]
fn an_interrupted_replay_ends_with_the_totals_so_far() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    let mut child = Command::new(env!("CARGO_BIN_EXE_rulelens"))
        .args(["replay", "--sql", "SELECT t FROM 'a'", "--topic", "a", "--threads", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut next =
        || serde_json::from_str::<Json>(&out.next().expect("a line").expect("text")).expect("JSON");
    for number in 1..=3 {
        writeln!(stdin, "{{\"t\": {number}}}").expect("the program reads");
        // It is not kept back, although more may come.
        assert_eq!(next()["outgoingPayload"], format!("{{\"t\":{number}}}"));
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
    assert_eq!(next()["summary"]["messages"], 3);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("interrupted: this is what the 3 messages so far came to"), "{err}");
    drop(stdin);
}
