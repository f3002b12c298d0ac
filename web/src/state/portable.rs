//! A rule with its messages and settings as one JSON text, as it stands in links and files.
//!
//! Only what differs from an empty rule is written. The members are those in which the page keeps a rule, and are read
//! the same way, so that a text of an earlier release has the same meaning for ever; docs/links.md describes them.

use super::Inputs;
use super::kept::{as_json, read_fields};
use super::{MAX_LISTED, SQL_VERSIONS};
use serde_json::{Map, Value as Json, json};

/// How deep a text is nested at most.
const MAX_DEPTH: usize = 64;

/// How many elements a list has at most.
const MAX_ELEMENTS: usize = MAX_LISTED;

/// A rule with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Portable {
    /// What the user calls it; may be empty.
    pub name: String,
    /// The fields.
    pub inputs: Inputs,
    /// The SQL.
    pub sql: String,
    /// The payloads in the order of the messages.
    pub payloads: Vec<String>,
}

/// The fields of a rule in which nothing is filled in.
#[must_use]
pub fn empty() -> Inputs {
    Inputs { sql_version: SQL_VERSIONS[0].to_owned(), ..Inputs::default() }
}

impl Portable {
    /// The texts as JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut json = as_json(&self.inputs);
        omit(&mut json, &as_json(&empty()));
        let members = json.as_object_mut().map(std::mem::take).unwrap_or_default();
        let mut all = Map::new();
        if !self.name.is_empty() {
            all.insert("name".to_owned(), self.name.as_str().into());
        }
        all.insert("sql".to_owned(), self.sql.as_str().into());
        let messages = &self.inputs.messages;
        let list = messages.rows().iter().enumerate().map(|(at, row)| {
            let mut row = as_json(&**row);
            if let Some(row) = row.as_object_mut() {
                row.remove("id");
                let topic = self.inputs.topic_of(at);
                if !topic.is_empty() {
                    row.insert("topic".to_owned(), topic.into());
                }
                row.insert("payload".to_owned(), self.payloads.get(at).map_or("", String::as_str).into());
            }
            row
        });
        all.insert("messages".to_owned(), list.collect());
        if messages.chosen() > 0 {
            all.insert("chosen".to_owned(), messages.chosen().into());
        }
        all.extend(members.into_iter().filter(|(name, _)| name != "topic" && name != "messages"));
        Json::Object(all)
    }

    /// Reads what [`Self::json`] writes, and names what of it could not be read.
    ///
    /// # Errors
    /// Why the text holds no rule, as a clause.
    pub fn read(json: Json) -> Result<(Self, Vec<String>), String> {
        measure(&json, 0)?;
        let Json::Object(mut all) = json else { return Err("it holds no rule".to_owned()) };
        let text = |member: Option<Json>| match member {
            Some(Json::String(text)) => Ok(text),
            None => Ok(String::new()),
            Some(_) => Err("its SQL, its name or a payload is not a string".to_owned()),
        };
        let (name, sql) = (text(all.remove("name"))?, text(all.remove("sql"))?);
        let messages = match all.remove("messages") {
            Some(Json::Array(list)) => list,
            None => Vec::new(),
            Some(_) => return Err("its messages are not a list".to_owned()),
        };
        let mut payloads = Vec::new();
        let mut rows = Vec::new();
        for message in messages {
            let Json::Object(mut row) = message else {
                return Err("one of its messages is not an object".to_owned());
            };
            payloads.push(text(row.remove("payload"))?);
            row.insert("id".to_owned(), (rows.len() + 1).into());
            rows.push(row);
        }
        if rows.is_empty() {
            payloads.push(String::new());
            rows.push(Map::from_iter([("id".to_owned(), 1.into())]));
        }
        let chosen = all.remove("chosen").and_then(|at| at.as_u64()).unwrap_or(0);
        let chosen = usize::try_from(chosen).unwrap_or(0).min(rows.len() - 1);
        if let Some(topic) = rows[chosen].remove("topic") {
            all.insert("topic".to_owned(), topic);
        }
        all.insert("messages".to_owned(), json!({"chosen": chosen, "list": rows}));
        let mut json = Json::Object(all);
        fill(&mut json, &as_json(&empty()));
        let (inputs, lost) = read_fields(json);
        if payloads.len() != inputs.messages.count() {
            return Err("its messages cannot be read".to_owned());
        }
        Ok((Self { name, inputs, sql, payloads }, lost))
    }
}

