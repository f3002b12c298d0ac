//! What is known beside the document: values that somebody gives, and files below its folder.

use super::node::{Kind, Node};
use super::{hcl, json, yaml};
use hcl_edit::structure::Structure;

/// The most bytes of a file that a document names.
pub const MAX_FILE_BYTES: usize = 1 << 20;

/// Why a file that a document names is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It lies outside the document's folder.
    Outside,
    /// There is no such file.
    Absent,
    /// It has more than [`MAX_FILE_BYTES`], or the document names more files than are read.
    TooLarge,
    /// It is not text.
    NotText,
    /// It is a program.
    Program,
    /// The document comes from standard input, or is pasted: it has no folder.
    NoFolder,
}

/// Files below the folder of a document. Whoever reads files for a document answers for where they may lie.
pub trait Folder {
    /// The text of a file.
    ///
    /// # Errors
    /// Why it is not read.
    fn read(&self, path: &str) -> Result<String, Unread>;

    /// The names of the files in a folder below the document's, or in that itself (`""`), the document's own left out.
    fn names(&self, folder: &str) -> Vec<String>;
}

/// What is known beside the document.
#[derive(Clone, Copy, Default)]
pub struct Inputs<'i> {
    /// Values for parameters, variables and whatever else is known only when the document is deployed.
    pub values: Option<&'i Values>,
    /// The files that the document may read.
    pub folder: Option<&'i dyn Folder>,
}

/// Values by name: `Stage`, `var.stage` or `stage`, `opt:stage`, `Table.Arn`, `aws_sns_topic.t.arn`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(Vec<(String, Node)>);

impl Values {
    /// Sets a value; the last one of a name counts. A value in quotes, brackets or braces is one of JSON or HCL.
    pub fn set(&mut self, name: &str, value: &str) {
        let trimmed = value.trim();
        let is_structure = trimmed.starts_with(['[', '{']);
        let structure = is_structure.then(|| structure(trimmed)).flatten();
        self.0.push((name.trim().to_owned(), structure.unwrap_or_else(|| Node::of_text(value, 0..0))));
    }

    /// Adds the values of a file: `.tfvars`, JSON or YAML with members, a parameters file of the AWS CLI
    /// (`ParameterKey`, `ParameterValue`) or of `CodePipeline` (`Parameters`).
    ///
    /// # Errors
    /// Why it is not such a file, as a sentence.
    pub fn read(&mut self, text: &str) -> Result<(), String> {
        if text.len() > MAX_FILE_BYTES {
            return Err(format!("The file has more than {MAX_FILE_BYTES} bytes."));
        }
        self.add(&parse(text)?)
    }

    fn add(&mut self, root: &Node) -> Result<(), String> {
        match &root.kind {
            Kind::List(items) => {
                for item in items {
                    let key = item.get("ParameterKey").and_then(Node::text);
                    match (key, item.get("ParameterValue")) {
                        (Some(key), Some(value)) => self.0.push((key.to_owned(), value.clone())),
                        // What the stack has already stays as it is.
                        (Some(_), None) => {}
                        (None, _) => match item.text().and_then(|text| text.split_once('=')) {
                            Some((name, value)) => self.set(name, value),
                            None => {
                                return Err(
                                    "An item has neither ParameterKey and ParameterValue nor is it NAME=VALUE."
                                        .to_owned(),
                                );
                            }
                        },
                    }
                }
            }
            Kind::Map(entries) => match root.get("Parameters") {
                Some(parameters) if parameters.is_map() || !parameters.items().is_empty() => {
                    return self.add(parameters);
                }
                _ => self.0.extend(entries.iter().cloned()),
            },
            _ => return Err("It holds no names with values.".to_owned()),
        }
        Ok(())
    }

    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().rev().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The names that have values.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

/// A list or an object as JSON or HCL writes it.
fn structure(text: &str) -> Option<Node> {
    json::parse(text).ok().or_else(|| {
        let body = hcl::parse(&format!("value = {text}\n")).ok()?;
        hcl::literal(&body.get_attribute("value")?.value)
    })
}

/// A file of values as one map or list.
fn parse(text: &str) -> Result<Node, String> {
    if text.trim_start().starts_with(['{', '[']) {
        return json::parse(text).map_err(|error| error.message);
    }
    if let Ok(body) = hcl::parse(text) {
        return tfvars(&body).ok_or_else(|| "A value is not written out.".to_owned());
    }
    let mut documents = yaml::parse(text).map_err(|error| error.message)?;
    if documents.is_empty() {
        return Err("It holds no names with values.".to_owned());
    }
    Ok(documents.swap_remove(0))
}

/// The values of a `.tfvars` file.
pub(super) fn tfvars(body: &hcl_edit::structure::Body) -> Option<Node> {
    let values = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => {
            Some((attribute.key.as_str().to_owned(), hcl::literal(&attribute.value)?))
        }
        Structure::Block(_) => None,
    });
    Some(Node { kind: Kind::Map(values.collect::<Option<_>>()?), span: 0..0 })
}
