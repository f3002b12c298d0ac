//! Documents that are made to do harm, or make no sense.

use proptest::prelude::*;
use rule_actions::documents::{Format, read, write};
use std::time::{Duration, Instant};

fn rejected(text: &str, code: &str) {
    let started = Instant::now();
    let errors = read(text).expect_err("rejected");
    let shown: String = text.chars().take(40).collect();
    assert_eq!(errors[0].code.id, code, "{shown} … {}: {}", &text[text.len() - 20..], errors[0].message);
    assert!(started.elapsed() < Duration::from_secs(20), "{shown}: {:?}", started.elapsed());
}

#[test]
fn nesting_is_bounded() {
    const DEEP: usize = 100_000;
    let nested = |open: &str, close: &str| open.repeat(DEEP) + &close.repeat(DEEP);
    rejected(&nested("[", "]"), "document.too-deep");
    rejected(&nested("{\"a\":", "}"), "document.too-deep");
    rejected(&format!("{{\"sql\": {}1{}}}", "[".repeat(DEEP), "]".repeat(DEEP)), "document.too-deep");
    rejected(&format!("sql: {}", nested("[", "]")), "document.too-deep");
    rejected(&format!("sql: {}", nested("{a: ", "}")), "document.too-deep");
    rejected(&format!("sql:\n{}a", "- ".repeat(DEEP)), "document.too-deep");
    rejected(&format!("sql:\n  {}a", "? ".repeat(DEEP)), "document.too-deep");
    let hcl = |value: &str| format!("resource \"aws_iot_topic_rule\" \"r\" {{\n  sql = {value}\n}}\n");
    for value in [
        nested("[", "]"),
        nested("(", ")"),
        nested("{a=", "}"),
        nested("f(", ")"),
        nested("\"${", "}\""),
        "!".repeat(DEEP) + "a",
        "a ? ".repeat(DEEP) + "a",
        "a+".repeat(DEEP) + "a",
        format!("\"{}\"", "%{if a}".repeat(DEEP)),
        "[for a in b : ".repeat(DEEP / 2),
        format!("a{}", "[a".repeat(DEEP)),
    ] {
        rejected(&hcl(&value), "document.too-deep");
    }
    rejected(&"a {\n".repeat(DEEP).replacen('a', "resource", 1), "document.too-deep");
    // Long, but not deep.
    assert!(read(&hcl(&format!("a{}", ".a".repeat(DEEP)))).is_ok());
}

#[test]
fn size_is_bounded() {
    rejected(&" ".repeat((1 << 20) + 1), "document.too-large");
    let mut bomb = String::from("sql: x\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..30 {
        let aliases = format!("*a{},", level - 1).repeat(10);
        bomb += &format!("a{level}: &a{level} [{}]\n", aliases.trim_end_matches(','));
    }
    rejected(&bomb, "document.too-large");
    let long = format!("sql: x\na: &a {}\nb: [{}]\n", "y".repeat(100_000), "*a,".repeat(1000));
    rejected(&long, "document.too-large");
    rejected("sql: &a [*a]\n", "document.malformed");
}

#[test]
fn large_documents_take_little_time() {
    let started = Instant::now();
    let many = 20_000;
    let words = "a: b\n".repeat(many);
    let _ = read(&format!("sql: x\n{words}"));
    let _ = read(&format!("sql: x\nb:\n{}", "  - 'x'\n".repeat(many)));
    let _ = read(&format!("sql: {}", "\"".repeat(many)));
    let _ = read(&format!("sql: x\n{}", "&a ".repeat(many)));
    let _ = read(&format!("{{\"sql\": \"x\"{}}}", ", \"a\": 1".repeat(many)));
    let subs = "${a.b}".repeat(many);
    let _ = read(&format!(
        "Resources: {{R: {{Type: AWS::IoT::TopicRule, Properties: {{TopicRulePayload: {{Sql: !Sub '{subs}'}}}}}}}}"
    ));
    let hcl = |value: &str| format!("resource \"aws_iot_topic_rule\" \"r\" {{\n  sql = {value}\n}}\n");
    let _ = read(&hcl(&format!("\"{subs}\"")));
    let _ = read(&hcl(&format!("\"{}\"", "$".repeat(many))));
    let _ = read(&hcl(&format!("\"{}", "${".repeat(many))));
    let _ = read(&hcl(&format!("<<E\n{}E", "x\n".repeat(many))));
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
}

