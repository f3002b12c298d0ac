//! The forms of actions: fields for the parameters that the engine's tables name, and for whatever else is there.

use super::actions::ActionRow;
use rulelens_wasm::{Parameter, SPECS, Shape, Spec};
use serde_json::{Map, Value as Json};

/// What a kind of action is called, and its parameters; `None` for one that the engine does not know.
#[must_use]
pub fn spec(kind: &str) -> Option<&'static Spec> {
    SPECS.iter().copied().find(|spec| spec.key == kind)
}

/// What a kind of action is called.
#[must_use]
pub fn title(kind: &str) -> &str {
    spec(kind).map_or(kind, |spec| spec.title)
}

/// A new action of a kind.
#[must_use]
pub fn new_action(kind: &str) -> ActionRow {
    let needs_role =
        |spec: &Spec| spec.parameters.iter().any(|parameter| matches!(parameter.shape, Shape::Role));
    ActionRow::new(kind, spec(kind).is_some_and(needs_role))
}

/// The parameters of which a form asks for at some place: without the role, which plays no part in what is sent.
pub fn asked(parameters: &'static [Parameter]) -> impl Iterator<Item = &'static Parameter> {
    parameters.iter().filter(|parameter| !matches!(parameter.shape, Shape::Role))
}

/// The members of an object that no parameter names, which have no field.
#[must_use]
pub fn unknown_members(parameters: &[Parameter], value: Option<&Json>) -> Vec<String> {
    let members = value.and_then(Json::as_object).into_iter().flat_map(Map::keys);
    members.filter(|name| parameters.iter().all(|parameter| parameter.name != **name)).cloned().collect()
}

/// A parameter's name as a label: `hashKeyField` is `Hash key field`, `tableName` is `Table`.
#[must_use]
pub fn label(name: &str) -> String {
    let short = name.strip_suffix("Name").filter(|short| !short.is_empty()).unwrap_or(name);
    if short == "qos" {
        return "QoS".to_owned();
    }
    let mut words = String::new();
    for letter in short.chars() {
        if words.is_empty() {
            words.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    let words = words.replace("confirmation url", "confirmation URL");
    let ending = |words: &str, lower: &str, upper: &str| {
        words
            .strip_suffix(lower)
            .filter(|rest| rest.is_empty() || rest.ends_with(' '))
            .map(|rest| format!("{rest}{upper}"))
    };
    [("arn", "ARN"), ("Arn", "ARN"), ("url", "URL"), ("Url", "URL"), ("id", "ID"), ("Id", "ID")]
        .into_iter()
        .find_map(|(lower, upper)| ending(&words, lower, upper))
        .unwrap_or(words)
}

/// The label of a member of an object: `timestamp.value` is `Timestamp`, `timestamp.unit` is `Timestamp unit`.
#[must_use]
pub fn member_label(object: &str, member: &str) -> String {
    if member == "value" { label(object) } else { format!("{} {}", label(object), lower(&label(member))) }
}

/// One of a list's things, in lower case: `dimensions` is `dimension`.
#[must_use]
pub fn singular(list: &str) -> String {
    let words = lower(&label(list));
    match (words.strip_suffix("ies"), words.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => stem.to_owned(),
        (None, None) => words,
    }
}

/// Words at the beginning of a sentence.
#[must_use]
pub fn upper(words: &str) -> String {
    let mut characters = words.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}

/// Words within a sentence; abbreviations keep their capitals.
#[must_use]
pub fn lower(words: &str) -> String {
    let mut characters = words.chars();
    match (characters.next(), characters.next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().collect::<String>() + &words[first.len_utf8()..]
        }
        _ => words.to_owned(),
    }
}

enum Step<'p> {
    Member(&'p str),
    Item(usize),
}

/// A path such as `dimensions[0].value` as its steps.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split(['.', '[', ']'])
        .filter(|step| !step.is_empty())
        .map(|step| step.parse().map_or(Step::Member(step), Step::Item))
}

/// A path that goes on with a member.
#[must_use]
pub fn join(path: &str, member: &str) -> String {
    if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") }
}

/// The value at a path of an action's parameters.
#[must_use]
pub fn at<'j>(value: &'j Json, path: &str) -> Option<&'j Json> {
    steps(path).try_fold(value, |value, step| match step {
        Step::Member(name) => value.get(name),
        Step::Item(index) => value.get(index),
    })
}

/// The value at a path of an action's parameters, to change it.
pub fn at_mut<'j>(value: &'j mut Json, path: &str) -> Option<&'j mut Json> {
    steps(path).try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(name),
        Step::Item(index) => value.get_mut(index),
    })
}

