//! What every kind of action can do, and what it works with.

use super::content::Content;
use super::error_action::Batching;
use super::path::join;
use super::topic_texts::TopicTexts;
use super::wording::{self, in_action};
use crate::absence::Absences;
use crate::actions::dynamodb::keys::TableKeys;
use crate::actions::timestream::LastDimensions;
use crate::simulation::Services;
use iot_sql::{Context, Diagnostic, Invocation, Message, Outgoing, Rule, Run, Template, Trace};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::fmt::Debug;

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

    /// Hands the outgoing payload of a message on: where to, and what arrives there. What services remember of earlier
    /// messages is not asked here, so that messages can be handed on at the same time.
    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (SmolStr, Content);

    /// Lets the services take what was delivered, one message after the other.
    fn write(&self, _writing: &mut Writing<'_>) {}
}

/// What an action works with while the services take what it delivered.
pub(crate) struct Writing<'w> {
    /// What arrives.
    pub(crate) content: &'w mut Content,
    /// What there is to say so far, with paths in the action's parameters.
    pub(crate) diagnostics: &'w mut Vec<Diagnostic>,
    /// What the services remember.
    pub(crate) services: Services<'w>,
    /// The time at which the rule runs, in milliseconds since 1970-01-01 UTC.
    pub(crate) now_ms: i64,
    /// The message's ordinal, from 1.
    pub(crate) message: u64,
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
    /// The message context, but for what stands in `invocation`.
    pub(crate) context: &'d Context,
    /// When the rule runs.
    pub(crate) invocation: Invocation,
    /// What the action is handed.
    pub(crate) outgoing: &'d Outgoing,
    /// Whether that is what the rule made of the message.
    pub(crate) is_selected: bool,
    /// Which parts were Undefined.
    pub(crate) absences: &'d mut Absences,
    /// What templates gave for the message's topic.
    pub(crate) topic_texts: &'d mut TopicTexts,
    /// The dimensions of the last records.
    pub(crate) last_dimensions: &'d mut LastDimensions,
    /// Whether lints are skipped.
    pub(crate) brief: bool,
    /// The keys of DynamoDB tables, where they are stated.
    pub(crate) dynamodb_tables: &'d BTreeMap<String, TableKeys>,
    /// Where the action stands in the text it was read from, such as `actions[0].timestream`.
    pub(crate) place: &'d str,
    /// Why attributes that SELECT names are not in the outgoing payload, where that is to be said.
    pub(crate) left_out: &'d [String],
    /// Whether what templates give is traced.
    pub(crate) explains: bool,
    /// What the templates with expressions gave so far.
    pub(crate) templates: Vec<GivenTemplate>,
    /// What there is to say so far, with paths in the action's parameters; the list puts it into the [`Delivery`].
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What there is to say after what [`Action::write`] has to say.
    pub(crate) afterwards: Vec<Diagnostic>,
}

/// What a template gave for a message.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenTemplate {
    /// Its path in the action's parameters.
    pub path: SmolStr,
    /// The text that it gave; empty where it failed.
    pub text: SmolStr,
    /// How it came to that, where that was asked for.
    pub trace: Option<Box<TemplateTrace>>,
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
    /// Counts the outgoing payload, which is handed on once for each action.
    ///
    /// # Errors
    /// Where the message has cost more than it may.
    pub(crate) fn count(&self) -> Result<(), Diagnostic> {
        if self.is_selected && self.run.hand_on_selected() { Ok(()) } else { self.run.hand_on(self.outgoing) }
    }

    /// A template's text for this message; what was remarked on the way is kept with the template's path.
    ///
    /// # Errors
    /// Where a function in it fails.
    pub(crate) fn template(&mut self, path: &str, template: &Template) -> Result<String, Diagnostic> {
        self.text(path, template).map(String::from)
    }

    /// The same as a string that is cheap to make and to copy where it is short.
    ///
    /// # Errors
    /// Where a function in it fails.
    pub(crate) fn text(&mut self, path: &str, template: &Template) -> Result<SmolStr, Diagnostic> {
        if let Some(constant) = template.constant() {
            // Nothing in it can be Undefined, remarked or traced.
            return Ok(constant.clone());
        }
        let is_of_topic = template.reads_topic_only()
            && self.absences.counts_only
            && !self.explains
            // Else what is left of another evaluation is to be taken.
            && self.run.is_quiet();
        if is_of_topic && let Some(text) = self.topic_texts.find(template, self.run) {
            return Ok(text);
        }
        if self.explains {
            self.run.trace_template();
        }
        let before = self.run.steps();
        let result = self.run.template(template);
        if self.run.is_quiet() {
            let text = match result {
                Ok(text) => text,
                Err(diagnostic) => return Err(in_action(diagnostic, path)),
            };
            if is_of_topic {
                self.topic_texts.remember(template, &text, self.run.steps() - before);
            }
            if !self.absences.counts_only {
                self.templates.push(GivenTemplate { path: path.into(), text: text.clone(), trace: None });
            }
            return Ok(text);
        }
        let explains = self.explains;
        let trace = self.run.take_trace().filter(|_| explains).map(|trace| {
            let failure = result.as_ref().err().map(|failure| failure.message.clone());
            Box::new(TemplateTrace { template: template.text().to_owned(), trace, failure })
        });
        if result.is_err() && trace.is_some() {
            self.templates.push(GivenTemplate {
                path: path.into(),
                text: SmolStr::default(),
                trace: trace.clone(),
            });
        }
        let text = result.map_err(|diagnostic| in_action(diagnostic, path))?;
        let remarks = self.run.take_remarks();
        if !remarks.is_empty() {
            self.diagnostics.extend(remarks.into_iter().map(|remark| in_action(remark, path)));
        }
        let parts = self.run.take_undefined();
        if !parts.is_empty() {
            let place = || join(self.place, path);
            let undefined = self.absences.template(self.run, template, &parts, place);
            self.diagnostics.extend(undefined.into_iter().map(|found| in_action(found, path)));
        }
        if !self.absences.counts_only {
            let defaults = self.run.take_defaults(Some(template));
            self.diagnostics.extend(defaults.into_iter().map(|found| in_action(found, path)));
            self.templates.push(GivenTemplate { path: path.into(), text: text.clone(), trace });
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
    ) -> (SmolStr, Content) {
        let destination = match self.text(path, destination) {
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
        destination: impl Into<SmolStr>,
        diagnostic: Diagnostic,
    ) -> (SmolStr, Content) {
        self.diagnostics.push(diagnostic);
        (destination.into(), Content::Nothing)
    }
}
