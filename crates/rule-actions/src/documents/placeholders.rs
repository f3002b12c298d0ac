//! Placeholders in the strings of a rule that was read.

pub(super) use crate::placeholder::candidates;

use super::inputs::Unread;
use serde_json::Value as Json;
use std::ops::Range;

/// A string that stands for what is known only when the document is deployed.
#[derive(Clone, Debug, PartialEq)]
pub struct Placeholder {
    /// The text in the rule, such as `<Table.Arn>`. No string that is the rule's own looks like this.
    pub text: String,
    /// What it stands for, as the document has it.
    pub stands_for: String,
    /// Where it stands first, in bytes of the document.
    pub range: Range<usize>,
    /// How the tool that deploys the document refers to it.
    pub(super) reference: Option<Reference>,
    /// Why it is not known, where it stands in a file that was not read.
    pub(super) unread: Option<Unread>,
}

impl Placeholder {
    /// One of a rule whose document is not at hand.
    #[must_use]
    pub fn new(text: impl Into<String>, stands_for: impl Into<String>) -> Self {
        Self { text: text.into(), stands_for: stands_for.into(), range: 0..0, reference: None, unread: None }
    }
}

/// How a tool refers to something.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reference {
    /// A function of CloudFormation.
    CloudFormation(Json),
    /// An expression of Terraform.
    Terraform(String),
}

/// A piece of a string: its place, and the placeholder that it is.
pub(super) type Part<'p> = (Range<usize>, Option<&'p Placeholder>);

/// The string's pieces; none of them is empty.
pub(super) fn parts<'p>(text: &str, placeholders: &'p [Placeholder]) -> Vec<Part<'p>> {
    let mut parts = Vec::new();
    let mut from = 0;
    for range in candidates(text) {
        let Some(placeholder) = placeholders.iter().find(|one| one.text == text[range.clone()]) else {
            continue;
        };
        if from < range.start {
            parts.push((from..range.start, None));
        }
        from = range.end;
        parts.push((range, Some(placeholder)));
    }
    if from < text.len() {
        parts.push((from..text.len(), None));
    }
    parts
}

/// Whether a placeholder stands in a string.
pub(super) fn has_any(text: &str, placeholders: &[Placeholder]) -> bool {
    candidates(text).any(|range| placeholders.iter().any(|one| one.text == text[range.clone()]))
}
