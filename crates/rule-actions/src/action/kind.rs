//! A kind of action: what it is called, what its parameters are, and how it is read.

#![cfg_attr(
    not(feature = "documents"),
    expect(dead_code, reason = "rule documents alone ask for other tools' names")
)]

use super::deliver::Action;
use super::reader::Reader;
use iot_sql::Code;
use serde_json::{Map, Value as Json};
use std::ops::Deref;
use std::sync::Arc;

/// Reads an action's parameters: `None` where they are rejected, and the reader then says why.
pub(crate) type Read = fn(&Map<String, Json>, &mut Reader<'_>) -> Option<Arc<dyn Action>>;

/// A kind of action.
#[derive(Debug)]
pub struct Kind {
    /// What it is called, and its parameters.
    pub spec: &'static Spec,
    /// How it is read; `None` for a kind of which only the templates are evaluated.
    pub(crate) read: Option<Read>,
    /// What is reported about this kind alone, in lists.
    pub(crate) codes: &'static [&'static [&'static Code]],
}

impl Kind {
    /// A kind of which only the templates are evaluated.
    pub(crate) const fn documented(spec: &'static Spec) -> Self {
        Self { spec, read: None, codes: &[] }
    }
}

impl Deref for Kind {
    type Target = Spec;

    fn deref(&self) -> &Spec {
        self.spec
    }
}

/// What a kind of action is called, and its parameters: data alone, without the code that reads and evaluates them.
#[derive(Debug)]
pub struct Spec {
    /// The key in a rule, such as `timestream`.
    pub key: &'static str,
    /// The name, such as `Timestream`.
    pub title: &'static str,
    /// What `failedAction` says of it in an error action's message (`rule-error-handling`).
    pub failed_action: &'static str,
    /// The page that documents it.
    pub page: &'static str,
    /// Whether RuleLens knows what is sent; otherwise only the templates are evaluated.
    pub evaluated: bool,
    /// Its parameters (`API_Action`).
    pub parameters: &'static [Parameter],
    /// What other tools call it, where that does not follow from its key.
    pub(crate) names: Names,
}

/// A parameter of an action, or a member of one.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the API.
    pub name: &'static str,
    /// Whether the API requires it.
    pub required: bool,
    /// What its value is.
    pub shape: Shape,
    /// The words that it can have, where these are few, that first which is usual; none where it can have any.
    pub choices: &'static [&'static str],
    /// What other tools call it, where that does not follow from its name.
    pub(crate) names: Names,
}

/// What a parameter's value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A string in which substitution templates are evaluated.
    Template,
    /// A string that is taken as it is written, such as an ARN.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An object with these members; one block in Terraform.
    Object(&'static [Parameter]),
    /// A list of objects with these members; a block for each in Terraform.
    List(&'static [Parameter]),
    /// An object whose keys are the user's own, and whose values are strings with templates.
    Map,
    /// The ARN of a role, which plays no part in what is sent.
    Role,
}

/// What other tools call a kind or a parameter.
///
/// CloudFormation writes the API's names with a capital letter, CDK as the API does, and Terraform in snake case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    /// Terraform's `aws_iot_topic_rule`.
    pub(crate) terraform: Name,
    /// CDK's generated classes.
    pub(crate) cdk: Name,
    /// CloudFormation, and whether CDK's classes, which are made from it, have it.
    pub(crate) cloudformation: Name,
}

/// A name in one tool.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Name {
    /// It follows from the API's name.
    Derived,
    /// It is this one.
    Own(&'static str),
    /// The tool documents no such thing.
    Absent,
}

impl Names {
    /// Every name follows from the API's.
    pub(crate) const DERIVED: Self =
        Self { terraform: Name::Derived, cdk: Name::Derived, cloudformation: Name::Derived };

    /// Terraform has a name of its own.
    pub(crate) const fn terraform(self, name: &'static str) -> Self {
        Self { terraform: Name::Own(name), ..self }
    }

    /// Terraform documents no such thing.
    pub(crate) const fn no_terraform(self) -> Self {
        Self { terraform: Name::Absent, ..self }
    }

    /// CDK has a name of its own.
    pub(crate) const fn cdk(self, name: &'static str) -> Self {
        Self { cdk: Name::Own(name), ..self }
    }

    /// CloudFormation documents no such thing.
    pub(crate) const fn no_cloudformation(self) -> Self {
        Self { cloudformation: Name::Absent, ..self }
    }
}

impl Parameter {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, required: false, shape, choices: &[], names: Names::DERIVED }
    }

    /// A string with templates.
    pub(crate) const fn template(name: &'static str) -> Self {
        Self::new(name, Shape::Template)
    }

    /// A string that is taken as it is written.
    pub(crate) const fn string(name: &'static str) -> Self {
        Self::new(name, Shape::String)
    }

    /// A number.
    pub(crate) const fn number(name: &'static str) -> Self {
        Self::new(name, Shape::Number)
    }

    /// True or false.
    pub(crate) const fn boolean(name: &'static str) -> Self {
        Self::new(name, Shape::Boolean)
    }

    /// An object.
    pub(crate) const fn object(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Shape::Object(members))
    }

    /// A list of objects.
    pub(crate) const fn list(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Shape::List(members))
    }

    /// An object whose keys are the user's own.
    pub(crate) const fn map(name: &'static str) -> Self {
        Self::new(name, Shape::Map)
    }

    /// The role that most actions need; it plays no part in what is sent.
    pub(crate) const fn role() -> Self {
        Self::new("roleArn", Shape::Role).required()
    }

    /// The API requires it.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// It is one of few words.
    pub(crate) const fn one_of(self, choices: &'static [&'static str]) -> Self {
        Self { choices, ..self }
    }

    /// Terraform has a name of its own.
    pub(crate) const fn terraform(self, name: &'static str) -> Self {
        Self { names: self.names.terraform(name), ..self }
    }

    /// Terraform documents no such parameter.
    pub(crate) const fn no_terraform(self) -> Self {
        Self { names: self.names.no_terraform(), ..self }
    }

    /// CloudFormation documents no such parameter.
    pub(crate) const fn no_cloudformation(self) -> Self {
        Self { names: self.names.no_cloudformation(), ..self }
    }
}

impl Parameter {
    /// The parameter of this name.
    pub(crate) fn by_name<'p>(parameters: &'p [Self], name: &str) -> Option<&'p Self> {
        parameters.iter().find(|parameter| parameter.name == name)
    }
}
