//! What is said about parts of the outgoing payload, and of templates, that are Undefined.

use iot_sql::{Context, Diagnostic, Message, Outcome, Rule, SqlVersion, Template};

const PAYLOAD: &str = r#"{"temperature": 21.5, "humidity": 47, "note": null, "id": "s1", "on-time": 3, "when": 4,
    "t1": 1, "zero": 0, "state": {"reported": {"temp": 20, "set": {"low": 1}}}, "readings": [{"temp": 1, "hum": 2}],
    "mixed": [{"temp": 1}, 5], "several": [{"temp": 1}, {"temp": 2, "hum": 3}], "none": []}"#;

/// What is said of a statement with this SELECT clause (and WHERE clause).
fn said(sql: &str, payload: &str) -> Vec<Diagnostic> {
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "a/b", payload: payload.as_bytes() }, &context);
    run.listen();
    let outcome = run.run();
    assert!(matches!(outcome, Outcome::Output(_)), "{sql}: {outcome:?}");
    let _ = run.remarks(&outcome);
    let parts = run.take_undefined();
    parts.iter().filter_map(|part| run.why_undefined(part, None)).map(|why| why.diagnostic).collect()
}

/// What is said of a statement's WHERE clause that is not true.
fn why_not_true(sql: &str) -> Option<Diagnostic> {
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "a/b", payload: PAYLOAD.as_bytes() }, &context);
    let outcome = run.run();
    assert!(matches!(outcome, Outcome::NotTrue { .. }), "{sql}: {outcome:?}");
    run.why_not_true(&outcome)
}

fn fixed(text: &str, diagnostic: &Diagnostic, fix: usize) -> String {
    let mut fixed = text.to_owned();
    for edit in &diagnostic.fixes[fix].edits {
        fixed.replace_range(edit.range.clone(), &edit.text);
    }
    fixed
}

