//! What a trace tells.

use iot_sql::{Context, Message, Outcome, Rule, SqlVersion, Template};

/// Key, SELECT item, JSON pointers.
type Attribute = (&'static str, &'static str, &'static [&'static str]);

#[test]
fn attributes_know_where_they_came_from() {
    let payload =
        br#"{"e": [{"n": "t", "v": 22.5}, {"n": "l", "v": 135}], "a": {"b/c": {"d": 1}}, "x": 2, "y": 3, "o": {"p": 4}}"#;
    let rows: &[(&str, &[Attribute])] = &[
        ("SELECT x AS z, y FROM 't'", &[("z", "x AS z", &["/x"]), ("y", "y", &["/y"])]),
        ("SELECT x + y * x AS s FROM 't' WHERE y > 0", &[("s", "x + y * x AS s", &["/x", "/y"])]),
        ("SELECT get(a, 'b/c').d AS d FROM 't'", &[("d", "get(a, 'b/c').d AS d", &["/a"])]),
        ("SELECT * FROM 't'", &[("", "*", &[""])]),
        (
            "SELECT (SELECT v FROM e WHERE n = 't') AS p.q FROM 't'",
            &[("p.q", "(SELECT v FROM e WHERE n = 't') AS p.q", &["/e", "/e/0/n", "/e/0/v", "/e/1/n"])],
        ),
        (
            "SELECT get((SELECT p FROM o), 0).p AS q FROM 't'",
            &[("q", "get((SELECT p FROM o), 0).p AS q", &["/o", "/o/p"])],
        ),
        (
            "SELECT (SELECT r.v, n FROM e AS r WHERE r.n = 't') AS p FROM 't'",
            &[(
                "p",
                "(SELECT r.v, n FROM e AS r WHERE r.n = 't') AS p",
                &["/e", "/e/0/n", "/e/0/v", "/e/1/n"],
            )],
        ),
        (
            "SELECT (SELECT VALUE * FROM e) AS p, (SELECT VALUE x FROM e) AS q FROM 't'",
            &[
                ("p", "(SELECT VALUE * FROM e) AS p", &["/e", "/e/0", "/e/1"]),
                ("q", "(SELECT VALUE x FROM e) AS q", &["/e", "/x"]),
            ],
        ),
        // What is not there is not read.
        ("SELECT missing AS m FROM 't'", &[("m", "missing AS m", &[])]),
        ("SELECT x + a.missing AS m FROM 't'", &[("m", "x + a.missing AS m", &["/x"])]),
    ];
    for (sql, expected) in rows {
        let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
        let context = Context::default();
        let mut run = rule.start(Message { topic: "t", payload }, &context);
        run.trace();
        assert!(matches!(run.run(), Outcome::Output(_)), "{sql}");
        let trace = run.take_trace().expect("a trace");
        assert_eq!(trace.attributes.len(), expected.len(), "{sql}");
        for (found, (key, item, pointers)) in trace.attributes.iter().zip(*expected) {
            assert_eq!(found.key.join("."), *key, "{sql}");
            assert_eq!(&sql[found.item.clone()], *item, "{sql}");
            assert_eq!(found.pointers, *pointers, "{sql}");
        }
    }
}

#[test]
fn every_expression_has_its_value() {
    let sql = "SELECT (temperature - 32) * 5 / 9 AS celsius FROM 't' WHERE temperature > 40";
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect("a rule");
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: br#"{"temperature": 50}"# }, &context);
    run.trace();
    assert!(matches!(run.run(), Outcome::Output(_)));
    let trace = run.take_trace().expect("a trace");
    for (part, value) in [
        ("(temperature - 32)", "18"),
        ("(temperature - 32) * 5 / 9", "10"),
        ("temperature > 40", "true"),
        ("40", "40"),
    ] {
        let start = sql.find(part).expect(part);
        let node = trace.expression(&(start..start + part.len())).expect(part);
        assert_eq!(node.values[0].to_json(), value, "{part}");
        assert_eq!(node.count, 1, "{part}");
    }
}

