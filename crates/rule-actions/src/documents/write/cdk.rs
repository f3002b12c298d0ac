//! CDK's generated construct in TypeScript.

use super::parts::{identifier, properties};
use crate::documents::convert::Style;
use crate::documents::rule::RuleDocument;
use iot_sql::Diagnostic;
use serde_json::Value as Json;
use std::fmt::Write;

pub(super) fn write(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    Ok(construct(&identifier(rule), &properties(rule, Style::Cdk, warnings)?))
}

/// The construct, to stand in the constructor of a stack.
fn construct(identifier: &str, properties: &Json) -> String {
    let mut out =
        String::from("import * as iot from \"aws-cdk-lib/aws-iot\";\n\nnew iot.CfnTopicRule(this, ");
    literal(identifier, &mut out);
    out.push_str(", ");
    value(properties, 0, &mut out);
    out.push_str(");\n");
    out
}

fn value(json: &Json, indent: usize, out: &mut String) {
    let inner = indent + 2;
    match json {
        Json::String(text) => literal(text, out),
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Array(items) => {
            out.push_str("[\n");
            for item in items {
                let _ = write!(out, "{:inner$}", "");
                value(item, inner, out);
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
                value(member, inner, out);
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