/// SELECT, the place, the message, and the SELECT clauses after each fix.
const MISSING: &[(&str, &str, &str, &[&str])] = &[
    ("humidty", "humidty", "`humidty` is not in the payload; did you mean `humidity`?", &["humidity"]),
    (
        "temperature, Humidity AS h",
        "Humidity",
        "`Humidity` is not in the payload; did you mean `humidity`?",
        &["temperature, humidity AS h"],
    ),
    ("pressure", "pressure", "`pressure` is not in the payload.", &[]),
    ("t2", "t2", "`t2` is not in the payload.", &[]),
    ("x", "x", "`x` is not in the payload.", &[]),
    (
        "state.reportd.temp",
        "reportd",
        "`state.reportd.temp` is not in the payload: `state` has no key `reportd`; did you mean `reported`?",
        &["state.reported.temp"],
    ),
    (
        "state.reported.tmp",
        "tmp",
        "`state.reported.tmp` is not in the payload: `state.reported` has no key `tmp`; did you mean `temp`?",
        &["state.reported.temp"],
    ),
    (
        "stat.reported.temp",
        "stat",
        "`stat` is not in the payload; did you mean `state`?",
        &["state.reported.temp"],
    ),
    (
        "*.humidty AS h",
        "humidty",
        "`*.humidty` is not in the payload: the payload has no key `humidty`; did you mean `humidity`?",
        &["*.humidity AS h"],
    ),
    (
        "1 + humidty * 2 AS h",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["1 + humidity * 2 AS h"],
    ),
    (
        "round(humidty) AS h",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["round(humidity) AS h"],
    ),
    (
        "cast(humidty AS String) AS h",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["cast(humidity AS String) AS h"],
    ),
    (
        "{'h': humidty, 't': temperature} AS o",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["{'h': humidity, 't': temperature} AS o"],
    ),
    (
        "[humidty, 1] AS o",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["[humidity, 1] AS o"],
    ),
    (
        "VALUE humidty",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["VALUE humidity"],
    ),
    ("stat.*", "stat", "`stat` is not in the payload; did you mean `state`?", &["state.*"]),
    (
        "get(state, 'reportd') AS r",
        "'reportd'",
        "`get(state, 'reportd')` is not in the payload: `state` has no key `reportd`; did you mean `reported`?",
        &["get(state, 'reported') AS r"],
    ),
    (
        "get(*, 'humidty') AS r",
        "'humidty'",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["get(*, 'humidity') AS r"],
    ),
    // A key that is not a name, and one that is a reserved word.
    (
        "on_time",
        "on_time",
        "`on_time` is not in the payload; did you mean `on-time`?",
        &["get(*, 'on-time') AS on_time"],
    ),
    ("wen AS w", "wen", "`wen` is not in the payload; did you mean `when`?", &["when AS w"]),
    // Paths into arrays and single values.
    (
        "readings.temp",
        "temp",
        "`readings.temp` is Undefined: `readings` is an array, and only its elements can have keys.",
        &["get(readings, 0).temp", "(SELECT VALUE temp FROM readings) AS temp"],
    ),
    (
        "mixed.temp AS t",
        "temp",
        "`mixed.temp` is Undefined: `mixed` is an array, and only its elements can have keys.",
        &["get(mixed, 0).temp AS t"],
    ),
    (
        "several.hum AS t",
        "hum",
        "`several.hum` is Undefined: `several` is an array, and only its elements can have keys.",
        &[],
    ),
    (
        "none.hum AS t",
        "hum",
        "`none.hum` is Undefined: `none` is an array, and only its elements can have keys.",
        &[],
    ),
    (
        "humidity.value",
        "value",
        "`humidity.value` is Undefined: `humidity` is an Int, 47, which has no keys.",
        &["humidity"],
    ),
    (
        "note.value AS n",
        "value",
        "`note.value` is Undefined: `note` is null, which has no keys.",
        &["note AS n"],
    ),
    // Nested queries: what no element has.
    (
        "(SELECT tmp FROM several) AS s",
        "tmp",
        "`tmp` is not in the elements of the nested query; did you mean `temp`?",
        &["(SELECT temp FROM several) AS s"],
    ),
    (
        "(SELECT VALUE e.tmp FROM several AS e) AS s",
        "tmp",
        "`e.tmp` is not in the payload: `e` has no key `tmp`; did you mean `temp`?",
        &["(SELECT VALUE e.temp FROM several AS e) AS s"],
    ),
    (
        "(SELECT temp FROM sevral) AS s",
        "sevral",
        "`sevral` is not in the payload; did you mean `several`?",
        &["(SELECT temp FROM several) AS s"],
    ),
    // The branch of CASE that is taken, and what CASE asks.
    (
        "CASE id WHEN 's1' THEN humidty ELSE 0 END AS c",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["CASE id WHEN 's1' THEN humidity ELSE 0 END AS c"],
    ),
    (
        "CASE humidty > 1 WHEN true THEN 1 ELSE 0 END AS c",
        "humidty",
        "`humidty` is not in the payload; did you mean `humidity`?",
        &["CASE humidity > 1 WHEN true THEN 1 ELSE 0 END AS c"],
    ),
    ("get_or_default(note.a, pressure) AS p", "pressure", "`pressure` is not in the payload.", &[]),
];

#[test]
fn a_key_that_is_not_there_is_named_with_what_was_meant() {
    for (select, place, message, fixes) in MISSING {
        let sql = format!("SELECT {select} FROM 'a/b'");
        let said = said(&sql, PAYLOAD);
        let [one] = said.as_slice() else { panic!("{sql}: {said:?}") };
        assert_eq!((one.code.id, one.message.as_str()), ("run.missing-key", *message), "{sql}");
        assert_eq!(&sql[one.primary().expect("a place").range.clone()], *place, "{sql}");
        let after: Vec<String> = (0..one.fixes.len()).map(|fix| fixed(&sql, one, fix)).collect();
        let expected: Vec<String> =
            fixes.iter().map(|select| format!("SELECT {select} FROM 'a/b'")).collect();
        assert_eq!(after, expected, "{sql}");
        for after in after {
            assert_eq!(self::said(&after, PAYLOAD), [], "{after}");
        }
    }
}

#[test]
fn a_key_that_is_the_value_of_a_member_is_looked_for_in_the_elements() {
    let payload = r#"{"readings": [{"n": "co2", "v": 812}, {"n": "t", "v": 5}]}"#;
    let sql = "SELECT readings.co2 FROM 'a/b'";
    let said = said(sql, payload);
    let [one] = said.as_slice() else { panic!("{said:?}") };
    let found = "SELECT get((SELECT VALUE v FROM readings WHERE n = 'co2'), 0) AS co2 FROM 'a/b'";
    assert_eq!(one.fixes.iter().filter_map(|fix| fix.apply(sql)).collect::<Vec<_>>(), [found]);
    assert_eq!(self::said("SELECT readings.co3 FROM 'a/b'", payload)[0].fixes, []);
}

