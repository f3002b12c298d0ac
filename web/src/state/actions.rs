//! The rule's actions and its error action, as rows of a form or as one text.

use super::forms;
use super::kept::{Kept, kept, write_members};
use super::sorted;
use rulelens_wasm::EditView;
use serde_json::{Map, Value as Json};

/// A role as an action must name one. It decides who may write, not what is written, so the page does not ask for it.
pub(crate) const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/iot-to-timestream";

/// The actions of a rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actions {
    /// The actions, in order.
    pub rows: Vec<ActionRow>,
    /// What happens when one of them fails.
    pub error_action: Option<ActionRow>,
    /// All of them as JSON text while they are edited as text; it holds whatever is typed, and then the rows count for
    /// nothing.
    pub text: Option<String>,
}

kept! { Actions { rows, error_action, text unless Option::is_none } }

/// One action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionRow {
    /// Its key in a rule, such as `timestream`.
    pub kind: String,
    /// Its parameters.
    pub value: Json,
}

impl Kept for ActionRow {
    /// One without kind or parameters is none.
    fn read(kept: &Json) -> Option<Self> {
        Some(Self { kind: String::read(kept.get("kind")?)?, value: kept.get("value")?.clone() })
    }

    fn write(&self, to: &mut String) {
        write_members(to, &mut |members| {
            members.put("kind", &self.kind);
            members.put("value", &self.value);
        });
    }
}

/// Which action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// One of the actions, counted from 0.
    Action(usize),
    /// The error action.
    Error,
}

impl Actions {
    /// One action and no more.
    #[must_use]
    pub fn one(kind: &str, value: Json) -> Self {
        Self { rows: vec![ActionRow { kind: kind.to_owned(), value }], ..Self::default() }
    }

    /// Reads the text of a rule's actions: one, an array, or an object with `actions` and `errorAction`.
    ///
    /// # Errors
    /// What of the text has no place in a form, in a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let json: Json = serde_json::from_str(text).map_err(|error| format!("This is not JSON: {error}."))?;
        let (actions, error_action) = match json {
            Json::Array(actions) => (actions, Json::Null),
            Json::Object(mut object) if object.contains_key("actions") => {
                let Some(Json::Array(actions)) = object.remove("actions") else {
                    return Err("`actions` is not an array.".to_owned());
                };
                let error_action = object.remove("errorAction").unwrap_or_default();
                if let Some(other) = object.keys().next() {
                    return Err(format!(
                        "The form has no place for `{other}`, beside `actions` and `errorAction`."
                    ));
                }
                (actions, error_action)
            }
            one => (vec![one], Json::Null),
        };
        let rows = actions.into_iter().enumerate().map(|(at, action)| {
            let shape =
                || format!("Action {} is not an object with one member, such as {{\"sqs\": {{…}}}}.", at + 1);
            ActionRow::of(action).ok_or_else(shape)
        });
        let rows = rows.collect::<Result<_, _>>()?;
        let error_action = match error_action {
            Json::Null => None,
            action => {
                Some(ActionRow::of(action).ok_or("The error action is not an object with one member.")?)
            }
        };
        Ok(Self { rows, error_action, text: None })
    }

    /// The actions as a rule holds them, as JSON text; none where there is nothing to send.
    #[must_use]
    pub fn json(&self) -> Option<String> {
        match &self.text {
            Some(text) => (!text.trim().is_empty()).then(|| text.clone()),
            None => self.value().map(|value| value.to_string()),
        }
    }

    /// The actions as they are kept.
    #[cfg(any(feature = "whole", test))]
    #[must_use]
    pub(crate) fn kept(&self) -> Json {
        super::kept::as_json(self)
    }

    /// The text in which the rows are edited as JSON.
    #[must_use]
    pub fn pretty(&self) -> String {
        self.value().map_or_else(String::new, |value| format!("{value:#}"))
    }

    fn value(&self) -> Option<Json> {
        match (&self.rows[..], &self.error_action) {
            ([], None) => None,
            ([one], None) => Some(one.json()),
            (rows, error_action) => {
                let mut object = Map::new();
                object.insert("actions".to_owned(), rows.iter().map(ActionRow::json).collect());
                if let Some(action) = error_action {
                    object.insert("errorAction".to_owned(), action.json());
                }
                Some(object.into())
            }
        }
    }

    /// The action in a place.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&ActionRow> {
        match slot {
            Slot::Action(at) => self.rows.get(at),
            Slot::Error => self.error_action.as_ref(),
        }
    }

    /// The action in a place, to change it.
    pub fn get_mut(&mut self, slot: Slot) -> Option<&mut ActionRow> {
        match slot {
            Slot::Action(at) => self.rows.get_mut(at),
            Slot::Error => self.error_action.as_mut(),
        }
    }

    /// Takes an action out.
    pub fn remove(&mut self, slot: Slot) {
        match slot {
            Slot::Action(at) if at < self.rows.len() => drop(self.rows.remove(at)),
            Slot::Action(_) => {}
            Slot::Error => self.error_action = None,
        }
    }

    /// Makes edits to the string at a path of a diagnostic.
    pub fn edit(&mut self, path: &str, edits: &[EditView]) {
        if let Some(text) = &self.text {
            let Ok(mut rows) = Self::read(text) else { return };
            rows.edit(path, edits);
            self.text = Some(rows.pretty());
            return;
        }
        let Some((slot, path)) = place(path) else { return };
        let value = self.get_mut(slot).and_then(|row| forms::at_mut(&mut row.value, path));
        if let Some(Json::String(text)) = value {
            edit(text, edits);
        }
    }

    /// Turns to the text, or back to the rows where the text is one that has a form.
    ///
    /// # Errors
    /// Why the text has no form; it stays.
    pub fn as_text(&mut self, as_text: bool) -> Result<(), String> {
        match (&self.text, as_text) {
            (None, true) => self.text = Some(self.pretty()),
            (Some(text), false) => *self = Self::read(text)?,
            _ => {}
        }
        Ok(())
    }
}