/// What is put together of itself, or of something large, again and again.
#[test]
fn what_is_resolved_is_bounded() {
    let template = |parameters: &str, sql: &str| {
        format!(
            r#"{{"Parameters": {{{parameters}}}, "Resources": {{"R": {{"Type": "AWS::IoT::TopicRule", "Properties": {{"TopicRulePayload": {{"Sql": {sql}, "Actions": []}}}}}}}}}}"#
        )
    };
    let long = "x".repeat(400_000);
    let refs = r#"{"Ref": "P"},"#.repeat(30_000);
    let joined = format!(r#"{{"Fn::Join": ["", [{}]]}}"#, refs.trim_end_matches(','));
    let parameter = format!(r#""P": {{"Type": "String", "Default": "{long}"}}"#);
    rejected(&template(&parameter, &joined), "document.too-large");
    let names = "${P}".repeat(100_000);
    rejected(&template(&parameter, &format!(r#"{{"Fn::Sub": "{names}"}}"#)), "document.too-large");
    let commas = ",".repeat(100_000);
    let list = format!(r#""P": {{"Type": "CommaDelimitedList", "Default": "{commas}"}}"#);
    let body = r#"{"Type": "A", "x": [1,2,3,4,5,6,7,8,9,10]}"#;
    let each = format!(
        r#"{{"Parameters": {{{list}}}, "Resources": {{"Fn::ForEach::A": ["X", {{"Ref": "P"}}, {{"Fn::ForEach::B": ["Y", {{"Ref": "P"}}, {{"Z": {body}}}]}}]}}}}"#
    );
    rejected(&each, "document.too-large");

    let rule = |locals: &str, sql: &str| {
        format!("locals {{\n{locals}\n}}\nresource \"aws_iot_topic_rule\" \"r\" {{\n  sql = {sql}\n}}\n")
    };
    let mut doubled = "a0 = \"xxxxxxxxxx\"\n".to_owned();
    let mut nested = "a0 = [1]\n".to_owned();
    for at in 1..60 {
        doubled += &format!("a{at} = \"${{local.a{0}}}${{local.a{0}}}\"\n", at - 1);
        nested += &format!("a{at} = [local.a{0}, local.a{0}]\n", at - 1);
    }
    rejected(&rule(&doubled, "local.a59"), "document.too-large");
    rejected(&rule(&nested, "jsonencode(local.a59)"), "document.too-large");
    for sql in [
        "join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : join(\"\", [for c in range(1000) : c])])])",
        "\"%{for a in range(1000)}%{for b in range(1000)}%{for c in range(1000)}xxxx%{endfor}%{endfor}%{endfor}\"",
    ] {
        rejected(&rule("", sql), "document.too-large");
    }
    let long = format!("a = \"{}\"", "x".repeat(100_000));
    for sql in ["replace(local.a, \"x\", local.a)", "join(local.a, [for a in range(1000) : a])"] {
        rejected(&rule(&long, sql), "document.too-large");
    }

    let mut variables = "service: s\nprovider: {name: aws}\ncustom:\n  a0: xxxxxxxxxx\n".to_owned();
    for at in 1..60 {
        variables += &format!("  a{at}: ${{self:custom.a{0}}}${{self:custom.a{0}}}\n", at - 1);
    }
    variables += "functions: {f: {events: [{iot: {sql: \"${self:custom.a59}\"}}]}}\n";
    rejected(&variables, "document.too-large");
}

/// What depends on itself is unknown, and values of values end somewhere.
#[test]
fn circles_end() {
    let found = read(
        "locals {\n  a = local.b\n  b = \"${local.a}\"\n}\nvariable \"v\" {\n  default = local.a\n}\nresource \"aws_iot_topic_rule\" \"r\" {\n  sql = \"${local.a}${var.v}\"\n}\n",
    );
    assert!(!found.expect("a rule").placeholders.is_empty());
    let found = read(
        "service: s\nprovider: {name: aws}\ncustom: {a: '${self:custom.b}', b: '${self:custom.a}'}\nfunctions: {f: {events: [{iot: {sql: '${self:custom.a}'}}]}}\n",
    );
    assert!(!found.expect("a rule").placeholders.is_empty());
    let found = read(
        "Conditions: {A: {Condition: B}, B: !Not [!Condition A]}\nResources: {R: {Type: 'AWS::IoT::TopicRule', Condition: A, Properties: {TopicRulePayload: {Sql: !If [B, x, y]}}}}\n",
    );
    assert!(found.is_ok());
    let mut deep = "a0 = [1]\n".to_owned();
    for at in 1..5000 {
        deep += &format!("a{at} = [[[[[[[[[[local.a{}]]]]]]]]]]\n", at - 1);
    }
    let names: Vec<String> = (1..5000).map(|at| format!("  x{at} = local.a{at}\n")).collect();
    let found = read(&format!(
        "locals {{\n{deep}}}\nresource \"aws_iot_topic_rule\" \"r\" {{\n  sql = \"x\"\n{}}}\n",
        names.concat()
    ));
    assert!(found.is_ok(), "{found:?}");
}

/// Pieces from which documents are made, so that some of them mean something.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "\n",
        "  ",
        "- ",
        "sql",
        "\"sql\"",
        "actions",
        "Resources",
        "Type",
        "AWS::IoT::TopicRule",
        "Properties",
        "TopicRulePayload",
        "Sql",
        "!Sub ",
        "!Ref ",
        "!If ",
        "${",
        "${!",
        "$${",
        "%{",
        "Fn::Sub",
        "Fn::Join",
        "Fn::Select",
        "Ref",
        "&a ",
        "*a",
        "|\n",
        ">-\n",
        "\\",
        "\\u",
        "#",
        "=",
        "resource \"aws_iot_topic_rule\" \"r\" {\n",
        "locals {\n",
        "local.a",
        "var.a",
        "[for a in ",
        " : a]",
        "join(",
        "format(\"%s\", ",
        "dynamic \"lambda\" {\n",
        "for_each = ",
        "content {\n",
        "Fn::ForEach::A",
        "Fn::If",
        "Conditions",
        "Parameters",
        "Default",
        "service: a\nfunctions:\n",
        "${self:",
        "${opt:a, ",
        "${file(a.yml):",
        "%{if ",
        "%{endif}",
        "<<: ",
        "sql = ",
        "name = ",
        "<<EOT\n",
        "EOT",
        "timestream",
        "dimension",
        "a",
        "1",
        "true",
        "null",
        "\u{FEFF}",
        "é",
        "\u{85}",
        "\t",
        "\r\n",
        "---\n",
        "...",
        "? ",
        "!!",
        "%",
        "~",
        "topic(2)",
    ]);
    prop::collection::vec(prop_oneof![9 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let in_bounds = |range: &std::ops::Range<usize>| {
        range.start <= range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
    };
    let diagnostics = match read(text) {
        Ok(found) => {
            prop_assert!(!found.rules.is_empty());
            for placeholder in &found.placeholders {
                let is_template = placeholder.text.contains("${");
                prop_assert!(in_bounds(&placeholder.range) && !is_template);
            }
            for rule in &found.rules {
                for format in Format::ALL {
                    let _ = write(rule, format);
                }
            }
            found.warnings
        }
        Err(errors) => {
            prop_assert!(!errors.is_empty());
            errors
        }
    };
    for diagnostic in &diagnostics {
        for label in &diagnostic.labels {
            prop_assert!(in_bounds(&label.range), "{diagnostic:?}");
        }
        for edit in diagnostic.fixes.iter().flat_map(|fix| &fix.edits) {
            prop_assert!(in_bounds(&edit.range), "{diagnostic:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_rejected(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_pieces_are_read_or_rejected(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn any_damage_is_read_or_rejected(at in any::<prop::sample::Index>(), with in pieces(), which in 0..2_usize) {
        let documents = [
            "Resources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: !Sub SELECT * FROM '${A}'\n        Actions: [{Lambda: {FunctionArn: !GetAtt F.Arn}}]\n",
            "resource \"aws_iot_topic_rule\" \"r\" {\n  name = \"r\"\n  sql = \"SELECT * FROM '${var.a}'\"\n  lambda {\n    function_arn = \"$${topic(2)}\"\n  }\n}\n",
        ];
        let mut text = documents[which].to_owned();
        let at = at.index(text.len());
        text.insert_str(at, &with);
        check(&text)?;
    }
}
