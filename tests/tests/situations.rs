//! The situations in `examples/`: what RuleLens says of them is what their files expect.

use iot_sql::Evidence;
use rulelens_cli::situations::{Group, read};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn all() -> Vec<Group> {
    read(&root()).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn every_situation_comes_out_as_its_file_expects() {
    let mut wrong = Vec::new();
    for group in all() {
        for situation in group.situations {
            for difference in situation.case.run().differences {
                wrong.push(format!("{}/{}: {difference:?}", group.id, situation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A situation whose test could not fail, or that tells nothing, is none.
#[test]
fn every_situation_expects_what_it_shows() {
    let groups = all();
    let count: usize = groups.iter().map(|group| group.situations.len()).sum();
    assert!(count >= 30, "{count}");
    for group in &groups {
        for situation in &group.situations {
            let place = format!("{}/{}", group.id, situation.id);
            let (case, expected) = (&situation.case, &situation.case.expected);
            let about_result = expected.output.is_some()
                || expected.acts == Some(false)
                || expected.error.is_some()
                || expected.records.is_some()
                || expected.lines.is_some()
                || expected.deliveries.is_some();
            assert!(about_result, "{place}: nothing of the result is expected");
            assert!(expected.only_diagnostics, "{place}: onlyDiagnostics is missing");
            let is_known = Evidence::ALL.iter().any(|evidence| evidence.name() == case.evidence);
            assert!(is_known, "{place}: {}", case.evidence);
            assert!(case.look_at.ends_with('.') && case.look_at.len() < 160, "{place}: {}", case.look_at);
            assert!(case.name.chars().count() <= 40, "{place}: {}", case.name);
        }
    }
}
