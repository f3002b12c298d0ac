//! The strings that diagnostics point into, and their names.

use iot_sql::{Diagnostic, Input};
use rule_actions::documents::RuleDocument;
use rule_actions::view::Viewer;
use std::borrow::Cow;

/// The strings of an evaluation, and what they are called on screen: a file's path or a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'t> {
    pub(crate) viewer: Viewer<'t>,
    pub(crate) sql_name: &'t str,
    pub(crate) payload_name: &'t str,
    pub(crate) action_name: &'t str,
    pub(crate) document_name: &'t str,
    /// The rule, for what is about it and no string of it.
    pub(crate) rule_name: &'t str,
    /// The rule of a document, which knows where its strings stand there.
    pub(crate) rule: Option<&'t RuleDocument>,
}

impl Texts<'_> {
    /// The diagnostic with its places in the document, where the rule's string that it is about stands there.
    pub(crate) fn placed<'d>(&self, diagnostic: &'d Diagnostic) -> Cow<'d, Diagnostic> {
        match self.rule.and_then(|rule| rule.in_document(diagnostic, self.viewer.document)) {
            Some(placed) => Cow::Owned(placed),
            None => Cow::Borrowed(diagnostic),
        }
    }

    /// What an input is called; empty if it is not a string.
    pub(crate) fn name(&self, input: &Input) -> String {
        match input {
            Input::Sql => self.sql_name.to_owned(),
            Input::Payload => self.payload_name.to_owned(),
            Input::Topic => "topic".to_owned(),
            Input::Action(path) if path.is_empty() => self.action_name.to_owned(),
            Input::Action(path) => format!("{}: {path}", self.action_name),
            Input::Document => self.document_name.to_owned(),
            Input::Request => self.rule_name.to_owned(),
        }
    }
}
