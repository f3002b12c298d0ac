//! The texts of a rule one by one, and the places in them that can be replaced.

use crate::state::stretches::{Kind, stretches};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The stretch.
    pub text: String,
    /// Whether it stands in the place of another one.
    pub replaced: bool,
}

/// A text as others will see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Where it is, such as `Message 2, payload`.
    pub title: String,
    /// The text.
    pub pieces: Vec<Piece>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Words.
    Plain,
    /// JSON, or what is meant to be.
    Json,
    /// One value of a field.
    Value,
}

/// A text of a rule.
pub(super) struct Text<'t> {
    /// Where it is, for people: `message 2`, `action 1`.
    pub(super) place: &'t str,
    /// The member that holds it.
    pub(super) key: &'t str,
    /// What it is.
    pub(super) form: Form,
    /// The text.
    pub(super) content: &'t mut String,
}

/// Calls `each` with every text of a rule in its portable form.
pub(super) fn each_text(rule: &mut Json, each: &mut dyn FnMut(Text<'_>)) {
    let Json::Object(members) = rule else { return };
    let several = members.get("messages").and_then(Json::as_array).is_some_and(|list| list.len() > 1);
    for (name, member) in members {
        match name.as_str() {
            "messages" => {
                for (at, message) in member.as_array_mut().into_iter().flatten().enumerate() {
                    let place = if several { format!("message {}", at + 1) } else { "message".to_owned() };
                    let is_text = message.get("form").is_none();
                    for (key, member) in message.as_object_mut().into_iter().flatten() {
                        let form = match key.as_str() {
                            "payload" if !is_text => continue,
                            "payload" | "more" => Form::Json,
                            "form" => continue,
                            _ => Form::Value,
                        };
                        strings(member, &place, key, form, each);
                    }
                }
            }
            "actions" => actions(member, each),
            "context" => {
                for (key, member) in member.as_object_mut().into_iter().flatten() {
                    match key.as_str() {
                        "mocks" => strings(member, "mocked services", key, Form::Json, each),
                        "descriptors" => {}
                        _ => strings(member, "context", key, Form::Value, each),
                    }
                }
            }
            "sql" => strings(member, "SQL", name, Form::Plain, each),
            "name" | "rule" => strings(member, "name of the rule", name, Form::Plain, each),
            _ => {}
        }
    }
}

fn actions(json: &mut Json, each: &mut dyn FnMut(Text<'_>)) {
    for (key, member) in json.as_object_mut().into_iter().flatten() {
        match (key.as_str(), member) {
            ("rows", Json::Array(rows)) => {
                for (at, row) in rows.iter_mut().enumerate() {
                    if let Some(value) = row.get_mut("value") {
                        strings(value, &format!("action {}", at + 1), "", Form::Value, each);
                    }
                }
            }
            ("error_action", member) => {
                if let Some(value) = member.get_mut("value") {
                    strings(value, "error action", "", Form::Value, each);
                }
            }
            (_, member) => strings(member, "actions", key, Form::Json, each),
        }
    }
}

/// The strings of a tree.
fn strings(json: &mut Json, place: &str, key: &str, form: Form, each: &mut dyn FnMut(Text<'_>)) {
    match json {
        Json::String(text) => {
            // A payload that is not JSON at all is words.
            let is_words = form == Form::Json && !text.trim_start().starts_with(['{', '[', '"']);
            let form = if is_words { Form::Plain } else { form };
            each(Text { place, key, form, content: text });
        }
        Json::Array(elements) => {
            for element in elements {
                strings(element, place, key, form, each);
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                strings(member, place, key, form, each);
            }
        }
        _ => {}
    }
}

/// A stretch of JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// What stands between the quotes of a string that is no key, with the key that it belongs to.
    String { key: &'t str, raw: &'t str },
    /// A number, with its key.
    Number { key: &'t str, raw: &'t str },
    /// All else, keys and quotes included.
    Other(&'t str),
}

/// The values of a JSON text and what is between them, in order; of one that is broken too.
pub(super) fn tokens<'t>(text: &'t str, each: &mut dyn FnMut(Token<'t>)) {
    let mut key = "";
    for (kind, stretch) in stretches(text) {
        match kind {
            Kind::Key => {
                key = unquoted(stretch).1;
                each(Token::Other(stretch));
            }
            Kind::String => {
                let (open, raw, close) = unquoted(stretch);
                each(Token::Other(open));
                each(Token::String { key, raw });
                each(Token::Other(close));
            }
            Kind::Integer | Kind::Decimal => each(Token::Number { key, raw: stretch }),
            Kind::Constant | Kind::Other => each(Token::Other(stretch)),
        }
    }
}

/// A string with its quotes apart; the closing one may be missing.
fn unquoted(string: &str) -> (&str, &str, &str) {
    let (open, rest) = string.split_at(1);
    // A quote after an odd number of backslashes belongs to the string.
    let is_closed = rest
        .strip_suffix('"')
        .is_some_and(|raw| raw.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0);
    let (raw, close) = rest.split_at(rest.len() - usize::from(is_closed));
    (open, raw, close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_cut_into_values_and_the_rest_and_nothing_is_lost() {
        for text in [
            r#"{"a": "x\"y", "b": [1, -2.5e3, {"c": "d"}], "e" : true}"#,
            r#"{"a": "not closed"#,
            r#"{"a": "ends in \"#,
            "not JSON 12 at é all\"",
            "",
        ] {
            let mut all = String::new();
            tokens(text, &mut |token| match token {
                Token::String { raw, .. } | Token::Number { raw, .. } | Token::Other(raw) => all += raw,
            });
            assert_eq!(all, text);
        }
        let mut values = Vec::new();
        tokens(r#"{"a": "x\"y", "b": [1, {"c" :"d"}]}"#, &mut |token| {
            if let Token::String { key, raw } | Token::Number { key, raw } = token {
                values.push((key, raw));
            }
        });
        assert_eq!(values, [("a", "x\\\"y"), ("b", "1"), ("c", "d")]);
    }
}
