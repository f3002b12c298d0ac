//! Functions that call other services, and where and how often functions may be called.

use iot_sql::{Context, Diagnostic, Message, Mock, Outcome, Outgoing, Rule, SqlVersion, Template, Value};

const ROLE: &str = "'arn:aws:iam::123456789012:role/r'";

fn json(text: &str) -> Value {
    Value::from_json(text.as_bytes()).expect(text)
}

fn mock(function: &str, arguments: &str, answer: Result<&str, &str>) -> Mock {
    let mock = match answer {
        Ok(value) => Mock::new(function, json(value)),
        Err(why) => Mock::failing(function, why),
    };
    match json(arguments) {
        Value::Array(arguments) => mock.for_arguments(arguments.iter().cloned()),
        _ => mock,
    }
}

fn run(item: &str, payload: &str, version: SqlVersion, mocks: &[Mock]) -> Result<String, Box<Diagnostic>> {
    let item = item.replace("ROLE", ROLE);
    let context = Context { mocks: mocks.to_vec(), ..Context::default() };
    let rule = Rule::parse(&format!("SELECT {item} FROM 'a'"), version)?;
    match rule.evaluate(Message { topic: "a", payload: payload.as_bytes() }, &context) {
        Outcome::Output(outgoing @ Outgoing::Json(_)) => {
            Ok(String::from_utf8_lossy(&outgoing.to_bytes()).into())
        }
        Outcome::Failed(diagnostic) => Err(diagnostic),
        other => panic!("{other:?}"),
    }
}

const NEWER: SqlVersion = SqlVersion::V2016_03_23;

