//! Every parameter in which AWS evaluates substitution templates is one in which a template is looked at: whatever the kind
//! of action, its lints are reported at the parameter.

use iot_sql::{Input, SqlVersion};
use rule_actions::Plan;
use rule_actions::action::{Parameter, Shape};
use rule_actions::actions::SPECS;
use serde_json::{Map, Value as Json, json};

/// A template that a lint reports: the rule's topics have two levels.
const LINTED: &str = "${topic(9)}";

/// All parameters with a value that is probably accepted.
fn filled(parameters: &[Parameter]) -> Json {
    let value = |parameter: &Parameter| match parameter.shape {
        Shape::Template | Shape::String => match (parameter.choices.first(), parameter.name) {
            (Some(choice), _) => json!(choice),
            (None, "functionArn") => json!("arn:aws:lambda:us-east-1:123456789012:function:f"),
            (None, "targetArn") => json!("arn:aws:sns:us-east-1:123456789012:t"),
            (None, "queueUrl") => json!("https://sqs.us-east-1.amazonaws.com/123456789012/q"),
            (None, "url" | "confirmationUrl") => json!("https://example.com"),
            (None, "destinationArn") => json!("arn:aws:iot:us-east-1:123456789012:ruledestination/x/y"),
            (None, "correlationData") => json!("AQ=="),
            (None, "databaseName" | "tableName" | "measurement") => json!("climate"),
            (None, _) => json!("1"),
        },
        Shape::Number => json!(if parameter.name == "qos" { 1 } else { 500 }),
        Shape::Boolean => json!(false),
        Shape::Object(members) => filled(members),
        Shape::List(members) => json!([filled(members)]),
        Shape::Map => json!({"key": "value"}),
        Shape::Role => json!("arn:aws:iam::123456789012:role/r"),
    };
    let members = parameters.iter().map(|parameter| (parameter.name.to_owned(), value(parameter)));
    Json::Object(members.collect::<Map<_, _>>())
}

/// The paths of all parameters with templates, as JSON pointers and as RuleLens writes them.
fn templates(parameters: &[Parameter], pointer: &str, path: &str) -> Vec<(String, String)> {
    let within = |parameter: &Parameter| {
        let (pointer, path) = (format!("{pointer}/{}", parameter.name), format!("{path}.{}", parameter.name));
        match parameter.shape {
            Shape::Template => vec![(pointer, path)],
            Shape::Object(members) => templates(members, &pointer, &path),
            Shape::List(members) => templates(members, &format!("{pointer}/0"), &format!("{path}[0]")),
            Shape::Map => vec![(format!("{pointer}/key"), format!("{path}.key"))],
            Shape::String | Shape::Number | Shape::Boolean | Shape::Role => Vec::new(),
        }
    };
    parameters.iter().flat_map(within).collect()
}

#[test]
fn a_template_is_looked_at_in_every_parameter_that_takes_one() {
    let (mut count, mut wrong) = (0, Vec::new());
    for spec in SPECS {
        for (pointer, path) in templates(spec.parameters, "", spec.key) {
            count += 1;
            let mut parameters = filled(spec.parameters);
            *parameters.pointer_mut(&pointer).expect(&pointer) = json!(LINTED);
            let action = json!({spec.key: parameters}).to_string();
            let reported = match Plan::new("SELECT * FROM 'a/+'", SqlVersion::default(), Some(&action)) {
                Ok(plan) => plan.warnings().to_vec(),
                Err(errors) => errors,
            };
            let at = |input: &Input| matches!(input, Input::Action(at) if *at == path);
            if !reported.iter().any(|one| one.code.id == "lint.topic-level" && at(&one.input)) {
                let found: Vec<_> = reported.iter().map(|one| (one.code.id, &one.input)).collect();
                wrong.push(format!("{path}: {found:?}"));
            }
        }
    }
    assert!(count > 50, "{count} parameters");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
