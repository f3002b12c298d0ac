//! What a rule with a Timestream action writes for two messages, and why the second one's record is rejected.
//!
//! `cargo run --package rulelens-tests --example records`

use iot_sql::{Context, Message, SqlVersion};
use rule_actions::{Plan, Simulation};
use std::io::Write;

const SQL: &str = "SELECT temperature FROM 'home/+'";

const ACTION: &str = r#"{"timestream": {
    "databaseName": "home",
    "tableName": "climate",
    "roleArn": "arn:aws:iam::123456789012:role/rule",
    "dimensions": [{"name": "room", "value": "${topic(2)}"}]
}}"#;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let plan = match Plan::new(SQL, SqlVersion::V2016_03_23, Some(ACTION)) {
        Ok(plan) => plan,
        Err(problems) => {
            for problem in problems {
                writeln!(out, "{}: {}", problem.code.id, problem.message)?;
            }
            return Ok(());
        }
    };
    // The table remembers what each message wrote.
    let mut table = Simulation::default();
    for payload in [r#"{"temperature": 21}"#, r#"{"temperature": 21.5}"#] {
        let message = Message { topic: "home/kitchen", payload: payload.as_bytes() };
        let report = plan.deliver(message, &Context::default(), &mut table);
        for written in report.records() {
            let record = &written.record;
            let (name, value, kind) =
                (&record.measure_name, &record.measure_value, record.measure_value_type);
            writeln!(out, "{name} = {value} ({}), {}", kind.name(), record.dimensions[0].value)?;
        }
        for diagnostic in &report.diagnostics {
            writeln!(out, "  {}", diagnostic.code.id)?;
        }
    }
    Ok(())
}
