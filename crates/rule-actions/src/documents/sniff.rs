//! Which kind of document a string is.

use super::node::{Kind, Node};
use super::reader::Reader;
use super::rule::{RuleDocument, Source};
use super::{api, cloudformation, hcl, json, programs, serverless, terraform, wording, yaml};
use iot_sql::Diagnostic;

/// The rules of a document, and what kind of document it is.
pub(super) fn rules(text: &str, reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.is_empty() {
        return Err(wording::unrecognised("The document is empty."));
    }
    // A template can have a program in it, so that this comes second.
    read(text, reader).map_err(|error| programs::program(text).unwrap_or(error))
}

fn read(text: &str, reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    if looks_like_json(text) {
        let root = json::parse(text)?.located(text);
        return of_nodes(std::slice::from_ref(&root), reader);
    }
    if looks_like_hcl(text) {
        let body = hcl::parse(text)?;
        return Ok((Source::Terraform, terraform::of_hcl(&body, reader)));
    }
    let documents = yaml::parse(text)?.into_iter().map(|document| document.located(text));
    of_nodes(&documents.collect::<Vec<_>>(), reader)
}

fn of_nodes(documents: &[Node], reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    let mut rules = Vec::new();
    let mut source = None;
    let mut others = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        // An array holds documents of any kind.
        let (roots, kind) = match &document.kind {
            Kind::List(items) => (items.as_slice(), "Item"),
            _ => (std::slice::from_ref(document), "Document"),
        };
        for (item, root) in roots.iter().enumerate() {
            match of_node(root, reader)? {
                Some((kind, found)) => {
                    source.get_or_insert(kind);
                    rules.extend(found);
                }
                None if root.kind == Kind::Null => {}
                None => {
                    let number = 1 + if kind == "Item" { item } else { index };
                    others.push((format!("{kind} {number}"), root));
                }
            }
        }
    }
    let Some(source) = source else {
        let known = others.first().and_then(|(_, root)| programs::other(root));
        return Err(
            known.unwrap_or_else(|| wording::unrecognised("RuleLens does not know this kind of document."))
        );
    };
    for (what, root) in others {
        reader.warn(wording::not_a_rule(&what, root.span.clone()));
    }
    Ok((source, rules))
}

fn of_node(root: &Node, reader: &mut Reader<'_>) -> Result<Option<(Source, Vec<RuleDocument>)>, Diagnostic> {
    Ok(Some(if root.get("Resources").is_some_and(Node::is_map) {
        (Source::CloudFormation, cloudformation::of_template(root, false, reader))
    } else if let Some(body) = root.get("TemplateBody") {
        // The answer of GetTemplate, which has a template in YAML as a string.
        let template = match (body.text(), body.parts()) {
            (Some(text), Some(around)) => {
                let root = if looks_like_json(text) {
                    Some(json::parse(text)?)
                } else {
                    yaml::parse(text)?.into_iter().next()
                };
                root.map(|root| root.located(text).through(&around).placed(&body.span))
            }
            _ => None,
        };
        let template = template.unwrap_or_else(|| body.clone());
        (Source::CloudFormation, cloudformation::of_template(&template, !body.is_map(), reader))
    } else if terraform::plan::is_plan(root) {
        (Source::TerraformPlan, terraform::plan::of_plan(root, reader))
    } else if serverless::is_configuration(root) {
        (Source::Serverless, serverless::of_configuration(root, reader))
    } else if root.get("resource").is_some() || terraform::has_modules(root) {
        (Source::TerraformJson, terraform::of_json(root, reader))
    } else if api::is_payload(root) {
        (Source::Api, api::of_payload(root, reader))
    } else if cloudformation::is_fragment(root) {
        (Source::CloudFormation, cloudformation::of_fragment(root, reader))
    } else {
        return Ok(None);
    }))
}

/// Whether a string is of the formats that know no byte order mark.
pub(super) fn is_json_or_hcl(text: &str) -> bool {
    looks_like_json(text) || looks_like_hcl(text)
}

pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Whether a line opens one of Terraform's blocks.
fn looks_like_hcl(text: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "resource",
        "data",
        "variable",
        "output",
        "locals",
        "module",
        "provider",
        "terraform",
        "moved",
        "import",
        "check",
        "removed",
    ];
    let is_block = |line: &str| {
        let word = line.split([' ', '\t', '"', '{']).next().unwrap_or_default();
        let rest = line[word.len()..].trim_start();
        BLOCKS.contains(&word) && rest.starts_with(['"', '{'])
    };
    // A block can be indented where nothing but comments stands before it.
    let is_comment = |line: &&str| line.is_empty() || line.starts_with(['#', '/', '*']);
    let first = text.lines().map(str::trim_start).find(|line| !is_comment(line));
    first.is_some_and(is_block) || text.lines().any(is_block)
}
