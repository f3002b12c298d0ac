//! The actions of a rule: one row for each kind in [`KINDS`], and what every kind can do.

mod error_action;
mod kinds;
mod list;
mod path;
mod reader;
mod unknown;

pub(crate) use error_action::{Failure, error_message};
pub use kinds::{KINDS, Kind};
pub(crate) use list::ActionList;
pub use path::text_at;
#[cfg(feature = "documents")]
pub(crate) use path::text_in;
pub(crate) use reader::Reader;

use crate::influxdb::Point;
use crate::simulation::Simulation;
use crate::timestream::Written;
use crate::wording;
use iot_sql::{Context, Diagnostic, Input, Message, Outgoing, Rule, Run, Severity, Template};
use serde_json::Value as Json;
use std::fmt::{Debug, Display};

/// An action of a rule, read once and used for any number of messages.
pub trait Action: Debug + Send + Sync {
    /// The templates among its parameters, with their paths in the parameters' object, such as `dimensions[0].value`.
    fn templates(&self) -> Vec<(String, &Template)>;

    /// What is odd about it beside this rule: here, what is odd about its templates.
    fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        template_warnings(self, rule)
    }

    /// Hands the outgoing payload of a message on: where to, and what arrives there.
    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content);
}

/// What is odd about an action's templates beside this rule.
pub(crate) fn template_warnings(action: &(impl Action + ?Sized), rule: &Rule) -> Vec<Diagnostic> {
    let of_template = |(path, template): (String, &Template)| {
        let warnings = rule.template_warnings(template);
        warnings.into_iter().map(move |warning| in_action(warning, &path))
    };
    action.templates().into_iter().flat_map(of_template).collect()
}

/// What an action works with while it hands on a message.
pub struct Delivering<'d, 'r> {
    /// The rule's name, where it has one.
    pub rule_name: Option<&'d str>,
    /// The rule at work, for its templates.
    pub run: &'d mut Run<'r>,
    /// The rule.
    pub rule: &'d Rule,
    /// The message as it was published.
    pub message: Message<'d>,
    /// What surrounds the message.
    pub context: &'d Context,
    /// What the rule made of it.
    pub outgoing: &'d Outgoing,
    /// The services' state from earlier messages.
    pub simulation: &'d mut Simulation,
    /// What there is to say so far, with paths in the action's parameters; the list puts it into the [`Delivery`].
    pub diagnostics: Vec<Diagnostic>,
}

impl Delivering<'_, '_> {
    /// A template's text for this message; what was remarked on the way is kept with the template's path.
    ///
    /// # Errors
    /// Where a function in it fails.
    pub fn template(&mut self, path: impl Display + Copy, template: &Template) -> Result<String, Diagnostic> {
        let text = self.run.template(template).map_err(|diagnostic| in_action(diagnostic, path))?;
        let remarks = self.run.take_remarks();
        self.diagnostics.extend(remarks.into_iter().map(|remark| in_action(remark, path)));
        Ok(text)
    }

    /// A template that gives one of several words, the first of them where there is no template.
    pub(crate) fn choice(
        &mut self,
        path: &str,
        template: Option<&Template>,
        choices: &[&'static str],
    ) -> Result<&'static str, Diagnostic> {
        let Some(template) = template else { return Ok(choices.first().copied().unwrap_or_default()) };
        let text = self.template(path, template)?;
        let found = choices.iter().find(|choice| **choice == text);
        found.copied().ok_or_else(|| wording::choice(path, template, &text, choices))
    }

    /// The delivery to the destination that a template names, with what is made for it.
    pub(crate) fn hand_on(
        &mut self,
        path: &str,
        destination: &Template,
        make: impl FnOnce(&mut Self, &str) -> Result<Content, Diagnostic>,
    ) -> (String, Content) {
        let destination = match self.template(path, destination) {
            Ok(destination) => destination,
            Err(diagnostic) => return self.failed("", diagnostic),
        };
        match make(self, &destination) {
            Ok(content) => (destination, content),
            Err(diagnostic) => self.failed(destination, diagnostic),
        }
    }

    /// Nothing arrives, because the action fails.
    pub(crate) fn failed(
        &mut self,
        destination: impl Into<String>,
        diagnostic: Diagnostic,
    ) -> (String, Content) {
        self.diagnostics.push(diagnostic);
        (destination.into(), Content::Nothing)
    }
}

/// A diagnostic, placed in the action's parameters.
pub(crate) fn in_action(diagnostic: Diagnostic, path: impl Display) -> Diagnostic {
    diagnostic.input(Input::Action(path.to_string()))
}

/// What an action does with one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The action's key in a rule, such as `timestream`.
    pub kind: &'static str,
    /// The action's name, such as `Timestream`; for a kind that RuleLens does not know, `Other action`.
    pub title: &'static str,
    /// Where the action stands in the text it was read from, such as `actions[0].timestream`.
    pub path: String,
    /// Where the message goes, such as a table's name.
    pub destination: String,
    /// What arrives there.
    pub content: Content,
    /// What there is to say; an error means that something is lost.
    pub diagnostics: Vec<Diagnostic>,
}

/// What arrives at an action's destination.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing: the action fails, or has nothing to hand on.
    Nothing,
    /// Records of a Timestream table.
    Records {
        /// The database's name.
        database: String,
        /// The table's name.
        table: String,
        /// The records with what becomes of them, in the attributes' order.
        records: Vec<Written>,
    },
    /// Points of InfluxDB tables, one for each object of the outgoing payload.
    Points(Vec<Point>),
    /// A request to the service as JSON, with its name.
    Request {
        /// What the request is called in the service's API, such as `PutItem`.
        operation: &'static str,
        /// The request.
        body: Json,
    },
    /// A request whose body is text or bytes rather than JSON, with its name.
    Text {
        /// What the text is called, such as `line protocol`.
        format: &'static str,
        /// The text.
        text: String,
    },
}

impl Delivery {
    /// The records, where the action writes to Timestream.
    #[must_use]
    pub fn records(&self) -> &[Written] {
        match &self.content {
            Content::Records { records, .. } => records,
            _ => &[],
        }
    }

    /// The points, where the action writes to InfluxDB.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        match &self.content {
            Content::Points(points) => points,
            _ => &[],
        }
    }

    /// The points as line protocol, one line for each; nothing where the action writes elsewhere.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.points().iter().map(Point::line)
    }

    /// The errors, each of which the rule's error action is told of.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> + Clone {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}
