//! How often a message asks for memory. Time depends on the machine, this does not, and most of the time goes there.

use allocation_counter::measure;
use iot_sql::{Context, Message, Rule, Runner, SqlVersion};

const SQL: &str = "SELECT temperature, humidity FROM 'iot/topic' WHERE temperature > 20";

const PAYLOAD: &[u8] =
    br#"{"dataFormat": 5, "rssi": -88, "temperature": 24.04, "humidity": 43.605, "pressure": 101082,
    "accelerationX": 40, "accelerationY": -20, "accelerationZ": 1016, "battery": 3007, "device_id": 46216}"#;

const MESSAGE: Message<'_> = Message { topic: "iot/topic", payload: PAYLOAD };

fn rule() -> Rule {
    Rule::parse(SQL, SqlVersion::V2016_03_23).expect("the rule parses")
}

#[test]
fn one_message_takes_few_allocations() {
    let (rule, context) = (rule(), Context::default());
    let mut output = None;
    // The members that are read; the outgoing object, its members and its text.
    let count = measure(|| output = Some(rule.evaluate(MESSAGE, &context))).count_total;
    assert!(matches!(output, Some(iot_sql::Outcome::Output(_))), "{output:?}");
    assert!(count <= 3, "{count} allocations");
}

#[test]
fn further_messages_take_one_allocation() {
    let (mut runner, context) = (Runner::new(rule()), Context::default());
    assert!(runner.run(MESSAGE, &context).is_ok_and(|outgoing| outgoing.is_some()), "the first message");
    let mut length = 0;
    let count = measure(|| {
        for _ in 0..1000 {
            length = runner.run(MESSAGE, &context).map_or(0, |outgoing| outgoing.map_or(0, <[u8]>::len));
        }
    })
    .count_total;
    assert_eq!(length, r#"{"temperature":24.04,"humidity":43.605}"#.len());
    assert!(count <= 1000, "{count} allocations for 1000 messages");
}

#[test]
fn noticing_costs_no_second_reading() {
    let (rule, context) = (rule(), Context::default());
    let evaluate = |payload: &[u8]| {
        let mut remarks = Vec::new();
        let count = measure(|| {
            let mut run = rule.start(Message { topic: "iot/topic", payload }, &context);
            run.listen();
            let outcome = run.run();
            remarks = run.remarks(&outcome);
        })
        .count_total;
        (count, remarks.len())
    };
    let (count, remarks) = evaluate(PAYLOAD);
    assert!(count <= 3 && remarks == 0, "{count} allocations, {remarks} remarks");
    let (_, remarks) = evaluate(br#"{"temperature": 25.0}"#);
    assert_eq!(remarks, 1);
}
