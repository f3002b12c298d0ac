//! What every kind of action can do, and what it works with.

use super::content::Content;
use super::error_action::Batching;
use super::path::join;
use super::wording::{self, in_action};
use crate::simulation::Simulation;
use iot_sql::{Context, Diagnostic, Message, Outgoing, Rule, Run, Template, Trace};
use std::fmt::{Debug, Display};

/// An action of a rule, read once and used for any number of messages.
pub(crate) trait Action: Debug + Send + Sync {
    /// The templates among its parameters, with their paths in the parameters' object, such as `dimensions[0].value`.
    fn templates(&self) -> Vec<(String, &Template)>;

    /// What is odd about it beside this rule: here, what is odd about its templates.
    fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        template_warnings(self, rule)
    }

    /// Why AWS rejects it beside this rule, where it is one of the rule's actions and not its error action.
    fn errors(&self, _rule: &Rule) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// How it gathers messages into batches, if it does.
    fn batching(&self) -> Option<Batching> {
        None
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

/// What an action works with while it sends a message.
pub(crate) struct Delivering<'d, 'r> {
    /// The rule at work, for its templates.
    pub(crate) run: &'d mut Run<'r>,
    /// The rule.
    pub(crate) rule: &'d Rule,
    /// The message as it was published.
    pub(crate) message: Message<'d>,
    /// The message context.
    pub(crate) context: &'d Context,
    /// What the rule made of it.
    pub(crate) outgoing: &'d Outgoing,
    /// The services' state from earlier messages.
    pub(crate) simulation: &'d mut Simulation,
    /// Where the action stands in the text it was read from, such as `actions[0].timestream`.
    pub(crate) place: String,
    /// Why attributes that SELECT names are not in the outgoing payload, where that is to be said.
    pub(crate) left_out: &'d [String],
    /// Whether what templates give is traced.
    pub(crate) explains: bool,
    /// What the templates with expressions gave so far.
    pub(crate) templates: Vec<GivenTemplate>,
    /// What there is to say so far, with paths in the action's parameters; the list puts it into the [`Delivery`].
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a template gave for a message.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenTemplate {
    /// Its path in the action's parameters.
    pub path: String,
    /// The text that it gave; empty where it failed.
    pub text: String,
    /// How it came to that, where that was asked for.
    pub trace: Option<TemplateTrace>,
}

/// How a template came to its text.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateTrace {
    /// The template as written.
    pub template: String,
    /// The values of its expressions; ranges are bytes of the template.
    pub trace: Trace,
    /// Why it failed, where it did.
    pub failure: Option<String>,
}

impl Delivering<'_, '_> {
    /// A template's text for this message; what was remarked on the way is kept with the template's path.
    ///
    /// # Errors
    /// Where a function in it fails.
    pub(crate) fn template(
        &mut self,
        path: impl Display + Copy,
        template: &Template,
    ) -> Result<String, Diagnostic> {
        let explains = self.explains && template.has_expressions();
        if explains {
            self.run.trace_template();
        }
        let result = self.run.template(template);
        let trace = self.run.take_trace().filter(|_| explains).map(|trace| TemplateTrace {
            template: template.text().to_owned(),
            trace,
            failure: result.as_ref().err().map(|failure| failure.message.clone()),
        });
        if result.is_err() && trace.is_some() {
            self.templates.push(GivenTemplate {
                path: path.to_string(),
                text: String::new(),
                trace: trace.clone(),
            });
        }
        let text = result.map_err(|diagnostic| in_action(diagnostic, path))?;
        let remarks = self.run.take_remarks();
        self.diagnostics.extend(remarks.into_iter().map(|remark| in_action(remark, path)));
        let absences = &mut self.simulation.absences;
        let place = || join(&self.place, &path.to_string());
        let undefined = absences.template(self.run, template, place);
        self.diagnostics.extend(undefined.into_iter().map(|found| in_action(found, path)));
        if !self.simulation.absences.counts_only {
            let defaults = self.run.take_defaults(Some(template));
            self.diagnostics.extend(defaults.into_iter().map(|found| in_action(found, path)));
            if template.has_expressions() {
                self.templates.push(GivenTemplate { path: path.to_string(), text: text.clone(), trace });
            }
        }
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
