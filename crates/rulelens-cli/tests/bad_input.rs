//! Whatever is typed, pasted or piped gets a clear answer with its place: through the library and through the program.

mod common;

use common::rulelens;
use iot_sql::{Context, Message, SqlVersion};
use rule_actions::Plan;
use serde_json::Value as Json;
use std::fs;

/// An input and what must be said about it.
struct Item {
    name: &'static str,
    sql: String,
    payload: Vec<u8>,
    /// The code that must be among the diagnostics, and the bytes that it points at.
    code: &'static str,
    place: Option<(usize, usize)>,
}

fn item(
    name: &'static str,
    sql: impl Into<String>,
    payload: impl Into<Vec<u8>>,
    code: &'static str,
    place: Option<(usize, usize)>,
) -> Item {
    Item { name, sql: sql.into(), payload: payload.into(), code, place }
}

const A: &str = "SELECT a FROM 't'";

fn items() -> Vec<Item> {
    let many = |part: &str, count: usize| part.repeat(count);
    let megabytes = 10_000_000;
    let large = [b"{\"a\":1,\"b\":\"".to_vec(), vec![b'x'; megabytes], b"\"}".to_vec()].concat();
    let cut = large[..large.len() - 2].to_vec();
    let deep =
        |open: &str, close: &str| format!("SELECT {}1{} FROM 't'", many(open, 10_000), many(close, 10_000));
    vec![
        item("a 10 MB payload", A, large, "payload.too-large", None),
        item(
            "a 10 MB payload that is cut off",
            A,
            cut,
            "payload.not-json",
            Some((megabytes + 12, megabytes + 12)),
        ),
        item("a 10 MB payload of one letter", A, vec![b'x'; megabytes], "payload.not-json", Some((0, 1))),
        item("an empty payload", A, "", "payload.not-json", Some((0, 0))),
        item("JSON with a misspelt word", A, "{\"a\": tru}", "payload.not-json", Some((9, 10))),
        item("JSON with a trailing comma", A, "{\"a\": 1,}", "payload.not-json", Some((8, 9))),
        item("a byte that is not UTF-8", A, b"{\"a\":\"\xFF\"}", "payload.not-json", Some((6, 7))),
        item("half a surrogate pair", A, r#"{"a":"\ud800"}"#, "payload.not-json", Some((12, 13))),
        item(
            "10,000 brackets in the payload",
            A,
            format!("{{\"a\":{}{}}}", many("[", 10_000), many("]", 10_000)),
            "payload.not-json",
            Some((204, 205)),
        ),
        item(
            "10,000 brackets in a part of the payload that is not read",
            A,
            format!("{{\"b\":{}{}}}", many("[", 10_000), many("]", 10_000)),
            "payload.not-json",
            Some((204, 205)),
        ),
        item("an empty statement", "", "{}", "sql.empty", Some((0, 0))),
        item("a statement of 10 MB", many("x", megabytes), "{}", "sql.too-long", Some((131_072, megabytes))),
        item("an unterminated string", "SELECT a FROM 't", "{}", "sql.unterminated-string", Some((14, 16))),
        item(
            "an unterminated string with other quotes in it",
            "SELECT \"it's FROM t",
            "{}",
            "sql.unterminated-string",
            Some((7, 12)),
        ),
        item("10,000 parentheses", deep("(", ")"), "{}", "sql.too-deep", Some((71, 72))),
        item("10,000 array literals", deep("[", "]"), "{}", "sql.too-deep", Some((71, 72))),
        item("10,000 object literals", deep("{'a':", "}"), "{}", "sql.too-deep", Some((327, 328))),
        item("10,000 calls", deep("abs(", ")"), "{}", "sql.too-deep", Some((263, 266))),
        item("10,000 times NOT", deep("NOT ", ""), "{}", "sql.too-deep", Some((263, 266))),
        item("10,000 nested queries", deep("(SELECT ", ")"), "{}", "sql.too-deep", Some((263, 264))),
        item(
            "100,000 operators without operands",
            format!("SELECT {}", many("+", 100_000)),
            "{}",
            "sql.expected",
            Some((7, 8)),
        ),
        item(
            "100,000 operators",
            format!("SELECT 1{} FROM 't'", many("+1", 100_000)),
            "{}",
            "sql.too-long",
            Some((131_072, 200_017)),
        ),
        item(
            "a character that is not part of a statement",
            "SELECT \u{0} FROM 't'",
            "{}",
            "sql.expected",
            Some((7, 8)),
        ),
        item(
            "a query that multiplies",
            "SELECT (SELECT VALUE (SELECT VALUE (SELECT VALUE x FROM a AS x) FROM a AS y) FROM a AS z) AS r FROM 't'",
            format!("{{\"a\":[{}1]}}", many("1,", 1000)),
            "run.too-many-steps",
            None,
        ),
    ]
}

#[test]
fn the_library_says_what_and_where() {
    for item in items() {
        let diagnostics = match Plan::new(&item.sql, SqlVersion::default(), None) {
            Err(errors) => errors,
            Ok(plan) => {
                plan.evaluate(Message { topic: "t", payload: &item.payload }, &Context::default()).diagnostics
            }
        };
        let found = diagnostics.iter().find(|diagnostic| diagnostic.code.id == item.code);
        let found = found.unwrap_or_else(|| panic!("{}: no {} in {diagnostics:?}", item.name, item.code));
        if let Some((start, end)) = item.place {
            assert_eq!(found.primary().map(|label| label.range.clone()), Some(start..end), "{}", item.name);
        }
        assert!(
            found.message.ends_with('.') && found.message.len() < 300,
            "{}: {}",
            item.name,
            found.message
        );
    }
}

#[test]
fn the_program_says_it_too() {
    for item in items() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("rule.sql"), &item.sql).expect("a file");
        let arguments = ["eval", "--sql-file", "rule.sql", "--topic", "t"];
        let text = rulelens(folder.path(), &arguments, &item.payload);
        assert_eq!((text.code, text.err.as_str()), (1, ""), "{}", item.name);
        assert!(text.out.contains(&format!("[{}]: ", item.code)), "{}:\n{}", item.name, text.out);
        assert!(text.out.len() < 4000, "{}: {} bytes", item.name, text.out.len());

        let json = rulelens(folder.path(), &[&arguments[..], &["--format", "json"]].concat(), &item.payload);
        let json: Json = serde_json::from_str(&json.out).expect(item.name);
        let diagnostics = json["diagnostics"].as_array().expect(item.name);
        let found = diagnostics.iter().find(|diagnostic| diagnostic["code"] == item.code).expect(item.name);
        if let Some((start, end)) = item.place {
            let label = &found["labels"][0];
            assert_eq!((&label["start"], &label["end"]), (&start.into(), &end.into()), "{}", item.name);
        }
    }
}

