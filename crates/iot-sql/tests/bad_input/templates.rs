//! The same in substitution templates.

use super::nested;
use iot_sql::{Context, Message, Rule, SqlVersion, Template};

#[test]
/// A template, and the code with which it is rejected, or what it becomes for the payload `{"a":1}`.
fn templates() {
    let cases: Vec<(&str, String, Result<String, &str>)> = vec![
        ("100,000 opened", "${".repeat(100_000), Err("template.malformed")),
        ("100,000 braces", format!("${{{}", "{".repeat(100_000)), Err("template.malformed")),
        ("60,000 brackets", format!("${{{}}}", nested("(", "a", ")", 60_000)), Err("sql.too-deep")),
        ("60,000 arrays", format!("${{{}}}", nested("[", "a", "]", 60_000)), Err("sql.too-deep")),
        ("20,000 objects", format!("${{{}}}", nested("{'a':", "a", "}", 20_000)), Err("sql.too-deep")),
        ("30,000 expressions", "${a}".repeat(30_000), Ok("1".repeat(30_000))),
        ("30,000 operators", format!("${{a{}}}", " + a".repeat(30_000)), Ok("30001".into())),
        ("1 MB of text", "x".repeat(1_000_000), Ok("x".repeat(1_000_000))),
        ("1 MB of expressions", "${a}".repeat(250_000), Err("sql.too-long")),
        ("1 MB in an expression", format!("${{'{}'}}", "x".repeat(1_000_000)), Err("sql.too-long")),
        ("an open quote", format!("${{'{}}}", "x".repeat(100_000)), Err("sql.unterminated-string")),
        ("an open brace", format!("${{{}", "a / ".repeat(25_000)), Err("template.malformed")),
        ("nothing", "${}".into(), Err("sql.expected")),
        ("a division by zero", "${a / 0}".into(), Ok(String::new())),
        (
            "a pattern that runs away",
            "${regexp_matches(rpad('a', 1000), '(a*)*b')}".into(),
            Ok("false".into()),
        ),
        ("a year far out", "${parse_time('yyyy', 9223372036854775807)}".into(), Ok("292278994".into())),
        ("the largest Decimal", "${9.99E999 * a}".into(), Ok("9.99E+999".into())),
    ];
    let rule = Rule::parse("SELECT * FROM 't'", SqlVersion::default()).expect("a rule");
    let context = Context::default();
    for (name, text, expected) in cases {
        let given = Template::parse(&text, SqlVersion::default())
            .map_err(|rejection| rejection.code.id)
            .and_then(|template| {
                let mut run = rule.start(Message { topic: "t", payload: br#"{"a":1}"# }, &context);
                run.template(&template).map(String::from).map_err(|failure| failure.code.id)
            });
        assert_eq!(given, expected, "{name}");
    }
}