/// Whether a text is one that this page may have written.
fn measure(json: &Json, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("it is nested deeper than {MAX_DEPTH} levels"));
    }
    match json {
        Json::Array(elements) if elements.len() > MAX_ELEMENTS => {
            Err(format!("a list in it has more than {MAX_ELEMENTS} elements"))
        }
        Json::Array(elements) => elements.iter().try_for_each(|element| measure(element, depth + 1)),
        Json::Object(members) => members.values().try_for_each(|member| measure(member, depth + 1)),
        _ => Ok(()),
    }
}

/// Removes what is as in `usual`.
fn omit(json: &mut Json, usual: &Json) {
    let (Json::Object(members), Json::Object(usual)) = (json, usual) else { return };
    members.retain(|name, member| usual.get(name) != Some(member));
    for (name, member) in members {
        if let Some(usual) = usual.get(name) {
            omit(member, usual);
        }
    }
}

/// Adds what is missing as in `usual`.
fn fill(json: &mut Json, usual: &Json) {
    let (Json::Object(members), Json::Object(usual)) = (json, usual) else { return };
    for (name, usual) in usual {
        fill(members.entry(name).or_insert_with(|| usual.clone()), usual);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn sample() -> Portable {
        let payloads = vec![sample::PAYLOAD.to_owned()];
        Portable { name: "Ruuvi".to_owned(), inputs: sample::inputs(), sql: sample::SQL.to_owned(), payloads }
    }

    #[test]
    fn an_empty_rule_has_hardly_any_text() {
        let rule = Portable {
            name: String::new(),
            inputs: empty(),
            sql: "SELECT * FROM 'a'".into(),
            payloads: vec!["{}".into()],
        };
        let json = rule.json();
        assert_eq!(json, json!({"sql": "SELECT * FROM 'a'", "messages": [{"payload": "{}"}]}));
        assert_eq!(Portable::read(json), Ok((rule, vec![])));
    }

    #[test]
    fn what_is_written_is_read() {
        let one = sample();
        assert_eq!(Portable::read(one.json()), Ok((one.clone(), vec![])));
        let messages = json!([
            {"topic": "a", "payload": "1", "name": "first"},
            {"topic": "b", "payload": "MQ==", "form": "Base64", "client_id": "x", "time": 5.0, "more": "{}"},
            {"payload": "3"},
        ]);
        let mut several = one.json();
        several["messages"] = messages;
        several["chosen"] = 1.into();
        let (read, lost) = Portable::read(several).expect("a rule");
        assert_eq!((read.inputs.topic.as_str(), lost), ("b", vec![]));
        assert_eq!(read.inputs.topic_of(0), "a");
        assert_eq!(read.payloads, ["1", "MQ==", "3"]);
        assert_eq!(Portable::read(read.json()), Ok((read, vec![])));
    }

    #[test]
    fn what_a_later_release_adds_is_named() {
        let mut json = sample().json();
        json["colour"] = "red".into();
        json["context"]["mood"] = 5.into();
        let (read, lost) = Portable::read(json).expect("a rule");
        assert_eq!((read, lost), (sample(), vec!["colour".to_owned(), "mood".to_owned()]));
    }

    #[test]
    fn what_is_no_rule_says_why() {
        let mut deep = json!(1);
        for _ in 0..=MAX_DEPTH {
            deep = json!([deep]);
        }
        let cases = [
            (json!(5), "it holds no rule"),
            (json!([]), "it holds no rule"),
            (json!({"sql": 5}), "its SQL, its name or a payload is not a string"),
            (json!({"messages": 5}), "its messages are not a list"),
            (json!({"messages": [5]}), "one of its messages is not an object"),
            (json!({"messages": [{"payload": {}}]}), "its SQL, its name or a payload is not a string"),
            (json!({"actions": deep}), "it is nested deeper than 64 levels"),
            (
                json!({"messages": vec![json!({}); MAX_LISTED + 1]}),
                "a list in it has more than 10000 elements",
            ),
        ];
        for (json, why) in cases {
            assert_eq!(Portable::read(json).map(|_| ()), Err(why.to_owned()));
        }
        assert!(Portable::read(json!({"chosen": 99, "topic": 5, "sql_version": "x", "rule": 5})).is_ok());
    }
}