#[test]
fn json_that_was_encoded_twice_is_said_to_be() {
    for (select, payload, is_twice) in [
        ("a", r#""{\"a\": 1}""#, true),
        ("s.a", r#"{"s": "{\"a\": 1}"}"#, true),
        ("s.a", r#"{"s": " [1]"}"#, true),
        ("s.a", r#"{"s": "{a}"}"#, false),
        ("s.a", r#"{"s": "1"}"#, false),
        ("s.a", r#"{"s": "{\"a\": 1"}"#, false),
    ] {
        let said = said(&format!("SELECT {select} FROM 'a/b'"), payload);
        let help = said[0].help.as_deref().unwrap_or_default();
        assert_eq!(help.contains("encoded a second time"), is_twice, "{payload}: {help}");
    }
}

#[test]
fn the_last_name_of_a_path_is_looked_for_unless_it_is_a_letter() {
    let payload = r#"{"outer": {"x": 1, "humidity": 2}}"#;
    for (path, fixes) in [("there.humidity", 1), ("*.there.humidity", 1), ("there.x", 0)] {
        let said = said(&format!("SELECT {path} AS a FROM 'a/b'"), payload);
        assert_eq!(said[0].fixes.len(), fixes, "{said:?}");
    }
}

#[test]
fn a_string_that_is_a_key_is_said_to_be_quoted_where_it_is_compared_with_another_type() {
    for (condition, is_quoted) in [
        ("'temperature' > 20", true),
        ("20 < 'temperature'", true),
        ("'temperature' > humidity", true),
        ("'pressure' > 20", false),
        ("'pressure' > humidity", false),
        ("'temperature' = id", false),
        ("'temperature' = nothing", false),
        ("'temperature' + 1 = 2", false),
    ] {
        let sql = format!("SELECT id FROM 'a/b' WHERE {condition}");
        let why = why_not_true(&sql);
        let unquoted = sql.replace("'temperature'", "temperature");
        let is_fixed =
            why.iter().flat_map(|why| &why.fixes).any(|fix| fix.apply(&sql).as_ref() == Some(&unquoted));
        assert_eq!(is_fixed, is_quoted, "{condition}: {why:?}");
    }
}

#[test]
fn a_key_that_lies_elsewhere_is_offered_with_its_path() {
    let wide = |at: usize| {
        let members: Vec<String> = (0..2000).map(|member| format!(r#""k{member}":{{}}"#)).collect();
        format!(r#"{{{},"z":{{"deep":1}}}}"#, members[..at].join(","))
    };
    let heavy = |objects: usize| {
        let members = (0..900).map(|member| format!(r#""{member}":1"#)).collect::<Vec<_>>().join(",");
        let objects = (0..objects).map(|at| format!(r#""{at}{}":{{{members}}}"#, "x".repeat(1000)));
        format!(r#"{{{},"z":{{"deep":1}}}}"#, objects.collect::<Vec<_>>().join(","))
    };
    for (select, payload, expected) in [
        ("temp", r#"{"state":{"reported":{"temp":1}}}"#, &["state.reported.temp"][..]),
        // Of many, the first three; what AWS writes beside a shadow's state and what lies in arrays comes last.
        (
            "temp",
            r#"{"a":{"temp":1},"b":{"temp":2},"c":{"temp":3},"d":{"temp":4}}"#,
            &["a.temp", "b.temp", "c.temp"],
        ),
        ("temp", r#"{"metadata":{"temp":1},"state":{"x":{"temp":2}}}"#, &["state.x.temp", "metadata.temp"]),
        ("temp", r#"{"list":[{"temp":1}],"later":{"temp":2}}"#, &["later.temp", "get(list, 0).temp"]),
        // Only the first element of an array is looked at.
        ("temp", r#"{"list":[1,{"temp":1}]}"#, &[]),
        ("temp", r#"{"a-b":{"temp":1}}"#, &["get(*, 'a-b').temp"]),
        ("temp", r#"{"a":{"b-c":{"temp":1}}}"#, &["get(a, 'b-c').temp"]),
        ("temp", r#"{"it's":{"temp":1}}"#, &[]),
        ("temp", r#"{"a":{"b":{"c":{"d":{"e":{"f":{"temp":1}}}}}}}"#, &["a.b.c.d.e.f.temp"]),
        ("temp", r#"{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"temp":1}}}}}}}}"#, &[]),
        ("a.temp AS t", r#"{"a":{"x":{"temp":1}}}"#, &["a.x.temp"]),
        ("a.b.temp AS t", r#"{"a":{},"c":{"b":{"temp":1}}}"#, &["c.b"]),
        ("deep", &wide(900), &["z.deep"]),
        ("deep", &wide(1100), &[]),
        // Looking there takes at most half of the steps that a reason has.
        ("deep", &heavy(10), &["z.deep"]),
        ("deep", &heavy(25), &[]),
        // Nearly the same, one the beginning of the other, or too short to say.
        ("hum", r#"{"humidity":1}"#, &["humidity"]),
        ("humidityPercent", r#"{"humidity":1}"#, &["humidity"]),
        ("hu", r#"{"humidity":1}"#, &[]),
        ("HU", r#"{"hu":1}"#, &["hu"]),
        ("humidity", r#"{"hu":1}"#, &[]),
        ("humidity", r#"{"hum":1}"#, &["hum"]),
        ("t2", r#"{"t1":1}"#, &[]),
    ] {
        let said = said(&format!("SELECT {select} FROM 'a/b'"), payload);
        let [one] = said.as_slice() else { panic!("{select}: {said:?}") };
        let fixes: Vec<&str> = one.fixes.iter().map(|fix| fix.edits[0].text.as_str()).collect();
        assert_eq!(fixes, expected, "{select} of {}", &payload[..payload.len().min(100)]);
        let meant = expected.first().map(|path| format!("did you mean `{path}`?"));
        assert_eq!(one.message.contains("did you mean"), meant.is_some(), "{}", one.message);
        assert!(meant.is_none_or(|meant| one.message.contains(&meant)), "{}", one.message);
    }
}

#[test]
fn values_are_shown_that_are_short() {
    for (letters, is_shown) in
        [("x".repeat(38), true), ("x".repeat(39), false), ("😀".repeat(38), true), ("😀".repeat(39), false)]
    {
        let said = said("SELECT s.value AS v FROM 'a/b'", &format!(r#"{{"s":"{letters}"}}"#));
        let shown = if is_shown { format!(" a String, \"{letters}\",") } else { " a String,".to_owned() };
        assert!(said[0].message.contains(&format!("`s` is{shown} which has no keys")), "{}", said[0].message);
    }
}

#[test]
fn a_name_that_may_be_a_string_is_said_to_be_one_where_a_string_is_taken() {
    let quoted = "a string is written in quotes, 'pressure'";
    for (select, is_text) in [
        // What the function works on is seldom written out; the other arguments often are.
        ("upper(pressure) AS x", false),
        ("indexof(id, pressure) AS x", true),
        ("get(readings, pressure) AS x", false),
        ("CASE id WHEN pressure THEN 1 END AS x", true),
        ("CASE humidity WHEN pressure THEN 1 END AS x", false),
        ("id IN [pressure] AS x", true),
    ] {
        let said = said(&format!("SELECT {select} FROM 'a/b'"), PAYLOAD);
        let [one] = said.as_slice() else { panic!("{select}: {said:?}") };
        assert_eq!(one.message.contains(quoted), is_text, "{select}: {}", one.message);
    }
    for (condition, is_text) in [
        ("CASE id WHEN pressure THEN true ELSE false END", true),
        ("CASE humidity WHEN pressure THEN true ELSE false END", false),
        ("id = pressure", true),
        ("pressure = id", true),
        ("id <> pressure", true),
        ("humidity = pressure", false),
        ("id IN [pressure]", true),
        ("humidity > 1 AND id IN [pressure]", true),
        ("humidity < 1 OR id IN [pressure]", true),
        ("NOT (humidity > 1 OR id IN [pressure])", false),
        ("humidity IN [pressure]", false),
    ] {
        let why = why_not_true(&format!("SELECT id FROM 'a/b' WHERE {condition}"));
        let said = why.map_or_else(String::new, |why| why.message);
        assert_eq!(said.contains(quoted), is_text, "{condition}: {said}");
    }
}

#[test]
fn a_name_that_is_the_string_it_is_compared_with_is_that_string_and_not_a_key_like_it() {
    for (mode, expected) in
        [("auto", "a string is written in quotes, 'auto'."), ("manual", "did you mean `automatic`?")]
    {
        let payload = format!(r#"{{"mode":"{mode}","automatic":1}}"#);
        let rule =
            Rule::parse("SELECT * FROM 'a/b' WHERE mode = auto", SqlVersion::V2016_03_23).expect("a rule");
        let context = Context::default();
        let mut run = rule.start(Message { topic: "a/b", payload: payload.as_bytes() }, &context);
        let outcome = run.run();
        let why = run.why_not_true(&outcome).expect("a reason");
        assert_eq!(why.message, format!("`auto` is not in the payload; {expected}"));
    }
}

#[test]
fn variables_of_variables_are_looked_into() {
    let sql = "SET @a = humidty, @b = @a + 1 SELECT @b AS b FROM 'a/b'";
    let said = said(sql, PAYLOAD);
    assert_eq!(said.len(), 1);
    assert_eq!(fixed(sql, &said[0], 0), "SET @a = humidity, @b = @a + 1 SELECT @b AS b FROM 'a/b'");
    for sql in ["SET @a = @a SELECT @a AS b FROM 'a/b'", "SET @a = @b, @b = @a SELECT @b AS b FROM 'a/b'"] {
        if let Ok(rule) = Rule::parse(sql, SqlVersion::V2016_03_23) {
            assert!(self::said(rule.text(), PAYLOAD).len() <= 1);
        }
    }
}

#[test]
fn a_variable_is_looked_into() {
    let sql = "SET @h = humidty SELECT @h AS a, @h + 1 AS b FROM 'a/b'";
    let said = said(sql, PAYLOAD);
    assert_eq!(said.len(), 2);
    for one in said {
        assert_eq!(fixed(sql, &one, 0), "SET @h = humidity SELECT @h AS a, @h + 1 AS b FROM 'a/b'");
    }
}

/// SELECT, the place, and the message.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("1/0 AS a", "1/0", "`1/0` is Undefined: it divides by zero."),
    ("2 * (humidity % zero) AS a", "humidity % zero", "`humidity % zero` is Undefined: it divides by zero."),
    (
        "humidity - id AS a",
        "humidity - id",
        "`humidity - id` is Undefined: `-` has no result for an Int, 47 and a String, \"s1\".",
    ),
    ("-id AS a", "-id", "`id` is a String, \"s1\", not a number."),
    ("NOT humidity AS a", "NOT humidity", "`humidity` is an Int, 47, not a Boolean."),
    ("sqrt(-1) AS a", "sqrt(-1)", "`sqrt(-1)` is Undefined."),
    ("abs(id) AS a", "abs(id)", "`abs(id)` is Undefined, where `id` is a String, \"s1\"."),
    ("topic(5) AS a", "topic(5)", "`topic(5)` is Undefined."),
    (
        "get(readings, 3) AS a",
        "get(readings, 3)",
        "`get(readings, 3)` is Undefined, where `readings` is an Array, [{\"temp\":1,\"hum\":2}].",
    ),
    (
        "(SELECT * FROM humidity) AS a",
        "(SELECT * FROM humidity)",
        "The nested query is Undefined: `humidity` is an Int, 47, not an array.",
    ),
    ("3 IN humidity AS a", "3 IN humidity", "`humidity` is an Int, 47, not an array."),
    ("id.*, temperature", "id", "`id.*` selects nothing: `id` is a String, \"s1\"."),
    ("{'a': 1/zero} AS o", "1/zero", "`1/zero` is Undefined: it divides by zero."),
];

#[test]
fn what_is_undefined_for_another_reason_is_named_with_it() {
    for (select, place, message) in OTHERWISE {
        let sql = format!("SELECT {select} FROM '+/#'");
        let said = said(&sql, PAYLOAD);
        let [one] = said.as_slice() else { panic!("{sql}: {said:?}") };
        assert_eq!((one.code.id, one.message.as_str()), ("run.undefined", *message), "{sql}");
        assert_eq!(&sql[one.primary().expect("a place").range.clone()], *place, "{sql}");
    }
}

#[test]
fn absence_that_a_rule_provides_for_is_nothing_to_speak_of() {
    for rest in [
        "temperature, humidity FROM 'a/b'",
        "* FROM 'a/b'",
        "isUndefined(humidty) AS a FROM 'a/b'",
        "isNull(humidty) AS a FROM 'a/b'",
        "isUndefined([humidty]) AS a FROM 'a/b'",
        "get_or_default(humidty, 0) AS a FROM 'a/b'",
        "get_or_default(stat.reported.temp, state.reported.temp) AS a FROM 'a/b'",
        "CASE isUndefined(humidty) WHEN true THEN 0 ELSE humidty END AS a FROM 'a/b'",
        "EXISTS (SELECT nothing FROM several) AS a FROM 'a/b'",
        "get_or_default({'a': humidty}, 1) AS a FROM 'a/b'",
        // It is asked for elsewhere, itself or what it is in.
        "humidty, isUndefined(humidty) AS a FROM 'a/b'",
        "humidty FROM 'a/b' WHERE isUndefined(humidty) = true",
        "state.desired.temp FROM 'a/b' WHERE isUndefined(state.desired) = true",
        "state.desired FROM 'a/b' WHERE isUndefined(state.desired.temp) = true",
        // What only some elements of a nested query have.
        "(SELECT temp, hum FROM several) AS a FROM 'a/b'",
        // A nested query over nothing.
        "(SELECT tmp FROM none) AS a FROM 'a/b'",
        // Said by a lint already.
        "@never AS a FROM 'a/b'",
        "state.serial-no AS a FROM 'a/b'",
        // A CASE without ELSE leaves something out.
        "CASE id WHEN 'x' THEN 1 END AS a FROM 'a/b'",
        // Of the message context nothing is known.
        "traceid() AS a, principal() AS b, get_mqtt_property('content_type') AS c FROM 'a/b'",
        // A null is there.
        "note FROM 'a/b'",
    ] {
        let sql = format!("SELECT {rest}");
        assert_eq!(said(&sql, PAYLOAD), [], "{sql}");
    }
    assert_eq!(said("SELECT *, encode(*, 'base64') AS b FROM 'a/b'", ""), [], "an empty payload");
}

/// What is said of defaults that were given, in brief or explained.
fn defaults(select: &str, explained: bool) -> Vec<String> {
    let rule = Rule::parse(&format!("SELECT {select} FROM 'a/b'"), SqlVersion::V2016_03_23).expect(select);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "a/b", payload: PAYLOAD.as_bytes() }, &context);
    run.listen();
    if explained {
        run.trace();
    }
    assert!(matches!(run.run(), Outcome::Output(_)), "{select}");
    let said = run.take_defaults(None);
    assert!(said.iter().all(|one| one.code.id == "run.default-used"), "{said:?}");
    assert!(run.take_defaults(None).is_empty(), "they are said once");
    said.into_iter().map(|one| one.message).collect()
}

#[test]
fn a_default_in_place_of_a_misspelt_key_is_told() {
    let one = "get_or_default(humidty, 0) AS a";
    let brief = defaults(one, false);
    let [message] = brief.as_slice() else { panic!("{brief:?}") };
    assert!(message.contains("`humidty`") && message.contains("`humidity`"), "{message}");
    // Each place is told, and once, however often it is evaluated.
    assert_eq!(defaults(&format!("{one}, get_or_default(temperatur, 0) AS b"), false).len(), 2);
    assert_eq!(defaults("(SELECT VALUE get_or_default(tmp, 0) FROM several) AS a", false).len(), 1);
    // What is absent as such is only told by an explanation, and so is a null.
    for absent in
        ["get_or_default(pressure, 0) AS a", "get_or_default(note, 0) AS a", "get_or_default(1 / 0, 0) AS a"]
    {
        assert_eq!(defaults(absent, false), [""; 0], "{absent}");
        assert_eq!(defaults(absent, true).len(), 1, "{absent}");
    }
    assert!(defaults("get_or_default(note, 0) AS a", true)[0].contains("`note` is null"));
    assert_eq!(defaults("get_or_default(temperature, 0) AS a", true), [""; 0]);
    let many = |count: usize| {
        let calls: Vec<String> =
            (0..count).map(|at| format!("get_or_default(humidty, {at}) AS x{at}")).collect();
        defaults(&calls.join(","), false).len()
    };
    assert_eq!((many(99), many(100), many(101)), (99, 100, 100));
}

#[test]
fn what_may_be_meant_is_a_note() {
    for select in ["get((SELECT temp FROM several WHERE temp = 3), 0) AS t", "regexp_substr(id, 'x+') AS t"] {
        let said = said(&format!("SELECT {select} FROM 'a/b'"), PAYLOAD);
        assert_eq!(said.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["run.may-be-absent"], "{select}");
    }
    // Keys of AWS's own messages depend on what happened; a misspelling stays one.
    let rule = "SELECT state.desired.on AS a, state.reportd AS b FROM '$aws/things/+/shadow/update/accepted'";
    let rule = Rule::parse(rule, SqlVersion::V2016_03_23).expect("a rule");
    let context = Context::default();
    let message = Message { topic: "$aws/things/lamp/shadow/update/accepted", payload: PAYLOAD.as_bytes() };
    let mut run = rule.start(message, &context);
    run.listen();
    let _ = run.run();
    let said: Vec<&str> = run
        .take_undefined()
        .iter()
        .filter_map(|part| run.why_undefined(part, None))
        .map(|why| why.diagnostic.code.id)
        .collect();
    assert_eq!(said, ["run.may-be-absent", "run.missing-key"]);
}

#[test]
fn a_remark_on_the_way_says_it() {
    let sql = "SELECT time_to_epoch(id, 'yyyy') AS a, regexp_matches(id, '(') AS b FROM 'a/b'";
    assert_eq!(said(sql, PAYLOAD), []);
}

#[test]
fn templates_are_told_of_too() {
    let version = SqlVersion::V2016_03_23;
    let rule = Rule::parse("SELECT *, 1 AS made FROM 'a/b'", version).expect("a rule");
    let context = Context::default();
    for (template, expected, after) in [
        ("${humidty}/x", Some("`humidty` is not in the payload; did you mean `humidity`?"), "${humidity}/x"),
        ("${id}-${Id}", Some("`Id` is not in the payload; did you mean `id`?"), "${id}-${id}"),
        (
            "${readings.hum}",
            Some("`readings.hum` is Undefined: `readings` is an array, and only its elements can have keys."),
            "${get(readings, 0).hum}",
        ),
        ("${1/0}", Some("`1/0` is Undefined: it divides by zero."), ""),
        ("${get_or_default(humidty, 'x')}", None, ""),
        ("${isUndefined(humidty)}", None, ""),
        ("${id}", None, ""),
        // The template's own warning says it.
        ("${made}", None, ""),
    ] {
        let template = Template::parse(template, version).expect(template);
        let mut run = rule.start(Message { topic: "a/b", payload: PAYLOAD.as_bytes() }, &context);
        run.listen();
        let outcome = run.run();
        let _ = run.remarks(&outcome);
        assert_eq!(run.take_undefined().len(), 0);
        run.template(&template).expect("a string");
        let _ = run.take_remarks();
        let parts = run.take_undefined();
        let found = parts.first().and_then(|part| run.why_undefined(part, Some(&template)));
        assert_eq!(
            found.as_ref().map(|why| why.diagnostic.message.as_str()),
            expected,
            "{}",
            template.text()
        );
        if !after.is_empty() {
            assert_eq!(fixed(template.text(), &found.expect("found").diagnostic, 0), after);
        }
    }
}

#[test]
fn random_numbers_are_the_same_whether_something_is_explained_or_not() {
    let rule = Rule::parse("SELECT 1/0 + rand() AS a FROM 'a/b'", SqlVersion::V2016_03_23).expect("a rule");
    let template = Template::parse("${rand()}", SqlVersion::V2016_03_23).expect("a template");
    let context = Context { random_seed: 7, ..Context::default() };
    let mut texts = [true, false].map(|explains| {
        let mut run = rule.start(Message { topic: "a/b", payload: b"{}" }, &context);
        run.listen();
        let _ = run.run();
        for part in run.take_undefined() {
            if explains {
                assert!(run.why_undefined(&part, None).is_some());
            }
        }
        run.template(&template).expect("a string")
    });
    let last = texts[1].clone();
    assert_eq!(std::mem::take(&mut texts[0]), last);
}

#[test]
fn an_explanation_takes_bounded_time() {
    let deep = format!("SELECT {} AS a FROM 'a/b'", "(".repeat(60) + "1/0" + &")+1".repeat(60));
    assert_eq!(said(&deep, "{}").len(), 1);
    let long =
        format!("SELECT {} FROM 'a/b'", (0..3000).map(|n| format!("a{n}")).collect::<Vec<_>>().join(", "));
    assert_eq!(said(&long, "{}").len(), 100);
    let chain = format!("SELECT 1{} / 0 AS a FROM 'a/b'", " + 1".repeat(3000));
    let started = std::time::Instant::now();
    let _ = said(&chain, "{}");
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
