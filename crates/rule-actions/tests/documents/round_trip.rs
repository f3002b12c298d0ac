//! What is written reads back as the same rule.

use proptest::prelude::*;
use rule_actions::documents::{Format, RuleDocument, read, write};
use serde_json::{Map, Value as Json, json};

/// Strings that are hard on one form or another.
pub(crate) fn nasty() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "${",
        "$${",
        "$$${",
        "%{",
        "%%{",
        "${!",
        "}",
        "{",
        "$",
        "%",
        "\"",
        "'",
        "''",
        "\\",
        "\\n",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\t",
        " ",
        "  ",
        "!",
        "!Ref x",
        "&a",
        "*a",
        "#",
        " #",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "|",
        ">",
        "@",
        "`",
        "EOT",
        "EOT\n",
        "\nEOT\n",
        "<<EOT",
        "true",
        "no",
        "null",
        "~",
        "1e3",
        "0x1F",
        "012",
        "1_000",
        ".inf",
        "2016-03-23",
        "12:30:45",
        "=",
        "<<",
        "[",
        "]",
        ",",
        "é",
        "中",
        "😀",
        "\u{85}",
        "\u{A0}",
        "\u{2028}",
        "\u{2029}",
        "\u{FEFF}",
        "\u{7F}",
        "\0",
        "\u{1B}",
        "a",
        "SELECT * FROM 'a/#'",
        "topic(2)",
        "\u{E000}",
        "\u{FFFD}",
        "//",
        "/*",
        "AWS::x",
        "Fn::Sub",
        "<x>",
        "//",
    ]);
    prop_oneof![
        6 => prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => "[a-z]{1,8}",
    ]
}

fn key() -> impl Strategy<Value = String> {
    "[a-z][a-zA-Z0-9]{0,6}X"
}

/// A value for a parameter that RuleLens does not know.
fn unknown() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        nasty().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::vec((key(), inner), 0..3)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn pairs(first: &'static str, second: &'static str) -> impl Strategy<Value = Json> {
    let pair = (nasty(), nasty()).prop_map(move |(a, b)| json!({first: a, second: b}));
    prop::collection::vec(pair, 1..3).prop_map(Json::from)
}

pub(crate) fn action() -> impl Strategy<Value = Json> {
    prop_oneof![
        (nasty(), nasty(), pairs("name", "value"), prop::option::of(nasty())).prop_map(|(table, role, dimensions, time)| {
            let mut action = json!({"databaseName": "d", "tableName": table, "roleArn": role, "dimensions": dimensions});
            if let Some(time) = time {
                action["timestamp"] = json!({"value": time, "unit": "SECONDS"});
            }
            json!({"timestream": action})
        }),
        nasty().prop_map(|arn| json!({"lambda": {"functionArn": arn}})),
        (nasty(), nasty()).prop_map(|(a, b)| json!({"dynamoDBv2": {"roleArn": a, "putItem": {"tableName": b}}})),
        (nasty(), nasty()).prop_map(|(a, b)| json!({"dynamoDB": {"tableName": a, "hashKeyValue": b, "operation": "INSERT"}})),
        (nasty(), 0..2_u8, pairs("key", "value")).prop_map(|(topic, qos, properties)| json!({"republish": {
            "topic": topic, "qos": qos, "headers": {"contentType": "x", "userProperties": properties}}})),
        (nasty(), any::<bool>()).prop_map(|(url, is_base64)| json!({"sqs": {"queueUrl": url, "useBase64": is_base64}})),
        (nasty(), pairs("key", "value")).prop_map(|(url, headers)| json!({"http": {
            "url": url, "headers": headers, "auth": {"sigv4": {"signingRegion": "r"}}, "batchConfig": {"maxBatchSize": 5}}})),
        prop::collection::vec((nasty(), nasty()), 0..3).prop_map(|members| {
            // CloudFormation would take an object with this key alone for a function, and `write` rejects it.
            let members = members.into_iter().filter(|(key, _)| !key.starts_with("Fn::"));
            let members: Map<String, Json> = members.map(|(key, value)| (key, value.into())).collect();
            json!({"kafka": {"topic": "t", "clientProperties": members}})
        }),
        nasty().prop_map(|value| json!({"iotSiteWise": {"putAssetPropertyValueEntries": [
            {"propertyValues": [{"value": {"stringValue": value}, "timestamp": {"timeInSeconds": "${ts}"}}]}]}})),
        (nasty(), nasty()).prop_map(|(table, tag)| json!({"influxDB": {"tableName": table, "tags": {"a_b-c": tag}}})),
        (key(), unknown()).prop_map(|(key, value)| json!({"lambda": {key: value}})),
        (key(), key(), unknown()).prop_map(|(kind, key, value)| json!({kind: {key: value}})),
    ]
}