impl ActionRow {
    /// An action of a kind, with what every one of its kind needs and a form does not ask for.
    #[must_use]
    pub fn new(kind: &str, needs_role: bool) -> Self {
        let mut value = Map::new();
        if needs_role {
            value.insert("roleArn".to_owned(), ROLE_ARN.into());
        }
        Self { kind: kind.to_owned(), value: value.into() }
    }

    fn of(json: Json) -> Option<Self> {
        let Json::Object(object) = json else { return None };
        let mut members = object.into_iter();
        match (members.next(), members.next()) {
            (Some((kind, value)), None) => Some(Self { kind, value }),
            _ => None,
        }
    }

    /// The action as a rule holds it.
    #[must_use]
    pub fn json(&self) -> Json {
        Json::Object(Map::from_iter([(self.kind.clone(), self.value.clone())]))
    }
}

/// Edits in the order of their places; several at one place stay in theirs.
#[must_use]
pub fn in_order(edits: &[EditView]) -> Vec<&EditView> {
    sorted(edits, |edit| edit.start as f64)
}

/// Makes edits to a text, whose places count in UTF-16 code units in the text before the first one.
pub fn edit(text: &mut String, edits: &[EditView]) {
    let old: Vec<u16> = text.encode_utf16().collect();
    let (mut new, mut at) = (Vec::new(), 0);
    for edit in in_order(edits) {
        if edit.start < at || edit.end < edit.start || edit.end > old.len() {
            return;
        }
        new.extend_from_slice(&old[at..edit.start]);
        new.extend(edit.text.encode_utf16());
        at = edit.end;
    }
    new.extend_from_slice(&old[at..]);
    *text = String::from_utf16_lossy(&new);
}