/// What a field shows of a value.
#[must_use]
pub fn shown(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// What is typed into a field as the value of its shape; none for an empty field.
#[must_use]
pub fn typed(text: &str, shape: Shape) -> Option<Json> {
    if text.is_empty() {
        return None;
    }
    let plain = match shape {
        Shape::Number => serde_json::from_str::<Json>(text).ok().filter(Json::is_number),
        Shape::Boolean => serde_json::from_str::<Json>(text).ok().filter(Json::is_boolean),
        _ => None,
    };
    Some(plain.unwrap_or_else(|| text.into()))
}

/// Puts a value in the place of what is at a path, or takes away what is there. Objects on the way are made; those that
/// have nothing left go too. Where there is no such row nothing happens.
pub fn put(value: &mut Json, path: &str, new: Option<Json>) {
    let steps: Vec<Step<'_>> = steps(path).collect();
    put_at(value, &steps, new);
}

fn put_at(value: &mut Json, steps: &[Step<'_>], new: Option<Json>) {
    match steps {
        [] => *value = new.unwrap_or_default(),
        [Step::Member(name), rest @ ..] => {
            if !value.is_object() {
                if new.is_none() {
                    return;
                }
                *value = Json::Object(Map::new());
            }
            let Some(object) = value.as_object_mut() else { return };
            let Some(new) = new else {
                let is_gone = match (rest, object.get_mut(*name)) {
                    (_, None) => false,
                    ([], Some(_)) => true,
                    (rest, Some(inner)) => {
                        put_at(inner, rest, None);
                        inner.as_object().is_some_and(Map::is_empty)
                    }
                };
                if is_gone {
                    object.shift_remove(*name);
                }
                return;
            };
            put_at(object.entry((*name).to_owned()).or_insert(Json::Null), rest, Some(new));
        }
        [Step::Item(index), rest @ ..] => {
            if let Some(item) = value.get_mut(*index) {
                put_at(item, rest, new);
            }
        }
    }
}

/// Puts what is typed into a field, with what comes with it: the unit of a time that is new, and nothing but the unit
/// of one that is gone.
pub fn fill(value: &mut Json, object: &'static [Parameter], path: &str, new: Option<Json>) {
    put(value, path, new);
    let Some((parent, _)) = path.rsplit_once('.') else { return };
    if parent.ends_with(']') {
        return;
    }
    let with_choices = || object.iter().filter(|member| member.required && !member.choices.is_empty());
    let Some(members) = at(value, parent).and_then(Json::as_object) else { return };
    if members.keys().all(|name| with_choices().any(|member| member.name == name)) {
        return put(value, parent, None);
    }
    let missing: Vec<_> = with_choices().filter(|member| !members.contains_key(member.name)).collect();
    for member in missing {
        put(value, &join(parent, member.name), Some(member.choices[0].into()));
    }
}

/// Adds a row to a list.
pub fn add_row(value: &mut Json, path: &str) {
    match at(value, path) {
        Some(Json::Array(rows)) => {
            let mut rows = rows.clone();
            rows.push(Json::Object(Map::new()));
            put(value, path, Some(rows.into()));
        }
        _ => put(value, path, Some(Json::Array(vec![Json::Object(Map::new())]))),
    }
}

/// Takes a row out of a list; an optional list without rows goes too.
pub fn remove_row(value: &mut Json, path: &str, index: usize, required: bool) {
    let Some(Json::Array(rows)) = at(value, path) else { return };
    let mut rows = rows.clone();
    if index < rows.len() {
        rows.remove(index);
    }
    let rows = (!rows.is_empty() || required).then(|| rows.into());
    put(value, path, rows);
}

/// What tells an action from others in one line, such as its table: the first values that the form asks for, names before
/// ARNs.
#[must_use]
pub fn digest(row: &ActionRow) -> String {
    let required = spec(&row.kind).into_iter().flat_map(|spec| asked(spec.parameters));
    let mut paths = Vec::new();
    for parameter in required.filter(|parameter| parameter.required && parameter.name != "roleArn") {
        match parameter.shape {
            Shape::Object(members) => {
                paths.extend(members.iter().map(|member| join(parameter.name, member.name)));
            }
            Shape::Template | Shape::String => paths.push(parameter.name.to_owned()),
            _ => {}
        }
    }
    let (arns, names): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| path.ends_with("Arn"));
    let values: Vec<String> = names.iter().chain(&arns).filter_map(|path| text(row, path)).take(2).collect();
    values.join(" / ")
}

fn text(row: &ActionRow, path: &str) -> Option<String> {
    let text = shown(at(&row.value, path));
    // Of an ARN, what it names.
    let short =
        if text.starts_with("arn:") { text.rsplit(':').next().unwrap_or_default().to_owned() } else { text };
    (!short.is_empty()).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn timestream() -> &'static [Parameter] {
        let timestamp =
            spec("timestream").expect("a kind").parameters.iter().find(|one| one.name == "timestamp");
        let Some(Parameter { shape: Shape::Object(members), .. }) = timestamp else { panic!("an object") };
        members
    }

    #[test]
    fn a_parameter_has_a_label_in_words() {
        for (name, words) in [
            ("databaseName", "Database"),
            ("name", "Name"),
            ("hashKeyField", "Hash key field"),
            ("roleArn", "Role ARN"),
            ("queueUrl", "Queue URL"),
            ("url", "URL"),
            ("assetId", "Asset ID"),
            ("qos", "QoS"),
        ] {
            assert_eq!(label(name), words);
        }
        assert_eq!(member_label("timestamp", "value"), "Timestamp");
        assert_eq!(member_label("timestamp", "unit"), "Timestamp unit");
        assert_eq!(
            (singular("dimensions").as_str(), singular("userProperties").as_str()),
            ("dimension", "user property")
        );
    }

    #[test]
    fn every_kind_has_a_form_and_a_title() {
        for spec in SPECS {
            assert!(!spec.title.is_empty());
            assert!(asked(spec.parameters).next().is_some(), "{}", spec.key);
            let row = new_action(spec.key);
            assert!(unknown_members(spec.parameters, Some(&row.value)).is_empty(), "{}", spec.key);
        }
        assert_eq!(new_action("lambda").value, json!({}), "it has no role");
        assert_eq!(title("brandNew"), "brandNew");
    }

    #[test]
    fn what_is_typed_has_the_parameters_shape() {
        assert_eq!(typed("1", Shape::Number), Some(json!(1)));
        assert_eq!(typed("one", Shape::Number), Some(json!("one")));
        assert_eq!(typed("true", Shape::Boolean), Some(json!(true)));
        assert_eq!(typed("1", Shape::Template), Some(json!("1")));
        assert_eq!(typed("", Shape::Template), None);
    }

    #[test]
    fn a_value_is_put_where_its_path_leads_and_leaves_nothing_empty_behind() {
        let mut value = json!({"topic": "a"});
        put(&mut value, "headers.contentType", Some("text".into()));
        assert_eq!(value, json!({"topic": "a", "headers": {"contentType": "text"}}));
        add_row(&mut value, "headers.userProperties");
        put(&mut value, "headers.userProperties[0].key", Some("k".into()));
        assert_eq!(at(&value, "headers.userProperties[0].key"), Some(&json!("k")));
        put(&mut value, "headers.userProperties[7].key", Some("k".into()));
        remove_row(&mut value, "headers.userProperties", 0, false);
        put(&mut value, "headers.contentType", None);
        assert_eq!(value, json!({"topic": "a"}));
        put(&mut value, "nothing.there", None);
        assert_eq!(value, json!({"topic": "a"}));
    }

    #[test]
    fn a_time_comes_and_goes_with_its_unit() {
        let mut value = json!({});
        fill(&mut value, timestream(), "timestamp.value", Some("${ts}".into()));
        assert_eq!(value, json!({"timestamp": {"value": "${ts}", "unit": "MILLISECONDS"}}));
        fill(&mut value, timestream(), "timestamp.unit", Some("SECONDS".into()));
        fill(&mut value, timestream(), "timestamp.value", None);
        assert_eq!(value, json!({}));
    }

    #[test]
    fn an_action_is_told_by_what_it_writes_to() {
        let row = |kind: &str, value: Json| ActionRow { kind: kind.to_owned(), value };
        for (row, words) in [
            (row("timestream", json!({"databaseName": "d", "tableName": "t"})), "d / t"),
            (row("dynamoDBv2", json!({"putItem": {"tableName": "t"}})), "t"),
            (row("lambda", json!({"functionArn": "arn:aws:lambda:eu-west-1:123456789012:function:f"})), "f"),
            (
                row(
                    "influxDB",
                    json!({"destinationArn": "arn:x", "roleArn": "r", "databaseName": "d", "tableName": "t"}),
                ),
                "d / t",
            ),
            (row("brandNew", json!({"x": 1})), ""),
            (row("sqs", json!(5)), ""),
        ] {
            assert_eq!(digest(&row), words);
        }
    }
}
