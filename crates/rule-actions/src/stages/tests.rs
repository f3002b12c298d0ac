use super::{Stage, StageName, StageState};
use crate::{Plan, Report, Simulation};
use iot_sql::{Context, Message, Severity, SqlVersion};

const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;

fn report(sql: &str, topic: &str, payload: &str) -> Report {
    let plan = Plan::new(sql, SqlVersion::default(), Some(ACTION)).expect(sql);
    let context = Context { timestamp_ms: 1_700_000_000_000, ..Context::default() };
    plan.deliver(Message { topic, payload: payload.as_bytes() }, &context, &mut Simulation::default())
}

fn stage(report: &Report, name: StageName) -> &Stage {
    report.stages.iter().find(|stage| stage.name == name).expect("each stage is there")
}

/// What is wrong at each stage, in order.
fn severities(report: &Report) -> [Option<Severity>; 4] {
    [StageName::Topic, StageName::Where, StageName::Select, StageName::Actions]
        .map(|name| stage(report, name).severity)
}

#[test]
fn what_works_has_nothing_wrong_and_neither_has_a_where_that_is_false() {
    assert_eq!(severities(&report("SELECT t FROM 'a'", "a", r#"{"t": 1.5}"#)), [None; 4]);
    let held_back = report("SELECT t FROM 'a' WHERE t > 2", "a", r#"{"t": 1.5}"#);
    assert_eq!(stage(&held_back, StageName::Where).state, StageState::Stopped);
    assert_eq!(severities(&held_back), [None; 4]);
}

#[test]
fn what_is_probably_not_meant_is_a_warning_at_its_stage() {
    let warning = Some(Severity::Warning);
    for (sql, topic, payload, expected) in [
        ("SELECT t FROM 'a' WHERE u > 2", "a", r#"{"t": 1.5}"#, [None, warning, None, None]),
        ("SELECT t FROM 'a' WHERE t + 1", "a", r#"{"t": 1.5}"#, [None, warning, None, None]),
        ("SELECT t FROM 'a'", "b", r#"{"t": 1.5}"#, [warning, None, None, None]),
        ("SELECT u FROM 'a'", "a", r#"{"t": 1.5}"#, [None, None, warning, warning]),
        ("SELECT * FROM 'a'", "a", "{}", [None, None, warning, warning]),
    ] {
        assert_eq!(severities(&report(sql, topic, payload)), expected, "{sql} {topic}");
    }
}

#[test]
fn records_that_are_rejected_are_errors_though_others_pass() {
    let found = report("SELECT * FROM 'a'", "a", r#"{"t": 1.5, "u": ""}"#);
    assert_eq!(stage(&found, StageName::Actions).state, StageState::Passed);
    assert_eq!(stage(&found, StageName::Actions).severity, Some(Severity::Error));
    let found = report("SELECT * FROM 'a'", "a", r#"{"u": ""}"#);
    assert_eq!(stage(&found, StageName::Actions).state, StageState::Stopped);
}

#[test]
fn an_action_that_lacks_a_parameter_is_not_as_it_should_be() {
    let action = ACTION.replace(r#""roleArn": "r", "#, "");
    let plan = Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&action)).expect("a rule");
    let found = plan.deliver(
        Message { topic: "a", payload: br#"{"t": 1.5}"# },
        &Context::default(),
        &mut Simulation::default(),
    );
    assert_eq!(severities(&found), [None, None, None, Some(Severity::Warning)]);
}

#[test]
fn no_stage_passes_a_message_that_the_broker_rejects() {
    let large = format!(r#"{{"t": 1.5, "text": "{}"}}"#, "x".repeat(131_072));
    let deep = "a/".repeat(8) + "b";
    for (topic, payload) in
        [("a", large.as_str()), (deep.as_str(), r#"{"t": 1.5}"#), ("a/+", r#"{"t": 1.5}"#), ("", "{}")]
    {
        let found = report("SELECT t FROM '#'", topic, payload);
        assert!(!found.is_published);
        assert_eq!(found.outcome_name(), "notPublished");
        assert_eq!(stage(&found, StageName::Topic).severity, Some(Severity::Error));
        assert_eq!(stage(&found, StageName::Topic).state, StageState::Stopped);
        let states = found.stages[1..].iter().map(|stage| stage.state);
        assert!(states.eq([StageState::NotReached; 3]), "{topic:.20}");
        assert!(found.diagnostics.iter().any(|said| said.severity() == Severity::Error));
    }
    let just_fits = format!(r#"{{"t": 1.5, "text": "{}"}}"#, "x".repeat(131_072 - 22));
    assert_eq!(just_fits.len(), 131_072);
    assert!(report("SELECT t FROM 'a'", "a", &just_fits).is_published);
}

#[test]
fn a_message_that_the_broker_rejects_leaves_nothing_in_the_tables() {
    let plan = Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(ACTION)).expect("a rule");
    let context = Context { timestamp_ms: 1_700_000_000_000, ..Context::default() };
    let mut simulation = Simulation::default();
    let large = format!(r#"{{"t": 1, "text": "{}"}}"#, "x".repeat(131_072));
    let mut take = |payload: &str| {
        plan.deliver(Message { topic: "a", payload: payload.as_bytes() }, &context, &mut simulation)
    };
    let rejected = take(&large);
    assert_eq!(rejected.records().len(), 1, "what it would write is told all the same");
    // Had the BIGINT been written, a DOUBLE would be rejected.
    let written = take(r#"{"t": 1.5}"#);
    assert!(written.deliveries[0].errors().next().is_none(), "{:?}", written.diagnostics);
    assert_eq!(simulation.messages, 2);
}

#[test]
fn a_blank_in_a_topic_is_told() {
    let found = report("SELECT t FROM 'iot/topic '", "iot/topic", "{}");
    let text = &stage(&found, StageName::Topic).explanation;
    assert!(
        text.ends_with(": level 2 is `topic`; the filter needs `topic `, and white space counts."),
        "{text}"
    );
}

#[test]
fn a_table_without_a_name_is_rejected_before_and_while_a_message_is_taken() {
    let with = |database: &str, table: &str| {
        let quoted = |name: &str| format!("\"{name}\"");
        ACTION.replace(r#""d""#, &quoted(database)).replace(r#""t""#, &quoted(table))
    };
    for (database, table) in [("", "t"), ("d", "")] {
        let errors = Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&with(database, table)));
        assert_eq!(errors.expect_err("no rule")[0].code.id, "action.parameter");
    }
    for (table, why) in [
        (" ", "is empty, so nothing is written: it is blank."),
        ("${missing}", "is empty, so nothing is written: its template returns nothing."),
        ("${a}", "can be called `b/c`: the name has the character `/`."),
        ("my table", "can be called `my table`: the name has the character U+0020 space."),
        ("räume", "can be called `räume`: the name has the character `ä`."),
        ("t\u{200b}", "can be called `t\u{200b}`: the name has the character U+200B zero width space."),
    ] {
        let plan =
            Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&with("d", table))).expect(table);
        let message = Message { topic: "a", payload: br#"{"t": 1, "a": "b/c"}"# };
        let found = plan.deliver(message, &Context::default(), &mut Simulation::default());
        assert_eq!(stage(&found, StageName::Actions).state, StageState::Stopped, "{table}");
        assert_eq!(found.diagnostics[0].code.id, "timestream.destination", "{table}");
        assert!(found.diagnostics[0].message.ends_with(why), "{}", found.diagnostics[0].message);
        assert!(found.records().is_empty());
    }
    for (table, is_known) in [("t".repeat(256), true), ("t".repeat(257), false), ("${a}".to_owned(), false)] {
        let plan =
            Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&with("d", &table))).expect("a rule");
        let payload = format!(r#"{{"t": 1, "a": "{}"}}"#, "b".repeat(300));
        let message = Message { topic: "a", payload: payload.as_bytes() };
        let found = plan.deliver(message, &Context::default(), &mut Simulation::default());
        assert_eq!(found.records().len(), usize::from(is_known), "{table}: {:?}", found.diagnostics);
        let said = found.diagnostics.iter().any(|said| said.message.ends_with("bytes; it can have 256."));
        assert_eq!(said, !is_known, "{table}");
    }
    for table in ["<Stage>-t", "t_<Stage>.1", "<Table>"] {
        let action = with("d", table);
        let plan = Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&action)).expect(table);
        let message = Message { topic: "a", payload: br#"{"t": 1}"# };
        let found = plan.deliver(message, &Context::default(), &mut Simulation::default());
        assert_eq!(found.records().len(), 1, "{table}: {:?}", found.diagnostics);
    }
}

#[test]
fn slashes_that_make_empty_levels_are_named() {
    for (filter, topic, why) in [
        ("/c/+", "c/1", "the filter starts with a slash, so its first level is empty"),
        ("c/+", "/c/1", "the topic starts with a slash, so its first level is empty"),
        ("c/+/", "c/1", "the filter ends with a slash"),
        ("c/+", "c/1/", "the topic ends with a slash"),
        ("c//t", "c/1/t", "level 2 of the filter is empty"),
        ("c/1/t", "c//t", "level 2 of the topic is empty"),
    ] {
        let found = report(&format!("SELECT t FROM '{filter}'"), topic, r#"{"t": 1.5}"#);
        let explanation = &stage(&found, StageName::Topic).explanation;
        assert!(explanation.contains(why), "{filter} {topic}: {explanation}");
    }
}

/// What an action with this timestamp says of a message, before anything else.
fn first_words(timestamp: &str, payload: &str) -> (String, String) {
    let action = ACTION.replacen("\"roleArn\"", &format!("\"timestamp\": {timestamp}, \"roleArn\""), 1);
    let plan = Plan::new("SELECT t FROM 'a'", SqlVersion::default(), Some(&action)).expect("an action");
    let context = Context { timestamp_ms: 1_772_353_800_000, ..Context::default() };
    let report = plan.deliver(
        Message { topic: "a", payload: payload.as_bytes() },
        &context,
        &mut Simulation::default(),
    );
    let first = &report.diagnostics[0];
    (stage(&report, StageName::Actions).explanation.clone(), first.help.clone().unwrap_or_default())
}

#[test]
fn the_reason_of_an_empty_timestamp_comes_first() {
    for (value, payload, reason) in [
        (
            "${time_to_epoch(at, 'yyyy-MM-dd HH:mm:ss')}",
            r#"{"t": 1, "at": "2026-03-01T08:29:55Z"}"#,
            "`2026-03-01T08:29:55Z` does not fit",
        ),
        ("${st}", r#"{"t": 1, "ts": 1, "stt": 2}"#, "`st` is not in the payload"),
        ("${a / b}", r#"{"t": 1, "a": 1, "b": 0}"#, "it divides by zero"),
        ("${get(l, 3)}", r#"{"t": 1, "l": []}"#, "`get(l, 3)` is Undefined"),
    ] {
        let timestamp = format!(r#"{{"value": "{value}", "unit": "SECONDS"}}"#);
        let (explanation, help) = first_words(&timestamp, payload);
        let before =
            |text: &str| text.find(reason).zip(text.find("Templates see")).is_some_and(|(a, b)| a < b);
        assert!(before(&explanation), "{value}: {explanation}");
        assert!(before(&help), "{value}: {help}");
    }
}

#[test]
fn a_wrong_unit_comes_before_the_retention() {
    for (unit, ts, says) in [
        ("MILLISECONDS", "1772353800", "in SECONDS it is a time from 2000 to 2099"),
        ("SECONDS", "1772353800000", "in MILLISECONDS it is a time from 2000 to 2099"),
        ("MILLISECONDS", "1772353800000000", "in MICROSECONDS it is a time from 2000 to 2099"),
        ("SECONDS", "1072353800", "A longer memory retention"),
        ("SECONDS", "1872353800", "Is the device's clock right"),
    ] {
        let timestamp = format!(r#"{{"value": "${{ts}}", "unit": "{unit}"}}"#);
        let (explanation, _) = first_words(&timestamp, &format!(r#"{{"t": 1, "ts": {ts}}}"#));
        assert!(explanation.contains(says), "{unit} {ts}: {explanation}");
        let of_retention = explanation.contains("memory retention");
        assert_eq!(of_retention, says.contains("retention"), "{unit} {ts}: {explanation}");
    }
}

#[test]
fn a_stage_that_stops_the_message_says_what_it_needs() {
    for (sql, topic, payload, name, expected) in [
        (
            "SELECT t FROM 'a' WHERE t > 30",
            "a",
            r#"{"t": 24.04}"#,
            StageName::Where,
            &["`t > 30` needs `t` above 30; it is 24.04."][..],
        ),
        ("SELECT t FROM 'a' WHERE t > 2", "a", r#"{"t": 24.04}"#, StageName::Where, &[]),
        (
            "SELECT t FROM 'plant/+/state'",
            "plant/a/alarm",
            "{}",
            StageName::Topic,
            &["Publish to `plant/a/state`, or write `FROM 'plant/a/alarm'`."],
        ),
        (
            "SELECT t FROM 'plant/+/#'",
            "plant",
            "{}",
            StageName::Topic,
            &["Publish to `plant/x/x`, or write `FROM 'plant'`."],
        ),
        (
            "SELECT t FROM '+/events'",
            "$aws/events",
            "{}",
            StageName::Topic,
            &["FROM needs to name the first level, such as `'$aws/events'`."],
        ),
    ] {
        assert_eq!(stage(&report(sql, topic, payload), name).needs, expected, "{sql} {topic}");
    }
    let plan = Plan::new("SELECT t FROM 'a' WHERE t > 30", SqlVersion::default(), None).expect("a rule");
    let mut simulation = Simulation::default();
    simulation.absences.counts_only = true;
    let message = Message { topic: "a", payload: br#"{"t": 1}"# };
    let counted = plan.deliver(message, &Context::default(), &mut simulation);
    assert!(stage(&counted, StageName::Where).needs.is_empty(), "nobody reads it ten thousand times");
}

#[test]
fn nothing_comes_of_a_select_that_gives_nothing() {
    for (sql, payload, expected) in [
        ("SELECT u FROM 'a'", r#"{"t": 1.5}"#, true),
        ("SELECT t FROM 'a'", r#"{"t": 1.5}"#, false),
        ("SELECT t FROM 'a' WHERE t > 5", r#"{"t": 1.5}"#, false),
        ("SELECT t FROM 'a'", r#"{"t": null}"#, true),
    ] {
        assert_eq!(report(sql, "a", payload).comes_to_nothing(), expected, "{sql} {payload}");
    }
}
