//! What CI asks of `rulelens check` and `rulelens test`: formats, patterns, settings, levels.

mod common;

use common::{Ran, rulelens};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

const CLOUD: &str = "Resources:
  Näme:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        Sql: SELECT a FORM 't'
        AwsIotSqlVersion: 2016-03-23
        Actions: [{Lambda: {FunctionArn: !Ref Unknown}}]
";
const PASSES: &str = r#"{"name":"passes","inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{"a":1,"b":2},"expectedOutput":{"a":1}}"#;
const FAILS: &str = r#"{"name":"one <digit> off","inputSql":"SELECT a FROM 't'","topic":"t","inputPayload":{"a":24.04},"expectedOutput":{"a":24.05}}"#;

/// A project with rules of every kind.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("rules/good.sql", "SELECT a FROM 't'\n"),
        ("rules/odd one.sql", "SELECT a\r\nFROM \"t\"\r\n"),
        ("rules/bad.sql", "SELECT '😀' AS a\nFORM 't'\n"),
        ("rules/lines.jsonl", "{\"sql\": \"SELECT a FROM 't'\"}\n\n{\"sql\": \"SELECT\"}\n{\n"),
        ("infra/template.yaml", CLOUD),
        ("infra/other.yaml", "a: 1\n"),
        ("infra/package.json", "{\"name\": \"x\"}"),
        ("infra/broken.json", "{"),
        ("vendor/bad.sql", "SELECT"),
        ("cases/a.jsonl", &[PASSES, FAILS].join("\n")),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    rulelens(folder, arguments, b"")
}

/// Holds a log against the schema, and gives its run.
fn sarif(out: &str) -> Json {
    let schema: Json = serde_json::from_str(include_str!("ci/sarif.schema.json")).expect("JSON");
    let log: Json = serde_json::from_str(out).expect("JSON");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("sarif.json", schema).expect("a schema");
    let index = compiler.compile("sarif.json", &mut schemas).expect("a schema");
    if let Err(error) = schemas.validate(&log, index) {
        panic!("{error:#}\n{log:#}");
    }
    log["runs"][0].clone()
}

