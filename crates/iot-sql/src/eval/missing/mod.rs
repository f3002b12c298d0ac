//! Paths that lead to nothing, and what may have been meant.

mod elsewhere;
mod holder;
mod search;

use crate::syntax::tree::{Expr, ExprKind};
use std::ops::Range;

pub(crate) use elsewhere::is_plain;
pub(crate) use holder::Holder;
pub(super) use holder::described;

/// A path that leads to nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The path as written.
    pub path: String,
    /// Where it stands in the statement, in bytes.
    pub range: Range<usize>,
    /// The key that is not there.
    pub key: String,
    /// A key beside it that may have been meant.
    pub nearest: Option<String>,
    /// Paths to keys of this name elsewhere in the payload, as a rule writes them, the likeliest first.
    pub elsewhere: Vec<String>,
    /// Whether it stands where a string may have been meant.
    pub(crate) text: AsText,
    /// What the key was looked for in.
    pub(crate) holder: Holder,
    /// The part of the path that leads to the holder, as written; empty for the payload and for an element.
    pub(crate) holder_text: String,
    /// Where the key stands in the statement, in bytes.
    pub(crate) key_range: Range<usize>,
    /// Whether the key is a string, as in `get(a, 'key')`.
    pub(crate) quoted: bool,
    /// The names of the path up to the key, where it begins with an attribute of the payload.
    pub(crate) names: Vec<String>,
}

/// Whether a name may be a string without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsText {
    /// Nothing speaks for it.
    No,
    /// It is compared with a string, or stands where a function takes one.
    Likely,
    /// It is compared with this very string.
    Same,
}

/// What may have been meant by a path that leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meant<'m> {
    /// Another key in its place.
    Key(&'m str),
    /// Another path.
    Path(&'m str),
    /// The name as a string.
    Text(&'m str),
}

impl Missing {
    /// What there is to say about it, without what may have been meant and without a full stop.
    #[must_use]
    pub fn fact(&self) -> String {
        let Self { path, key, holder_text, .. } = self;
        let named =
            if holder_text.is_empty() { "the payload".to_owned() } else { format!("`{holder_text}`") };
        match &self.holder {
            Holder::Object if holder_text.is_empty() && (path == key || self.quoted) => {
                format!("`{key}` is not in the payload")
            }
            Holder::Object => format!("`{path}` is not in the payload: {named} has no key `{key}`"),
            Holder::Element => format!("`{path}` is not in the elements of the nested query"),
            Holder::Computed => format!("`{path}` is Undefined: {named} has no key `{key}`"),
            Holder::Array { .. } => {
                format!("`{path}` is Undefined: {named} is an array, and only its elements can have keys")
            }
            Holder::Single { what, .. } => {
                format!("`{path}` is Undefined: {named} is {what}, which has no keys")
            }
        }
    }

    /// What there is to say about it, with what may have been meant, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let fact = self.fact();
        match self.meant().first() {
            Some(Meant::Key(meant) | Meant::Path(meant)) => format!("{fact}; did you mean `{meant}`?"),
            Some(Meant::Text(text)) => format!("{fact}; a string is written in quotes, '{text}'."),
            None => format!("{fact}."),
        }
    }

    /// What may have been meant, the likeliest first.
    pub(crate) fn meant(&self) -> Vec<Meant<'_>> {
        let key = self.nearest.as_deref();
        let differs_in_case = key.is_some_and(|key| key.to_lowercase() == self.key.to_lowercase());
        let mut meant = Vec::new();
        if self.text == AsText::Same {
            meant.push(Meant::Text(&self.key));
        }
        meant.extend(key.filter(|_| differs_in_case).map(Meant::Key));
        meant.extend(self.elsewhere.iter().map(|path| Meant::Path(path)));
        meant.extend(key.filter(|_| !differs_in_case).map(Meant::Key));
        if self.text == AsText::Likely && meant.is_empty() {
            meant.push(Meant::Text(&self.key));
        }
        meant
    }

    /// The same, where the name stands as this operand or argument and `likely` says that it is where a string is.
    pub(super) fn with_text(mut self, expr: &Expr, likely: AsText) -> Self {
        if matches!(expr.kind, ExprKind::Attribute(_)) && self.range == expr.range {
            self.text = likely;
        }
        self
    }
}
