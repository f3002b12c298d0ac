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

/// A document may come from anywhere: it must not bring what else is on the machine into a report.
#[test]
fn files_outside_the_documents_folder_are_never_read() {
    let above = tempfile::tempdir().expect("a folder");
    let (inside, outside) = (above.path().join("rule"), above.path().join("outside"));
    for (folder, name, sql) in [
        (&inside, "in.sql", "SELECT a FROM 'within'"),
        (&outside, "secret.sql", "SELECT secret FROM 'x' WHERE"),
    ] {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(name), sql).expect("a file");
    }
    let secret = outside.join("secret.sql");
    let mut paths = vec![
        "../outside/secret.sql".to_owned(),
        "./../outside/secret.sql".to_owned(),
        secret.display().to_string(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, inside.join("link.sql")).expect("a link");
        std::os::unix::fs::symlink(&outside, inside.join("folder")).expect("a link");
        paths.extend(["link.sql".to_owned(), "folder/secret.sql".to_owned()]);
    }
    let check = |path: &str| {
        let path = path.replace('\\', "/");
        let terraform = format!(
            "resource \"aws_iot_topic_rule\" \"r\" {{\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  \
             sql = file(\"{path}\")\n  lambda {{\n    function_arn = \"arn:aws:lambda:eu-west-1:123456789012:function:f\"\n  }}\n}}\n"
        );
        let serverless = format!(
            "service: s\nprovider: {{name: aws}}\nfunctions:\n  f:\n    handler: a.b\n    events:\n      - iot: \
             {{name: r, sql: '${{file({path})}}', sqlVersion: '2016-03-23'}}\n"
        );
        [("main.tf", terraform), ("serverless.yml", serverless)].map(|(name, text)| {
            fs::write(inside.join(name), text).expect("a document");
            let ran = rulelens(&inside, &["check", name], b"");
            fs::remove_file(inside.join(name)).expect("a document");
            (ran.code, format!("{}{}", ran.out, ran.err))
        })
    };
    for path in paths {
        for (code, said) in check(&path) {
            assert!(code == 0 && said.contains("document.not-checked"), "{path}: {said}");
            assert!(!said.contains("SELECT secret"), "{path}: {said}");
        }
    }
    let [(code, said), _] = check("in.sql");
    assert!(
        code == 0 && !said.contains("document.not-checked"),
        "a file beside the document is read: {said}"
    );
}
