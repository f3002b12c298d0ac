//! The names in `rulelens eval --format json` before and after they became those of the JavaScript API: over all cases,
//! the old document is the new one through the names of `json_names.json`.

mod old;

use iot_sql::Diagnostic;
use rule_actions::view::Viewer;
use rulelens_cli::cases::{Case, find, read};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name as it was, and what it is now.
#[derive(serde::Deserialize)]
struct Name {
    /// The new path; `None` if the value stands elsewhere, for the reason that is given.
    new: Option<String>,
    why: Option<String>,
    /// The words that are others now.
    #[serde(default)]
    words: BTreeMap<String, String>,
}

/// Names that no case leads to.
const NOT_IN_CASES: [&str; 8] = [
    "deliveries[].format",
    "deliveries[].text",
    "errorDelivery.format",
    "errorDelivery.records[]",
    "errorDelivery.records[].Verdict.outcome",
    "errorDelivery.records[].Verdict.reasons[]",
    "errorDelivery.records[].Verdict.store",
    "errorDelivery.text",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for file in find(&[folder().join("cases")]) {
        let file = file.expect("a readable file");
        read(&file, |found| {
            let found = found.expect("a case");
            cases.push((format!("{}:{}", found.file.display(), found.line), found.case));
        });
    }
    cases
}

/// The old document and the new one.
fn documents(case: &Case) -> (Json, Json) {
    let viewer = Viewer {
        sql: &case.sql,
        topic: &case.topic,
        payload: &case.payload,
        action: case.action.as_deref(),
        ..Viewer::default()
    };
    let json = |value| serde_json::to_value(value).expect("JSON");
    let plan = match case.plan() {
        Ok(plan) => plan,
        Err(errors) => {
            let errors: &[Diagnostic] = &errors;
            return (old::refusal(errors, &viewer), json(viewer.rejected(errors)));
        }
    };
    let (report, trace) = case.explain(&plan);
    let reasons = report.type_reasons(plan.rule(), &case.payload);
    let mut new = viewer.evaluation(&report, reasons.as_ref());
    new.trace = Some(viewer.trace(&trace, plan.rule()));
    (old::report(&report, &trace, reasons.as_ref(), &viewer), json(new))
}

/// The values in a document that hold no others, by their paths.
fn leaves(json: &Json, path: String, found: &mut Vec<(String, Json)>) {
    match json {
        Json::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(value, path, found);
            }
        }
        Json::Array(values) if !values.is_empty() => {
            for (index, value) in values.iter().enumerate() {
                leaves(value, format!("{path}[{index}]"), found);
            }
        }
        _ => found.push((path, json.clone())),
    }
}

/// The new path of an old one, by the longest name that begins it, and that name.
fn renamed<'n>(path: &str, names: &'n BTreeMap<String, Name>) -> Option<(&'n str, &'n Name, Option<String>)> {
    let mut best: Option<(&str, &Name, Vec<&str>, &str)> = None;
    for (old, name) in names {
        if let Some((indices, rest)) = matched(path, old)
            && best.as_ref().is_none_or(|(before, ..)| before.len() < old.len())
        {
            best = Some((old, name, indices, rest));
        }
    }
    let (old, name, indices, rest) = best?;
    let new = name.new.as_ref().map(|new| {
        let mut indices = indices.into_iter();
        let mut parts = new.split("[]");
        let mut path = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            path += indices.next().unwrap_or_default();
            path += part;
        }
        path + rest
    });
    Some((old, name, new))
}

/// The indices that stand in `path` for the `[]` of `pattern`, and what follows.
fn matched<'p>(path: &'p str, pattern: &str) -> Option<(Vec<&'p str>, &'p str)> {
    let mut rest = path;
    let mut indices = Vec::new();
    for (at, part) in pattern.split("[]").enumerate() {
        if at > 0 {
            let end = rest.starts_with('[').then(|| rest.find(']'))?? + 1;
            indices.push(&rest[..end]);
            rest = &rest[end..];
        }
        rest = rest.strip_prefix(part)?;
    }
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some((indices, rest))
}

fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty()).try_fold(json, |json, step| match json {
        Json::Array(values) => values.get(step.parse::<usize>().ok()?),
        _ => json.get(step),
    })
}

#[test]
fn old_and_new_documents_are_equal_through_the_names() {
    let text = std::fs::read_to_string(folder().join("json_names.json")).expect("the names");
    let names: BTreeMap<String, Name> = serde_json::from_str(&text).expect("names");
    let (mut used, mut count) = (BTreeSet::new(), 0);
    for (place, case) in cases() {
        let (old, new) = documents(&case);
        let first = new["deliveries"]
            .as_array()
            .and_then(|deliveries| deliveries.iter().position(|delivery| delivery["kind"] == "timestream"));
        let mut found = Vec::new();
        leaves(&old, String::new(), &mut found);
        for (path, value) in found {
            // What is empty may be absent, and requests are JSON text now.
            let is_empty = matches!(&value, Json::Array(values) if values.is_empty());
            if is_empty || path.contains(".request.") || path.ends_with(".request") {
                continue;
            }
            let Some((name, rule, renamed)) = renamed(&path, &names) else { panic!("{place}: {path}") };
            used.insert(name.to_owned());
            let Some(mut path) = renamed else {
                assert!(rule.why.is_some(), "{name}");
                continue;
            };
            if let Some(first) = first {
                path = path.replace("[timestream]", &format!("[{first}]"));
            }
            let came = at(&new, &path);
            let wanted = value
                .as_str()
                .and_then(|word| rule.words.get(word))
                .map_or(value.clone(), |word| word.as_str().into());
            match (came, wanted) {
                (None, Json::Null) => {}
                (came, wanted) => assert_eq!(came, Some(&wanted), "{place}: {path}"),
            }
            count += 1;
        }
        let paths = (0..20).map(|index| format!("deliveries[{index}]")).chain(["errorDelivery".to_owned()]);
        for path in paths {
            let Some(request) = at(&old, &format!("{path}.request")) else { continue };
            used.insert(
                if path == "errorDelivery" { "errorDelivery.request" } else { "deliveries[].request" }
                    .to_owned(),
            );
            let text =
                at(&new, &format!("{path}.content.request")).and_then(Json::as_str).unwrap_or_default();
            assert_eq!(&serde_json::from_str::<Json>(text).expect("JSON"), request, "{place}");
        }
    }
    assert!(count > 50_000, "only {count} values were compared");
    let unused: Vec<&String> = names.keys().filter(|name| !used.contains(*name)).collect();
    assert_eq!(unused, NOT_IN_CASES);
}
