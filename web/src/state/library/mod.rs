//! What the page fetches when it is looked for: examples, and the names of the reference's entries
//! (`crates/xtask/src/library.rs` writes it).

use super::formatted;
use super::portable::Portable;
use rulelens_wasm::{ContextDocument, Mock};
use serde_json::{Map, Value as Json, json};

/// All of it.
#[derive(Debug, Default, PartialEq)]
pub struct Library {
    /// The examples by their subjects.
    pub groups: Vec<Group>,
    /// The entries of the reference.
    pub entries: Vec<Entry>,
}

/// Examples of one subject.
#[derive(Debug, PartialEq)]
pub struct Group {
    /// The subject.
    pub title: String,
    /// The examples.
    pub examples: Vec<Example>,
}

/// A rule with its messages, and what is to be seen there.
#[derive(Debug, PartialEq)]
pub struct Example {
    /// What a link to it has.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// What comes of it.
    pub lines: Vec<Line>,
    /// What it is found by, in lower case.
    words: String,
    /// The case.
    case: Json,
}

/// A line about what comes of an example.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// How it fared: `passed`, `stopped`, `doubtful`, `rejected`, or nothing.
    pub mark: String,
    /// A name, or where there is no value, a sentence.
    pub name: String,
    /// The value.
    pub value: String,
    /// The type of a record's value, or nothing.
    pub kind: String,
}

/// A part of the reference.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// What a link to it has, which begins with its kind.
    pub id: String,
    /// What it is called: a function's signature, a diagnostic's code.
    pub name: String,
    /// What it is about.
    pub summary: String,
}

/// Whether a statement calls a function, both in lower case.
fn calls(sql: &str, name: &str) -> bool {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_.".contains(letter);
    sql.match_indices(name)
        .any(|(at, _)| !sql[..at].ends_with(is_name) && sql[at + name.len()..].trim_start().starts_with('('))
}

/// The string that an object or array has in a place.
fn text(json: &Json, place: impl serde_json::value::Index) -> String {
    json.get(place).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn list(json: &Json, member: &str) -> Vec<Json> {
    json.get(member).and_then(Json::as_array).cloned().unwrap_or_default()
}

impl Library {
    /// Reads the file.
    ///
    /// # Errors
    /// Why it is not one, as a clause.
    pub fn read(file: &str) -> Result<Self, String> {
        let json: Json =
            serde_json::from_str(file).map_err(|error| format!("the file is not JSON ({error})"))?;
        let entry = |row: &Json| Entry { id: text(row, 0), name: text(row, 1), summary: text(row, 2) };
        let group = |group: &Json| Group {
            title: text(group, "title"),
            examples: list(group, "examples").iter().map(Example::read).collect(),
        };
        let groups: Vec<Group> = list(&json, "groups").iter().map(group).collect();
        if groups.is_empty() {
            return Err("there is no example in the file".to_owned());
        }
        Ok(Self { groups, entries: list(&json, "entries").iter().map(entry).collect() })
    }

    /// The function of a statement that the fewest examples use, and how many use it; nothing where none does.
    #[must_use]
    pub fn from_rule(&self, sql: &str) -> Option<(&str, usize)> {
        let sql = sql.to_lowercase();
        let names = self.entries.iter().filter_map(|entry| entry.id.strip_prefix("functions."));
        let used = names.filter(|name| calls(&sql, &name.to_lowercase()));
        let counted = used.map(|name| {
            let call = format!("{}(", name.to_lowercase());
            (name, self.groups.iter().flat_map(|group| &group.examples).filter(|one| one.has(&call)).count())
        });
        counted.filter(|(_, count)| *count > 0).min_by_key(|(_, count)| *count)
    }

    /// The example that a link names.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Example> {
        self.groups.iter().flat_map(|group| &group.examples).find(|example| example.id == id)
    }
}

impl Example {
    fn read(json: &Json) -> Self {
        let case = json.get("case").cloned().unwrap_or_default();
        let line = |line: &Json| Line {
            mark: text(line, 0),
            name: text(line, 1),
            value: text(line, 2),
            kind: text(line, 3),
        };
        let codes: Vec<String> =
            list(json, "codes").iter().map(|code| code.as_str().unwrap_or("").to_owned()).collect();
        let (title, look) = (text(&case, "name"), text(&case, "lookAt"));
        let (sql, codes) = (text(&case, "inputSql"), codes.join(" "));
        let action = case.get("action").map(Json::to_string).unwrap_or_default();
        let words = [title.as_str(), look.as_str(), sql.as_str(), codes.as_str(), action.as_str()];
        Self {
            id: text(json, "id"),
            lines: list(json, "lines").iter().map(line).collect(),
            words: words.join("\n").to_lowercase(),
            title,
            look,
            case,
        }
    }

    /// Whether it has all words of what is looked for, which is in lower case.
    #[must_use]
    pub fn has(&self, looked_for: &str) -> bool {
        looked_for.split_whitespace().all(|word| self.words.contains(word))
    }

    /// Rule and messages, with what of them could not be read.
    ///
    /// # Errors
    /// Why they cannot be shown, as a clause.
    pub fn portable(&self) -> Result<(Portable, Vec<String>), String> {
        portable(&self.case, &self.title)
    }
}