#[test]
fn the_first_mock_that_fits_answers() {
    let mocks = [
        mock("GET_DynamoDB", r#"["devices", "id", "d1"]"#, Ok(r#"{"room": "hall", "n": 5.0}"#)),
        mock("get_dynamodb", r#"["devices", "id", 7]"#, Ok(r#"{"room": "seven"}"#)),
        mock("get_dynamodb", r#"["devices", "id", null]"#, Ok(r#"{"room": "nowhere"}"#)),
        mock("get_dynamodb", r#"["other"]"#, Ok("[1, 2]")),
        mock("get_dynamodb", r#"["bad"]"#, Err("The table does not exist.")),
        mock(
            "get_thing_shadow",
            r#"["t", "arn:aws:iam::123456789012:role/r"]"#,
            Ok(r#"{"name": "classic"}"#),
        ),
        mock("get_thing_shadow", r#"["t", "named"]"#, Ok(r#"{"name": "named"}"#)),
        mock("aws_lambda", r#"["arn", {"b": [2.0], "a": 1}]"#, Ok(r#""exact""#)),
        mock("aws_lambda", "null", Ok(r#""any""#)),
    ];
    for (item, payload, expected) in [
        ("get_dynamodb('devices', 'id', id, ROLE).room AS r", r#"{"id":"d1"}"#, r#"{"r":"hall"}"#),
        ("get_dynamodb('devices', 'id', id, ROLE) AS r", r#"{"id":"d1"}"#, r#"{"r":{"room":"hall","n":5}}"#),
        ("get_dynamodb('devices', 'id', id, ROLE).room AS r", r#"{"id":7.0}"#, r#"{"r":"seven"}"#),
        ("get_dynamodb('devices', 'id', id, ROLE).room AS r", "{}", r#"{"r":"nowhere"}"#),
        ("get_dynamodb('devices', 'id', id, ROLE).room AS r", r#"{"id":null}"#, r#"{"r":"nowhere"}"#),
        ("get(get_dynamodb('other', 'id', id, 's', 1, ROLE), 1) AS r", "{}", r#"{"r":2}"#),
        ("get_thing_shadow('t', ROLE).name AS r", "{}", r#"{"r":"classic"}"#),
        ("get_thing_shadow('t', 'named', ROLE).name AS r", "{}", r#"{"r":"named"}"#),
        ("aws_lambda('arn', {'a': a, 'b': b}) AS r", r#"{"a":1,"b":[2]}"#, r#"{"r":"exact"}"#),
        ("aws_lambda('arn', {'a': a, 'b': b}) AS r", r#"{"a":1,"b":[2,3]}"#, r#"{"r":"any"}"#),
        ("aws_lambda('arn', *) AS r", r#"{"b":[2],"a":1}"#, r#"{"r":"exact"}"#),
        ("AWS_Lambda('arn', missing) AS r", "{}", r#"{"r":"any"}"#),
        (
            "(SELECT VALUE aws_lambda('arn', *) FROM l) AS r",
            r#"{"l":[1,{"a":1,"b":[2]}]}"#,
            r#"{"r":["any","exact"]}"#,
        ),
        ("get_or_default(get_dynamodb('bad', 'id', 1, ROLE), 'none') AS r", "{}", r#"{"r":"none"}"#),
        ("get_or_default(get_dynamodb('bad', 'id', 1, ROLE)) AS r", "{}", "{}"),
        ("get_or_default(get_secret('s', 'SecretString', ROLE), 'none') AS r", "{}", r#"{"r":"none"}"#),
    ] {
        let given = run(item, payload, NEWER, &mocks);
        assert_eq!(
            given.as_deref().map_err(|diagnostic| diagnostic.message.as_str()),
            Ok(expected),
            "{item}"
        );
    }
}

#[test]
fn the_first_version_keeps_whole_decimals_of_answers() {
    let mocks = [mock("machinelearning_predict", "null", Ok(r#"{"predictedValue": 5.0}"#))];
    let item = "machinelearning_predict('m', ROLE, *).predictedValue AS v";
    assert_eq!(run(item, "{}", SqlVersion::V2015_10_08, &mocks).as_deref(), Ok(r#"{"v":5.0}"#));
    assert_eq!(run(item, "{}", NEWER, &mocks).as_deref(), Ok(r#"{"v":5}"#));
}

#[test]
fn a_call_without_answer_shows_the_mock_to_supply() {
    for (item, shown) in [
        (
            "1 + get_dynamodb('devices', 'id', id, ROLE) AS r",
            r#"{"function":"get_dynamodb","arguments":["devices","id","d1","arn:aws:iam::123456789012:role/r"],"result":{}}"#,
        ),
        (
            "aws_lambda('arn', {'x': id, 'y': [1.50]}) AS r",
            r#"{"function":"aws_lambda","arguments":["arn",{"x":"d1","y":[1.50]}],"result":{}}"#,
        ),
        (
            "get_registry_data('DescribeThing', missing, [ROLE]) AS r",
            r#"{"function":"get_registry_data","arguments":["DescribeThing",null,["arn:aws:iam::123456789012:role/r"]],"result":{}}"#,
        ),
        ("get_thing_shadow(long, ROLE) AS r", r#"{"function":"get_thing_shadow","result":{}}"#),
    ] {
        let payload = format!(r#"{{"id":"d1","long":"{}"}}"#, "x".repeat(3_000));
        let others = [mock("get_secret", "null", Ok("1"))];
        let failed = run(item, &payload, NEWER, &others).expect_err(item);
        assert_eq!(failed.code.id, "run.needs-mock", "{item}");
        let place = failed.primary().expect("a place").range.clone();
        let sql = format!("SELECT {item} FROM 'a'").replace("ROLE", ROLE);
        assert!(
            sql[place.clone()].ends_with(')') && sql[place.end..].starts_with(" AS r"),
            "{item}: {place:?}"
        );
        let help = failed.help.expect("help");
        assert!(help.contains(&format!("`{shown}`")), "{help}");
    }
}

#[test]
fn a_failing_call_fails_the_rule_with_its_words() {
    let mocks = [mock("get_secret", "null", Err("The secret is not JSON."))];
    let failed =
        run("get_secret('s', 'SecretString', 'k', ROLE) AS r", "{}", NEWER, &mocks).expect_err("failure");
    assert_eq!(failed.code.id, "run.failed");
    assert_eq!(failed.message, "`get_secret` failed: The secret is not JSON.");
    assert_eq!(failed.primary().map(|label| label.range.start), Some("SELECT ".len()));
}

#[test]
fn a_call_that_is_not_reached_needs_no_answer() {
    let item = "CASE a WHEN 1 THEN 'one' ELSE aws_lambda('arn', *) END AS r";
    assert_eq!(run(item, r#"{"a":1}"#, NEWER, &[]).as_deref(), Ok(r#"{"r":"one"}"#));
    assert!(run(item, r#"{"a":2}"#, NEWER, &[]).is_err());
}

#[test]
fn calls_beyond_their_limits_and_in_wrong_places_are_rejected() {
    let proto = "decode(a, 'proto', 'b', 'k', 'p', 'M')";
    let db = format!("get_dynamodb('t', 'id', id, {ROLE})");
    let registry = format!("get_registry_data('DescribeThing', 't', {ROLE})");
    let shadow = format!("get_thing_shadow('t', {ROLE})");
    let limit = "sql.call-limit";
    let place = "sql.call-not-allowed";
    let constant = "sql.constant-argument";
    // What is to be marked stands between « and ».
    let cases: Vec<(String, Option<&str>)> = vec![
        (format!("SELECT {db}.a AS a, «{db}».b AS b FROM 'a'"), Some(limit)),
        (format!("SELECT {db}.a AS a FROM 'a' WHERE «{db}».b = 1"), Some(limit)),
        (format!("SET @d = {db} SELECT [«{db}»] AS b FROM 'a'"), Some(limit)),
        (format!("SELECT CASE x WHEN 1 THEN {db} ELSE «{db}» END AS b FROM 'a'"), Some(limit)),
        (
            format!("SELECT (SELECT {db} AS x FROM l WHERE EXISTS (SELECT * FROM «{db}»)) AS b FROM 'a'"),
            Some(limit),
        ),
        (format!("SET @d = {db} SELECT @d.a, @d.b FROM 'a' WHERE @d.c = 1"), None),
        (format!("SELECT {registry} AS a, «{registry}» AS b FROM 'a'"), Some(limit)),
        (format!("SELECT {registry} AS a, {db} AS b, {shadow} AS c, {shadow} AS d FROM 'a'"), None),
        (format!("SELECT {proto} AS a, {proto} AS b FROM 'a'"), None),
        (format!("SELECT decode({proto}.x, 'proto', 'b', 'k', 'p', 'M') AS b FROM 'a'"), None),
        (format!("SELECT {proto} AS a, {proto} AS b FROM 'a' WHERE «{proto}».c = 1"), Some(limit)),
        (format!("SELECT {proto} AS a, {proto} AS b, decode(a, 'base64') AS c FROM 'a'"), None),
        (format!("SELECT get_or_default({db}, 1) AS a FROM 'a'"), None),
        (format!("SELECT get_or_default(x, «{db}») AS a FROM 'a'"), Some(place)),
        (format!("SELECT get_or_default(x, [1, «{shadow}».y]) AS a FROM 'a'"), Some(place)),
        (format!("SELECT get_or_default(x, get_or_default(«{proto}», 1)) AS a FROM 'a'"), Some(place)),
        (
            "SELECT get_or_default(x, (SELECT «aws_lambda('f', *)» AS a FROM l)) AS a FROM 'a'".into(),
            Some(place),
        ),
        (
            format!("SELECT get_or_default(x, «get_secret('s', 'SecretString', {ROLE})») AS a FROM 'a'"),
            Some(place),
        ),
        (
            format!("SELECT get_or_default(x, «machinelearning_predict('m', {ROLE}, *)») AS a FROM 'a'"),
            Some(place),
        ),
        ("SELECT get_or_default(x, decode(y, 'base64')) AS a FROM 'a'".into(), None),
        (format!("SELECT get_or_default(x, {registry}) AS a FROM 'a'"), None),
        (format!("SELECT get_registry_data(«api», 't', {ROLE}) AS a FROM 'a'"), Some(constant)),
        (format!("SELECT get_registry_data(«'describeThing'», 't', {ROLE}) AS a FROM 'a'"), Some(constant)),
        (format!("SELECT get_registry_data('ListThingGroupsForThing', t, {ROLE}) AS a FROM 'a'"), None),
        ("SELECT get_registry_data('DescribeThing', clientId, [roleArn]) AS a FROM 'a'".into(), None),
        (
            "SET @r = 'arn' SELECT get_registry_data('DescribeThing', 't', «@r») AS a FROM 'a'".into(),
            Some(constant),
        ),
        (
            "SET @r = 'arn' SELECT get_dynamodb(@r, @r, @r, concat(«@r», '')) AS a FROM 'a'".into(),
            Some(constant),
        ),
        ("SET @r = 'arn' SELECT get_dynamodb(@r, @r, @r, 's', @r, 'arn') AS a FROM 'a'".into(), None),
        ("SET @r = 'arn' SELECT get_thing_shadow(@r, «@r») AS a FROM 'a'".into(), Some(constant)),
        ("SET @r = 'arn' SELECT get_secret(@r, @r, @r, «@r») AS a FROM 'a'".into(), Some(constant)),
        ("SET @r = 'arn' SELECT machinelearning_predict(@r, «@r», @r) AS a FROM 'a'".into(), Some(constant)),
        ("SET @s = 'proto' SELECT decode(a, «@s») AS a FROM 'a'".into(), Some(constant)),
        ("SET @s = 'base64' SELECT encode(*, «@s») AS a FROM 'a'".into(), Some(constant)),
        ("SET @b = 'b' SELECT decode(a, 'proto', @b, @b, @b, @b) AS a FROM 'a'".into(), None),
    ];
    for (marked, expected) in cases {
        let sql = marked.replace(['«', '»'], "");
        let given = Rule::parse(&sql, NEWER).err();
        assert_eq!(given.as_ref().map(|diagnostic| diagnostic.code.id), expected, "{sql}");
        if let Some(diagnostic) = given {
            let start = marked.find('«').expect("a mark");
            let end = marked.find('»').expect("a mark") - '«'.len_utf8();
            assert_eq!(diagnostic.primary().map(|label| label.range.clone()), Some(start..end), "{sql}");
        }
    }
}

#[test]
fn a_rejected_registry_api_can_be_fixed() {
    let sql = "SELECT get_registry_data('describeThing', 't', 'arn') AS a FROM 'a'";
    let rejected = Rule::parse(sql, NEWER).expect_err("the name in another case");
    let fixed = rejected.fixes[0].apply(sql).expect("edits of the statement");
    assert!(Rule::parse(&fixed, NEWER).is_ok(), "{fixed}");
}

#[test]
fn templates_cannot_decode_protobuf_but_ask_services() {
    let rejected =
        Template::parse("${decode(a, 'proto', 'b', 'k', 'p', 'M').x}", NEWER).expect_err("protobuf");
    assert_eq!(rejected.code.id, "sql.call-not-allowed");
    assert_eq!(rejected.primary().map(|label| label.range.clone()), Some(2..40));
    let rejected =
        Template::parse("${get_secret('s', 'SecretString', @role)}", NEWER).expect_err("a variable");
    assert_eq!(rejected.code.id, "sql.constant-argument");
    for text in [
        "${decode(a, 'base64')}",
        "${get_secret('API_KEY', 'SecretString', 'k', 'arn:aws:iam::123456789012:role/r')}",
        "${get_dynamodb('t', 'id', id, 'arn')}-${get_dynamodb('t', 'id', id, 'arn')}",
    ] {
        assert!(Template::parse(text, NEWER).is_ok(), "{text}");
    }
    let rule = Rule::parse("SELECT * FROM 'a'", NEWER).expect("a rule");
    let context =
        Context { mocks: vec![mock("get_secret", r#"["s"]"#, Ok(r#""hush""#))], ..Context::default() };
    let mut run = rule.start(Message { topic: "a", payload: b"{}" }, &context);
    let template =
        Template::parse("key ${get_secret('s', 'SecretString', 'arn')}", NEWER).expect("a template");
    assert_eq!(run.template(&template).as_deref(), Ok("key hush"));
    let template =
        Template::parse("key ${get_secret('t', 'SecretString', 'arn')}", NEWER).expect("a template");
    let failed = run.template(&template).expect_err("no answer");
    assert_eq!(failed.code.id, "run.needs-mock");
}

/// A template and the part of it that is one call too many.
type Marked = (&'static str, Option<&'static str>);

#[test]
fn a_statement_and_its_templates_ask_the_registry_once_together() {
    const CALL: &str = "get_registry_data('DescribeThing', 't', 'r')";
    const WITHOUT: &str = "SELECT * FROM 'a'";
    const WITH: &str = "SET @t = get_registry_data('DescribeThing', 't', 'r') SELECT @t FROM 'a'";
    const ONE: &str = "x-${get_registry_data('DescribeThing', 't', 'r').thingName}";
    const TWO: &str = "${get_registry_data('DescribeThing', 'u', 'r').thingName}-${get_registry_data('DescribeThing', 't', 'r').thingName}";
    let cases: &[(&str, &[Marked])] = &[
        (WITHOUT, &[("plain", None), (ONE, None)]),
        (WITH, &[("${@t.thingName}", None), ("${get_dynamodb('t', 'id', 'x', 'r')}", None)]),
        (WITH, &[("plain", None), (ONE, Some(CALL))]),
        (WITHOUT, &[(ONE, None), ("plain", None), (ONE, Some(CALL)), (ONE, None)]),
        (WITHOUT, &[(TWO, Some(CALL))]),
    ];
    for (sql, marked) in cases {
        let rule = Rule::parse(sql, NEWER).expect(sql);
        let templates: Vec<Template> =
            marked.iter().map(|(text, _)| Template::parse(text, NEWER).expect(text)).collect();
        let given = rule.template_call_limit(&templates).map(|(index, diagnostic)| {
            assert_eq!(diagnostic.code.id, "sql.call-limit");
            let place = diagnostic.primary().expect("a place").range.clone();
            (index, &templates[index].text()[place])
        });
        let expected = marked.iter().position(|(_, part)| part.is_some());
        assert_eq!(given, expected.and_then(|index| Some((index, marked[index].1?))), "{sql} {marked:?}");
    }
}

#[test]
fn signatures_show_what_may_be_left_out() {
    for (name, signature) in [
        (
            "get_dynamodb",
            "get_dynamodb(tableName, partitionKeyName, partitionKeyValue[, sortKeyName[, sortKeyValue]], roleArn)",
        ),
        ("get_thing_shadow", "get_thing_shadow(thingName[, shadowName], roleArn)"),
        ("get_secret", "get_secret(secretId, secretType[, key], roleArn)"),
        ("decode", "decode(value, scheme[, bucket[, key[, protoName[, messageType]]]])"),
    ] {
        let function = iot_sql::functions::find(name).expect(name);
        assert_eq!(function.signature(), signature);
    }
    for (name, counts) in [
        ("get_dynamodb", &[4, 6][..]),
        ("get_thing_shadow", &[2, 3]),
        ("get_secret", &[3, 4]),
        ("get_registry_data", &[3]),
        ("aws_lambda", &[2]),
        ("machinelearning_predict", &[3]),
        ("decode", &[2, 6]),
    ] {
        let function = iot_sql::functions::find(name).expect(name);
        let taken: Vec<usize> = (0..9).filter(|count| function.takes(*count)).collect();
        assert_eq!(taken, counts, "{name}");
    }
}
