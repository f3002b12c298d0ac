//! Which kind of document a string is.

use super::node::Node;
use super::reader::Reader;
use super::rule::{RuleDocument, Source};
use super::{api, cloudformation, hcl, json, terraform, wording, yaml};
use iot_sql::Diagnostic;

/// The rules of a document, and what kind of document it is.
pub(super) fn rules(text: &str, reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.is_empty() {
        return Err(wording::unrecognised("The document is empty."));
    }
    if looks_like_json(text) {
        let root = json::parse(text)?;
        return of_nodes(std::slice::from_ref(&root), reader);
    }
    if looks_like_hcl(text) {
        let body = hcl::parse(text)?;
        return Ok((Source::Terraform, terraform::of_hcl(&body, reader)));
    }
    of_nodes(&yaml::parse(text)?, reader)
}

fn of_nodes(documents: &[Node], reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    let mut rules = Vec::new();
    let mut source = None;
    for root in documents {
        let (kind, found) = if root.get("Resources").is_some_and(Node::is_map) {
            (Source::CloudFormation, cloudformation::of_template(root, reader))
        } else if root.get("functions").is_some() && root.get("service").is_some()
            || root.get("resources").and_then(|node| node.get("Resources")).is_some()
        {
            (Source::Serverless, cloudformation::of_serverless(root, reader))
        } else if root.get("resource").is_some() {
            (Source::TerraformJson, terraform::of_json(root, reader))
        } else if api::is_payload(root) {
            (Source::Api, api::of_payload(root, reader))
        } else {
            continue;
        };
        source.get_or_insert(kind);
        rules.extend(found);
    }
    let source =
        source.ok_or_else(|| wording::unrecognised("RuleLens does not know this kind of document."))?;
    Ok((source, rules))
}

/// Whether a string is of the formats that know no byte order mark.
pub(super) fn is_json_or_hcl(text: &str) -> bool {
    looks_like_json(text) || looks_like_hcl(text)
}

fn looks_like_json(text: &str) -> bool {
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
    text.lines().any(|line| {
        let word = line.split([' ', '\t', '"', '{']).next().unwrap_or_default();
        let rest = line[word.len()..].trim_start();
        BLOCKS.contains(&word) && rest.starts_with(['"', '{'])
    })
}
