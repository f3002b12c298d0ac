//! Which kind of document a string is.

use super::node::{Kind, Node};
use super::reader::Reader;
use super::rule::{RuleDocument, Source};
use super::{api, cloudformation, hcl, json, serverless, terraform, wording, yaml};
use iot_sql::Diagnostic;

/// The rules of a document, and what kind of document it is.
pub(super) fn rules(text: &str, reader: &mut Reader<'_>) -> Result<(Source, Vec<RuleDocument>), Diagnostic> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.is_empty() {
        return Err(wording::unrecognised("The document is empty."));
    }
    if let Some((tool, command)) = program(text) {
        return Err(wording::program(tool, command));
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
    for document in documents {
        // An array holds documents of any kind.
        let roots = match &document.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(document),
        };
        for root in roots {
            let Some((kind, found)) = of_node(root, reader)? else { continue };
            source.get_or_insert(kind);
            rules.extend(found);
        }
    }
    let source =
        source.ok_or_else(|| wording::unrecognised("RuleLens does not know this kind of document."))?;
    Ok((source, rules))
}

fn of_node(root: &Node, reader: &mut Reader<'_>) -> Result<Option<(Source, Vec<RuleDocument>)>, Diagnostic> {
    Ok(Some(if root.get("Resources").is_some_and(Node::is_map) {
        (Source::CloudFormation, cloudformation::of_template(root, reader))
    } else if let Some(body) = root.get("TemplateBody") {
        // The answer of GetTemplate, which has a template in YAML as a string.
        let template = match body.text() {
            Some(text) if looks_like_json(text) => Some(json::parse(text)?),
            Some(text) => yaml::parse(text)?.into_iter().next(),
            None => Some(body.clone()),
        };
        let template = template.unwrap_or_else(|| body.clone());
        let template = if body.is_map() { template } else { template.placed(&body.span) };
        (Source::CloudFormation, cloudformation::of_template(&template, reader))
    } else if terraform::plan::is_plan(root) {
        (Source::TerraformPlan, terraform::plan::of_plan(root, reader))
    } else if serverless::is_configuration(root) {
        (Source::Serverless, serverless::of_configuration(root, reader))
    } else if root.get("resource").is_some() {
        (Source::TerraformJson, terraform::of_json(root, reader))
    } else if api::is_payload(root) {
        (Source::Api, api::of_payload(root, reader))
    } else if cloudformation::is_fragment(root) {
        (Source::CloudFormation, cloudformation::of_fragment(root, reader))
    } else {
        return Ok(None);
    }))
}

/// The tool that a program is for, and what to run to have a document of it.
fn program(text: &str) -> Option<(&'static str, &'static str)> {
    const CDK: &str = "Run `cdk synth` and read the template that it writes, cdk.out/STACK.template.json.";
    const PULUMI: &str =
        "Deploy it and read the rule as AWS has it: `aws iot get-topic-rule --rule-name NAME > rule.json`.";
    const PROGRAMS: &[(&str, &str, &str)] = &[
        ("aws-cdk-lib", "CDK", CDK),
        ("@aws-cdk/", "CDK", CDK),
        ("aws_cdk", "CDK", CDK),
        ("software.amazon.awscdk", "CDK", CDK),
        ("Amazon.CDK", "CDK", CDK),
        ("github.com/aws/aws-cdk-go", "CDK", CDK),
        ("@pulumi/", "Pulumi", PULUMI),
        ("pulumi_aws", "Pulumi", PULUMI),
        ("pulumi-aws", "Pulumi", PULUMI),
    ];
    let imports = text.lines().map(str::trim_start).filter(|line| {
        let words = ["import ", "from ", "const ", "using ", "var ", "require", "\""];
        words.iter().any(|word| line.starts_with(word))
    });
    let mut imports = imports.filter(|_| !looks_like_json(text));
    imports.find_map(|line| {
        let program = PROGRAMS.iter().find(|(word, ..)| line.contains(word))?;
        Some((program.1, program.2))
    })
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
