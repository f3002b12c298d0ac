//! What the editor shows of an evaluation: values, hover, lineage.

use crate::{cursor, sample};
use iot_sql::assist::{Explained, Hover, InlineValue, Language, Lineage, PartKind, Sample, hover};
use iot_sql::{Context, Message, Rule, SqlVersion, Template};

fn rule(sql: &str) -> Rule {
    Rule::parse(sql, SqlVersion::default()).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn with<T>(sql: &str, ask: impl FnOnce(&mut Explained<'_>) -> T) -> T {
    let (rule, context, sample) = (rule(sql), Context::default(), sample());
    let message = Message { topic: sample.topic, payload: sample.payload };
    ask(&mut Explained::new(&rule, message, &context))
}

fn values(sql: &str, set_too: bool) -> Vec<InlineValue> {
    with(sql, |explained| explained.values(set_too))
}

#[test]
fn each_part_has_its_value() {
    for (sql, expected) in [
        (
            "SELECT temperature, upper(name) AS n.x FROM 'sensors/+/data'",
            vec![
                "temperature|temperature|→ 24.04|Decimal|Value",
                "upper(name) AS n.x|n.x|→ \"HALL\"|String|Value",
                "'sensors/+/data'||✓ matches; + is kitchen||True",
            ],
        ),
        (
            "SELECT humidty FROM 'sensors/#'",
            vec![
                "humidty|humidty|→ Undefined: humidty is not in the payload||Undefined",
                "'sensors/#'||✓ matches; # is kitchen/data||True",
            ],
        ),
        (
            "SELECT sqrt(-1) AS root, temperature.unit, name * 2 AS twice FROM 'sensors/#'",
            vec![
                "sqrt(-1) AS root|root|→ Undefined||Undefined",
                "temperature.unit|unit|→ Undefined: temperature is a Decimal, 24.04, which has no keys||Undefined",
                "name * 2 AS twice|twice|→ Undefined: * has no result for a String, \"hall\" and an Int, 2||Undefined",
                "'sensors/#'||✓ matches; # is kitchen/data||True",
            ],
        ),
        (
            "SELECT * FROM 'sensors/#' WHERE temperature > 30 AND (on = true OR humidty > 5)",
            vec![
                "*||→ object of 9 keys|Object|Value",
                "'sensors/#'||✓ matches; # is kitchen/data||True",
                "temperature > 30||✗ 24.04 > 30||False",
                "on = true||✓ true = true||True",
                "humidty > 5||? Undefined: humidty is not in the payload||Undefined",
            ],
        ),
        (
            "SELECT VALUE state.reported FROM 'other' WHERE name IN ['hall'] AND NOT on",
            vec!["'other'||✗ does not match the topic||False"],
        ),
        (
            "SELECT VALUE state.reported FROM '#' WHERE name IN ['hall'] AND NOT on AND temperature",
            vec![
                "state.reported||→ {\"temp\":21.5,\"mode\":\"eco\",\"a b\":2}|Object|Value",
                "'#'||✓ matches; # is sensors/kitchen/data||True",
                "name IN ['hall']||✓ \"hall\" IN [\"hall\"]||True",
                "NOT on||✗ false||False",
                "temperature||? 24.04 is not a Boolean||Undefined",
            ],
        ),
        (
            "SET @t = temperature * 2 SELECT @t AS t FROM '#'",
            vec![
                "temperature * 2||→ 48.08|Decimal|Value",
                "@t AS t|t|→ 48.08|Decimal|Value",
                "'#'||✓ matches; # is sensors/kitchen/data||True",
            ],
        ),
    ] {
        let shown: Vec<String> = values(sql, true)
            .into_iter()
            .map(|value| {
                let InlineValue { range, key, text, type_name, state, .. } = value;
                format!("{}|{key}|{text}|{type_name}|{state:?}", &sql[range])
            })
            .collect();
        assert_eq!(shown, expected, "{sql}");
    }
}

#[test]
fn a_missing_key_has_the_nearest_one_and_a_fix() {
    let sql = "SELECT humidty FROM '#'";
    let found = &values(sql, false)[0];
    assert_eq!(found.nearest.as_deref(), Some("humidity"));
    let fixed = found.fix.as_ref().and_then(|fix| fix.apply(sql));
    assert_eq!(fixed.as_deref(), Some("SELECT humidity FROM '#'"));
}

#[test]
fn what_the_message_does_not_reach_is_marked() {
    let found = values("SELECT temperature FROM '#' WHERE on = false", false);
    assert!(!found[0].reached && found[0].text == "→ 24.04");
    let found = values("SELECT temperature FROM '#' WHERE on = true", false);
    assert!(found[0].reached);
}

#[test]
fn a_failure_stands_where_it_happened() {
    let sql = "SELECT name, aws_lambda('arn', name) AS f FROM '#'";
    let shown: Vec<String> = values(sql, false).into_iter().map(|value| value.text).collect();
    assert_eq!(shown[0], "→ \"hall\"");
    assert!(shown[1].starts_with("! "), "{shown:?}");
}

#[test]
fn what_does_not_show_is_shown() {
    let texts = |sql: &str| values(sql, false).into_iter().map(|value| value.text).collect::<Vec<_>>();
    let found = texts("SELECT 'a\u{202e}b\u{a0}' AS t FROM '#' WHERE name <> '\u{200b}'");
    assert_eq!(found[0], r#"→ "a\u202eb\u00a0""#);
    assert_eq!(found[2], r#"✓ "hall" <> "\u200b""#);
}

#[test]
fn templates_have_values() {
    let template = Template::parse("a/${topic(2)}/${nam}", SqlVersion::default()).expect("a template");
    let found = with("SELECT * FROM '#'", |explained| explained.template_values(&template));
    let shown: Vec<&str> = found.iter().map(|value| value.text.as_str()).collect();
    assert_eq!(shown, ["→ \"kitchen\"", "→ Undefined: nam is not in the payload"]);
    assert_eq!(found[1].nearest.as_deref(), Some("name"));
}

fn hovered(marked: &str, language: Language) -> Option<Hover> {
    let (text, at) = cursor(marked);
    let sql =
        if language == Language::Sql { text.as_str() } else { "SET @r = name SELECT temperature FROM '#'" };
    let sample = Sample { statement: sql, ..sample() };
    with(sql, |explained| hover(&text, at, language, &sample, Some(explained)))
}

#[test]
fn hover_tells_what_stands_there() {
    for (marked, title, value, paragraph) in [
        ("SELECT tempera|ture FROM '#'", "temperature", "24.04 Decimal", ""),
        (
            "SELECT temperature + humi|dty AS x FROM '#'",
            "humidty",
            "Undefined",
            "`humidty` is not in the payload.",
        ),
        ("SELECT temperature |+ humidty AS x FROM '#'", "temperature + humidty", "Undefined", "humidty"),
        ("SELECT * FROM '#' WHERE name |> 5", "name > 5", "Undefined", "`>` has no result"),
        ("SELECT upp|er(name) AS n FROM '#'", "upper(text)", "\"HALL\" String", "Returns"),
        ("SELECT upper(name) AS no|te FROM '#'", "note", "\"HALL\" String", "outgoing payload"),
        ("SEL|ECT name FROM '#'", "SELECT", "", "outgoing payload"),
        ("SELECT state.repor|ted.temp AS t FROM '#'", "state.reported.temp", "21.5 Decimal", ""),
        ("SELECT a FROM 'sensors/|+/data'", "Level 2 of the topic", "kitchen", "Matches any one level."),
        ("SELECT a FROM 'sensors/#|'", "Level 2 of the topic", "kitchen/data", "topic(2)"),
        ("SELECT (SELECT VALUE |v FROM readings) AS v FROM '#'", "v", "812 Int", "first of 2 values"),
        ("SET @x = name SELECT @|x AS y FROM '#'", "@x", "\"hall\" String", ""),
    ] {
        let Some(found) = hovered(marked, Language::Sql) else { panic!("nothing at {marked}") };
        let shown = format!("{} {}", found.value.unwrap_or_default(), found.type_name.unwrap_or_default());
        assert_eq!(
            (found.title.as_str(), shown.trim().trim_end_matches("Undefined Undefined")),
            (title, value.trim_end_matches("Undefined")),
            "{marked}"
        );
        assert!(found.paragraphs.join(" ").contains(paragraph), "{marked}: {:?}", found.paragraphs);
    }
    let found = hovered("SELECT substr|ing(name, 1) AS n FROM '#'", Language::Sql).expect("a function");
    assert!(found.evidence.is_some() && found.example.is_some());
    assert!(hovered("SELECT name |  FROM '#'", Language::Sql).is_none());
    let found = hovered("rooms/${@|r}", Language::Template).expect("a variable");
    assert_eq!((found.title.as_str(), found.value.as_deref()), ("@r", Some("\"hall\"")));
}

#[test]
fn a_value_that_is_undefined_says_so_once() {
    for (marked, paragraphs) in [
        ("SELECT sqrt(-|1) AS n FROM '#'", &[][..]),
        ("SELECT temperature.u|nit FROM '#'", &["`temperature` is a Decimal, 24.04, which has no keys."][..]),
    ] {
        let Some(found) = hovered(marked, Language::Sql) else { panic!("nothing at {marked}") };
        assert_eq!(found.value.as_deref(), Some("Undefined"), "{marked}");
        assert_eq!(found.paragraphs, paragraphs, "{marked}");
    }
}

#[test]
fn hover_works_without_a_message_and_on_text_that_does_not_parse() {
    let (text, at) = cursor("SELECT upp|er(name");
    let found = hover(&text, at, Language::Sql, &Sample::default(), None).expect("a function");
    assert_eq!(found.title, "upper(text)");
}

#[test]
fn a_key_of_the_payload_tells_what_reads_it() {
    let payload = std::str::from_utf8(sample().payload).expect("text");
    let told = |key: &str| {
        let at = payload.find(key).expect("the key");
        with("SELECT state.reported.temp AS t FROM '#' WHERE humidity > 1", |explained| {
            hover(payload, at + 1, Language::Json, &sample(), Some(explained))
        })
        .map(|found| {
            format!("{}: {} {}", found.title, found.type_name.unwrap_or_default(), found.paragraphs.join(" "))
        })
    };
    assert_eq!(told("\"humidity\"").as_deref(), Some("humidity: Int Read by WHERE `humidity > 1`."));
    assert_eq!(told("\"temp\"").as_deref(), Some("temp: Decimal Read by `state.reported.temp AS t`."));
    assert_eq!(told("\"tags\"").as_deref(), Some("tags: Array The rule does not read it."));
}

fn lineage(sql: &str, templates: &[&str]) -> Lineage {
    let templates: Vec<Template> =
        templates.iter().map(|text| Template::parse(text, SqlVersion::default()).expect(text)).collect();
    with(sql, |explained| explained.lineage(&templates.iter().collect::<Vec<_>>()))
}

#[test]
fn each_part_knows_what_it_reads() {
    for (sql, templates, expected) in [
        (
            "SELECT temperature AS t, state.reported.temp FROM '#' WHERE humidity > 1",
            &[][..],
            vec!["Select t /temperature", "Select temp /state/reported/temp", "Where  /humidity"],
        ),
        (
            "SET @r = state.reported, @t = @r.temp SELECT @t AS a, @t + humidity AS b FROM '#'",
            &[],
            vec![
                "Set  /state/reported",
                "Set  /state/reported",
                "Select a /state/reported",
                "Select b /humidity,/state/reported",
            ],
        ),
        (
            "SELECT get(*, 'odd-key') AS o, get(readings, 0).v AS v FROM '#'",
            &["${name}", "x"],
            vec!["Select o /odd-key", "Select v /readings/0", "Template(0)  /name", "Template(1)  "],
        ),
        (
            "SELECT (SELECT v FROM readings WHERE n = 'co2') AS co2 FROM '#'",
            &[],
            vec!["Select co2 /readings,/readings/0/n,/readings/0/v,/readings/1/n"],
        ),
        // What is not evaluated for this message may be read for another.
        ("SELECT CASE on WHEN false THEN name ELSE 1 END AS x FROM '#'", &[], vec!["Select x /name,/on"]),
        ("SELECT name AS n FROM 'other' WHERE on", &[], vec!["Select  /name", "Where  /on"]),
        ("SELECT * FROM '#'", &[], vec!["Select * "]),
    ] {
        let shown: Vec<String> = lineage(sql, templates)
            .parts
            .into_iter()
            .map(|part| {
                let keys: Vec<String> = part
                    .attributes
                    .iter()
                    .map(|key| if key.is_empty() { "*".to_owned() } else { key.join(".") })
                    .collect();
                format!("{:?} {} {}", part.kind, keys.join(","), part.pointers.join(","))
            })
            .collect();
        assert_eq!(shown, expected, "{sql}");
    }
}

#[test]
fn keys_that_nothing_reads_are_found_and_counted() {
    let payload = std::str::from_utf8(sample().payload).expect("text");
    let of = |sql: &str| {
        let found = lineage(sql, &[]);
        let unread: Vec<String> = found
            .unread
            .iter()
            .map(|range| payload[range.clone()].split(':').next().unwrap_or_default().replace('"', ""))
            .collect();
        (unread.join(","), found.unread_keys, found.keys)
    };
    assert_eq!(of("SELECT * FROM '#'"), (String::new(), 0, 15));
    let (unread, count, all) =
        of("SELECT temperature, humidity, on, name, state.reported FROM '#' WHERE get(*, 'end') = 5");
    assert_eq!((unread.as_str(), count, all), ("odd-key,desired,readings,tags", 7, 15));
    let (unread, count, _) =
        of("SELECT (SELECT VALUE v FROM readings) AS v, get(tags, 0) AS t, state FROM '#'");
    assert_eq!((unread.as_str(), count), ("temperature,humidity,on,odd-key,end,name,n,n", 8));
}

#[test]
fn lineage_goes_both_ways() {
    let sql = "SELECT state AS s, temperature FROM '#' WHERE state.reported.temp > 1";
    let found = lineage(sql, &["${name}"]);
    let payload = std::str::from_utf8(sample().payload).expect("text");
    let readers = |key: &str| found.readers_at(payload.find(key).expect(key) + 1);
    assert_eq!(readers("\"temp\""), [0, 2]);
    assert_eq!(readers("\"desired\""), [0]);
    assert_eq!(readers("\"name\""), [3]);
    assert_eq!(readers("\"tags\""), [0_usize; 0]);
    assert_eq!(found.part_at(None, sql.find("temperature").expect("it") + 2), Some(1));
    assert_eq!(found.part_at(Some(0), 3), Some(3));
    assert_eq!(found.parts[3].kind, PartKind::Template(0));
}
