//! What AWS's pages leave open or contradict about actions, and what RuleLens does.

mod others;
mod tables;

use crate::influxdb::assumptions::INFLUXDB;
use iot_sql::Evidence::{Assumed, Contradicted};
use iot_sql::assumptions::{Assumption, Shown, Subject};

/// What is open about actions, by subject.
pub static ALL: &[Subject] = &[
    Subject { title: "The Timestream action", assumptions: TIMESTREAM },
    Subject { title: "Timestream tables", assumptions: tables::TABLES },
    Subject { title: "The DynamoDB and Lambda actions", assumptions: others::DYNAMODB },
    Subject { title: "The Republish action", assumptions: others::REPUBLISH },
    Subject { title: "Actions of other services", assumptions: others::SERVICES },
    Subject { title: "The error action", assumptions: others::ERROR_ACTION },
    Subject { title: "The InfluxDB action", assumptions: INFLUXDB },
];

static TIMESTREAM: &[Assumption] = &[
    Assumption {
        topic: "An attribute that is null",
        stated: "WriteRecords has no null. What the action does with one is not said.",
        readings: &["It is not written; RuleLens warns.", "The record is refused.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[Shown::records("SELECT * FROM 'a'", r#"{"b":null,"c":1}"#, &["c BIGINT 1"])],
    },
    Assumption {
        topic: "More than 100 values",
        stated: "The action can write up to 100 values.",
        readings: &[
            "Nothing is written.",
            "Several requests are made.",
            "All are shown, and what becomes of them is left open.",
        ],
        followed: 2,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "An outgoing payload that is no object",
        stated: "One record for each attribute of the result. Results without attributes are not mentioned.",
        readings: &["The action fails.", "Nothing is written, without an error."],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[Shown::fails("SELECT VALUE b FROM 'a'", r#"{"b":1}"#, "timestream.not-an-object")],
    },
    Assumption {
        topic: "An outgoing payload without attributes",
        stated: "An example elsewhere says that actions are attempted with {}.",
        readings: &["Nothing is written; RuleLens warns.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[Shown::records("SELECT b FROM 'a'", "{}", &[])],
    },
    Assumption {
        topic: "A timestamp without a template",
        stated: "The value is an expression that gives an epoch; examples use a template.",
        readings: &[
            "It is taken as it is, so that it must be digits or a template.",
            "It is evaluated without ${ }.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[
            Shown::records(
                "SELECT b FROM 'a'",
                r#"{"b":1,"t":5}"#,
                &["b BIGINT 1 at 1585903518123 MILLISECONDS"],
            )
            .with_template("1585903518123"),
            Shown::fails("SELECT b FROM 'a'", r#"{"b":1,"t":1585903518123}"#, "timestream.time")
                .with_template("t"),
        ],
    },
    Assumption {
        topic: "A timestamp that is empty or no whole number",
        stated: "Timestream refuses a malformed time. What the action does before is not said.",
        readings: &["The action fails.", "The moment of processing is taken.", "A fraction is cut off."],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[
            Shown::fails("SELECT b FROM 'a'", r#"{"b":1,"t":1.5}"#, "timestream.time").with_template("${t}"),
            Shown::fails("SELECT b FROM 'a'", r#"{"b":1,"t":1}"#, "timestream.time")
                .with_template("${missing}"),
        ],
    },
    Assumption {
        topic: "A timestamp without a unit",
        stated: "The page names milliseconds as default; the API requires a unit.",
        readings: &["Milliseconds.", "The action is refused."],
        followed: 0,
        evidence: Contradicted,
        page: "timestream-rule-action, API_TimestreamTimestamp",
        examples: &[Shown::records(
            "SELECT b FROM 'a'",
            r#"{"b":1,"t":1585903518123}"#,
            &["b BIGINT 1 at 1585903518123 MILLISECONDS"],
        )
        .with_template("${t}")],
    },
    Assumption {
        topic: "Ints beyond 64 bits",
        stated: "A number without decimal point is BIGINT, which has 64 bits; an Int has up to 34 digits.",
        readings: &["They are sent as BIGINT, for Timestream to refuse.", "They are sent as DOUBLE."],
        followed: 0,
        evidence: Assumed,
        page: "timestream-rule-action",
        examples: &[Shown::records(
            "SELECT b FROM 'a'",
            r#"{"b":9223372036854775808}"#,
            &["b BIGINT 9223372036854775808"],
        )],
    },
    Assumption {
        topic: "Empty texts",
        stated: "A measure's value has at least one character.",
        readings: &["They are sent as they are, for Timestream to refuse.", "They are left out."],
        followed: 0,
        evidence: Assumed,
        page: "API_Record",
        examples: &[Shown::records("SELECT b FROM 'a'", r#"{"b":""}"#, &["b VARCHAR "])],
    },
    Assumption {
        topic: "Texts that look like other types",
        stated: "Texts in quotes are VARCHAR. The page's table of results shows \"true\" as TRUE and \"123.456789012\" as 123.45679.",
        readings: &["The text as it is; the table was edited by hand.", "TRUE, and eight digits."],
        followed: 0,
        evidence: Contradicted,
        page: "timestream-rule-action",
        examples: &[Shown::records(
            "SELECT * FROM 'a'",
            r#"{"b":"true","c":"123.456789012"}"#,
            &["b VARCHAR true", "c VARCHAR 123.456789012"],
        )],
    },
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::Plan;
    use crate::action::Delivery;
    use crate::timestream::Written;
    use iot_sql::assumptions::Effect;
    use iot_sql::{Context, Message};

    const TIMESTREAM: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;

    #[test]
    fn examples_show_what_is_done() {
        for example in ALL.iter().flat_map(|subject| subject.assumptions).flat_map(|entry| entry.examples) {
            let of_influxdb = match example.effect {
                Effect::Lines(_) => true,
                Effect::Fails(code) => code.starts_with("influxdb."),
                _ => false,
            };
            let action = match example.template {
                _ if of_influxdb => crate::influxdb::assumptions::EXAMPLE.to_owned(),
                None => TIMESTREAM.to_owned(),
                Some(time) => TIMESTREAM
                    .replace("\"roleArn\"", &format!(r#""timestamp": {{"value": "{time}"}}, "roleArn""#)),
            };
            let plan = Plan::new(example.sql, example.version, Some(&action)).expect(example.sql);
            let message = Message { topic: example.topic, payload: example.payload.as_bytes() };
            let report = plan.evaluate(message, &Context::default());
            let records: Vec<String> = report
                .records()
                .iter()
                .map(|Written { record, .. }| {
                    let kind = record.measure_value_type.name();
                    let value = format!("{} {kind} {}", record.measure_name, record.measure_value);
                    match example.template {
                        None => value,
                        Some(_) => format!("{value} at {} {}", record.time, record.time_unit.name()),
                    }
                })
                .collect();
            let lines: Vec<String> = report.influxdb().into_iter().flat_map(Delivery::lines).collect();
            match example.effect {
                Effect::Lines(expected) => assert_eq!(lines, expected, "{}", example.payload),
                Effect::Records(expected) => assert_eq!(records, expected, "{}", example.payload),
                Effect::Fails(code) => {
                    assert!(report.diagnostics.iter().any(|diagnostic| diagnostic.code.id == code), "{code}");
                    assert!(records.is_empty() && lines.is_empty());
                }
                Effect::Outgoing(_) | Effect::Text(_) | Effect::NoAction => {
                    panic!("{} shows no record", example.sql)
                }
            }
        }
    }

    #[test]
    fn entries_follow_one_of_several_readings() {
        for entry in ALL.iter().flat_map(|subject| subject.assumptions) {
            assert!(entry.followed < entry.readings.len() && entry.readings.len() >= 2, "{}", entry.topic);
        }
    }
}