#[test]
fn a_chain_of_many_operators_is_evaluated() {
    let sql = format!("SELECT 0{} AS sum FROM 't'", "+1".repeat(60_000));
    let plan = Plan::new(&sql, SqlVersion::default(), None).expect("a rule");
    let report = plan.evaluate(Message { topic: "t", payload: b"{}" }, &Context::default());
    let outgoing = report.outgoing().map(iot_sql::Outgoing::to_bytes);
    assert_eq!(outgoing.as_deref(), Some(&b"{\"sum\":60000}"[..]));
}

#[test]
fn files_of_cases_can_hold_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let good =
        r#"{"inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{"a":1},"expectedOutput":{"a":1}}"#;
    let payload = format!("{{\\\"a\\\":1,\\\"b\\\":\\\"{}\\\"}}", "x".repeat(10_000_000));
    let large = format!(
        r#"{{"inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":"{payload}","expectedOutput":{{"a":2}}}}"#
    );
    let mut lines = Vec::new();
    for line in [
        good.as_bytes(),
        b"\xFF\xFE",
        "[".repeat(10_000).as_bytes(),
        br#"{"inputSql":"\ud800","topic":"t","inputPayload":{},"expectedMatch":true}"#,
        b"\"unterminated",
        large.as_bytes(),
        b"null",
    ] {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    fs::write(folder.path().join("cases.jsonl"), lines).expect("a file");
    let ran = rulelens(folder.path(), &["test", "cases.jsonl"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.out.ends_with("1 passed, 1 failed\n"), "{}", ran.out);
    for line in [2, 3, 4, 5, 7] {
        assert!(ran.err.contains(&format!("error: cases.jsonl:{line}: ")), "line {line} in\n{}", ran.err);
    }
    assert!(ran.out.len() < 4000 && ran.err.len() < 4000);
}
