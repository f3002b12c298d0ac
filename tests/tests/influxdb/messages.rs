//! Messages with everything in them that line protocol has to escape, and the points that RuleLens makes of them.

use iot_sql::{Context, Message, SqlVersion};
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rule_actions::Plan;
use rule_actions::influxdb::Point;
use serde_json::{Map, Value as Json, json};

/// Strings that take part in keys, tags and values.
pub(crate) const NASTY: &[&str] = &[
    "plain",
    "two words",
    " ",
    "a,b",
    "a=b",
    "a, =b",
    "\"quoted\"",
    "it's",
    "back\\slash",
    "double\\\\slash",
    "ends\\",
    "\\,",
    "\\ ",
    "\\=",
    "\\\"",
    "line\nbreak",
    "\ttab",
    "carriage\rreturn",
    "# no comment",
    "\u{e9}\u{4e16}\u{1F600}",
    "\u{0}",
    "t",
    "5i",
    "-1",
    "true",
    "${x",
    "time",
    "",
];

/// The points of a string as tag, as key and as value, but for those that RuleLens rejects.
pub(crate) fn nasty(text: &&str) -> Vec<Point> {
    let id = NASTY.iter().position(|known| known == text).unwrap_or_default();
    let payload =
        |key: &str| json!({key: text, "n": id, "f": 0.1, "on": true, "timestamp": 1_700_000_000_123_i64});
    let roles = [("tag", *text, "key"), (*text, "x", "key"), ("tag", "x", *text), ("tag", "", "key")];
    let points = roles.iter().enumerate().flat_map(|(index, (tag_key, tag, key))| {
        written(&format!("{text} table {id} {index}"), &[(tag_key, tag)], &payload(key))
    });
    points.collect()
}

/// The points of a message; none where RuleLens rejects it.
fn written(table: &str, tags: &[(&str, &str)], payload: &Json) -> Vec<Point> {
    // The tags' values come from the payload, so that a string such as ${x} is none of the action's.
    let values: Vec<&str> = tags.iter().map(|(_, value)| *value).collect();
    let templates = tags
        .iter()
        .enumerate()
        .map(|(index, (key, _))| ((*key).to_owned(), Json::from(format!("${{get(values, {index})}}"))));
    let templates: Map<String, Json> = templates.collect();
    let message = json!({"table": table, "values": values, "outgoing": payload});
    let action = json!({"influxDB": {
        "destinationArn": "d", "roleArn": "r", "databaseName": "b", "tableName": "${table}",
        "tags": templates,
    }});
    let plan =
        Plan::new("SELECT VALUE outgoing FROM 'a'", SqlVersion::V2016_03_23, Some(&action.to_string()));
    // A key that no tag can have.
    let Ok(plan) = plan else { return Vec::new() };
    let payload = message.to_string();
    let report = plan.evaluate(Message { topic: "a", payload: payload.as_bytes() }, &Context::default());
    let lost = |code: &str| report.diagnostics.iter().any(|diagnostic| diagnostic.code.id == code);
    // Of a field called time RuleLens says that it is lost, and a server does not keep tags and fields of one name.
    if lost("influxdb.time-key") || lost("influxdb.tag-and-field") {
        return Vec::new();
    }
    report.influxdb().map(|delivery| delivery.points().to_vec()).unwrap_or_default()
}

/// The points of as many generated messages; the same ones each time.
pub(crate) fn generated(count: usize) -> impl Iterator<Item = Vec<Point>> {
    let name = || "[ab,= \"'#/.:$\u{e9}\u{1F600}]{1,5}\\\\?[ab:\"]?";
    let text = || "[ab,= \"'\\\\#\t\r\n/.:$\u{e9}\u{1F600}]{0,6}";
    let value = proptest::prop_oneof![
        8 => text().prop_map(Json::from),
        8 => proptest::prelude::any::<i64>().prop_map(Json::from),
        8 => proptest::num::f64::NORMAL.prop_map(Json::from),
        8 => proptest::bool::ANY.prop_map(Json::from),
        1 => (i64::MAX as u64..=u64::MAX).prop_map(Json::from),
        8 => text().prop_map(|text| json!({"a": [text, 1]})),
    ];
    let members = proptest::collection::vec((name(), value), 1..6);
    let tags = proptest::collection::vec((name(), name()), 0..4);
    let message = (name(), name(), tags, members, -9_000_000_000_000_i64..9_000_000_000_000);
    let mut runner = TestRunner::deterministic();
    (0..count).map(move |index| {
        let (before, after, tags, members, time) =
            message.new_tree(&mut runner).expect("a strategy without filters").current();
        let mut payload: Map<String, Json> = members.into_iter().collect();
        payload.insert("timestamp".into(), time.into());
        let tags: Vec<(&str, &str)> =
            tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let table = format!("{before}{index}{after}");
        written(&table, &tags, &payload.into())
    })
}
