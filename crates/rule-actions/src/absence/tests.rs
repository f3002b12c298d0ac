//! What is said over several messages, and how far a message gets then.

use super::Absences;
use crate::{Plan, Simulation};
use iot_sql::{Context, Diagnostic, Message, Severity, SqlVersion};

const ACTION: &str = r#"{"actions": [{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
    "dimensions": [{"name": "x", "value": "${devce}"}]}}, {"sqs": {"queueUrl": "q/${topic(1)}", "roleArn": "r"}}]}"#;
const SQL: &str = "SELECT t, humidty, co2 FROM 'a' WHERE t > 0";

/// What is said of each message, as severity and text.
fn replay(sql: &str, payloads: &[&str], absences: Absences) -> (Vec<Vec<String>>, Vec<String>) {
    let plan = Plan::new(sql, SqlVersion::default(), Some(ACTION)).expect("a rule and actions");
    let mut simulation = Simulation { absences, brief: true, ..Simulation::default() };
    let of_interest = |diagnostics: &[Diagnostic]| {
        let mut found = Vec::new();
        for one in diagnostics.iter().filter(|one| one.code.id.starts_with("run.")) {
            let severity = if one.severity() == Severity::Info { "note" } else { "warning" };
            found.push(format!("{severity}: {}", one.message));
        }
        found
    };
    let each = payloads.iter().map(|payload| {
        let message = Message { topic: "a", payload: payload.as_bytes() };
        of_interest(&plan.deliver(message, &Context::default(), &mut simulation).diagnostics)
    });
    (each.collect(), of_interest(&simulation.absences.summary()))
}

const PAYLOADS: &[&str] = &[
    r#"{"t": 1, "humidity": 3, "co2": 4, "device": "d"}"#,
    r#"{"t": -1}"#,
    r#"{"t": 2, "humidity": 3, "device": "d"}"#,
    r#"{"t": 3, "humidity": 3, "device": "d"}"#,
];

#[test]
fn one_message_is_warned_of_with_what_was_meant() {
    let (each, _) = replay(SQL, &PAYLOADS[..1], Absences::default());
    assert_eq!(
        each[0],
        [
            "warning: `humidty` is not in the payload; did you mean `humidity`?",
            "warning: `devce` is not in the payload; did you mean `device`?",
        ]
    );
}

#[test]
fn what_some_messages_have_is_a_note_for_the_others() {
    let (each, _) = replay(SQL, PAYLOADS, Absences::default());
    assert_eq!(each[1], [""; 0], "WHERE is not true");
    assert_eq!(
        each[3],
        [
            "warning: `humidty` is not in the payload; did you mean `humidity`? This is so for all 3 messages.",
            "warning: `devce` is not in the payload; did you mean `device`? This is so for all 3 messages.",
            "note: `co2` is not in the payload, for 2 of 3 messages; for the others it has a value.",
        ]
    );
}

#[test]
fn messages_that_are_only_counted_are_told_of_in_the_end() {
    let (each, summary) = replay(SQL, PAYLOADS, Absences::counting());
    assert!(each.iter().all(Vec::is_empty), "{each:?}");
    assert_eq!(
        summary,
        [
            "warning: `humidty` is not in the payload; did you mean `humidity`? This is so for all 3 messages.",
            "warning: `devce` is not in the payload; did you mean `device`? This is so for all 3 messages.",
            "note: `co2` is not in the payload, for 2 of 3 messages; for the others it has a value.",
        ]
    );
    assert_eq!(replay(SQL, PAYLOADS, Absences::default()).1, summary, "the same, said at once or not");
}

#[test]
fn a_variable_that_is_used_twice_is_told_of_once() {
    let sql = "SET @h = humidty SELECT t, @h AS a, @h + 1 AS b FROM 'a'";
    let (each, summary) = replay(sql, &PAYLOADS[..1], Absences::default());
    assert_eq!((each[0].len(), summary.len()), (2, 2), "{each:?}");
}

#[test]
fn the_select_gate_names_what_is_left_out() {
    let gates = |sql: &str| {
        let plan = Plan::new(sql, SqlVersion::default(), Some(ACTION)).expect("a rule and actions");
        let message = Message { topic: "a", payload: PAYLOADS[0].as_bytes() };
        let report = plan.deliver(message, &Context::default(), &mut Simulation::default());
        let nothing = report.diagnostics.iter().find(|one| one.code.id == "timestream.nothing-to-write");
        let help = nothing.and_then(|one| one.help.clone());
        (report.stages[2].summary.clone(), report.stages[2].explanation.clone(), help)
    };
    let (summary, text, help) = gates("SELECT humidty, 1/0 AS q FROM 'a'");
    assert_eq!(summary, "0 of 2 attributes");
    let why =
        "`humidty` is not in the payload; did you mean `humidity`? `1/0` is Undefined: it divides by zero.";
    let left_out = "`humidty` and `1/0` are Undefined and so omitted.";
    assert_eq!(text, format!("The outgoing payload is an object with 0 attributes. {left_out} {why}"));
    assert_eq!(help, Some(format!("Nothing that is selected has a value. {why}")));
    assert_eq!(gates("SELECT t, humidty FROM 'a'").0, "1 of 2 attributes");
    assert_eq!(gates("SELECT t, get_or_default(humidty, 0) AS h FROM 'a'").0, "2 attributes");
    assert_eq!(gates("SELECT * FROM 'a'").0, "4 attributes");
}

#[test]
fn basic_ingest_starts_the_rule_that_the_topic_names() {
    let gate = |sql: &str, name: Option<&str>, topic: &str| {
        let plan = Plan::new(sql, SqlVersion::default(), None).expect(sql);
        let plan = if let Some(name) = name { plan.named(name) } else { plan };
        let report = plan.deliver(
            Message { topic, payload: b"{\"t\":1}" },
            &Context::default(),
            &mut Simulation::default(),
        );
        assert_eq!(report.outgoing().is_some(), report.stages[0].summary == "Basic Ingest", "{sql} {topic}");
        report.stages[0].explanation.clone()
    };
    for (sql, name, topic, expected) in [
        (SQL, None, "$aws/rules/r/x/y", "This rule's name is not known here"),
        (
            SQL,
            Some("r"),
            "$aws/rules/r/x/y",
            "this one, whatever its FROM says. The rule sees the topic `x/y`.",
        ),
        (SQL, Some("r"), "$aws/rules/r", "Behind the name there is no topic"),
        (SQL, Some("s"), "$aws/rules/r/a", "the rule `r`, and this one is `s`."),
        (SQL, Some("R"), "$aws/rules/r/a", "the rule `r`, and this one is `R`; case counts."),
        (SQL, Some("<Prefix>_r"), "$aws/rules/r/a", "This rule's name is not known here"),
        ("SELECT t", Some("r"), "$aws/rules/r/a", "this one, whatever its FROM says."),
        ("SELECT t FROM '$aws/rules/r/+'", Some("r"), "$aws/rules/r/a/b", "The rule sees the topic `a/b`."),
        ("SELECT t FROM '$aws/rules/r/+'", Some("r"), "a", "it is for Basic Ingest"),
    ] {
        let text = gate(sql, name, topic);
        assert!(text.contains(expected), "{text}");
    }
}
