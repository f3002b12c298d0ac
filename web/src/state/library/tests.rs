use super::Library;
use crate::sample;
use crate::state::portable::Portable;
use rulelens_wasm::{Evaluation, MessageRequest, is_left_out, respond};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};

fn situations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

/// The examples as their files have them, in the form of the library's file.
fn files() -> Vec<Json> {
    let list = fs::read_to_string(situations().join("situations.json")).unwrap();
    let groups: Vec<Json> = serde_json::from_str(&list).unwrap();
    let read = |group: &Json, id: &Json| {
        let (group, id) = (group["id"].as_str().unwrap(), id.as_str().unwrap());
        let file = situations().join("situations").join(group).join(format!("{id}.json"));
        let case: Json = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        json!({"id": id, "case": case, "lines": [], "codes": case["expectedDiagnostics"]})
    };
    groups
        .iter()
        .flat_map(|group| group["situations"].as_array().unwrap().iter().map(|id| read(group, id)))
        .collect()
}

fn library(files: &[Json]) -> Library {
    let file = json!({"groups": [{"title": "All", "examples": files}], "entries": []});
    Library::read(&file.to_string()).unwrap()
}

/// What the page comes to for the message that is chosen.
fn evaluated(rule: &Portable) -> Evaluation {
    let now = 1_800_000_000_000.0;
    let inputs = &rule.inputs;
    let mut request = inputs.request(now);
    let chosen = inputs.messages.chosen();
    request.sql.clone_from(&rule.sql);
    let common = inputs.common_context();
    let fill = |at: usize, payload: &mut String, base64: &mut Option<String>| match base64 {
        Some(base64) => base64.clone_from(&rule.payloads[at]),
        None => payload.clone_from(&rule.payloads[at]),
    };
    fill(chosen, &mut request.payload, &mut request.payload_base64);
    request.earlier = inputs
        .message_requests(0..chosen)
        .enumerate()
        .map(|(at, mut message): (usize, MessageRequest)| {
            let mut context = message.context.take().unwrap_or_default();
            context.timestamp = context.timestamp.or_else(|| Some(inputs.time_of(at, now)));
            context.client_id = context.client_id.or_else(|| common.client_id.clone());
            message.context = Some(context);
            fill(at, &mut message.payload, &mut message.payload_base64);
            message
        })
        .collect();
    respond(&request)
}

#[test]
fn every_example_comes_out_on_the_page_as_its_file_expects() {
    let files = files();
    let library = library(&files);
    for (example, file) in library.groups[0].examples.iter().zip(&files) {
        let (id, case) = (&example.id, &file["case"]);
        let (rule, lost) = example.portable().unwrap_or_else(|why| panic!("{id}: {why}"));
        assert_eq!(lost, Vec::<String>::new(), "{id}");
        let written = Portable::read(rule.json()).expect(id);
        assert_eq!(written, (rule.clone(), vec![]), "{id}: a link has all of it");
        let response = evaluated(&rule);
        // A build without every part of the engine can say nothing of the rules that need one.
        if response.diagnostics.iter().any(is_left_out) {
            continue;
        }
        let mut codes: Vec<&str> = response.diagnostics.iter().map(|found| found.code.as_str()).collect();
        let mut expected: Vec<&str> = case["expectedDiagnostics"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|code| code.as_str().unwrap())
            .collect();
        if case["expectedError"].is_null() {
            codes.sort_unstable();
            codes.dedup();
            expected.sort_unstable();
            assert_eq!(codes, expected, "{id}");
        } else {
            assert!(!codes.is_empty(), "{id}");
        }
        let records = case["expectedRecords"].as_array().cloned().unwrap_or_default();
        let values: Vec<&str> =
            records.iter().map(|record| record["MeasureValue"].as_str().unwrap()).collect();
        let found = response.records().iter();
        let found: Vec<&str> = found.map(|record| record.measure_value.as_str()).collect();
        assert_eq!(found, values, "{id}");
    }
}

#[test]
fn the_first_example_is_what_the_page_opens_with() {
    let library = library(&files());
    let (rule, _) = library.find("ruuvi-sensor").unwrap().portable().unwrap();
    assert_eq!(rule.inputs, sample::inputs());
    assert_eq!((rule.sql.as_str(), rule.payloads), (sample::SQL, vec![sample::PAYLOAD.to_owned()]));
    assert_eq!(library.groups[0].examples[0].id, "ruuvi-sensor");
}

#[test]
fn examples_are_found_by_words_functions_and_codes() {
    let library = library(&files());
    let found = |looked_for: &str| {
        let examples = library.groups[0].examples.iter();
        examples
            .filter(|example| example.has(looked_for))
            .map(|example| example.id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("sparkplug"), ["sparkplug"]);
    assert_eq!(found("timestream.in-future local"), ["local-time"]);
    assert!(found("isundefined").len() > 2);
    assert_eq!(found("no such words"), Vec::<&str>::new());
    assert_eq!(found("").len(), library.groups[0].examples.len());
}

#[test]
fn a_file_that_is_none_says_so() {
    for (file, why) in [("<html>", "not JSON"), ("{}", "no example"), ("[]", "no example")] {
        assert!(Library::read(file).unwrap_err().contains(why), "{file}");
    }
}

#[test]
fn examples_are_offered_for_a_function_of_the_rule() {
    let example = |id: &str, sql: &str| json!({"id": id, "lines": [], "codes": [], "case": {"name": id, "lookAt": "", "inputSql": sql, "topic": "a", "inputPayload": {}}});
    let examples = [
        example("one", "SELECT topic(2), floor(t) FROM 'a'"),
        example("two", "SELECT topic(1) FROM 'a'"),
        example("three", "SELECT * FROM 'a'"),
    ];
    let entries: Vec<Json> = ["topic", "floor", "isUndefined", "get"]
        .map(|name| json!([format!("functions.{name}"), "", ""]))
        .to_vec();
    let file = json!({"groups": [{"title": "All", "examples": examples}], "entries": entries});
    let library = Library::read(&file.to_string()).unwrap();
    assert_eq!(library.from_rule("SELECT Floor (t) AS t, topic(3) AS n FROM 'a'"), Some(("floor", 1)));
    assert_eq!(library.from_rule("SELECT topic(1) AS n FROM 'a'"), Some(("topic", 2)));
    assert_eq!(library.from_rule("SELECT isUndefined(a), x.floor(b), target(c) FROM 'a'"), None);
}