#[test]
fn sarif_has_every_finding_at_its_place_in_the_file() {
    let folder = project();
    let ran = run(folder.path(), &["check", "--format", "sarif", "rules", "infra/template.yaml"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    let log = sarif(&ran.out);
    let results = log["results"].as_array().expect("results");
    let rules = log["tool"]["driver"]["rules"].as_array().expect("rules");
    let mut places = Vec::new();
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        places.push(format!(
            "{} {} {}:{}-{}:{}",
            result["ruleId"].as_str().expect("a code"),
            place["artifactLocation"]["uri"].as_str().expect("a URI"),
            region["startLine"],
            region["startColumn"],
            region["endLine"],
            region["endColumn"],
        ));
    }
    assert!(places.contains(&"sql.misspelt-keyword rules/bad.sql 2:1-2:5".to_owned()), "{places:?}");
    assert!(places.contains(&"sql.misspelt-keyword infra/template.yaml 6:23-6:27".to_owned()), "{places:?}");
    assert!(places.iter().any(|place| place.contains("rules/odd%20one.sql 2:6-2:9")), "{places:?}");
    let fix = results.iter().find_map(|result| result.get("fixes")).expect("a fix");
    assert_eq!(fix[0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "FROM");
    assert_eq!(log["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn columns_of_sarif_are_utf16_code_units() {
    let folder = project();
    fs::write(folder.path().join("rules/bad.sql"), "SELECT '😀' FORM 't'").expect("a file");
    let ran = run(folder.path(), &["check", "--format", "sarif", "rules/bad.sql"]);
    let log = sarif(&ran.out);
    assert_eq!(log["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 13);
}

#[test]
fn what_cannot_be_read_is_a_notification() {
    let folder = project();
    let ran = run(folder.path(), &["check", "--format", "sarif", "rules/lines.jsonl", "no.sql", "*.none"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let log = sarif(&ran.out);
    let notes = log["invocations"][0]["toolExecutionNotifications"].as_array().expect("notifications");
    let lines: Vec<&Json> =
        notes.iter().map(|note| &note["locations"][0]["physicalLocation"]["region"]["startLine"]).collect();
    assert_eq!(lines, [&Json::from(4), &Json::Null, &Json::Null]);
    assert_eq!(log["invocations"][0]["executionSuccessful"], false);
    // The third line of the file is a rule that is no rule.
    assert_eq!(
        log["results"][0]["locations"][0]["physicalLocation"]["region"],
        serde_json::json!({"startLine": 3})
    );
    let document = run(folder.path(), &["check", "--format", "sarif", "infra/broken.json"]);
    assert_eq!(document.code, 2);
    assert_eq!(sarif(&document.out)["results"][0]["ruleId"], "document.malformed");
}

#[test]
fn annotations_of_github_name_file_and_place() {
    let folder = project();
    let ran = run(folder.path(), &["check", "--format", "github", "rules", "infra"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("::")), "{}", ran.out);
    let wanted = "::error file=rules/bad.sql,line=2,endLine=2,col=1,endColumn=5,title=sql.misspelt-keyword::";
    assert!(lines.iter().any(|line| line.starts_with(wanted)), "{}", ran.out);
    assert!(
        lines.iter().any(|line| line.starts_with("::warning file=rules/odd one.sql,line=2,")),
        "{}",
        ran.out
    );
    // JSON Lines are not looked for in folders, as most of them are about something else.
    let ran = run(folder.path(), &["check", "--format", "github", "rules/*.jsonl"]);
    assert!(ran.out.starts_with("::error file=rules/lines.jsonl,line=3,title="), "{}", ran.out);
}

#[test]
fn files_without_rules_are_passed_over_unless_they_are_named() {
    let folder = project();
    for (arguments, code, last) in [
        (&["infra"] as &[&str], 1, "1 rule: 1 rejected, 0 with warnings"),
        (&["infra/*"], 1, "1 rule: 1 rejected, 0 with warnings"),
        (&["**/*.sql", "--exclude", "vendor"], 1, "3 rules: 1 rejected, 1 with warnings"),
        (&["rules/good.sql", "rules/g*.sql", "rules/good.sql"], 0, "1 rule: 0 rejected, 0 with warnings"),
        (&["infra/other.yaml"], 2, "0 rules: 0 rejected, 0 with warnings"),
        (&["infra/other.yaml", "--skip-others"], 0, "0 rules: 0 rejected, 0 with warnings"),
        (&["cases"], 2, "0 rules: 0 rejected, 0 with warnings"),
    ] {
        let ran = run(folder.path(), &[&["check"], arguments].concat());
        assert_eq!(
            (ran.code, ran.out.lines().last()),
            (code, Some(last)),
            "{arguments:?}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn codes_weigh_what_somebody_says() {
    let folder = project();
    let of = |arguments: &[&str]| run(folder.path(), &[&["check", "rules/odd one.sql"], arguments].concat());
    assert_eq!(of(&[]).code, 0);
    let denied = of(&["--deny", "warnings"]);
    assert_eq!(denied.code, 1);
    assert!(denied.out.starts_with("error["), "{}", denied.out);
    assert!(denied.out.contains("counts as an error because `"), "{}", denied.out);
    assert!(denied.out.ends_with("1 rule: 0 rejected, 1 denied, 0 with warnings\n"), "{}", denied.out);
    let code = denied.out[6..].split(']').next().expect("a code").to_owned();
    let allowed = of(&["--deny", "warnings", "--allow", &code]);
    assert_eq!((allowed.code, allowed.out.as_str()), (0, "1 rule: 0 rejected, 0 with warnings\n"));
    let json = of(&["--deny", &code, "--format", "json"]);
    let json: Json = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&json["totals"]["denied"], &json["rules"][0]["denied"][0]), (&1.into(), &code.into()));
    assert_eq!(
        sarif(&of(&["--deny", "sql.*", "--deny", "lint.*", "--format", "sarif"]).out)["results"][0]["level"],
        "error"
    );
    for (arguments, part) in [
        (["--deny", "sql.misspelt-keywrd"], "did you mean `sql.misspelt-keyword`?"),
        (["--allow", "sql.misspelt-keyword"], "is an error, which cannot be allowed"),
        (["--exclude", "{"], "not a pattern"),
    ] {
        let ran = of(&arguments);
        assert!(ran.code == 2 && ran.err.contains(part), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn settings_are_found_upwards() {
    let folder = project();
    let settings = |text: &str| fs::write(folder.path().join("rulelens.toml"), text).expect("a file");
    let infra = folder.path().join("infra");
    settings(
        "rules = [\"rules\"]\ncases = [\"cases\"]\nexclude = [\"bad.sql\"]\n[levels]\n\"warnings\" = \"deny\"\n",
    );
    for here in [folder.path(), &infra] {
        let ran = run(here, &["check"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.ends_with("2 rules: 0 rejected, 1 denied, 0 with warnings\n"), "{}", ran.out);
        assert!(run(here, &["test"]).out.ends_with("1 passed, 1 failed\n"));
        assert_eq!(run(here, &["check", "--allow", "warnings"]).code, 0);
    }
    // What a file says goes before what is found.
    fs::write(folder.path().join("other.toml"), "rules = [\"vendor\"]").expect("a file");
    let other = run(folder.path(), &["check", "--config", "other.toml"]);
    assert!(other.code == 1 && other.out.ends_with("1 rule: 1 rejected, 0 with warnings\n"), "{}", other.out);
    for (text, part) in [
        ("rule = []", "unknown field `rule`, expected one of `rules`, `cases`, `exclude`"),
        ("rules = 5", "invalid type"),
        ("sql-version = \"2017\"", "sql-version: the SQL versions are"),
        ("[levels]\n\"lint.nosuch\" = \"deny\"", "levels: There is no code `lint.nosuch`"),
        ("[levels]\nwarnings = \"loud\"", "unknown variant `loud`, expected one of `deny`, `warn`, `allow`"),
        ("exclude = [\"{\"]", "exclude: `**/{`"),
        ("[values]\nd = 2020-01-01", "the value of `d` is a date"),
        ("", "`rules = [\"…\"]`"),
    ] {
        settings(text);
        let ran = run(folder.path(), &["check"]);
        assert!(ran.code == 2 && ran.err.contains(part), "{text}: {}", ran.err);
    }
    fs::remove_file(folder.path().join("rulelens.toml")).expect("a file");
    assert!(run(folder.path(), &["check"]).err.contains("`rulelens init` writes one"));
}

#[test]
fn values_stand_in_the_settings() {
    let folder = project();
    fs::write(
        folder.path().join("main.tf"),
        "variable \"limit\" {}\nvariable \"topic\" {}\nresource \"aws_iot_topic_rule\" \"r\" {\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  sql = \"SELECT * FROM '${var.topic}' WHERE a > ${var.limit}\"\n}\n",
    )
    .expect("a file");
    let notes = |ran: &Ran| ran.out.contains("document.not-checked");
    assert!(notes(&run(folder.path(), &["check", "main.tf"])));
    fs::write(folder.path().join("values.tfvars"), "topic = \"a\"\n").expect("a file");
    fs::write(
        folder.path().join("rulelens.toml"),
        "value-files = [\"values.tfvars\"]\n[values]\nlimit = 30\nunused = \"x\"\n",
    )
    .expect("a file");
    let ran = run(folder.path(), &["check", "main.tf"]);
    assert_eq!((ran.code, ran.err.as_str(), notes(&ran)), (0, "", false), "{}", ran.out);
    let ran = run(folder.path(), &["check", "main.tf", "--set", "topic=a b/#/c", "--set", "lmit=3"]);
    assert!(
        ran.code == 1 && ran.err.contains("`lmit`") && !ran.err.contains("`unused`"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn junit_is_what_its_own_reader_reads() {
    let folder = project();
    fs::write(folder.path().join("cases/b.json"), "{\"inputSql\": 5}\u{1}").expect("a file");
    let ran = run(folder.path(), &["test", "cases", "none.json", "--format", "junit"]);
    assert_eq!(ran.code, 2);
    let report = Report::deserialize_from_str(&ran.out).expect("JUnit");
    assert_eq!((report.tests, report.failures, report.errors), (4, 1, 2), "{}", ran.out);
    let names: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["cases/a.jsonl", "cases/b.json", "none.json"]);
    let [passed, failed] = report.test_suites[0].test_cases.as_slice() else { panic!("{}", ran.out) };
    assert!(matches!(passed.status, TestCaseStatus::Success { .. }));
    assert_eq!((failed.name.as_str(), failed.extra["line"].as_str()), ("one <digit> off", "2"));
    let TestCaseStatus::NonSuccess { kind, description, .. } = &failed.status else { panic!("{failed:?}") };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert!(description.as_ref().is_some_and(|text| text.as_str().contains("24.05")), "{description:?}");
}

#[test]
fn an_update_shows_the_difference_and_rewrites_the_expectation_alone() {
    let folder = project();
    let path = folder.path().join("cases/a.jsonl");
    let verified = FAILS.replace("\"name\"", "\"evidence\":\"verified\",\"name\"");
    fs::write(&path, [PASSES, FAILS, "", &verified, ""].join("\r\n")).expect("a file");
    let ran = run(folder.path(), &["test", "cases", "--update"]);
    assert!(ran.out.contains("found    {\"a\":24.04}"), "{}", ran.out);
    assert!(ran.out.contains("updated cases/a.jsonl:2: one <digit> off\n"), "{}", ran.out);
    assert!(ran.out.contains("kept cases/a.jsonl:4: its evidence is `verified`"), "{}", ran.out);
    assert_eq!((ran.code, ran.out.lines().last()), (1, Some("2 passed, 1 failed")));
    let now = [PASSES, &FAILS.replace("24.05", "24.04"), "", &verified, ""].join("\r\n");
    assert_eq!(fs::read_to_string(&path).expect("a file"), now);
    let array = format!("[\n  {PASSES},\n  {FAILS}\n]\n");
    fs::write(folder.path().join("cases/b.json"), &array).expect("a file");
    assert_eq!(run(folder.path(), &["test", "cases/b.json", "--update"]).code, 0);
    let now = fs::read_to_string(folder.path().join("cases/b.json")).expect("a file");
    assert_eq!(now, array.replace("24.05", "24.04"));
    let ran = run(folder.path(), &["test", "cases", "--update", "--format", "json"]);
    assert!(ran.code == 2 && ran.err.contains("`--format text`"), "{}", ran.err);
}

#[test]
fn a_new_project_is_good_and_an_old_one_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run(folder.path(), &["init"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("wrote rules/climate.sql\nwrote cases/climate.json\nwrote rulelens.toml\n"));
    assert_eq!(
        run(folder.path(), &["check", "--deny", "warnings"]).out,
        "1 rule: 0 rejected, 0 with warnings\n"
    );
    assert_eq!(run(folder.path(), &["test"]).out, "2 passed, 0 failed\n");
    let again = run(folder.path(), &["init"]);
    assert!(again.code == 2 && again.err.contains("is there already"), "{}", again.err);

    let folder = project();
    assert_eq!(run(folder.path(), &["init"]).code, 0);
    let text = fs::read_to_string(folder.path().join("rulelens.toml")).expect("a file");
    for part in ["\"infra/template.yaml\",", "\"rules/odd one.sql\",", "\"cases/a.jsonl\","] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("other.yaml") && !text.contains("lines.jsonl"), "{text}");
    assert!(run(folder.path(), &["check"]).out.contains("rejected"));
}
