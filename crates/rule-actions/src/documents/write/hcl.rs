//! Terraform's native syntax.

use super::parts;
use super::references::References;
use super::resource::{self, Resource, label};
use crate::action::{Parameter, Shape};
use crate::actions::KINDS;
use crate::documents::convert::Style;
use crate::documents::rule::RuleDocument;
use crate::documents::terraform::RESOURCE;
use crate::documents::wording;
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json};
use std::fmt::Write;

/// The end of a string in lines of their own; no line of the text may be it.
const END: &str = "EOT";

pub(super) fn write(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    let name = parts::name(rule, "Terraform")?;
    let writer = Writer { references: References::of_terraform(&rule.placeholders) };
    let resource = writer.resource(name, &resource::resource(rule, warnings)?)?;
    Ok(writer.variables() + &resource)
}

struct Writer<'r> {
    references: References<'r, String>,
}

impl Writer<'_> {
    /// The variables that the resource needs.
    fn variables(&self) -> String {
        let mut out = String::new();
        for (name, meaning) in &self.references.declared {
            let _ = write!(out, "variable \"{name}\" {{\n  type        = string\n  description = ");
            self.quoted(meaning, &mut out);
            out.push_str("\n}\n\n");
        }
        out
    }

    /// The resource.
    fn resource(&self, name: &str, resource: &Resource) -> Result<String, Diagnostic> {
        let mut out = format!("resource \"{RESOURCE}\" \"{}\" {{\n", label(name));
        self.attributes(
            &resource.arguments.iter().map(|(name, value)| (*name, value)).collect::<Vec<_>>(),
            2,
            &mut out,
        );
        for action in &resource.actions {
            out.push('\n');
            self.action(action, 2, &mut out)?;
        }
        if let Some(action) = &resource.error_action {
            out.push_str("\n  error_action {\n");
            self.action(action, 4, &mut out)?;
            out.push_str("  }\n");
        }
        out.push_str("}\n");
        Ok(out)
    }

    fn action(&self, action: &Json, indent: usize, out: &mut String) -> Result<(), Diagnostic> {
        for (name, parameters) in action.as_object().into_iter().flatten() {
            let Json::Object(parameters) = parameters else {
                return Err(wording::value_not_writable(
                    "an action without an object of parameters",
                    "Terraform",
                ));
            };
            let kind = KINDS.iter().find(|kind| Style::Terraform.kind(kind).0 == *name);
            self.block(name, parameters, kind.map_or(&[], |kind| kind.parameters), indent, out);
        }
        Ok(())
    }

    /// A block: first its attributes, then the blocks in it.
    fn block(
        &self,
        name: &str,
        members: &Map<String, Json>,
        known: &[Parameter],
        indent: usize,
        out: &mut String,
    ) {
        let _ = writeln!(out, "{:indent$}{name} {{", "");
        let shape = |name: &str| {
            let parameter = known.iter().find(|parameter| Style::Terraform.parameter(parameter).0 == name);
            parameter.map(|parameter| parameter.shape)
        };
        let mut plain = Vec::new();
        let mut blocks: Vec<(&str, &Map<String, Json>, &[Parameter])> = Vec::new();
        for (name, value) in members {
            match (shape(name), value) {
                (Some(Shape::Object(members)), Json::Object(value)) => blocks.push((name, value, members)),
                (Some(Shape::List(members)), Json::Array(items))
                    if !items.is_empty() && items.iter().all(Json::is_object) =>
                {
                    blocks.extend(
                        items.iter().filter_map(Json::as_object).map(|item| (name.as_str(), item, members)),
                    );
                }
                _ => plain.push((name.as_str(), value)),
            }
        }
        self.attributes(&plain, indent + 2, out);
        for (name, value, members) in blocks {
            self.block(name, value, members, indent + 2, out);
        }
        let _ = writeln!(out, "{:indent$}}}", "");
    }

    /// Attributes with their equals signs below each other, as `terraform fmt` has them.
    fn attributes(&self, attributes: &[(&str, &Json)], indent: usize, out: &mut String) {
        let width = attributes.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in attributes {
            let _ = write!(out, "{:indent$}{name:width$} = ", "");
            self.expression(value, indent, out);
            out.push('\n');
        }
    }

    fn expression(&self, value: &Json, indent: usize, out: &mut String) {
        let inner = indent + 2;
        match value {
            Json::String(text) if self.references.whole(text).is_some() => {
                out.push_str(self.references.whole(text).unwrap_or_default());
            }
            Json::String(text) if is_heredoc(text) => {
                let text = self.references.template(text, str::to_owned);
                let _ = match text.strip_suffix('\n') {
                    Some(text) => write!(out, "<<{END}\n{text}\n{END}"),
                    None => write!(out, "chomp(<<{END}\n{text}\n{END}\n{:indent$})", ""),
                };
            }
            Json::String(text) => self.quoted(text, out),
            Json::Array(items) if items.is_empty() => out.push_str("[]"),
            Json::Array(items) => {
                out.push_str("[\n");
                for item in items {
                    let _ = write!(out, "{:inner$}", "");
                    self.expression(item, inner, out);
                    out.push_str(",\n");
                }
                let _ = write!(out, "{:indent$}]", "");
            }
            Json::Object(members) if members.is_empty() => out.push_str("{}"),
            Json::Object(members) => {
                out.push_str("{\n");
                for (key, value) in members {
                    let _ = write!(out, "{:inner$}", "");
                    self.quoted(key, out);
                    out.push_str(" = ");
                    self.expression(value, inner, out);
                    out.push('\n');
                }
                let _ = write!(out, "{:indent$}}}", "");
            }
            other => {
                let _ = write!(out, "{other}");
            }
        }
    }

    fn quoted(&self, text: &str, out: &mut String) {
        out.push('"');
        out.push_str(&self.references.template(text, quoted));
        out.push('"');
    }
}

/// Whether a string can stand as lines of their own, character by character.
fn is_heredoc(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.ends_with('\n')
        && body.lines().all(|line| !line.trim_start().starts_with(END))
        && text.chars().all(|ch| ch == '\n' || !ch.is_control())
}

/// The inside of a string in quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ch if ch.is_control() || matches!(ch, '\u{2028}' | '\u{2029}' | '\u{FEFF}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(ch));
            }
            ch => out.push(ch),
        }
    }
    out
}