#[test]
fn a_trace_is_bounded() {
    let sql = "SELECT (SELECT VALUE k FROM a) AS x FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect("a rule");
    let context = Context::default();
    for (elements, values, pointers) in
        [(20, 20, 21), (21, 20, 22), (99, 20, 100), (100, 20, 100), (2000, 20, 100)]
    {
        let payload = format!(r#"{{"a":[{}]}}"#, vec![r#"{"k":1}"#; elements].join(","));
        let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
        run.trace();
        assert!(matches!(run.run(), Outcome::Output(_)));
        let trace = run.take_trace().expect("a trace");
        let at = sql.find('k').expect("a key");
        let node = trace.expression(&(at..at + 1)).expect("the key");
        assert_eq!((node.count, node.values.len()), (elements, values), "{elements} elements");
        assert_eq!(trace.attributes[0].pointers.len(), pointers, "{elements} elements");
    }
}

#[test]
fn a_templates_trace_has_the_templates_places_only() {
    // The variable is first asked for by the template, and its expression stands in the statement.
    let rule = Rule::parse("SET @v = a + 1 SELECT b FROM 't'", SqlVersion::V2016_03_23).expect("a rule");
    let text = "${@v}-${b}";
    let template = Template::parse(text, SqlVersion::V2016_03_23).expect("a template");
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: br#"{"a": 1, "b": 2}"# }, &context);
    assert!(matches!(run.run(), Outcome::Output(_)));
    run.trace_template();
    assert_eq!(run.template(&template).expect("a string"), "2-2");
    let trace = run.take_trace().expect("a trace");
    let found: Vec<&str> = trace.expressions().map(|node| &text[node.range.clone()]).collect();
    assert_eq!(found, ["@v", "b"]);
}

#[test]
fn expressions_come_in_their_order_outer_ones_first() {
    let sql = "SELECT (a + b) * c AS x FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect("a rule");
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: br#"{"a": 1, "b": 2, "c": 3}"# }, &context);
    run.trace();
    assert!(matches!(run.run(), Outcome::Output(_)));
    let trace = run.take_trace().expect("a trace");
    let found: Vec<&str> = trace.expressions().map(|node| &sql[node.range.clone()]).collect();
    assert_eq!(found, ["(a + b) * c", "(a + b)", "a", "b", "c"]);
}

#[test]
fn why_where_is_not_true() {
    for (condition, payload, range, missing) in [
        ("temp > 20", r#"{"temperature": 30}"#, "temp > 20", Some(("temp", Some("temperature")))),
        ("state.temp > 20", r#"{"state": {"tmep": 1}}"#, "state.temp > 20", Some(("temp", Some("tmep")))),
        ("a = 1 AND b = 2 AND c = 3", r#"{"a": 1, "b": 3, "c": 3}"#, "b = 2", None),
        // What is false decides AND, on either side; what is Undefined decides only where nothing is false.
        ("a = 1 AND nope = 2", r#"{"a": 2}"#, "a = 1", None),
        ("nope = 2 AND a = 1", r#"{"a": 2}"#, "a = 1", None),
        ("a = 1 AND nope = 2", r#"{"a": 1}"#, "nope = 2", Some(("nope", None))),
        ("a = 1 AND (nope = 2 AND b = 2)", r#"{"a": 1, "b": 3}"#, "b = 2", None),
        ("a = 1 OR b = 2", r#"{"a": 2, "b": 1}"#, "a = 1 OR b = 2", None),
        ("a = 1 OR nope = 2", r#"{"a": 2}"#, "nope = 2", Some(("nope", None))),
        (
            "(a = 1 AND nope = 2) OR (a = 2 AND b = 2)",
            r#"{"a": 1, "b": 2}"#,
            "nope = 2",
            Some(("nope", None)),
        ),
        (
            "(a = 1 AND nope = 2) OR (b = 2 AND a = 3)",
            r#"{"a": 2, "b": 2}"#,
            "(a = 1 AND nope = 2) OR (b = 2 AND a = 3)",
            None,
        ),
        // A path that is missing is named only where it is why.
        (
            "NOT (isUndefined(a) AND nope = 2)",
            "{}",
            "NOT (isUndefined(a) AND nope = 2)",
            Some(("nope", None)),
        ),
        ("NOT (a = 1 OR nope = 2)", r#"{"zz": 1}"#, "NOT (a = 1 OR nope = 2)", Some(("a", None))),
        ("NOT (a = 1 OR nope = 2)", r#"{"a": 1}"#, "NOT (a = 1 OR nope = 2)", None),
        ("NOT a = 1", r#"{"a": 1}"#, "NOT a = 1", None),
    ] {
        let sql = format!("SELECT * FROM 't' WHERE {condition}");
        let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect(condition);
        let message = Message { topic: "t", payload: payload.as_bytes() };
        let Outcome::NotTrue { reason, .. } = rule.evaluate(message, &Context::default()) else {
            panic!("{condition} is true")
        };
        assert_eq!(&sql[reason.range], range, "{condition}");
        let found = reason.missing.as_ref().map(|missing| (missing.key.as_str(), missing.nearest.as_deref()));
        assert_eq!(found, missing, "{condition}");
    }
}

#[test]
fn a_condition_that_is_not_true_names_what_it_compares() {
    let payload = br#"{"x": 2, "y": 3, "s": {"t": 5}, "l": [1, 4]}"#;
    for (condition, operands) in [
        ("x > y", &[("x", "2"), ("y", "3")][..]),
        ("s.t < x + y", &[("s.t", "5"), ("x", "2"), ("y", "3")]),
        ("abs(y) = x", &[("abs(y)", "3"), ("x", "2")]),
        ("x = y AND y = 3", &[("x", "2"), ("y", "3")]),
        ("y = 3 AND x = 3", &[("x", "2")]),
        ("NOT y = 3", &[("y", "3")]),
        ("-x > y", &[("x", "2"), ("y", "3")]),
        ("x IN [y, 5]", &[("x", "2")]),
        ("x IN l", &[("x", "2"), ("l", "[1,4]")]),
        ("x > x + y", &[("x", "2"), ("y", "3")]),
        ("x + y + s.t + get(l, 0) < 1", &[("x", "2"), ("y", "3"), ("s.t", "5")]),
        ("1 > 2", &[]),
    ] {
        let sql = format!("SELECT x FROM 't' WHERE {condition}");
        let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect(condition);
        let outcome = rule.evaluate(Message { topic: "t", payload }, &Context::default());
        let Outcome::NotTrue { reason, .. } = outcome else { panic!("{condition}: {outcome:?}") };
        let found: Vec<(&str, String)> =
            reason.operands.iter().map(|(path, value)| (path.as_str(), value.to_json())).collect();
        let expected: Vec<(&str, String)> =
            operands.iter().map(|(path, value)| (*path, (*value).to_owned())).collect();
        assert_eq!(found, expected, "{condition}");
    }
}
