//! The form in which a page's state is kept, and how it is read when it is another one.
//!
//! What is kept has parts: the fields beside SQL and payload as JSON, SQL and payload as they are, and a head that
//! tells of them. Each part is read alone, so that one of an unknown form takes nothing else with it.

mod field;
mod version_1;

use super::{Inputs, SQL_VERSIONS};
use crate::sample;
use rulelens_wasm::TimeUnit;
use serde_json::Value as Json;
use version_1::ActionForm;

pub(super) use field::{Kept, kept, member, write_members};

/// What is said to be lost where nothing can be read.
const ALL_FIELDS: &str = "all fields beside SQL and payload";

/// The version of this form. A form that this release cannot read as well as it should gets the next number.
pub const VERSION: u32 = 2;

/// Fields that had another name in a form that is still read.
const RENAMED: [(&str, &str); 1] = [("stand_ins", "mocks")];

/// How long the title of a kept text is, in characters.
const TITLE: usize = 80;

/// What can be told of a kept text without reading it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The [`VERSION`] in which it was written.
    pub version: u32,
    /// When it was written, in milliseconds since 1970-01-01 UTC.
    pub changed: f64,
    /// The beginning of its SQL.
    pub title: String,
    /// The length of SQL and payload, in UTF-16 code units.
    pub length: u32,
    /// What the user calls it; may be empty.
    pub name: String,
}

kept! { Head { version, changed, title, length, name unless String::is_empty } }

impl Head {
    /// The head of a text that is written at the time `changed`.
    #[must_use]
    pub fn new(sql: &str, length: u32, changed: f64) -> Self {
        let words: Vec<&str> = sql.split_whitespace().collect();
        let title: String = words.join(" ").chars().take(TITLE).collect();
        Self { version: VERSION, changed, title, length, name: String::new() }
    }

    /// Reads a head; one of an unknown form says nothing, and its text is still there.
    #[must_use]
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).ok().and_then(|kept| Kept::read(&kept)).unwrap_or_default()
    }

    /// Writes it.
    #[must_use]
    pub fn written(&self) -> String {
        written(self)
    }

    /// Whether a later release wrote it, whose text must not be overwritten with what this release knows of it.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.version > VERSION
    }
}

/// The fields as they are kept.
#[must_use]
pub fn write_inputs(inputs: &Inputs) -> String {
    written(inputs)
}

fn written(part: &impl Kept) -> String {
    let mut text = String::new();
    part.write(&mut text);
    text
}

/// A part as it is when it is read again.
pub(super) fn as_json(part: &impl Kept) -> Json {
    serde_json::from_str(&written(part)).unwrap_or_default()
}

/// Reads kept fields, and names those that could not be read. Where nothing can be, the sample's fields are there.
#[must_use]
pub fn read_inputs(text: &str) -> (Inputs, Vec<String>) {
    match serde_json::from_str(text) {
        Ok(kept) => read_fields(kept),
        Err(_) => (sample::inputs(), vec![ALL_FIELDS.to_owned()]),
    }
}

/// The same for fields that are JSON already.
pub(super) fn read_fields(mut kept: Json) -> (Inputs, Vec<String>) {
    let all = || (sample::inputs(), vec![ALL_FIELDS.to_owned()]);
    let mut lost = Vec::new();
    take_action_form(&mut kept, &mut lost);
    let Some(mut inputs) = Inputs::read(&kept) else { return all() };
    if inputs == Inputs::default() {
        return all();
    }
    compare(&kept, &as_json(&inputs), "", &mut lost);
    if !SQL_VERSIONS.contains(&inputs.sql_version.as_str()) {
        note("sql_version", &mut lost);
        SQL_VERSIONS[0].clone_into(&mut inputs.sql_version);
    }
    (inputs, lost.iter().map(|path| called(path)).collect())
}

/// Makes rows of the one action that version 1 had.
fn take_action_form(kept: &mut Json, lost: &mut Vec<String>) {
    let Some(kept) = kept.as_object_mut().filter(|kept| !kept.contains_key("actions")) else { return };
    let Some(action) = kept.remove("action") else { return };
    let mut form = ActionForm::read(&action).unwrap_or_default();
    compare(&action, &as_json(&form), "action", lost);
    if TimeUnit::from_name(&form.unit).is_none() {
        note("action.unit", lost);
        TimeUnit::default().name().clone_into(&mut form.unit);
    }
    kept.insert("actions".to_owned(), as_json(&form.actions()));
}

