//! The JSON Schema of results: it is the one of the code, and what comes of every case fits it.

use boon::{Compiler, Schemas};
use rule_actions::view::{LineWriter, Positions, Viewer, schema};
use rule_actions::{Simulation, Totals};
use rulelens_cli::cases::{find, read};
use serde_json::{Value as Json, json};
use std::path::Path;

/// A schema that allows no member that it does not name.
fn closed(mut schema: Json) -> Json {
    if let Json::Object(object) = &mut schema {
        for (_, part) in object.iter_mut() {
            *part = closed(part.take());
        }
        if object.contains_key("properties") {
            object.insert("additionalProperties".into(), false.into());
        }
    } else if let Json::Array(parts) = &mut schema {
        for part in parts {
            *part = closed(part.take());
        }
    }
    schema
}

#[test]
fn the_schema_in_docs_is_the_one_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/result.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema").replace("\r\n", "\n");
    assert!(text == format!("{:#}\n", schema()), "run `cargo xtask docs`");
}

#[test]
fn results_of_all_cases_fit_the_schema() {
    let mut schema = closed(schema());
    schema["$ref"] = json!("#/$defs/Evaluation");
    schema.as_object_mut().expect("an object").remove("anyOf");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("result.json", schema.clone()).expect("a schema");
    let evaluation = compiler.compile("result.json", &mut schemas).expect("a schema");
    schema["$ref"] = json!("#/$defs/ReplayLine");
    compiler.add_resource("line.json", schema.clone()).expect("a schema");
    let line = compiler.compile("line.json", &mut schemas).expect("a schema");
    schema["$ref"] = json!("#/$defs/SummaryView");
    compiler.add_resource("summary.json", schema).expect("a schema");
    let summary = compiler.compile("summary.json", &mut schemas).expect("a schema");

    let (mut totals, mut writer) = (Totals::default(), LineWriter::default());
    let mut count = 0;
    for file in find(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")]) {
        read(&file.expect("a file"), |found| {
            let found = found.expect("a case");
            let case = &found.case;
            let viewer = Viewer {
                sql: &case.sql,
                topic: &case.topic,
                payload: &case.payload,
                action: case.action.as_deref(),
                positions: Positions::Utf16,
                ..Viewer::default()
            };
            let valid = |json: &Json, index| {
                if let Err(error) = schemas.validate(json, index) {
                    panic!("{}:{}: {error:#}\n{json:#}", found.file.display(), found.line);
                }
            };
            let json = |value| serde_json::to_value(value).expect("JSON");
            match case.plan() {
                Err(errors) => valid(&json(viewer.rejected(&errors)), evaluation),
                Ok(plan) => {
                    let (report, trace) = case.explain(&plan);
                    let reasons = report.type_reasons(plan.rule(), &case.payload);
                    let mut view = viewer.evaluation(&report, reasons.as_ref());
                    view.trace = Some(viewer.trace(&trace, plan.rule()));
                    valid(&json(view), evaluation);
                    let brief = Viewer { positions: Positions::Omitted, ..viewer };
                    let view = brief.replay_line(1, &report);
                    let mut written = String::new();
                    writer.write(1, &report, &mut written);
                    assert_eq!(
                        written,
                        serde_json::to_string(&view).expect("JSON"),
                        "{}:{}",
                        found.file.display(),
                        found.line
                    );
                    valid(&serde_json::to_value(view).expect("JSON"), line);
                    let stopped = report.stopped_at().map(|stage| stage.name);
                    assert_eq!(report.stopped, stopped, "{}:{}", found.file.display(), found.line);
                    totals.count(&report);
                }
            }
            count += 1;
        });
    }
    assert!(count > 1500, "only {count} cases");
    let view = Viewer::default().summary(&totals, 0, &Simulation::default(), usize::MAX);
    schemas.validate(&serde_json::to_value(view).expect("JSON"), summary).expect("a summary");
}

#[test]
fn what_is_not_a_result_does_not_fit() {
    let mut schema = closed(schema());
    schema["$ref"] = json!("#/$defs/Evaluation");
    schema.as_object_mut().expect("an object").remove("anyOf");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("result.json", schema).expect("a schema");
    let index = compiler.compile("result.json", &mut schemas).expect("a schema");
    let good = json!({"outcome": "rejected", "stages": [], "deliveries": [], "diagnostics": []});
    assert!(schemas.validate(&good, index).is_ok());
    for (member, value) in [("outcome", json!("refused")), ("gates", json!([])), ("deliveries", Json::Null)] {
        let mut bad = good.clone();
        bad[member] = value;
        assert!(schemas.validate(&bad, index).is_err(), "{member}");
    }
}