/// Rule and messages of a case, under a name, with what of them could not be read.
///
/// # Errors
/// Why they cannot be shown, as a clause.
pub fn portable(case: &Json, name: &str) -> Result<(Portable, Vec<String>), String> {
    let context = case.get("context").map_or_else(|| "{}".to_owned(), Json::to_string);
    let context: ContextDocument =
        serde_json::from_str(&context).map_err(|error| format!("its context is not valid ({error})"))?;
    let topic = text(case, "topic");
    let earlier = list(case, "earlier");
    let mut messages: Vec<Json> = earlier.iter().map(|earlier| message(earlier, &topic, &context)).collect();
    let mut last = message(case, &topic, &context);
    last["name"] = "".into();
    if earlier.is_empty() {
        // The clock has the only message's time.
        last["time"] = Json::Null;
    }
    messages.push(last);
    for message in messages.iter_mut().filter_map(Json::as_object_mut) {
        message.retain(|_, value| !value.is_null() && *value != "");
    }
    let actions = case.get("action").map(Json::to_string).unwrap_or_default();
    let actions = super::Actions::read(&actions)?;
    let mut rule = Map::new();
    rule.insert("name".to_owned(), name.into());
    rule.insert("sql".to_owned(), text(case, "inputSql").into());
    if let Some(version) = case.get("sqlVersion") {
        rule.insert("sql_version".to_owned(), version.clone());
    }
    rule.insert("chosen".to_owned(), (messages.len() - 1).into());
    rule.insert("messages".to_owned(), messages.into());
    rule.insert("actions".to_owned(), super::kept::as_json(&actions));
    rule.insert("context".to_owned(), kept_context(context));
    if let Some(table) = case.get("table") {
        rule.insert("table".to_owned(), kept_table(table));
    }
    Portable::read(rule.into())
}

/// A message as a text of a rule has it.
fn message(written: &Json, topic: &str, context: &ContextDocument) -> Json {
    let own = |member: &str| written.get(member).cloned().unwrap_or_default();
    let (payload, form) = match (written.get("inputPayload"), written.get("inputPayloadBase64")) {
        (Some(Json::String(text)), _) => (text.clone(), Json::Null),
        (Some(json), _) => (formatted(&json.to_string()).unwrap_or_default(), Json::Null),
        (None, base64) => (base64.and_then(Json::as_str).unwrap_or_default().to_owned(), "Base64".into()),
    };
    let time = match (own("timestamp"), context.timestamp) {
        (Json::Null, Some(time)) => time.into(),
        (own, _) => own,
    };
    let topic = written.get("topic").and_then(Json::as_str).unwrap_or(topic);
    json!({"name": own("name"), "topic": topic, "payload": payload, "form": form, "time": time,
        "client_id": own("clientId")})
}

fn pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Json {
    pairs.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// A context as a text of a rule has it.
fn kept_context(context: ContextDocument) -> Json {
    let mock = |mock: Mock| {
        let arguments = mock.arguments.map_or_else(String::new, |list| Json::from(list).to_string());
        let fails = mock.error.is_some();
        let answer = mock.error.or_else(|| mock.result.map(|result| result.to_string())).unwrap_or_default();
        json!({"function": mock.function, "arguments": arguments, "answer": answer, "fails": fails})
    };
    let descriptors = context.descriptors.into_iter().flat_map(|descriptor| {
        let (bucket, key, set) = (descriptor.bucket, descriptor.key, descriptor.base64);
        let files: Vec<(String, String)> = match descriptor.proto {
            Some(files) => files.into_iter().collect(),
            None => vec![(String::new(), String::new())],
        };
        let row = move |(file, proto)| {
            json!({"bucket": bucket, "key": key, "file": file, "proto": proto, "set": set.clone().unwrap_or_default()})
        };
        files.into_iter().map(row)
    });
    let clock = context.timestamp.map_or_else(|| "Live".into(), |time| json!({"Fixed": time}));
    json!({
        "client_id": context.client_id.unwrap_or_default(),
        "principal": context.principal.unwrap_or_default(),
        "account_id": context.account_id.unwrap_or_default(),
        "source_ip": context.source_ip.unwrap_or_default(),
        "trace_id": context.trace_id.unwrap_or_default(),
        "clock": clock,
        "mqtt_properties": pairs(context.mqtt_properties),
        "user_properties": pairs(context.user_properties),
        "mocks": context.mocks.into_iter().map(mock).collect::<Json>(),
        "descriptors": descriptors.collect::<Json>(),
    })
}

/// A table's settings as a text of a rule has them.
pub(crate) fn kept_table(table: &Json) -> Json {
    let mut kept = Map::new();
    for (name, member) in [
        ("memory_hours", "memoryRetentionHours"),
        ("magnetic_days", "magneticRetentionDays"),
        ("magnetic_writes", "magneticWrites"),
    ] {
        if let Some(value) = table.get(member) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(Json::Object(measures)) = table.get("measures") {
        let measure = |(name, kind): (&String, &Json)| (name.clone(), kind.as_str().unwrap_or("").to_owned());
        kept.insert("measures".to_owned(), pairs(measures.iter().map(measure)));
    }
    kept.into()
}

#[cfg(test)]
mod tests;