/// Names what stands in `kept` and was not read.
fn compare(kept: &Json, read: &Json, path: &str, lost: &mut Vec<String>) {
    let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (kept, read) {
        (Json::Object(kept), Json::Object(read)) => {
            for (name, value) in kept {
                let name = RENAMED.iter().find(|(old, _)| old == name).map_or(name.as_str(), |(_, new)| new);
                match read.get(name) {
                    Some(read) => compare(value, read, &within(name), lost),
                    None => note(&within(name), lost),
                }
            }
        }
        (Json::Array(kept), Json::Array(read)) if kept.len() == read.len() => {
            for (kept, read) in kept.iter().zip(read) {
                compare(kept, read, path, lost);
            }
        }
        (Json::Number(kept), Json::Number(read)) if kept.as_f64() == read.as_f64() => {}
        _ if kept == read => {}
        _ => note(path, lost),
    }
}

fn note(path: &str, lost: &mut Vec<String>) {
    if !lost.iter().any(|known| known == path) {
        lost.push(path.to_owned());
    }
}

/// A field's path in the words of the page.
fn called(path: &str) -> String {
    let path = path.strip_prefix("action.").or_else(|| path.strip_prefix("context.")).unwrap_or(path);
    match path {
        "sql_version" => "SQL version".to_owned(),
        "actions.rows" => "actions".to_owned(),
        "mocks" => "mocked services".to_owned(),
        _ => path.replace(['_', '.'], " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::actions::ROLE_ARN;
    use crate::state::{Actions, Clock, MockRow};
    use serde_json::json;

    /// What the first release kept in the tab's storage.
    const FIRST: &str = include_str!("first.json");
    /// What version 1 of this form looked like.
    const VERSION_1: &str = include_str!("version-1.json");
    /// What version 2 of this form looks like.
    const VERSION_2: &str = include_str!("version-2.json");

    fn filled() -> Inputs {
        let mut inputs = sample::inputs();
        inputs.topic = "plant/7/state".to_owned();
        inputs.sql_version = "2015-10-08".to_owned();
        let action = &mut inputs.actions.rows[0].value;
        let dimensions = action["dimensions"].as_array_mut().expect("an array");
        dimensions.push(json!({"name": "plant", "value": "${topic(2)}"}));
        action["timestamp"] = json!({"value": "${time}", "unit": "SECONDS"});
        inputs.context.clock = Clock::Fixed(1_700_000_000_123.0);
        inputs.context.mocks = vec![MockRow {
            function: "get_dynamodb".to_owned(),
            arguments: "[\"devices\"]".to_owned(),
            answer: "{\"room\": \"hall\"}".to_owned(),
            fails: false,
        }];
        inputs
    }

    #[test]
    fn what_each_release_kept_is_read() {
        for (release, kept) in [("first", FIRST), ("version 1", VERSION_1), ("version 2", VERSION_2)] {
            assert_eq!(read_inputs(kept), (filled(), vec![]), "{release}");
        }
        assert_eq!(
            serde_json::from_str::<Json>(&write_inputs(&filled())).unwrap(),
            serde_json::from_str::<Json>(VERSION_2).unwrap(),
            "the form has changed: raise VERSION and keep the old form as a fixture"
        );
    }

    #[test]
    fn a_field_of_another_form_loses_only_itself() {
        let kept = |path: &[&str], value: Json| {
            let form = if path[0] == "action" { VERSION_1 } else { VERSION_2 };
            let mut whole: Json = serde_json::from_str(form).unwrap();
            let mut at = &mut whole;
            for step in path {
                at = match step.parse::<usize>() {
                    Ok(index) => &mut at[index],
                    Err(_) => &mut at[*step],
                };
            }
            *at = value;
            read_inputs(&whole.to_string())
        };
        let expect = |change: fn(&mut Inputs), lost: &str| {
            let mut inputs = filled();
            change(&mut inputs);
            (inputs, vec![lost.to_owned()])
        };
        let cases = [
            (kept(&["topic"], 5.into()), expect(|inputs| inputs.topic.clear(), "topic")),
            (kept(&["topic"], Json::Null), expect(|inputs| inputs.topic.clear(), "topic")),
            (
                kept(&["sql_version"], "1999".into()),
                expect(|inputs| inputs.sql_version = "2016-03-23".to_owned(), "SQL version"),
            ),
            (
                kept(&["action", "unit"], Json::Array(vec![])),
                expect(|inputs| action(inputs)["timestamp"]["unit"] = "MILLISECONDS".into(), "unit"),
            ),
            (
                kept(&["action"], "x".into()),
                expect(
                    |inputs| {
                        *action(inputs) = json!({"databaseName": "", "tableName": "", "roleArn": ROLE_ARN,
                            "dimensions": []});
                    },
                    "action",
                ),
            ),
            (
                kept(&["action", "dimensions", "0"], 7.into()),
                expect(|inputs| drop(dimensions(inputs).remove(0)), "dimensions"),
            ),
            (
                kept(&["action", "dimensions", "1", "name"], 7.into()),
                expect(|inputs| dimensions(inputs)[1]["name"] = "".into(), "dimensions name"),
            ),
            (
                kept(&["context", "clock"], "Sometimes".into()),
                expect(|inputs| inputs.context.clock = Clock::Live, "clock"),
            ),
            (
                kept(&["context", "mocks"], "x".into()),
                expect(|inputs| inputs.context.mocks.clear(), "mocked services"),
            ),
        ];
        for (at, (found, expected)) in cases.into_iter().enumerate() {
            let mut expected = expected;
            if expected.1 == ["action"] {
                expected.1.push("unit".to_owned());
            }
            assert_eq!(found, expected, "case {at}");
        }
    }

    fn action(inputs: &mut Inputs) -> &mut Json {
        &mut inputs.actions.rows[0].value
    }

    fn dimensions(inputs: &mut Inputs) -> &mut Vec<Json> {
        action(inputs)["dimensions"].as_array_mut().expect("an array")
    }

    #[test]
    fn actions_are_kept_one_by_one_and_as_the_text_that_they_are() {
        let mut kept: Json = serde_json::from_str(VERSION_2).unwrap();
        kept["actions"]["rows"] = json!([{"kind": "sqs", "value": {"n": 1.5}}, 5, {"kind": "sns"}]);
        kept["actions"]["error_action"] = json!({"kind": "sqs", "value": null});
        kept["actions"]["text"] = "{ half".into();
        let (inputs, lost) = read_inputs(&kept.to_string());
        let rows = Actions::one("sqs", json!({"n": 1.5})).rows;
        assert_eq!((inputs.actions.rows, lost), (rows, vec!["actions".to_owned()]));
        assert_eq!(inputs.actions.error_action.map(|row| row.value), Some(Json::Null));
        assert_eq!(inputs.actions.text.as_deref(), Some("{ half"));
    }

    #[test]
    fn a_field_of_a_later_release_is_named() {
        let mut whole: Json = serde_json::from_str(VERSION_2).unwrap();
        whole["colour"] = "red".into();
        assert_eq!(read_inputs(&whole.to_string()), (filled(), vec!["colour".to_owned()]));
    }

    #[test]
    fn where_nothing_can_be_read_the_sample_is_there() {
        for kept in ["", "{", "{}", "[]", "5", "null", "{\"topic\": 5}", "{\"a\": \"b\"}"] {
            let (inputs, lost) = read_inputs(kept);
            assert_eq!((inputs, lost.len()), (sample::inputs(), 1), "{kept}");
        }
    }

    #[test]
    fn a_head_tells_of_a_text_and_never_stands_in_its_way() {
        let head = Head::new("SELECT *\n  FROM 'a'", 400, 5.0);
        assert_eq!(Head::read(&head.written()), head);
        assert_eq!((head.title.as_str(), head.is_newer()), ("SELECT * FROM 'a'", false));
        assert_eq!(Head::new(&"é".repeat(500), 500, 0.0).title.chars().count(), TITLE);
        assert_eq!(Head::read("?"), Head::default());
        assert!(Head::read("{\"version\": 3, \"more\": true}").is_newer());
    }
}