pub(crate) fn rule() -> impl Strategy<Value = RuleDocument> {
    (
        "[a-zA-Z0-9_]{1,20}",
        nasty(),
        prop::sample::select(vec!["2015-10-08", "2016-03-23", "beta"]),
        prop::option::of(nasty()),
        any::<bool>(),
        prop::collection::vec(action(), 0..4),
        prop::option::of(action()),
    )
        .prop_map(|(name, sql, version, description, disabled, actions, error_action)| RuleDocument {
            name: Some(name),
            sql,
            sql_version: Some(version.to_owned()),
            description,
            disabled,
            actions,
            error_action,
            ..RuleDocument::default()
        })
}

/// Terraform's JSON has the blocks of a kind together, and any order within a rule is the same to AWS.
fn by_kind(mut actions: Vec<Json>) -> Vec<Json> {
    let kind = |action: &Json| action.as_object().and_then(|object| object.keys().next().cloned());
    let mut kinds: Vec<Option<String>> = Vec::new();
    for action in &actions {
        if !kinds.contains(&kind(action)) {
            kinds.push(kind(action));
        }
    }
    actions.sort_by_key(|action| kinds.iter().position(|known| *known == kind(action)));
    actions
}

/// Leaves out what a form has no place for.
fn leave_out(action: &mut Json, format: Format) {
    let absent: &[(&str, &str)] = match format {
        Format::Cfn | Format::CfnYaml => &[("dynamoDB", "operation")],
        Format::Terraform | Format::TerraformJson => {
            &[("http", "auth"), ("http", "batchConfig"), ("republish", "headers")]
        }
        _ => &[],
    };
    for (kind, parameter) in absent {
        if let Some(parameters) = action.get_mut(kind).and_then(Json::as_object_mut) {
            parameters.shift_remove(*parameter);
        }
    }
}

fn check(rule: &RuleDocument, format: Format) -> Result<(), TestCaseError> {
    let written = write(rule, format).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    let found =
        read(&written.text).map_err(|errors| TestCaseError::fail(format!("{errors:?}\n{}", written.text)))?;
    prop_assert_eq!(found.rules.len(), 1);
    let mut back = found.rules[0].clone();
    (back.id, back.name_range) = (None, None);
    let mut rule = rule.clone();
    rule.actions.iter_mut().chain(&mut rule.error_action).for_each(|action| leave_out(action, format));
    if format == Format::TerraformJson {
        rule.actions = by_kind(rule.actions);
    }
    prop_assert_eq!(&back, &rule, "{}", written.text);
    prop_assert!(found.placeholders.is_empty(), "{:?}", found.placeholders);
    Ok(())
}

