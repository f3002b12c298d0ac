//! Templates that the tool which deploys a rule would take, and other things that go wrong on the way.

use iot_sql::Diagnostic;
use rule_actions::documents::{Found, read};

fn found(text: &str) -> Found {
    read(text).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"))
}

/// The text with the first fix of the diagnostic of this code made.
fn fixed(text: &str, found: &[Diagnostic], code: &str) -> String {
    let diagnostic =
        found.iter().find(|diagnostic| diagnostic.code.id == code).unwrap_or_else(|| panic!("{found:?}"));
    let fix = diagnostic.fixes.first().unwrap_or_else(|| panic!("{diagnostic:?}"));
    fix.apply(text).expect("edits of the document")
}

fn cloudformation(value: &str) -> String {
    format!(
        "Parameters: {{Stage: {{Type: String}}}}\nResources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'ä'\n        Actions: [Republish: {{RoleArn: r, Topic: {value}}}]\n"
    )
}

fn topic(found: &Found) -> &str {
    found.rules[0].actions[0]["republish"]["topic"].as_str().expect("a topic")
}

#[test]
fn templates_that_sub_takes_are_fixed() {
    for (value, taken, meant) in [
        ("!Sub '${topic(2)}/b'", "<topic(2)>/b", "${topic(2)}/b"),
        ("!Sub '${device_id}'", "<device_id>", "${device_id}"),
        ("!Sub 'a/${deviceid}/${Stage}'", "a/<deviceid>/<Stage>", "a/${deviceid}/<Stage>"),
    ] {
        let text = cloudformation(value);
        let found = self::found(&text);
        assert_eq!(topic(&found), taken);
        let text = fixed(&text, &found.warnings, "document.template-taken");
        let found = self::found(&text);
        assert_eq!(topic(&found), meant);
        assert!(
            found.warnings.iter().all(|warning| warning.code.id == "document.placeholder"),
            "{:?}",
            found.warnings
        );
    }
}

#[test]
fn what_is_written_for_another_tool_is_fixed() {
    for (value, seen, meant) in [
        ("'${!topic(2)}'", "${!topic(2)}", "${topic(2)}"),
        ("'x$${topic(2)}'", "x$${topic(2)}", "x${topic(2)}"),
    ] {
        let text = cloudformation(value);
        let found = self::found(&text);
        assert_eq!(topic(&found), seen);
        let text = fixed(&text, &found.warnings, "document.not-substituted");
        assert_eq!(topic(&self::found(&text)), meant);
    }
    let found = found(&cloudformation("'${AWS::Region}'"));
    assert_eq!(topic(&found), "${AWS::Region}");
    assert_eq!(found.warnings[0].code.id, "document.not-substituted");
}

#[test]
fn names_that_aws_rejects_are_fixed() {
    for text in [
        terraform("\"a\"").replace("name = \"r\"", "name = \"living-room\""),
        cloudformation("a").replace("    Properties:\n", "    Properties:\n      RuleName: living-room\n"),
        r#"{"ruleName": "living-room", "topicRulePayload": {"sql": "SELECT * FROM 'a'"}}"#.to_owned(),
    ] {
        let found = self::found(&text);
        let diagnostic = found.rules[0].check_name().expect("a fault");
        let text = fixed(&text, &[diagnostic], "document.rule-name");
        assert_eq!(self::found(&text).rules[0].name.as_deref(), Some("living_room"));
    }
}

#[test]
fn references_are_no_traps() {
    for value in ["!Sub '${Stage}/${AWS::Region}/${R.Arn}'", "!Sub ['${x}', {x: y}]", "'${topic(2)}'"] {
        let found = found(&cloudformation(value));
        assert!(
            found.warnings.iter().all(|warning| warning.code.id == "document.placeholder"),
            "{:?}",
            found.warnings
        );
    }
}

fn terraform(value: &str) -> String {
    format!(
        "resource \"aws_iot_topic_rule\" \"r\" {{\n  # ä\n  name = \"r\"\n  enabled = true\n  sql = \"SELECT * FROM 'a'\"\n  sql_version = \"2016-03-23\"\n  republish {{\n    role_arn = \"r\"\n    topic = {value}\n  }}\n}}\n"
    )
}

#[test]
fn templates_that_terraform_takes_are_fixed() {
    for (value, taken, meant) in [
        ("\"${topic(2)}/b\"", "<topic(2)>/b", "${topic(2)}/b"),
        ("\"a/${device_id}\"", "a/<device_id>", "a/${device_id}"),
        ("\"${state.reported.id}\"", "<state.reported.id>", "${state.reported.id}"),
        ("\"${timestamp()}\"", "<timestamp()>", "${timestamp()}"),
        ("topic(2)", "<topic(2)>", "${topic(2)}"),
        ("get(\"a\", \"b\")", "<get(a, b)>", "${get(\"a\", \"b\")}"),
    ] {
        let text = terraform(value);
        let found = self::found(&text);
        assert_eq!(topic(&found), taken);
        let text = fixed(&text, &found.warnings, "document.template-taken");
        let found = self::found(&text);
        assert_eq!((topic(&found), found.warnings.len()), (meant, 0), "{text}");
    }
    for value in [
        "\"${var.a}-${aws_iam_role.r.id}\"",
        "data.aws_region.x.name",
        "\"${upper(local.a)}\"",
        "file(\"x.txt\")",
    ] {
        let found = self::found(&terraform(value));
        assert!(
            found.warnings.iter().all(|warning| warning.code.id == "document.placeholder"),
            "{value}: {:?}",
            found.warnings
        );
    }
}

#[test]
fn different_things_have_different_placeholders() {
    let found = found(&terraform("\"${var.a[\"x\"]}${var.a[x]}${var.a[\"x\"]}\""));
    let topic = topic(&found);
    assert_eq!(found.placeholders.len(), 2);
    let [first, second] = found.placeholders.as_slice() else { panic!() };
    assert_eq!(topic, format!("{0}{1}{0}", first.text, second.text));
}

#[test]
fn faults_have_codes_and_places() {
    for (text, code, place) in [
        ("", "document.unrecognised", None),
        ("SELECT * FROM 'a'", "document.unrecognised", None),
        ("{\"a\": 1}", "document.unrecognised", None),
        ("{\"sql\": \"x\",}", "document.malformed", Some("}")),
        ("sql: [a", "document.malformed", None),
        ("resource \"a\" \"b\" {\n  x = \n}", "document.malformed", Some("\n")),
        ("Resources: {}", "document.no-rule", None),
        ("resource \"a\" \"b\" {}", "document.no-rule", None),
        ("{\"topicRulePayload\": {\"actions\": []}}", "document.no-sql", Some("{\"actions\": []}")),
        ("{\"sql\": [1]}", "document.wrong-type", Some("[1]")),
        ("{\"sql\": \"x\", \"actions\": {\"a\": 1}}", "document.wrong-type", Some("{\"a\": 1}")),
        ("{\"sql\": \"x\", \"actions\": [5]}", "document.wrong-type", Some("5")),
        ("sql: x\nruleDisabled: maybe", "document.wrong-type", Some("maybe")),
        ("? [a]\n: b", "document.malformed", None),
        ("[1]", "document.unrecognised", None),
    ] {
        let errors = read(text).expect_err(text);
        assert_eq!(errors[0].code.id, code, "{text}: {errors:?}");
        assert!(errors[0].help.is_some());
        if let Some(place) = place {
            let range = errors[0].primary().expect("a place").range.clone();
            assert_eq!(text.get(range), Some(place), "{text}: {errors:?}");
        }
    }
}
