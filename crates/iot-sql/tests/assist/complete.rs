//! What is offered.

use crate::{cursor, sample};
use iot_sql::SqlVersion;
use iot_sql::assist::{Completion, Language, Sample, complete};

fn offered(marked: &str, explicit: bool) -> Vec<Completion> {
    let (text, at) = cursor(marked);
    complete(&text, at, Language::Sql, &sample(), explicit)
}

fn labels(found: &[Completion]) -> Vec<&str> {
    found.iter().map(|found| found.label.as_str()).collect()
}

/// The text after an offer is taken, with the cursor.
fn taken(marked: &str, label: &str) -> String {
    let (text, _) = cursor(marked);
    let found = offered(marked, true);
    let Some(found) = found.iter().find(|found| found.label == label) else {
        panic!("{label} is not offered at {marked}: {:?}", labels(&found))
    };
    let (before, after) = found.insert.split_at(found.cursor);
    format!("{}{before}|{after}{}", &text[..found.range.start], &text[found.range.end..])
}

#[test]
fn the_first_offers_fit_the_place_and_the_type() {
    for (marked, first) in [
        ("|", "SELECT SET"),
        ("SEL|", "SELECT"),
        ("SELECT te|", "temperature"),
        ("SELECT |", "temperature humidity on"),
        ("SELECT a, |", "temperature humidity on"),
        ("SELECT temperature F|", "FROM"),
        ("SELECT temperature |", "FROM AS AND OR IN"),
        ("SELECT a AS b |", "FROM"),
        ("SELECT a AS b, (SELECT v FROM readings W|", "WHERE"),
        ("SELECT cast(a |", "AS AND OR IN"),
        ("SELECT cast(a AS D|", "Double Decimal"),
        ("SELECT a FROM 'x' |", "WHERE"),
        ("SELECT a FROM 'x' WHERE a > 1 A|", "AND"),
        ("SELECT * FROM 'x' WHERE humidity > |", "temperature humidity odd-key"),
        ("SELECT * FROM 'x' WHERE name = |", "'hall' name"),
        ("SELECT * FROM 'x' WHERE 'a' IN |", "readings tags"),
        ("SELECT CASE a |", "WHEN AND OR IN"),
        ("SELECT CASE a WHEN 1 |", "THEN AND OR IN"),
        ("SELECT CASE a WHEN 1 THEN 2 E|", "ELSE END"),
        ("SELECT CASE a WHEN 1 THEN 2 ELSE 3 |", "END AND OR IN"),
        ("SET @a = 1 S|", "SELECT"),
        ("SET @abc = 1, @b = 2 SELECT @|", "@abc @b"),
        ("SELECT topic(|)", "1 2 3"),
        ("SELECT sql_version() = |", "'2015-10-08' '2016-03-23' 'beta'"),
        ("SELECT a FROM |", "'sensors/kitchen/data' 'sensors/+/data' '#'"),
        ("SELECT a FROM '|'", "sensors/kitchen/data sensors + #"),
        ("SELECT a FROM 'sensors/|'", "kitchen/data kitchen + #"),
        ("SELECT a FROM 'sensors/+/|", "data + #"),
        ("SELECT a FROM 'rooms/|'", "+ #"),
        ("SELECT state.|", "reported desired"),
        ("SELECT state.reported.|", "temp mode a b"),
        ("SELECT upper(state.reported.|", "mode temp a b"),
        ("SELECT get(state.reported, '|')", "temp mode a b"),
        ("SELECT readings.|", "get(readings, 0) get(readings, 1) n v"),
        ("SELECT get(readings, 0).|", "n v"),
        ("SELECT (SELECT | FROM readings)", "n v temperature"),
        ("SELECT (SELECT r.| FROM readings AS r WHERE r.v > 1)", "n v"),
        ("SELECT (SELECT VALUE x FROM readings r WHERE r.|)", "n v"),
        ("SELECT parse_time('yyyy-M|', 1)", "MM MMM"),
        ("SELECT encode(a, |)", "'base64'"),
        ("SELECT encode(a, '|')", "base64"),
        ("SELECT get_mqtt_property('|')", "content_type format_indicator response_topic correlation_data"),
        ("SET @m = state.reported SELECT @m.|", "temp mode a b"),
    ] {
        let found = offered(marked, true);
        let labels = labels(&found);
        let wanted: Vec<&str> = if first.contains("a b") {
            first.trim_end_matches(" a b").split(' ').chain(["a b"]).collect()
        } else if first.contains("get(") {
            vec!["get(readings, 0)", "get(readings, 1)", "n", "v"]
        } else {
            first.split(' ').collect()
        };
        assert_eq!(
            labels.iter().take(wanted.len()).copied().collect::<Vec<_>>(),
            wanted,
            "{marked}: {labels:?}"
        );
    }
}

