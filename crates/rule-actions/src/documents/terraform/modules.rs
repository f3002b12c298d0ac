//! Modules of a configuration that lie below its folder.

use super::expressions::Evaluator;
use super::module::{File, Module, files_in};
use super::{enter, of_blocks};
use crate::documents::inputs::Unread;
use crate::documents::limits::MAX_FILES;
use crate::documents::node::{Kind, Node};
use crate::documents::rule::RuleDocument;
use crate::documents::wording;
use hcl_edit::Span;
use hcl_edit::structure::{Block, Body};

/// How deep modules may be nested.
const MOST: usize = 8;

/// What Terraform itself reads in a module's block.
const META: &[&str] = &["source", "version", "providers", "depends_on", "count", "for_each"];

/// The rules that modules of a file make. `folder` is where the file lies below the document's folder.
pub(super) fn rules(
    body: &Body,
    folder: &str,
    nesting: usize,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for block in body.blocks().filter(|block| block.has_ident("module")).take(MAX_FILES) {
        let source = source(block, evaluator);
        if let Some(source) = source.filter(|source| is_local(source)) {
            rules.extend(module(block, &source, folder, nesting, evaluator));
        }
    }
    rules
}

/// Says that modules which lie elsewhere are not read.
pub(super) fn others(body: &Body, evaluator: &mut Evaluator<'_, '_, '_>) {
    for block in body.blocks().filter(|block| block.has_ident("module")) {
        if let Some(source) = source(block, evaluator).filter(|source| !is_local(source)) {
            let place = evaluator.place(block.span());
            evaluator.reader.warn(wording::module_not_read(name(block), &source, None, place));
        }
    }
}

fn name(block: &Block) -> &str {
    block.labels.first().map_or("module", |label| label.as_str())
}

fn source(block: &Block, evaluator: &mut Evaluator<'_, '_, '_>) -> Option<String> {
    let source = &block.body.get_attribute("source")?.value;
    evaluator.value(source).text().map(str::to_owned)
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
    block: &Block,
    source: &str,
    folder: &str,
    nesting: usize,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let place = evaluator.place(block.span());
    let name = name(block);
    let path = joined(folder, source).filter(|path| path != folder && nesting < MOST);
    let files = path.as_ref().map(|path| files_in(path, evaluator.reader)).unwrap_or_default();
    if files.is_empty() {
        let why = match path {
            _ if !evaluator.reader.has_folder() => Unread::NoFolder,
            Some(_) => Unread::Absent,
            None => Unread::Outside,
        };
        evaluator.reader.warn(wording::module_not_read(name, source, Some(why), place));
        return Vec::new();
    }
    let height = evaluator.scopes.len();
    enter(&block.body, evaluator);
    let attributes = block.body.attributes().filter(|attribute| !META.contains(&attribute.key.as_str()));
    let outer = std::mem::replace(&mut evaluator.reader.in_action, false);
    let values: Vec<(String, Node)> = attributes
        .map(|attribute| (attribute.key.as_str().to_owned(), evaluator.value(&attribute.value)))
        .filter(|(_, value)| value.kind != Kind::Null)
        .collect();
    evaluator.reader.in_action = outer;
    evaluator.scopes.truncate(height);
    let mut inner = Module::default();
    inner.add_files(&files);
    inner.values.extend(values);
    let mut rules = Vec::new();
    for file in &files {
        let File::Hcl { text, body } = file else { continue };
        let mut evaluator = Evaluator::new(&inner, text, evaluator.reader);
        evaluator.within = Some(place.clone());
        evaluator.folder = path.clone().unwrap_or_default();
        rules.extend(of_blocks(body, &mut evaluator));
        rules.extend(self::rules(body, path.as_deref().unwrap_or_default(), nesting + 1, &mut evaluator));
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
