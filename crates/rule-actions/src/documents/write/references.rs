//! References in what is written: those of the same family of tools stay what they are, others become parameters or
//! variables.

use crate::documents::placeholders::{Placeholder, Reference, parts};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// What placeholders become in a form.
pub(super) struct References<'r, T> {
    placeholders: &'r [Placeholder],
    /// By the placeholders' order.
    targets: Vec<T>,
    /// What has to be declared: a name, and what it stands for.
    pub(super) declared: Vec<(String, &'r str)>,
}

/// A piece of a string: its own text, or a reference.
pub(super) enum Piece<'p, T> {
    Literal(&'p str),
    Reference(&'p T),
}

impl<'r, T> References<'r, T> {
    fn new(
        placeholders: &'r [Placeholder],
        own: impl Fn(&Placeholder) -> Option<T>,
        name: fn(&str) -> String,
        refer: fn(&str) -> T,
    ) -> Self {
        let (mut targets, mut declared) = (Vec::with_capacity(placeholders.len()), Vec::new());
        let mut taken = BTreeSet::new();
        for placeholder in placeholders {
            targets.push(own(placeholder).unwrap_or_else(|| {
                let base = name(&placeholder.stands_for);
                let mut unique = base.clone();
                let mut count = 1;
                while !taken.insert(unique.clone()) {
                    count += 1;
                    unique = format!("{base}{count}");
                }
                let target = refer(&unique);
                declared.push((unique, placeholder.stands_for.as_str()));
                target
            }));
        }
        Self { placeholders, targets, declared }
    }

    /// The pieces of a string; none of them is empty.
    pub(super) fn pieces<'p>(&'p self, text: &'p str) -> Vec<Piece<'p, T>> {
        let target = |placeholder: &Placeholder| {
            let at = self.placeholders.iter().position(|one| one.text == placeholder.text);
            at.and_then(|at| self.targets.get(at))
        };
        let pieces = parts(text, self.placeholders).into_iter();
        let piece = |(range, placeholder): (std::ops::Range<usize>, Option<&Placeholder>)| {
            placeholder.and_then(target).map_or_else(|| Piece::Literal(&text[range]), Piece::Reference)
        };
        pieces.map(piece).collect()
    }
}

impl<'r> References<'r, Json> {
    /// References in templates of CloudFormation.
    pub(super) fn of_cloudformation(placeholders: &'r [Placeholder]) -> Self {
        let own = |placeholder: &Placeholder| match &placeholder.reference {
            Some(Reference::CloudFormation(function)) => Some(function.clone()),
            _ => None,
        };
        Self::new(placeholders, own, parameter_name, |name| json!({"Ref": name}))
    }

    /// A value with functions in the place of placeholders.
    pub(super) fn put_into(&self, json: &Json) -> Json {
        match json {
            Json::String(text) => self.text(text),
            Json::Array(items) => items.iter().map(|item| self.put_into(item)).collect(),
            Json::Object(members) => {
                let members = members.iter();
                Json::Object(members.map(|(key, value)| (key.clone(), self.put_into(value))).collect())
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str) -> Json {
        let pieces = self.pieces(text);
        match pieces.as_slice() {
            [Piece::Reference(function)] => return (*function).clone(),
            pieces if pieces.iter().all(|piece| matches!(piece, Piece::Literal(_))) => return text.into(),
            _ => {}
        }
        let (mut template, mut variables) = (String::new(), Map::new());
        for piece in &pieces {
            match piece {
                // The rule's own templates are escaped.
                Piece::Literal(literal) => template.push_str(&literal.replace("${", "${!")),
                Piece::Reference(function) => {
                    let name = name_in_sub(function).unwrap_or_else(|| {
                        let name = format!("Value{}", variables.len() + 1);
                        variables.insert(name.clone(), (*function).clone());
                        name
                    });
                    template.push_str(&format!("${{{name}}}"));
                }
            }
        }
        if variables.is_empty() {
            json!({"Fn::Sub": template})
        } else {
            json!({"Fn::Sub": [template, variables]})
        }
    }

    /// The parameters that have to be declared.
    pub(super) fn parameters(&self) -> Option<Json> {
        let parameter = |(name, meaning): &(String, &str)| {
            (name.clone(), json!({"Type": "String", "Description": meaning}))
        };
        (!self.declared.is_empty()).then(|| Json::Object(self.declared.iter().map(parameter).collect()))
    }
}

/// What `Fn::Sub` calls a reference by itself.
fn name_in_sub(function: &Json) -> Option<String> {
    let is_name = |name: &&str| name.chars().all(|ch| ch.is_ascii_alphanumeric() || ":._-".contains(ch));
    match function.get("Ref") {
        Some(name) => name.as_str().filter(is_name).map(str::to_owned),
        None => {
            let [resource, attribute] = function.get("Fn::GetAtt")?.as_array()?.as_slice() else {
                return None;
            };
            let name = format!("{}.{}", resource.as_str()?, attribute.as_str()?);
            is_name(&name.as_str()).then_some(name)
        }
    }
}

impl<'r> References<'r, String> {
    /// References in configurations of Terraform.
    pub(super) fn of_terraform(placeholders: &'r [Placeholder]) -> Self {
        let own = |placeholder: &Placeholder| match &placeholder.reference {
            Some(Reference::Terraform(expression)) if !expression.contains(['\n', '\r']) => {
                Some(expression.clone())
            }
            _ => None,
        };
        Self::new(placeholders, own, variable_name, |name| format!("var.{name}"))
    }

    /// The expression, where a string is nothing but a reference.
    pub(super) fn whole<'p>(&'p self, text: &'p str) -> Option<&'p str> {
        match self.pieces(text).as_slice() {
            [Piece::Reference(expression)] => Some(expression.as_str()),
            _ => None,
        }
    }

    /// The string as a template of Terraform; `quote` writes the strings in it.
    pub(super) fn template(&self, text: &str, quote: impl Fn(&str) -> String) -> String {
        let mut template = String::new();
        let pieces = self.pieces(text);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(literal) => {
                    let is_before_reference = matches!(pieces.get(at + 1), Some(Piece::Reference(_)));
                    match literal.strip_suffix('$').filter(|_| is_before_reference) {
                        // With the reference's own sign, this one would be an escape.
                        Some(rest) => {
                            let signs = rest.len() - rest.trim_end_matches('$').len() + 1;
                            let rest = rest.trim_end_matches('$');
                            template.push_str(&quote(&super::terraform_json::escaped(rest)));
                            template.push_str(&format!("${{\"{}\"}}", "$".repeat(signs)));
                        }
                        None => template.push_str(&quote(&super::terraform_json::escaped(literal))),
                    }
                }
                Piece::Reference(expression) => template.push_str(&format!("${{{expression}}}")),
            }
        }
        template
    }
}

/// A parameter's name: letters and digits.
fn parameter_name(meaning: &str) -> String {
    let mut name = String::new();
    for part in meaning.split(|ch: char| !ch.is_ascii_alphanumeric()) {
        let mut chars = part.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name.truncate(64);
    if name.starts_with(|ch: char| ch.is_ascii_alphabetic()) { name } else { format!("Value{name}") }
}

/// A variable's name: small letters, digits and underscores.
fn variable_name(meaning: &str) -> String {
    let mut name = String::new();
    let mut before = '_';
    for ch in meaning.chars() {
        if ch.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            name.push('_');
        }
        let ch_in_name = if ch.is_ascii_alphanumeric() { ch.to_ascii_lowercase() } else { '_' };
        if ch_in_name != '_' || !name.ends_with('_') {
            name.push(ch_in_name);
        }
        before = ch;
    }
    let name: String = name.trim_matches('_').chars().take(64).collect();
    if name.starts_with(|ch: char| ch.is_ascii_alphabetic()) { name } else { format!("value_{name}") }
}