#[test]
fn nothing_stands_in_the_way_of_enter() {
    for marked in [
        "SELECT |",
        "SELECT temperature|",
        "SELECT temperature |",
        "SELECT *|",
        "SELECT a FROM|",
        "SELECT a FROM 'x'|",
        "SELECT a FROM 'x' WHERE b > 20|",
        "SELECT upper(a)|",
        "SELECT upper(|",
        "SELECT a,|",
        "SELECT a AS n|",
        "SELECT a -- te|",
        "SELECT upper|",
        "select|",
        "SELECT 'te|'",
        "SELECT a FROM 'x';|",
        "SELECT get_dynamodb(ta|",
        "SELECT {'te|",
        "SELECT get_dynamodb('a', 'id', id, 'te|",
        "SELECT 12|",
        "|",
        "",
    ] {
        if marked.is_empty() {
            assert!(complete("", 0, Language::Sql, &sample(), false).is_empty());
            continue;
        }
        let found = offered(marked, false);
        assert!(found.is_empty(), "{marked}: {:?}", labels(&found));
    }
}

#[test]
fn nothing_silly_is_offered_even_when_asked() {
    for marked in [
        "SELECT get_dynamodb(|",
        "SELECT get_dynamodb('t', |",
        "SELECT get_dynamodb('t', 'id', id, |",
        "SELECT a AS |",
        "SET |",
        "SELECT {|",
        "SELECT {'a' |",
        "SELECT a -- |",
        "SELECT 1|",
    ] {
        let found = offered(marked, true);
        if marked.ends_with("id, |") {
            continue;
        }
        assert!(found.is_empty(), "{marked}: {:?}", labels(&found));
    }
    let found = offered("SELECT get_dynamodb('t', 'id', |", true);
    assert!(labels(&found).contains(&"name"), "the key's value comes from the payload");
}

#[test]
fn taking_an_offer_leaves_the_cursor_where_typing_goes_on() {
    for (marked, label, after) in [
        ("SELECT te| FROM 'a'", "temperature", "SELECT temperature| FROM 'a'"),
        ("SELECT upp|", "upper", "SELECT upper(|)"),
        ("SELECT upp|(a)", "upper", "SELECT upper|(a)"),
        ("SELECT clie|", "clientid", "SELECT clientid()|"),
        ("SELECT cas|", "cast", "SELECT cast(| AS Decimal)"),
        ("SELECT odd|", "odd-key", "SELECT get(*, 'odd-key')|"),
        ("SELECT en|", "end", "SELECT get(*, 'end')|"),
        ("SELECT state.reported.|", "a b", "SELECT get(state.reported, 'a b')|"),
        ("SELECT readings.|", "v", "SELECT get(readings, 0).v|"),
        ("SELECT a.b + readings.|", "get(readings, 1)", "SELECT a.b + get(readings, 1)|"),
        ("SELECT mod|", "state.reported.mode", "SELECT state.reported.mode|"),
        ("SELECT a FROM 'sensors/k|", "kitchen/data", "SELECT a FROM 'sensors/kitchen/data|"),
        ("SELECT parse_time('yyyy-M|', 1)", "MM", "SELECT parse_time('yyyy-MM|', 1)"),
    ] {
        assert_eq!(taken(marked, label), after);
    }
}

#[test]
fn an_offer_says_its_value_and_type() {
    let shown = |marked: &str, label: &str| {
        let found = offered(marked, true);
        let found =
            found.iter().find(|found| found.label == label).unwrap_or_else(|| panic!("{label} at {marked}"));
        format!("{} {}", found.detail, found.summary).trim().to_owned()
    };
    for (marked, label, text) in [
        ("SELECT te|", "temperature", "24.04 Decimal"),
        ("SELECT sta|", "state", "object of 2 keys Object"),
        ("SELECT na|", "name", "\"hall\" String"),
        ("SELECT tag|", "tags", "[\"a\",\"b\"] Array"),
        ("SELECT read|", "readings", "array of 2 Array"),
        ("SELECT topic(|", "2", "kitchen"),
        ("SELECT subst|", "substring", "substring(text, from[, to]) "),
        ("SELECT a FROM 'x' WHE|", "WHERE", "Lets a message through only where its condition is true"),
        ("SELECT parse_time('y|", "yyyy", "2026"),
    ] {
        assert!(shown(marked, label).starts_with(text), "{marked}: {}", shown(marked, label));
    }
}

#[test]
fn templates_have_their_expressions_and_the_rules_variables() {
    let statement = "SET @room = topic(2) SELECT * FROM 'a'";
    let sample = Sample { statement, ..sample() };
    for (marked, first) in [
        ("rooms/${@|}", Some("@room")),
        ("rooms/${state.|}", Some("reported")),
        ("a ${temperature} ${hum|", Some("humidity")),
        ("rooms/hum|", None),
        ("rooms/${a}hum|", None),
    ] {
        let (text, at) = cursor(marked);
        let found = complete(&text, at, Language::Template, &sample, false);
        assert_eq!(labels(&found).first().copied(), first, "{marked}");
    }
}

#[test]
fn older_versions_are_offered_what_they_have() {
    let old = Sample { version: SqlVersion::V2015_10_08, ..sample() };
    let found = complete("SELECT ", 7, Language::Sql, &old, true);
    let labels = labels(&found);
    assert!(!labels.contains(&"EXISTS") && !labels.contains(&"sourceip"), "{labels:?}");
    assert!(labels.contains(&"temperature") && labels.contains(&"abs"), "{labels:?}");
}

#[test]
fn zones_are_offered() {
    let found = offered("SELECT parse_time('yyyy', 1, 'Europe/Ber|')", false);
    assert_eq!(labels(&found), ["Europe/Berlin"]);
}
