//! Placeholders in the strings of a rule that was read.

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

/// How a tool refers to something.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reference {
    /// A function of CloudFormation.
    CloudFormation(Json),
    /// An expression of Terraform.
    Terraform(String),
}

/// The most bytes of a placeholder's text: 64 characters, a number, and `<>`.
const MOST_BYTES: usize = 64 * 4 + 16;

/// Where something stands between `<` and `>` that could be a placeholder.
pub(super) fn candidates(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let close = from + text[from..].find('>')?;
            let open = text[from..close].rfind('<').map(|open| from + open);
            from = close + 1;
            if let Some(open) = open.filter(|open| close - open < MOST_BYTES) {
                return Some(open..close + 1);
            }
        }
    })
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