/// A document of each family with references, whose placeholders then stand in rules.
const REFERENCES: [(&str, &str); 2] = [
    (
        "cfn",
        r#"{"Parameters": {"Stage": {"Type": "String"}}, "Resources": {"R": {"Type": "AWS::IoT::TopicRule", "Properties": {
            "RuleName": {"Ref": "Stage"}, "TopicRulePayload": {"Sql": "x", "Description": {"Fn::Join": ["", [
                {"Fn::GetAtt": ["Role", "Arn"]}, {"Ref": "AWS::Region"}, {"Fn::ImportValue": "shared"}]]}, "Actions": []}}}}}"#,
    ),
    (
        "terraform",
        "resource \"aws_iot_topic_rule\" \"r\" {\n  name = var.stage\n  sql = \"x\"\n  description = \"${aws_iam_role.r.arn}${upper(var.a[\"b\"])}${data.x.y[0].z}\"\n}\n",
    ),
];

/// A rule with references of a family in any of its strings.
fn referring() -> impl Strategy<Value = (usize, RuleDocument)> {
    (0..REFERENCES.len(), rule(), prop::collection::vec(any::<prop::sample::Index>(), 64)).prop_map(
        |(family, mut rule, indices)| {
            let found = read(REFERENCES[family].1).expect("a document");
            let placeholders = found.placeholders;
            let mut indices = indices.into_iter().cycle();
            let mut put = |text: &mut String| {
                let mut next = |count: usize| indices.next().map_or(0, |index| index.index(count));
                for _ in 0..next(3) {
                    let placeholder = &placeholders[next(placeholders.len())].text;
                    let places: Vec<usize> =
                        (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
                    let at = places[next(places.len())];
                    // Not into another one.
                    let is_inside = text[..at].rfind('<') > text[..at].rfind('>');
                    if !is_inside {
                        text.insert_str(at, placeholder);
                    }
                }
            };
            put(&mut rule.sql);
            rule.description.iter_mut().for_each(&mut put);
            rule.actions.iter_mut().chain(&mut rule.error_action).for_each(|action| each(action, &mut put));
            rule.placeholders = placeholders;
            (family, rule)
        },
    )
}

/// Calls with every string of the parameters that RuleLens knows.
fn each(json: &mut Json, put: &mut impl FnMut(&mut String)) {
    match json {
        Json::String(text) => put(text),
        Json::Array(items) => items.iter_mut().for_each(|item| each(item, put)),
        Json::Object(members) => members.values_mut().for_each(|value| each(value, put)),
        _ => {}
    }
}

fn check_references(rule: &RuleDocument, format: Format) -> Result<(), TestCaseError> {
    let written = write(rule, format).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    let found =
        read(&written.text).map_err(|errors| TestCaseError::fail(format!("{errors:?}\n{}", written.text)))?;
    let mut back = found.rules[0].clone();
    let mut rule = rule.clone();
    rule.actions.iter_mut().chain(&mut rule.error_action).for_each(|action| leave_out(action, format));
    if format == Format::TerraformJson {
        rule.actions = by_kind(rule.actions);
    }
    let texts = |rule: &RuleDocument| -> Vec<String> {
        rule.placeholders.iter().map(|one| one.text.clone()).collect()
    };
    let known = texts(&rule);
    prop_assert!(
        texts(&back).iter().all(|text| known.contains(text)),
        "{:?}\n{}",
        texts(&back),
        written.text
    );
    prop_assert!(!written.text.contains("Parameters") && !written.text.contains("variable \""));
    (back.id, back.name_range) = (None, None);
    (back.placeholders, rule.placeholders) = (Vec::new(), Vec::new());
    prop_assert_eq!(&back, &rule, "{}", written.text);
    Ok(())
}

/// The rule with each placeholder called by when it comes first, so that rules with other names for them can be compared.
fn by_order(mut rule: RuleDocument) -> RuleDocument {
    let texts: Vec<String> = rule.placeholders.drain(..).map(|one| one.text).collect();
    let mut order: Vec<usize> = Vec::new();
    let mut number = |text: &mut String| {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(ch) = rest.chars().next() {
            let found = texts.iter().position(|text| rest.starts_with(text));
            let Some(found) = found else {
                out.push(ch);
                rest = &rest[ch.len_utf8()..];
                continue;
            };
            let at = order.iter().position(|known| *known == found).unwrap_or_else(|| {
                order.push(found);
                order.len() - 1
            });
            out += &format!("\u{1}{at}\u{1}");
            rest = &rest[texts[found].len()..];
        }
        *text = out;
    };
    number(&mut rule.sql);
    rule.description.iter_mut().for_each(&mut number);
    rule.actions.iter_mut().chain(&mut rule.error_action).for_each(|action| each(action, &mut number));
    rule
}

/// In another family references become parameters or variables: of each a different one, and none is lost.
fn check_elsewhere(rule: &RuleDocument, format: Format) -> Result<(), TestCaseError> {
    let written = write(rule, format).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    let found =
        read(&written.text).map_err(|errors| TestCaseError::fail(format!("{errors:?}\n{}", written.text)))?;
    let mut back = found.rules[0].clone();
    let mut rule = rule.clone();
    rule.actions.iter_mut().chain(&mut rule.error_action).for_each(|action| leave_out(action, format));
    if format == Format::TerraformJson {
        rule.actions = by_kind(rule.actions);
    }
    for placeholder in &back.placeholders {
        let name = placeholder.stands_for.strip_prefix("var.").unwrap_or(&placeholder.stands_for);
        prop_assert!(written.text.contains(name), "{name}\n{}", written.text);
    }
    (back.id, back.name_range) = (None, None);
    prop_assert_eq!(&by_order(back), &by_order(rule), "{}", written.text);
    Ok(())
}

/// What has no references says of each placeholder that it is written as it is.
fn check_told(rule: &RuleDocument, format: Format) -> Result<(), TestCaseError> {
    let written = write(rule, format).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    for placeholder in &rule.placeholders {
        let is_told = written.warnings.iter().any(|one| {
            one.code.id == "document.placeholder-written"
                && one.message.starts_with(&format!("`{}`, which stands for", placeholder.text))
        });
        prop_assert!(is_told, "{}: {:?}", placeholder.text, written.warnings);
    }
    Ok(())
}

/// CDK has functions for the references of a template, so that none is written as it is.
fn check_functions(rule: &RuleDocument) -> Result<(), TestCaseError> {
    let written = write(rule, Format::Cdk).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    for placeholder in &rule.placeholders {
        prop_assert!(!written.text.contains(&placeholder.text), "{} in {}", placeholder.text, written.text);
    }
    prop_assert!(!written.warnings.iter().any(|one| one.code.id == "document.placeholder-written"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn references_become_parameters_elsewhere((family, rule) in referring()) {
        let formats = match REFERENCES[family].0 {
            "cfn" => [Format::Terraform, Format::TerraformJson],
            _ => [Format::Cfn, Format::CfnYaml],
        };
        for format in formats {
            check_elsewhere(&rule, format)?;
        }
        check_told(&rule, Format::Json)?;
        match REFERENCES[family].0 {
            "cfn" => check_functions(&rule)?,
            _ => check_told(&rule, Format::Cdk)?,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn references_stay_references((family, rule) in referring()) {
        let formats = match REFERENCES[family].0 {
            "cfn" => [Format::Cfn, Format::CfnYaml],
            _ => [Format::Terraform, Format::TerraformJson],
        };
        for format in formats {
            check_references(&rule, format)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json(rule in rule()) {
        check(&rule, Format::Json)?;
    }

    #[test]
    fn cfn(rule in rule()) {
        check(&rule, Format::Cfn)?;
    }

    #[test]
    fn cfn_yaml(rule in rule()) {
        check(&rule, Format::CfnYaml)?;
    }

    #[test]
    fn terraform(rule in rule()) {
        check(&rule, Format::Terraform)?;
    }

    #[test]
    fn terraform_json(rule in rule()) {
        check(&rule, Format::TerraformJson)?;
    }
}
