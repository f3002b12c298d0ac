//! The changes that diagnostics offer: a statement that was rejected parses once the change is made.

use iot_sql::{Diagnostic, Fix, Input, Rule, Severity, SqlVersion};
use rulelens_cli::cases::{Case, find, read};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

fn applied(sql: &str, fix: &Fix) -> String {
    fix.apply(sql).expect("edits of the statement")
}

fn parse(sql: &str) -> Result<Rule, Diagnostic> {
    Rule::parse(sql, SqlVersion::V2016_03_23)
}

#[test]
fn a_rejected_statement_parses_after_its_first_fix() {
    for (sql, fixed) in [
        ("SEECT a FROM 't'", "SELECT a FROM 't'"),
        ("SELECT a FORM 't'", "SELECT a FROM 't'"),
        ("SELECT uper(a) AS x FROM 't'", "SELECT upper(a) AS x FROM 't'"),
        ("SELECT {a: 1} AS x FROM 't'", "SELECT {\"a\": 1} AS x FROM 't'"),
        ("SELECT list[0] AS x FROM 't'", "SELECT get(list, 0) AS x FROM 't'"),
        ("SELECT a AS my-name FROM 't'", "SELECT a AS my_name FROM 't'"),
        ("SELECT a.0 AS x FROM 't'", "SELECT get(a, '0') AS x FROM 't'"),
        ("SELECT [a, ] AS x FROM 't'", "SELECT [a ] AS x FROM 't'"),
        ("SELECT abs(a,) AS x FROM 't'", "SELECT abs(a) AS x FROM 't'"),
        ("SELECT a FROM 't' -- all", "SELECT a FROM 't' "),
        ("SELECT cast(a AS Strng) AS x FROM 't'", "SELECT cast(a AS String) AS x FROM 't'"),
    ] {
        let rejection = parse(sql).expect_err(sql);
        let fix = rejection.fixes.first().unwrap_or_else(|| panic!("no fix: {rejection:?}"));
        let text = applied(sql, fix);
        assert_eq!(text, fixed);
        assert!(parse(&text).is_ok(), "{text}");
    }
}

#[test]
fn a_warning_is_gone_after_its_fix() {
    for sql in [
        "SELECT a, FROM 't'",
        "SELECT a FROM \"t\"",
        "SELECT a FROM t/#",
        "SELECT a FROM 't' WHERE a != 1",
        "SELECT a FROM 't';",
        "SELECT a FROM 't' WHERE in > 5",
        "SELECT end AS ended FROM 't'",
    ] {
        let rule = parse(sql).expect(sql);
        let [warning] = rule.warnings() else { panic!("{sql}: {:?}", rule.warnings()) };
        let text = applied(sql, warning.fixes.first().expect(sql));
        let fixed = parse(&text).expect(&text);
        assert!(fixed.warnings().is_empty(), "{text}: {:?}", fixed.warnings());
    }
}

/// Everything that is reported about a case.
fn reported(case: &Case) -> Vec<Diagnostic> {
    match case.plan() {
        Err(errors) => errors,
        Ok(plan) => case.explain(&plan).0.diagnostics,
    }
}

/// The case after a fix; `None` for a fix of a string that it does not have.
fn fixed(case: &Case, input: &Input, fix: &Fix) -> Option<Case> {
    let mut fixed = case.clone();
    match input {
        Input::Sql => fixed.sql = fix.apply(&case.sql)?,
        Input::Topic => fixed.topic = fix.apply(&case.topic)?,
        Input::Payload => fixed.payload = fix.apply(std::str::from_utf8(&case.payload).ok()?)?.into_bytes(),
        Input::Action(path) => {
            let mut json: Json = serde_json::from_str(case.action.as_deref()?).ok()?;
            let pointer = path.replace('[', "/").replace(']', "").replace('.', "/");
            let text = json.pointer_mut(&format!("/{pointer}"))?;
            *text = fix.apply(text.as_str()?)?.into();
            fixed.action = Some(json.to_string());
        }
        Input::Document | Input::Request => return None,
    }
    Some(fixed)
}

/// What is wrong with a fix: an error that was not there, or the diagnostic is still there.
fn fault(case: &Case, before: &[Diagnostic], diagnostic: &Diagnostic, fix: &Fix) -> Option<String> {
    let Some(changed) = fixed(case, &diagnostic.input, fix) else {
        return Some("it cannot be applied".to_owned());
    };
    let after = reported(&changed);
    let place = |found: &Diagnostic| found.primary().map(|label| label.range.start);
    let same_words = |found: &&Diagnostic| {
        (found.code, &found.input, &found.message)
            == (diagnostic.code, &diagnostic.input, &diagnostic.message)
    };
    // Another place may have the same.
    let is_one_less = after.iter().filter(same_words).count() < before.iter().filter(same_words).count();
    let same = |found: &&Diagnostic| {
        same_words(found) && (!is_one_less || place(found).is_some() && place(found) == place(diagnostic))
    };
    let wrong = after.iter().find(same).or_else(|| {
        // What is rejected may have been so before; a message may lack a key that the right statement reads.
        let is_new = |found: &&Diagnostic| {
            found.severity() == Severity::Error
                && !found.code.id.starts_with("run.")
                && before.iter().all(|known| known.severity() != Severity::Error)
        };
        after.iter().find(is_new)
    })?;
    Some(format!("{} {} in\n    {}\n    {:?}", wrong.code.id, wrong.message, changed.sql, changed.action))
}

#[test]
fn every_fix_of_every_case_helps() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let files: Vec<PathBuf> =
        find(&[folder]).into_iter().map(|file| file.expect("a readable file")).collect();
    let (mut applied, mut wrong) = (0, Vec::new());
    for file in files {
        read(&file, |found| {
            let case = found.expect("a well-formed case").case;
            let before = reported(&case);
            for diagnostic in &before {
                for fix in &diagnostic.fixes {
                    applied += 1;
                    if let Some(fault) = fault(&case, &before, diagnostic, fix) {
                        wrong.push(format!("{}: {} {:?}: {fault}", case.name, diagnostic.code.id, fix.title));
                    }
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{} of {applied}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(applied > 100, "{applied} fixes");
}
