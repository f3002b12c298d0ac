//! What can be seen of a rule from outside.

use crate::cases::Case;
use iot_sql::{Message, Outcome, Rule, Template};

/// What can be seen of a rule from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// `CreateTopicRule` rejects it.
    Rejected,
    /// Nothing arrives: it does not act, or fails.
    Nothing,
    /// What arrives: what the template became, where there is one, and the outgoing payload.
    Arrived {
        /// What the template became.
        template: Option<String>,
        /// The outgoing payload.
        payload: Vec<u8>,
    },
}

impl Seen {
    /// What RuleLens expects to be seen.
    pub(super) fn expected(case: &Case, template: Option<&str>) -> Self {
        let Case { sql, version, topic, payload, context, .. } = case;
        let Ok(rule) = Rule::parse(sql, *version) else { return Self::Rejected };
        let template = template.map(|template| Template::parse(template, *version)).transpose();
        let Ok(template) = template else { return Self::Rejected };
        let message = Message { topic, payload };
        let Outcome::Output(outgoing) = rule.evaluate(message, context) else { return Self::Nothing };
        let text = |template| rule.start(message, context).template(&template).map(String::from);
        let template = template.map(text).transpose();
        match template {
            Ok(template) => Self::Arrived { template, payload: outgoing.to_bytes() },
            Err(_) => Self::Nothing,
        }
    }

    /// What was seen, in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Rejected => "the rule is rejected".to_owned(),
            Self::Nothing => "nothing arrives".to_owned(),
            Self::Arrived { template: Some(text), .. } => format!("the template becomes {}", code(text)),
            Self::Arrived { template: None, payload } if payload.is_empty() => {
                "an empty payload arrives".to_owned()
            }
            Self::Arrived { template: None, payload } => match std::str::from_utf8(payload) {
                Ok(text) => format!("{} arrives", code(text)),
                Err(_) => format!("{} bytes that are not text arrive", payload.len()),
            },
        }
    }

    /// Whether both are the same as far as the question goes.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Arrived { template: Some(one), .. }, Self::Arrived { template: Some(other), .. }) => {
                one == other
            }
            _ => self == other,
        }
    }
}

/// A code span, on one line, that holds what it is given.
fn code(text: &str) -> String {
    let text = crate::printable::escaped(&text.replace(['\n', '\r'], " "));
    let text = iot_sql::text::shortened(&text, 300);
    let longest = text.split(|ch| ch != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code("{\"a\":1}"), "`{\"a\":1}`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\nb\u{1b}[0m"), "`a b\\u001b[0m`");
    }
}
