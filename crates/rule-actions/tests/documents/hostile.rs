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
