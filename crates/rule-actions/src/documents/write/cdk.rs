//! CDK's generated construct in TypeScript.

use super::parts::{identifier, properties};
use crate::documents::convert::Style;
use crate::documents::placeholders::{Placeholder, Reference, parts};
use crate::documents::rule::RuleDocument;
use iot_sql::Diagnostic;
use serde_json::Value as Json;
use std::fmt::Write;

pub(super) fn write(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    let properties = properties(rule, Style::Cdk, warnings)?;
    let mut body = String::new();
    value(&properties, &rule.placeholders, 0, &mut body);
    // Nothing else of it is used.
    let functions = if rule.placeholders.iter().any(|one| reference(one).is_some()) {
        "import * as cdk from \"aws-cdk-lib\";\n"
    } else {
        ""
    };
    let mut out =
        format!("{functions}import * as iot from \"aws-cdk-lib/aws-iot\";\n\nnew iot.CfnTopicRule(this, ");
    literal(&identifier(rule), &mut out);
    Ok(out + ", " + &body + ");\n")
}

/// What CDK calls a function of CloudFormation; `None` where it has no such function, or where the placeholder is of another
/// tool.
pub(super) fn reference(placeholder: &Placeholder) -> Option<String> {
    let Some(Reference::CloudFormation(Json::Object(function))) = &placeholder.reference else { return None };
    let (name, argument) = function.iter().next()?;
    let arguments: Vec<&str> = match argument {
        Json::String(text) => vec![text],
        Json::Array(items) => items.iter().map(Json::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let (name, end) = match (name.as_str(), arguments.len()) {
        ("Ref", 1) => ("ref", ""),
        ("Fn::GetAtt", 2) => ("getAtt", ".toString()"),
        ("Fn::ImportValue", 1) => ("importValue", ""),
        _ => return None,
    };
    let mut out = format!("cdk.Fn.{name}(");
    for (at, argument) in arguments.into_iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        literal(argument, &mut out);
    }
    Some(out + ")" + end)
}

/// A string, with functions in the place of placeholders.
fn text(text: &str, placeholders: &[Placeholder], out: &mut String) {
    let mut literals = String::new();
    let mut pieces: Vec<String> = Vec::new();
    let end = |literals: &mut String, pieces: &mut Vec<String>| {
        let mut piece = String::new();
        literal(&std::mem::take(literals), &mut piece);
        pieces.push(piece);
    };
    for (range, placeholder) in parts(text, placeholders) {
        match placeholder.and_then(reference) {
            Some(function) => {
                if !literals.is_empty() {
                    end(&mut literals, &mut pieces);
                }
                pieces.push(function);
            }
            None => literals.push_str(&text[range]),
        }
    }
    if !literals.is_empty() || pieces.is_empty() {
        end(&mut literals, &mut pieces);
    }
    out.push_str(&pieces.join(" + "));
}

fn value(json: &Json, placeholders: &[Placeholder], indent: usize, out: &mut String) {
    let inner = indent + 2;
    match json {
        Json::String(string) => text(string, placeholders, out),
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Array(items) => {
            out.push_str("[\n");
            for item in items {
                let _ = write!(out, "{:inner$}", "");
                value(item, placeholders, inner, out);
                out.push_str(",\n");
            }
            let _ = write!(out, "{:indent$}]", "");
        }
        Json::Object(members) if members.is_empty() => out.push_str("{}"),
        Json::Object(members) => {
            out.push_str("{\n");
            for (name, member) in members {
                let _ = write!(out, "{:inner$}", "");
                key(name, out);
                out.push_str(": ");
                value(member, placeholders, inner, out);
                out.push_str(",\n");
            }
            let _ = write!(out, "{:indent$}}}", "");
        }
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

fn key(name: &str, out: &mut String) {
    let is_identifier = name.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && name.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_');
    if is_identifier {
        out.push_str(name);
    } else if name == "__proto__" {
        // Without brackets this sets the object's prototype.
        out.push_str("[\"__proto__\"]");
    } else {
        literal(name, out);
    }
}

/// A string in double quotes. What JSON escapes is escaped, and what ends a line in older JavaScript.
fn literal(text: &str, out: &mut String) {
    let quoted = Json::from(text).to_string();
    out.push_str(&quoted.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"));
}

#[cfg(test)]
mod tests {
    use crate::documents::{Format, read, write};

    #[test]
    fn functions_of_cloudformation_are_those_of_cdk() {
        let template = |sql: &str| {
            format!(
                "Parameters: {{Stage: {{Type: String}}}}\nResources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        AwsIotSqlVersion: '2016-03-23'\n        Sql: {sql}\n        Actions:\n          - Lambda: {{FunctionArn: !GetAtt Store.Arn}}\n          - Lambda: {{FunctionArn: !ImportValue shared}}\n"
            )
        };
        let found =
            read(&template("!Sub \"SELECT '${!topic()}' AS t FROM '${Stage}/a'\"")).expect("a template");
        let written = write(&found.rules[0], Format::Cdk).expect("a rule");
        for part in [
            "import * as cdk from \"aws-cdk-lib\";",
            "sql: \"SELECT '${topic()}' AS t FROM '\" + cdk.Fn.ref(\"Stage\") + \"/a'\",",
            "functionArn: cdk.Fn.getAtt(\"Store\", \"Arn\").toString(),",
            "functionArn: cdk.Fn.importValue(\"shared\"),",
        ] {
            assert!(written.text.contains(part), "{part} in {}", written.text);
        }
        assert_eq!(written.warnings, []);
        let terraform = "resource \"aws_iot_topic_rule\" \"r\" {\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  sql = \"SELECT * FROM '${var.t}'\"\n}\n";
        let written = write(&read(terraform).expect("a file").rules[0], Format::Cdk).expect("a rule");
        assert!(!written.text.contains("cdk.Fn"), "{}", written.text);
        assert_eq!(written.warnings.len(), 1);
    }
}
