//! Rule documents as they are written for the tools that deploy them. `documents/expected.jsonl` says of each what should
//! come of it: `run` is a command, `status` its exit status, `has` and `hasNot` are strings of all that it writes.

mod common;

use common::rulelens;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    run: Vec<String>,
    status: i32,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    has_not: Vec<String>,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(folder().join("expected.jsonl")).expect("cases");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn documents_are_read_as_their_tools_read_them() {
    let mut wrong = Vec::new();
    for case in cases() {
        let arguments: Vec<&str> = case.run.iter().map(String::as_str).collect();
        let ran = rulelens(&folder(), &arguments, br#"{"a": 5, "t": 1}"#);
        let said = format!("{}{}", ran.out, ran.err);
        let missing = case.has.iter().filter(|text| !said.contains(*text));
        let surplus = case.has_not.iter().filter(|text| said.contains(*text));
        let faults: Vec<String> = missing
            .map(|text| format!("lacks {text:?}"))
            .chain(surplus.map(|text| format!("has {text:?}")))
            .chain((ran.code != case.status).then(|| format!("status {}, not {}", ran.code, case.status)))
            .collect();
        if !faults.is_empty() {
            wrong.push(format!("== {}: {}\n{said}", arguments.join(" "), faults.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_document_has_a_case() {
    let cases = cases();
    let named: BTreeSet<&str> = cases.iter().flat_map(|case| case.run.iter().map(String::as_str)).collect();
    for part in ["reduced", "cloudformation", "serverless", "inputs"] {
        for entry in fs::read_dir(folder().join(part)).expect("a folder") {
            let name = format!("{part}/{}", entry.expect("an entry").file_name().to_string_lossy());
            let is_read = named.contains(name.as_str());
            assert!(is_read || name.contains("/part-"), "{name} has no case");
        }
    }
}
