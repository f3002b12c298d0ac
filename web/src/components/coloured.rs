//! JSON in the colours of its types, as the code editor has them.

use super::plain::visible_block;
use crate::state::stretches::{Kind, Stretches, stretches};
use yew::{Html, html};

/// How many values of a text are coloured; what follows them is one text, so that a long one stays light.
const COLOURED: usize = 500;

/// A JSON text, which is drawn in parts.
pub(crate) struct Coloured<'t> {
    stretches: Stretches<'t>,
    /// What is left of the stretch in which the last part ended.
    rest: Option<(Kind, &'t str)>,
    left: usize,
}

/// The whole of a JSON text.
pub(crate) fn coloured(text: &str) -> Html {
    Coloured::new(text).part(text.len())
}

impl<'t> Coloured<'t> {
    /// A text, of which nothing is drawn yet; one that does not begin as JSON does is drawn without colours.
    pub(crate) fn new(text: &'t str) -> Self {
        let is_json = text.trim_start().starts_with(['{', '[', '"']);
        Self { stretches: stretches(text), rest: None, left: if is_json { COLOURED } else { 0 } }
    }

    /// The next `length` bytes of the text, at whose end a character ends.
    pub(crate) fn part(&mut self, length: usize) -> Html {
        let mut wanted = length;
        let mut drawn = Vec::new();
        let mut plain = String::new();
        while wanted > 0
            && let Some((kind, stretch)) = self.rest.take().or_else(|| self.stretches.next())
        {
            let (shown, rest) = stretch.split_at(stretch.len().min(wanted));
            wanted -= shown.len();
            if !rest.is_empty() {
                self.rest = Some((kind, rest));
            }
            match class(kind).filter(|_| self.left > 0) {
                None => plain += shown,
                Some(class) => {
                    self.left -= 1;
                    drawn.push(visible_block(&std::mem::take(&mut plain)));
                    drawn.push(html! { <span {class}>{ visible_block(shown) }</span> });
                }
            }
        }
        drawn.push(visible_block(&plain));
        html! { <>{ for drawn }</> }
    }
}

/// What the colour of a kind is called.
fn class(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::String => Some("t-string"),
        Kind::Integer => Some("t-integer"),
        Kind::Decimal => Some("t-decimal"),
        Kind::Constant => Some("t-constant"),
        Kind::Key | Kind::Other => None,
    }
}
