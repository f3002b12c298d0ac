//! Stacks in stacks: the templates of CDK's nested stacks, and those that a template names by their paths.

use super::of_stack;
use super::scope::Resolver;
use crate::documents::inputs::Unread;
use crate::documents::node::{Kind, Node};
use crate::documents::rule::RuleDocument;
use crate::documents::{json, wording, yaml};
use std::collections::BTreeMap;

/// How deep stacks may be nested.
const MOST: usize = 8;

/// The rules of a stack in this one, where its template lies beside this one's.
pub(super) fn rules(
    id: &str,
    resource: &Node,
    nesting: usize,
    resolver: &mut Resolver<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let span = resource.span.clone();
    let Some(template) = template(resource) else { return Vec::new() };
    let left_out = |shown: &str, why| wording::stack_not_read(id, shown, why, span.clone());
    let Some(path) = template.text().filter(|path| !path.contains("://")) else {
        let shown = template.text().map_or("whose place is worked out".to_owned(), |url| format!("{url:?}"));
        resolver.reader.warn(left_out(&shown, None));
        return Vec::new();
    };
    let text = if nesting < MOST { resolver.reader.file(path) } else { Err(Unread::TooLarge) };
    let root = match &text {
        Ok(text) if text.trim_start().starts_with('{') => json::parse(text).ok(),
        Ok(text) => yaml::parse(text).ok().and_then(|documents| documents.into_iter().next()),
        Err(_) => None,
    };
    let Some(root) = root else {
        resolver.reader.warn(left_out(&format!("{path:?}"), text.err()));
        return Vec::new();
    };
    // What a place in the other file is called would be read as one in this document.
    let root = root.placed(&span);
    if !resolver.reader.spend(root.size()) {
        return Vec::new();
    }
    let parameters = resource.get("Properties").and_then(|properties| properties.get("Parameters"));
    let parameters = parameters.and_then(|parameters| resolver.resolve(parameters));
    let arguments: BTreeMap<String, Node> = match parameters.map(|parameters| parameters.kind) {
        Some(Kind::Map(entries)) => entries.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    let mut rules = of_stack(&root, arguments, true, nesting + 1, resolver.reader);
    for rule in &mut rules {
        rule.id = rule.id.as_ref().map(|own| format!("{id}/{own}"));
        rule.name_range = None;
    }
    rules
}

/// Where a stack's template lies.
fn template(resource: &Node) -> Option<&Node> {
    let asset = resource.get("Metadata").and_then(|metadata| metadata.get("aws:asset:path"));
    let properties = resource.get("Properties");
    let named = ["TemplateURL", "Location"];
    let named = named.iter().find_map(|name| properties.and_then(|properties| properties.get(name)));
    asset.or(named)
}