/// The action that a path of a diagnostic or a delivery names, and the path in its parameters; `None` for what is about
/// all of them.
///
/// A path starts with `timestream`, `[0].timestream`, `actions[0].timestream` or `errorAction.republish`.
#[must_use]
pub fn place(path: &str) -> Option<(Slot, &str)> {
    let indexed = path.strip_prefix("actions").unwrap_or(path);
    let (slot, rest) = if let Some(rest) = path.strip_prefix("errorAction") {
        (Slot::Error, rest)
    } else if let Some((index, rest)) = indexed.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        (Slot::Action(index.parse().ok()?), rest)
    } else if path.is_empty() || path == "actions" {
        return None;
    } else {
        (Slot::Action(0), path)
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    // Behind the kind.
    let end =
        rest.find(['.', '[']).map_or(rest.len(), |at| if rest[at..].starts_with('.') { at + 1 } else { at });
    Some((slot, &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(kind: &str) -> ActionRow {
        ActionRow { kind: kind.to_owned(), value: json!({"a": 1}) }
    }

    #[test]
    fn a_path_names_an_action_and_a_parameter() {
        for (path, expected) in [
            ("timestream.dimensions[0].value", Some((Slot::Action(0), "dimensions[0].value"))),
            ("timestream", Some((Slot::Action(0), ""))),
            ("[1].sqs.queueUrl", Some((Slot::Action(1), "queueUrl"))),
            ("actions[12].sqs", Some((Slot::Action(12), ""))),
            ("actions[2]", Some((Slot::Action(2), ""))),
            (
                "errorAction.republish.headers.userProperties[0].key",
                Some((Slot::Error, "headers.userProperties[0].key")),
            ),
            ("errorAction", Some((Slot::Error, ""))),
            ("actions", None),
            ("", None),
        ] {
            assert_eq!(place(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_rows() {
        let error = || Some(row("republish"));
        for (rows, error_action, text) in [
            (vec![], None, None),
            (vec![row("sqs")], None, Some(r#"{"sqs":{"a":1}}"#)),
            (vec![row("sqs"), row("sns")], None, Some(r#"{"actions":[{"sqs":{"a":1}},{"sns":{"a":1}}]}"#)),
            (vec![], error(), Some(r#"{"actions":[],"errorAction":{"republish":{"a":1}}}"#)),
        ] {
            let actions = Actions { rows, error_action, text: None };
            assert_eq!(actions.json().as_deref(), text);
            assert_eq!(Actions::read(&actions.pretty()), Ok(actions));
        }
        let array = Actions::read(r#"[{"sqs": {"a": 1}}]"#);
        assert_eq!(array, Ok(Actions::one("sqs", json!({"a": 1}))));
    }

    #[test]
    fn a_text_that_has_no_form_stays_a_text() {
        for text in [
            "{",
            "5",
            "[5]",
            r#"{"actions": 5}"#,
            r#"[{"a": {}, "b": {}}]"#,
            r#"{"actions": [], "x": 1}"#,
            r#"{"actions": [], "errorAction": 5}"#,
        ] {
            let mut actions = Actions { text: Some(text.to_owned()), ..Actions::one("sqs", json!({})) };
            assert!(actions.as_text(false).is_err(), "{text}");
            assert_eq!(actions.json().as_deref(), Some(text));
        }
    }

    #[test]
    fn a_fix_changes_the_string_that_it_is_about() {
        let fix = [
            EditView { start: 3, end: 5, text: "ü".to_owned() },
            EditView { start: 0, end: 0, text: "<".to_owned() },
        ];
        let mut actions = Actions::one("sqs", json!({"list": [{"queueUrl": "äb cd e"}], "n": 1}));
        actions.edit("sqs.list[0].queueUrl", &fix);
        assert_eq!(actions.rows[0].value["list"][0]["queueUrl"], "<äb ü e");
        actions.edit("sqs.n", &fix);
        actions.edit("[7].sqs.n", &fix);
        actions.edit("sqs.list[0].queueUrl", &[EditView { start: 90, end: 91, text: String::new() }]);
        assert_eq!(actions, Actions::one("sqs", json!({"list": [{"queueUrl": "<äb ü e"}], "n": 1})));
        assert_eq!(actions.as_text(true), Ok(()));
        actions.edit("sqs.list[0].queueUrl", &[EditView { start: 0, end: 1, text: String::new() }]);
        assert!(actions.text.is_some_and(|text| text.contains("\"äb ü e\"")));
    }

    #[test]
    fn text_and_rows_are_in_step() {
        let mut actions = Actions::one("sqs", json!({"queueUrl": "q"}));
        assert_eq!(actions.as_text(true), Ok(()));
        let text = actions.text.as_mut().expect("a text");
        *text = text.replace("\"q\"", "\"r\"");
        assert_eq!(actions.json().as_deref(), Some("{\n  \"sqs\": {\n    \"queueUrl\": \"r\"\n  }\n}"));
        assert_eq!(actions.as_text(false), Ok(()));
        assert_eq!(actions, Actions::one("sqs", json!({"queueUrl": "r"})));
    }
}
