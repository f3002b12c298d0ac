//! The names that a configuration declares: variables, locals and resources, in all files of its folder.

use crate::documents::hcl;
use crate::documents::inputs::tfvars;
use crate::documents::json;
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use hcl_edit::expr::Expression;
use hcl_edit::structure::Body;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A file of the configuration.
pub(super) enum File {
    Hcl { text: String, body: Body },
    Json(Node),
}

impl File {
    /// The file as one that stands in the document's place: in JSON, values know where they stand.
    pub(super) fn placed_at(self, place: &Range<usize>) -> Self {
        match self {
            Self::Json(root) => Self::Json(root.foreign(place)),
            Self::Hcl { .. } => self,
        }
    }
}

/// Where a value is written.
#[derive(Clone, Copy)]
pub(super) enum Written<'d> {
    /// In HCL; beside it the text that its places count from, and whether that is the document's.
    Expression { expr: &'d Expression, text: &'d str, is_document: bool },
    /// In JSON.
    Json(&'d Node),
}

/// A variable.
pub(super) struct Variable<'d> {
    pub(super) default: Option<Written<'d>>,
    /// Whether its values are other than strings.
    pub(super) is_string: bool,
    /// Whether its value is not to be shown.
    pub(super) is_secret: bool,
}

/// What the files of a folder declare together.
#[derive(Default)]
pub(super) struct Module<'d> {
    pub(super) variables: BTreeMap<&'d str, Variable<'d>>,
    pub(super) locals: BTreeMap<&'d str, Written<'d>>,
    /// The blocks of resources by type and label, each with the text that its places count from.
    pub(super) resources: BTreeMap<(&'d str, &'d str), (&'d Body, &'d str, bool)>,
    /// The types of resources that there are.
    pub(super) types: BTreeSet<&'d str>,
    /// The values of `.tfvars` files, which later ones overrule.
    pub(super) values: BTreeMap<String, Node>,
}

impl<'d> Module<'d> {
    /// Adds what a body declares.
    pub(super) fn add(&mut self, body: &'d Body, text: &'d str, is_document: bool) {
        let written = |expr| Written::Expression { expr, text, is_document };
        for block in body.blocks() {
            let mut labels = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str);
            match (block.ident.as_str(), labels.next(), labels.next()) {
                ("variable", Some(name), _) => {
                    let attribute = |name: &str| block.body.get_attribute(name).map(|one| &one.value);
                    let is_string = match attribute("type") {
                        None => true,
                        Some(Expression::Variable(kind)) => ["string", "any"].contains(&kind.as_str()),
                        Some(_) => false,
                    };
                    let is_secret =
                        matches!(attribute("sensitive"), Some(Expression::Bool(value)) if *value.value());
                    let default = attribute("default").map(written);
                    self.variables.insert(name, Variable { default, is_string, is_secret });
                }
                ("locals", ..) => {
                    for attribute in block.body.attributes() {
                        self.locals.insert(attribute.key.as_str(), written(&attribute.value));
                    }
                }
                ("resource", Some(kind), label) => {
                    self.types.insert(kind);
                    self.resources
                        .insert((kind, label.unwrap_or_default()), (&block.body, text, is_document));
                }
                _ => {}
            }
        }
    }

    /// Adds what a configuration in JSON declares.
    pub(super) fn add_json(&mut self, root: &'d Node) {
        for node in listed(root.get("locals")) {
            for (name, value) in node.entries() {
                self.locals.insert(name, Written::Json(value));
            }
        }
        for (name, nodes) in listed(root.get("variable")).into_iter().flat_map(Node::entries) {
            for node in listed(Some(nodes)) {
                let text = |member| node.get(member).and_then(Node::text);
                let is_string = text("type").is_none_or(|kind| ["string", "any"].contains(&kind));
                let is_secret = text("sensitive") == Some("true");
                let default = node.get("default").map(Written::Json);
                self.variables.insert(name, Variable { default, is_string, is_secret });
            }
        }
        for (kind, _) in listed(root.get("resource")).into_iter().flat_map(Node::entries) {
            self.types.insert(kind);
        }
    }

    /// Adds what the other files of the folder declare. Terraform takes no name twice, so that a file with a name that is
    /// there already belongs to another configuration.
    pub(super) fn add_files(&mut self, files: &'d [File]) {
        for file in files {
            let mut other = Self::default();
            match file {
                File::Hcl { text, body } => other.add(body, text, false),
                File::Json(root) => other.add_json(root),
            }
            let is_apart = other.variables.keys().all(|name| !self.variables.contains_key(name))
                && other.locals.keys().all(|name| !self.locals.contains_key(name))
                && other.resources.keys().all(|name| !self.resources.contains_key(name));
            if is_apart {
                self.variables.extend(other.variables);
                self.locals.extend(other.locals);
                self.resources.extend(other.resources);
                self.types.extend(other.types);
            }
        }
    }

    /// Adds the values that Terraform reads by itself: `terraform.tfvars` and `*.auto.tfvars`, each also in JSON.
    pub(super) fn add_values(&mut self, reader: &mut Reader<'_>) {
        let mut names = reader.files_in("");
        names.retain(|name| {
            let name = name.strip_suffix(".json").unwrap_or(name);
            name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
        });
        names.sort_by_key(|name| (!name.starts_with("terraform.tfvars"), name.clone()));
        for name in names {
            let Ok(text) = reader.file(&name) else { continue };
            let node = if name.strip_suffix(".json").is_some() {
                json::parse(&text).ok()
            } else {
                hcl::parse(&text).ok().and_then(|body| tfvars(&body))
            };
            if let Some(Node { kind: Kind::Map(entries), .. }) = node {
                self.values.extend(entries);
            }
        }
    }
}

/// The files of a configuration in a folder below the document's, or the others of that itself.
pub(super) fn files_in(folder: &str, reader: &mut Reader<'_>) -> Vec<File> {
    let mut files = Vec::new();
    for name in reader.files_in(folder) {
        if name.strip_suffix(".tf").is_some()
            && let Ok(text) = reader.file(&name)
            && let Ok(body) = hcl::parse(&text)
        {
            files.push(File::Hcl { text, body });
        } else if name.strip_suffix(".tf.json").is_some()
            && let Ok(text) = reader.file(&name)
            && let Ok(root) = json::parse(&text)
        {
            files.push(File::Json(root));
        }
    }
    files
}

/// A block, or a list of blocks.
pub(super) fn listed(node: Option<&Node>) -> Vec<&Node> {
    match node {
        Some(Node { kind: Kind::List(items), .. }) => items.iter().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    }
}
