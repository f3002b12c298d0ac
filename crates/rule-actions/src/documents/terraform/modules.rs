//! Modules of a configuration that lie below its folder.

use super::expressions::Evaluator;
use super::module::{File, Module, files_in, listed};
use super::{enter, of_blocks};
use crate::documents::inputs::Unread;
use crate::documents::limits::MAX_FILES;
use crate::documents::node::{Kind, Node};
use crate::documents::rule::RuleDocument;
use crate::documents::wording;
use hcl_edit::Span;
use hcl_edit::structure::{Block, Body};
use std::ops::Range;

/// How deep modules may be nested.
const MOST: usize = 8;

/// What Terraform itself reads in a module's block.
const META: &[&str] = &["source", "version", "providers", "depends_on", "count", "for_each"];

/// A module's block.
struct Call<'c> {
    name: &'c str,
    source: String,
    /// Where it stands in the document.
    place: Range<usize>,
}

/// The rules that modules of a file make. `folder` is where the file lies below the document's folder.
pub(super) fn rules(
    body: &Body,
    folder: &str,
    nesting: usize,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for block in body.blocks().filter(|block| block.has_ident("module")).take(MAX_FILES) {
        let Some(call) = of_block(block, evaluator).filter(|call| is_local(&call.source)) else { continue };
        let values = |evaluator: &mut Evaluator<'_, '_, '_>| {
            enter(&block.body, evaluator);
            let attributes =
                block.body.attributes().filter(|attribute| !META.contains(&attribute.key.as_str()));
            attributes
                .map(|attribute| (attribute.key.as_str().to_owned(), evaluator.value(&attribute.value)))
                .collect()
        };
        rules.extend(module(&call, folder, nesting, evaluator, values));
    }
    rules
}

/// The rules that modules of a file in JSON make.
pub(super) fn json_rules(
    root: &Node,
    folder: &str,
    nesting: usize,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for (name, body) in of_json(root) {
        let Some(call) = json_call(name, body, evaluator).filter(|call| is_local(&call.source)) else {
            continue;
        };
        let values = |evaluator: &mut Evaluator<'_, '_, '_>| {
            super::json::enter(body, evaluator);
            let members = body.entries().iter().filter(|(member, _)| !META.contains(&member.as_str()));
            members.map(|(member, value)| (member.clone(), evaluator.json(value))).collect()
        };
        rules.extend(module(&call, folder, nesting, evaluator, values));
    }
    rules
}

/// Says that modules which lie elsewhere are not read.
pub(super) fn others(body: &Body, evaluator: &mut Evaluator<'_, '_, '_>) {
    for block in body.blocks().filter(|block| block.has_ident("module")) {
        let call = of_block(block, evaluator);
        tell_elsewhere(call, evaluator);
    }
}

/// As [`others`], of a file in JSON.
pub(super) fn json_others(root: &Node, evaluator: &mut Evaluator<'_, '_, '_>) {
    for (name, body) in of_json(root) {
        let call = json_call(name, body, evaluator);
        tell_elsewhere(call, evaluator);
    }
}

fn tell_elsewhere(call: Option<Call<'_>>, evaluator: &mut Evaluator<'_, '_, '_>) {
    if let Some(Call { name, source, place }) = call.filter(|call| !is_local(&call.source)) {
        evaluator.reader.warn(wording::module_not_read(name, &source, None, place));
    }
}

fn of_block<'b>(block: &'b Block, evaluator: &mut Evaluator<'_, '_, '_>) -> Option<Call<'b>> {
    let source = &block.body.get_attribute("source")?.value;
    let source = evaluator.value(source).text().map(str::to_owned)?;
    let name = block.labels.first().map_or("module", |label| label.as_str());
    Some(Call { name, source, place: evaluator.place(block.span()) })
}

/// Whether JSON names modules as Terraform does.
pub(in crate::documents) fn has_modules(root: &Node) -> bool {
    of_json(root).iter().any(|(_, body)| body.get("source").is_some())
}

/// The blocks of modules in JSON, by their names.
fn of_json(root: &Node) -> Vec<(&str, &Node)> {
    let named = listed(root.get("module")).into_iter().flat_map(Node::entries);
    let calls = named
        .flat_map(|(name, bodies)| listed(Some(bodies)).into_iter().map(move |body| (name.as_str(), body)));
    calls.take(MAX_FILES).collect()
}

fn json_call<'n>(name: &'n str, body: &Node, evaluator: &mut Evaluator<'_, '_, '_>) -> Option<Call<'n>> {
    let source = evaluator.json(body.get("source")?).text().map(str::to_owned)?;
    Some(Call { name, source, place: evaluator.place(Some(body.span.clone())) })
}

fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../")
}

/// The path of a module's folder below the document's; `None` where it lies outside.
fn joined(folder: &str, source: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in source.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn module(
    call: &Call<'_>,
    folder: &str,
    nesting: usize,
    evaluator: &mut Evaluator<'_, '_, '_>,
    values: impl FnOnce(&mut Evaluator<'_, '_, '_>) -> Vec<(String, Node)>,
) -> Vec<RuleDocument> {
    let Call { name, source, place } = call;
    let path = joined(folder, source).filter(|path| path != folder && nesting < MOST);
    let files = path.as_ref().map(|path| files_in(path, evaluator.reader)).unwrap_or_default();
    if files.is_empty() {
        let why = match path {
            _ if !evaluator.reader.has_folder() => Unread::NoFolder,
            Some(_) => Unread::Absent,
            None => Unread::Outside,
        };
        evaluator.reader.warn(wording::module_not_read(name, source, Some(why), place.clone()));
        return Vec::new();
    }
    let height = evaluator.scopes.len();
    let outer = std::mem::replace(&mut evaluator.reader.in_action, false);
    let mut values = values(evaluator);
    values.retain(|(_, value)| value.kind != Kind::Null);
    evaluator.reader.in_action = outer;
    evaluator.scopes.truncate(height);
    let mut inner = Module::default();
    // Places count in the document, in which of a module only its block stands.
    let files: Vec<File> = files.into_iter().map(|file| file.placed_at(place)).collect();
    inner.add_files(&files);
    inner.values.extend(values);
    let path = path.unwrap_or_default();
    let mut rules = Vec::new();
    for file in &files {
        let text = if let File::Hcl { text, .. } = file { text.as_str() } else { "" };
        let mut evaluator = Evaluator::new(&inner, text, evaluator.reader);
        evaluator.within = Some(place.clone());
        evaluator.folder.clone_from(&path);
        match file {
            File::Hcl { body, .. } => {
                rules.extend(of_blocks(body, &mut evaluator));
                rules.extend(self::rules(body, &path, nesting + 1, &mut evaluator));
            }
            File::Json(root) => {
                rules.extend(super::json::resources(root, &mut evaluator));
                rules.extend(json_rules(root, &path, nesting + 1, &mut evaluator));
            }
        }
    }
    for rule in &mut rules {
        let own = rule.id.take().unwrap_or_default();
        let is_nested = own.starts_with("module.");
        rule.id = Some(if is_nested {
            format!("module.{name}.{own}")
        } else {
            format!("module.{name}.{}.{own}", super::RESOURCE)
        });
        rule.name_range = None;
    }
    rules
}
